/* SPDX-License-Identifier: Apache-2.0
 *
 * sqlite — the SQLite driver. WAL with synchronous=FULL: what was committed survives a power cut (docs: STACK, §4).
 * Every answer of SQLite becomes one of our statuses and one sentence here, and nowhere else.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "base/log.h"
#include "store/internal.h"

#define APPLICATION_ID  0x63676963 /* "cgic": tells our database from any other SQLite file */
#define BUSY_MS         5000
#define MMAP_BYTES      (256LL << 20)
#define INSPECT_BYTES   (64LL << 20) /* up to here a whole check at every start costs well under a second */
#define CHECKPOINT_IDLE 1000         /* pages in the log that are moved when nobody waits */
#define CHECKPOINT_MUST 8000         /* … and at the latest now */

typedef struct conn {
    sqlite3 *h;
    int wal_pages;
    int64_t bytes;
} conn_t;

static bool disk_full(sqlite3 *h, int rc)
{
    if (rc == SQLITE_FULL) return true;
    int e = h ? sqlite3_system_errno(h) : 0;
    return (rc & 0xff) == SQLITE_IOERR && (e == ENOSPC || e == EDQUOT || e == EFBIG);
}

/* The one place where an answer of SQLite becomes ours. */
static status_t answer(sqlite3 *h, int rc, err_t *err)
{
    if (disk_full(h, rc))
        return err_set(err, ST_LIMIT, "store.full",
                       N_("The disk is full: nothing was changed. Free some space and try again."));
    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, ST_BUSY, "store.locked",
                       N_("The database is in use by another program; try again in a moment."));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return err_set(err, ST_STORE, "store.damaged",
                       N_("The database file is damaged. Stop the program and restore the last backup."));
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return err_set(err, ST_STORE, "store.read-only", N_("The database cannot be written: check the permissions."));
    case SQLITE_CANTOPEN: return err_set(err, ST_STORE, "store.open", N_("The database file cannot be opened."));
    case SQLITE_NOMEM: return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    default: break;
    }
    if (rc == SQLITE_CONSTRAINT_UNIQUE || rc == SQLITE_CONSTRAINT_PRIMARYKEY)
        return err_set(err, ST_CONFLICT, "store.exists", N_("This exists already."));
    log_line(LOG_ERROR, "store.sqlite", "rc=%d why=\"%s\"", rc, h ? sqlite3_errmsg(h) : "");
    return err_set(err, ST_STORE, "store.failed", N_("The database failed (SQLite code %d)."), rc);
}

static int on_wal(void *arg, sqlite3 *h, const char *name, int pages)
{
    (void)h, (void)name;
    ((conn_t *)arg)->wal_pages = pages;
    return SQLITE_OK;
}

static int set(sqlite3 *h, const char *pragma)
{
    return sqlite3_exec(h, pragma, NULL, NULL, NULL);
}

static int64_t ask(sqlite3 *h, const char *pragma, int *rc)
{
    sqlite3_stmt *s = NULL;
    int64_t v = 0;
    *rc = sqlite3_prepare_v2(h, pragma, -1, &s, NULL);
    if (*rc == SQLITE_OK && (*rc = sqlite3_step(s)) == SQLITE_ROW) {
        v = sqlite3_column_int64(s, 0);
        *rc = SQLITE_OK;
    }
    sqlite3_finalize(s);
    return v;
}

static int settings(conn_t *c, conn_mode_t mode)
{
    int rc = sqlite3_busy_timeout(c->h, BUSY_MS); /* first: also the next lines may have to wait */
    sqlite3_extended_result_codes(c->h, 1);
    if (rc == SQLITE_OK) rc = set(c->h, "PRAGMA foreign_keys=ON");
    if (rc == SQLITE_OK) rc = set(c->h, "PRAGMA trusted_schema=OFF");
    /* What is being sorted fits in memory; a file for it would be written outside the data directory. */
    if (rc == SQLITE_OK) rc = set(c->h, "PRAGMA temp_store=MEMORY");
    if (mode == CONN_READ) {
        if (rc == SQLITE_OK) rc = set(c->h, "PRAGMA query_only=ON");
        sqlite3_int64 bytes = MMAP_BYTES;
        if (rc == SQLITE_OK) rc = sqlite3_file_control(c->h, "main", SQLITE_FCNTL_MMAP_SIZE, &bytes);
        return rc;
    }
    if (mode == CONN_CREATE && rc == SQLITE_OK) rc = set(c->h, "PRAGMA application_id=1667721571");
    if (rc == SQLITE_OK) rc = set(c->h, "PRAGMA journal_mode=WAL");
    if (rc == SQLITE_OK) rc = set(c->h, "PRAGMA synchronous=FULL");
    if (rc == SQLITE_OK) rc = set(c->h, "PRAGMA wal_autocheckpoint=0");
    sqlite3_wal_hook(c->h, on_wal, c);
    return rc;
}

