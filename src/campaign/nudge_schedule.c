/* SPDX-License-Identifier: Apache-2.0
 *
 * What the server itself puts in the outbox. A step of the rules is a moment, so many days before or after the nearest day a unit
 * owes by; it is done when a message to the unit went into the outbox since. So a server that was off catches up once, and one
 * that begins anew repeats nothing.
 */
#include "campaign/campaign_internal.h"
#include "campaign/nudge.h"
#include "campaign/nudge_internal.h"
#include "campaign/queries.h"

enum { SCHEDULED_MOST = 200000, PLAN_ARENA = 1 << 30 };

/* The latest step that has come by `at`; 0: none yet. */
ms_t nudge_step(const nudge_rules_t *r, const nudge_t *x, ms_t at)
{
    ms_t latest = 0;
    if (x->kind == NUDGE_ABOVE) {
        ms_t step = x->due + r->above * MS_DAY,
             again = at - 7 * MS_DAY + MS_HOUR; /* and each week, at that time of day */
        return !r->above || step > at ? 0 : step > again ? step : again;
    }
    for (size_t k = 0; k < r->n_before; k++) {
        ms_t step = x->due - r->before[k] * MS_DAY;
        if (step <= at && step > latest) latest = step;
    }
    for (size_t k = 0; k < r->n_after; k++) {
        ms_t step = x->due + r->after[k] * MS_DAY;
        if (step <= at && step > latest) latest = step;
    }
    return latest;
}

static status_t number(stmt_t *q, int64_t *out, err_t *err)
{
    status_t s = stmt_next(q, err);
    *out = s == ST_ROW ? col_int(q, 0) : 0;
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

/* Was the step done, or did the unit get as many as it may this week? */
static status_t had_enough(db_t *db, arena_t *a, const nudge_rules_t *r, ident_t dispatch, const nudge_t *x, ms_t step,
                           ms_t at, bool *out, err_t *err)
{
    char id[IDENT_TEXT];
    int64_t last, many;
    ident_text(dispatch, id);
    stmt_t *q = db_query(db, &q_nudge_last, err);
    if (!q) return err->status;
    bind_id(q, 1, &x->unit);
    bind_text(q, 2, str_fmt(a, "%%\"dispatch\":\"%s\"%s", id, x->kind == NUDGE_ABOVE ? "%\"above\"%" : "%"));
    status_t s = number(q, &last, err);
    if (s != ST_OK) return s;
    q = db_query(db, &q_nudge_since, err);
    if (!q) return err->status;
    bind_id(q, 1, &x->unit);
    bind_ms(q, 2, at - 7 * MS_DAY);
    s = number(q, &many, err);
    *out = last >= step || many >= r->week;
    return s;
}

status_t nudge_due(db_t *db, arena_t *a, const dispatch_t *d, ms_t at, vec_t *out, err_t *err)
{
    nudge_rules_t r;
    nudge_t *list;
    size_t n = 0;
    status_t s = nudge_rules_of(db, a, d->campaign, &r, err);
    if (s != ST_OK || !r.on || !nudge_hours_by(&r, at)) return s;
    s = nudge_plan(db, a, d, at, LANG_VI, &list, &n, err);
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        bool enough = true;
        ms_t step = list[k].queued || !list[k].email.n ? 0 : nudge_step(&r, &list[k], at);
        if (!step) continue;
        s = had_enough(db, a, &r, d->id, &list[k], step, at, &enough, err);
        if (s != ST_OK || enough) continue;
        scheduled_t *x = vec_push(out);
        if (!x) return ST_OK; /* the rest comes next time */
        *x = (scheduled_t){list[k].unit, d->id, list[k].kind};
    }
    return s;
}

typedef struct schedule {
    arena_t *a;
    vec_t due; /* scheduled_t */
    ms_t at;
    size_t queued;
} schedule_t;

static status_t put_act(db_t *db, void *arg, err_t *err)
{
    schedule_t *w = arg;
    static const ident_t program;
    status_t s = ST_OK;
    for (size_t k = 0; s == ST_OK && k < w->due.len; k++) {
        const scheduled_t *x = &VEC_AT(&w->due, scheduled_t, k);
        bool known;
        str_t body = nudge_body(w->a, x->dispatch, x->kind, w->at);
        s = nudge_known(db, x->unit, S("nudge.send"), body, &known, err);
        if (s != ST_OK || known) continue;
        s = journal_add(db, program, "nudge.send", x->unit, body, err);
        w->queued++;
    }
    return s;
}

static status_t find_due(db_t *db, schedule_t *w, err_t *err)
{
    vec_t ids = vec_new(w->a, sizeof(ident_t), 10000);
    stmt_t *q = db_query(db, &q_nudge_dispatches, err);
    if (!q) return err->status;
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        ident_t *id = vec_push(&ids);
        if (!id) break;
        *id = col_id(q, 0);
    }
    stmt_done(q);
    if (s == ST_END || s == ST_ROW) s = ST_OK;
    for (size_t k = 0; s == ST_OK && k < ids.len; k++) {
        dispatch_t d;
        s = dispatch_get(db, w->a, VEC_AT(&ids, ident_t, k), &d, err);
        if (s == ST_OK) s = nudge_due(db, w->a, &d, w->at, &w->due, err);
    }
    return s;
}

status_t nudge_schedule(store_t *st, size_t *queued, err_t *err)
{
    db_t *db;
    *queued = 0;
    arena_t *a = arena_new(PLAN_ARENA);
    if (!a) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    schedule_t w = {.a = a, .due = vec_new(a, sizeof(scheduled_t), SCHEDULED_MOST), .at = clock_now()};
    status_t s = store_read(st, &db, err);
    if (s == ST_OK) {
        s = find_due(db, &w, err);
        store_done(st, db);
    }
    if (s == ST_OK && w.due.len) s = store_act(st, put_act, &w, err);
    *queued = s == ST_OK ? w.queued : 0;
    arena_free(a);
    return s;
}
