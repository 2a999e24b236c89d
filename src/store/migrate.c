/* SPDX-License-Identifier: Apache-2.0
 *
 * Schema steps: numbered files carried in the program, each run once in a transaction of its own and remembered with its
 * hash, so that a database made by a newer or an altered program is refused instead of half understood.
 */
#include <stdio.h>
#include "base/embed.h"
#include "base/log.h"
#include "store/internal.h"
#include "store/queries.h"

extern const embed_t schema_files[];

static status_t applied(db_t *db, int64_t version, digest_t hash, bool *is, err_t *err)
{
    stmt_t *q = db_query(db, &q_schema_step, err);
    if (!q) return err->status;
    bind_int(q, 1, version);
    status_t s = stmt_next(q, err);
    *is = s == ST_ROW;
    char had[65], now[65];
    digest_hex(hash, now);
    arena_t *a = *is ? arena_new(1024) : NULL;
    if (a) {
        str_t t = col_text(q, a, 0);
        snprintf(had, sizeof had, "%.*s", STRF(t));
        arena_free(a);
    }
    stmt_done(q);
    if (s != ST_ROW && s != ST_END) return s;
    if (*is && strcmp(had, now) != 0)
        return err_set(
            err, ST_STORE, "store.altered-schema",
            N_("Schema step %lld of this database differs from the program's. Use the program that made it."),
            (long long)version);
    return ST_OK;
}

static status_t apply(db_t *db, int64_t version, const embed_t *file, digest_t hash, err_t *err)
{
    status_t s = db_exec(db, "BEGIN IMMEDIATE", err);
    if (s != ST_OK) return s;
    s = db_exec(db, file->start, err);
    stmt_t *q = s == ST_OK ? db_query(db, &q_schema_done, err) : NULL;
    if (q) {
        char hex[65];
        digest_hex(hash, hex);
        bind_int(q, 1, version);
        bind_text(q, 2, str_of(hex));
        bind_ms(q, 3, clock_wall());
        s = stmt_run(q, NULL, err);
    } else if (s == ST_OK) {
        s = err->status;
    }
    if (s == ST_OK) s = db_exec(db, "COMMIT", err);
    if (s != ST_OK && !sqlite3_get_autocommit(db->c)) {
        err_t ignored = err_new(LANG_EN);
        if (db_exec(db, "ROLLBACK", &ignored) != ST_OK)
            log_line(LOG_ERROR, "store.migrate", "why=\"%s\"", ignored.text);
    }
    return s;
}

static status_t newest(db_t *db, int64_t *version, err_t *err)
{
    stmt_t *q = db_query(db, &q_schema_newest, err);
    if (!q) return err->status;
    status_t s = stmt_next(q, err);
    *version = s == ST_ROW ? col_int(q, 0) : 0;
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

status_t store_migrate(db_t *db, err_t *err)
{
    status_t s = db_exec(db,
                         "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, sha256 TEXT NOT NULL,"
                         " at BIGINT NOT NULL)",
                         err);
    int64_t last = 0, have = 0;
    for (const embed_t *f = schema_files; s == ST_OK && f->path; f++) {
        if (!str_int((str_t){f->path, 4}, 1, 9999, &last)) return ST_BUG;
        digest_t hash = sha256((str_t){f->start, (size_t)(f->end - f->start)});
        bool done = false;
        s = applied(db, last, hash, &done, err);
        if (s == ST_OK && !done) s = apply(db, last, f, hash, err);
    }
    if (s == ST_OK) s = newest(db, &have, err);
    if (s == ST_OK && have > last)
        return err_set(
            err, ST_STORE, "store.newer-schema",
            N_("This database is of a newer canhgiac (schema %lld, this program knows %lld). Update the program."),
            (long long)have, (long long)last);
    return s;
}
