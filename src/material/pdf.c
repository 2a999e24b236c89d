/* SPDX-License-Identifier: Apache-2.0
 *
 * pdf — a document on A4 paper with cairo and pango, in the letters of the site: Noto Sans has every Vietnamese letter with its
 * marks stacked rightly (measured by looking), and is read by weak eyes more easily than a face with serifs. Lengths are points.
 */
#include "material/doc.h"
#include "material/internal.h"
#include "page/emblem.h"
#include "page/print.h"
#include "page/qr.h"

#define PAGE_W    A4_WIDTH
#define PAGE_H    A4_HEIGHT
#define MARGIN    56.7 /* 20 mm */
#define FOOT      34.0 /* kept free for the foot line */
#define PDF_MAX   (8 * 1024 * 1024)
#define SIZE_TOP  14.0
#define SIZE_LOW  8.5
#define SIZE_BOOK 10.5
#define LARGE     16.0
#define FACE      "Noto Sans"
#define EMBLEM    34.0 /* the mark beside the title */

#define INK    0.07, 0.09, 0.15
#define DEEP   0.043, 0.310, 0.290 /* the site's green: 9:1 on white */
#define SIGNAL 1.0, 0.847, 0.302   /* its yellow: 7:1 on the green */

typedef struct sheet {
    arena_t *a;
    cairo_t *cr;
    const doc_t *doc;
    const print_mark_t *mark;
    qr_t qr;
    double size; /* of the body */
    double y;
    int page;
} sheet_t;

static void foot(sheet_t *s)
{
    char text[256];
    (void)snprintf(text, sizeof text, "%.*s · %s %.*s · %d",
                   (int)(s->mark->publisher.n < 90 ? s->mark->publisher.n : 0),
                   s->mark->publisher.p ? s->mark->publisher.p : "", tr(s->mark->lang, N_("Verification code")),
                   STRF(s->mark->code), s->page);
    PangoLayout *l = print_layout(s->cr, FACE, 8.5, false, PAGE_W - 2 * MARGIN, S(""));
    pango_layout_set_text(l, s->mark->publisher.n ? text : text + sizeof " · " - 1, -1);
    pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
    cairo_set_source_rgb(s->cr, 0.35, 0.38, 0.45);
    cairo_move_to(s->cr, MARGIN, PAGE_H - MARGIN + 8);
    pango_cairo_show_layout(s->cr, l);
    g_object_unref(l);
    cairo_set_source_rgb(s->cr, INK);
}

static void page_next(sheet_t *s)
{
    foot(s);
    cairo_show_page(s->cr);
    s->page++;
    s->y = MARGIN;
}

static double bottom(void)
{
    return PAGE_H - MARGIN - FOOT / 2;
}

static double line_room(void *ctx, double y, double height)
{
    sheet_t *s = ctx;
    s->y = y;
    if (y + height > bottom()) page_next(s);
    return s->y;
}

static void flow(sheet_t *s, PangoLayout *l, double x)
{
    s->y = print_flow(s->cr, l, x, s->y, line_room, s);
}

static void outline(sheet_t *s, str_t title)
{
    char text[200], where[48];
    if (title.n >= sizeof text) return;
    (void)snprintf(text, sizeof text, "%.*s", STRF(title));
    (void)snprintf(where, sizeof where, "page=%d pos=[%d %d]", s->page, (int)MARGIN, (int)s->y);
    (void)cairo_pdf_surface_add_outline(cairo_get_target(s->cr), CAIRO_PDF_OUTLINE_ROOT, text, where, 0);
}

/* How much must fit below a heading for it not to stand alone at the foot: the headings that follow at once, and three lines. */
static double belongs(const sheet_t *s, const doc_block_t *b)
{
    double room = 4 * s->size;
    const doc_block_t *end = s->doc->blocks + s->doc->n;
    for (b++; b < end && b->kind <= DOC_H3; b++) room += 3 * s->size;
    return room;
}

