/* SPDX-License-Identifier: Apache-2.0
 *
 * picture — the picture that goes with a shared link: 1200 × 630 points (Open Graph), the warning in letters that are read
 * on a telephone, the mark and the code. PNG; the same words give the same bytes.
 */
#ifndef CG_MATERIAL_PICTURE_H
#define CG_MATERIAL_PICTURE_H
#include "base/base.h"

typedef struct picture {
    str_t head; /* what must be read */
    str_t text; /* smaller, below; may be "" */
    str_t foot; /* "Mã xác minh ABC234"; may be "" */
} picture_t;

must_use status_t picture_png(arena_t *a, const picture_t *p, lang_t lang, str_t *out, err_t *err);
#endif
