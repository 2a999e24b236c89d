/* SPDX-License-Identifier: Apache-2.0
 *
 * writer — the one thread that changes the database. It takes the acts that wait, runs each in its savepoint, commits
 * once and answers all: one fsync serves up to GROUP acts. It never waits for more to come; while it runs a group,
 * newcomers may still join it until GROUP or GROUP_MS is reached.
 */
#include <stdlib.h>
#include "base/log.h"
#include "store/internal.h"

#define GROUP    50
#define GROUP_MS 5
#define QUEUE    4096 /* acts that may wait; a power of two */

typedef struct job {
    act_fn fn;
    void *arg;
    err_t *err;
    act_done_fn done;
    void *done_arg;
    status_t status;
    err_t own; /* used when the caller gave no err */
} job_t;

struct writer {
    db_t *db;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t came;
    bool stop;
    size_t head, count; /* ring of waiting acts */
    job_t ring[QUEUE];
};

/* Takes the next waiting act; waits for one only when `wait`. False: none (or stopped and none left). */
static bool take(writer_t *w, job_t *out, bool wait)
{
    pthread_mutex_lock(&w->lock);
    while (wait && w->count == 0 && !w->stop) pthread_cond_wait(&w->came, &w->lock);
    bool got = w->count > 0;
    if (got) {
        *out = w->ring[w->head];
        w->head = (w->head + 1) & (QUEUE - 1);
        w->count--;
    }
    pthread_mutex_unlock(&w->lock);
    return got;
}

static bool idle(writer_t *w)
{
    pthread_mutex_lock(&w->lock);
    bool none = w->count == 0;
    pthread_mutex_unlock(&w->lock);
    return none;
}

/* Runs one act in its savepoint. False when the whole transaction is lost: SQLite may undo all of it by itself when the
 * disk is full or fails in the middle. */
static bool run(writer_t *w, job_t *j)
{
    db_t *db = w->db;
    err_t *err = j->err ? j->err : &j->own;
    j->status = db_control(db, CONTROL_SAVE, err);
    if (j->status != ST_OK) return db->drv->in_transaction(db->conn);
    j->status = j->fn(db, j->arg, err);
    db_finish_all(db);
    if (!db->drv->in_transaction(db->conn)) {
        if (j->status == ST_OK)
            j->status = err_set(err, ST_STORE, "store.lost", N_("The database failed: nothing of this was saved."));
        return false;
    }
    err_t undo = err_new(LANG_EN);
    status_t s = ST_OK;
    if (j->status != ST_OK) s = db_control(db, CONTROL_SAVE_UNDO, &undo);
    if (s == ST_OK) s = db_control(db, CONTROL_SAVE_KEEP, &undo);
    if (s == ST_OK) return true;
    if (j->status == ST_OK) j->status = err_set(err, s, undo.code, "%s", undo.text);
    return false;
}

/* Nothing of this group was saved: those who thought they were done hear why. */
static void fail_all(job_t *jobs, size_t n, const err_t *why)
{
    for (size_t i = 0; i < n; i++) {
        if (jobs[i].status != ST_OK) continue;
        jobs[i].status = why->status;
        if (jobs[i].err) {
            lang_t lang = jobs[i].err->lang;
            if (why->code) *jobs[i].err = *why;
            jobs[i].err->lang = lang;
        }
    }
}

static void roll_back(writer_t *w)
{
    err_t ignored = err_new(LANG_EN);
    db_finish_all(w->db);
    if (w->db->drv->in_transaction(w->db->conn)) (void)!db_control(w->db, CONTROL_ROLLBACK, &ignored);
}

