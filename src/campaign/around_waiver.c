/* SPDX-License-Identifier: Apache-2.0
 *
 * How a unit is let off a duty: asked, proposed, granted by another; each step a record about the duty, the last one holds.
 */
#include <jansson.h>
#include "campaign/around.h"
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"

enum { WAIVERS_MOST = 5000 };
static const char *const STEPS[] = {"none", "asked", "proposed", "refused", "granted"};

static waiver_step_t step_of(const char *name)
{
    for (int k = WAIVER_ASKED; name && k <= WAIVER_GRANTED; k++)
        if (strcmp(name, STEPS[k]) == 0) return (waiver_step_t)k;
    return WAIVER_NONE;
}

/* Takes in one more step: (body, at, who, name). A new asking begins anew. */
static void take(waiver_t *w, stmt_t *q, arena_t *a, int from)
{
    str_t body = col_text(q, a, from);
    json_t *o = json_loadb(body.p, body.n, 0, NULL);
    waiver_step_t step = step_of(json_string_value(json_object_get(o, "step")));
    const char *why = json_string_value(json_object_get(o, "why"));
    ident_t who = col_id(q, from + 2);
    bool anew = w->step == WAIVER_NONE || w->step == WAIVER_REFUSED;
    if (anew) w->asker = w->proposer = (ident_t){{0}};
    if (step == WAIVER_ASKED) w->asker = who;
    if (step == WAIVER_PROPOSED) w->proposer = who;
    w->step = step;
    w->why = why ? str_dup(a, str_of(why)) : S("");
    w->at = col_int(q, from + 1);
    w->by = col_text(q, a, from + 3);
    if (!w->by.p) w->by = S("");
    json_decref(o);
}

status_t duty_waiver(db_t *db, arena_t *a, ident_t duty, waiver_t *out, err_t *err)
{
    *out = (waiver_t){.duty = duty, .why = S(""), .by = S("")};
    stmt_t *q = db_query(db, &q_waiver_steps, err);
    if (!q) return err->status;
    bind_blob(q, 1, ref_of(&duty));
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) take(out, q, a, 0);
    stmt_done(q);
    return s == ST_END ? ST_OK : s;
}

static status_t put(db_t *db, arena_t *a, ident_t duty, waiver_step_t step, str_t why, ident_t seat, ident_t who,
                    err_t *err)
{
    record_t r = {.by_seat = seat};
    record_answer_t answer;
    status_t s = duty_place(db, duty, &r, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(a, 64 * 1024);
    buf_fmt(&b, "{\"step\":\"%s\",\"why\":", STEPS[step]);
    buf_json(&b, why);
    buf_putc(&b, '}');
    if (!buf_ok(&b)) return err_at(err, ST_LIMIT, "dispatch.why", "why", 0, N_("The reason is too long."));
    r.id = ident_new();
    r.kind = "waiver";
    r.duty = (ident_t){{0}}; /* no claim */
    r.ref = ref_of(&duty);
    r.made_at = clock_now();
    r.body = buf_str(&b);
    r.state = "accepted";
    return record_add(db, &r, who, &answer, err);
}

static status_t no_reason(err_t *err)
{
    return err_at(err, ST_INPUT, "duty.why", "why", 0, N_("Say why the duty is taken from the unit."));
}

/* What may not be asked or proposed now, and why. */
static status_t not_now(const waiver_t *w, err_t *err)
{
    return w->step == WAIVER_GRANTED
               ? err_set(err, ST_CONFLICT, "duty.waived", N_("The unit was let off this duty already."))
               : err_set(err, ST_CONFLICT, "duty.waiver", N_("It was asked already and waits for a decision."));
}

status_t waiver_ask(db_t *db, arena_t *a, ident_t duty, str_t why, ident_t seat, ident_t who, err_t *err)
{
    waiver_t w;
    why = str_trim(why);
    if (!why.n) return no_reason(err);
    status_t s = duty_waiver(db, a, duty, &w, err);
    if (s != ST_OK) return s;
    if (w.step != WAIVER_NONE && w.step != WAIVER_REFUSED) return not_now(&w, err);
    return put(db, a, duty, WAIVER_ASKED, why, seat, who, err);
}

status_t waiver_propose(db_t *db, arena_t *a, ident_t duty, str_t why, ident_t seat, ident_t who, err_t *err)
{
    waiver_t w;
    why = str_trim(why);
    status_t s = duty_waiver(db, a, duty, &w, err);
    if (s != ST_OK) return s;
    if (w.step == WAIVER_PROPOSED || w.step == WAIVER_GRANTED) return not_now(&w, err);
    if (!why.n && w.step == WAIVER_ASKED) why = w.why;
    return why.n ? put(db, a, duty, WAIVER_PROPOSED, why, seat, who, err) : no_reason(err);
}

static status_t nothing_open(err_t *err)
{
    return err_set(err, ST_CONFLICT, "duty.no-waiver", N_("Nothing waits for a decision on this duty."));
}

status_t waiver_grant(db_t *db, arena_t *a, ident_t duty, ident_t seat, ident_t who, err_t *err)
{
    waiver_t w;
    status_t s = duty_waiver(db, a, duty, &w, err);
    if (s != ST_OK) return s;
    if (w.step != WAIVER_PROPOSED) return nothing_open(err);
    if (ident_eq(w.proposer, who) || ident_eq(w.asker, who))
        return err_set(err, ST_DENIED, "duty.own-waiver", N_("Another person must grant what you asked or proposed."));
    s = put(db, a, duty, WAIVER_GRANTED, w.why, seat, who, err);
    stmt_t *q = s == ST_OK ? db_query(db, &q_duty_waived, err) : NULL;
    if (!q) return s == ST_OK ? err->status : s;
    int64_t changed = 0;
    bind_id(q, 1, &duty);
    bind_ms(q, 2, clock_now());
    bind_text(q, 3, w.why);
    s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed) return not_now(&(waiver_t){.step = WAIVER_GRANTED}, err);
    return s == ST_OK ? journal_add(db, who, "duty.waive", duty, S("{}"), err) : s;
}

