/* SPDX-License-Identifier: Apache-2.0
 *
 * The grid of units and clauses as of a moment: four set-based queries, put together here.
 */
#include <jansson.h>
#include <stdlib.h>
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"

enum { DUTIES_MOST = 1000000, RECORDS_MOST = 2000000 };

/* One duty while the grid is put together. */
typedef struct entry {
    duty_facts_t facts;
    uint32_t row, clause;
    ms_t ended;
} entry_t;

typedef struct row_info {
    ms_t to;
    str_t becomes;
} row_info_t;

typedef struct build {
    arena_t *a;
    db_t *db;
    ident_t dispatch;
    ms_t at, closes;
    coverage_t *out;
    id_map_t row_of, duty_of, record_of;
    vec_t rows, info, entries, looks, look_duty, ids;
} build_t;

static status_t too_large(err_t *err)
{
    return err_set(err, ST_LIMIT, "coverage.too-large", N_("The dispatch is too large for one table."));
}

static status_t load_units(build_t *b, err_t *err)
{
    stmt_t *q = db_query(b->db, &q_grid_units, err);
    if (!q) return err->status;
    bind_id(q, 1, &b->dispatch);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        cover_row_t *r = vec_push(&b->rows);
        row_info_t *i = vec_push(&b->info);
        if (!r || !i) {
            s = too_large(err);
            break;
        }
        *r = (cover_row_t){.unit = col_id(q, 0),
                           .code = col_text(q, b->a, 1),
                           .name = col_text(q, b->a, 2),
                           .kind = col_text(q, b->a, 3)};
        *i = (row_info_t){col_int(q, 4), col_text(q, b->a, 5)};
    }
    stmt_done(q);
    if (s != ST_END) return s;
    if (!id_map_new(b->a, b->rows.len + 1, &b->row_of)) return too_large(err);
    for (size_t k = 0; k < b->rows.len; k++) id_map_put(&b->row_of, VEC_AT(&b->rows, cover_row_t, k).unit, (uint32_t)k);
    return ST_OK;
}

static uint32_t clause_index(const coverage_t *c, str_t n)
{
    for (size_t k = 0; k < c->n_clauses; k++)
        if (str_eq(c->clauses[k], n)) return (uint32_t)k;
    return UINT32_MAX;
}

static status_t load_duties(build_t *b, err_t *err)
{
    stmt_t *q = db_query(b->db, &q_grid_duties, err);
    if (!q) return err->status;
    bind_id(q, 1, &b->dispatch);
    bind_ms(q, 2, b->at);
    arena_t *scratch = arena_new((size_t)1 << 20);
    status_t s = scratch ? ST_OK : too_large(err);
    while (scratch && (s = stmt_next(q, err)) == ST_ROW) {
        arena_reset(scratch);
        uint32_t row = id_map_get(&b->row_of, col_id(q, 1)), clause = clause_index(b->out, col_text(q, scratch, 2));
        if (row == UINT32_MAX || clause == UINT32_MAX) continue;
        entry_t *e = vec_push(&b->entries);
        ident_t *id = vec_push(&b->ids);
        if (!e || !id) {
            s = too_large(err);
            break;
        }
        *id = col_id(q, 0);
        *e = (entry_t){{.due = col_int(q, 4),
                        .acknowledged = col_int(q, 5),
                        .waived = col_int(q, 6),
                        .at = b->at,
                        .optional = col_int(q, 3) != 0},
                       row,
                       clause,
                       col_int(q, 7)};
    }
    stmt_done(q);
    arena_free(scratch);
    if (s != ST_END) return s;
    if (!id_map_new(b->a, b->ids.len + 1, &b->duty_of)) return too_large(err);
    for (size_t k = 0; k < b->ids.len; k++) id_map_put(&b->duty_of, VEC_AT(&b->ids, ident_t, k), (uint32_t)k);
    return ST_OK;
}