static void sqlite_close(void *conn)
{
    conn_t *c = conn;
    sqlite3_close(c->h);
    free(c);
}

static status_t sqlite_open(const char *dir, conn_mode_t mode, void **out, err_t *err)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/canhgiac.db", dir) >= sizeof path)
        return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    struct stat st;
    bool there = stat(path, &st) == 0;
    if (mode != CONN_CREATE && !there)
        return err_set(err, ST_NOT_FOUND, "store.none",
                       N_("There is no campaign in %s. Make one: canhgiac init --data %s"), dir, dir);
    if (mode == CONN_CREATE && there)
        return err_set(err, ST_CONFLICT, "store.there", N_("%s holds a campaign already."), dir);
    conn_t *c = calloc(1, sizeof *c);
    if (!c) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    c->bytes = there ? st.st_size : 0;
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                (mode == CONN_READ    ? SQLITE_OPEN_READONLY
                 : mode == CONN_WRITE ? SQLITE_OPEN_READWRITE
                                      : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    int rc = sqlite3_open_v2(path, &c->h, flags, NULL);
    if (rc == SQLITE_OK && mode == CONN_CREATE && chmod(path, 0600) != 0) rc = SQLITE_CANTOPEN;
    if (rc == SQLITE_OK) rc = settings(c, mode);
    if (rc == SQLITE_OK && ask(c->h, "PRAGMA application_id", &rc) != APPLICATION_ID && rc == SQLITE_OK) {
        sqlite_close(c);
        return err_set(err, ST_STORE, "store.foreign", N_("%s/canhgiac.db is not a database of this program."), dir);
    }
    if (rc != SQLITE_OK) {
        status_t s = answer(c->h, rc, err);
        sqlite_close(c);
        return s;
    }
    *out = c;
    return ST_OK;
}

