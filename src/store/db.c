/* SPDX-License-Identifier: Apache-2.0
 *
 * db — one connection and its prepared statements, kept by the address of their query_t. A statement that is still
 * running when it is asked for again (a query inside its own loop) gets a second copy.
 */
#include <stdlib.h>
#include "base/log.h"
#include "store/internal.h"

status_t db_open(const char *dir, conn_mode_t mode, db_t **out, err_t *err)
{
    db_t *db = calloc(1, sizeof *db);
    if (!db) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    status_t s = driver_of(dir, &db->drv, err);
    if (s == ST_OK) s = db->drv->open(dir, mode, &db->conn, err);
    if (s == ST_OK)
        *out = db;
    else
        free(db);
    return s;
}

void db_close(db_t *db)
{
    if (!db) return;
    for (size_t i = 0; i < STORE_CACHE; i++) {
        stmt_t *next;
        for (stmt_t *s = db->cache[i]; s; s = next) {
            next = s->next;
            db->drv->finalize(s->h);
            free(s);
        }
    }
    db->drv->close(db->conn);
    free(db);
}

static stmt_t *take(stmt_t *s)
{
    s->busy = true;
    s->bad_bind = false;
    s->changed = 0;
    s->db->busy++;
    return s;
}

stmt_t *db_query(db_t *db, const query_t *q, err_t *err)
{
    size_t bucket = ((uintptr_t)q / sizeof(query_t)) & (STORE_CACHE - 1);
    for (stmt_t *s = db->cache[bucket]; s; s = s->next)
        if (s->q == q && !s->busy) return take(s);
    stmt_t *s = calloc(1, sizeof *s);
    if (!s) {
        (void)err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
        return NULL;
    }
    s->db = db;
    s->q = q;
    s->h = db->drv->prepare(db->conn, q, s->param, err);
    if (!s->h) {
        log_line(LOG_ERROR, "store.prepare", "query=%s", q->name);
        free(s);
        return NULL;
    }
    s->next = db->cache[bucket];
    db->cache[bucket] = s;
    return take(s);
}

/* Where $i stands in the statement; binding one it does not have is a bug that the next step reports. */
static int place(stmt_t *s, int i)
{
    int at = i >= 1 && i <= STORE_PARAMS ? s->param[i] : 0;
    if (at == 0) s->bad_bind = true;
    return at;
}

void bind_int(stmt_t *s, int i, int64_t v)
{
    int at = place(s, i);
    if (at && !s->db->drv->bind_int(s->h, at, v)) s->bad_bind = true;
}

void bind_real(stmt_t *s, int i, double v)
{
    int at = place(s, i);
    if (at && !s->db->drv->bind_real(s->h, at, v)) s->bad_bind = true;
}

void bind_text(stmt_t *s, int i, str_t v)
{
    if (!v.p) {
        bind_null(s, i);
        return;
    }
    int at = place(s, i);
    if (at && !s->db->drv->bind_text(s->h, at, v)) s->bad_bind = true;
}

void bind_blob(stmt_t *s, int i, str_t v)
{
    if (!v.p) {
        bind_null(s, i);
        return;
    }
    int at = place(s, i);
    if (at && !s->db->drv->bind_blob(s->h, at, v)) s->bad_bind = true;
}

void bind_null(stmt_t *s, int i)
{
    int at = place(s, i);
    if (at && !s->db->drv->bind_null(s->h, at)) s->bad_bind = true;
}

status_t stmt_next(stmt_t *s, err_t *err)
{
    if (s->bad_bind)
        return err_set(err, ST_BUG, "store.bind", N_("A value of the query %s could not be set."), s->q->name);
    return s->db->drv->step(s->db->conn, s->h, &s->changed, err);
}

int64_t col_int(stmt_t *s, int i)
{
    return s->db->drv->col_int(s->h, i);
}

double col_real(stmt_t *s, int i)
{
    return s->db->drv->col_real(s->h, i);
}

str_t col_text(stmt_t *s, arena_t *a, int i)
{
    if (col_null(s, i)) return STR_NONE;
    return str_dup(a, s->db->drv->col_text(s->h, i));
}

str_t col_blob(stmt_t *s, arena_t *a, int i)
{
    if (col_null(s, i)) return STR_NONE;
    return str_dup(a, s->db->drv->col_blob(s->h, i));
}

ident_t col_id(stmt_t *s, int i)
{
    ident_t id = {{0}};
    str_t v = s->db->drv->col_blob(s->h, i);
    if (v.n == sizeof id.b) memcpy(id.b, v.p, v.n);
    return id;
}

bool col_null(stmt_t *s, int i)
{
    return s->db->drv->col_kind(s->h, i) == COL_NULL;
}

void stmt_done(stmt_t *s)
{
    if (!s || !s->busy) return;
    s->db->drv->reset(s->h);
    s->busy = false;
    s->db->busy--;
}

status_t stmt_run(stmt_t *s, int64_t *changed, err_t *err)
{
    if (!s) return err ? err->status : ST_STORE;
    status_t r;
    while ((r = stmt_next(s, err)) == ST_ROW) {
    } /* RETURNING rows nobody asked for */
    if (changed) *changed = s->changed;
    stmt_done(s);
    return r == ST_END ? ST_OK : r;
}

status_t db_control(db_t *db, control_t c, err_t *err)
{
    return stmt_run(db_query(db, &db->drv->control[c], err), NULL, err);
}

int db_finish_all(db_t *db)
{
    int n = 0;
    for (size_t i = 0; i < STORE_CACHE && db->busy; i++)
        for (stmt_t *s = db->cache[i]; s; s = s->next)
            if (s->busy) {
                log_line(LOG_WARN, "store.unfinished", "query=%s", s->q->name);
                stmt_done(s);
                n++;
            }
    return n;
}
