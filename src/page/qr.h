/* SPDX-License-Identifier: Apache-2.0
 *
 * qr — a QR code as an SVG picture: black on white with its quiet zone, whatever the page's theme.
 */
#ifndef CG_PAGE_QR_H
#define CG_PAGE_QR_H
#include "base/base.h"

/* The dark modules of a QR code, row by row, for those who draw it themselves (PDF). */
typedef struct qr {
    const uint8_t *dark; /* width × width, 0 or 1 */
    size_t width;
} qr_t;

/* Encodes up to 1,000 bytes at error correction M. ST_LIMIT when it is longer. */
must_use status_t qr_make(arena_t *a, str_t payload, qr_t *out, err_t *err);
/* The same as <svg class="qr" role="img">…</svg>, without script or style, for view_html. p = NULL with *err set. */
str_t qr_svg(arena_t *a, str_t payload, err_t *err);
struct memo; /* base/memo.h */
/* The same, drawn once: for what stands printed in public, never for a secret. */
str_t qr_svg_known(struct memo *memo, arena_t *a, str_t payload, err_t *err);
#endif
