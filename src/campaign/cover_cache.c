/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/cover_cache.h"
#include <pthread.h>
#include <stdlib.h>
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"
#include "campaign/rule.h"

enum { KEPT = 8, CHANGES_MOST = 20000, TEXTS = 64 << 20 };

typedef struct kept_look {
    ms_t at;
    unsigned char verdict; /* in VERDICTS */
} kept_look_t;
static const char *const VERDICTS[] = {"holds", "fails", "cannot-tell"};

typedef struct kept_said {
    ident_t id, supersedes;
    ms_t received;
    int64_t amount;
    uint32_t look, looks; /* the first, and how many */
    bool beside;
} kept_said_t;

typedef struct kept_duty {
    ident_t id, unit;
    ms_t due, created, acknowledged, waived, ended;
    uint32_t said, records; /* the first, and how many */
    uint32_t clause_at;
    bool optional;
} kept_duty_t;

/* A growing array outside any arena. */
typedef struct list {
    void *at;
    size_t n, room;
} list_t;

typedef struct kept {
    ident_t dispatch;
    arena_t *texts; /* of units and clauses */
    cover_unit_t *units;
    size_t n_units;
    list_t duties, said, looks;
    id_map_t duty_at;
    size_t waste;          /* records that are not a duty's any more */
    int64_t seq;           /* of the newest event it knows */
    _Atomic uint64_t used; /* when it was asked for last, by count */
} kept_t;

struct cover_cache {
    pthread_rwlock_t lock;
    size_t most;
    _Atomic uint64_t asked;
    kept_t *kept[KEPT];
};

cover_cache_t *cover_cache_new(size_t bytes)
{
    cover_cache_t *c = calloc(1, sizeof *c);
    if (!c) return NULL;
    c->most = bytes;
    if (pthread_rwlock_init(&c->lock, NULL) != 0) {
        free(c);
        return NULL;
    }
    return c;
}

static void kept_free(kept_t *k)
{
    if (!k) return;
    arena_free(k->texts);
    free(k->duties.at);
    free(k->said.at);
    free(k->looks.at);
    free(k);
}

void cover_cache_free(cover_cache_t *c)
{
    if (!c) return;
    for (int i = 0; i < KEPT; i++) kept_free(c->kept[i]);
    pthread_rwlock_destroy(&c->lock);
    free(c);
}

static size_t kept_bytes(const kept_t *k)
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

static status_t build(db_t *db, const dispatch_t *d, int64_t seq, kept_t **out, err_t *err)
{
    kept_t *k = calloc(1, sizeof *k);
    *out = k;
    if (k) k->texts = arena_new((size_t)2 * TEXTS);
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

static status_t catch_up(db_t *db, arena_t *a, const dispatch_t *d, kept_t *k, int64_t seq, err_t *err)
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

static status_t give(const kept_t *k, const dispatch_t *d, arena_t *a, ms_t at, coverage_t *out, err_t *err)
{
    giving_t g = {.k = k, .a = a, .at = at};
    const int64_t *targets = rule_targets(a, d->clauses, d->n_clauses);
    if (!targets) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    cover_source_t from = {&g, give_unit, give_said, d->clauses, d->n_clauses, d->closes, targets, k->n_units};
    return coverage_from(a, &from, at, out, err);
}

/* --- which to keep --- */

static int slot_of(const cover_cache_t *c, ident_t dispatch)
{
    for (int i = 0; i < KEPT; i++)
        if (c->kept[i] && ident_eq(c->kept[i]->dispatch, dispatch)) return i;
    return -1;
}

/* What was asked for longest ago makes room until the rest fits. */
static void make_room(cover_cache_t *c, int but)
{
    for (;;) {
        size_t sum = 0;
        int oldest = -1;
        for (int i = 0; i < KEPT; i++) {
            if (!c->kept[i]) continue;
            sum += kept_bytes(c->kept[i]);
            if (i != but && (oldest < 0 || c->kept[i]->used < c->kept[oldest]->used)) oldest = i;
        }
        if (sum <= c->most || oldest < 0) return;
        kept_free(c->kept[oldest]);
        c->kept[oldest] = NULL;
    }
}

static int free_slot(cover_cache_t *c)
{
    int oldest = 0;
    for (int i = 0; i < KEPT; i++) {
        if (!c->kept[i]) return i;
        if (c->kept[i]->used < c->kept[oldest]->used) oldest = i;
    }
    kept_free(c->kept[oldest]);
    c->kept[oldest] = NULL;
    return oldest;
}

/* With the lock held for writing: brings the dispatch up to `seq`. -1: it cannot be kept. */
static int bring_up(cover_cache_t *c, db_t *db, const dispatch_t *d, int64_t seq, err_t *err)
{
    int i = slot_of(c, d->id);
    if (i >= 0 && c->kept[i]->seq >= seq) return i;
    if (i >= 0) {
        arena_t *a = arena_new(TEXTS);
        status_t s = a ? catch_up(db, a, d, c->kept[i], seq, err) : ST_LIMIT;
        arena_free(a);
        if (s == ST_OK) return i;
        kept_free(c->kept[i]);
        c->kept[i] = NULL;
    }
    kept_t *k;
    status_t s = build(db, d, seq, &k, err);
    if (s != ST_OK || kept_bytes(k) > c->most) {
        kept_free(k);
        return -1;
    }
    i = free_slot(c);
    c->kept[i] = k;
    make_room(c, i);
    return i;
}

status_t cover_cached(cover_cache_t *c, db_t *db, arena_t *a, ident_t dispatch, ms_t at, coverage_t *out, err_t *err)
{
    dispatch_t d;
    int64_t seq;
    digest_t head;
    if (!c) return coverage_of(db, a, dispatch, at, out, err);
    status_t s = dispatch_get(db, a, dispatch, &d, err);
    if (s == ST_OK) s = journal_head(db, &seq, &head, err);
    if (s != ST_OK) return s;
    pthread_rwlock_rdlock(&c->lock);
    int i = slot_of(c, dispatch);
    if (i < 0 || c->kept[i]->seq < seq) {
        pthread_rwlock_unlock(&c->lock);
        pthread_rwlock_wrlock(&c->lock);
        i = bring_up(c, db, &d, seq, err);
    }
    if (i >= 0) c->kept[i]->used = ++c->asked;
    s = i >= 0 ? give(c->kept[i], &d, a, at, out, err) : ST_OK;
    pthread_rwlock_unlock(&c->lock);
    return i >= 0 ? s : coverage_of(db, a, dispatch, at, out, err);
}
