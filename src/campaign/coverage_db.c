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
    const clause_t *clauses;
    size_t n_clauses;
    rule_t *rules;    /* NULL: no clause asks for more than one record of any kind */
    cover_said_t row; /* the one before */
} tables_t;

static status_t table_unit(void *ctx, cover_unit_t *out, err_t *err)
{
    tables_t *t = ctx;
    stmt_t *q = t->units;
    status_t s = stmt_next(q, err);
    if (s == ST_ROW)
        *out = (cover_unit_t){col_id(q, 0),  col_text(q, t->a, 1), col_text(q, t->a, 2), col_text(q, t->a, 3),
                              col_int(q, 4), col_text(q, t->a, 5), col_text(q, t->a, 6)};
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
                            .clause_at = clause_index(t->clauses, t->n_clauses, col_text(q, t->scratch, 2)),
                            .optional = col_int(q, 3) != 0,
                            .due = col_int(q, 4),
                            .acknowledged = col_int(q, 5),
                            .waived = col_int(q, 6),
                            .ended = col_int(q, 7),
                            .created = col_int(q, 13)};
    }
    const rule_t *rule = t->rules && r->clause_at < t->n_clauses ? &t->rules[r->clause_at] : NULL;
    ident_t record = col_id(q, 8);
    if (!ident_eq(record, r->record)) {
        r->record = record;
        r->received = col_int(q, 9);
        r->supersedes = col_id(q, 10);
        r->amount = 1;
        if (rule) {
            str_t kind = col_text(q, t->scratch, 14);
            r->amount = rule_amount(rule, kind, col_text(q, t->scratch, 15));
            r->beside = !rule_takes(rule, kind);
        }
    }
    r->looked = col_int(q, 11);
    arena_reset(t->line);
    r->verdict = col_text(q, t->line, 12);
    if (rule && r->verdict.p) r->verdict = rule_verdict(rule, r->verdict, col_text(q, t->line, 16));
    *out = *r;
    return ST_ROW;
}

static void tables_end(tables_t *t)
{
    if (t->units) stmt_done(t->units);
    if (t->said) stmt_done(t->said);
    arena_free(t->scratch);
    arena_free(t->line);
}

/* Ready to be read: all of the dispatch as of `at`, or one duty of it alone. */
static status_t tables_begin(db_t *db, arena_t *a, const dispatch_t *d, const ident_t *duty, ms_t at, tables_t *t,
                             err_t *err)
{
    bool whole = rules_bind(d->clauses, d->n_clauses); /* what records say and looks found is asked */
    const query_t *what = duty ? whole ? &q_cover_one_answers : &q_cover_one : whole ? &q_grid_answers : &q_grid_duties;
    *t = (tables_t){.a = a,
                    .scratch = arena_new((size_t)64 << 20),
                    .line = arena_new((size_t)1 << 20),
                    .clauses = d->clauses,
                    .n_clauses = d->n_clauses};
    if (!t->scratch || !t->line) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    status_t s = whole ? rules_load(db, a, d->clauses, d->n_clauses, &t->rules, err) : ST_OK;
    if (s != ST_OK) return s;
    if (!duty) {
        t->units = db_query(db, &q_grid_units, err);
        if (!t->units) return err->status;
        bind_id(t->units, 1, &d->id);
    }
    t->said = db_query(db, what, err);
    if (!t->said) return err->status;
    bind_id(t->said, 1, duty ? duty : &d->id);
    bind_ms(t->said, 2, at);
    return ST_OK;
}

status_t coverage_of(db_t *db, arena_t *a, ident_t dispatch, ms_t at, coverage_t *out, err_t *err)
{
    dispatch_t d;
    tables_t t = {0};
    status_t s = dispatch_get(db, a, dispatch, &d, err);
    if (s == ST_OK) s = tables_begin(db, a, &d, NULL, at, &t, err);
    if (s == ST_OK) {
        const int64_t *targets = rule_targets(a, d.clauses, d.n_clauses);
        cover_source_t from = {&t, table_unit, table_said, d.clauses, d.n_clauses, d.closes, targets, 0, d.paused};
        s = targets ? coverage_from(a, &from, at, out, err)
                    : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    }
    tables_end(&t);
    return s;
}

status_t cover_read(db_t *db, arena_t *a, const dispatch_t *d, const ident_t *duty, const cover_reader_t *to,
                    err_t *err)
{
    tables_t t;
    cover_unit_t u;
    cover_said_t x;
    status_t s = tables_begin(db, a, d, duty, MS_NEVER, &t, err);
    bool begun = s == ST_OK;
    while (begun && t.units && (s = table_unit(&t, &u, err)) == ST_ROW)
        if ((s = to->unit(to->ctx, &u)) != ST_OK) break;
    if (begun && (s == ST_END || s == ST_OK))
        while ((s = table_said(&t, &x, err)) == ST_ROW)
            if ((s = to->said(to->ctx, &x)) != ST_OK) break;
    tables_end(&t);
    return s == ST_END ? ST_OK : s;
}
