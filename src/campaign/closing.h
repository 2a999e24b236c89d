/* SPDX-License-Identifier: Apache-2.0
 *
 * closing — a closing report made for a campaign as of a moment: its figures, its words, and where the journal stood.
 */
#ifndef CG_CAMPAIGN_CLOSING_H
#define CG_CAMPAIGN_CLOSING_H
#include "campaign/report_paper.h"

typedef struct closing {
    evidence_t evidence;
    report_t report;
    words_of_t words;
    report_proof_t proof;
} closing_t;

/* All of it from the database in the reader's snapshot; stands in the arena. */
must_use status_t closing_make(store_t *st, db_t *db, arena_t *a, ident_t campaign, ms_t at, closing_t *out,
                               err_t *err);
/* The same by the campaign's short name or id. */
must_use status_t closing_by_name(store_t *st, db_t *db, arena_t *a, str_t name, ms_t at, closing_t *out, err_t *err);
#endif
