/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the alert room share.
 */
#ifndef CG_ALERT_INTERNAL_H
#define CG_ALERT_INTERNAL_H
#include "alert/alert.h"
#include "page/app.h"

#define ROWS_MAX 200

/* seal.c: members of a JSON object (padded, so that its length says little), sealed to the desk, as base64; and back: what is
 * not there is "". ST_DENIED when the desk's key does not fit. */
typedef struct sealed_member {
    const char *name;
    str_t value;
} sealed_member_t;
typedef struct sealed_into {
    const char *name;
    str_t *to;
} sealed_into_t;
must_use status_t members_seal(arena_t *a, const char *dir, const sealed_member_t *m, size_t n, str_t *out, err_t *err);
must_use status_t members_unseal(arena_t *a, const char *dir, str_t sealed, const sealed_into_t *m, size_t n,
                                 err_t *err);
must_use status_t report_seal(arena_t *a, const char *dir, const report_t *r, str_t *out, err_t *err);
must_use status_t report_unseal(arena_t *a, const char *dir, str_t sealed, report_t *out, err_t *err);
/* The keyed hash under which a receipt's report is found. */
must_use status_t receipt_hash(const char *dir, str_t digits, digest_t *out, err_t *err);

/* report.c: a new receipt and the hash that is kept of it; the hash of one as people write it (ST_INPUT); and storing. */
must_use status_t receipt_make(const char *dir, sealed_report_t *out, err_t *err);
must_use status_t receipt_ref(const char *dir, str_t receipt, digest_t *out, err_t *err);
must_use status_t sealed_store(db_t *db, const char *kind, const sealed_report_t *r, err_t *err);

/* public_pages.c: words and parts of pages */
const char *channel_text(str_t value); /* msgid; NULL for none */
const char *loss_text(str_t value);
const char *severity_text(int64_t severity);
void alert_view(view_t *v, const alert_t *al, lang_t lang);
void paragraphs(view_t *v, const char *name, str_t text);

/* desk_pages.c, draft_pages.c */
status_t page_desk(req_t *q, view_t *v, err_t *err);
status_t page_report_open(req_t *q, view_t *v, err_t *err);
status_t page_report_fold(req_t *q, view_t *v, err_t *err);
status_t page_report_unfounded(req_t *q, view_t *v, err_t *err);
status_t page_cases(req_t *q, view_t *v, err_t *err);
status_t page_case(req_t *q, view_t *v, err_t *err);
status_t page_case_step(req_t *q, view_t *v, err_t *err);
status_t page_draft_form(req_t *q, view_t *v, err_t *err);
status_t page_draft(req_t *q, view_t *v, err_t *err);
status_t page_waiting(req_t *q, view_t *v, err_t *err);
status_t page_approve(req_t *q, view_t *v, err_t *err);
status_t page_withdraw(req_t *q, view_t *v, err_t *err);
#endif
