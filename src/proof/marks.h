/* SPDX-License-Identifier: Apache-2.0
 *
 * marks — where on a page the release's text stands, for a person to see: the page's text cut into pieces that are ours and
 * pieces that are not, by runs of MARK_RUN words compared without marks and case (fold.h).
 */
#ifndef CG_PROOF_MARKS_H
#define CG_PROOF_MARKS_H
#include "base/base.h"

enum { MARK_RUN = 4, MARK_WORDS = 20000 };

typedef struct mark {
    str_t text; /* slice of the page */
    bool ours;
} mark_t;

/* The pieces in order, together the whole page. Nothing ours: one piece. */
must_use status_t text_marks(arena_t *a, str_t original, str_t page, mark_t **out, size_t *n, err_t *err);
#endif
