/* SPDX-License-Identifier: Apache-2.0 */
#include "corpus_paper.h"
#include <cairo-pdf.h>
#include <leptonica/allheaders.h>
#include <pango/pangocairo.h>
#include <poppler.h>
#include <stdlib.h>

static cairo_status_t gather(void *arg, const unsigned char *p, unsigned n)
{
    buf_put(arg, (str_t){(const char *)p, n});
    return CAIRO_STATUS_SUCCESS;
}

static PangoLayout *layout_of(cairo_t *c, str_t text, const char *face, double width)
{
    PangoLayout *l = pango_cairo_create_layout(c);
    PangoFontDescription *f = pango_font_description_from_string(face);
    pango_layout_set_font_description(l, f);
    pango_font_description_free(f);
    pango_layout_set_width(l, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(l, text.p, (int)text.n);
    return l;
}

/* Paragraphs one under another, a new page where one does not fit. */
static void set_text(cairo_t *c, str_t text, const char *face, double w, double h)
{
    str_t line;
    double y = 50;
    while (str_line(&text, &line)) {
        int tall;
        PangoLayout *l = layout_of(c, line, face, w - 100);
        pango_layout_get_pixel_size(l, NULL, &tall);
        if (y + tall > h - 50) {
            cairo_show_page(c);
            y = 50;
        }
        cairo_move_to(c, 50, y);
        pango_cairo_show_layout(c, l);
        g_object_unref(l);
        y += tall + 8;
    }
}

str_t draw_pdf(arena_t *a, str_t text, bool layout)
{
    double w = layout ? 420 : 595, h = layout ? 595 : 842;
    buf_t b = buf_new(a, 4 << 20);
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(gather, &b, w, h);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, "2024-11-01T08:00:00");
    cairo_t *c = cairo_create(s);
    set_text(c, text, layout ? "Liberation Sans 9" : "Liberation Serif 12", w, h);
    cairo_destroy(c);
    cairo_surface_destroy(s);
    return buf_str(&b);
}

str_t draw_resaved(arena_t *a, str_t pdf)
{
    buf_t b = buf_new(a, 4 << 20);
    GBytes *bytes = g_bytes_new_static(pdf.p, pdf.n);
    PopplerDocument *d = poppler_document_new_from_bytes(bytes, NULL, NULL);
    if (!d) abort();
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(gather, &b, 595, 842);
    cairo_t *c = cairo_create(s);
    for (int i = 0; i < poppler_document_get_n_pages(d); i++) {
        PopplerPage *page = poppler_document_get_page(d, i);
        poppler_page_render_for_printing(page, c);
        cairo_show_page(c);
        g_object_unref(page);
    }
    cairo_destroy(c);
    cairo_surface_destroy(s);
    g_object_unref(d);
    g_bytes_unref(bytes);
    return buf_str(&b);
}

str_t draw_scan(arena_t *a, str_t text)
{
    enum { W = 1240, H = 1754 };
    buf_t b = buf_new(a, 16 << 20);
    cairo_surface_t *image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, W, H);
    cairo_t *c = cairo_create(image);
    cairo_set_source_rgb(c, 0.97, 0.96, 0.93);
    cairo_paint(c);
    cairo_set_source_rgb(c, 0.1, 0.1, 0.1);
    cairo_scale(c, W / 595.0, H / 842.0);
    set_text(c, text, "Liberation Serif 13", 595, 842);
    cairo_destroy(c);
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(gather, &b, 595, 842);
    c = cairo_create(s);
    cairo_scale(c, 595.0 / W, 842.0 / H);
    cairo_set_source_surface(c, image, 0, 0);
    cairo_paint(c);
    cairo_destroy(c);
    cairo_surface_destroy(s);
    cairo_surface_destroy(image);
    return buf_str(&b);
}

static void field(cairo_t *c, double x, double y, double side, unsigned seed)
{
    enum { CELLS = 21 };
    for (int i = 0; i < CELLS * CELLS; i++) {
        seed = seed * 1664525 + 1013904223;
        if (seed >> 31)
            cairo_rectangle(c, x + i % CELLS * side / CELLS, y + i / CELLS * side / CELLS, side / CELLS, side / CELLS);
    }
    cairo_fill(c);
}

