/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/nd30.h"
#include <stdio.h>
#include "campaign/nd30_internal.h"

#define HEAD_GAP 10.0 /* between the two columns of the head */

/* "4406/VPUB-KGVX" is not cut at a line's end. */
static str_t with_whole_symbols(arena_t *a, str_t text)
{
    str_t rest = print_escape(a, text), word;
    buf_t b = buf_new(a, rest.n * 30 + 1);
    while (str_cut(&rest, ' ', &word)) {
        bool whole = str_chr(word, '/', 0) != SIZE_MAX && str_chr(word, '-', 0) != SIZE_MAX && word.n < 60;
        if (whole) buf_putz(&b, "<span allow_breaks='false'>");
        buf_put(&b, word);
        if (whole) buf_putz(&b, "</span>");
        if (rest.p) buf_putc(&b, ' ');
    }
    return buf_str(&b);
}

PangoLayout *sheet_layout(sheet_t *s, double size, const char *style, double width, str_t text)
{
    str_t markup = str_fmt(s->a, "<span %s>%.*s</span>", style, STRF(with_whole_symbols(s->a, text)));
    PangoLayout *l = print_layout(s->cr, ND30_FONT, size, false, width, markup.p ? markup : S(""));
    pango_layout_set_line_spacing(l, 1.12F);
    pango_context_set_round_glyph_positions(pango_layout_get_context(l), FALSE); /* paper has no pixels */
    pango_layout_context_changed(l);
    return l;
}

static void at_top(sheet_t *s, PangoLayout *l, PangoAlignment how)
{
    pango_layout_set_alignment(l, how);
    cairo_move_to(s->cr, ND30_LEFT, ND30_TOP - print_height(l) - 4);
    pango_cairo_show_layout(s->cr, l);
    g_object_unref(l);
}

static void page_number(sheet_t *s)
{
    char n[16];
    if (s->doc->note.n) at_top(s, sheet_layout(s, 10, "style='italic'", s->wide, s->doc->note), PANGO_ALIGN_RIGHT);
    if (s->page == 1) return;
    (void)snprintf(n, sizeof n, "%d", s->page);
    at_top(s, sheet_layout(s, 13, "", s->wide, str_of(n)), PANGO_ALIGN_CENTER);
}

static void sheet_turn(sheet_t *s, bool lying)
{
    double w = lying ? A4_HEIGHT : A4_WIDTH, h = lying ? A4_WIDTH : A4_HEIGHT;
    cairo_pdf_surface_set_size(cairo_get_target(s->cr), w, h);
    s->wide = w - MM(30) - MM(20);
    s->bottom = h - MM(20);
}

static void next_page(sheet_t *s)
{
    s->page++;
    s->y = ND30_TOP;
    page_number(s);
}

void sheet_page(sheet_t *s)
{
    cairo_show_page(s->cr);
    next_page(s);
}

/* The size is the next page's: it is set between the pages. */
static void sheet_next(sheet_t *s, bool lying)
{
    cairo_show_page(s->cr);
    sheet_turn(s, lying);
    next_page(s);
}

void sheet_room(sheet_t *s, double height)
{
    if (s->y + height > s->bottom && s->y > ND30_TOP) sheet_page(s);
}

/* Shows a layout whole, at x; s->y goes behind it. */
static void show(sheet_t *s, PangoLayout *l, double x, PangoAlignment how)
{
    pango_layout_set_alignment(l, how);
    cairo_move_to(s->cr, x, s->y);
    cairo_tag_begin(s->cr, "P", NULL);
    pango_cairo_show_layout(s->cr, l);
    cairo_tag_end(s->cr, "P");
    s->y += print_height(l);
    g_object_unref(l);
}

static void rule(sheet_t *s, double middle, double length)
{
    cairo_set_line_width(s->cr, 0.7);
    cairo_move_to(s->cr, middle - length / 2, s->y + 2);
    cairo_line_to(s->cr, middle + length / 2, s->y + 2);
    cairo_stroke(s->cr);
}

static double line_room(void *ctx, double y, double height)
{
    sheet_t *s = ctx;
    s->y = y;
    sheet_room(s, height);
    return s->y;
}

