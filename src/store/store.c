/* SPDX-License-Identifier: Apache-2.0
 *
 * store — opening and closing, the pool of readers, and the lock that keeps a second writing program out.
 *
 * DIR/lock is held with flock while a program writes. It holds a word while open and is emptied at an orderly end, so
 * that the next start knows whether it must look for damage.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/log.h"
#include "store/internal.h"

#define READERS_KEPT 16 /* idle connections kept for the next request */
#define READERS_MAX  64 /* borrowed at one time; the next one waits */
#define READER_WAIT  5  /* seconds */

struct store {
    char *dir;
    int lock_fd; /* -1: opened for reading only */
    db_t *writer_db;
    writer_t *writer;
    pthread_mutex_t lock;
    pthread_cond_t returned;
    db_t *idle;
    int n_idle, n_out;
};

static status_t lock_take(const char *dir, int *fd, bool *unclean, err_t *err)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/lock", dir) >= sizeof path)
        return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*fd < 0) {
        int e = errno;
        if (e == ENOENT)
            return err_set(err, ST_NOT_FOUND, "store.none",
                           N_("There is no campaign in %s. Make one: canhgiac init --data %s"), dir, dir);
        return err_set(err, ST_IO, "store.lock", N_("%s: %s."), path, strerror(e));
    }
    if (flock(*fd, LOCK_EX | LOCK_NB) != 0) {
        close(*fd);
        *fd = -1;
        return err_set(err, ST_BUSY, "store.in-use", N_("%s is in use by another canhgiac; stop it first."), dir);
    }
    struct stat st;
    *unclean = fstat(*fd, &st) == 0 && st.st_size > 0;
    return ST_OK;
}

static void lock_give(int fd)
{
    if (fd < 0) return;
    if (ftruncate(fd, 0) != 0) log_line(LOG_WARN, "store.lock", "errno=%d", errno);
    close(fd);
}

/* Half a database would be refused for ever: leave none. */
static void unmake(const char *dir, db_t *db)
{
    static const char *const parts[] = {"canhgiac.db", "canhgiac.db-wal", "canhgiac.db-shm", "store"};
    err_t ignored = err_new(LANG_EN);
    char path[STORE_PATH];
    if (db) (void)!db->drv->erase(db->conn, &ignored);
    db_close(db);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if ((size_t)snprintf(path, sizeof path, "%s/%s", dir, parts[i]) < sizeof path) unlink(path);
}

static status_t create(const char *dir, const char *url, err_t *err)
{
    char path[STORE_PATH], there[STORE_URL];
    status_t s = where_read(dir, there, err);
    if (s != ST_OK) return s;
    if (there[0] || ((size_t)snprintf(path, sizeof path, "%s/canhgiac.db", dir) < sizeof path && file_exists(path)))
        return err_set(err, ST_CONFLICT, "store.exists", N_("%s holds a campaign already."), dir);
    s = dir_make(dir, 0700, err);
    int fd = -1;
    bool unclean;
    if (s == ST_OK) s = lock_take(dir, &fd, &unclean, err);
    if (s != ST_OK) return s;
    db_t *db = NULL;
    if (url) s = where_write(dir, url, err);
    if (s == ST_OK) s = db_open(dir, CONN_CREATE, &db, err);
    if (s == ST_OK) s = migrate(db, schema_files, err);
    if (s == ST_OK)
        db_close(db);
    else
        unmake(dir, db);
    lock_give(fd);
    return s;
}

status_t store_create(const char *dir, err_t *err)
{
    return create(dir, NULL, err);
}

status_t store_create_at(const char *dir, const char *url, err_t *err)
{
    if (!store_is_postgres(url))
        return err_set(err, ST_USAGE, "store.url",
                       N_("The store is sqlite, or the address of a PostgreSQL database: postgresql://…"));
    return create(dir, url, err);
}

void store_discard(const char *dir)
{
    db_t *db = NULL;
    err_t ignored = err_new(LANG_EN);
    if (db_open(dir, CONN_WRITE, &db, &ignored) != ST_OK) db = NULL;
    unmake(dir, db);
}

static status_t open_writer(store_t *st, err_t *err)
{
    bool unclean = false;
    status_t s = lock_take(st->dir, &st->lock_fd, &unclean, err);
    if (s == ST_OK) s = db_open(st->dir, CONN_WRITE, &st->writer_db, err);
    if (s == ST_OK) s = st->writer_db->drv->inspect(st->writer_db->conn, unclean, err);
    if (s == ST_OK) s = migrate(st->writer_db, schema_files, err);
    if (s == ST_OK && pwrite(st->lock_fd, "open\n", 5, 0) != 5)
        s = err_set(err, ST_IO, "store.lock", N_("%s: %s."), st->dir, strerror(errno));
    if (s == ST_OK) s = writer_start(st->writer_db, &st->writer, err);
    return s;
}

