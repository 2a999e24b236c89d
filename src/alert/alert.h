/* SPDX-License-Identifier: Apache-2.0
 *
 * alert — from what citizens report to what everybody is warned of: report → case → alert.
 *
 * A report needs no account. Its body is sealed to the duty desk's public key the moment it arrives; the database, its
 * backups and every other seat see only that there is one, when, and from which district. Reading one is an event. What
 * its sender keeps is a receipt of 16 digits, shown once; we keep only its keyed hash.
 *
 * A case gathers reports that show the same scam, by the indicators they share (hosts, telephone numbers, accounts), and
 * walks: open → confirmed | unfounded | duplicate; confirmed → warned → taught → closed; unfounded and closed may be
 * reopened. An alert is a material of kind "alert" with a signed release, drafted from a confirmed case by one person and
 * approved by another. It may name a telephone number or account only when PERSON_WEIGHT reports of the case name it: one
 * report may be a mistake or revenge. Hosts may always be named.
 *
 * Functions with a db_t that change something run inside an act and write the journal. `dir` is store_dir(): the keys are
 * in DIR/keys. Texts that are returned live in the caller's arena. Permission is the routes' business.
 */
#ifndef CG_ALERT_ALERT_H
#define CG_ALERT_ALERT_H
#include "alert/indicator.h"
#include "material/material.h"
#include "page/page.h"
#include "store/store.h"

#define REPORT_TEXT_MAX 4000 /* characters */
#define REPORT_LINE_MAX 300
#define RECEIPT_DIGITS  16
#define PERSON_WEIGHT   3 /* reports that must name a number or account before an alert may */

/* --- keys --- */

/* Makes DIR/keys/desk.box (public), desk.key (0600) and receipt.key (0600); those that are there stay. */
must_use status_t alert_keys_make(const char *dir, err_t *err);

/* --- reports --- */

typedef struct report {
    str_t channel;                    /* sms zalo call email web facebook other */
    str_t text;                       /* what happened, or the message itself */
    str_t link, phone, account, bank; /* as pasted; empty: none */
    str_t loss;                       /* million dong: none lt10 10-100 gt100; empty: not said */
    ident_t area;                     /* unit; zero: not said. Kept in clear: it routes the report. */
} report_t;

/* A report that only the duty desk can open, and the receipt by which its sender asks again. */
typedef struct sealed_report {
    ident_t area;
    str_t body;                       /* base64 */
    digest_t ref;                     /* of the receipt, under a key: the receipt itself is not kept */
    char receipt[RECEIPT_DIGITS + 1]; /* 16 digits and NUL */
} sealed_report_t;

/* Checks the limits and seals; needs no database. ST_INPUT names the field. The body lies in `a`. */
must_use status_t alert_report_seal(arena_t *a, const char *dir, const report_t *r, sealed_report_t *out, err_t *err);
must_use status_t alert_report_store(db_t *db, const sealed_report_t *r, err_t *err);

typedef enum report_state {
    REPORT_RECEIVED,
    REPORT_READING,
    REPORT_FOLDED,
    REPORT_WARNED,
    REPORT_UNFOUNDED
} report_state_t;
const char *report_state_name(report_state_t s); /* "received", "reading", …: for JSON */
const char *report_state_text(report_state_t s); /* msgid of the words people read */
/* What became of a report, for who holds its receipt (spaces and dashes in it are fine). *code: the alert's release code
 * (arena), empty unless REPORT_WARNED. ST_NOT_FOUND when no report has that receipt. */
must_use status_t alert_report_state(db_t *db, arena_t *a, const char *dir, str_t receipt, report_state_t *out,
                                     str_t *code, err_t *err);

typedef struct report_row {
    ident_t id, area, case_id;
    str_t area_name, area_path; /* empty: not said */
    ms_t received;
    str_t state; /* accepted voided */
    bool read;   /* somebody at the desk has opened it */
} report_row_t;
/* Reports nobody has dealt with, oldest first, at most 200; *waiting counts all of them. */
must_use status_t alert_queue(db_t *db, arena_t *a, report_row_t **out, size_t *n, int64_t *waiting, err_t *err);
must_use status_t alert_report_row(db_t *db, arena_t *a, ident_t id, report_row_t *out, err_t *err);
must_use status_t alert_case_reports(db_t *db, arena_t *a, ident_t case_id, report_row_t **out, size_t *n, err_t *err);
/* Notes in the journal that `by` reads the report now; call it before every alert_report_open. */
must_use status_t alert_report_reading(db_t *db, ident_t id, ident_t by, err_t *err);
/* Unseals. ST_DENIED when the desk's key does not fit. */
must_use status_t alert_report_open(db_t *db, arena_t *a, const char *dir, ident_t id, report_t *out, err_t *err);
/* Not enough to go on: says so to who holds the receipt. ST_CONFLICT when it was dealt with already. */
must_use status_t alert_report_unfounded(db_t *db, ident_t id, ident_t by, err_t *err);
/* The indicators a report names. */
size_t report_indicators(arena_t *a, const report_t *r, indicator_t out[INDICATORS_MAX]);

/* --- cases --- */

typedef struct scam_case {
    ident_t id, area, owner;
    str_t title, form, state;
    const indicator_t *indicators;
    size_t n_indicators;
    int64_t severity; /* 1 minor to 4 extreme */
    int64_t reports;
    ms_t opened, warned, closed; /* 0: not yet */
} case_t;