static void flow(sheet_t *s, PangoLayout *l, double x)
{
    s->y = print_flow(s->cr, l, x, s->y, line_room, s);
    g_object_unref(l);
}

/* --- the head --- */

str_t nd30_capitals(arena_t *a, str_t text)
{
    gchar *up = g_utf8_strup(text.p ? text.p : "", (gssize)text.n);
    str_t out = str_dup(a, str_of(up));
    g_free(up);
    return out;
}

str_t nd30_place(arena_t *a, lang_t lang, str_t place, date_t d)
{
    str_t comma = place.n ? S(", ") : S("");
    if (lang == LANG_EN && d.y) return str_fmt(a, "%.*s%.*s%d/%d/%d", STRF(place), STRF(comma), d.d, d.m, d.y);
    if (!d.y) return str_fmt(a, "%.*s%.*sngày      tháng      năm", STRF(place), STRF(comma));
    const char *form = d.m < 3 ? "%.*s%.*sngày %02d tháng %02d năm %d" : "%.*s%.*sngày %02d tháng %d năm %d";
    return str_fmt(a, form, STRF(place), STRF(comma), d.d, d.m, d.y);
}

/* Where the columns of the head stand: the right one is as wide as the name of the state. */
typedef struct columns {
    double left, right, right_x; /* widths, and where the right one begins */
} columns_t;

