/* SPDX-License-Identifier: Apache-2.0
 *
 * emblem — the campaign's mark on paper and in pictures: a shield with an open eye, as assets/mark.svg draws it for screens.
 */
#ifndef CG_PAGE_EMBLEM_H
#define CG_PAGE_EMBLEM_H
#include <cairo.h>
#include <stdbool.h>

/* `side` wide with its upper left at (x, y); white on a dark ground, green on a light one. */
void emblem(cairo_t *cr, double x, double y, double side, bool on_dark);
#endif
