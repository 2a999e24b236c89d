/* SPDX-License-Identifier: Apache-2.0
 *
 * phash — a perceptual hash of a picture: 256 bits that hardly change when it is scaled, saved again, made lighter or
 * darker, and that differ in about half their places between two pictures that show different things.
 *
 * Method: the grey picture is averaged down to 64 × 64 (each point by the exact area it covers, so that size and shape do
 * not matter), its two-dimensional cosine transform taken, and of the 16 × 16 lowest frequencies (without the constant
 * ones) each bit says whether the value is above their median. 64 bits tell a page of text from a page of text badly: they
 * all are dark lines on white. After Zauner 2010 (pHash) and the form of the hash that Facebook published as PDQ in 2019.
 *
 * It is not made to survive a crop, a turn or a slanted photograph: those are what the QR code is for.
 */
#ifndef CG_BASE_PHASH_H
#define CG_BASE_PHASH_H
#include "base/buf.h"

#define PHASH_HEX   64 /* digits of a hash as text */
#define PHASH_LEAST 16 /* points of a side that a picture has at least */
/* Two pictures no further apart than this show the same, of 256. Measured: the same page at 33 to 150 dpi differs by at most 8;
 * leaflets of one layout with other words by 32 and more (chance alone: 128 ± 8). */
#define PHASH_SAME 24

typedef struct phash {
    uint64_t w[4];
} phash_t;

/* The hash of `height` rows of `width` bytes (0 black, 255 white), `stride` bytes from row to row. False when the picture is
 * smaller than PHASH_LEAST or has next to nothing on it: an empty page must not be like another. Allocates nothing. */
must_use bool phash_grey(const uint8_t *rows, size_t width, size_t height, size_t stride, phash_t *out);
/* In how many bits they differ: 0 to 256. */
int phash_distance(phash_t a, phash_t b);
/* 64 lower-case hex digits and NUL. */
void phash_text(phash_t h, char out[PHASH_HEX + 1]);
must_use bool phash_parse(str_t s, phash_t *out);
#endif