static void heading(sheet_t *s, const doc_block_t *b)
{
    static const double usual[] = {2.0, 1.45, 1.18}, large[] = {1.6, 1.25, 1.1};
    const double *scale = s->size < LARGE ? usual : large; /* letters of 18 pt make headings by themselves */
    static const char *const tags[] = {"H1", "H2", "H3"};
    double size = s->size * scale[b->kind];
    bool first = b->kind == DOC_H1 && s->y <= MARGIN;
    PangoLayout *l = print_layout(s->cr, FACE, size, true, PAGE_W - 2 * MARGIN - (first ? EMBLEM + 12 : 0), b->markup);
    double h = print_height(l), gap = b->kind == DOC_H1 ? 0 : size * 0.7;
    if (first) emblem(s->cr, PAGE_W - MARGIN - EMBLEM, MARGIN - 4, EMBLEM, false);
    if (s->y > MARGIN && s->y + gap + h + belongs(s, b) > bottom()) page_next(s);
    if (s->y > MARGIN) s->y += gap;
    if (b->kind == DOC_H2) outline(s, b->plain);
    cairo_set_source_rgb(s->cr, DEEP);
    cairo_tag_begin(s->cr, tags[b->kind], NULL);
    flow(s, l, MARGIN);
    cairo_tag_end(s->cr, tags[b->kind]);
    if (b->kind == DOC_H1) {
        cairo_set_source_rgb(s->cr, SIGNAL);
        cairo_rectangle(s->cr, MARGIN, s->y + 3, 72, 4);
        cairo_fill(s->cr);
        s->y += 10;
    }
    cairo_set_source_rgb(s->cr, INK);
    s->y += size * 0.3;
    g_object_unref(l);
}

static void item(sheet_t *s, const doc_block_t *b)
{
    double indent = s->size * 1.6;
    char mark[16];
    PangoLayout *l = print_layout(s->cr, FACE, s->size, false, PAGE_W - 2 * MARGIN - indent, b->markup);
    if (b->number)
        (void)snprintf(mark, sizeof mark, "%d.", b->number);
    else /* a box to tick is mark enough */
        (void)snprintf(mark, sizeof mark, "%s", str_starts(b->plain, S("☐")) ? "" : "•");
    PangoLayout *m = print_layout(s->cr, FACE, s->size, b->number != 0, indent, str_of(mark));
    if (s->y + s->size * 1.4 > bottom()) page_next(s);
    double y = s->y;
    cairo_tag_begin(s->cr, "LI", NULL);
    cairo_move_to(s->cr, MARGIN + (b->number ? 0 : indent * 0.3), y);
    pango_cairo_show_layout(s->cr, m);
    flow(s, l, MARGIN + indent);
    cairo_tag_end(s->cr, "LI");
    s->y += s->size * 0.22;
    g_object_unref(m);
    g_object_unref(l);
}

static void quote(sheet_t *s, const doc_block_t *b)
{
    double pad = s->size * 0.8;
    PangoLayout *l = print_layout(s->cr, FACE, s->size, false, PAGE_W - 2 * MARGIN - 2 * pad, b->markup);
    double h = print_height(l) + 2 * pad;
    if (s->y + h > bottom()) page_next(s);
    cairo_set_source_rgb(s->cr, 1.0, 0.96, 0.82);
    cairo_rectangle(s->cr, MARGIN, s->y, PAGE_W - 2 * MARGIN, h);
    cairo_fill(s->cr);
    cairo_set_source_rgb(s->cr, SIGNAL);
    cairo_rectangle(s->cr, MARGIN, s->y, 4, h);
    cairo_fill(s->cr);
    cairo_set_source_rgb(s->cr, INK);
    double after = s->y + h + s->size * 0.6;
    s->y += pad;
    cairo_tag_begin(s->cr, "BlockQuote", NULL);
    flow(s, l, MARGIN + pad);
    cairo_tag_end(s->cr, "BlockQuote");
    s->y = after;
    g_object_unref(l);
}

static void paragraph(sheet_t *s, const doc_block_t *b)
{
    PangoLayout *l = print_layout(s->cr, FACE, s->size, false, PAGE_W - 2 * MARGIN, b->markup);
    cairo_tag_begin(s->cr, "P", NULL);
    flow(s, l, MARGIN);
    cairo_tag_end(s->cr, "P");
    s->y += s->size * 0.55;
    g_object_unref(l);
}