status_t waiver_refuse(db_t *db, arena_t *a, ident_t duty, str_t why, ident_t seat, ident_t who, err_t *err)
{
    waiver_t w;
    why = str_trim(why);
    status_t s = duty_waiver(db, a, duty, &w, err);
    if (s != ST_OK) return s;
    if (w.step != WAIVER_ASKED && w.step != WAIVER_PROPOSED) return nothing_open(err);
    if (!why.n) return err_at(err, ST_INPUT, "duty.why-not", "why", 0, N_("Say why the duty stays."));
    return put(db, a, duty, WAIVER_REFUSED, why, seat, who, err);
}

/* Rows of (duty, dispatch, unit, clause, body, at, who, name), those of a duty one after another: one entry for each duty. */
static status_t gather(stmt_t *q, arena_t *a, vec_t *out, err_t *err)
{
    status_t s;
    *out = vec_new(a, sizeof(waiver_t), WAIVERS_MOST);
    while ((s = stmt_next(q, err)) == ST_ROW) {
        ident_t duty = col_id(q, 0);
        waiver_t *w = out->len ? &VEC_AT(out, waiver_t, out->len - 1) : NULL;
        if (!w || !ident_eq(w->duty, duty)) {
            w = vec_push(out);
            if (!w) break;
            *w = (waiver_t){
                .duty = duty, .dispatch = col_id(q, 1), .unit = col_text(q, a, 2), .clause = col_text(q, a, 3)};
        }
        take(w, q, a, 4);
    }
    stmt_done(q);
    return s == ST_END || s == ST_ROW ? ST_OK : s;
}

status_t waivers_open(db_t *db, arena_t *a, str_t under, waiver_t **out, size_t *n, err_t *err)
{
    vec_t all;
    stmt_t *q = db_query(db, &q_waivers_open, err);
    if (!q) return err->status;
    bind_text(q, 1, under);
    status_t s = gather(q, a, &all, err);
    size_t kept = 0;
    for (size_t k = 0; s == ST_OK && k < all.len; k++) {
        waiver_t *w = &VEC_AT(&all, waiver_t, k);
        if (w->step == WAIVER_ASKED || w->step == WAIVER_PROPOSED) VEC_AT(&all, waiver_t, kept++) = *w;
    }
    *out = all.at;
    *n = kept;
    return s;
}

status_t waivers_of(db_t *db, arena_t *a, ident_t dispatch, ms_t at, waiver_t **out, size_t *n, err_t *err)
{
    vec_t rows = vec_new(a, sizeof(waiver_t), WAIVERS_MOST);
    stmt_t *q = db_query(db, &q_waivers_of, err);
    if (!q) return err->status;
    bind_id(q, 1, &dispatch);
    bind_ms(q, 2, at);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        waiver_t *w = vec_push(&rows);
        if (!w) break;
        *w = (waiver_t){.step = WAIVER_GRANTED,
                        .duty = col_id(q, 0),
                        .dispatch = dispatch,
                        .unit = col_text(q, a, 1),
                        .clause = col_text(q, a, 2),
                        .at = col_int(q, 3),
                        .why = col_text(q, a, 4),
                        .by = S("")};
    }
    stmt_done(q);
    *out = rows.at;
    *n = rows.len;
    return s == ST_END || s == ST_ROW ? ST_OK : s;
}