str_t draw_poster(arena_t *a, str_t text, int look)
{
    enum { W = 900, H = 1270 };
    static const double paper[3][3] = {{0.98, 0.80, 0.12}, {0.05, 0.22, 0.42}, {0.93, 0.95, 0.97}};
    const double *p = paper[look % 3];
    bool dark = look % 3 == 1;
    str_t rest = text, first = STR_NONE;
    (void)str_line(&rest, &first);
    buf_t b = buf_new(a, 8 << 20);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, W, H);
    cairo_t *c = cairo_create(s);
    cairo_set_source_rgb(c, 1, 1, 1);
    cairo_paint(c);
    cairo_set_source_rgb(c, p[0], p[1], p[2]);
    cairo_rectangle(c, 0, look == 2 ? 700 : 0, W, look == 2 ? 570 : 430);
    cairo_fill(c);
    double ink = dark ? 1 : 0.08;
    cairo_set_source_rgb(c, ink, ink, ink);
    PangoLayout *l = layout_of(c, first, "Liberation Sans Bold 40", W - 100);
    cairo_move_to(c, 50, look == 2 ? 740 : 50);
    pango_cairo_show_layout(c, l);
    g_object_unref(l);
    cairo_set_source_rgb(c, 0.1, 0.1, 0.2);
    l = layout_of(c, rest, "Liberation Sans 26", W - 120);
    cairo_move_to(c, 60, look == 2 ? 60 : 480);
    pango_cairo_show_layout(c, l);
    g_object_unref(l);
    field(c, look == 1 ? 60 : 640, look == 2 ? 440 : 1020, 200, (unsigned)look * 7919u + 17);
    cairo_destroy(c);
    cairo_surface_write_to_png_stream(s, gather, &b);
    cairo_surface_destroy(s);
    return buf_str(&b);
}

static str_t jpeg_of(arena_t *a, PIX *p, int quality)
{
    l_uint8 *bytes = NULL;
    size_t n = 0;
    PIX *rgb = pixConvertTo32(p);
    if (!rgb || pixWriteMemJpeg(&bytes, &n, rgb, quality, 0) != 0) abort();
    str_t s = str_dup(a, (str_t){(char *)bytes, n});
    lept_free(bytes);
    pixDestroy(&rgb);
    return s;
}

str_t draw_picture(arena_t *a, str_t png, str_t manner)
{
    PIX *p = pixReadMemPng((const l_uint8 *)png.p, png.n), *q = NULL;
    if (!p) abort();
    if (str_eq(manner, S("half"))) q = pixScale(p, 0.5f, 0.5f);
    if (str_eq(manner, S("small"))) q = pixScale(p, 0.25f, 0.25f);
    if (str_eq(manner, S("border"))) q = pixAddBorder(p, 14, 0xffffff00);
    str_t s = jpeg_of(a, q ? q : p, 55);
    if (q) pixDestroy(&q);
    pixDestroy(&p);
    return s;
}

str_t draw_photo(arena_t *a)
{
    buf_t b = buf_new(a, 8 << 20);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 800, 600);
    cairo_t *c = cairo_create(s);
    unsigned seed = 5;
    for (int i = 0; i < 40; i++) {
        double v[6];
        for (int k = 0; k < 6; k++) {
            seed = seed * 1664525 + 1013904223;
            v[k] = (seed >> 8) / (double)(1 << 24);
        }
        cairo_pattern_t *p =
            cairo_pattern_create_radial(v[0] * 800, v[1] * 600, 5, v[0] * 800, v[1] * 600, 40 + v[2] * 200);
        cairo_pattern_add_color_stop_rgba(p, 0, v[3], v[4], v[5], 0.9);
        cairo_pattern_add_color_stop_rgba(p, 1, v[3], v[4], v[5], 0);
        cairo_set_source(c, p);
        cairo_paint(c);
        cairo_pattern_destroy(p);
    }
    cairo_destroy(c);
    cairo_surface_write_to_png_stream(s, gather, &b);
    cairo_surface_destroy(s);
    return draw_picture(a, buf_str(&b), S("jpeg"));
}
