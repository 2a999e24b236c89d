/* SPDX-License-Identifier: Apache-2.0
 *
 * postgres — what the two halves of the PostgreSQL driver share: connections (postgres.c) and statements (postgres_stmt.c).
 *
 * libpq is loaded when a data directory asks for it, so that a program on SQLite neither needs nor starts it.
 */
#ifndef CG_STORE_POSTGRES_H
#define CG_STORE_POSTGRES_H
#include <libpq-fe.h>
#include "store/internal.h"

#define PQ_CALLS(X)                                                                                                    \
    X(connectdbParams)                                                                                                 \
    X(finish)                                                                                                          \
    X(status)                                                                                                          \
    X(reset)                                                                                                           \
    X(errorMessage)                                                                                                    \
    X(transactionStatus)                                                                                               \
    X(exec)                                                                                                            \
    X(execParams)                                                                                                      \
    X(prepare)                                                                                                         \
    X(execPrepared)                                                                                                    \
    X(resultStatus)                                                                                                    \
    X(resultErrorField)                                                                                                \
    X(clear)                                                                                                           \
    X(ntuples)                                                                                                         \
    X(nfields)                                                                                                         \
    X(ftype)                                                                                                           \
    X(getisnull)                                                                                                       \
    X(getvalue)                                                                                                        \
    X(getlength)                                                                                                       \
    X(cmdTuples)                                                                                                       \
    X(cmdStatus)                                                                                                       \
    X(setNoticeProcessor)

/* libpq's functions by their names without PQ. */
typedef struct pq {
#define X(name) __typeof__(&PQ##name) name;
    PQ_CALLS(X)
#undef X
} pq_t;

/* ST_STORE with one sentence when libpq is not there. */
must_use status_t pq_load(const pq_t **out, err_t *err);

typedef struct pg {
    const pq_t *pq;
    PGconn *c;
    bool writes;
    unsigned life;  /* goes up when the connection was made anew: what was prepared before is gone */
    unsigned names; /* statements and cursors named so far */
} pg_t;

/* The one place where an answer of PostgreSQL becomes ours. `r` may be NULL (the connection itself failed). */
status_t pg_answer(pg_t *pg, const PGresult *r, err_t *err);
/* Makes a lost connection anew, with its settings and, for a writer, its lock. */
must_use status_t pg_revive(pg_t *pg, err_t *err);

void *pg_prepare(void *conn, const query_t *q, int param[STORE_PARAMS + 1], err_t *err);
void pg_finalize(void *stmt);
void pg_reset(void *stmt);
bool pg_bind_int(void *stmt, int i, int64_t v);
bool pg_bind_real(void *stmt, int i, double v);
bool pg_bind_text(void *stmt, int i, str_t v);
bool pg_bind_blob(void *stmt, int i, str_t v);
bool pg_bind_null(void *stmt, int i);
status_t pg_step(void *conn, void *stmt, int64_t *changed, err_t *err);
col_kind_t pg_col_kind(void *stmt, int i);
int64_t pg_col_int(void *stmt, int i);
double pg_col_real(void *stmt, int i);
str_t pg_col_text(void *stmt, int i);
str_t pg_col_blob(void *stmt, int i);
#endif
