/* SPDX-License-Identifier: Apache-2.0 */
#include "material/picture.h"
#include <math.h>
#include "material/internal.h"
#include "page/print.h"

enum { WIDTH = 1200, HEIGHT = 630, EDGE = 72, PNG_MAX = 4 << 20 };

#define DEEP   0.043, 0.310, 0.290 /* the site's own green: white on it is 9:1 */
#define SIGNAL 1.0, 0.847, 0.302   /* the yellow of the marks; on the green 7:1 */
#define EMBER  0.784, 0.278, 0.110

static cairo_status_t into_buf(void *user, const unsigned char *p, unsigned n)
{
    buf_put(user, (str_t){(const char *)p, n});
    return buf_ok(user) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

/* The mark: a shield with an open eye, as assets/mark.svg draws it, `side` wide at (x, y). */
static void draw_mark(cairo_t *cr, double x, double y, double side)
{
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, side / 48, side / 48);
    cairo_move_to(cr, 24, 3);
    cairo_line_to(cr, 42, 10);
    cairo_line_to(cr, 42, 23);
    cairo_curve_to(cr, 42, 34, 34.5, 41.5, 24, 45);
    cairo_curve_to(cr, 13.5, 41.5, 6, 34, 6, 23);
    cairo_line_to(cr, 6, 10);
    cairo_close_path(cr);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_fill(cr);
    cairo_move_to(cr, 11, 24);
    cairo_curve_to(cr, 14.5, 18, 19, 15, 24, 15);
    cairo_curve_to(cr, 29, 15, 33.5, 18, 37, 24);
    cairo_curve_to(cr, 33.5, 30, 29, 33, 24, 33);
    cairo_curve_to(cr, 19, 33, 14.5, 30, 11, 24);
    cairo_set_source_rgb(cr, DEEP);
    cairo_fill(cr);
    cairo_arc(cr, 24, 24, 6, 0, 2 * G_PI);
    cairo_set_source_rgb(cr, EMBER);
    cairo_fill(cr);
    cairo_arc(cr, 24, 24, 2.4, 0, 2 * G_PI);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_fill(cr);
    cairo_restore(cr);
}

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
    draw_mark(cr, EDGE - 8, 48, 88);
    cairo_set_source_rgb(cr, 1, 1, 1);
    (void)fit(cr, a, str_of(tr(lang, N_("Canhgiac"))), 44, 44, true, EDGE + 96, 60, 80);
    cairo_set_source_rgb(cr, SIGNAL);
    double y = 170;
    y += fit(cr, a, p->head, 84, 44, true, EDGE, y, 250) + 8;
    cairo_set_source_rgb(cr, 1, 1, 1);
    if (p->text.n && y < 500) (void)fit(cr, a, p->text, 36, 28, false, EDGE, y, 530 - y);
    if (p->foot.n) (void)fit(cr, a, p->foot, 30, 26, false, EDGE, 548, 50);
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
    good = good && cairo_surface_write_to_png_stream(s, into_buf, &b) == CAIRO_STATUS_SUCCESS && buf_ok(&b);
    cairo_surface_destroy(s);
    *out = buf_str(&b);
    return good ? ST_OK : err_set(err, ST_MEMORY, "picture.failed", N_("The picture could not be drawn."));
}
