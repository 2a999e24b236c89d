/* SPDX-License-Identifier: Apache-2.0
 *
 * Duties: what a unit owes, what it says it did, and what was seen of that.
 */
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"
#include "campaign/rule.h"
#include "campaign/state.h"

static status_t duty_fill(stmt_t *q, arena_t *a, duty_t *d, ms_t *waived, err_t *err)
{
    *d = (duty_t){.id = col_id(q, 0), .dispatch = col_id(q, 1), .unit = col_id(q, 2), .clause = col_text(q, a, 3)};
    d->verb = verb_parse(col_text(q, a, 4));
    d->optional = col_int(q, 5) != 0;
    d->due = col_int(q, 6);
    d->created = col_int(q, 7);
    d->acknowledged = col_int(q, 8);
    *waived = col_int(q, 9);
    d->subject = col_text(q, a, 10);
    d->paused = col_int(q, 12);
    clause_t *clauses;
    size_t n;
    status_t s = clauses_read(a, col_text(q, a, 11), &clauses, &n, err);
    const clause_t *c = s == ST_OK ? clause_by_n(clauses, n, d->clause) : NULL;
    if (c) {
        d->text = c->text;
        d->audience = c->audience;
        d->rule = c; /* lives as long as the arena */
    }
    return s;
}

static status_t duty_weigh(db_t *db, arena_t *a, duty_t *d, ms_t waived, ms_t at, err_t *err)
{
    said_t *said;
    size_t n;
    status_t s = duty_history(db, a, d->id, at, &said, &n, err);
    if (s != ST_OK) return s;
    rule_t *rule = NULL;
    bool bound = d->rule && rules_bind(d->rule, 1);
    if (bound) s = rules_load(db, a, d->rule, 1, &rule, err);
    looks_t *looks = ARENA_ARRAY(a, looks_t, n + 1);
    if (s != ST_OK || !looks)
        return s != ST_OK ? s : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    duty_facts_t f = {.due = campaign_due(d->due, d->paused, at),
                      .acknowledged = d->acknowledged,
                      .waived = waived,
                      .at = at,
                      .optional = d->optional};
    size_t m = 0;
    for (size_t k = 0; k < n; m++) {
        looks_t *l = &looks[m];
        *l = (looks_t){.received = said[k].received, .amount = 1};
        l->superseded = str_eq(said[k].state, S("superseded"));
        if (bound) {
            l->amount = rule_amount(rule, said[k].kind, said[k].body);
            l->beside = !rule_takes(rule, said[k].kind);
        }
        ident_t record = said[k].record;
        d->records += !l->superseded;
        for (; k < n && ident_eq(said[k].record, record); k++)
            if (said[k].verdict.p)
                looks_add(l, said[k].at, bound ? rule_verdict(rule, said[k].verdict, said[k].seen) : said[k].verdict);
        if (l->last > d->seen) d->seen = l->last;
    }
    facts_of(&f, looks, m, bound ? rule->target : 1);
    d->target = bound ? rule->target : 1;
    d->said = f.said;
    d->held = f.held;
    if (d->acknowledged > at) d->acknowledged = 0;
    d->claimed = f.claimed;
    d->verified = f.verified;
    d->waived = waived && waived <= at ? waived : 0;
    d->state = duty_state(&f, &d->late);
    return ST_OK;
}

status_t duty_of_unit(db_t *db, arena_t *a, ident_t unit, ms_t at, duty_t **out, size_t *n, err_t *err)
{
    enum { DUTIES_OF_UNIT = 2000 };
    stmt_t *q = db_query(db, &q_duties_of_unit, err);
    if (!q) return err->status;
    bind_id(q, 1, &unit);
    bind_ms(q, 2, at);
    vec_t rows = vec_new(a, sizeof(duty_t), DUTIES_OF_UNIT), waived = vec_new(a, sizeof(ms_t), DUTIES_OF_UNIT);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        duty_t *d = vec_push(&rows);
        ms_t *w = vec_push(&waived);
        if (!d || !w) {
            s = err_set(err, ST_LIMIT, "unit.too-many-duties", N_("The unit owes too many duties to be listed."));
            break;
        }
        s = duty_fill(q, a, d, w, err);
        if (s != ST_OK) break;
    }
    stmt_done(q);
    if (s != ST_END) return s;
    for (size_t k = 0; k < rows.len; k++) {
        s = duty_weigh(db, a, &VEC_AT(&rows, duty_t, k), VEC_AT(&waived, ms_t, k), at, err);
        if (s != ST_OK) return s;
    }
    *out = rows.at;
    *n = rows.len;
    return ST_OK;
}

status_t duty_get(db_t *db, arena_t *a, ident_t id, ms_t at, duty_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_duty_by_id, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_ms(q, 2, at);
    ms_t waived = 0;
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) s = duty_fill(q, a, out, &waived, err);
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "duty.none", N_("There is no such duty."));
    return s == ST_OK ? duty_weigh(db, a, out, waived, at, err) : s;
}

status_t duty_history(db_t *db, arena_t *a, ident_t duty, ms_t at, said_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_duty_said, err);
    if (!q) return err->status;
    bind_id(q, 1, &duty);
    bind_ms(q, 2, at);
    vec_t rows = vec_new(a, sizeof(said_t), 20000);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        said_t *x = vec_push(&rows);
        if (!x) {
            s = err_set(err, ST_LIMIT, "duty.too-much-said", N_("The history of this duty is too long to be shown."));
            break;
        }
        *x = (said_t){col_id(q, 0),  col_text(q, a, 1), col_text(q, a, 2), col_text(q, a, 3),
                      col_int(q, 4), col_text(q, a, 5), col_text(q, a, 6), col_int(q, 7)};
    }
    stmt_done(q);
    if (s != ST_END) return s;
    *out = rows.at;
    *n = rows.len;
    return ST_OK;
}