static status_t sqlite_script(void *conn, const char *sql, err_t *err)
{
    conn_t *c = conn;
    int rc = sqlite3_exec(c->h, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? ST_OK : answer(c->h, rc, err);
}

static status_t sqlite_inspect(void *conn, bool unclean, err_t *err)
{
    conn_t *c = conn;
    if (c->bytes > INSPECT_BYTES && !unclean) return ST_OK;
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(c->h, "PRAGMA quick_check(1)", -1, &s, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_step(s);
    bool ok = rc == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(s, 0), "ok") == 0;
    if (rc == SQLITE_ROW && !ok) rc = SQLITE_CORRUPT;
    sqlite3_finalize(s);
    return ok ? ST_OK : answer(c->h, rc, err);
}

static bool sqlite_in_transaction(void *conn)
{
    return !sqlite3_get_autocommit(((conn_t *)conn)->h);
}

static bool sqlite_sound(void *conn)
{
    (void)conn;
    return true;
}

static status_t sqlite_defer(void *conn, err_t *err)
{
    return sqlite_script(conn, "PRAGMA defer_foreign_keys=ON", err);
}

/* A file goes with its folder. */
static status_t sqlite_erase(void *conn, err_t *err)
{
    (void)conn, (void)err;
    return ST_OK;
}

static void sqlite_tidy(void *conn, bool idle)
{
    conn_t *c = conn;
    if (c->wal_pages < (idle ? CHECKPOINT_IDLE : CHECKPOINT_MUST)) return;
    int rc = sqlite3_wal_checkpoint_v2(c->h, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    if (rc != SQLITE_OK && rc != SQLITE_BUSY) log_line(LOG_WARN, "store.checkpoint", "rc=%d", rc);
    c->wal_pages = 0;
}

static void *sqlite_prepare(void *conn, const query_t *q, int param[STORE_PARAMS + 1], err_t *err)
{
    conn_t *c = conn;
    sqlite3_stmt *s = NULL;
    const char *tail = NULL;
    int rc = sqlite3_prepare_v3(c->h, q->sql, -1, SQLITE_PREPARE_PERSISTENT, &s, &tail);
    if (rc != SQLITE_OK) {
        (void)answer(c->h, rc, err);
        return NULL;
    }
    /* SQLite numbers $2, $1 by where they stand; their names say what we mean. */
    for (int i = 1; i <= STORE_PARAMS; i++) {
        char name[8];
        snprintf(name, sizeof name, "$%d", i);
        param[i] = sqlite3_bind_parameter_index(s, name);
    }
    return s;
}

static void sqlite_finalize(void *s)
{
    sqlite3_finalize(s);
}

static void sqlite_reset(void *s)
{
    sqlite3_reset(s);
    sqlite3_clear_bindings(s);
}

static bool sqlite_bind_int(void *s, int i, int64_t v)
{
    return sqlite3_bind_int64(s, i, v) == SQLITE_OK;
}

static bool sqlite_bind_real(void *s, int i, double v)
{
    return sqlite3_bind_double(s, i, v) == SQLITE_OK;
}

static bool sqlite_bind_text(void *s, int i, str_t v)
{
    return sqlite3_bind_text64(s, i, v.p, v.n, SQLITE_STATIC, SQLITE_UTF8) == SQLITE_OK;
}

static bool sqlite_bind_blob(void *s, int i, str_t v)
{
    return sqlite3_bind_blob64(s, i, v.p, v.n, SQLITE_STATIC) == SQLITE_OK;
}

static bool sqlite_bind_null(void *s, int i)
{
    return sqlite3_bind_null(s, i) == SQLITE_OK;
}

static status_t sqlite_step(void *conn, void *s, int64_t *changed, err_t *err)
{
    conn_t *c = conn;
    int rc = sqlite3_step(s);
    if (rc == SQLITE_ROW) return ST_ROW;
    if (rc != SQLITE_DONE) return answer(c->h, rc, err);
    *changed = sqlite3_changes64(c->h);
    return ST_END;
}

static col_kind_t sqlite_col_kind(void *s, int i)
{
    switch (sqlite3_column_type(s, i)) {
    case SQLITE_NULL: return COL_NULL;
    case SQLITE_INTEGER: return COL_INT;
    case SQLITE_FLOAT: return COL_REAL;
    case SQLITE_BLOB: return COL_BLOB;
    default: return COL_TEXT;
    }
}

static int64_t sqlite_col_int(void *s, int i)
{
    return sqlite3_column_int64(s, i);
}

static double sqlite_col_real(void *s, int i)
{
    return sqlite3_column_double(s, i);
}

static str_t sqlite_col_text(void *s, int i)
{
    const char *p = (const char *)sqlite3_column_text(s, i);
    return (str_t){p, (size_t)sqlite3_column_bytes(s, i)};
}

static str_t sqlite_col_blob(void *s, int i)
{
    const char *p = sqlite3_column_blob(s, i);
    return (str_t){p ? p : "", (size_t)sqlite3_column_bytes(s, i)};
}

/* SQLite's own backup: all pages in one step, under one read transaction. */
static status_t sqlite_copy(void *conn, const char *to, err_t *err)
{
    char path[4096];
    sqlite3 *h = NULL, *from = ((conn_t *)conn)->h;
    if ((size_t)snprintf(path, sizeof path, "%s/canhgiac.db", to) >= sizeof path)
        return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    int rc = sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE, NULL);
    sqlite3_backup *b = rc == SQLITE_OK ? sqlite3_backup_init(h, "main", from, "main") : NULL;
    if (b) {
        (void)sqlite3_backup_step(b, -1);
        rc = sqlite3_backup_finish(b);
    } else if (rc == SQLITE_OK) {
        rc = sqlite3_errcode(h);
    }
    status_t s = rc == SQLITE_OK ? ST_OK : answer(h, rc, err);
    sqlite3_close(h);
    return s;
}

const driver_t driver_sqlite = {
    .control = {[CONTROL_BEGIN_READ] = {"begin_read", "BEGIN"},
                [CONTROL_BEGIN_WRITE] = {"begin_write", "BEGIN IMMEDIATE"},
                [CONTROL_COMMIT] = {"commit", "COMMIT"},
                [CONTROL_ROLLBACK] = {"rollback", "ROLLBACK"},
                [CONTROL_SAVE] = {"save", "SAVEPOINT act"},
                [CONTROL_SAVE_KEEP] = {"save_keep", "RELEASE act"},
                [CONTROL_SAVE_UNDO] = {"save_undo", "ROLLBACK TO act"}},
    .open = sqlite_open,
    .close = sqlite_close,
    .script = sqlite_script,
    .inspect = sqlite_inspect,
    .in_transaction = sqlite_in_transaction,
    .sound = sqlite_sound,
    .copy = sqlite_copy,
    .tidy = sqlite_tidy,
    .defer = sqlite_defer,
    .erase = sqlite_erase,
    .prepare = sqlite_prepare,
    .finalize = sqlite_finalize,
    .reset = sqlite_reset,
    .bind_int = sqlite_bind_int,
    .bind_real = sqlite_bind_real,
    .bind_text = sqlite_bind_text,
    .bind_blob = sqlite_bind_blob,
    .bind_null = sqlite_bind_null,
    .step = sqlite_step,
    .col_kind = sqlite_col_kind,
    .col_int = sqlite_col_int,
    .col_real = sqlite_col_real,
    .col_text = sqlite_col_text,
    .col_blob = sqlite_col_blob,
};