/* Runs a group that begins with jobs[0]; gives how many acts it took. */
static size_t group(writer_t *w, job_t jobs[GROUP])
{
    err_t why = err_new(jobs[0].err ? jobs[0].err->lang : LANG_VI);
    size_t n = 1;
    status_t s = db_control(w->db, CONTROL_BEGIN_WRITE, &why);
    if (s == ST_OK) {
        ms_t end = clock_mono() + GROUP_MS;
        do {
            if (!run(w, &jobs[n - 1])) {
                /* The act that broke the transaction knows why; its neighbours get the same sentence. */
                why = jobs[n - 1].err ? *jobs[n - 1].err : jobs[n - 1].own;
                s = why.status != ST_OK ? why.status : ST_STORE;
                break;
            }
        } while (n < GROUP && clock_mono() < end && take(w, &jobs[n], false) && ++n);
    }
    if (s == ST_OK) s = db_control(w->db, CONTROL_COMMIT, &why);
    if (s == ST_OK) return n;
    log_line(LOG_ERROR, "store.group-failed", "acts=%zu code=%s", n, why.code ? why.code : "");
    if (why.status == ST_OK)
        (void)err_set(&why, ST_STORE, "store.lost", N_("The database failed: nothing of this was saved."));
    roll_back(w);
    fail_all(jobs, n, &why);
    return n;
}

static void *loop(void *arg)
{
    writer_t *w = arg;
    job_t *jobs = calloc(GROUP, sizeof *jobs);
    while (jobs && take(w, &jobs[0], true)) {
        size_t n = group(w, jobs);
        for (size_t i = 0; i < n; i++) jobs[i].done(jobs[i].done_arg, jobs[i].status);
        w->db->drv->tidy(w->db->conn, idle(w));
    }
    free(jobs);
    return NULL;
}

status_t writer_start(db_t *db, writer_t **out, err_t *err)
{
    writer_t *w = calloc(1, sizeof *w);
    if (!w) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    w->db = db;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->came, NULL);
    if (pthread_create(&w->thread, NULL, loop, w) != 0) {
        free(w);
        return err_set(err, ST_MEMORY, "store.thread", N_("The writer could not be started."));
    }
    *out = w;
    return ST_OK;
}

void writer_stop(writer_t *w)
{
    if (!w) return;
    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_broadcast(&w->came);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    pthread_cond_destroy(&w->came);
    pthread_mutex_destroy(&w->lock);
    free(w);
}

status_t writer_post(writer_t *w, act_fn fn, void *arg, err_t *err, act_done_fn done, void *done_arg)
{
    pthread_mutex_lock(&w->lock);
    bool room = w->count < QUEUE && !w->stop;
    if (room) {
        job_t *j = &w->ring[(w->head + w->count) & (QUEUE - 1)];
        *j = (job_t){.fn = fn, .arg = arg, .err = err, .done = done, .done_arg = done_arg};
        w->count++;
        pthread_cond_signal(&w->came);
    }
    pthread_mutex_unlock(&w->lock);
    if (room) return ST_OK;
    return err_set(err, ST_BUSY, "store.queue", N_("Too much is waiting to be written; try again in a moment."));
}

typedef struct wait {
    pthread_mutex_t lock;
    pthread_cond_t done;
    bool over;
    status_t status;
} wait_t;

static void wake(void *arg, status_t s)
{
    wait_t *t = arg;
    pthread_mutex_lock(&t->lock);
    t->status = s;
    t->over = true;
    pthread_cond_signal(&t->done);
    pthread_mutex_unlock(&t->lock);
}

status_t writer_act(writer_t *w, act_fn fn, void *arg, err_t *err)
{
    if (pthread_equal(pthread_self(), w->thread))
        return err_set(err, ST_BUG, "store.nested", N_("An act was asked for from inside an act."));
    wait_t t = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, ST_OK};
    status_t s = writer_post(w, fn, arg, err, wake, &t);
    if (s != ST_OK) return s;
    pthread_mutex_lock(&t.lock);
    while (!t.over) pthread_cond_wait(&t.done, &t.lock);
    pthread_mutex_unlock(&t.lock);
    pthread_cond_destroy(&t.done);
    pthread_mutex_destroy(&t.lock);
    return t.status;
}