static status_t open_as(const char *dir, bool writes, store_t **out, err_t *err)
{
    store_t *st = calloc(1, sizeof *st);
    char *copy = strdup(dir);
    if (!st || !copy) {
        free(st);
        free(copy);
        return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    }
    st->dir = copy;
    st->lock_fd = -1;
    pthread_mutex_init(&st->lock, NULL);
    pthread_condattr_t monotonic; /* as clock_mono */
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&st->returned, &monotonic);
    pthread_condattr_destroy(&monotonic);
    status_t s = ST_OK;
    if (writes) {
        s = open_writer(st, err);
    } else {
        db_t *db;
        s = store_read(st, &db, err);
        if (s == ST_OK) {
            s = migrated(db, schema_files, err);
            store_done(st, db);
        }
    }
    if (s == ST_OK)
        *out = st;
    else
        store_close(st);
    return s;
}

status_t store_open(const char *dir, store_t **out, err_t *err)
{
    return open_as(dir, true, out, err);
}

status_t store_open_reader(const char *dir, store_t **out, err_t *err)
{
    return open_as(dir, false, out, err);
}

void store_close(store_t *st)
{
    if (!st) return;
    bool orderly = st->writer != NULL;
    writer_stop(st->writer);
    while (st->idle) {
        db_t *db = st->idle;
        st->idle = db->next;
        db_close(db);
    }
    db_close(st->writer_db);
    if (orderly)
        lock_give(st->lock_fd);
    else if (st->lock_fd >= 0)
        close(st->lock_fd); /* never opened well: the word in the lock stays for the next start */
    pthread_cond_destroy(&st->returned);
    pthread_mutex_destroy(&st->lock);
    free(st->dir);
    free(st);
}

const char *store_dir(const store_t *st)
{
    return st->dir;
}

/* Counts one reader out, with an idle connection if there is one. */
static status_t borrow(store_t *st, db_t **out, err_t *err)
{
    ms_t end = clock_mono() + READER_WAIT * MS_SECOND;
    struct timespec until = {.tv_sec = end / MS_SECOND, .tv_nsec = end % MS_SECOND * 1000000};
    status_t s = ST_OK;
    pthread_mutex_lock(&st->lock);
    while (st->n_out >= READERS_MAX && s == ST_OK)
        if (pthread_cond_timedwait(&st->returned, &st->lock, &until) == ETIMEDOUT)
            s = err_set(err, ST_BUSY, "store.readers", N_("Too many are reading at once; try again in a moment."));
    if (s == ST_OK) {
        st->n_out++;
        if ((*out = st->idle) != NULL) {
            st->idle = (*out)->next;
            st->n_idle--;
        }
    }
    pthread_mutex_unlock(&st->lock);
    return s;
}

static void give_back(store_t *st, db_t *db)
{
    pthread_mutex_lock(&st->lock);
    st->n_out--;
    bool keep = db && st->n_idle < READERS_KEPT;
    if (keep) {
        db->next = st->idle;
        st->idle = db;
        st->n_idle++;
    }
    pthread_cond_signal(&st->returned);
    pthread_mutex_unlock(&st->lock);
    if (!keep) db_close(db);
}

status_t store_read(store_t *st, db_t **out, err_t *err)
{
    db_t *db = NULL;
    status_t s = borrow(st, &db, err);
    if (s != ST_OK) return s;
    if (!db) s = db_open(st->dir, CONN_READ, &db, err);
    if (s == ST_OK) {
        s = db_control(db, CONTROL_BEGIN_READ, err);
        if (s == ST_OK) {
            *out = db;
            return ST_OK;
        }
        db_close(db);
    }
    give_back(st, NULL);
    return s;
}

void store_done(store_t *st, db_t *db)
{
    if (!db) return;
    err_t ignored = err_new(LANG_EN);
    db_finish_all(db);
    bool lost = !db->drv->sound(db->conn);
    if (lost || (db->drv->in_transaction(db->conn) && db_control(db, CONTROL_ROLLBACK, &ignored) != ST_OK)) {
        db_close(db);
        db = NULL;
    }
    give_back(st, db);
}

static status_t writes(const store_t *st, err_t *err)
{
    if (st->writer) return ST_OK;
    return err_set(err, ST_DENIED, "store.reader", N_("The database was opened for reading only."));
}

status_t store_act(store_t *st, act_fn fn, void *arg, err_t *err)
{
    status_t s = writes(st, err);
    return s == ST_OK ? writer_act(st->writer, fn, arg, err) : s;
}

status_t store_post(store_t *st, act_fn fn, void *arg, err_t *err, act_done_fn done, void *done_arg)
{
    status_t s = writes(st, err);
    return s == ST_OK ? writer_post(st->writer, fn, arg, err, done, done_arg) : s;
}
