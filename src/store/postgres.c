/* SPDX-License-Identifier: Apache-2.0
 *
 * postgres — connections to PostgreSQL (13 or later), in the schema "canhgiac" of the database that DIR/store names.
 *
 * One program writes: it holds an advisory lock of the database. synchronous_commit stays on, so what was committed survives a
 * power cut there as with SQLite. A reader sees one snapshot (REPEATABLE READ). Order by name must be the same everywhere:
 * a database whose collation is not "C" is refused.
 */
#include "store/postgres.h"
#include <dlfcn.h>
#include <stdlib.h>
#include "base/log.h"

#define WRITER_LOCK "7161126277186412899" /* the eight letters as a number: ours alone in a database */

static pq_t pq;
static bool pq_there;
static pthread_once_t pq_once = PTHREAD_ONCE_INIT;

static void load(void)
{
    void *h = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
    if (!h) return;
    pq_there = true;
    struct call {
        const char *name;
        void *at;
    };
#define X(name) {"PQ" #name, &pq.name},
    const struct call calls[] = {PQ_CALLS(X)};
#undef X
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        void *f = dlsym(h, calls[i].name);
        if (!f) pq_there = false;
        memcpy(calls[i].at, &f, sizeof f); /* a function's address comes as an object's */
    }
}

status_t pq_load(const pq_t **out, err_t *err)
{
    pthread_once(&pq_once, load);
    *out = &pq;
    if (pq_there) return ST_OK;
    return err_set(err, ST_STORE, "store.no-libpq", N_("PostgreSQL's library is missing: install the package libpq5."));
}

typedef struct kind {
    const char *state; /* SQLSTATE, or its first characters */
    status_t status;
    const char *code, *says;
} kind_t;

static const kind_t KINDS[] = {
    {"23505", ST_CONFLICT, "store.exists", N_("This exists already.")},
    {"53100", ST_LIMIT, "store.full", N_("The disk is full: nothing was changed. Free some space and try again.")},
    {"53", ST_BUSY, "store.locked", N_("The database is in use by another program; try again in a moment.")},
    {"55P03", ST_BUSY, "store.locked", N_("The database is in use by another program; try again in a moment.")},
    {"40", ST_BUSY, "store.locked", N_("The database is in use by another program; try again in a moment.")},
    {"42501", ST_STORE, "store.read-only", N_("The database cannot be written: check the permissions.")},
    {"28", ST_STORE, "store.refused",
     N_("The database server refused the sign-in. Check the address in the data directory's file 'store'.")},
    {"3D000", ST_NOT_FOUND, "store.no-database",
     N_("The database server has no database of that name: make it with createdb.")},
    {"22021", ST_INPUT, "store.text", N_("The text holds characters that cannot be stored.")},
    {"22P05", ST_INPUT, "store.text", N_("The text holds characters that cannot be stored.")},
};

static status_t lost(pg_t *pg, err_t *err)
{
    /* The message may name host and user, never the password; it goes to the log of who runs this. */
    log_line(LOG_ERROR, "store.postgres-lost", "why=\"%s\"", pg->pq->errorMessage(pg->c));
    return err_set(err, ST_STORE, "store.unreachable",
                   N_("The database server cannot be reached. See that it runs, and the address in the file 'store'."));
}

status_t pg_answer(pg_t *pg, const PGresult *r, err_t *err)
{
    const char *state = r ? pg->pq->resultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
    if (!state) return lost(pg, err);
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (strncmp(state, KINDS[i].state, strlen(KINDS[i].state)) == 0)
            return err_set(err, KINDS[i].status, KINDS[i].code, "%s", tr(err ? err->lang : LANG_EN, KINDS[i].says));
    const char *why = pg->pq->resultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    log_line(LOG_ERROR, "store.postgres", "state=%s why=\"%s\"", state, why ? why : "");
    return err_set(err, ST_STORE, "store.postgres", N_("The database failed (PostgreSQL code %s)."), state);
}

