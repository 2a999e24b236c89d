/* SPDX-License-Identifier: Apache-2.0
 *
 * The grid of units and clauses as of a moment: three set-based queries, put together here.
 */
#include <jansson.h>
#include <stdlib.h>
#include "campaign/campaign_internal.h"
#include "campaign/state.h"

enum { DUTIES_MOST = 1000000, RECORDS_MOST = 100000 };

typedef struct row_info {
    ms_t to;
    str_t becomes;
} row_info_t;

typedef struct build {
    arena_t *a;
    const cover_source_t *from;
    ms_t at;
    coverage_t *out;
    id_map_t row_of;
    vec_t rows, info;
} build_t;

static status_t too_large(err_t *err)
{
    return err_set(err, ST_LIMIT, "coverage.too-large", N_("The dispatch is too large for one table."));
}

static status_t load_units(build_t *b, err_t *err)
{
    cover_unit_t u;
    status_t s;
    while ((s = b->from->unit(b->from->ctx, &u, err)) == ST_ROW) {
        cover_row_t *r = vec_push(&b->rows);
        row_info_t *i = vec_push(&b->info);
        if (!r || !i) return too_large(err);
        *r = (cover_row_t){.unit = u.id, .code = u.code, .name = u.name, .kind = u.kind, .path = u.path, .to = u.to};
        *i = (row_info_t){u.to, u.becomes};
    }
    if (s != ST_END) return s;
    if (!id_map_new(b->a, b->rows.len + 1, &b->row_of)) return too_large(err);
    for (size_t k = 0; k < b->rows.len; k++) id_map_put(&b->row_of, VEC_AT(&b->rows, cover_row_t, k).unit, (uint32_t)k);
    return ST_OK;
}

/* The duty the rows of the source are at, with the records said of it. */
typedef struct current {
    ident_t id;
    duty_facts_t facts;
    uint32_t row, clause;
    vec_t looks, ids, over; /* looks_t, and their records' ids; records that others supersede */
    bool any;
} current_t;

/* Weighs what was said and seen of the duty at hand, and puts it in its cell. */
static void close_duty(build_t *b, current_t *c)
{
    if (!c->any) return;
    for (size_t k = 0; c->over.len && k < c->looks.len; k++)
        for (size_t o = 0; o < c->over.len; o++) /* as of then, whatever happened since */
            if (ident_eq(VEC_AT(&c->over, ident_t, o), VEC_AT(&c->ids, ident_t, k)))
                VEC_AT(&c->looks, looks_t, k).superseded = true;
    duty_facts_t *f = &c->facts;
    facts_of(f, c->looks.at, c->looks.len, b->from->targets[c->clause]);
    cell_t *cell = &VEC_AT(&b->rows, cover_row_t, c->row).cells[c->clause];
    cell->state = (unsigned char)duty_state(f, &cell->late);
    cell->optional = f->optional;
    cell->lapsed = cell->state == CELL_CONTRADICTED && f->lapsed;
    /* In time: seen by the due moment, or said by it and seen within a day. */
    cell->on_time = cell->state == CELL_VERIFIED &&
                    (f->verified <= f->due || (f->claimed <= f->due && f->verified <= f->due + MS_DAY));
    c->looks.len = c->ids.len = c->over.len = 0;
    c->any = false;
}

static void open_duty(build_t *b, current_t *c, const cover_said_t *x)
{
    c->id = x->duty;
    c->row = id_map_get(&b->row_of, x->unit);
    c->clause = x->clause_at < b->out->n_clauses ? x->clause_at : UINT32_MAX;
    c->any = c->row != UINT32_MAX && c->clause != UINT32_MAX && !(x->ended && x->ended <= b->at);
    c->facts = (duty_facts_t){.due = campaign_due(x->due, b->from->paused, b->at),
                              .acknowledged = x->acknowledged,
                              .waived = x->waived,
                              .at = b->at,
                              .optional = x->optional};
}

/* The record of this row among those of the duty at hand; a new one when it was not met yet. */
static looks_t *record_at(current_t *c, const cover_said_t *x)
{
    for (size_t k = c->ids.len; k-- > 0;)
        if (ident_eq(VEC_AT(&c->ids, ident_t, k), x->record)) return &VEC_AT(&c->looks, looks_t, k);
    ident_t *at = vec_push(&c->ids);
    looks_t *l = vec_push(&c->looks);
    if (!at || !l) return NULL;
    *at = x->record;
    *l = (looks_t){.received = x->received, .amount = x->amount, .beside = x->beside};
    ident_t *over = ident_none(x->supersedes) ? NULL : vec_push(&c->over);
    if (over) *over = x->supersedes;
    return l;
}

