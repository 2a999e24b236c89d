/* SPDX-License-Identifier: Apache-2.0
 *
 * The writer: one thread, group commit. It takes the acts that wait, runs each in its own savepoint, commits once and only
 * then answers, so that one fsync carries up to GROUP_MOST answers and none is given before it is on disk.
 */
#include <stdlib.h>
#include "base/log.h"
#include "store/internal.h"

static job_t *take_group(store_t *st)
{
    pthread_mutex_lock(&st->lock);
    while (!st->first && !st->stopping) pthread_cond_wait(&st->work, &st->lock);
    job_t *group = st->first, *end = NULL;
    size_t n = 0;
    for (job_t *j = group; j && n < GROUP_MOST; j = j->next, n++) end = j;
    if (end) {
        st->first = end->next;
        if (!st->first) st->last = NULL;
        end->next = NULL;
        st->queued -= n;
    }
    pthread_mutex_unlock(&st->lock);
    return group;
}

static void run_one(db_t *db, job_t *j)
{
    j->status = db_exec(db, "SAVEPOINT act", j->err);
    if (j->status != ST_OK) return;
    j->status = j->fn(db, j->arg, j->err);
    err_t undo = err_new(LANG_EN);
    if (j->status == ST_OK)
        j->status = db_exec(db, "RELEASE act", j->err);
    else if (db_exec(db, "ROLLBACK TO act; RELEASE act", &undo) != ST_OK)
        log_line(LOG_ERROR, "store.undo", "why=\"%s\"", undo.text);
}

/* When the commit itself fails nothing of the group is on disk: each act that had gone well fails with that sentence. */
static void fail_all(job_t *group, status_t s, const err_t *why)
{
    for (job_t *j = group; j; j = j->next) {
        if (j->status != ST_OK) continue;
        j->status = s;
        if (!j->err) continue;
        lang_t lang = j->err->lang;
        *j->err = *why;
        j->err->lang = lang;
    }
}

static void run_group(store_t *st, job_t *group)
{
    db_t *db = st->writer;
    err_t err = err_new(group->err ? group->err->lang : LANG_VI);
    for (job_t *j = group; j; j = j->next) j->status = ST_OK;
    status_t s = db_exec(db, "BEGIN IMMEDIATE", &err);
    if (s == ST_OK) {
        for (job_t *j = group; j; j = j->next) run_one(db, j);
        s = db_exec(db, "COMMIT", &err);
        /* After some failures (a full disk) SQLite has rolled back already; a second rollback is then a harmless no. */
        if (s != ST_OK) {
            err_t ignored = err_new(LANG_EN);
            if (!sqlite3_get_autocommit(db->c) && db_exec(db, "ROLLBACK", &ignored) != ST_OK)
                log_line(LOG_ERROR, "store.rollback", "why=\"%s\"", ignored.text);
        }
    }
    if (s != ST_OK) fail_all(group, s, &err);
    while (group) {
        job_t *j = group;
        group = j->next;
        j->done(j->done_arg, j->status);
        free(j);
    }
}

static void *writer_main(void *arg)
{
    store_t *st = arg;
    for (job_t *group; (group = take_group(st)) != NULL;) run_group(st, group);
    return NULL;
}

status_t store_post(store_t *st, act_fn fn, void *arg, err_t *err, act_done_fn done, void *done_arg)
{
    job_t *j = calloc(1, sizeof *j);
    if (!j) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    *j = (job_t){fn, arg, err, done, done_arg, ST_OK, NULL};
    pthread_mutex_lock(&st->lock);
    bool taken = !st->stopping && st->queued < QUEUE_MOST;
    if (taken) {
        if (st->last)
            st->last->next = j;
        else
            st->first = j;
        st->last = j;
        st->queued++;
        pthread_cond_signal(&st->work);
    }
    pthread_mutex_unlock(&st->lock);
    if (taken) return ST_OK;
    free(j);
    return err_set(err, ST_BUSY, "store.busy", N_("Too much is waiting to be written; try again in a moment."));
}

typedef struct waiter {
    pthread_mutex_t lock;
    pthread_cond_t cond;
    bool done;
    status_t status;
} waiter_t;

static void wake(void *arg, status_t s)
{
    waiter_t *w = arg;
    pthread_mutex_lock(&w->lock);
    w->status = s;
    w->done = true;
    pthread_cond_signal(&w->cond);
    pthread_mutex_unlock(&w->lock);
}

status_t store_act(store_t *st, act_fn fn, void *arg, err_t *err)
{
    waiter_t w = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, ST_OK};
    status_t s = store_post(st, fn, arg, err, wake, &w);
    if (s != ST_OK) return s;
    pthread_mutex_lock(&w.lock);
    while (!w.done) pthread_cond_wait(&w.cond, &w.lock);
    pthread_mutex_unlock(&w.lock);
    pthread_cond_destroy(&w.cond);
    pthread_mutex_destroy(&w.lock);
    return w.status;
}

status_t writer_start(store_t *st, err_t *err)
{
    pthread_mutex_init(&st->lock, NULL);
    pthread_cond_init(&st->work, NULL);
    if (pthread_create(&st->thread, NULL, writer_main, st) != 0)
        return err_set(err, ST_IO, "store.thread", N_("The writer could not be started."));
    st->started = true;
    return ST_OK;
}

/* Acts that were taken are still run: take_group gives NULL only when the queue is empty. */
void writer_stop(store_t *st)
{
    if (!st->started) return;
    pthread_mutex_lock(&st->lock);
    st->stopping = true;
    pthread_cond_signal(&st->work);
    pthread_mutex_unlock(&st->lock);
    pthread_join(st->thread, NULL);
    pthread_cond_destroy(&st->work);
    pthread_mutex_destroy(&st->lock);
    st->started = false;
}
