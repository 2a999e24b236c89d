/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows of a grid from the database's tables.
 */
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"
#include "campaign/rule.h"

typedef struct tables {
    arena_t *a, *scratch, *line; /* texts that stay; texts of one duty; of one row */
    stmt_t *units, *said;
    bool whole;       /* with what records say and looks found */
    cover_said_t row; /* the one before */
} tables_t;

static status_t table_unit(void *ctx, cover_unit_t *out, err_t *err)
{
    tables_t *t = ctx;
    stmt_t *q = t->units;
    status_t s = stmt_next(q, err);
    if (s == ST_ROW)
        *out = (cover_unit_t){col_id(q, 0),         col_text(q, t->a, 1), col_text(q, t->a, 2),
                              col_text(q, t->a, 3), col_int(q, 4),        col_text(q, t->a, 5)};
    return s;
}

/* Most rows are one more look at the record of the row before: what is the same is not read again. */
static status_t table_said(void *ctx, cover_said_t *out, err_t *err)
{
    tables_t *t = ctx;
    stmt_t *q = t->said;
    status_t s = stmt_next(q, err);
    if (s != ST_ROW) return s;
    cover_said_t *r = &t->row;
    ident_t duty = col_id(q, 0);
    if (!ident_eq(duty, r->duty)) {
        arena_reset(t->scratch);
        *r = (cover_said_t){.duty = duty,
                            .unit = col_id(q, 1),
                            .clause = col_text(q, t->scratch, 2),
                            .optional = col_int(q, 3) != 0,
                            .due = col_int(q, 4),
                            .acknowledged = col_int(q, 5),
                            .waived = col_int(q, 6),
                            .ended = col_int(q, 7)};
    }
    ident_t record = col_id(q, 8);
    if (!ident_eq(record, r->record)) {
        r->record = record;
        r->received = col_int(q, 9);
        r->supersedes = col_id(q, 10);
        if (t->whole) {
            r->kind = col_text(q, t->scratch, 13);
            r->body = col_text(q, t->scratch, 14);
        }
    }
    r->looked = col_int(q, 11);
    arena_reset(t->line);
    r->verdict = col_text(q, t->line, 12);
    if (t->whole) r->seen = col_text(q, t->line, 15);
    *out = *r;
    return ST_ROW;
}

static status_t read_tables(db_t *db, tables_t *t, const dispatch_t *d, ms_t at, coverage_t *out, err_t *err)
{
    rule_t *rules = NULL;
    t->whole = rules_bind(d->clauses, d->n_clauses);
    status_t s = t->whole ? rules_load(db, t->a, d->clauses, d->n_clauses, &rules, err) : ST_OK;
    if (s != ST_OK) return s;
    t->units = db_query(db, &q_grid_units, err);
    if (!t->units) return err->status;
    bind_id(t->units, 1, &d->id);
    t->said = db_query(db, t->whole ? &q_grid_answers : &q_grid_duties, err);
    if (t->said) {
        bind_id(t->said, 1, &d->id);
        bind_ms(t->said, 2, at);
        cover_source_t from = {t, table_unit, table_said, d->clauses, d->n_clauses, d->closes, rules};
        s = coverage_from(t->a, &from, at, out, err);
        stmt_done(t->said);
    }
    stmt_done(t->units);
    return t->said ? s : err->status;
}

status_t coverage_of(db_t *db, arena_t *a, ident_t dispatch, ms_t at, coverage_t *out, err_t *err)
{
    dispatch_t d;
    status_t s = dispatch_get(db, a, dispatch, &d, err);
    if (s != ST_OK) return s;
    tables_t t = {.a = a, .scratch = arena_new((size_t)64 << 20), .line = arena_new((size_t)1 << 20)};
    s = t.scratch && t.line
            ? read_tables(db, &t, &d, at, out, err)
            : err_set(err, ST_LIMIT, "coverage.too-large", N_("The dispatch is too large for one table."));
    arena_free(t.scratch);
    arena_free(t.line);
    return s;
}
