/* SPDX-License-Identifier: Apache-2.0
 *
 * diff — what changed between two versions of a text, paragraph by paragraph, in the order of reading: by the longest common
 * subsequence of their paragraphs (lines that are not empty, without space at their ends).
 */
#ifndef CG_MATERIAL_DIFF_H
#define CG_MATERIAL_DIFF_H
#include "base/base.h"

#define DIFF_LINES 1500 /* of each text; what is longer is not compared */

typedef enum diff_kind { DIFF_SAME, DIFF_REMOVED, DIFF_ADDED } diff_kind_t;
typedef struct diff {
    diff_kind_t kind;
    str_t text; /* a slice of one of the two */
} diff_t;

/* Every paragraph of both. ST_LIMIT when one of them has more than DIFF_LINES. */
must_use status_t text_diff(arena_t *a, str_t before, str_t after, diff_t **out, size_t *n, err_t *err);
#endif
