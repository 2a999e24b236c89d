/* SPDX-License-Identifier: Apache-2.0
 *
 * evidence_internal — between the files that load evidence and those that write and read its lines.
 */
#ifndef CG_CAMPAIGN_EVIDENCE_INTERNAL_H
#define CG_CAMPAIGN_EVIDENCE_INTERNAL_H
#include "campaign/evidence.h"

enum { COLUMNS_MOST = 16, EVIDENCE_FORM = 2 };

/* Names and types (i: whole number, e: one that may be "never", t: text, d: id) of a kind's columns; in capitals the last one
 * of a kind that form 1 did not have. `query` gives the rows in this order; NULL: they are put together. */
typedef struct evidence_kind {
    const char *name;
    const query_t *query;
    struct {
        const char *name;
        char type;
    } columns[COLUMNS_MOST];
} evidence_kind_t;
extern const evidence_kind_t evidence_kinds[EV_KINDS];

size_t evidence_columns(ev_kind_t k);
void evidence_begin(evidence_t *e, arena_t *a);
status_t evidence_too_much(err_t *err);
/* Counts about people; what was drawn for a call-back, with what was found. */
must_use status_t evidence_tallies(db_t *db, evidence_t *e, ident_t campaign, ms_t at, err_t *err);
must_use status_t evidence_lots(db_t *db, evidence_t *e, ident_t campaign, ms_t at, err_t *err);
#endif
