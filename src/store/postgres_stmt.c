/* SPDX-License-Identifier: Apache-2.0
 *
 * postgres_stmt — prepared statements of PostgreSQL.
 *
 * Values go out in binary with the type that was bound (int8, float8, text, bytea), so that a statement is prepared at its first
 * step, when the types are known; a later step that binds others prepares it again. Rows come back as text. A statement whose
 * purpose says "(large)" is read through a cursor, a thousand rows at a time; any other comes whole.
 */
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include "store/postgres.h"

enum {
    TYPE_BOOL = 16,
    TYPE_BYTEA = 17,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_FLOAT4 = 700,
    TYPE_FLOAT8 = 701,
    TYPE_NUMERIC = 1700
};

typedef struct pg_stmt {
    pg_t *pg;
    const query_t *q;
    char name[16];
    unsigned life; /* of the connection it is prepared in; 0: in none */
    int n;         /* highest $i */
    Oid type[STORE_PARAMS];
    /* what is bound now */
    Oid bound[STORE_PARAMS]; /* 0: NULL */
    const char *value[STORE_PARAMS];
    int length[STORE_PARAMS];
    uint64_t number[STORE_PARAMS]; /* big-endian */
    /* what came */
    PGresult *r;
    int row, rows;
    bool cursor; /* open */
    char *bytes; /* of the bytea column read last */
    size_t room;
} pg_stmt_t;

void *pg_prepare(void *conn, const query_t *q, int param[STORE_PARAMS + 1], err_t *err)
{
    pg_stmt_t *s = calloc(1, sizeof *s);
    if (!s) {
        (void)err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
        return NULL;
    }
    s->pg = conn;
    s->q = q;
    snprintf(s->name, sizeof s->name, "s%u", s->pg->names++);
    for (const char *p = strchr(q->sql, '$'); p; p = strchr(p + 1, '$')) {
        int i = p[1] - '0';
        if (i >= 0 && i <= 9 && p[2] >= '0' && p[2] <= '9') i = i * 10 + p[2] - '0';
        if (i < 1 || i > STORE_PARAMS) continue;
        param[i] = i;
        if (i > s->n) s->n = i;
    }
    return s;
}

static void drop_result(pg_stmt_t *s)
{
    s->pg->pq->clear(s->r);
    s->r = NULL;
    s->row = s->rows = 0;
}

static void close_cursor(pg_stmt_t *s)
{
    char sql[32];
    if (!s->cursor) return;
    s->cursor = false;
    if (s->pg->pq->transactionStatus(s->pg->c) != PQTRANS_INTRANS) return; /* it went with its transaction */
    snprintf(sql, sizeof sql, "CLOSE c%s", s->name);
    s->pg->pq->clear(s->pg->pq->exec(s->pg->c, sql));
}

void pg_reset(void *stmt)
{
    pg_stmt_t *s = stmt;
    drop_result(s);
    close_cursor(s);
    memset(s->bound, 0, sizeof s->bound);
    memset(s->value, 0, sizeof s->value);
    memset(s->length, 0, sizeof s->length);
}

void pg_finalize(void *stmt)
{
    pg_stmt_t *s = stmt;
    pg_reset(s);
    free(s->bytes);
    free(s);
}

/* --- binding --- */

static bool put(pg_stmt_t *s, int i, Oid type, const char *p, size_t n)
{
    if (n > INT32_MAX) return false;
    s->bound[i - 1] = type;
    s->value[i - 1] = p;
    s->length[i - 1] = (int)n;
    return true;
}

static bool put_number(pg_stmt_t *s, int i, Oid type, uint64_t v)
{
    s->number[i - 1] = htobe64(v);
    return put(s, i, type, (const char *)&s->number[i - 1], sizeof(uint64_t));
}

bool pg_bind_int(void *stmt, int i, int64_t v)
{
    return put_number(stmt, i, TYPE_INT8, (uint64_t)v);
}