static status_t run(pg_t *pg, const char *sql, err_t *err)
{
    PGresult *r = pg->pq->exec(pg->c, sql);
    ExecStatusType t = pg->pq->resultStatus(r);
    status_t s = t == PGRES_COMMAND_OK || t == PGRES_TUPLES_OK ? ST_OK : pg_answer(pg, r, err);
    pg->pq->clear(r);
    return s;
}

/* The first value of the first row is `wanted`. */
static status_t ask(pg_t *pg, const char *sql, const char *wanted, bool *is, err_t *err)
{
    PGresult *r = pg->pq->exec(pg->c, sql);
    status_t s = pg->pq->resultStatus(r) == PGRES_TUPLES_OK ? ST_OK : pg_answer(pg, r, err);
    *is = s == ST_OK && pg->pq->ntuples(r) > 0 && strcmp(pg->pq->getvalue(r, 0, 0), wanted) == 0;
    pg->pq->clear(r);
    return s;
}

/* The server gives the lock free a moment after its last holder has gone: it is waited for, for a little. */
static status_t take_lock(pg_t *pg, err_t *err)
{
    status_t s = run(pg, "SET lock_timeout = '3s'; SELECT pg_advisory_lock(" WRITER_LOCK ")", err);
    if (s == ST_BUSY)
        s = err_set(err, ST_BUSY, "store.pg-in-use", N_("The database is in use by another canhgiac; stop it first."));
    return s;
}

static status_t settings(pg_t *pg, err_t *err)
{
    status_t s = run(pg, "SET search_path = canhgiac; SET client_min_messages = warning", err);
    if (s == ST_OK && pg->writes) s = take_lock(pg, err);
    return s == ST_OK ? run(pg, "SET lock_timeout = '5s'", err) : s;
}

status_t pg_revive(pg_t *pg, err_t *err)
{
    pg->pq->reset(pg->c);
    pg->life++;
    if (pg->pq->status(pg->c) != CONNECTION_OK) return lost(pg, err);
    return settings(pg, err);
}

static void quiet(void *arg, const char *message)
{
    (void)arg, (void)message;
}

static void pg_close(void *conn)
{
    pg_t *pg = conn;
    pg->pq->finish(pg->c);
    free(pg);
}

static status_t collation(pg_t *pg, err_t *err)
{
    bool same, utf8;
    /* Asked of the order itself: what a collation is called differs by version and provider. */
    status_t s = ask(pg, "SELECT 'a' > 'B' AND 'record.' < 'record/' AND 'đ' > 'z'", "t", &same, err);
    if (s == ST_OK) s = ask(pg, "SHOW server_encoding", "UTF8", &utf8, err);
    if (s == ST_OK && !(same && utf8))
        s = err_set(err, ST_STORE, "store.collation",
                    N_("The database must have the encoding UTF8 and the collation C: createdb -T template0 -E UTF8 "
                       "--locale=C NAME"));
    return s;
}

/* The schema "canhgiac" is there exactly when a campaign is. */
static status_t schema(pg_t *pg, conn_mode_t mode, const char *dir, err_t *err)
{
    bool there;
    status_t s = ask(pg, "SELECT count(*) FROM pg_namespace WHERE nspname = 'canhgiac'", "1", &there, err);
    if (s != ST_OK) return s;
    if (mode == CONN_CREATE && there)
        return err_set(err, ST_CONFLICT, "store.pg-there", N_("The database holds a campaign already."));
    if (mode != CONN_CREATE && !there)
        return err_set(err, ST_NOT_FOUND, "store.pg-none", N_("The database that %s/store names holds no campaign."),
                       dir);
    return mode == CONN_CREATE ? run(pg, "CREATE SCHEMA canhgiac", err) : ST_OK;
}

