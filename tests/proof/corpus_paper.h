/* SPDX-License-Identifier: Apache-2.0
 *
 * corpus_paper — files of the corpus, drawn: the same text or poster in the forms in which portals hand it on.
 */
#ifndef CG_TESTS_CORPUS_PAPER_H
#define CG_TESTS_CORPUS_PAPER_H
#include "base/base.h"

/* The text on A4 as PDF; `layout`: on A5 in another face and size. */
str_t draw_pdf(arena_t *a, str_t text, bool layout);
/* The same PDF written anew by another program (poppler to cairo): same look, other bytes. */
str_t draw_resaved(arena_t *a, str_t pdf);
/* A PDF that holds a picture of the text, as a scanner makes it. */
str_t draw_scan(arena_t *a, str_t text);

/* A poster as PNG: a heading, the text, a QR-like field. `look` chooses colours and places. */
str_t draw_poster(arena_t *a, str_t text, int look);
/* As portals keep pictures: "jpeg" (quality 55), "half", "small" (a quarter), "border" (in a white frame). */
str_t draw_picture(arena_t *a, str_t png, str_t manner);
/* A "photograph": soft blobs of light, nothing of ours. */
str_t draw_photo(arena_t *a);
#endif
