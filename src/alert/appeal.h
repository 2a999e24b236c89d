/* SPDX-License-Identifier: Apache-2.0
 *
 * appeal — "this is listed wrongly": what anybody may ask, what the duty desk decides, and what that means for the list.
 *
 * An appeal is a record, sealed to the desk's key like a report: what is contested may be somebody's telephone number. Its
 * maker keeps a receipt. The desk decides within APPEAL_DAYS working days, with a reason that the maker reads; who wrote or
 * approved an alert that names the value may not decide on it. A decision is a record too (kind "ruling") and supersedes the
 * appeal. What was cleared stays cleared: the list carries it as an entry that allows, an alert that names it cannot be
 * drafted, and to list it again somebody other than who cleared it gives a reason, which supersedes the ruling.
 *
 * The rest as alert.h.
 */
#ifndef CG_ALERT_APPEAL_H
#define CG_ALERT_APPEAL_H
#include "alert/alert.h"

enum { APPEAL_DAYS = 3, APPEAL_REASON_MAX = 300 /* characters */ };

typedef struct appeal {
    str_t kind, value; /* host url phone account, in the normal form of lists (recognise/list.h) */
    str_t as;          /* owner customer other */
    str_t why, evidence,
        contact; /* evidence: an address that shows it; contact: as its maker likes; both may be empty */
} appeal_t;

typedef enum appeal_state {
    APPEAL_RECEIVED,
    APPEAL_READING,
    APPEAL_GRANTED,
    APPEAL_REFUSED,
    APPEAL_RELISTED
} appeal_state_t;
const char *appeal_state_name(appeal_state_t s); /* "received", "granted" …: for JSON */
const char *appeal_state_text(appeal_state_t s); /* msgid */

/* Checks the limits and seals; needs no database. ST_INPUT names the field. `value` is in normal form already. */
must_use status_t appeal_seal(arena_t *a, const char *dir, const appeal_t *p, sealed_report_t *out, err_t *err);
must_use status_t appeal_store(db_t *db, const sealed_report_t *p, err_t *err);
/* The last moment that is in time: the end of the APPEAL_DAYS-th working day (Monday to Friday) after `received`. */
ms_t appeal_due(ms_t received);

typedef struct appeal_row {
    ident_t id, ruling; /* ruling: the one that holds; zero: none yet */
    ms_t received, due, decided, relisted;
    appeal_state_t state;
    str_t reason, by, relist_reason, relist_by; /* by: names; "" when there is none */
    ident_t by_person;
} appeal_row_t;
/* Those not decided, the one due first before the others; with `all` also the decided ones, newest first. At most 500. */
must_use status_t appeal_rows(db_t *db, arena_t *a, bool all, appeal_row_t **out, size_t *n, err_t *err);
must_use status_t appeal_row(db_t *db, arena_t *a, ident_t id, appeal_row_t *out, err_t *err);
/* For who holds its receipt. */
must_use status_t appeal_by_receipt(db_t *db, arena_t *a, const char *dir, str_t receipt, appeal_row_t *out,
                                    err_t *err);
/* Notes in the journal that `by` reads the appeal; call it before every appeal_open. */
must_use status_t appeal_reading(db_t *db, ident_t id, ident_t by, err_t *err);
must_use status_t appeal_open(db_t *db, arena_t *a, const char *dir, ident_t id, appeal_t *out, err_t *err);

/* The live alerts that name what an appeal contests, or the host it is under, and whether `person` wrote or approved one of them. Outside an act. */
typedef struct appeal_named {
    const alert_named_t *by;
    size_t n;
    bool own;
} appeal_named_t;
must_use status_t appeal_named(store_t *st, db_t *db, arena_t *a, const appeal_t *p, ident_t person,
                               appeal_named_t *out, err_t *err);

typedef enum appeal_decision { APPEAL_GRANT, APPEAL_REFUSE, APPEAL_RELIST } appeal_decision_t;
typedef struct ruling {
    ident_t appeal;
    appeal_decision_t what;
    str_t reason;
    ident_t by, by_seat;
    bool own; /* appeal_named said so of `by` */
} ruling_t;
/* Inside an act. ST_DENIED: by who listed it, or listed again by who cleared it; ST_CONFLICT: decided already, or nothing is
 * cleared that could be listed again; ST_INPUT: without a reason, or listed again for the reason that was answered. */
must_use status_t appeal_rule(db_t *db, arena_t *a, const ruling_t *r, err_t *err);

/* What was cleared and not listed again since, for lists and for who drafts an alert. */
typedef struct cleared {
    appeal_t what;
    ident_t appeal;
    str_t reason;
    ms_t since;
} cleared_t;
must_use status_t appeal_cleared(db_t *db, arena_t *a, const char *dir, cleared_t **out, size_t *n, err_t *err);
/* Whether `what` is the same as an indicator of alerts: accounts there have no bank. */
bool appeal_is(const appeal_t *what, const indicator_t *in);
#endif
