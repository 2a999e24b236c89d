/* SPDX-License-Identifier: Apache-2.0
 *
 * internal — the border between the store and a database driver, and what the store's own files share.
 *
 * A driver turns the handful of calls below into one database's library: SQLite (sqlite.c) or PostgreSQL (postgres.c). Nothing
 * above this header knows which. A connection belongs to one thread at a time.
 */
#ifndef CG_STORE_INTERNAL_H
#define CG_STORE_INTERNAL_H
#include <pthread.h>
#include "base/embed.h"
#include "store/store.h"

#define STORE_PARAMS 40   /* the most $n parameters of one statement */
#define STORE_URL    1024 /* bytes of a PostgreSQL address with its NUL */
#define STORE_PATH   4096

typedef enum conn_mode { CONN_READ, CONN_WRITE, CONN_CREATE } conn_mode_t;

/* Statements that steer transactions; their text is the driver's. */
typedef enum control {
    CONTROL_BEGIN_READ,
    CONTROL_BEGIN_WRITE,
    CONTROL_COMMIT,
    CONTROL_ROLLBACK,
    CONTROL_SAVE,      /* opens the savepoint of one act */
    CONTROL_SAVE_KEEP, /* keeps what was done since */
    CONTROL_SAVE_UNDO, /* undoes it; SAVE_KEEP must follow */
    CONTROL_COUNT
} control_t;

/* How a statement begins whose purpose ends with "(large)": too many rows to hold at once. */
#define QUERY_LARGE "/*large*/"

typedef enum col_kind { COL_NULL, COL_INT, COL_REAL, COL_TEXT, COL_BLOB } col_kind_t;

typedef struct driver {
    query_t control[CONTROL_COUNT];
    status_t (*open)(const char *dir, conn_mode_t mode, void **conn, err_t *err);
    void (*close)(void *conn);
    /* Runs a whole script (a migration). */
    status_t (*script)(void *conn, const char *sql, err_t *err);
    /* Looks for damage: all of a small database, and of any that was not closed in order (`unclean`). */
    status_t (*inspect)(void *conn, bool unclean, err_t *err);
    bool (*in_transaction)(void *conn);
    /* False when the connection is lost: it must not go back to the pool. */
    bool (*sound)(void *conn);
    /* The database as of now into a new one in the folder `to`, while others go on writing; NULL: row by row (transfer.c). */
    status_t (*copy)(void *conn, const char *to, err_t *err);
    /* In a transaction: foreign keys are judged at its commit. */
    status_t (*defer)(void *conn, err_t *err);
    /* Takes away everything that was made; only for a database whose making failed. */
    status_t (*erase)(void *conn, err_t *err);
    /* Moves committed pages to their place when that is due; `idle`: nobody waits for the writer. */
    void (*tidy)(void *conn, bool idle);

    /* param[i] becomes the driver's index of $i, 0 where the statement has none. */
    void *(*prepare)(void *conn, const query_t *q, int param[STORE_PARAMS + 1], err_t *err);
    void (*finalize)(void *stmt);
    void (*reset)(void *stmt);
    bool (*bind_int)(void *stmt, int i, int64_t v);
    bool (*bind_real)(void *stmt, int i, double v);
    bool (*bind_text)(void *stmt, int i, str_t v);
    bool (*bind_blob)(void *stmt, int i, str_t v);
    bool (*bind_null)(void *stmt, int i);
    status_t (*step)(void *conn, void *stmt, int64_t *changed, err_t *err);
    col_kind_t (*col_kind)(void *stmt, int i);
    int64_t (*col_int)(void *stmt, int i);
    double (*col_real)(void *stmt, int i);
    str_t (*col_text)(void *stmt, int i); /* valid until the next step */
    str_t (*col_blob)(void *stmt, int i);
} driver_t;

extern const driver_t driver_sqlite, driver_postgres;

/* --- where.c --- */
/* The address in DIR/store; "" when there is none: the database is SQLite's. */
must_use status_t where_read(const char *dir, char url[STORE_URL], err_t *err);
must_use status_t where_write(const char *dir, const char *url, err_t *err);
void where_remove(const char *dir);
must_use status_t driver_of(const char *dir, const driver_t **out, err_t *err);

/* --- transfer.c --- */
/* Every row of every table over into `to`, an empty database at the same schema, in one transaction of it. */
must_use status_t rows_copy(db_t *from, db_t *to, void (*step)(uint64_t done), err_t *err);
/* A new SQLite database in the folder `to` with everything `db` sees. */
must_use status_t db_copy(db_t *db, const char *to, err_t *err);

/* A table's reading and writing statements, made at build from the schema (tools/tables.py). */
typedef struct table_copy {
    const char *table;
    query_t get, put;
    int columns;
} table_copy_t;
extern const table_copy_t table_copies[]; /* ends with table = NULL */

struct stmt {
    db_t *db;
    const query_t *q;
    void *h;
    stmt_t *next; /* next in its bucket of the cache */
    int param[STORE_PARAMS + 1];
    bool busy;
    bool bad_bind;
    int64_t changed;
};

#define STORE_CACHE 256 /* buckets; a power of two */

struct db {
    const driver_t *drv;
    void *conn;
    stmt_t *cache[STORE_CACHE];
    int busy; /* statements not finished yet */
    db_t *next;
};

/* --- db.c --- */
status_t db_open(const char *dir, conn_mode_t mode, db_t **out, err_t *err);
void db_close(db_t *db);
status_t db_control(db_t *db, control_t c, err_t *err);
/* Finishes statements somebody forgot; how many there were. */
int db_finish_all(db_t *db);

/* --- migrate.c --- */
/* Brings the schema to the newest; refuses a newer one, and one whose steps are not ours. */
status_t migrate(db_t *db, const embed_t *steps, err_t *err);
/* For who may not write: is the schema exactly ours? */
status_t migrated(db_t *db, const embed_t *steps, err_t *err);
extern const embed_t schema_files[];

/* --- writer.c --- */
typedef struct writer writer_t;
status_t writer_start(db_t *db, writer_t **out, err_t *err);
/* Answers everything that was taken, ends the thread. The db stays the caller's. */
void writer_stop(writer_t *w);
status_t writer_act(writer_t *w, act_fn fn, void *arg, err_t *err);
status_t writer_post(writer_t *w, act_fn fn, void *arg, err_t *err, act_done_fn done, void *done_arg);
#endif
