/* SPDX-License-Identifier: Apache-2.0
 *
 * rows — reading of claims and looks. Inside the room.
 */
#ifndef CG_PROOF_ROWS_H
#define CG_PROOF_ROWS_H
#include "proof/proof.h"

/* "url" of a post record's body; p = NULL when there is none. */
str_t proof_post_url(arena_t *a, str_t body);
/* The looks at a record up to `at`; *last_seen (may be NULL) gets the JSON of the last. */
must_use status_t proof_history(db_t *db, arena_t *a, ident_t record, ms_t at, proof_history_t **out, size_t *n,
                                str_t *last_seen, err_t *err);
/* holds, fails, cannot-tell: what a result means for the claim. */
const char *proof_check_verdict(const proof_result_t *r);
/* Why, in sentences, from the finding's JSON. */
str_t proof_reasons_line(arena_t *a, lang_t lang, str_t seen);
#endif
