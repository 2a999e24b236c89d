/* SPDX-License-Identifier: Apache-2.0 */
#include "page/picture.h"
#include "page/emblem.h"
#include <png.h>
#include <setjmp.h>
#include <string.h>
#include "page/print.h"

enum { WIDTH = 1200, HEIGHT = 630, EDGE = 72, PNG_MAX = 4 << 20 };

/* Lines of a heading, of what print_layout gives them: room for marks on capitals, and no more. */
#define HEAD_LINES 0.8F

#define DEEP   0.043, 0.310, 0.290 /* the site's own green: white on it is 9:1 */
#define SIGNAL 1.0, 0.847, 0.302   /* the yellow of the marks; on the green 7:1 */

/* Shows `text` as large as it can be, from `most` down, in a box; gives its height. */
static double fit(cairo_t *cr, arena_t *a, str_t text, double most, double least, bool bold, double x, double y,
                  double height)
{
    double size = most, h;
    PangoLayout *l = NULL;
    str_t markup = print_escape(a, text);
    do {
        if (l) g_object_unref(l);
        l = print_layout(cr, "Noto Sans", size, bold, WIDTH - 2 * EDGE, markup);
        if (bold) pango_layout_set_line_spacing(l, HEAD_LINES);
        h = print_height(l);
        size -= 2;
    } while (h > height && size >= least);
    if (h > height) { /* what still does not fit ends in an ellipsis */
        int lines = (int)(height / (h / pango_layout_get_line_count(l)));
        pango_layout_set_height(l, lines > 1 ? -lines : -1);
        pango_layout_set_ellipsize(l, PANGO_ELLIPSIZE_END);
        h = print_height(l);
    }
    cairo_move_to(cr, x, y);
    pango_cairo_show_layout(cr, l);
    g_object_unref(l);
    return h;
}

static void draw(cairo_t *cr, arena_t *a, const picture_t *p, lang_t lang)
{
    cairo_set_source_rgb(cr, DEEP);
    cairo_paint(cr);
    cairo_set_source_rgb(cr, SIGNAL);
    cairo_rectangle(cr, 0, HEIGHT - 20, WIDTH, 20);
    cairo_fill(cr);
    emblem(cr, EDGE - 8, 48, 88, true);
    cairo_set_source_rgb(cr, 1, 1, 1);
    (void)fit(cr, a, str_of(tr(lang, N_("Canhgiac"))), 44, 44, true, EDGE + 96, 60, 80);
    cairo_set_source_rgb(cr, SIGNAL);
    double y = 170;
    y += fit(cr, a, p->head, 84, 44, true, EDGE, y, 250) + 8;
    cairo_set_source_rgb(cr, 1, 1, 1);
    if (p->text.n && y < 500) (void)fit(cr, a, p->text, 36, 28, false, EDGE, y, 530 - y);
    if (p->foot.n) (void)fit(cr, a, p->foot, 30, 26, false, EDGE, 548, 50);
}

/* --- PNG with a palette: a third of the bytes to pack, and half the size --- */

typedef struct palette {
    png_color colours[256];
    uint16_t of[1 << 15]; /* by five bits of each channel: 0 none yet, else the colour's number + 1 */
    int n;
} palette_t;

/* The number of a pixel's colour. Flat areas keep their exact colour, for it comes first; of the edges between two there
 * are more shades than eyes see: past 256 the last one stands for the rest. */
static png_byte colour_of(palette_t *p, uint32_t rgb)
{
    size_t key = (rgb >> 19 & 31) << 10 | (rgb >> 11 & 31) << 5 | (rgb >> 3 & 31);
    if (!p->of[key] && p->n < 256) {
        p->colours[p->n] = (png_color){(png_byte)(rgb >> 16), (png_byte)(rgb >> 8), (png_byte)rgb};
        p->of[key] = (uint16_t)++p->n;
    }
    return (png_byte)(p->of[key] ? p->of[key] - 1 : p->n - 1);
}

static void put_png(png_structp png, png_bytep p, png_size_t n)
{
    buf_put(png_get_io_ptr(png), (str_t){(const char *)p, n});
}

static void flush_png(png_structp png)
{
    (void)png;
}

static bool write_png(png_structp png, png_infop info, palette_t *p, png_byte *rows, buf_t *out)
{
    if (setjmp(png_jmpbuf(png))) return false;
    png_set_write_fn(png, out, put_png, flush_png);
    png_set_IHDR(png, info, WIDTH, HEIGHT, 8, PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_PLTE(png, info, p->colours, p->n);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_write_info(png, info);
    for (int y = 0; y < HEIGHT; y++) png_write_row(png, rows + (size_t)y * WIDTH);
    png_write_end(png, info);
    return buf_ok(out);
}

static bool packed(arena_t *a, cairo_surface_t *s, buf_t *out)
{
    const unsigned char *from = cairo_image_surface_get_data(s);
    size_t stride = (size_t)cairo_image_surface_get_stride(s);
    palette_t *p = ARENA_NEW(a, palette_t);
    png_byte *rows = arena_raw(a, (size_t)WIDTH * HEIGHT);
    if (!from || !p || !rows) return false;
    for (size_t y = 0; y < HEIGHT; y++)
        for (size_t x = 0; x < WIDTH; x++) {
            uint32_t rgb;
            memcpy(&rgb, from + y * stride + 4 * x, sizeof rgb);
            rows[y * WIDTH + x] = colour_of(p, rgb);
        }
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    bool good = info && write_png(png, info, p, rows, out);
    png_destroy_write_struct(&png, &info);
    return good;
}

status_t picture_png(arena_t *a, const picture_t *p, lang_t lang, str_t *out, err_t *err)
{
    buf_t b = buf_new(a, PNG_MAX);
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    cairo_t *cr = cairo_create(s);
    draw(cr, a, p, lang);
    bool good = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    cairo_surface_flush(s);
    good = good && packed(a, s, &b);
    cairo_surface_destroy(s);
    *out = buf_str(&b);
    return good ? ST_OK : err_set(err, ST_MEMORY, "picture.failed", N_("The picture could not be drawn."));
}
