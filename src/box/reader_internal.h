/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the confined reader share.
 */
#ifndef CG_BOX_READER_INTERNAL_H
#define CG_BOX_READER_INTERNAL_H
#include <leptonica/allheaders.h>
#include <poppler.h>
#include <stdbool.h>
#include "base/str.h"
#include "box/image_size.h"

/* Says one frame (limits.h). Ends the program when nobody listens. */
void reader_frame(char kind, const char *p, size_t n);
/* Says why not, in a word, and ends. */
_Noreturn void reader_refuse(const char *why);
/* The picture as points, upright. Ends the program when it is damaged. */
PIX *reader_picture(str_t bytes, const image_size_t *size);
/* A page of a PDF as points at `dpi`; NULL when it is too large or cannot be drawn. */
PIX *reader_page(PopplerPage *page, double dpi);

/* The picture with at most that many points; a picture of its own. */
PIX *reader_no_larger(PIX *p, double pixels);

/* glance.c: codes and looks (perceptual hashes) of a picture or of a PDF's first page; the looks of a picture alone. */
void glance(str_t bytes, const image_size_t *size);
void glance_looks(str_t bytes, const image_size_t *size);
/* sheet.c: the sheet of paper in a photograph as it would look laid flat, grey, up to so many ways; how many. */
#define SHEET_WAYS  3 /* to find it */
#define SHEET_EACH  3
#define SHEET_LOOKS (SHEET_WAYS * SHEET_EACH)
size_t sheet_flat(PIX *picture, PIX *out[SHEET_LOOKS]);
/* preview.c: size, pages, hash and a small JPEG; a PDF that acts by itself is refused. */
void preview(str_t bytes, const image_size_t *size);
/* Both use these. */
void glance_hash(PIX *gray);
#endif
