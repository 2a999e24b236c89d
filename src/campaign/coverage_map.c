/* SPDX-License-Identifier: Apache-2.0
 *
 * The grid of a dispatch on the map of another day: what units that ended since owed stands with the units they became.
 */
#include "campaign/campaign_internal.h"
#include "people/people.h"

enum { ROWS_MOST = 1000000 };

typedef struct remap {
    db_t *db;
    arena_t *a;
    ms_t map;
    coverage_t *c;
    vec_t rows; /* cover_row_t: those of the grid, and heirs that owed nothing themselves */
    id_map_t row_of;
} remap_t;

static status_t row_of_heir(remap_t *m, ident_t unit, uint32_t *out, err_t *err)
{
    *out = id_map_get(&m->row_of, unit);
    if (*out != UINT32_MAX) return ST_OK;
    unit_t u;
    status_t s = unit_by_id(m->db, m->a, unit, &u, err);
    if (s != ST_OK) return s;
    cover_row_t *r = vec_push(&m->rows);
    cell_t *cells = ARENA_ARRAY(m->a, cell_t, m->c->n_clauses + 1);
    if (!r || !cells)
        return err_set(err, ST_LIMIT, "coverage.too-large", N_("The dispatch is too large for one table."));
    *r = (cover_row_t){
        .unit = u.id, .code = u.code, .name = u.name, .kind = u.kind, .path = u.path, .to = u.to, .cells = cells};
    *out = (uint32_t)m->rows.len - 1;
    id_map_put(&m->row_of, unit, *out);
    return ST_OK;
}

/* The living end of the unit's lineage with the largest share; itself when it lives, none when nothing is known. */
static status_t heir_of(remap_t *m, ident_t unit, ident_t *out, err_t *err)
{
    unit_share_t *ends;
    size_t n, best = 0;
    status_t s = unit_became(m->db, m->a, unit, m->map, &ends, &n, err);
    for (size_t i = 1; s == ST_OK && i < n; i++)
        if (ends[i].share > ends[best].share) best = i;
    *out = s == ST_OK && n ? ends[best].unit : (ident_t){{0}};
    return s;
}

/* A clause the heir owes itself is not doubled, one it did not owe passes to it. */
static status_t pass_on(remap_t *m, size_t k, err_t *err)
{
    ident_t heir, unit = VEC_AT(&m->rows, cover_row_t, k).unit;
    uint32_t at;
    if (VEC_AT(&m->rows, cover_row_t, k).to > m->map) return ST_OK; /* it lives */
    status_t s = heir_of(m, unit, &heir, err);
    if (s != ST_OK || ident_eq(heir, unit)) return s;
    VEC_AT(&m->rows, cover_row_t, k).ended = true;
    if (ident_none(heir)) return ST_OK; /* its duties stay where they were */
    s = row_of_heir(m, heir, &at, err);
    for (size_t c = 0; s == ST_OK && c < m->c->n_clauses; c++) {
        cell_t *from = &VEC_AT(&m->rows, cover_row_t, k).cells[c], *to = &VEC_AT(&m->rows, cover_row_t, at).cells[c];
        if (!to->state) *to = *from;
        *from = (cell_t){0};
    }
    return s;
}

status_t coverage_on_map(db_t *db, arena_t *a, ident_t dispatch, ms_t at, ms_t map, coverage_t *out, err_t *err)
{
    status_t s = coverage_of(db, a, dispatch, at, out, err);
    return s == ST_OK ? coverage_to_map(db, a, map, out, err) : s;
}

status_t coverage_to_map(db_t *db, arena_t *a, ms_t map, coverage_t *out, err_t *err)
{
    status_t s = ST_OK;
    remap_t m = {.db = db, .a = a, .map = map, .c = out, .rows = vec_new(a, sizeof(cover_row_t), ROWS_MOST)};
    if (s == ST_OK && !id_map_new(a, 2 * out->n_rows + 64, &m.row_of)) s = ST_MEMORY;
    size_t n = out->n_rows;
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        cover_row_t *r = vec_push(&m.rows);
        if (!r) return err_set(err, ST_LIMIT, "coverage.too-large", N_("The dispatch is too large for one table."));
        *r = out->rows[k];
        id_map_put(&m.row_of, r->unit, (uint32_t)k);
    }
    for (size_t k = 0; s == ST_OK && k < n; k++) s = pass_on(&m, k, err);
    if (s != ST_OK) return s;
    out->rows = m.rows.at;
    out->n_rows = m.rows.len;
    out->all = (cover_sum_t){0};
    memset(out->sums, 0, out->n_clauses * sizeof *out->sums);
    for (size_t k = 0; k < out->n_rows; k++)
        for (size_t c = 0; c < out->n_clauses; c++) {
            const cell_t *cell = &out->rows[k].cells[c];
            sum_cell(&out->sums[c], cell);
            if (!cell->optional) sum_cell(&out->all, cell);
        }
    return ST_OK;
}
