/* SPDX-License-Identifier: Apache-2.0
 *
 * report — what citizens send, sealed from the first moment; and what they may ask about it later.
 */
#include <stdio.h>
#include "alert/internal.h"
#include "alert/queries.h"
#include "store/record.h"

static status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}

/* --- sending --- */

static bool one_of(str_t s, const char *const *list)
{
    for (; *list; list++)
        if (str_eq(s, str_of(*list))) return true;
    return false;
}

static status_t check(const report_t *r, err_t *err)
{
    static const char *const channels[] = {"sms", "zalo", "call", "email", "web", "facebook", "other", NULL};
    static const char *const losses[] = {"none", "lt10", "10-100", "gt100", NULL};
    const struct {
        const char *field;
        str_t value;
    } lines[] = {{"link", r->link}, {"phone", r->phone}, {"account", r->account}, {"bank", r->bank}};
    if (!one_of(r->channel, channels))
        return err_at(err, ST_INPUT, "report.channel", "channel", 0, N_("Choose how the scam reached you."));
    if (r->loss.n && !one_of(r->loss, losses))
        return err_at(err, ST_INPUT, "report.loss", "loss", 0, N_("Choose the loss from the list."));
    if (!r->text.n && !r->link.n && !r->phone.n && !r->account.n)
        return err_at(err, ST_INPUT, "report.empty", "text", 0,
                      N_("Write what happened, or paste the link, number or account."));
    if (utf8_len(r->text) > REPORT_TEXT_MAX)
        return err_at(err, ST_INPUT, "report.long", "text", 0, N_("Write at most %d characters."), REPORT_TEXT_MAX);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (utf8_len(lines[i].value) > REPORT_LINE_MAX)
            return err_at(err, ST_INPUT, "report.long", lines[i].field, 0, N_("Write at most %d characters."),
                          REPORT_LINE_MAX);
    return ST_OK;
}

status_t receipt_make(const char *dir, sealed_report_t *out, err_t *err)
{
    for (int i = 0; i < 4; i++) snprintf(out->receipt + 4 * i, 5, "%04u", rand_below(10000) % 10000u);
    return receipt_hash(dir, (str_t){out->receipt, RECEIPT_DIGITS}, &out->ref, err);
}

status_t alert_report_seal(arena_t *a, const char *dir, const report_t *r, sealed_report_t *out, err_t *err)
{
    status_t s = check(r, err);
    if (s != ST_OK) return s;
    out->area = r->area;
    s = receipt_make(dir, out, err);
    return s == ST_OK ? report_seal(a, dir, r, &out->body, err) : s;
}

status_t sealed_store(db_t *db, const char *kind, const sealed_report_t *r, err_t *err)
{
    record_t rec = {.id = ident_new(),
                    .kind = kind,
                    .unit = r->area,
                    .made_at = clock_now(),
                    .state = "accepted",
                    .ref = {(const char *)r->ref.b, sizeof r->ref.b},
                    .body = r->body};
    record_answer_t answer;
    status_t s = record_add(db, &rec, (ident_t){{0}}, &answer, err);
    if (s == ST_OK && answer != RECORD_ACCEPTED)
        s = err_set(err, ST_CONFLICT, "report.again", N_("The report could not be stored. Send it again."));
    return s;
}

status_t alert_report_store(db_t *db, const sealed_report_t *r, err_t *err)
{
    return sealed_store(db, "report", r, err);
}

/* --- asking --- */

const char *report_state_name(report_state_t s)
{
    static const char *const names[] = {"received", "reading", "folded", "warned", "unfounded"};
    return names[s];
}

const char *report_state_text(report_state_t s)
{
    static const char *const texts[] = {N_("Received"), N_("Being read by the duty desk"), N_("Added to a case"),
                                        N_("An alert has gone out"), N_("Not enough to go on")};
    return texts[s];
}

/* "1234-5678 9012 3456" → the 16 digits; false for anything else. */
static bool receipt_digits(str_t s, char out[RECEIPT_DIGITS])
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == ' ' || c == '-') continue;
        if (c < '0' || c > '9' || n == RECEIPT_DIGITS) return false;
        out[n++] = c;
    }
    return n == RECEIPT_DIGITS;
}

status_t receipt_ref(const char *dir, str_t receipt, digest_t *out, err_t *err)
{
    char digits[RECEIPT_DIGITS];
    if (!receipt_digits(str_trim(receipt), digits))
        return err_at(err, ST_INPUT, "receipt.form", "receipt", 0, N_("A receipt has 16 digits."));
    return receipt_hash(dir, (str_t){digits, sizeof digits}, out, err);
}