typedef struct case_new {
    str_t title, form; /* form: own code of the form of scam, or empty */
    int64_t severity;  /* 1 to 4 */
    ident_t area;      /* zero: everywhere */
    ident_t owner;     /* the unit that works on it */
} case_new_t;

must_use status_t alert_case_open(db_t *db, const case_new_t *c, ident_t by, ident_t *out, err_t *err);
must_use status_t alert_case(db_t *db, arena_t *a, ident_t id, case_t *out, err_t *err);
/* Newest first, at most 200; `live`: only those still worked on. */
must_use status_t alert_cases(db_t *db, arena_t *a, bool live, case_t **out, size_t *n, err_t *err);
/* Puts a report into a case and its indicators to the case's. ST_CONFLICT when the report was dealt with already. */
must_use status_t alert_fold(db_t *db, arena_t *a, const char *dir, ident_t report, ident_t case_id, ident_t by,
                             err_t *err);
/* A step of the walk above; ST_CONFLICT when there is no such step from where the case stands. */
must_use status_t alert_case_step(db_t *db, arena_t *a, ident_t case_id, str_t to, ident_t by, err_t *err);
/* Is there such a step? */
bool case_may_step(str_t from, str_t to);
/* Live cases that share an indicator with these, best first, at most `max`. */
typedef struct case_match {
    ident_t id;
    str_t title;
    int shared;
    str_t value; /* one indicator they share */
} case_match_t;
must_use status_t alert_alike(db_t *db, arena_t *a, const indicator_t *in, size_t n_in, size_t max, case_match_t **out,
                              size_t *n, err_t *err);

/* --- alerts --- */

typedef struct alert_new {
    ident_t case_id;
    str_t title, title_en; /* at most 120 characters; the English may be empty */
    str_t text, text_en;   /* paragraphs parted by an empty line; at most 4000 characters */
    ms_t expires;          /* MS_NEVER: does not */
    str_t base;            /* address of the site */
    ident_t by;
} alert_new_t;

/* Makes the material and its draft release from a confirmed (or warned) case. Stores the texts as blobs, then acts by
 * itself: not from inside an act. ST_INPUT names the field, also when it names a number that may not be named yet. */
must_use status_t alert_draft(store_t *st, const alert_new_t *what, ident_t *release, err_t *err);
/* The second person: signs, publishes, sets the case to "warned". ST_DENIED when `by` drafted it. Inside an act; ask
 * app->republish afterwards. */
must_use status_t alert_approve(db_t *db, arena_t *a, const char *dir, ident_t release, ident_t by, err_t *err);

typedef struct alert {
    ident_t release, case_id;
    str_t slug, title, title_en, summary, summary_en, form, code, state; /* state: draft published withdrawn … */
    str_t drafted_by_name;
    ident_t drafted_by;
    int64_t severity, version;
    ms_t created, published, expires; /* published: 0 for a draft */
    digest_t text, text_en;           /* blobs */
    bool has_en;
} alert_t;

/* Published and not expired at `at`, newest first, at most 200. */
must_use status_t alert_list(db_t *db, arena_t *a, ms_t at, alert_t **out, size_t *n, err_t *err);
/* Drafts that wait for a second person, oldest first. */
must_use status_t alert_waiting(db_t *db, arena_t *a, alert_t **out, size_t *n, err_t *err);
/* All alerts of a case, newest first. */
must_use status_t alert_of_case(db_t *db, arena_t *a, ident_t case_id, alert_t **out, size_t *n, err_t *err);
/* The newest release of that slug that was ever published; its state says whether it still holds. */
must_use status_t alert_by_slug(db_t *db, arena_t *a, str_t slug, alert_t *out, err_t *err);
must_use status_t alert_by_release(db_t *db, arena_t *a, ident_t release, alert_t *out, err_t *err);
/* The text in `lang`, Vietnamese when there is no other. */
must_use status_t alert_text(store_t *st, arena_t *a, const alert_t *al, lang_t lang, str_t *out, err_t *err);
str_t alert_title(const alert_t *al, lang_t lang);
str_t alert_summary(const alert_t *al, lang_t lang);

/* A host, number or account that a live alert names in public. */
typedef struct alert_named {
    indicator_t what; /* type and value */
    str_t code, title;
    ident_t release;
    ms_t published, expires;
} alert_named_t;
must_use status_t alert_named(store_t *st, db_t *db, arena_t *a, ms_t at, alert_named_t **out, size_t *n, err_t *err);

/* --- feeds; see feeds.c for the formats --- */

must_use status_t alert_atom(store_t *st, db_t *db, arena_t *a, lang_t lang, str_t base, buf_t *out, err_t *err);
must_use status_t alert_json_feed(store_t *st, db_t *db, arena_t *a, lang_t lang, str_t base, buf_t *out, err_t *err);
/* Common Alerting Protocol 1.2; `demo` marks it as an exercise. */
must_use status_t alert_cap(store_t *st, arena_t *a, const alert_t *al, str_t base, bool demo, buf_t *out, err_t *err);

/* --- the demonstration --- */

typedef struct alert_seed {
    str_t base;                /* address of the site */
    ident_t owner;             /* the unit whose duty desk it is */
    ident_t drafter, approver; /* two persons of the desk */
} alert_seed_t;
/* Six reports, two cases and one alert. Needs the keys of this room and the material room's. */
must_use status_t alert_seed(store_t *st, const alert_seed_t *with, err_t *err);

/* --- the room's pages --- */
extern const route_t alert_routes[];
#endif
