/* SPDX-License-Identifier: Apache-2.0
 *
 * Sending: the clauses of a signed dispatch become duties of the units alive at that moment.
 */
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"
#include "campaign/state.h"

static ms_t due_of(const dispatch_t *d, const clause_t *c)
{
    return c->due.y ? date_end(c->due) : d->closes;
}

ident_t duty_name(arena_t *a, ident_t dispatch, str_t clause, ident_t unit)
{
    char of[IDENT_TEXT], by[IDENT_TEXT];
    ident_text(dispatch, of);
    ident_text(unit, by);
    return ident_named(S("duty"), str_fmt(a, "%s/%.*s/%s", of, STRF(clause), by));
}

static status_t add_duties(db_t *db, arena_t *a, const dispatch_t *d, const targets_t *t, ms_t now, size_t *added,
                           err_t *err)
{
    status_t s = ST_OK;
    for (size_t k = 0; s == ST_OK && k < d->n_clauses; k++)
        for (size_t i = 0; s == ST_OK && i < t[k].n; i++) {
            const clause_t *c = &d->clauses[k];
            ident_t id = duty_name(a, d->id, c->n, t[k].at[i].unit);
            stmt_t *q = db_query(db, &q_duty_put, err);
            if (!q) return err->status;
            bind_id(q, 1, &id);
            bind_id(q, 2, &d->id);
            bind_text(q, 3, c->n);
            bind_id(q, 4, &t[k].at[i].unit);
            bind_text(q, 5, str_of(verb_name(c->verb)));
            bind_int(q, 6, c->optional);
            bind_ms(q, 7, due_of(d, c));
            bind_ms(q, 8, now);
            bind_int(q, 9, c->target > 0 ? c->target : 1);
            int64_t changed = 0;
            s = stmt_run(q, &changed, err);
            *added += (size_t)changed;
        }
    return s;
}

/* [{"unit":"H12.05","clauses":["1a","1b"]}]: as it was at sending. */
static str_t recipients_json(arena_t *a, const dispatch_t *d, const targets_t *t)
{
    id_map_t at;
    vec_t units = vec_new(a, sizeof(target_t), UNITS_MOST);
    if (!id_map_new(a, 64, &at)) return STR_NONE;
    buf_t *clauses = NULL;
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1 && !(clauses = ARENA_ARRAY(a, buf_t, units.len + 1))) return STR_NONE;
        for (size_t k = 0; k < d->n_clauses; k++)
            for (size_t i = 0; i < t[k].n; i++) {
                uint32_t u = id_map_get(&at, t[k].at[i].unit);
                if (u == UINT32_MAX) {
                    target_t *x = vec_push(&units);
                    if (!x) return STR_NONE;
                    *x = t[k].at[i];
                    id_map_put(&at, x->unit, (uint32_t)units.len - 1);
                }
                if (pass == 0) continue;
                if (!clauses[u].a) clauses[u] = buf_new(a, 16 * 1024);
                buf_putz(&clauses[u], clauses[u].n ? "," : "");
                buf_json(&clauses[u], d->clauses[k].n);
            }
    }
    buf_t b = buf_new(a, (size_t)32 << 20);
    buf_putc(&b, '[');
    for (size_t u = 0; u < units.len; u++) {
        buf_putz(&b, u ? ",{\"unit\":" : "{\"unit\":");
        buf_json(&b, VEC_AT(&units, target_t, u).code);
        buf_putz(&b, ",\"clauses\":[");
        buf_put(&b, buf_str(&clauses[u]));
        buf_putz(&b, "]}");
    }
    buf_putc(&b, ']');
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

status_t dispatch_send(db_t *db, arena_t *a, ident_t id, ident_t who, size_t *duties, err_t *err)
{
    *duties = 0;
    dispatch_t d;
    status_t s = dispatch_get(db, a, id, &d, err);
    if (s != ST_OK) return s;
    if (str_eq(d.state, S("sent"))) return ST_OK; /* its recipients are frozen */
    if (!str_eq(d.state, S("signed")))
        return err_set(err, ST_CONFLICT, "dispatch.not-signed", N_("Only a signed dispatch can be sent."));
    if (d.campaign_state.n && !campaign_sends(d.campaign_state))
        return err_set(err, ST_CONFLICT, "campaign.no-sending",
                       N_("Nothing is sent under this campaign now: it is paused, closing or over."));
    ms_t now = clock_now();
    targets_t *t;
    s = clause_targets(db, a, &d, now, &t, err);
    for (size_t k = 0; s == ST_OK && k < d.n_clauses; k++)
        if (!t[k].n && !d.clauses[k].optional)
            s = err_at(err, ST_INPUT, "dispatch.nobody", "units", 0,
                       N_("Clause %.*s reaches no unit: say whom it is for."), STRF(d.clauses[k].n));
    if (s == ST_OK) s = add_duties(db, a, &d, t, now, duties, err);
    if (s != ST_OK) return s;
    str_t recipients = recipients_json(a, &d, t);
    if (!recipients.p) return err_set(err, ST_MEMORY, "dispatch.memory", N_("The dispatch reaches too many units."));
    stmt_t *q = db_query(db, &q_dispatch_sent, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_ms(q, 2, now);
    bind_text(q, 3, recipients);
    s = stmt_run(q, NULL, err);
    if (s == ST_OK && !ident_none(d.campaign)) s = campaign_opens(db, d.campaign, err);
    if (s == ST_OK && !ident_none(d.replaces)) s = dispatch_takes_over(db, a, &d, who, err);
    return s == ST_OK ? journal_add(db, who, "dispatch.send", id, str_fmt(a, "{\"duties\":%zu}", *duties), err) : s;
}

status_t dispatch_plan(db_t *db, arena_t *a, const dispatch_t *d, ms_t at, plan_t *out, err_t *err)
{
    targets_t *t;
    id_map_t seen;
    *out = (plan_t){.by_clause = ARENA_ARRAY(a, size_t, d->n_clauses + 1)};
    status_t s = clause_targets(db, a, d, at, &t, err);
    if (s != ST_OK) return s;
    if (!out->by_clause || !id_map_new(a, 64, &seen))
        return err_set(err, ST_MEMORY, "dispatch.memory", N_("The dispatch reaches too many units."));
    for (size_t k = 0; k < d->n_clauses; k++) {
        out->by_clause[k] = t[k].n;
        out->duties += t[k].n;
        for (size_t i = 0; i < t[k].n; i++) {
            if (id_map_get(&seen, t[k].at[i].unit) != UINT32_MAX) continue;
            id_map_put(&seen, t[k].at[i].unit, 1);
            out->units++;
        }
    }
    return ST_OK;
}