static status_t load_duties(build_t *b, err_t *err)
{
    current_t c = {.looks = vec_new(b->a, sizeof(looks_t), RECORDS_MOST),
                   .ids = vec_new(b->a, sizeof(ident_t), RECORDS_MOST),
                   .over = vec_new(b->a, sizeof(ident_t), RECORDS_MOST)};
    cover_said_t x;
    status_t s;
    while ((s = b->from->said(b->from->ctx, &x, err)) == ST_ROW) {
        if (!ident_eq(x.duty, c.id)) {
            close_duty(b, &c);
            open_duty(b, &c, &x);
        }
        looks_t *l = c.any && !ident_none(x.record) ? record_at(&c, &x) : NULL;
        if (l && x.verdict.p) looks_add(l, x.looked, x.verdict);
    }
    close_duty(b, &c);
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

void sum_cell(cover_sum_t *s, const cell_t *c)
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
    s->on_time += c->on_time;
    s->lapsed += c->lapsed;
}

static bool make_cells(build_t *b)
{
    size_t n = b->out->n_clauses;
    cell_t *cells = ARENA_ARRAY(b->a, cell_t, b->rows.len * n + 1);
    for (size_t k = 0; cells && k < b->rows.len; k++) VEC_AT(&b->rows, cover_row_t, k).cells = cells + k * n;
    return cells != NULL;
}

static void put_on_map(build_t *b)
{
    coverage_t *o = b->out;
    /* The map of the campaign's own time: after its end it stays as it was on the last day. */
    ms_t closes = b->from->closes, when = closes && closes < b->at ? closes : b->at;
    for (size_t k = 0; k < b->rows.len; k++)
        if (VEC_AT(&b->info, row_info_t, k).to <= when) pass_on(b, k, when);
    for (size_t k = 0; k < b->rows.len; k++)
        for (size_t c = 0; c < o->n_clauses; c++) {
            const cell_t *cell = &VEC_AT(&b->rows, cover_row_t, k).cells[c];
            sum_cell(&o->sums[c], cell);
            if (!cell->optional) sum_cell(&o->all, cell);
        }
}

static status_t load_clauses(build_t *b, err_t *err)
{
    coverage_t *o = b->out;
    size_t n = b->from->n_clauses;
    o->n_clauses = n;
    o->clauses = ARENA_ARRAY(b->a, str_t, n + 1);
    o->verbs = ARENA_ARRAY(b->a, verb_t, n + 1);
    o->optional = ARENA_ARRAY(b->a, bool, n + 1);
    o->sums = ARENA_ARRAY(b->a, cover_sum_t, n + 1);
    if (!o->clauses || !o->verbs || !o->optional || !o->sums) return too_large(err);
    for (size_t k = 0; k < n; k++) {
        o->clauses[k] = b->from->clauses[k].n;
        o->verbs[k] = b->from->clauses[k].verb;
        o->optional[k] = b->from->clauses[k].optional;
    }
    return ST_OK;
}

status_t coverage_from(arena_t *a, const cover_source_t *from, ms_t at, coverage_t *out, err_t *err)
{
    *out = (coverage_t){0};
    build_t b = {.a = a, .from = from, .at = at, .out = out};
    b.rows = vec_new(a, sizeof(cover_row_t), DUTIES_MOST);
    b.info = vec_new(a, sizeof(row_info_t), DUTIES_MOST);
    if (from->n_units) { /* one piece of memory instead of ever larger ones */
        b.rows.at = ARENA_ARRAY(a, cover_row_t, from->n_units);
        b.info.at = ARENA_ARRAY(a, row_info_t, from->n_units);
        if (!b.rows.at || !b.info.at) return too_large(err);
        b.rows.cap = b.info.cap = from->n_units;
    }
    status_t s = load_clauses(&b, err);
    if (s == ST_OK) s = load_units(&b, err);
    if (s == ST_OK && !make_cells(&b)) s = too_large(err);
    if (s == ST_OK) s = load_duties(&b, err);
    if (s != ST_OK) return s;
    put_on_map(&b);
    out->rows = b.rows.at;
    out->n_rows = b.rows.len;
    return arena_failed(a) ? too_large(err) : ST_OK;
}
