/* SPDX-License-Identifier: Apache-2.0
 *
 * picture — the picture that goes with a shared link: 1200 × 630 points (Open Graph), the warning in letters that are read
 * on a telephone, the mark and the code. PNG; the same words give the same bytes.
 */
#ifndef CG_PAGE_PICTURE_H
#define CG_PAGE_PICTURE_H
#include "page/page.h"

typedef struct picture {
    str_t head; /* what must be read */
    str_t text; /* smaller, below; may be "" */
    str_t foot; /* "Mã xác minh ABC234"; may be "" */
} picture_t;

/* Drawn now. */
must_use status_t picture_png(arena_t *a, const picture_t *p, lang_t lang, str_t *out, err_t *err);
/* Where the picture of the page that `q` asks for is: its address with /anh.png behind, for head_page. */
str_t picture_address(const req_t *q);
/* Answers with the picture: as it was drawn before, if the same was ever asked for, else drawn now and kept. For ROUTE_SLOW. */
must_use status_t picture_answer(req_t *q, const picture_t *p, err_t *err);
#endif
