/* SPDX-License-Identifier: Apache-2.0
 *
 * evidence — everything a closing report's figures are made from, as rows of typed values: read from the database as of a
 * moment, or from the lines of JSON that a bundle carries. The figures are computed from this alone (report.h), so a
 * reader without our database comes to the same ones.
 *
 * A line is {"is":"duty","id":"…",…} with the members of its kind in the order below; times are milliseconds UTC, ids
 * their 36 characters or null, "not" is 0. A lot is a draw of other evidence for call-backs ("sample.draw" in the journal), drawn
 * are its records, each with the call-back's finding (proof/other.h). People are not in it: of visits, attempts and citizens' reports there are
 * counts, and a count of fewer than TALLY_LEAST is withheld (-1).
 */
#ifndef CG_CAMPAIGN_EVIDENCE_H
#define CG_CAMPAIGN_EVIDENCE_H
#include "campaign/campaign_internal.h"

#define EVIDENCE_LIMIT ((size_t)256 << 20) /* bytes of its lines */
enum { TALLY_LEAST = 10 };

typedef enum ev_kind {
    EV_CAMPAIGN,
    EV_UNIT,
    EV_DISPATCH,
    EV_DUTY,
    EV_RECORD,
    EV_CHECK,
    EV_RELEASE,
    EV_CASE,
    EV_TALLY,
    EV_LOT,
    EV_DRAWN,
    EV_KINDS
} ev_kind_t;

/* Columns of each kind. */
enum { C_ID, C_SLUG, C_TITLE, C_TITLE_EN, C_OWNER, C_OWNER_ABOVE, C_OPENS, C_CLOSES, C_AT, C_PAUSED };
enum { U_ID, U_CODE, U_NAME, U_KIND, U_PATH, U_TO, U_BECOMES, U_HOUSEHOLDS, U_LANGUAGES };
enum {
    P_ID,
    P_PARENT,
    P_FROM,
    P_NUMBER,
    P_SYMBOL,
    P_DATE,
    P_SUBJECT,
    P_SIGNER,
    P_SIGNER_TITLE,
    P_OPENS,
    P_CLOSES,
    P_SIGNED,
    P_SENT,
    P_CLAUSES
};
enum { D_ID, D_DISPATCH, D_UNIT, D_CLAUSE, D_OPTIONAL, D_DUE, D_CREATED, D_ACKNOWLEDGED, D_WAIVED, D_WHY, D_ENDED };
enum { R_ID, R_KIND, R_DUTY, R_UNIT, R_CAMPAIGN, R_MADE, R_RECEIVED, R_RELEASE, R_BODY, R_SUPERSEDES };
enum { K_ID, K_RECORD, K_METHOD, K_AT, K_VERDICT, K_SEEN };
enum { L_ID, L_SLUG, L_KIND, L_TITLE, L_TITLE_EN, L_VERSION, L_CODE, L_PUBLISHED, L_SUPERSEDES, L_WITHDRAWN, L_CASE };
enum { S_ID, S_FORM, S_SEVERITY, S_OPENED, S_WARNED, S_CLOSED, S_UNFOUNDED, S_FIRST };
enum { T_WHAT, T_KEY, T_N };
enum { O_SEQ, O_UNIT, O_AT, O_HEAD, O_EVENTS, O_OF, O_N };
enum { W_RECORD, W_LOT, W_UNIT, W_MADE, W_RECEIVED, W_BODY, W_CHECK, W_LOOKED, W_VERDICT, W_SEEN };

typedef union ev_value {
    int64_t n;
    str_t t;
    ident_t id;
} ev_value_t;

typedef struct evidence {
    arena_t *a;
    int form;             /* 1: as it was without lots, languages and pauses; such bundles go on being read */
    vec_t rows[EV_KINDS]; /* each row as many values as its kind has columns */
} evidence_t;

static inline size_t ev_count(const evidence_t *e, ev_kind_t k)
{
    return e->rows[k].len;
}
/* Row `i`, to be indexed by the columns above. */
const ev_value_t *ev_row(const evidence_t *e, ev_kind_t k, size_t i);
/* A tally; 0 when nothing of it was counted, -1 when it is withheld. */
int64_t ev_tally(const evidence_t *e, const char *what, const char *key);
/* The row of that id among rows that begin with one; NULL if none. */
const ev_value_t *ev_find(const evidence_t *e, ev_kind_t k, ident_t id);

/* What the database knew of `campaign` at `at`. */
must_use status_t evidence_load(db_t *db, arena_t *a, ident_t campaign, ms_t at, evidence_t *out, err_t *err);
/* As lines of JSON; the same evidence gives the same bytes. */
must_use status_t evidence_write(const evidence_t *e, buf_t *out, err_t *err);
/* From lines; ST_INPUT names the first line that is none. */
must_use status_t evidence_read(arena_t *a, str_t lines, evidence_t *out, err_t *err);

/* The grid of one of its dispatches. */
must_use status_t evidence_coverage(const evidence_t *e, arena_t *a, size_t dispatch, coverage_t *out, err_t *err);
#endif
