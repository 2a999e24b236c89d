/* SPDX-License-Identifier: Apache-2.0
 *
 * publisher — one thread that keeps the public site up to date.
 */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>
#include "base/log.h"
#include "material/internal.h"
#include "material/publish.h"
#include "material/publish_internal.h"
#include "material/queries.h"

#define SETTLE (500 * (MS_SECOND / 1000))
#define LOOK   MS_MINUTE
#define TURN   (2 * MS_SECOND)

typedef struct publisher {
    app_t *app;
    void (*published)(void *ctx);
    void *ctx;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool asked, ends;
    int64_t last;           /* journal's last event when the site was published */
    ms_t looked;            /* monotonic: when the journal was last asked */
    char current[PATH_MAX]; /* the site that is served */
} publisher_t;

static int64_t journal_last(publisher_t *p)
{
    db_t *db;
    int64_t last = p->last;
    if (store_read(p->app->store, &db, NULL) != ST_OK) return last;
    stmt_t *q = db_query(db, &q_material_journal_end, NULL);
    if (q) {
        if (stmt_next(q, NULL) == ST_ROW) last = col_int(q, 0);
        stmt_done(q);
    }
    store_done(p->app->store, db);
    return last;
}

/* Waits under the lock until asked, ended, or `ms` are over; true when asked or ended. */
static bool wait_for(publisher_t *p, ms_t ms)
{
    ms_t until = clock_mono() + ms;
    struct timespec at = {.tv_sec = until / MS_SECOND, .tv_nsec = (until % MS_SECOND) * 1000000};
    while (!p->asked && !p->ends)
        if (pthread_cond_timedwait(&p->changed, &p->lock, &at) != 0) return false;
    return true;
}

/* Somebody went back to an older site from the command line: what is served follows. */
static void follow_switch(publisher_t *p)
{
    char now[PATH_MAX];
    site_current(store_dir(p->app->store), now);
    if (!now[0] || strcmp(now, p->current) == 0) return;
    bool first = !p->current[0];
    memcpy(p->current, now, sizeof now);
    if (first) return;
    log_line(LOG_INFO, "publish.switched", "to=%s", now);
    if (p->published) p->published(p->ctx);
}

static void publish_now(publisher_t *p)
{
    published_t done;
    err_t err = err_new(LANG_EN);
    int64_t last = journal_last(p);
    status_t s = material_publish(p->app, NULL, &done, &err);
    if (s != ST_OK) {
        log_line(LOG_WARN, "publish.failed", "code=%s why=\"%s\"", err.code ? err.code : "", err.text);
        return;
    }
    p->last = last;
    log_line(LOG_INFO, "publish.done", "number=%lld pages=%zu files=%zu kept=%zu ms=%lld", (long long)done.number,
             done.pages, done.files, done.kept, (long long)done.took);
    site_current(store_dir(p->app->store), p->current);
    if (p->published) p->published(p->ctx);
    material_tell_hub(p->app, &done);
}

static void *run(void *arg)
{
    publisher_t *p = arg;
    pthread_mutex_lock(&p->lock);
    while (!p->ends) {
        bool asked = wait_for(p, TURN);
        if (p->ends) break;
        pthread_mutex_unlock(&p->lock);
        if (asked) { /* more askings may follow: one publishing for all */
            struct timespec pause = {.tv_nsec = SETTLE * 1000000};
            (void)nanosleep(&pause, NULL);
        }
        pthread_mutex_lock(&p->lock);
        p->asked = false;
        pthread_mutex_unlock(&p->lock);
        bool look = clock_mono() - p->looked >= LOOK;
        if (look) p->looked = clock_mono();
        if (!asked) follow_switch(p);
        if (asked || (look && journal_last(p) != p->last)) publish_now(p);
        pthread_mutex_lock(&p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

static void ask(app_t *app)
{
    publisher_t *p = app->publisher;
    if (!p) return;
    pthread_mutex_lock(&p->lock);
    p->asked = true;
    pthread_cond_signal(&p->changed);
    pthread_mutex_unlock(&p->lock);
}

status_t publisher_start(app_t *app, void (*published)(void *ctx), void *ctx, err_t *err)
{
    pthread_condattr_t attr;
    publisher_t *p = calloc(1, sizeof *p);
    if (!p) return no_memory(err);
    *p = (publisher_t){.app = app, .published = published, .ctx = ctx, .asked = true};
    (void)pthread_mutex_init(&p->lock, NULL);
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&p->changed, &attr);
    (void)pthread_condattr_destroy(&attr);
    app->publisher = p;
    app->republish = ask;
    if (pthread_create(&p->thread, NULL, run, p) == 0) return ST_OK;
    app->publisher = NULL;
    app->republish = NULL;
    free(p);
    return err_set(err, ST_IO, "publish.thread", N_("The publisher could not be started."));
}

void publisher_stop(app_t *app)
{
    publisher_t *p = app->publisher;
    if (!p) return;
    app->republish = NULL;
    pthread_mutex_lock(&p->lock);
    p->ends = true;
    pthread_cond_signal(&p->changed);
    pthread_mutex_unlock(&p->lock);
    (void)pthread_join(p->thread, NULL);
    app->publisher = NULL;
    (void)pthread_cond_destroy(&p->changed);
    (void)pthread_mutex_destroy(&p->lock);
    free(p);
}