static status_t pg_open(const char *dir, conn_mode_t mode, void **out, err_t *err)
{
    char url[STORE_URL];
    const pq_t *calls;
    status_t s = where_read(dir, url, err);
    if (s == ST_OK) s = pq_load(&calls, err);
    pg_t *pg = s == ST_OK ? calloc(1, sizeof *pg) : NULL;
    if (!pg) return s == ST_OK ? err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory.")) : s;
    *pg = (pg_t){.pq = calls, .writes = mode != CONN_READ};
    static const char *const keys[] = {"dbname", "application_name", "client_encoding", "connect_timeout", NULL};
    const char *values[] = {url, "canhgiac", "UTF8", "10", NULL};
    pg->c = calls->connectdbParams(keys, values, 1);
    if (calls->status(pg->c) != CONNECTION_OK) {
        s = lost(pg, err);
    } else {
        calls->setNoticeProcessor(pg->c, quiet, NULL);
        if (mode == CONN_CREATE) s = collation(pg, err);
        if (s == ST_OK) s = settings(pg, err);
        if (s == ST_OK) s = schema(pg, mode, dir, err);
    }
    if (s == ST_OK)
        *out = pg;
    else
        pg_close(pg);
    return s;
}

static status_t pg_script(void *conn, const char *sql, err_t *err)
{
    return run(conn, sql, err);
}

static status_t pg_inspect(void *conn, bool unclean, err_t *err)
{
    (void)unclean; /* the server looks after its own files */
    return collation(conn, err);
}

static bool pg_in_transaction(void *conn)
{
    pg_t *pg = conn;
    PGTransactionStatusType t = pg->pq->transactionStatus(pg->c);
    return t != PQTRANS_IDLE && t != PQTRANS_UNKNOWN;
}

static bool pg_sound(void *conn)
{
    pg_t *pg = conn;
    return pg->pq->status(pg->c) == CONNECTION_OK && pg->pq->transactionStatus(pg->c) != PQTRANS_UNKNOWN;
}

static void pg_tidy(void *conn, bool idle)
{
    (void)conn, (void)idle; /* autovacuum does */
}

/* Foreign keys are judged at the commit: rows may come in any order. */
static status_t pg_defer(void *conn, err_t *err)
{
    return run(conn,
               "DO $$ DECLARE r record; BEGIN FOR r IN SELECT conrelid::regclass AS tab, conname FROM pg_constraint "
               "WHERE contype = 'f' AND NOT condeferrable AND connamespace = 'canhgiac'::regnamespace LOOP "
               "EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE', r.tab, r.conname); END LOOP; END $$; "
               "SET CONSTRAINTS ALL DEFERRED",
               err);
}

static status_t pg_erase(void *conn, err_t *err)
{
    return run(conn, "DROP SCHEMA canhgiac CASCADE", err);
}

const driver_t driver_postgres = {
    .control = {[CONTROL_BEGIN_READ] = {"begin_read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"},
                [CONTROL_BEGIN_WRITE] = {"begin_write", "BEGIN"},
                [CONTROL_COMMIT] = {"commit", "COMMIT"},
                [CONTROL_ROLLBACK] = {"rollback", "ROLLBACK"},
                [CONTROL_SAVE] = {"save", "SAVEPOINT act"},
                [CONTROL_SAVE_KEEP] = {"save_keep", "RELEASE act"},
                [CONTROL_SAVE_UNDO] = {"save_undo", "ROLLBACK TO act"}},
    .open = pg_open,
    .close = pg_close,
    .script = pg_script,
    .inspect = pg_inspect,
    .in_transaction = pg_in_transaction,
    .sound = pg_sound,
    .copy = NULL,
    .tidy = pg_tidy,
    .defer = pg_defer,
    .erase = pg_erase,
    .prepare = pg_prepare,
    .finalize = pg_finalize,
    .reset = pg_reset,
    .bind_int = pg_bind_int,
    .bind_real = pg_bind_real,
    .bind_text = pg_bind_text,
    .bind_blob = pg_bind_blob,
    .bind_null = pg_bind_null,
    .step = pg_step,
    .col_kind = pg_col_kind,
    .col_int = pg_col_int,
    .col_real = pg_col_real,
    .col_text = pg_col_text,
    .col_blob = pg_col_blob,
};
