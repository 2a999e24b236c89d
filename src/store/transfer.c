/* SPDX-License-Identifier: Apache-2.0
 *
 * transfer — a whole database, row by row, into another kind: for moving to PostgreSQL and back, and for backups of it.
 */
#include <stdio.h>
#include <unistd.h>
#include "base/file.h"
#include "store/internal.h"

enum { ROW_MOST = 64 << 20 };

/* One value over. What is not text or bytes has no bytes that could end before the statement does. */
static bool value_over(arena_t *a, stmt_t *from, stmt_t *to, int i)
{
    str_t bytes;
    switch (from->db->drv->col_kind(from->h, i)) {
    case COL_NULL: bind_null(to, i + 1); return true;
    case COL_INT: bind_int(to, i + 1, col_int(from, i)); return true;
    case COL_REAL: bind_real(to, i + 1, col_real(from, i)); return true;
    case COL_BLOB:
        bytes = col_blob(from, a, i);
        bind_blob(to, i + 1, bytes);
        return bytes.p != NULL;
    default:
        bytes = col_text(from, a, i);
        bind_text(to, i + 1, bytes);
        return bytes.p != NULL;
    }
}

static status_t row_over(arena_t *a, const table_copy_t *t, stmt_t *from, db_t *to, err_t *err)
{
    stmt_t *q = db_query(to, &t->put, err);
    if (!q) return ST_STORE;
    bool whole = true;
    for (int i = 0; i < t->columns; i++) whole = value_over(a, from, q, i) && whole;
    if (whole) return stmt_run(q, NULL, err);
    stmt_done(q);
    return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}

static status_t table_over(const table_copy_t *t, db_t *from, db_t *to, void (*step)(uint64_t done), uint64_t *done,
                           err_t *err)
{
    arena_t *a = arena_new(ROW_MOST);
    stmt_t *q = a ? db_query(from, &t->get, err) : NULL;
    status_t s = q ? ST_OK : a ? ST_STORE : err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    while (s == ST_OK && (s = stmt_next(q, err)) == ST_ROW) {
        s = row_over(a, t, q, to, err);
        arena_reset(a);
        if (step && ++*done % 1000 == 0) step(*done);
    }
    stmt_done(q);
    arena_free(a);
    return s == ST_END ? ST_OK : s;
}

status_t rows_copy(db_t *from, db_t *to, void (*step)(uint64_t done), err_t *err)
{
    uint64_t done = 0;
    status_t s = db_control(to, CONTROL_BEGIN_WRITE, err);
    if (s != ST_OK) return s;
    s = to->drv->defer(to->conn, err);
    for (const table_copy_t *t = table_copies; s == ST_OK && t->table; t++)
        s = table_over(t, from, to, step, &done, err);
    if (s == ST_OK) s = db_control(to, CONTROL_COMMIT, err);
    if (s != ST_OK && to->drv->in_transaction(to->conn)) {
        err_t ignored = err_new(LANG_EN);
        db_finish_all(to);
        (void)!db_control(to, CONTROL_ROLLBACK, &ignored);
    }
    return s;
}

status_t db_copy(db_t *db, const char *to, err_t *err)
{
    db_t *made = NULL;
    if (db->drv->copy) return db->drv->copy(db->conn, to, err);
    status_t s = db_open(to, CONN_CREATE, &made, err);
    if (s == ST_OK) s = migrate(made, schema_files, err);
    if (s == ST_OK) s = rows_copy(db, made, NULL, err);
    db_close(made);
    return s;
}

/* --- moving a data directory's database --- */

static status_t verified(db_t *db, err_t *err)
{
    journal_state_t state;
    status_t s = db_control(db, CONTROL_BEGIN_READ, err);
    if (s != ST_OK) return s;
    s = journal_verify(db, &state, err);
    err_t ignored = err_new(LANG_EN);
    (void)!db_control(db, CONTROL_ROLLBACK, &ignored);
    return s;
}

/* Everything `from` sees into a new database of the folder `to`, believed only when the journal holds there. */
static status_t fill(db_t *from, const char *to, void (*step)(uint64_t done), err_t *err)
{
    db_t *made = NULL;
    status_t s = db_open(to, CONN_CREATE, &made, err);
    if (s != ST_OK) return s;
    s = migrate(made, schema_files, err);
    if (s == ST_OK) s = rows_copy(from, made, step, err);
    if (s == ST_OK) s = verified(made, err);
    err_t ignored = err_new(LANG_EN);
    if (s != ST_OK) (void)!made->drv->erase(made->conn, &ignored);
    db_close(made);
    return s;
}

/* The new database stands: the folder names it. The old file stays beside as canhgiac.db.moved. */
static status_t name_it(const char *dir, const char *beside, const char *url, err_t *err)
{
    char from[STORE_PATH], to[STORE_PATH];
    if (store_is_postgres(url)) {
        status_t s = where_write(dir, url, err);
        bool fits = (size_t)snprintf(from, sizeof from, "%s/canhgiac.db", dir) < sizeof from &&
                    (size_t)snprintf(to, sizeof to, "%s/canhgiac.db.moved", dir) < sizeof to;
        if (s == ST_OK && fits && file_exists(from) && rename(from, to) != 0)
            s = err_set(err, ST_IO, "store.moved", N_("%s could not be put aside."), from);
        return s;
    }
    bool fits = (size_t)snprintf(from, sizeof from, "%s/canhgiac.db", beside) < sizeof from &&
                (size_t)snprintf(to, sizeof to, "%s/canhgiac.db", dir) < sizeof to;
    if (!fits || rename(from, to) != 0)
        return err_set(err, ST_IO, "store.moved", N_("%s could not be put aside."), from);
    where_remove(dir);
    return ST_OK;
}

status_t store_move(const char *dir, const char *url, void (*step)(uint64_t done), err_t *err)
{
    char beside[STORE_PATH], now[STORE_URL];
    bool postgres = store_is_postgres(url);
    status_t s = where_read(dir, now, err);
    if (s == ST_OK && !postgres && strcmp(url, "sqlite") != 0)
        s = err_set(err, ST_USAGE, "store.url",
                    N_("The store is sqlite, or the address of a PostgreSQL database: postgresql://…"));
    if (s == ST_OK && strcmp(now[0] ? now : "sqlite", url) == 0)
        s = err_set(err, ST_CONFLICT, "store.same", N_("The database is there already."));
    if (s == ST_OK && (size_t)snprintf(beside, sizeof beside, "%s/moving-%d", dir, (int)getpid()) >= sizeof beside)
        s = err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    store_t *st = NULL;
    if (s == ST_OK) s = store_open(dir, &st, err); /* holds the lock until the end */
    if (s != ST_OK) return s;
    db_t *from;
    s = dir_make(beside, 0700, err);
    if (s == ST_OK && postgres) s = where_write(beside, url, err);
    if (s == ST_OK) s = store_read(st, &from, err);
    if (s == ST_OK) {
        s = fill(from, beside, step, err);
        store_done(st, from);
    }
    if (s == ST_OK) s = name_it(dir, beside, url, err);
    store_close(st);
    dir_remove(beside);
    return s;
}
