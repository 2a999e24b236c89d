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
/* A text member of a JSON object; p = NULL when it has none. */
str_t proof_member(arena_t *a, str_t json, const char *name);
/* Why, in sentences, from the finding's JSON. */
str_t proof_reasons_line(arena_t *a, lang_t lang, str_t seen);

/* How a claim's state is said; by proof_state_t. wall_pages.c */
typedef struct proof_state_words {
    const char *label, *explain, *tag; /* msgids; a class of the style sheet */
} proof_state_words_t;
extern const proof_state_words_t proof_state_words[PROOF_STATES];
must_use status_t proof_wall(req_t *q, view_t *v, err_t *err);
#endif