static status_t warned_by(db_t *db, arena_t *a, ident_t case_id, str_t *code, err_t *err)
{
    stmt_t *q = db_query(db, &q_case_code, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &case_id);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *code = col_text(q, a, 0);
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

status_t alert_report_state(db_t *db, arena_t *a, const char *dir, str_t receipt, report_state_t *out, str_t *code,
                            err_t *err)
{
    digest_t ref;
    *code = S("");
    status_t s = receipt_ref(dir, receipt, &ref, err);
    if (s != ST_OK) return s;
    stmt_t *q = db_query(db, &q_report_by_ref, err);
    if (!q) return ST_STORE;
    bind_blob(q, 1, (str_t){(const char *)ref.b, sizeof ref.b});
    s = stmt_next(q, err);
    bool voided = s == ST_ROW && col_int(q, 0) != 0, read = s == ST_ROW && col_int(q, 1) != 0;
    ident_t case_id = s == ST_ROW ? col_id(q, 2) : (ident_t){{0}};
    bool case_unfounded = s == ST_ROW && col_int(q, 3) != 0;
    stmt_done(q);
    if (s == ST_END)
        return err_at(err, ST_NOT_FOUND, "receipt.none", "receipt", 0,
                      N_("No report has this receipt. Check the 16 digits."));
    if (s != ST_ROW) return s;
    *out = voided || case_unfounded ? REPORT_UNFOUNDED : read ? REPORT_READING : REPORT_RECEIVED;
    if (ident_none(case_id) || *out == REPORT_UNFOUNDED) return ST_OK;
    s = warned_by(db, a, case_id, code, err);
    *out = code->n ? REPORT_WARNED : REPORT_FOLDED;
    return s;
}

/* --- the desk --- */

static report_row_t row_of(stmt_t *q, arena_t *a)
{
    report_row_t r = {.id = col_id(q, 0),
                      .area = col_id(q, 1),
                      .received = col_int(q, 2),
                      .state = col_text(q, a, 3),
                      .case_id = col_id(q, 4),
                      .area_name = col_text(q, a, 5),
                      .area_path = col_text(q, a, 6),
                      .read = col_int(q, 7) != 0};
    if (!r.area_name.p) r.area_name = S("");
    if (!r.area_path.p) r.area_path = S("");
    return r;
}

static status_t rows_of(stmt_t *q, arena_t *a, report_row_t **out, size_t *n, err_t *err)
{
    vec_t rows = vec_new(a, sizeof(report_row_t), ROWS_MAX);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        report_row_t *r = vec_push(&rows);
        if (!r) break;
        *r = row_of(q, a);
    }
    stmt_done(q);
    if (s == ST_ROW) return no_memory(err);
    *out = rows.at;
    *n = rows.len;
    return s == ST_END ? ST_OK : s;
}

status_t alert_queue(db_t *db, arena_t *a, report_row_t **out, size_t *n, int64_t *waiting, err_t *err)
{
    stmt_t *q = db_query(db, &q_report_waiting, err);
    if (!q) return ST_STORE;
    status_t s = stmt_next(q, err);
    *waiting = s == ST_ROW ? col_int(q, 0) : 0;
    stmt_done(q);
    if (s != ST_ROW) return s;
    q = db_query(db, &q_report_queue, err);
    return q ? rows_of(q, a, out, n, err) : ST_STORE;
}

status_t alert_case_reports(db_t *db, arena_t *a, ident_t case_id, report_row_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_report_of_case, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &case_id);
    return rows_of(q, a, out, n, err);
}

status_t alert_report_row(db_t *db, arena_t *a, ident_t id, report_row_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_report_by_id, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &id);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = row_of(q, a);
    stmt_done(q);
    return s == ST_ROW   ? ST_OK
           : s == ST_END ? err_set(err, ST_NOT_FOUND, "report.none", N_("There is no such report."))
                         : s;
}

status_t alert_report_reading(db_t *db, ident_t id, ident_t by, err_t *err)
{
    return journal_add(db, by, "report.read", id, S("{}"), err);
}

status_t alert_report_open(db_t *db, arena_t *a, const char *dir, ident_t id, report_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_report_body, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &id);
    status_t s = stmt_next(q, err);
    str_t sealed = s == ST_ROW ? col_text(q, a, 0) : STR_NONE;
    ident_t area = s == ST_ROW ? col_id(q, 1) : (ident_t){{0}};
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "report.none", N_("There is no such report."));
    if (s != ST_ROW) return s;
    if (!sealed.p) return no_memory(err);
    s = report_unseal(a, dir, sealed, out, err);
    if (s == ST_OK) out->area = area;
    return s;
}

status_t alert_report_unfounded(db_t *db, ident_t id, ident_t by, err_t *err)
{
    stmt_t *q = db_query(db, &q_report_void, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &id);
    int64_t n = 0;
    status_t s = stmt_run(q, &n, err);
    if (s == ST_OK && n != 1)
        return err_set(err, ST_CONFLICT, "report.done", N_("This report has been dealt with already."));
    return s == ST_OK ? journal_add(db, by, "report.unfounded", id, S("{}"), err) : s;
}

size_t report_indicators(arena_t *a, const report_t *r, indicator_t out[INDICATORS_MAX])
{
    str_t all = str_fmt(a, "%.*s\n%.*s\n%.*s\n%.*s", STRF(r->text), STRF(r->link), STRF(r->phone), STRF(r->account));
    return all.p ? indicators_find(a, all, out) : 0;
}
