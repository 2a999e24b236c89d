/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/cover_kept.h"
#include <stdlib.h>
#include "campaign/queries.h"
#include "campaign/rule.h"

enum { CHANGES_MOST = 20000, TEXTS = 128 << 20 };
static const char *const VERDICTS[] = {"holds", "fails", "cannot-tell"};

void kept_free(kept_t *k)
{
    if (!k) return;
    arena_free(k->texts);
    free(k->duties.at);
    free(k->said.at);
    free(k->looks.at);
    free(k);
}

size_t kept_bytes(const kept_t *k)
{
    return sizeof *k + arena_used(k->texts) + k->duties.room * sizeof(kept_duty_t) +
           k->said.room * sizeof(kept_said_t) + k->looks.room * sizeof(kept_look_t);
}

/* Room for one more; UINT32_MAX of anything is more than any campaign has. */
static void *grow(list_t *l, size_t size)
{
    if (l->n == l->room) {
        size_t room = l->room ? l->room + l->room / 2 : 256;
        void *at = room < UINT32_MAX ? realloc(l->at, room * size) : NULL;
        if (!at) return NULL;
        l->at = at;
        l->room = room;
    }
    void *item = (char *)l->at + l->n++ * size;
    memset(item, 0, size);
    return item;
}

#define DUTIES(k) ((kept_duty_t *)(k)->duties.at)
#define SAID(k)   ((kept_said_t *)(k)->said.at)
#define LOOKS(k)  ((kept_look_t *)(k)->looks.at)

static unsigned char verdict_of(str_t v)
{
    for (unsigned char i = 0; i < 2; i++)
        if (str_eq(v, str_of(VERDICTS[i]))) return i;
    return 2;
}

/* Takes in one row of a source; rows of a duty, and in it those of a record, follow one another. */
static bool take(kept_t *k, kept_duty_t **duty, const cover_said_t *x)
{
    kept_duty_t *d = *duty;
    if (!d || !ident_eq(d->id, x->duty)) {
        uint32_t at = id_map_get(&k->duty_at, x->duty);
        if (at == UINT32_MAX) {
            if (!grow(&k->duties, sizeof *d)) return false;
            at = (uint32_t)k->duties.n - 1;
            id_map_put(&k->duty_at, x->duty, at);
        }
        d = *duty = &DUTIES(k)[at];
        k->waste += d->records;
        *d = (kept_duty_t){.id = x->duty,
                           .unit = x->unit,
                           .due = x->due,
                           .created = x->created,
                           .acknowledged = x->acknowledged,
                           .waived = x->waived,
                           .ended = x->ended,
                           .said = (uint32_t)k->said.n,
                           .clause_at = x->clause_at,
                           .optional = x->optional};
    }
    if (ident_none(x->record)) return true;
    kept_said_t *r = d->records ? &SAID(k)[d->said + d->records - 1] : NULL;
    if (!r || !ident_eq(r->id, x->record)) {
        r = grow(&k->said, sizeof *r);
        if (!r) return false;
        *r = (kept_said_t){x->record, x->supersedes, x->received, x->amount, (uint32_t)k->looks.n, 0, x->beside};
        d->records++;
    }
    if (!x->verdict.p) return true;
    kept_look_t *l = grow(&k->looks, sizeof *l);
    if (!l) return false;
    *l = (kept_look_t){x->looked, verdict_of(x->verdict)};
    r->looks++;
    return true;
}

/* --- reading it from the tables --- */

typedef struct reading {
    kept_t *k;
    vec_t units;
    kept_duty_t *duty;
} reading_t;

static status_t keep_unit(void *ctx, const cover_unit_t *u)
{
    reading_t *r = ctx;
    cover_unit_t *x = vec_push(&r->units);
    if (!x) return ST_LIMIT;
    *x = *u;
    return ST_OK;
}

static status_t keep_said(void *ctx, const cover_said_t *x)
{
    reading_t *r = ctx;
    return take(r->k, &r->duty, x) && !arena_failed(r->k->texts) ? ST_OK : ST_LIMIT;
}

status_t kept_build(db_t *db, const dispatch_t *d, int64_t seq, kept_t **out, err_t *err)
{
    kept_t *k = calloc(1, sizeof *k);
    *out = k;
    if (k) k->texts = arena_new(TEXTS);
    if (!k || !k->texts || !id_map_new(k->texts, 4096, &k->duty_at)) return ST_LIMIT;
    k->dispatch = d->id;
    k->seq = seq;
    reading_t r = {.k = k, .units = vec_new(k->texts, sizeof(cover_unit_t), UNITS_MOST)};
    cover_reader_t to = {&r, keep_unit, keep_said};
    status_t s = cover_read(db, k->texts, d, NULL, &to, err);
    k->units = r.units.at;
    k->n_units = r.units.len;
    return s;
}

