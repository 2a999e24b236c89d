/* SPDX-License-Identifier: Apache-2.0
 *
 * internal — what the store's own files share. The database library is known to sqlite.c and here alone.
 */
#ifndef CG_STORE_INTERNAL_H
#define CG_STORE_INTERNAL_H
#include <pthread.h>
#include <sqlite3.h>
#include "store/store.h"

enum { STATEMENTS = 512, READERS = 64, GROUP_MOST = 50, QUEUE_MOST = 4096 };

typedef struct cached {
    const query_t *query;
    sqlite3_stmt *stmt;
    bool busy;
} cached_t;

struct stmt {
    sqlite3_stmt *s;
    cached_t *home;
    db_t *db;
    const query_t *query;
};

struct db {
    sqlite3 *c;
    cached_t cache[STATEMENTS]; /* open addressing by the query's address */
    stmt_t running[16];         /* statements may nest this deep */
    int depth;
    bool writer;
    int savepoint; /* depth of acts inside acts; 0 or 1 */
    db_t *next_free;
};

typedef struct job {
    act_fn fn;
    void *arg;
    err_t *err;
    act_done_fn done;
    void *done_arg;
    status_t status;
    struct job *next;
} job_t;

struct store {
    char dir[4096];
    int lock_fd;
    db_t *writer;
    pthread_t thread;
    pthread_mutex_t lock; /* guards all below */
    pthread_cond_t work;
    job_t *first, *last;
    size_t queued;
    bool stopping, started;
    db_t *free_readers;
    size_t readers;
};

/* sqlite.c */
must_use status_t db_open(const char *path, bool writer, db_t **out, err_t *err);
void db_close(db_t *db);
/* One of the store's own fixed statements. */
must_use status_t db_exec(db_t *db, const char *sql, err_t *err);
/* Turns SQLite's result into a status and a sentence. */
status_t db_failed(db_t *db, int rc, err_t *err);

/* migrate.c */
must_use status_t store_migrate(db_t *db, err_t *err);

/* writer.c */
must_use status_t writer_start(store_t *st, err_t *err);
void writer_stop(store_t *st);
#endif
