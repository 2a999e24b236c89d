/* SPDX-License-Identifier: Apache-2.0
 *
 * Sending an appeal, asking for it, reading it.
 */
#include "alert/appeal.h"
#include <jansson.h>
#include "alert/internal.h"
#include "alert/queries.h"
#include "store/record.h"

enum { APPEALS_MAX = 500 };

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

static status_t check(const appeal_t *p, err_t *err)
{
    static const char *const kinds[] = {"host", "url", "phone", "account", NULL};
    static const char *const roles[] = {"owner", "customer", "other", NULL};
    const struct {
        const char *field;
        str_t value;
        int max;
    } texts[] = {{"why", p->why, REPORT_TEXT_MAX},
                 {"value", p->value, REPORT_LINE_MAX},
                 {"evidence", p->evidence, REPORT_LINE_MAX},
                 {"contact", p->contact, REPORT_LINE_MAX}};
    if (!one_of(p->kind, kinds) || !p->value.n)
        return err_at(err, ST_INPUT, "appeal.value", "value", 0, N_("Write the address or number that is listed."));
    if (!one_of(p->as, roles))
        return err_at(err, ST_INPUT, "appeal.as", "as", 0, N_("Choose what it has to do with you."));
    if (!str_trim(p->why).n)
        return err_at(err, ST_INPUT, "appeal.why", "why", 0, N_("Write why it is listed wrongly."));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (utf8_len(texts[i].value) > (size_t)texts[i].max)
            return err_at(err, ST_INPUT, "appeal.long", texts[i].field, 0, N_("Write at most %d characters."),
                          texts[i].max);
    return ST_OK;
}

status_t appeal_seal(arena_t *a, const char *dir, const appeal_t *p, sealed_report_t *out, err_t *err)
{
    const sealed_member_t members[] = {{"kind", p->kind}, {"value", p->value},       {"as", p->as},
                                       {"why", p->why},   {"evidence", p->evidence}, {"contact", p->contact}};
    *out = (sealed_report_t){.receipt = ""};
    status_t s = check(p, err);
    if (s == ST_OK) s = receipt_make(dir, out, err);
    return s == ST_OK ? members_seal(a, dir, members, sizeof members / sizeof *members, &out->body, err) : s;
}

status_t appeal_store(db_t *db, const sealed_report_t *p, err_t *err)
{
    return sealed_store(db, "appeal", p, err);
}

/* Monday to Friday: days of rest beside those are of the year and of decrees, and only make a decision early. */
static bool working(ms_t at)
{
    int64_t weekday = (date_start(date_of(at)) + 7 * MS_HOUR) / MS_DAY + 4; /* 1/1/1970 was a Thursday */
    return weekday % 7 != 0 && weekday % 7 != 6;
}

ms_t appeal_due(ms_t received)
{
    ms_t day = received;
    for (int left = APPEAL_DAYS; left > 0; left -= working(day)) day += MS_DAY;
    return date_end(date_of(day));
}

/* --- asking --- */

const char *appeal_state_name(appeal_state_t s)
{
    static const char *const names[] = {"received", "reading", "granted", "refused", "relisted"};
    return names[s];
}

const char *appeal_state_text(appeal_state_t s)
{
    static const char *const texts[] = {N_("Received"), N_("Being read by the duty desk"), N_("Cleared: off the list"),
                                        N_("Refused: it stays listed"), N_("Listed again")};
    return texts[s];
}

/* A member of a ruling's body. */
static str_t said(arena_t *a, str_t body, const char *name)
{
    json_t *j = json_loadb(body.p, body.n, 0, NULL), *v = json_object_get(j, name);
    str_t s = json_is_string(v) ? str_dup(a, (str_t){json_string_value(v), json_string_length(v)}) : S("");
    json_decref(j);
    return s;
}

static str_t column(stmt_t *q, arena_t *a, int i)
{
    str_t s = col_text(q, a, i);
    return s.p ? s : S("");
}

/* id received read | ruling at body name person | its successor at body name */
static appeal_row_t row_of(stmt_t *q, arena_t *a)
{
    str_t body = column(q, a, 5), again = column(q, a, 10);
    appeal_row_t r = {.id = col_id(q, 0),
                      .received = col_int(q, 1),
                      .due = appeal_due(col_int(q, 1)),
                      .state = col_int(q, 2) ? APPEAL_READING : APPEAL_RECEIVED,
                      .ruling = col_id(q, 3),
                      .decided = col_null(q, 4) ? 0 : col_int(q, 4),
                      .reason = body.n ? said(a, body, "reason") : S(""),
                      .by = column(q, a, 6),
                      .by_person = col_id(q, 7),
                      .relisted = col_null(q, 9) ? 0 : col_int(q, 9),
                      .relist_reason = again.n ? said(a, again, "reason") : S(""),
                      .relist_by = column(q, a, 11)};
    if (!ident_none(r.ruling))
        r.state = str_eq(said(a, body, "decision"), S("granted")) ? APPEAL_GRANTED : APPEAL_REFUSED;
    if (r.relisted) r.state = APPEAL_RELISTED;
    return r;
}

