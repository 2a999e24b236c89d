/* SPDX-License-Identifier: Apache-2.0
 *
 * The SQLite driver: connections, prepared statements, bindings, columns, and SQLite's failures as sentences.
 */
#include <stdlib.h>
#include "store/internal.h"

status_t db_failed(db_t *db, int rc, err_t *err)
{
    switch (rc & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, ST_BUSY, "store.locked",
                       N_("The database is in use by another program; try again in a moment."));
    case SQLITE_FULL:
        return err_set(err, ST_IO, "store.full",
                       N_("The disk is full: nothing was changed. Free some space and try again."));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return err_set(err, ST_STORE, "store.damaged",
                       N_("The database file is damaged. Stop the program and restore the last backup."));
    case SQLITE_CONSTRAINT:
        return err_set(err, ST_CONFLICT, "store.constraint",
                       N_("That is there already, or refers to something that is not: %s."), sqlite3_errmsg(db->c));
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return err_set(err, ST_IO, "store.access", N_("The database file cannot be opened for writing: %s."),
                       sqlite3_errmsg(db->c));
    case SQLITE_IOERR:
        return err_set(err, ST_IO, "store.io", N_("The disk failed while the database was used: %s."),
                       sqlite3_errmsg(db->c));
    case SQLITE_TOOBIG: return err_set(err, ST_LIMIT, "store.too-big", N_("That is too large to store."));
    default: return err_set(err, ST_STORE, "store.failed", N_("The database failed: %s."), sqlite3_errmsg(db->c));
    }
}

status_t db_exec(db_t *db, const char *sql, err_t *err)
{
    int rc = sqlite3_exec(db->c, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? ST_OK : db_failed(db, rc, err);
}

/* busy_timeout before anything else: setting the journal mode already takes a lock. FULL, because a commit that was
 * answered must survive a power cut (WAL with NORMAL may lose the last ones). */
status_t db_open(const char *path, bool writer, db_t **out, err_t *err)
{
    db_t *db = calloc(1, sizeof *db);
    if (!db) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | (writer ? SQLITE_OPEN_CREATE : 0);
    int rc = sqlite3_open_v2(path, &db->c, flags, NULL);
    db->writer = writer;
    status_t s = rc == SQLITE_OK ? ST_OK : db_failed(db, rc, err);
    if (s == ST_OK) {
        sqlite3_extended_result_codes(db->c, 1);
        sqlite3_busy_timeout(db->c, 5000);
        s = db_exec(
            db,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;"
            "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-4096; PRAGMA mmap_size=268435456;",
            err);
    }
    if (s == ST_OK && !writer) s = db_exec(db, "PRAGMA query_only=ON;", err);
    if (s != ST_OK) {
        db_close(db);
        return s;
    }
    *out = db;
    return ST_OK;
}

void db_close(db_t *db)
{
    if (!db) return;
    for (size_t i = 0; i < STATEMENTS; i++) sqlite3_finalize(db->cache[i].stmt);
    sqlite3_close(db->c);
    free(db);
}

/* The slot for `q`: its own, or an empty one. */
static cached_t *slot(db_t *db, const query_t *q)
{
    size_t h = ((uintptr_t)q >> 4) * 2654435761u;
    for (size_t i = 0; i < STATEMENTS; i++) {
        cached_t *c = &db->cache[(h + i) % STATEMENTS];
        if (c->query == q || !c->query) return c;
    }
    return NULL;
}

stmt_t *db_query(db_t *db, const query_t *q, err_t *err)
{
    cached_t *c = slot(db, q);
    if (!c || db->depth == (int)(sizeof db->running / sizeof *db->running)) {
        err_set(err, ST_BUG, "store.statements", N_("Too many statements at once."));
        return NULL;
    }
    stmt_t *s = &db->running[db->depth];
    if (c->query && !c->busy) {
        *s = (stmt_t){c->stmt, c, db, q};
    } else {
        /* First use is kept; a query that runs inside itself gets a statement of its own for that time. */
        sqlite3_stmt *made = NULL;
        bool keep = c->query == NULL;
        int rc = sqlite3_prepare_v3(db->c, q->sql, -1, keep ? SQLITE_PREPARE_PERSISTENT : 0, &made, NULL);
        if (rc != SQLITE_OK) {
            db_failed(db, rc, err);
            return NULL;
        }
        if (keep) *c = (cached_t){q, made, false};
        *s = (stmt_t){made, keep ? c : NULL, db, q};
    }
    if (s->home) s->home->busy = true;
    db->depth++;
    return s;
}

void stmt_done(stmt_t *s)
{
    if (!s || !s->s) return;
    if (s->home) {
        sqlite3_reset(s->s);
        sqlite3_clear_bindings(s->s);
        s->home->busy = false;
    } else {
        sqlite3_finalize(s->s);
    }
    s->s = NULL;
    db_t *db = s->db;
    while (db->depth > 0 && !db->running[db->depth - 1].s) db->depth--;
}

void bind_int(stmt_t *s, int i, int64_t v)
{
    sqlite3_bind_int64(s->s, i, v);
}

void bind_real(stmt_t *s, int i, double v)
{
    sqlite3_bind_double(s->s, i, v);
}

void bind_text(stmt_t *s, int i, str_t v)
{
    if (v.p)
        sqlite3_bind_text64(s->s, i, v.p, v.n, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_null(s->s, i);
}

void bind_blob(stmt_t *s, int i, str_t v)
{
    if (v.p)
        sqlite3_bind_blob64(s->s, i, v.p, v.n, SQLITE_STATIC);
    else
        sqlite3_bind_null(s->s, i);
}

void bind_null(stmt_t *s, int i)
{
    sqlite3_bind_null(s->s, i);
}

status_t stmt_next(stmt_t *s, err_t *err)
{
    int rc = sqlite3_step(s->s);
    if (rc == SQLITE_ROW) return ST_ROW;
    if (rc == SQLITE_DONE) return ST_END;
    return db_failed(s->db, rc, err);
}

int64_t col_int(stmt_t *s, int i)
{
    return sqlite3_column_int64(s->s, i);
}

double col_real(stmt_t *s, int i)
{
    return sqlite3_column_double(s->s, i);
}

str_t col_text(stmt_t *s, arena_t *a, int i)
{
    const void *p = sqlite3_column_text(s->s, i);
    return p ? str_dup(a, (str_t){p, (size_t)sqlite3_column_bytes(s->s, i)}) : STR_NONE;
}

str_t col_blob(stmt_t *s, arena_t *a, int i)
{
    if (sqlite3_column_type(s->s, i) == SQLITE_NULL) return STR_NONE;
    const void *p = sqlite3_column_blob(s->s, i);
    return str_dup(a, (str_t){p, (size_t)sqlite3_column_bytes(s->s, i)});
}

ident_t col_id(stmt_t *s, int i)
{
    ident_t id = {{0}};
    const void *p = sqlite3_column_blob(s->s, i);
    if (p && sqlite3_column_bytes(s->s, i) == 16) memcpy(id.b, p, 16);
    return id;
}

bool col_null(stmt_t *s, int i)
{
    return sqlite3_column_type(s->s, i) == SQLITE_NULL;
}

status_t stmt_run(stmt_t *s, int64_t *changed, err_t *err)
{
    if (!s) return err && err->status != ST_OK ? err->status : ST_STORE;
    db_t *db = s->db;
    status_t r = stmt_next(s, err);
    while (r == ST_ROW) r = stmt_next(s, err);
    stmt_done(s);
    if (changed) *changed = sqlite3_changes64(db->c);
    return r == ST_END ? ST_OK : r;
}
