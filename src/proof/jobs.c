/* SPDX-License-Identifier: Apache-2.0
 *
 * jobs — the thread that makes the rounds (round.c). What is due is what the check rows say, so a restart or a kill loses nothing and
 * looks at nothing twice within its time.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include "base/log.h"
#include "proof/find.h"
#include "proof/heads.h"
#include "proof/look.h"
#include "proof/printed.h"

#define PAUSE         (5 * MS_SECOND)
#define PRINTED_PAUSE (10 * MS_MINUTE)
#define START_PAUSE   (10 * MS_SECOND)
#define HEADS_EVERY   (10 * MS_MINUTE)
#define FIND_PAUSE    (5 * MS_MINUTE)
enum { PRINTED_AT_ONCE = 10 };

struct proof_jobs {
    prober_t *prober;
    store_t *store;
    str_t tsa;
    bool allow_private;
    atomic_bool stop;
    pthread_t thread;
};

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

/* Addresses we print: a handful at a time. */
static void printed(const proof_jobs_t *j, const proof_options_t *o, ms_t *next)
{
    err_t err = err_new(LANG_EN);
    size_t looked = 0;
    if (clock_mono() < *next) return;
    if (printed_round(j->prober, true, false, PRINTED_AT_ONCE, o, &looked, &err) != ST_OK)
        log_line(LOG_WARN, "proof.printed", "error=%s", err.code ? err.code : "unknown");
    *next = clock_mono() + PRINTED_PAUSE;
}

static void *work(void *arg)
{
    proof_jobs_t *j = arg;
    ms_t next_heads = 0, next_find = 0, next_printed = 0;
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
        if (!j->allow_private) printed(j, &o, &next_printed); /* a demonstration leaves the world alone */
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
    if (s == ST_OK) prober_browser(j->prober, app->chromium);
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
