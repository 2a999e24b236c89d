/* SPDX-License-Identifier: Apache-2.0
 *
 * How far a coordinator sees: the whole of a dispatch that a unit of the own subtree sent, and of any other only what units
 * of the own subtree owe under it.
 */
#include "campaign/campaign_internal.h"
#include "campaign/pages_grid.h"

bool grid_whole(const req_t *q, const dispatch_t *d)
{
    return !ident_none(d->from_unit) && may(q, ROLE_COORDINATOR, d->from_unit);
}

static void sum_again(coverage_t *c)
{
    c->all = (cover_sum_t){0};
    for (size_t k = 0; k < c->n_rows; k++)
        for (size_t i = 0; i < c->n_clauses; i++) {
            const cell_t *cell = &c->rows[k].cells[i];
            sum_cell(&c->sums[i], cell);
            if (!cell->optional) sum_cell(&c->all, cell);
        }
}

status_t grid_narrow(const req_t *q, const dispatch_t *d, coverage_t *c, err_t *err)
{
    if (grid_whole(q, d)) return ST_OK;
    cover_row_t *rows = ARENA_ARRAY(q->a, cover_row_t, c->n_rows + 1);
    cover_sum_t *sums = ARENA_ARRAY(q->a, cover_sum_t, c->n_clauses + 1);
    if (!rows || !sums)
        return err_set(err, ST_LIMIT, "coverage.too-large", N_("The dispatch is too large for one table."));
    size_t kept = 0;
    for (size_t k = 0; k < c->n_rows; k++)
        if (actor_may(q->who, ROLE_COORDINATOR, c->rows[k].path)) rows[kept++] = c->rows[k];
    c->rows = rows;
    c->n_rows = kept;
    c->sums = sums;
    sum_again(c);
    return ST_OK;
}
