/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/cover_cache.h"
#include <pthread.h>
#include <stdlib.h>
#include "campaign/cover_kept.h"

enum { KEPT = 8, CATCH_UP = 64 << 20 };

struct cover_cache {
    pthread_rwlock_t lock;
    size_t most, walk;
    _Atomic uint64_t asked;
    kept_t *kept[KEPT];
};

cover_cache_t *cover_cache_new(size_t bytes)
{
    cover_cache_t *c = calloc(1, sizeof *c);
    if (!c) return NULL;
    c->most = bytes;
    c->walk = WALK_LEAST;
    if (pthread_rwlock_init(&c->lock, NULL) != 0) {
        free(c);
        return NULL;
    }
    return c;
}

void cover_cache_walk(cover_cache_t *c, size_t duties)
{
    c->walk = duties;
}

void cover_cache_free(cover_cache_t *c)
{
    if (!c) return;
    for (int i = 0; i < KEPT; i++) kept_free(c->kept[i]);
    pthread_rwlock_destroy(&c->lock);
    free(c);
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
        arena_t *a = arena_new((size_t)CATCH_UP);
        status_t s = a ? kept_catch_up(db, a, d, c->kept[i], seq, err) : ST_LIMIT;
        arena_free(a);
        if (s == ST_OK) return i;
        kept_free(c->kept[i]);
        c->kept[i] = NULL;
    }
    kept_t *k;
    status_t s = kept_build(db, d, c->walk, seq, &k, err);
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
    s = i >= 0 ? kept_give(c->kept[i], &d, a, at, out, err) : ST_OK;
    pthread_rwlock_unlock(&c->lock);
    return i >= 0 ? s : coverage_of(db, a, dispatch, at, out, err);
}