/* How to verify this copy: QR code, code, address. */
static void verify_block(sheet_t *s)
{
    double side = 78, pad = 10, h = side + 2 * pad;
    char text[512];
    if (s->y + h + 8 > bottom()) page_next(s);
    double y = bottom() - h;
    if (s->page == 1 || y < s->y + 8) y = s->y + 8 < bottom() - h ? bottom() - h : s->y + 8;
    cairo_set_source_rgb(s->cr, 0.902, 0.941, 0.929);
    cairo_rectangle(s->cr, MARGIN, y, PAGE_W - 2 * MARGIN, h);
    cairo_fill(s->cr);
    print_qr(s->cr, &s->qr, MARGIN + pad, y + pad, side);
    (void)snprintf(
        text, sizeof text, "<b>%s: <span font_family='monospace' size='larger'>%.*s</span></b> (v%lld)\n%s\n%.*s",
        tr(s->mark->lang, N_("Verification code")), STRF(s->mark->code), (long long)s->mark->version,
        tr(s->mark->lang, N_("Scan the code or open the address to see whether this copy is genuine and current.")),
        STRF(s->mark->address));
    PangoLayout *l = print_layout(s->cr, FACE, 10, false, PAGE_W - 2 * MARGIN - side - 4 * pad, str_of(text));
    cairo_move_to(s->cr, MARGIN + side + 3 * pad, y + (h - print_height(l)) / 2);
    cairo_tag_begin(s->cr, "P", NULL);
    pango_cairo_show_layout(s->cr, l);
    cairo_tag_end(s->cr, "P");
    g_object_unref(l);
    s->y = y + h;
}

typedef enum cover_ink { WHITE, YELLOW } cover_ink_t;

static void cover_text(sheet_t *s, double x, double size, bool bold, cover_ink_t ink, str_t markup)
{
    PangoLayout *l = print_layout(s->cr, FACE, size, bold, PAGE_W - x - 64 - (size < 16 ? 130 : 0), markup);
    if (size > 30) pango_layout_set_line_spacing(l, 1.0F);
    if (ink == YELLOW)
        cairo_set_source_rgb(s->cr, SIGNAL);
    else
        cairo_set_source_rgb(s->cr, 1, 1, 1);
    cairo_tag_begin(s->cr, "P", NULL);
    cairo_move_to(s->cr, x, s->y);
    pango_cairo_show_layout(s->cr, l);
    cairo_tag_end(s->cr, "P");
    s->y += print_height(l);
    g_object_unref(l);
}

/* A book's first page: whose it is, what it is, and how to see that this copy is genuine. */
static void cover(sheet_t *s)
{
    const double left = 64, side = 110;
    char text[256];
    cairo_set_source_rgb(s->cr, DEEP);
    cairo_paint(s->cr);
    cairo_set_source_rgb(s->cr, SIGNAL);
    cairo_rectangle(s->cr, 0, PAGE_H - 22, PAGE_W, 22);
    cairo_fill(s->cr);
    emblem(s->cr, left - 6, 76, 64, true);
    s->y = 90;
    cover_text(s, left + 66, 26, true, WHITE, print_escape(s->a, str_of(tr(s->mark->lang, N_("Canhgiac")))));
    s->y = 250;
    cover_text(s, left, 40, true, YELLOW, print_escape(s->a, s->doc->title));
    cairo_set_source_rgb(s->cr, SIGNAL);
    cairo_rectangle(s->cr, left, s->y + 14, 96, 6);
    cairo_fill(s->cr);
    s->y += 44;
    cover_text(s, left, 16, false, WHITE, print_escape(s->a, s->doc->summary));
    print_qr(s->cr, &s->qr, PAGE_W - left - side, PAGE_H - 80 - side, side);
    s->y = PAGE_H - 80 - side;
    (void)snprintf(text, sizeof text, "%s\n%.*s · v%lld", tr(s->mark->lang, N_("Verification code")),
                   STRF(s->mark->code), (long long)s->mark->version);
    cover_text(s, left, 15, true, YELLOW, str_of(text));
    s->y += 10;
    cover_text(s, left, 13, false, WHITE, print_escape(s->a, s->mark->publisher));
    cairo_show_page(s->cr);
    cairo_set_source_rgb(s->cr, INK);
    s->page++;
    s->y = MARGIN;
}

