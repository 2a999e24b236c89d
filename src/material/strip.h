/* SPDX-License-Identifier: Apache-2.0
 *
 * strip — a picture without what nobody means to publish: where and with what it was taken, comments, thumbnails, and
 * whatever follows its end. Its points are not touched: the parts that make the picture are copied as they are.
 *
 * Kept of a JPEG: the tables, frames and scans, the JFIF and Adobe markers, and of Exif the turn alone, written anew. Of a PNG:
 * IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs. Of a WebP: VP8, VP8L, VP8X, ALPH. ITU-T T.81 annex B; PNG 3rd edition §5; RFC 9649 §2.
 */
#ifndef CG_MATERIAL_STRIP_H
#define CG_MATERIAL_STRIP_H
#include "base/base.h"

/* ST_INPUT with field "file" when the file is torn or is none of the three, as its own rules have it. */
must_use status_t picture_strip(arena_t *a, str_t bytes, str_t *out, err_t *err);
#endif
