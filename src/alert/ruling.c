/* SPDX-License-Identifier: Apache-2.0
 *
 * Deciding on an appeal: by whom, and with what reason.
 */
#include "alert/appeal.h"
#include "alert/internal.h"
#include "alert/queries.h"
#include "store/record.h"

bool appeal_is(const appeal_t *what, const indicator_t *in)
{
    if (!str_eq(what->kind, str_of(indicator_type_name(in->type)))) return false;
    size_t colon = in->type == INDICATOR_ACCOUNT ? str_chr(what->value, ':', 0) : SIZE_MAX;
    return str_eq(colon == SIZE_MAX ? what->value : str_sub(what->value, colon + 1, what->value.n), in->value);
}

/* An alert that names a host names all below it. */
static bool named_by(const appeal_t *p, const indicator_t *in)
{
    bool address = str_eq(p->kind, S("host")) || str_eq(p->kind, S("url"));
    str_t host = str_sub(p->value, 0, str_chr(p->value, '/', 0));
    if (!address || in->type != INDICATOR_HOST) return appeal_is(p, in);
    return str_eq(host, in->value) ||
           (host.n > in->value.n && str_ends(host, in->value) && host.p[host.n - in->value.n - 1] == '.');
}

static status_t had_a_hand(db_t *db, ident_t release, ident_t person, bool *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_alert_hands, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &release);
    bind_id(q, 2, &person);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW && col_int(q, 0) > 0) *out = true;
    stmt_done(q);
    return s == ST_ROW ? ST_OK : s;
}

status_t appeal_named(store_t *st, db_t *db, arena_t *a, const appeal_t *p, ident_t person, appeal_named_t *out,
                      err_t *err)
{
    alert_named_t *all;
    size_t n = 0, kept = 0;
    *out = (appeal_named_t){0};
    status_t s = alert_named(st, db, a, clock_now(), &all, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        if (!named_by(p, &all[i].what)) continue;
        all[kept++] = all[i];
        s = had_a_hand(db, all[i].release, person, &out->own, err);
    }
    out->by = all;
    out->n = kept;
    return s;
}

static status_t may_rule(const appeal_row_t *row, const ruling_t *r, err_t *err)
{
    bool again = r->what == APPEAL_RELIST;
    if (!str_trim(r->reason).n)
        return err_at(err, ST_INPUT, "appeal.reason", "reason", 0,
                      N_("Write the reason: who appealed reads it, and who comes after you."));
    if (utf8_len(r->reason) > APPEAL_REASON_MAX)
        return err_at(err, ST_INPUT, "appeal.long", "reason", 0, N_("Write at most %d characters."), APPEAL_REASON_MAX);
    if (again ? row->state != APPEAL_GRANTED : !ident_none(row->ruling))
        return err_set(err, ST_CONFLICT, "appeal.done", N_("This appeal has been decided already."));
    if (!again && r->own)
        return err_set(err, ST_DENIED, "appeal.own",
                       N_("You wrote or approved the alert that lists it: somebody else must decide."));
    if (again && ident_eq(row->by_person, r->by))
        return err_set(err, ST_DENIED, "appeal.own", N_("You cleared it: somebody else must list it again."));
    if (again && str_eq(str_trim(r->reason), str_trim(row->reason)))
        return err_at(err, ST_INPUT, "appeal.same", "reason", 0,
                      N_("To list it again takes a new reason: this one was answered."));
    return ST_OK;
}

status_t appeal_rule(db_t *db, arena_t *a, const ruling_t *r, err_t *err)
{
    static const struct {
        const char *decision, *did;
    } words[] = {{"granted", "appeal.grant"}, {"refused", "appeal.refuse"}, {"relisted", "appeal.relist"}};
    appeal_row_t row;
    record_answer_t answer;
    status_t s = appeal_row(db, a, r->appeal, &row, err);
    if (s == ST_OK) s = may_rule(&row, r, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(a, 16 << 10);
    buf_fmt(&b, "{\"decision\":\"%s\",\"reason\":", words[r->what].decision);
    buf_json(&b, str_trim(r->reason));
    buf_putc(&b, '}');
    record_t rec = {.id = ident_new(),
                    .kind = "ruling",
                    .by_seat = r->by_seat,
                    .made_at = clock_now(),
                    .supersedes = r->what == APPEAL_RELIST ? row.ruling : row.id,
                    .state = "accepted",
                    .body = buf_str(&b)};
    s = buf_ok(&b) ? record_add(db, &rec, r->by, &answer, err)
                   : err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    return s == ST_OK ? journal_add(db, r->by, words[r->what].did, r->appeal, S("{}"), err) : s;
}
