/* SPDX-License-Identifier: Apache-2.0
 *
 * How far a coordinator sees: the whole of a dispatch that a unit of the own subtree sent, and of any other only what units
 * of the own subtree owe under it.
 */
#include "campaign/campaign_internal.h"
#include "campaign/pages_grid.h"
#include "campaign/queries.h"

bool grid_whole(const req_t *q, const dispatch_t *d)
{
    return !ident_none(d->from_unit) && may(q, ROLE_COORDINATOR, d->from_unit);
}

static status_t add_below(req_t *q, str_t path, id_map_t *own, size_t room, err_t *err)
{
    stmt_t *s = db_query(q->db, &q_units_under, err);
    status_t st = ST_ROW;
    if (!s) return err->status;
    bind_text(s, 1, path);
    for (size_t n = 0; n < room && (st = stmt_next(s, err)) == ST_ROW; n++) id_map_put(own, col_id(s, 0), 1);
    stmt_done(s);
    return st == ST_END || st == ST_ROW ? ST_OK : st;
}

static void sum_again(coverage_t *c)
{
    c->all = (cover_sum_t){0};
    memset(c->sums, 0, c->n_clauses * sizeof *c->sums);
    for (size_t k = 0; k < c->n_rows; k++)
        for (size_t i = 0; i < c->n_clauses; i++) {
            const cell_t *cell = &c->rows[k].cells[i];
            sum_cell(&c->sums[i], cell);
            if (!cell->optional) sum_cell(&c->all, cell);
        }
}

status_t grid_narrow(req_t *q, const dispatch_t *d, coverage_t *c, err_t *err)
{
    id_map_t own;
    if (grid_whole(q, d)) return ST_OK;
    if (!id_map_new(q->a, 1024, &own))
        return err_set(err, ST_LIMIT, "coverage.too-large", N_("The dispatch is too large for one table."));
    for (size_t i = 0; i < q->who->n_seats; i++) {
        if (q->who->seats[i].role != ROLE_COORDINATOR) continue;
        status_t s = add_below(q, q->who->seats[i].unit_path, &own, UNITS_MOST, err);
        if (s != ST_OK) return s;
    }
    size_t kept = 0;
    for (size_t k = 0; k < c->n_rows; k++)
        if (id_map_get(&own, c->rows[k].unit) != UINT32_MAX) c->rows[kept++] = c->rows[k];
    c->n_rows = kept;
    sum_again(c);
    return ST_OK;
}
