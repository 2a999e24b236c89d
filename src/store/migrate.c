/* SPDX-License-Identifier: Apache-2.0
 *
 * migrate — brings a database to the newest schema, one numbered step a transaction. The table schema_version holds the
 * SHA-256 of every step that was taken: a database made by a newer program, or by steps that were changed since, is
 * refused before anything is read from it.
 */
#include "store/internal.h"
#include "store/queries.h"

/* "0001_twelve_tables.sql" → 1; 0 when the name is not of that form. */
static int64_t step_number(str_t path)
{
    int64_t n = 0;
    if (path.n < 6 || path.p[4] != '_' || !str_int(str_sub(path, 0, 4), 1, 9999, &n)) return 0;
    return n;
}

static digest_t step_digest(const embed_t *e)
{
    return sha256((str_t){e->start, (size_t)(e->end - e->start)});
}

static status_t taken_matches(stmt_t *q, const embed_t *steps, int64_t known, err_t *err)
{
    int64_t n = col_int(q, 0);
    if (n > known)
        return err_set(
            err, ST_CONFLICT, "store.newer-schema",
            N_("This database is of a newer canhgiac (schema %lld, this program knows %lld). Update the program."),
            (long long)n, (long long)known);
    const embed_t *e = steps;
    while (step_number(str_of(e->path)) != n) e++;
    char want[65];
    digest_hex(step_digest(e), want);
    arena_t *a = arena_new(4096);
    bool same = a && str_eq(col_text(q, a, 1), str_of(want));
    arena_free(a);
    if (same) return ST_OK;
    return err_set(err, ST_CONFLICT, "store.altered-schema",
                   N_("Schema step %lld of this database differs from the program's. Use the program that made it."),
                   (long long)n);
}

/* How many steps were taken; each is checked against ours. */
static status_t taken(db_t *db, const embed_t *steps, int64_t known, int64_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_schema_steps, err);
    if (!q) return ST_STORE;
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        if ((s = taken_matches(q, steps, known, err)) != ST_OK) break;
        *out = col_int(q, 0);
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s;
}

static status_t take_step(db_t *db, const embed_t *e, int64_t n, err_t *err)
{
    status_t s = db_control(db, CONTROL_BEGIN_WRITE, err);
    if (s != ST_OK) return s;
    char hex[65];
    digest_hex(step_digest(e), hex);
    s = db->drv->script(db->conn, e->start, err);
    stmt_t *q = s == ST_OK ? db_query(db, &q_schema_done, err) : NULL;
    if (q) {
        bind_int(q, 1, n);
        bind_text(q, 2, str_of(hex));
        bind_ms(q, 3, clock_wall());
        s = stmt_run(q, NULL, err);
    } else if (s == ST_OK) {
        s = ST_STORE;
    }
    if (s == ST_OK) s = db_control(db, CONTROL_COMMIT, err);
    if (s != ST_OK && db->drv->in_transaction(db->conn)) {
        err_t ignored = err_new(LANG_EN);
        (void)!db_control(db, CONTROL_ROLLBACK, &ignored);
    }
    return s;
}

status_t migrate(db_t *db, const embed_t *steps, err_t *err)
{
    int64_t known = 0, done = 0;
    for (const embed_t *e = steps; e->path; e++) {
        if (step_number(str_of(e->path)) != known + 1)
            return err_set(err, ST_BUG, "store.steps", N_("The schema step %s is out of order."), e->path);
        known++;
    }
    status_t s = stmt_run(db_query(db, &q_schema_table, err), NULL, err);
    if (s == ST_OK) s = taken(db, steps, known, &done, err);
    for (int64_t n = done + 1; s == ST_OK && n <= known; n++) s = take_step(db, &steps[n - 1], n, err);
    return s;
}

status_t migrated(db_t *db, const embed_t *steps, err_t *err)
{
    int64_t known = 0, done = 0;
    for (const embed_t *e = steps; e->path; e++) known++;
    status_t s = taken(db, steps, known, &done, err);
    if (s == ST_OK && done < known)
        return err_set(
            err, ST_CONFLICT, "store.older-schema",
            N_("This database is of an older canhgiac (schema %lld of %lld). Start the program once to bring it "
               "up to date."),
            (long long)done, (long long)known);
    return s;
}
