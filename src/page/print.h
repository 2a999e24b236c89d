/* SPDX-License-Identifier: Apache-2.0
 *
 * print — what every printed page of ours needs of cairo and pango: a layout in a family, its size, and a PDF that grows in
 * the caller's arena. Lengths are points. Pango is not to be shared between threads: one PDF on one thread at a time each.
 */
#ifndef CG_PAGE_PRINT_H
#define CG_PAGE_PRINT_H
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include "base/base.h"
#include "page/qr.h"

#define A4_WIDTH  595.28
#define A4_HEIGHT 841.89
#define MM(mm)    ((mm)*72.0 / 25.4)

/* A new layout (g_object_unref it) of Pango markup, wrapped at `width`. Escape with print_escape what is not markup. */
PangoLayout *print_layout(cairo_t *cr, const char *family, double size, bool bold, double width, str_t markup);
double print_height(PangoLayout *l);
double print_width(PangoLayout *l);
/* Where a line of `height` begins that would begin at `y`: there, or at the top of a page it has turned to. */
typedef double (*print_room_fn)(void *ctx, double y, double height);
/* Shows a layout line by line from `y` on, asking for room before each; gives where the last one ends. */
double print_flow(cairo_t *cr, PangoLayout *l, double x, double y, print_room_fn room, void *ctx);
/* Plain text as Pango markup, in NFC: decomposed letters would come out of the PDF decomposed. */
str_t print_escape(arena_t *a, str_t text);

/* A white square with the code, its quiet zone part of it; the ink is afterwards what it was. */
void print_qr(cairo_t *cr, const qr_t *qr, double x, double y, double side);

/* A PDF surface that writes to *out (give it a limit); the same drawing gives the same bytes. */
cairo_surface_t *print_surface(arena_t *a, buf_t *out, str_t title);
/* Finishes and frees both; false when anything failed on the way. */
must_use bool print_finish(cairo_t *cr, cairo_surface_t *surface, const buf_t *out);
#endif
