/* SPDX-License-Identifier: Apache-2.0
 *
 * memo — answers that depend on nothing but their question, kept for when it is asked again: that these signatures hold over
 * these bytes, how a QR code is drawn. The key is a digest of the whole question, so what is kept can be forgotten, never wrong.
 *
 * It holds `most` bytes at most: what was not asked for since half of that was filled anew is let go. Safe for several threads.
 * A NULL memo knows nothing and keeps nothing.
 */
#ifndef CG_BASE_MEMO_H
#define CG_BASE_MEMO_H
#include "base/crypto.h"

typedef struct memo memo_t;

memo_t *memo_new(size_t most); /* NULL: no memory */
void memo_free(memo_t *m);
/* A copy in `a`; false when it is not known (any more). */
bool memo_get(memo_t *m, digest_t question, arena_t *a, str_t *answer);
void memo_put(memo_t *m, digest_t question, str_t answer);
#endif
