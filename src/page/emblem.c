/* SPDX-License-Identifier: Apache-2.0 */
#include "page/emblem.h"
#include <glib.h>

#define DEEP  0.043, 0.310, 0.290 /* the site's own green */
#define EMBER 0.784, 0.278, 0.110

static void white_or_deep(cairo_t *cr, bool white)
{
    if (white)
        cairo_set_source_rgb(cr, 1, 1, 1);
    else
        cairo_set_source_rgb(cr, DEEP);
}

void emblem(cairo_t *cr, double x, double y, double side, bool on_dark)
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
    white_or_deep(cr, on_dark);
    cairo_fill(cr);
    cairo_move_to(cr, 11, 24);
    cairo_curve_to(cr, 14.5, 18, 19, 15, 24, 15);
    cairo_curve_to(cr, 29, 15, 33.5, 18, 37, 24);
    cairo_curve_to(cr, 33.5, 30, 29, 33, 24, 33);
    cairo_curve_to(cr, 19, 33, 14.5, 30, 11, 24);
    white_or_deep(cr, !on_dark);
    cairo_fill(cr);
    cairo_arc(cr, 24, 24, 6, 0, 2 * G_PI);
    cairo_set_source_rgb(cr, EMBER);
    cairo_fill(cr);
    cairo_arc(cr, 24, 24, 2.4, 0, 2 * G_PI);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_fill(cr);
    cairo_restore(cr);
}
