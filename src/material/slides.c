/* SPDX-License-Identifier: Apache-2.0
 *
 * slides — a document as slides of 16 : 9 for a projector: the title first, then one for each heading of the second level,
 * its points as large as they fit; the code on each, the QR code on the last.
 */
#include "material/doc.h"
#include "material/internal.h"
#include "page/print.h"
#include "page/qr.h"

#define WIDTH   960.0
#define HEIGHT  540.0
#define EDGE    56.0
#define BAND    104.0
#define FOOT    40.0
#define LARGE   34.0
#define SMALL   14.0
#define PDF_MAX (8 * 1024 * 1024)

#define INK    0.07, 0.09, 0.15
#define DEEP   0.043, 0.310, 0.290
#define SIGNAL 1.0, 0.847, 0.302
#define BUBBLE 0.902, 0.941, 0.929

typedef struct show {
    cairo_t *cr;
    const doc_t *doc;
    const print_mark_t *mark;
    qr_t qr;
    int page;
} show_t;

/* Text of at most `size` points in a box, smaller if it must be; gives its height. */
static double fit(cairo_t *cr, str_t markup, bool bold, double size, double x, double y, double width, double height)
{
    PangoLayout *l = print_layout(cr, "Noto Sans", size, bold, width, markup);
    while (print_height(l) > height && size > SMALL) {
        g_object_unref(l);
        l = print_layout(cr, "Noto Sans", size -= 1, bold, width, markup);
    }
    cairo_move_to(cr, x, y);
    pango_cairo_show_layout(cr, l);
    double h = print_height(l);
    g_object_unref(l);
    return h;
}

static void foot(show_t *s)
{
    char text[160];
    (void)snprintf(text, sizeof text, "%s %.*s · %d", tr(s->mark->lang, N_("Verification code")), STRF(s->mark->code),
                   s->page);
    cairo_set_source_rgb(s->cr, 0.27, 0.32, 0.31);
    (void)fit(s->cr, str_of(text), false, 13, EDGE, HEIGHT - FOOT + 8, WIDTH - 2 * EDGE, FOOT);
    cairo_show_page(s->cr);
    s->page++;
}

static void title_slide(show_t *s, size_t end)
{
    cairo_set_source_rgb(s->cr, DEEP);
    cairo_paint(s->cr);
    cairo_set_source_rgb(s->cr, SIGNAL);
    cairo_rectangle(s->cr, EDGE, 300, 120, 8);
    cairo_fill(s->cr);
    for (size_t i = 0; i < end; i++) {
        const doc_block_t *b = &s->doc->blocks[i];
        bool head = b->kind == DOC_H1;
        if (!head) cairo_set_source_rgb(s->cr, 1, 1, 1);
        cairo_tag_begin(s->cr, head ? "H1" : "P", NULL);
        (void)fit(s->cr, b->markup, head, head ? 54 : 26, EDGE, head ? 80 : 330, WIDTH - 2 * EDGE, head ? 210 : 120);
        cairo_tag_end(s->cr, head ? "H1" : "P");
    }
    str_t who = s->mark->publisher;
    PangoLayout *l = print_layout(s->cr, "Noto Sans", 16, false, WIDTH - 2 * EDGE, S(""));
    pango_layout_set_text(l, who.n ? who.p : "", who.n ? (int)who.n : 0);
    cairo_move_to(s->cr, EDGE, HEIGHT - FOOT - 20);
    pango_cairo_show_layout(s->cr, l);
    g_object_unref(l);
    cairo_show_page(s->cr);
    s->page++;
}

