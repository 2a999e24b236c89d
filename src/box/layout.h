/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CG_BOX_LAYOUT_H
#define CG_BOX_LAYOUT_H
#include <poppler.h>
#include <stddef.h>
#include "box/unpack.h"

/* A word and where it stands; lengths in any unit, y grows downwards. */
typedef struct word {
    const char *p;
    size_t n;
    double x1, y1, x2, y2;
} word_t;

/* Adds the words of a page in lines as they stand on paper (the order of `w` is changed): words of one height on one line,
 * columns kept apart by four spaces or more, an empty line where paper is left empty. */
void word_lines(gather_t *g, word_t *w, size_t n);

/* The text of a page in such lines. NULL when the page has hardly any text: it is a picture. Free it. */
char *page_lines(PopplerPage *page);
#endif