static status_t rows_of(stmt_t *q, arena_t *a, appeal_row_t **out, size_t *n, err_t *err)
{
    vec_t rows = vec_new(a, sizeof(appeal_row_t), APPEALS_MAX);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        appeal_row_t *r = vec_push(&rows);
        if (!r) break;
        *r = row_of(q, a);
    }
    stmt_done(q);
    if (s == ST_ROW) return no_memory(err);
    *out = rows.at;
    *n = rows.len;
    return s == ST_END ? ST_OK : s;
}

status_t appeal_rows(db_t *db, arena_t *a, bool all, appeal_row_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, all ? &q_appeal_all : &q_appeal_waiting, err);
    return q ? rows_of(q, a, out, n, err) : ST_STORE;
}

static status_t one(stmt_t *q, arena_t *a, appeal_row_t *out, err_t *err)
{
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = row_of(q, a);
    stmt_done(q);
    return s == ST_ROW ? ST_OK : s;
}

status_t appeal_row(db_t *db, arena_t *a, ident_t id, appeal_row_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_appeal_by_id, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &id);
    status_t s = one(q, a, out, err);
    return s == ST_END ? err_set(err, ST_NOT_FOUND, "appeal.none", N_("There is no such appeal.")) : s;
}

status_t appeal_by_receipt(db_t *db, arena_t *a, const char *dir, str_t receipt, appeal_row_t *out, err_t *err)
{
    digest_t ref;
    status_t s = receipt_ref(dir, receipt, &ref, err);
    stmt_t *q = s == ST_OK ? db_query(db, &q_appeal_by_ref, err) : NULL;
    if (!q) return s == ST_OK ? ST_STORE : s;
    bind_blob(q, 1, (str_t){(const char *)ref.b, sizeof ref.b});
    s = one(q, a, out, err);
    return s == ST_END ? err_at(err, ST_NOT_FOUND, "receipt.none", "receipt", 0,
                                N_("No appeal has this receipt. Check the 16 digits."))
                       : s;
}

/* --- the desk --- */

status_t appeal_reading(db_t *db, ident_t id, ident_t by, err_t *err)
{
    return journal_add(db, by, "appeal.read", id, S("{}"), err);
}

static status_t unsealed(arena_t *a, const char *dir, str_t sealed, appeal_t *out, err_t *err)
{
    *out = (appeal_t){.kind = S("")};
    sealed_into_t members[] = {{"kind", &out->kind}, {"value", &out->value},       {"as", &out->as},
                               {"why", &out->why},   {"evidence", &out->evidence}, {"contact", &out->contact}};
    return members_unseal(a, dir, sealed, members, sizeof members / sizeof *members, err);
}

status_t appeal_open(db_t *db, arena_t *a, const char *dir, ident_t id, appeal_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_appeal_body, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &id);
    status_t s = stmt_next(q, err);
    str_t sealed = s == ST_ROW ? column(q, a, 0) : S("");
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "appeal.none", N_("There is no such appeal."));
    return s == ST_ROW ? unsealed(a, dir, sealed, out, err) : s;
}

status_t appeal_cleared(db_t *db, arena_t *a, const char *dir, cleared_t **out, size_t *n, err_t *err)
{
    vec_t all = vec_new(a, sizeof(cleared_t), 100000);
    stmt_t *q = db_query(db, &q_appeal_cleared, err);
    status_t s = q ? ST_OK : ST_STORE;
    while (s == ST_OK && (s = stmt_next(q, err)) == ST_ROW) {
        str_t body = column(q, a, 3);
        cleared_t c = {.appeal = col_id(q, 0), .since = col_int(q, 2), .reason = said(a, body, "reason")};
        bool granted = str_eq(said(a, body, "decision"), S("granted"));
        s = granted ? unsealed(a, dir, column(q, a, 1), &c.what, err) : ST_OK;
        cleared_t *to = s == ST_OK && granted ? vec_push(&all) : NULL;
        if (to) *to = c;
        if (s == ST_OK && granted && !to) s = no_memory(err);
    }
    if (q) stmt_done(q);
    *out = all.at;
    *n = all.len;
    return s == ST_END ? ST_OK : s;
}
