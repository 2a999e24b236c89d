/* SPDX-License-Identifier: Apache-2.0
 *
 * jobs — the thread that looks at what is due. What is due is read from the check rows each time, so a restart or a kill
 * loses nothing and looks at nothing twice within its time.
 */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include "base/log.h"
#include "proof/find.h"
#include "proof/heads.h"
#include "proof/look.h"
#include "proof/queries.h"
#include "proof/rows.h"

#define PAUSE       (5 * MS_SECOND)
#define START_PAUSE (10 * MS_SECOND)
#define HEADS_EVERY (10 * MS_MINUTE)
#define FIND_PAUSE  (5 * MS_MINUTE)
enum { ROUND_LIMIT = 20000, LOOK_ARENA = 128 << 20 };

struct proof_jobs {
    prober_t *prober;
    store_t *store;
    str_t tsa;
    bool allow_private;
    volatile bool stop;
    pthread_t thread;
};

typedef struct due {
    ident_t record;
    ms_t received, closes;
} due_t;

static status_t open_posts(db_t *db, arena_t *a, ms_t now, vec_t *out, err_t *err)
{
    *out = vec_new(a, sizeof(due_t), ROUND_LIMIT);
    stmt_t *q = db_query(db, &q_proof_open_posts, err);
    if (!q) return ST_STORE;
    bind_ms(q, 1, now);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW && out->len < ROUND_LIMIT) {
        due_t *d = vec_push(out);
        if (!d) break;
        *d = (due_t){col_id(q, 0), col_int(q, 1), col_int(q, 2)};
    }
    stmt_done(q);
    return s == ST_END || s == ST_ROW ? ST_OK : s;
}

/* The records whose next look is due now, those waiting longest first. */
static status_t find_due(store_t *st, arena_t *a, bool all, vec_t *out, err_t *err)
{
    db_t *db;
    vec_t open;
    ms_t now = clock_now();
    *out = vec_new(a, sizeof(ident_t), ROUND_LIMIT);
    status_t s = store_read(st, &db, err);
    if (s != ST_OK) return s;
    s = open_posts(db, a, now, &open, err);
    for (size_t i = 0; s == ST_OK && i < open.len; i++) {
        const due_t *d = &VEC_AT(&open, due_t, i);
        proof_history_t *h;
        size_t n;
        s = proof_history(db, a, d->record, now, &h, &n, NULL, err);
        if (s != ST_OK || (!all && proof_next_due(d->received, d->closes, h, n) > now)) continue;
        ident_t *id = vec_push(out);
        if (id) *id = d->record;
    }
    store_done(st, db);
    return s;
}

status_t proof_round(prober_t *p, bool all, const proof_options_t *o, size_t *done, err_t *err)
{
    arena_t *list = arena_new(64 << 20), *a = arena_new(LOOK_ARENA);
    vec_t due;
    status_t s = list && a ? find_due(p->store, list, all, &due, err) : ST_MEMORY;
    *done = 0;
    for (size_t i = 0; s == ST_OK && i < due.len && !(o->stop && *o->stop); i++) {
        proof_result_t r;
        err_t one = err_new(LANG_EN);
        status_t got = proof_check_record(p, a, VEC_AT(&due, ident_t, i), (ident_t){{0}}, o, &r, NULL, &one);
        if (got == ST_OK) {
            ++*done;
        } else if (got != ST_BUSY) {
            log_line(LOG_WARN, "proof.look", "error=%s", one.code ? one.code : "unknown");
        }
        arena_reset(a);
    }
    arena_free(a);
    arena_free(list);
    return s;
}

static void pause_ms(const proof_jobs_t *j, ms_t ms)
{
    for (ms_t until = clock_mono() + ms; !j->stop && clock_mono() < until;) {
        struct timespec t = {0, 100 * 1000000};
        nanosleep(&t, NULL);
    }
}

/* The journal's head of days that are over. */
static void heads(const proof_jobs_t *j, ms_t *next)
{
    err_t err = err_new(LANG_EN);
    size_t made = 0;
    if (clock_mono() < *next) return;
    *next = clock_mono() + HEADS_EVERY;
    if (heads_make(j->store, j->tsa, &made, &err) != ST_OK)
        log_line(LOG_WARN, "journal.head", "error=%s", err.code ? err.code : "unknown");
    if (made) log_line(LOG_INFO, "journal.head", "days=%zu", made);
}

/* Posts nobody claimed yet: one site after another, so that looks that are due do not wait long. */
static void find(const proof_jobs_t *j, const proof_options_t *o, ms_t *next)
{
    err_t err = err_new(LANG_EN);
    size_t sites = 0;
    if (clock_mono() < *next) return;
    if (find_round(j->prober, 1, o, &sites, &err) != ST_OK)
        log_line(LOG_WARN, "proof.find", "error=%s", err.code ? err.code : "unknown");
    if (!sites) *next = clock_mono() + FIND_PAUSE;
}

static void *work(void *arg)
{
    proof_jobs_t *j = arg;
    ms_t next_heads = 0, next_find = 0;
    proof_options_t o = {.allow_private = j->allow_private, .stop = &j->stop};
    if (j->allow_private) o.delay = 50; /* the demonstration's own portals */
    /* A program that died may have asked a site a moment ago: its longest delay passes before the first request. */
    if (!j->allow_private) pause_ms(j, START_PAUSE);
    while (!j->stop) {
        size_t done = 0;
        err_t err = err_new(LANG_EN);
        status_t s = proof_round(j->prober, false, &o, &done, &err);
        if (s != ST_OK) log_line(LOG_WARN, "proof.round", "error=%s", err.code ? err.code : "unknown");
        if (done) log_line(LOG_INFO, "proof.round", "looks=%zu", done);
        heads(j, &next_heads);
        find(j, &o, &next_find);
        pause_ms(j, PAUSE);
    }
    return NULL;
}

status_t proof_jobs_start(app_t *app, proof_jobs_t **out, err_t *err)
{
    arena_t *a = arena_new(4096);
    proof_jobs_t *j = calloc(1, sizeof *j);
    status_t s = j && a ? ST_OK : ST_MEMORY;
    if (s == ST_OK) s = prober_new(app->store, str_z(a, str_fmt(a, "%.*s/", STRF(app->base_url))), &j->prober, err);
    arena_free(a);
    if (s == ST_OK) {
        j->allow_private = app->allow_private;
        j->store = app->store;
        j->tsa = app->tsa;
        if (pthread_create(&j->thread, NULL, work, j) != 0) {
            prober_free(j->prober);
            s = err_set(err, ST_IO, "proof.thread", N_("The job that reads portals could not be started."));
        }
    }
    if (s != ST_OK) {
        free(j);
        return s;
    }
    app->prober = j->prober;
    *out = j;
    return ST_OK;
}

void proof_jobs_stop(proof_jobs_t *j)
{
    if (!j) return;
    j->stop = true;
    pthread_join(j->thread, NULL);
    prober_free(j->prober);
    free(j);
}