/* The duties that events since the newest one known touched. ST_LIMIT: so many, or such things, that all is read anew. */
static status_t changed_duties(db_t *db, const kept_t *k, int64_t seq, vec_t *out, err_t *err)
{
    if (seq - k->seq > CHANGES_MOST) return ST_LIMIT;
    stmt_t *q = db_query(db, &q_cover_upset, err);
    if (!q) return err->status;
    bind_id(q, 1, &k->dispatch);
    bind_int(q, 2, k->seq);
    status_t s = stmt_next(q, err);
    bool upset = s == ST_ROW && col_int(q, 0) > 0;
    stmt_done(q);
    if (s != ST_ROW || upset) return upset ? ST_LIMIT : s;
    q = db_query(db, &q_cover_changes, err);
    if (!q) return err->status;
    bind_id(q, 1, &k->dispatch);
    bind_int(q, 2, k->seq);
    while ((s = stmt_next(q, err)) == ST_ROW) {
        ident_t *id = vec_push(out);
        if (!id) break;
        *id = col_id(q, 0);
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s == ST_ROW ? ST_LIMIT : s;
}

status_t kept_catch_up(db_t *db, arena_t *a, const dispatch_t *d, kept_t *k, int64_t seq, err_t *err)
{
    vec_t ids = vec_new(a, sizeof(ident_t), CHANGES_MOST);
    status_t s = changed_duties(db, k, seq, &ids, err);
    reading_t r = {.k = k};
    cover_reader_t to = {&r, NULL, keep_said};
    for (size_t i = 0; s == ST_OK && i < ids.len; i++) s = cover_read(db, a, d, &VEC_AT(&ids, ident_t, i), &to, err);
    if (s == ST_OK && k->waste > k->said.n / 2 + 1024) s = ST_LIMIT;
    if (s == ST_OK) k->seq = seq;
    return s;
}

/* --- giving it out --- */

typedef struct giving {
    const kept_t *k;
    arena_t *a;
    ms_t at;
    size_t unit, duty;
    uint32_t said, look;
    bool begun, in_record;
    str_t kind, becomes; /* as given last: most units share them */
} giving_t;

static str_t shared(arena_t *a, str_t *last, str_t text)
{
    if (!last->p || !str_eq(*last, text)) *last = str_dup(a, text);
    return *last;
}

static status_t give_unit(void *ctx, cover_unit_t *out, err_t *err)
{
    giving_t *g = ctx;
    (void)err;
    if (g->unit >= g->k->n_units) return ST_END;
    const cover_unit_t *u = &g->k->units[g->unit++];
    *out = *u;
    out->code = str_dup(g->a, u->code); /* what is kept may go before the answer does */
    out->name = str_dup(g->a, u->name);
    out->path = str_dup(g->a, u->path);
    out->kind = shared(g->a, &g->kind, u->kind);
    out->becomes = shared(g->a, &g->becomes, u->becomes);
    return ST_ROW;
}

/* The next look at the record in hand that had happened by then; false: none. */
static bool next_look(giving_t *g, const kept_said_t *r, cover_said_t *out)
{
    while (g->look < r->looks) {
        const kept_look_t *l = &LOOKS(g->k)[r->look + g->look++];
        if (l->at > g->at) continue;
        out->looked = l->at;
        out->verdict = str_of(VERDICTS[l->verdict]);
        return true;
    }
    return false;
}

static status_t give_said(void *ctx, cover_said_t *out, err_t *err)
{
    giving_t *g = ctx;
    (void)err;
    for (; g->duty < g->k->duties.n; g->duty++, g->begun = false) {
        const kept_duty_t *d = &DUTIES(g->k)[g->duty];
        if (d->created > g->at) continue;
        bool first = !g->begun;
        if (first) g->said = 0;
        g->begun = true;
        for (; g->said < d->records; g->said++, g->in_record = false) {
            const kept_said_t *r = &SAID(g->k)[d->said + g->said];
            if (r->received > g->at) continue;
            *out = (cover_said_t){.duty = d->id, .unit = d->unit, .clause_at = d->clause_at, .optional = d->optional};
            out->due = d->due;
            out->acknowledged = d->acknowledged;
            out->waived = d->waived;
            out->ended = d->ended;
            out->record = r->id;
            out->supersedes = r->supersedes;
            out->received = r->received;
            out->amount = r->amount;
            out->beside = r->beside;
            bool fresh = !g->in_record;
            if (fresh) g->look = 0;
            g->in_record = true;
            if (next_look(g, r, out) || fresh) return ST_ROW;
        }
        if (!first) continue;
        *out = (cover_said_t){.duty = d->id, .unit = d->unit, .clause_at = d->clause_at, .optional = d->optional};
        out->due = d->due;
        out->acknowledged = d->acknowledged;
        out->waived = d->waived;
        out->ended = d->ended;
        return ST_ROW;
    }
    return ST_END;
}

status_t kept_give(const kept_t *k, const dispatch_t *d, arena_t *a, ms_t at, coverage_t *out, err_t *err)
{
    giving_t g = {.k = k, .a = a, .at = at};
    const int64_t *targets = rule_targets(a, d->clauses, d->n_clauses);
    if (!targets) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    cover_source_t from = {&g, give_unit, give_said, d->clauses, d->n_clauses, d->closes, targets, k->n_units, d->paused};
    return coverage_from(a, &from, at, out, err);
}