static status_t load_records(build_t *b, err_t *err)
{
    stmt_t *q = db_query(b->db, &q_grid_records, err);
    if (!q) return err->status;
    bind_id(q, 1, &b->dispatch);
    bind_ms(q, 2, b->at);
    vec_t ids = vec_new(b->a, sizeof(ident_t), RECORDS_MOST), over = vec_new(b->a, sizeof(ident_t), RECORDS_MOST);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        ident_t *id = vec_push(&ids);
        looks_t *k = vec_push(&b->looks);
        uint32_t *duty = vec_push(&b->look_duty);
        ident_t *old = col_null(q, 3) ? NULL : vec_push(&over);
        if (!id || !k || !duty) {
            s = too_large(err);
            break;
        }
        *id = col_id(q, 0);
        *duty = id_map_get(&b->duty_of, col_id(q, 1));
        k->received = col_int(q, 2);
        if (old) *old = col_id(q, 3);
    }
    stmt_done(q);
    if (s != ST_END) return s;
    if (!id_map_new(b->a, ids.len + 1, &b->record_of)) return too_large(err);
    for (size_t k = 0; k < ids.len; k++) id_map_put(&b->record_of, VEC_AT(&ids, ident_t, k), (uint32_t)k);
    for (size_t k = 0; k < over.len; k++) { /* superseded as of then, whatever happened since */
        uint32_t r = id_map_get(&b->record_of, VEC_AT(&over, ident_t, k));
        if (r != UINT32_MAX) VEC_AT(&b->looks, looks_t, r).superseded = true;
    }
    return ST_OK;
}

static status_t load_checks(build_t *b, err_t *err)
{
    stmt_t *q = db_query(b->db, &q_grid_checks, err);
    if (!q) return err->status;
    bind_id(q, 1, &b->dispatch);
    bind_ms(q, 2, b->at);
    arena_t *scratch = arena_new((size_t)1 << 20);
    status_t s = scratch ? ST_OK : too_large(err);
    while (scratch && (s = stmt_next(q, err)) == ST_ROW) {
        arena_reset(scratch);
        uint32_t r = id_map_get(&b->record_of, col_id(q, 0));
        if (r != UINT32_MAX) looks_add(&VEC_AT(&b->looks, looks_t, r), col_int(q, 1), col_text(q, scratch, 2));
    }
    stmt_done(q);
    arena_free(scratch);
    return s == ST_END ? ST_OK : s;
}

/* Rows by code, for lineage. */
static uint32_t row_of_code(const build_t *b, str_t code, ms_t at)
{
    for (size_t k = 0; k < b->rows.len; k++)
        if (str_eq(VEC_AT(&b->rows, cover_row_t, k).code, code) && VEC_AT(&b->info, row_info_t, k).to > at)
            return (uint32_t)k;
    return UINT32_MAX;
}

/* A unit that had ended by then: where its successor is in the table, its duties stand there; a clause the successor owes
 * itself is not doubled, one it did not owe passes to it. Without a successor in the table they stay where they were. */
static void pass_on(build_t *b, size_t k, ms_t when)
{
    cover_row_t *r = &VEC_AT(&b->rows, cover_row_t, k);
    str_t becomes = VEC_AT(&b->info, row_info_t, k).becomes;
    json_t *list = json_loadb(becomes.p ? becomes.p : "[]", becomes.p ? becomes.n : 2, 0, NULL);
    uint32_t heir = UINT32_MAX;
    double most = -1;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *o = json_array_get(list, i), *u = json_object_get(o, "unit");
        double share = json_number_value(json_object_get(o, "share"));
        uint32_t row = json_is_string(u) ? row_of_code(b, str_of(json_string_value(u)), when) : UINT32_MAX;
        if (row == UINT32_MAX || share <= most) continue;
        heir = row;
        most = share;
    }
    json_decref(list);
    r->ended = true;
    if (heir == UINT32_MAX || heir == k) return;
    for (size_t c = 0; c < b->out->n_clauses; c++) {
        cell_t *from = &r->cells[c], *to = &VEC_AT(&b->rows, cover_row_t, heir).cells[c];
        if (!to->state) *to = *from;
        *from = (cell_t){0};
    }
}

static void sum_cell(cover_sum_t *s, const cell_t *c)
{
    if (c->state == CELL_NONE) return;
    s->expected++;
    s->waived += c->state == CELL_WAIVED;
    s->missed += c->state == CELL_MISSED;
    s->late += c->late;
    s->verified += c->state == CELL_VERIFIED;
    s->contradicted += c->state == CELL_CONTRADICTED;
    s->cannot_tell += c->state == CELL_CANNOT_TELL;
    s->claimed += c->state >= CELL_CLAIMED && c->state <= CELL_CANNOT_TELL;
    s->acknowledged += c->state >= CELL_ACKNOWLEDGED && c->state <= CELL_CANNOT_TELL;
}