/* One block at `size` from y on; gives where it ends. `draw` false: only measured. */
static double block(show_t *s, const doc_block_t *b, double size, double y, double width, bool draw)
{
    char mark[16] = "•";
    bool item = b->kind == DOC_ITEM, quote = b->kind == DOC_QUOTE;
    double indent = item ? size * 1.5 : quote ? size * 0.7 : 0, pad = quote ? size * 0.5 : 0;
    if (item && b->number) (void)snprintf(mark, sizeof mark, "%d.", b->number);
    PangoLayout *l = print_layout(s->cr, "Noto Sans", size, false, width - indent - pad, b->markup);
    double h = print_height(l);
    if (draw && quote) {
        cairo_set_source_rgb(s->cr, BUBBLE);
        cairo_rectangle(s->cr, EDGE, y, width, h + 2 * pad);
        cairo_fill(s->cr);
        cairo_set_source_rgb(s->cr, DEEP);
        cairo_rectangle(s->cr, EDGE, y, 6, h + 2 * pad);
        cairo_fill(s->cr);
    }
    if (draw) {
        cairo_tag_begin(s->cr, item ? "LI" : quote ? "BlockQuote" : "P", NULL);
        if (item) {
            PangoLayout *m = print_layout(s->cr, "Noto Sans", size, true, indent, str_of(mark));
            cairo_set_source_rgb(s->cr, DEEP);
            cairo_move_to(s->cr, EDGE, y);
            pango_cairo_show_layout(s->cr, m);
            g_object_unref(m);
        }
        cairo_set_source_rgb(s->cr, INK);
        cairo_move_to(s->cr, EDGE + indent, y + pad);
        pango_cairo_show_layout(s->cr, l);
        cairo_tag_end(s->cr, item ? "LI" : quote ? "BlockQuote" : "P");
    }
    g_object_unref(l);
    return y + h + 2 * pad + size * 0.4;
}

static double blocks(show_t *s, size_t from, size_t to, double size, double width, bool draw)
{
    double y = BAND + 26;
    for (size_t i = from; i < to; i++) y = block(s, &s->doc->blocks[i], size, y, width, draw);
    return y;
}

static void slide(show_t *s, size_t from, size_t to)
{
    bool last = to == s->doc->n;
    double width = WIDTH - 2 * EDGE - (last ? 190 : 0), size = LARGE;
    cairo_set_source_rgb(s->cr, DEEP);
    cairo_rectangle(s->cr, 0, 0, WIDTH, BAND);
    cairo_fill(s->cr);
    cairo_set_source_rgb(s->cr, SIGNAL);
    cairo_rectangle(s->cr, 0, BAND, WIDTH, 6);
    cairo_fill(s->cr);
    cairo_set_source_rgb(s->cr, 1, 1, 1);
    cairo_tag_begin(s->cr, "H2", NULL);
    (void)fit(s->cr, s->doc->blocks[from].markup, true, 36, EDGE, 26, WIDTH - 2 * EDGE, BAND - 30);
    cairo_tag_end(s->cr, "H2");
    while (size > SMALL && blocks(s, from + 1, to, size, width, false) > HEIGHT - FOOT - 8) size -= 1;
    (void)blocks(s, from + 1, to, size, width, true);
    if (last) print_qr(s->cr, &s->qr, WIDTH - EDGE - 170, BAND + 40, 170);
    foot(s);
}

status_t doc_slides(arena_t *a, const doc_t *d, const print_mark_t *mark, str_t *out, err_t *err)
{
    show_t s = {.doc = d, .mark = mark, .page = 1};
    status_t st = qr_make(a, mark->address, &s.qr, err);
    if (st != ST_OK) return st;
    buf_t b = buf_new(a, PDF_MAX);
    cairo_surface_t *surface = print_surface(a, &b, d->title);
    cairo_pdf_surface_set_size(surface, WIDTH, HEIGHT);
    s.cr = cairo_create(surface);
    cairo_tag_begin(s.cr, "Document", NULL);
    size_t from = 0;
    for (size_t i = 1; i <= d->n; i++) {
        if (i < d->n && d->blocks[i].kind != DOC_H2) continue;
        if (d->blocks[from].kind == DOC_H2)
            slide(&s, from, i);
        else
            title_slide(&s, i);
        from = i;
    }
    cairo_tag_end(s.cr, "Document");
    if (!print_finish(s.cr, surface, &b))
        return err_set(err, ST_MEMORY, "pdf.failed", N_("The PDF could not be drawn."));
    *out = buf_str(&b);
    return ST_OK;
}