static void draw_pages(sheet_t *s)
{
    if (str_eq(s->doc->kind, S("handbook"))) cover(s);
    for (size_t i = 0; i < s->doc->n; i++) {
        const doc_block_t *b = &s->doc->blocks[i];
        if (b->kind <= DOC_H3)
            heading(s, b);
        else if (b->kind == DOC_ITEM)
            item(s, b);
        else if (b->kind == DOC_QUOTE)
            quote(s, b);
        else
            paragraph(s, b);
        bool list_ends = b->kind == DOC_ITEM && (i + 1 == s->doc->n || s->doc->blocks[i + 1].kind != DOC_ITEM);
        if (list_ends) s->y += s->size * 0.4;
    }
    verify_block(s);
    foot(s);
    cairo_show_page(s->cr);
}

/* One line of a poster as wide as the page lets it be. */
static void poster_line(sheet_t *s, const doc_block_t *b, double most)
{
    double size = most, room = PAGE_W - 2 * 40;
    PangoLayout *l = print_layout(s->cr, FACE, size, true, 4 * PAGE_W, b->markup);
    if (print_width(l) > room) {
        size *= room / print_width(l);
        g_object_unref(l);
        l = print_layout(s->cr, FACE, size, true, 4 * PAGE_W, b->markup);
    }
    cairo_move_to(s->cr, 40, s->y);
    pango_cairo_show_layout(s->cr, l);
    s->y += print_height(l);
    g_object_unref(l);
}

#define POSTER_FOOT (PAGE_H - 52 - 130) /* where the QR code and the words beside it begin */

/* The points, set at `size` from `top`; returns where they end. */
static double poster_items(sheet_t *s, double top, double size, bool show)
{
    s->y = top;
    for (size_t i = 0; i < s->doc->n; i++) {
        if (s->doc->blocks[i].kind != DOC_ITEM) continue;
        PangoLayout *l = print_layout(s->cr, FACE, size, false, PAGE_W - 110, s->doc->blocks[i].markup);
        if (show) {
            cairo_set_source_rgb(s->cr, SIGNAL);
            cairo_rectangle(s->cr, 40, s->y + size * 0.5, 15, 15);
            cairo_fill(s->cr);
            cairo_set_source_rgb(s->cr, INK);
            cairo_move_to(s->cr, 70, s->y);
            pango_cairo_show_layout(s->cr, l);
        }
        s->y += print_height(l) + size * 0.6;
        g_object_unref(l);
    }
    return s->y;
}

static void poster_rest(sheet_t *s, double top)
{
    double size = 46;
    while (size > 12 && poster_items(s, top, size, false) > POSTER_FOOT - 12) size -= 1;
    (void)poster_items(s, top, size, true);
    for (size_t i = 0; i < s->doc->n; i++) {
        if (s->doc->blocks[i].kind != DOC_QUOTE) continue;
        PangoLayout *l = print_layout(s->cr, FACE, 21, false, PAGE_W - 80 - 150, s->doc->blocks[i].markup);
        cairo_set_source_rgb(s->cr, INK);
        cairo_move_to(s->cr, 40, POSTER_FOOT + (130 - print_height(l)) / 2);
        pango_cairo_show_layout(s->cr, l);
        g_object_unref(l);
    }
}

/* The headings one under the other; returns where they end. Drawn twice: once to measure. */
static double poster_head(sheet_t *s, double from)
{
    s->y = from;
    for (size_t i = 0; i < s->doc->n; i++) {
        if (s->doc->blocks[i].kind > DOC_H3) continue;
        if (s->doc->blocks[i].kind == DOC_H1)
            cairo_set_source_rgb(s->cr, SIGNAL);
        else
            cairo_set_source_rgb(s->cr, 1, 1, 1);
        poster_line(s, &s->doc->blocks[i], s->doc->blocks[i].kind == DOC_H1 ? 96 : 62);
        s->y += 14;
    }
    return s->y;
}