static columns_t columns_of(sheet_t *s)
{
    PangoLayout *l = sheet_layout(s, 12, "weight='bold'", A4_WIDTH, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    double right = print_width(l) + 2;
    g_object_unref(l);
    return (columns_t){ND30_WIDTH - right - HEAD_GAP, right, ND30_LEFT + ND30_WIDTH - right};
}

static PangoLayout *bold(sheet_t *s, double size, double width, str_t text)
{
    return sheet_layout(s, size, "weight='bold'", width, text);
}

/* Lines of like length: as narrow as the text can be in as many lines. Returns the room it leaves on the left. */
static double balance(PangoLayout *l, double width)
{
    int lines = pango_layout_get_line_count(l);
    double w = width;
    while (lines > 1 && w > width / 2) {
        pango_layout_set_width(l, (int)((w - 3) * PANGO_SCALE));
        if (pango_layout_get_line_count(l) > lines) break;
        w -= 3;
    }
    pango_layout_set_width(l, (int)(w * PANGO_SCALE));
    return (width - w) / 2;
}

/* The name of the state over its motto; the body that sends, under the one above it. Both begin at the same height. */
static void state_and_issuer(sheet_t *s, columns_t c)
{
    const nd30_t *d = s->doc;
    double top = s->y;
    show(s, bold(s, 12, c.right, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")), c.right_x, PANGO_ALIGN_CENTER);
    PangoLayout *motto = bold(s, 13, c.right, S("Độc lập - Tự do - Hạnh phúc"));
    double length = print_width(motto);
    show(s, motto, c.right_x, PANGO_ALIGN_CENTER);
    rule(s, c.right_x + c.right / 2, length);
    double right_end = s->y;
    s->y = top;
    if (d->parent.n)
        show(s, sheet_layout(s, 12, "", c.left, nd30_capitals(s->a, d->parent)), ND30_LEFT, PANGO_ALIGN_CENTER);
    PangoLayout *issuer = bold(s, 12, c.left, nd30_capitals(s->a, d->issuer));
    double indent = balance(issuer, c.left);
    length = print_width(issuer);
    show(s, issuer, ND30_LEFT + indent, PANGO_ALIGN_CENTER);
    rule(s, ND30_LEFT + c.left / 2, length * 0.42);
    s->y = (s->y > right_end ? s->y : right_end) + 12;
}

static void head(sheet_t *s)
{
    const nd30_t *d = s->doc;
    columns_t c = columns_of(s);
    state_and_issuer(s, c);
    str_t blank = d->number.n ? d->number : S("      ");
    str_t number = str_fmt(s->a, "%s %.*s/%.*s", tr(d->lang, N_("No.:")), STRF(blank), STRF(d->symbol));
    double top = s->y;
    show(s, sheet_layout(s, 13, "style='italic'", c.right, nd30_place(s->a, d->lang, d->place, d->date)), c.right_x,
         PANGO_ALIGN_CENTER);
    double end = s->y;
    s->y = top;
    show(s, sheet_layout(s, 13, "", c.left, number), ND30_LEFT, PANGO_ALIGN_CENTER);
    if (!d->kind.n && d->subject.n) {
        s->y += 4;
        str_t about = str_fmt(s->a, "V/v %.*s", STRF(d->subject));
        show(s, sheet_layout(s, 12, "", c.left, about), ND30_LEFT, PANGO_ALIGN_CENTER);
    }
    if (s->y < end) s->y = end;
}

static void title(sheet_t *s)
{
    const nd30_t *d = s->doc;
    s->y += 14;
    if (!d->kind.n) return;
    cairo_tag_begin(s->cr, "H1", NULL);
    show(s, sheet_layout(s, 14, "weight='bold'", ND30_WIDTH, nd30_capitals(s->a, d->kind)), ND30_LEFT,
         PANGO_ALIGN_CENTER);
    PangoLayout *l = sheet_layout(s, 14, "weight='bold'", ND30_WIDTH * 0.9, d->subject);
    double w = print_width(l);
    show(s, l, ND30_LEFT + ND30_WIDTH * 0.05, PANGO_ALIGN_CENTER);
    cairo_tag_end(s->cr, "H1");
    rule(s, ND30_LEFT + ND30_WIDTH / 2, w * 0.4);
    s->y += 16;
}

static void addressed(sheet_t *s)
{
    const nd30_t *d = s->doc;
    if (!d->n_to) return;
    double x = ND30_LEFT + ND30_WIDTH * 0.2, room = ND30_WIDTH * 0.8;
    if (d->n_to == 1) {
        PangoLayout *l =
            sheet_layout(s, 14, "", room, str_fmt(s->a, "%s %.*s.", tr(d->lang, N_("To:")), STRF(d->to[0])));
        show(s, l, x, PANGO_ALIGN_LEFT);
    } else {
        show(s, sheet_layout(s, 14, "", room, str_of(tr(d->lang, N_("To:")))), x, PANGO_ALIGN_LEFT);
        for (size_t i = 0; i < d->n_to; i++) {
            str_t line = str_fmt(s->a, "- %.*s%s", STRF(d->to[i]), i + 1 < d->n_to ? ";" : ".");
            sheet_room(s, 20);
            show(s, sheet_layout(s, 14, "", room - 30, line), x + 30, PANGO_ALIGN_LEFT);
        }
    }
    s->y += 14;
}

/* --- the body --- */

static void paragraph(sheet_t *s, const nd30_block_t *b, bool last)
{
    static const char *const tag[] = {"P", "H2", "H3", "LI", "H2"};
    bool bold = b->kind == ND30_SECTION || b->kind == ND30_CENTRE;
    PangoLayout *l = sheet_layout(s, 14, bold ? "weight='bold'" : "", s->wide, b->text);
    if (b->kind == ND30_CENTRE) {
        pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
    } else {
        pango_layout_set_indent(l, (int)(MM(10) * PANGO_SCALE));
        pango_layout_set_justify(l, TRUE);
    }
    if (b->kind != ND30_TEXT && b->kind != ND30_ITEM && !last)
        sheet_room(s, print_height(l) + 44); /* not alone at the foot */
    cairo_tag_begin(s->cr, tag[b->kind], NULL);
    flow(s, l, ND30_LEFT);
    cairo_tag_end(s->cr, tag[b->kind]);
    s->y += 6;
}

/* --- the signature and who gets copies: on one page --- */

typedef struct closing {
    double left, right, right_x;
    bool drawn; /* else only measured */
} closing_t;

static void put(sheet_t *s, PangoLayout *l, double x, PangoAlignment how, bool drawn)
{
    if (drawn) {
        show(s, l, x, how);
        return;
    }
    s->y += print_height(l);
    g_object_unref(l);
}

static double signature(sheet_t *s, const closing_t *c, double y)
{
    const nd30_t *d = s->doc;
    s->y = y;
    if (d->signer_for.n && !str_eq(d->signer_for, d->signer_title))
        put(s, sheet_layout(s, 14, "weight='bold'", c->right, d->signer_for), c->right_x, PANGO_ALIGN_CENTER, c->drawn);
    put(s, sheet_layout(s, 14, "weight='bold'", c->right, d->signer_title), c->right_x, PANGO_ALIGN_CENTER, c->drawn);
    s->y += 70; /* the seal, and the signature */
    put(s, sheet_layout(s, 14, "weight='bold'", c->right, d->signer), c->right_x, PANGO_ALIGN_CENTER, c->drawn);
    return s->y;
}

static double copies(sheet_t *s, const closing_t *c, double y)
{
    const nd30_t *d = s->doc;
    s->y = y + 2;
    if (!d->n_copies) return s->y;
    put(s, sheet_layout(s, 12, "weight='bold' style='italic'", c->left, str_of(tr(d->lang, N_("Copies to:")))),
        ND30_LEFT, PANGO_ALIGN_LEFT, c->drawn);
    for (size_t i = 0; i < d->n_copies; i++) {
        str_t line = str_fmt(s->a, "- %.*s%s", STRF(d->copies[i]), i + 1 < d->n_copies ? ";" : ".");
        put(s, sheet_layout(s, 11, "", c->left, line), ND30_LEFT, PANGO_ALIGN_LEFT, c->drawn);
    }
    return s->y;
}

static void closing(sheet_t *s)
{
    closing_t c = {ND30_WIDTH * 0.46, ND30_WIDTH * 0.52, ND30_LEFT + ND30_WIDTH * 0.48, false};
    double y = s->y + 12, a = signature(s, &c, y), b = copies(s, &c, y), end = a > b ? a : b;
    s->y = y;
    sheet_room(s, end - y);
    y = s->y;
    c.drawn = true;
    a = signature(s, &c, y);
    b = copies(s, &c, y);
    s->y = a > b ? a : b;
    s->closed = true;
}

static void body(sheet_t *s)
{
    const nd30_t *d = s->doc;
    for (size_t i = 0; i < d->n_blocks; i++) {
        const nd30_block_t *b = &d->blocks[i];
        if (b->kind == ND30_CLOSING) {
            closing(s);
        } else if (b->kind == ND30_PAGE || b->kind == ND30_LYING) {
            sheet_next(s, b->kind == ND30_LYING);
        } else if (b->kind == ND30_TABLE) {
            sheet_table(s, b->table);
        } else {
            paragraph(s, b, i + 1 == d->n_blocks);
        }
    }
    if (!s->closed) closing(s);
}

static bool font_there(cairo_t *cr)
{
    PangoLayout *l = print_layout(cr, ND30_FONT, 14, false, 100, S("Ặ"));
    PangoContext *context = pango_layout_get_context(l);
    PangoFont *f = pango_context_load_font(context, pango_layout_get_font_description(l));
    PangoFontDescription *given = f ? pango_font_describe(f) : NULL;
    const char *family = given ? pango_font_description_get_family(given) : NULL;
    bool there = family && strcmp(family, ND30_FONT) == 0;
    if (given) pango_font_description_free(given);
    if (f) g_object_unref(f);
    g_object_unref(l);
    return there;
}

status_t nd30_pdf(arena_t *a, const nd30_t *d, str_t *out, err_t *err)
{
    enum { LARGEST = 64 << 20 };
    buf_t b = buf_new(a, LARGEST);
    cairo_surface_t *surface = print_surface(a, &b, d->subject.n ? d->subject : d->issuer);
    sheet_t s = {.a = a, .cr = cairo_create(surface), .doc = d, .page = 1, .y = ND30_TOP};
    sheet_turn(&s, false);
    bool font = font_there(s.cr);
    if (font) {
        cairo_tag_begin(s.cr, "Document", NULL);
        page_number(&s);
        head(&s);
        title(&s);
        addressed(&s);
        body(&s);
        cairo_tag_end(s.cr, "Document");
        cairo_show_page(s.cr);
    }
    bool drawn = print_finish(s.cr, surface, &b);
    if (!font)
        return err_set(err, ST_IO, "nd30.font", N_("The font Liberation Serif is not installed (fonts-liberation2)."));
    if (!drawn || arena_failed(a))
        return err_set(err, ST_LIMIT, "nd30.large", N_("The document is too long to print."));
    *out = buf_str(&b);
    return ST_OK;
}
