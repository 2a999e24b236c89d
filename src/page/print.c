/* SPDX-License-Identifier: Apache-2.0 */
#include "page/print.h"
#include "base/fold.h"

PangoLayout *print_layout(cairo_t *cr, const char *family, double size, bool bold, double width, str_t markup)
{
    PangoLayout *l = pango_cairo_create_layout(cr);
    cairo_font_options_t *paper =
        cairo_font_options_create(); /* letters stand where they belong, not on a screen's grid */
    cairo_font_options_set_hint_metrics(paper, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_hint_style(paper, CAIRO_HINT_STYLE_NONE);
    pango_cairo_context_set_font_options(pango_layout_get_context(l), paper);
    pango_context_set_round_glyph_positions(pango_layout_get_context(l), FALSE);
    cairo_font_options_destroy(paper);
    PangoFontDescription *f = pango_font_description_new();
    pango_font_description_set_family(f, family);
    pango_font_description_set_absolute_size(f, size * PANGO_SCALE);
    pango_font_description_set_weight(f, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(l, f);
    pango_font_description_free(f);
    pango_layout_set_width(l, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_line_spacing(l, 1.25F);
    pango_layout_set_markup(l, markup.p, (int)markup.n);
    return l;
}

double print_height(PangoLayout *l)
{
    int w, h;
    pango_layout_get_size(l, &w, &h);
    return (double)h / PANGO_SCALE;
}

double print_width(PangoLayout *l)
{
    int w, h;
    pango_layout_get_size(l, &w, &h);
    return (double)w / PANGO_SCALE;
}

double print_flow(cairo_t *cr, PangoLayout *l, double x, double y, print_room_fn room, void *ctx)
{
    PangoLayoutIter *it = pango_layout_get_iter(l);
    do {
        PangoRectangle box;
        int top, end;
        pango_layout_iter_get_line_extents(it, NULL, &box);
        pango_layout_iter_get_line_yrange(it, &top, &end);
        double h = (double)(end - top) / PANGO_SCALE;
        double base = (double)(pango_layout_iter_get_baseline(it) - top) / PANGO_SCALE;
        y = room(ctx, y, h);
        cairo_move_to(cr, x + (double)box.x / PANGO_SCALE, y + base);
        pango_cairo_show_layout_line(cr, pango_layout_iter_get_line_readonly(it));
        y += h;
    } while (pango_layout_iter_next_line(it));
    pango_layout_iter_free(it);
    return y;
}

str_t print_escape(arena_t *a, str_t text)
{
    str_t composed = nfc_dup(a, text);
    buf_t b = buf_new(a, composed.n * 6 + 1);
    for (size_t i = 0; i < composed.n; i++) {
        unsigned char c = (unsigned char)composed.p[i];
        if (c < 32 && c != '\n' && c != '\t')
            buf_putc(&b, ' '); /* a control character would be no markup */
        else
            buf_html(&b, str_sub(composed, i, i + 1));
    }
    return buf_str(&b);
}

static cairo_status_t into_buf(void *user, const unsigned char *p, unsigned n)
{
    buf_put(user, (str_t){(const char *)p, n});
    return buf_ok(user) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

void print_qr(cairo_t *cr, const qr_t *qr, double x, double y, double side)
{
    enum { QUIET = 4 }; /* modules */
    double module = side / (double)(qr->width + 2 * (size_t)QUIET);
    cairo_save(cr);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_rectangle(cr, x, y, side, side);
    cairo_fill(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
    for (size_t r = 0; r < qr->width; r++)
        for (size_t c = 0; c < qr->width; c++)
            if (qr->dark[r * qr->width + c])
                cairo_rectangle(cr, x + module * ((double)c + QUIET), y + module * ((double)r + QUIET), module, module);
    cairo_fill(cr);
    cairo_restore(cr);
}

cairo_surface_t *print_surface(arena_t *a, buf_t *out, str_t title)
{
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(into_buf, out, A4_WIDTH, A4_HEIGHT);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, str_z(a, title));
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATOR, "canhgiac");
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, "2024-01-01T00:00:00Z");
    return s;
}

bool print_finish(cairo_t *cr, cairo_surface_t *surface, const buf_t *out)
{
    bool drawn = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    drawn = drawn && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS && buf_ok(out);
    cairo_surface_destroy(surface);
    return drawn;
}