static void draw_poster(sheet_t *s)
{
    char text[64];
    cairo_push_group(s->cr);
    double band = poster_head(s, 48) + 34;
    cairo_pattern_destroy(cairo_pop_group(s->cr));
    cairo_set_source_rgb(s->cr, DEEP);
    cairo_rectangle(s->cr, 0, 0, PAGE_W, band);
    cairo_fill(s->cr);
    cairo_set_source_rgb(s->cr, SIGNAL);
    cairo_rectangle(s->cr, 0, band, PAGE_W, 12);
    cairo_fill(s->cr);
    (void)poster_head(s, 48);
    poster_rest(s, band + 56);
    print_qr(s->cr, &s->qr, PAGE_W - 40 - 130, POSTER_FOOT, 130);
    (void)snprintf(text, sizeof text, "%.*s", STRF(s->mark->code));
    PangoLayout *l = print_layout(s->cr, FACE, 13, true, 130, str_of(text));
    pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
    cairo_move_to(s->cr, PAGE_W - 40 - 130, PAGE_H - 50);
    pango_cairo_show_layout(s->cr, l);
    g_object_unref(l);
    emblem(s->cr, 38, PAGE_H - 56, 26, false);
    l = print_layout(s->cr, FACE, 11, false, PAGE_W - 300, print_escape(s->a, s->mark->publisher));
    cairo_set_source_rgb(s->cr, DEEP);
    cairo_move_to(s->cr, 70, PAGE_H - 52);
    pango_cairo_show_layout(s->cr, l);
    g_object_unref(l);
    cairo_show_page(s->cr);
}

/* Draws everything at one size; *pages tells how many it took. */
static bool draw(arena_t *a, sheet_t *s, double size, buf_t *out, int *pages)
{
    *out = buf_new(a, PDF_MAX);
    static const double scales[] = {[PAPER_A4] = 1, [PAPER_A3] = 1.41421356, [PAPER_A5] = 0.70710678};
    double scale = scales[s->mark->paper];
    cairo_surface_t *surface = print_surface(a, out, s->doc->title);
    cairo_pdf_surface_set_size(surface, PAGE_W * scale, PAGE_H * scale);
    s->cr = cairo_create(surface);
    cairo_scale(s->cr, scale, scale);
    s->size = size;
    s->y = MARGIN;
    s->page = 1;
    cairo_set_source_rgb(s->cr, INK);
    cairo_tag_begin(s->cr, "Document", NULL);
    if (str_eq(s->doc->kind, S("poster")))
        draw_poster(s);
    else
        draw_pages(s);
    cairo_tag_end(s->cr, "Document");
    *pages = s->page;
    return print_finish(s->cr, surface, out);
}

status_t doc_pdf(arena_t *a, const doc_t *d, const print_mark_t *mark, str_t *out, err_t *err)
{
    sheet_t s = {.a = a, .doc = d, .mark = mark};
    int64_t points = 0;
    if (str_eq(d->layout, S("slides"))) return doc_slides(a, d, mark, out, err);
    status_t st = qr_make(a, mark->qr.n ? mark->qr : mark->address, &s.qr, err);
    if (st != ST_OK) return st;
    buf_t b;
    int pages;
    bool told = d->size.n && str_int(d->size, 1, 99, &points);
    bool one_size = told || str_eq(d->kind, S("handbook")) || str_eq(d->kind, S("poster"));
    double size = told ? (double)points : one_size ? SIZE_BOOK : SIZE_TOP;
    bool drawn = draw(a, &s, size, &b, &pages);
    if (drawn && !one_size && pages > 1) {
        /* The largest size that fits one page, by halves of a point; the smallest when none does. */
        int fits = (int)((SIZE_TOP - SIZE_LOW) * 2), too_large = 0;
        while (drawn && fits - too_large > 1) {
            int mid = (fits + too_large) / 2;
            drawn = draw(a, &s, SIZE_TOP - mid / 2.0, &b, &pages);
            *(pages > 1 ? &too_large : &fits) = mid;
        }
        drawn = drawn && draw(a, &s, SIZE_TOP - fits / 2.0, &b, &pages);
    }
    if (!drawn) return err_set(err, ST_MEMORY, "pdf.failed", N_("The PDF could not be drawn."));
    *out = buf_str(&b);
    return ST_OK;
}