bool pg_bind_real(void *stmt, int i, double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    return put_number(stmt, i, TYPE_FLOAT8, bits);
}

bool pg_bind_text(void *stmt, int i, str_t v)
{
    return put(stmt, i, TYPE_TEXT, v.p, v.n);
}

bool pg_bind_blob(void *stmt, int i, str_t v)
{
    return put(stmt, i, TYPE_BYTEA, v.p, v.n);
}

bool pg_bind_null(void *stmt, int i)
{
    return put(stmt, i, 0, NULL, 0);
}

/* --- running --- */

static bool good(const pg_stmt_t *s, const PGresult *r)
{
    ExecStatusType t = s->pg->pq->resultStatus(r);
    return t == PGRES_COMMAND_OK || t == PGRES_TUPLES_OK;
}

/* Prepared in this life of the connection, for the types that are bound; a NULL fits any. */
static bool fits(const pg_stmt_t *s)
{
    bool same = s->life == s->pg->life + 1;
    for (int i = 0; i < s->n; i++) same = same && (!s->bound[i] || s->bound[i] == s->type[i]);
    return same;
}

static status_t make_ready(pg_stmt_t *s, err_t *err)
{
    if (fits(s)) return ST_OK;
    for (int i = 0; i < s->n; i++)
        if (s->bound[i]) s->type[i] = s->bound[i];
    /* Another name: the old statement may be of another transaction's time. */
    if (s->life) snprintf(s->name, sizeof s->name, "s%u", s->pg->names++);
    PGresult *r = s->pg->pq->prepare(s->pg->c, s->name, s->q->sql, s->n, s->type);
    status_t st = good(s, r) ? ST_OK : pg_answer(s->pg, r, err);
    s->pg->pq->clear(r);
    s->life = st == ST_OK ? s->pg->life + 1 : 0;
    return st;
}

static status_t took(pg_stmt_t *s, PGresult *r, err_t *err)
{
    if (!good(s, r)) {
        status_t st = pg_answer(s->pg, r, err);
        s->pg->pq->clear(r);
        return st;
    }
    drop_result(s);
    s->r = r;
    s->rows = s->pg->pq->ntuples(r);
    s->row = -1;
    return ST_OK;
}

static status_t fetch(pg_stmt_t *s, err_t *err)
{
    char sql[48];
    snprintf(sql, sizeof sql, "FETCH 1000 FROM c%s", s->name);
    return took(s, s->pg->pq->exec(s->pg->c, sql), err);
}

static const int ALL_BINARY[STORE_PARAMS] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                             1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

static status_t open_cursor(pg_stmt_t *s, err_t *err)
{
    size_t room = strlen(s->q->sql) + 64;
    char *sql = malloc(room);
    if (!sql) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    snprintf(sql, room, "DECLARE c%s NO SCROLL CURSOR FOR %s", s->name, s->q->sql);
    PGresult *r = s->pg->pq->execParams(s->pg->c, sql, s->n, s->bound, s->value, s->length, ALL_BINARY, 0);
    free(sql);
    s->cursor = good(s, r);
    status_t st = s->cursor ? ST_OK : pg_answer(s->pg, r, err);
    s->pg->pq->clear(r);
    return st == ST_OK ? fetch(s, err) : st;
}

static bool begins(const pg_stmt_t *s, const char *word)
{
    return strncmp(s->q->sql, word, strlen(word)) == 0;
}

static status_t execute_once(pg_stmt_t *s, err_t *err)
{
    if (begins(s, QUERY_LARGE) && s->pg->pq->transactionStatus(s->pg->c) == PQTRANS_INTRANS) return open_cursor(s, err);
    status_t st = make_ready(s, err);
    if (st != ST_OK) return st;
    PGresult *r = s->pg->pq->execPrepared(s->pg->c, s->name, s->n, s->value, s->length, ALL_BINARY, 0);
    /* A transaction in which something failed ends with ROLLBACK when it is told to commit, and calls that a success. */
    bool undone = good(s, r) && begins(s, "COMMIT") && strcmp(s->pg->pq->cmdStatus(r), "COMMIT") != 0;
    st = took(s, r, err);
    if (st == ST_OK && undone)
        st = err_set(err, ST_STORE, "store.lost", N_("The database failed: nothing of this was saved."));
    return st;
}

