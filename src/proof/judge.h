/* SPDX-License-Identifier: Apache-2.0
 *
 * judge — a text that a release was found in, looked at word by word: which version stands there, and what was done to it.
 * Inside the room.
 */
#ifndef CG_PROOF_JUDGE_H
#define CG_PROOF_JUDGE_H
#include "proof/look.h"

/* `m` is what match_text found in `page`. Of the versions of its material the one of which most words stand there is taken;
 * its fidelity then is by words: embedded from MATCH_WHOLE when at most one in JUDGE_REWORDED is worded anew, altered when a grave change was made (compare.h) or less than
 * MATCH_SAME stands there. m->compared is set. A release whose text cannot be had keeps its finding. */
#define JUDGE_REWORDED 150
must_use status_t judge_text(prober_t *p, const books_t *b, arena_t *a, str_t page, match_t *m, err_t *err);
/* What was found as reasons of the result. */
void judge_reasons(arena_t *a, const match_t *m, proof_result_t *r);
#endif
