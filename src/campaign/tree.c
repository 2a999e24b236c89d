/* SPDX-License-Identifier: Apache-2.0
 *
 * Passing a dispatch down to the units below the one that received it.
 */
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"

status_t unit_reach(db_t *db, arena_t *a, ident_t unit, str_t *path, err_t *err)
{
    stmt_t *q = db_query(db, &q_unit_reach, err);
    if (!q) return err->status;
    bind_id(q, 1, &unit);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *path = col_text(q, a, 0);
    stmt_done(q);
    if (s == ST_END)
        return err_at(err, ST_INPUT, "dispatch.no-sender", "from_unit", 0, N_("The sending unit is not known."));
    return s == ST_ROW ? ST_OK : s;
}

/* The clauses of `up` that `unit` owes and that may be passed down. */
static status_t own_clauses(db_t *db, arena_t *a, const dispatch_t *up, ident_t unit, dispatch_t *d, err_t *err)
{
    ms_t now = clock_now();
    size_t owed = 0;
    stmt_t *q = db_query(db, &q_owed_clauses, err);
    d->clauses = ARENA_ARRAY(a, clause_t, up->n_clauses + 1);
    if (!q) return err->status;
    bind_id(q, 1, &up->id);
    bind_id(q, 2, &unit);
    bind_ms(q, 3, now);
    status_t s = ST_MEMORY;
    while (d->clauses && (s = stmt_next(q, err)) == ST_ROW) {
        const clause_t *c = clause_by_n(up->clauses, up->n_clauses, col_text(q, a, 0));
        owed++;
        if (!c || c->held) continue;
        d->clauses[d->n_clauses] = *c;
        d->clauses[d->n_clauses].to = d->clauses[d->n_clauses].units = S("");
        d->n_clauses++;
    }
    stmt_done(q);
    if (s != ST_END) return s;
    if (!owed)
        return err_set(err, ST_DENIED, "dispatch.not-received",
                       N_("Your unit owes nothing under this dispatch: it cannot pass it down."));
    if (!d->n_clauses)
        return err_set(err, ST_INPUT, "dispatch.nothing-to-pass", N_("None of its clauses may be passed down."));
    return ST_OK;
}

/* What stands around the clauses: who writes, and on which letter it rests. */
static status_t own_words(db_t *db, arena_t *a, const dispatch_t *up, dispatch_t *d, err_t *err)
{
    unit_t u;
    date_t day;
    status_t s = unit_by_id(db, a, d->from_unit, &u, err);
    str_t *opening = ARENA_ARRAY(a, str_t, 1);
    if (s != ST_OK || !opening)
        return s != ST_OK ? s : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    if (!date_parse(up->doc_date, &day)) day = date_of(up->sent);
    opening[0] = str_fmt(
        a,
        "Thực hiện Công văn số %lld/%.*s ngày %d tháng %d năm %d của %.*s, %.*s đề nghị các đơn vị triển khai như sau:",
        (long long)up->number, STRF(up->symbol), day.d, day.m, day.y, STRF(up->from_name), STRF(u.name));
    d->words = (wording_t){.issuer = u.name,
                           .parent = S(""),
                           .place = up->words.place,
                           .kind = S(""),
                           .signer_for = S(""),
                           .opening = {opening, 1}};
    return ST_OK;
}

status_t dispatch_pass_down(db_t *db, arena_t *a, ident_t parent, ident_t unit, ident_t who, ident_t *out, err_t *err)
{
    dispatch_t up;
    char text[IDENT_TEXT];
    status_t s = dispatch_get(db, a, parent, &up, err);
    if (s != ST_OK) return s;
    if (!str_eq(up.state, S("sent")))
        return err_set(err, ST_CONFLICT, "dispatch.not-sent", N_("Only a dispatch that was sent can be passed down."));
    dispatch_t d = {.campaign = up.campaign,
                    .from_unit = unit,
                    .parent = parent,
                    .subject = up.subject,
                    .opens = clock_now(),
                    .closes = up.closes,
                    .draft = S("{}")};
    if (d.opens > d.closes) d.opens = d.closes;
    s = own_words(db, a, &up, &d, err);
    if (s == ST_OK) s = own_clauses(db, a, &up, unit, &d, err);
    if (s == ST_OK) s = dispatch_put(db, a, &d, who, out, err);
    if (s != ST_OK) return s;
    ident_text(parent, text);
    return journal_add(db, who, "dispatch.pass-down", *out, str_fmt(a, "{\"parent\":\"%s\"}", text), err);
}

/* The same words under another number are the same clause. */
static bool held_above(const dispatch_t *up, const clause_t *c)
{
    const clause_t *same = clause_by_n(up->clauses, up->n_clauses, c->n);
    if (same && same->held) return true;
    for (size_t k = 0; k < up->n_clauses; k++)
        if (up->clauses[k].held && str_eq(str_trim(up->clauses[k].text), str_trim(c->text))) return true;
    return false;
}

status_t passed_rightly(db_t *db, arena_t *a, const dispatch_t *d, err_t *err)
{
    dispatch_t up;
    targets_t *t;
    if (ident_none(d->parent)) return ST_OK;
    status_t s = dispatch_get(db, a, d->parent, &up, err);
    if (s != ST_OK) return s;
    if (d->closes > up.closes)
        return err_at(err, ST_INPUT, "dispatch.too-late", "closes", 0,
                      N_("It cannot end later than the dispatch it passes down."));
    for (size_t k = 0; k < d->n_clauses; k++) {
        if (held_above(&up, &d->clauses[k]))
            return err_at(err, ST_DENIED, "dispatch.held", "clauses", 0, N_("Clause %.*s may not be passed down."),
                          STRF(d->clauses[k].n));
        if (d->clauses[k].due.y && date_end(d->clauses[k].due) > up.closes)
            return err_at(err, ST_INPUT, "dispatch.too-late", "closes", 0,
                          N_("It cannot end later than the dispatch it passes down."));
    }
    return clause_targets(db, a, d, clock_now(), &t, err); /* and nobody outside */
}