static status_t make_cells(build_t *b, err_t *err)
{
    coverage_t *o = b->out;
    for (size_t k = 0; k < b->looks.len; k++) {
        uint32_t d = VEC_AT(&b->look_duty, uint32_t, k);
        if (d != UINT32_MAX) facts_add(&VEC_AT(&b->entries, entry_t, d).facts, &VEC_AT(&b->looks, looks_t, k));
    }
    cell_t *cells = ARENA_ARRAY(b->a, cell_t, b->rows.len * o->n_clauses + 1);
    if (!cells) return too_large(err);
    for (size_t k = 0; k < b->rows.len; k++) VEC_AT(&b->rows, cover_row_t, k).cells = cells + k * o->n_clauses;
    for (size_t k = 0; k < b->entries.len; k++) {
        entry_t *e = &VEC_AT(&b->entries, entry_t, k);
        if (e->ended && e->ended <= b->at) continue;
        cell_t *c = &VEC_AT(&b->rows, cover_row_t, e->row).cells[e->clause];
        c->state = (unsigned char)duty_state(&e->facts, &c->late);
        c->optional = e->facts.optional;
        c->duty = (uint32_t)k;
    }
    /* The map of the campaign's own time: after its end it stays as it was on the last day. */
    ms_t when = b->closes && b->closes < b->at ? b->closes : b->at;
    for (size_t k = 0; k < b->rows.len; k++)
        if (VEC_AT(&b->info, row_info_t, k).to <= when) pass_on(b, k, when);
    for (size_t k = 0; k < b->rows.len; k++)
        for (size_t c = 0; c < o->n_clauses; c++) {
            const cell_t *cell = &VEC_AT(&b->rows, cover_row_t, k).cells[c];
            sum_cell(&o->sums[c], cell);
            if (!cell->optional) sum_cell(&o->all, cell);
        }
    return ST_OK;
}

static status_t load_clauses(build_t *b, err_t *err)
{
    dispatch_t d;
    status_t s = dispatch_get(b->db, b->a, b->dispatch, &d, err);
    if (s != ST_OK) return s;
    coverage_t *o = b->out;
    b->closes = d.closes;
    o->n_clauses = d.n_clauses;
    o->clauses = ARENA_ARRAY(b->a, str_t, d.n_clauses + 1);
    o->verbs = ARENA_ARRAY(b->a, verb_t, d.n_clauses + 1);
    o->optional = ARENA_ARRAY(b->a, bool, d.n_clauses + 1);
    o->sums = ARENA_ARRAY(b->a, cover_sum_t, d.n_clauses + 1);
    if (!o->clauses || !o->verbs || !o->optional || !o->sums) return too_large(err);
    for (size_t k = 0; k < d.n_clauses; k++) {
        o->clauses[k] = d.clauses[k].n;
        o->verbs[k] = d.clauses[k].verb;
        o->optional[k] = d.clauses[k].optional;
    }
    return ST_OK;
}

status_t coverage_of(db_t *db, arena_t *a, ident_t dispatch, ms_t at, coverage_t *out, err_t *err)
{
    *out = (coverage_t){0};
    build_t b = {.a = a, .db = db, .dispatch = dispatch, .at = at, .out = out};
    b.rows = vec_new(a, sizeof(cover_row_t), DUTIES_MOST);
    b.info = vec_new(a, sizeof(row_info_t), DUTIES_MOST);
    b.entries = vec_new(a, sizeof(entry_t), DUTIES_MOST);
    b.ids = vec_new(a, sizeof(ident_t), DUTIES_MOST);
    b.looks = vec_new(a, sizeof(looks_t), RECORDS_MOST);
    b.look_duty = vec_new(a, sizeof(uint32_t), RECORDS_MOST);
    status_t s = load_clauses(&b, err);
    if (s == ST_OK) s = load_units(&b, err);
    if (s == ST_OK) s = load_duties(&b, err);
    if (s == ST_OK) s = load_records(&b, err);
    if (s == ST_OK) s = load_checks(&b, err);
    if (s == ST_OK) s = make_cells(&b, err);
    if (s != ST_OK) return s;
    out->rows = b.rows.at;
    out->n_rows = b.rows.len;
    out->duties = b.ids.at;
    return arena_failed(a) ? too_large(err) : ST_OK;
}
