/* SPDX-License-Identifier: Apache-2.0
 *
 * The data directory: one database file, one lock, one writer, readers as they are needed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "store/internal.h"

enum { CHECK_BELOW = 64 << 20 };

static bool path_in(const char *dir, const char *name, char out[4200])
{
    int n = snprintf(out, 4200, "%s/%s", dir, name);
    return n > 0 && n < 4200 && strlen(dir) < 4096;
}

/* One process at a time: SQLite would let two in, but two writers' journals would fork the chain. */
static status_t lock_dir(store_t *st, err_t *err)
{
    char path[4200];
    if (!path_in(st->dir, "lock", path))
        return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    st->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (st->lock_fd < 0)
        return err_set(err, ST_IO, "store.lock", N_("%s cannot be written: %s."), st->dir, strerror(errno));
    if (flock(st->lock_fd, LOCK_EX | LOCK_NB) == 0) return ST_OK;
    return err_set(err, ST_BUSY, "store.in-use", N_("%s is in use by another canhgiac; stop it first."), st->dir);
}

/* A whole check of a small file costs little and finds damage before it spreads. */
static status_t look_for_damage(db_t *db, const char *path, err_t *err)
{
    struct stat info;
    if (stat(path, &info) != 0 || info.st_size == 0 || info.st_size > CHECK_BELOW) return ST_OK;
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(db->c, "PRAGMA quick_check(1)", -1, &s, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_step(s);
    bool fine = rc == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(s, 0), "ok") == 0;
    sqlite3_finalize(s);
    if (fine) return ST_OK;
    return db_failed(db, rc == SQLITE_ROW ? SQLITE_CORRUPT : rc, err);
}

status_t store_create(const char *dir, err_t *err)
{
    char path[4200];
    if (!path_in(dir, "canhgiac.db", path))
        return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    status_t s = dir_make(dir, 0700, err);
    if (s != ST_OK) return s;
    if (file_exists(path)) return err_set(err, ST_CONFLICT, "store.exists", N_("%s holds a campaign already."), dir);
    db_t *db;
    s = db_open(path, true, &db, err);
    if (s != ST_OK) return s;
    s = store_migrate(db, err);
    db_close(db);
    if (s != ST_OK) unlink(path);
    return s;
}

status_t store_open(const char *dir, store_t **out, err_t *err)
{
    char path[4200];
    if (!path_in(dir, "canhgiac.db", path))
        return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    if (!file_exists(path))
        return err_set(err, ST_NOT_FOUND, "store.none",
                       N_("There is no campaign in %s. Make one: canhgiac init --data %s"), dir, dir);
    store_t *st = calloc(1, sizeof *st);
    if (!st) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    snprintf(st->dir, sizeof st->dir, "%s", dir);
    st->lock_fd = -1;
    status_t s = lock_dir(st, err);
    if (s == ST_OK) s = db_open(path, true, &st->writer, err);
    if (s == ST_OK) s = look_for_damage(st->writer, path, err);
    if (s == ST_OK) s = store_migrate(st->writer, err);
    if (s == ST_OK) s = writer_start(st, err);
    if (s != ST_OK) {
        store_close(st);
        return s;
    }
    *out = st;
    return ST_OK;
}

void store_close(store_t *st)
{
    if (!st) return;
    writer_stop(st);
    while (st->free_readers) {
        db_t *db = st->free_readers;
        st->free_readers = db->next_free;
        db_close(db);
    }
    db_close(st->writer);
    if (st->lock_fd >= 0) close(st->lock_fd);
    free(st);
}

const char *store_dir(const store_t *st)
{
    return st->dir;
}

static status_t reader(store_t *st, db_t **out, err_t *err)
{
    pthread_mutex_lock(&st->lock);
    db_t *db = st->free_readers;
    bool more = db || st->readers < READERS;
    if (db)
        st->free_readers = db->next_free;
    else if (more)
        st->readers++;
    pthread_mutex_unlock(&st->lock);
    if (!more)
        return err_set(err, ST_BUSY, "store.readers", N_("Too many are reading at once; try again in a moment."));
    *out = db;
    if (db) return ST_OK;
    char path[4200];
    status_t s = path_in(st->dir, "canhgiac.db", path) ? db_open(path, false, out, err) : ST_BUG;
    if (s != ST_OK) {
        pthread_mutex_lock(&st->lock);
        st->readers--;
        pthread_mutex_unlock(&st->lock);
    }
    return s;
}

status_t store_read(store_t *st, db_t **out, err_t *err)
{
    db_t *db = NULL;
    status_t s = reader(st, &db, err);
    if (s != ST_OK) return s;
    s = db_exec(db, "BEGIN", err);
    if (s != ST_OK) {
        store_done(st, db);
        return s;
    }
    *out = db;
    return ST_OK;
}

/* The read transaction ends at once: one that stays open keeps the write-ahead log from being taken in. */
void store_done(store_t *st, db_t *db)
{
    if (!db) return;
    while (db->depth > 0) stmt_done(&db->running[db->depth - 1]);
    if (!sqlite3_get_autocommit(db->c)) sqlite3_exec(db->c, "COMMIT", NULL, NULL, NULL);
    pthread_mutex_lock(&st->lock);
    db->next_free = st->free_readers;
    st->free_readers = db;
    pthread_mutex_unlock(&st->lock);
}