/* That a connection was lost shows only when it is used. Nothing is lost with it where a transaction has yet to begin. */
static status_t execute(pg_stmt_t *s, err_t *err)
{
    err_t first = err_new(LANG_EN);
    if (!begins(s, "BEGIN")) return execute_once(s, err);
    if (s->pg->pq->status(s->pg->c) == CONNECTION_OK && execute_once(s, &first) == ST_OK) return ST_OK;
    status_t st = s->pg->pq->status(s->pg->c) == CONNECTION_OK ? ST_OK : pg_revive(s->pg, err);
    return st == ST_OK ? execute_once(s, err) : st;
}

status_t pg_step(void *conn, void *stmt, int64_t *changed, err_t *err)
{
    pg_stmt_t *s = stmt;
    (void)conn;
    status_t st = s->r ? ST_OK : execute(s, err);
    if (st == ST_OK && s->cursor && s->row + 1 >= s->rows && s->rows > 0) st = fetch(s, err);
    if (st != ST_OK) return st;
    if (++s->row < s->rows) return ST_ROW;
    s->row = s->rows;
    *changed = strtoll(s->pg->pq->cmdTuples(s->r), NULL, 10);
    return ST_END;
}

/* --- reading --- */

static bool is_null(const pg_stmt_t *s, int i)
{
    return !s->r || s->row < 0 || s->row >= s->rows || s->pg->pq->getisnull(s->r, s->row, i);
}

col_kind_t pg_col_kind(void *stmt, int i)
{
    pg_stmt_t *s = stmt;
    if (is_null(s, i)) return COL_NULL;
    switch (s->pg->pq->ftype(s->r, i)) {
    case TYPE_BYTEA: return COL_BLOB;
    case TYPE_BOOL:
    case TYPE_INT2:
    case TYPE_INT4:
    case TYPE_INT8: return COL_INT;
    case TYPE_FLOAT4:
    case TYPE_FLOAT8:
    case TYPE_NUMERIC: return COL_REAL;
    default: return COL_TEXT;
    }
}

int64_t pg_col_int(void *stmt, int i)
{
    pg_stmt_t *s = stmt;
    if (is_null(s, i)) return 0;
    const char *v = s->pg->pq->getvalue(s->r, s->row, i);
    return v[0] == 't' ? 1 : strtoll(v, NULL, 10);
}

double pg_col_real(void *stmt, int i)
{
    pg_stmt_t *s = stmt;
    return is_null(s, i) ? 0 : strtod(s->pg->pq->getvalue(s->r, s->row, i), NULL);
}

str_t pg_col_text(void *stmt, int i)
{
    pg_stmt_t *s = stmt;
    if (is_null(s, i)) return S("");
    return (str_t){s->pg->pq->getvalue(s->r, s->row, i), (size_t)s->pg->pq->getlength(s->r, s->row, i)};
}

static unsigned nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* "\x0190…" → its bytes, kept until the next column is read. */
str_t pg_col_blob(void *stmt, int i)
{
    pg_stmt_t *s = stmt;
    str_t v = pg_col_text(s, i);
    if (v.n < 2 || v.p[0] != '\\') return v;
    size_t n = (v.n - 2) / 2;
    if (s->room < n + 1) {
        char *more = realloc(s->bytes, n + 1);
        if (!more) return S("");
        s->bytes = more;
        s->room = n + 1;
    }
    for (size_t k = 0; k < n; k++) s->bytes[k] = (char)(nibble(v.p[2 + 2 * k]) << 4 | nibble(v.p[3 + 2 * k]));
    return (str_t){s->bytes, n};
}
