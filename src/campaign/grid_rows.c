/* SPDX-License-Identifier: Apache-2.0
 *
 * The coordinator's table as it is asked for: which rows, in what order, which groups beside one another, and its days.
 */
#include <stdlib.h>
#include "base/fold.h"
#include "campaign/campaign_internal.h"
#include "campaign/cover_cache.h"
#include "campaign/pages_grid.h"
#include "page/app.h"

enum { DAYS_MOST = 62, DUTIES_BY_DAY = 300000, SCRATCH = 1 << 20, DAY_ARENA = 256 << 20 };

static str_t asked(const req_t *q, const char *name)
{
    str_t s = req_query(q, name);
    return s.p ? s : S("");
}

static void read_filter(req_t *q, grid_t *t)
{
    grid_filter_t *f = &t->filter;
    const coverage_t *c = &t->cover;
    *f = (grid_filter_t){.kind = asked(q, "loai"),
                         .clause = asked(q, "muc"),
                         .state = asked(q, "trang-thai"),
                         .area = asked(q, "dia-ban"),
                         .order = asked(q, "sap-xep"),
                         .search = S(""),
                         .clause_at = SIZE_MAX,
                         .order_at = SIZE_MAX};
    str_t search = asked(q, "tim");
    if (search.n) f->search = fold_dup(q->a, search);
    for (size_t k = 0; k < c->n_clauses; k++) {
        if (str_eq(c->clauses[k], f->clause)) f->clause_at = k;
        if (str_starts(f->order, S("muc:")) && str_eq(c->clauses[k], str_sub(f->order, 4, f->order.n))) f->order_at = k;
    }
}

static bool cell_fits(const cell_t *c, const grid_filter_t *f)
{
    if (c->state == CELL_NONE) return false;
    if (!f->state.n) return true;
    if (str_eq(f->state, S("late"))) return c->late;
    if (str_eq(f->state, S("open"))) return c->state == CELL_OWED || c->state == CELL_ACKNOWLEDGED;
    return str_eq(f->state, str_of(cell_name((cell_state_t)c->state)));
}

/* Does the unit lie in the area of that code, or is it that area? */
static bool in_area(const cover_row_t *r, str_t code)
{
    size_t at = 0;
    while ((at = str_find(r->path, code, at)) != SIZE_MAX) {
        bool begins = at > 0 && r->path.p[at - 1] == '/',
             ends = at + code.n < r->path.n && r->path.p[at + code.n] == '/';
        if (begins && ends) return true;
        at++;
    }
    return false;
}

static bool row_fits(arena_t *scratch, const coverage_t *c, const cover_row_t *r, const grid_filter_t *f)
{
    if (f->kind.n && !str_eq(r->kind, f->kind)) return false;
    if (f->area.n && !in_area(r, f->area)) return false;
    if (f->search.n) {
        bool found = str_find(fold_dup(scratch, r->name), f->search, 0) != SIZE_MAX ||
                     str_find(fold_dup(scratch, r->code), f->search, 0) != SIZE_MAX;
        arena_reset(scratch);
        if (!found) return false;
    }
    for (size_t k = 0; k < c->n_clauses; k++)
        if ((f->clause_at == SIZE_MAX || f->clause_at == k) && cell_fits(&r->cells[k], f)) return true;
    return false;
}

/* What still needs doing comes first. */
static const int WEIGHT[CELL_COUNT] = {0, 4, 3, 2, 0, 5, 1, 6, 0};

static int urgency(const cover_row_t *r, size_t n)
{
    int sum = 0;
    for (size_t k = 0; k < n; k++)
        if (!r->cells[k].optional) sum += WEIGHT[r->cells[k].state];
    return sum;
}

static int late_cells(const cover_row_t *r, size_t n)
{
    int sum = 0;
    for (size_t k = 0; k < n; k++) sum += r->cells[k].late || r->cells[k].state == CELL_MISSED;
    return sum;
}

static int by_rank(const void *a, const void *b)
{
    const grid_row_t *x = a, *y = b;
    if (x->rank != y->rank) return x->rank < y->rank ? 1 : -1;
    return x->at < y->at ? -1 : 1;
}

static int by_text(const void *a, const void *b)
{
    const grid_row_t *x = a, *y = b;
    int way = str_cmp(x->by, y->by);
    if (way) return way;
    return x->at < y->at ? -1 : 1;
}

static void put_in_order(grid_t *t)
{
    const grid_filter_t *f = &t->filter;
    size_t n = t->cover.n_clauses;
    bool code = str_eq(f->order, S("ma")), area = str_eq(f->order, S("dia-ban")), kind = str_eq(f->order, S("loai"));
    bool most = str_eq(f->order, S("trang-thai")), late = str_eq(f->order, S("tre"));
    if (!code && !area && !kind && !most && !late && f->order_at == SIZE_MAX) return; /* by name, as they come */
    for (size_t k = 0; k < t->n; k++) {
        grid_row_t *x = &t->rows[k];
        x->by = code ? x->row->code : area ? x->row->path : x->row->kind;
        x->rank = most ? urgency(x->row, n) : late ? late_cells(x->row, n) : 0;
        if (f->order_at != SIZE_MAX) {
            const cell_t *c = &x->row->cells[f->order_at];
            x->rank = c->state == CELL_NONE ? -1 : WEIGHT[c->state];
        }
    }
    if (t->n > 1) qsort(t->rows, t->n, sizeof *t->rows, code || area || kind ? by_text : by_rank);
}

static status_t too_large(err_t *err)
{
    return err_set(err, ST_LIMIT, "coverage.too-large", N_("The dispatch is too large for one table."));
}

/* "loai:department" or "dia-ban:916". */
static bool in_group(const cover_row_t *r, str_t group)
{
    if (str_starts(group, S("loai:"))) return str_eq(r->kind, str_sub(group, 5, group.n));
    return str_starts(group, S("dia-ban:")) && in_area(r, str_sub(group, 8, group.n));
}

/* The rows on screen, split in two. */
static void compare(req_t *q, grid_t *t)
{
    const str_t groups[2] = {asked(q, "so-sanh"), asked(q, "voi")};
    for (int g = 0; g < 2; g++) {
        t->groups[g].name = groups[g];
        for (size_t k = 0; groups[g].n && k < t->n; k++) {
            const cover_row_t *r = t->rows[k].row;
            if (!in_group(r, groups[g])) continue;
            t->groups[g].units++;
            for (size_t c = 0; c < t->cover.n_clauses; c++)
                if (!r->cells[c].optional && (t->filter.clause_at == SIZE_MAX || t->filter.clause_at == c))
                    sum_cell(&t->groups[g].sum, &r->cells[c]);
        }
    }
    t->compared = groups[0].n && groups[1].n;
}

static status_t read_cover(req_t *q, const grid_t *t, arena_t *a, ms_t at, coverage_t *out, err_t *err)
{
    status_t s = cover_cached(q->app->covers, q->db, a, t->dispatch.id, at, out, err);
    return s == ST_OK && t->today ? coverage_to_map(q->db, a, clock_now(), out, err) : s;
}

status_t grid_load(req_t *q, grid_t *t, err_t *err)
{
    t->at = page_moment(q, &t->as_of);
    status_t s = page_chosen_dispatch(q, &t->dispatch, err);
    t->today = str_eq(req_query(q, "ban-do"), S("hom-nay"));
    if (s == ST_OK) s = read_cover(q, t, q->a, t->at, &t->cover, err);
    if (s != ST_OK) return s;
    read_filter(q, t);
    arena_t *scratch = arena_new(SCRATCH);
    t->rows = ARENA_ARRAY(q->a, grid_row_t, t->cover.n_rows + 1);
    for (size_t k = 0; scratch && t->rows && k < t->cover.n_rows; k++) {
        const cover_row_t *r = &t->cover.rows[k];
        if (!row_fits(scratch, &t->cover, r, &t->filter)) continue;
        t->rows[t->n] = (grid_row_t){.row = r, .at = t->n};
        t->n++;
    }
    bool there = scratch && t->rows;
    arena_free(scratch);
    if (!there) return too_large(err);
    put_in_order(t);
    compare(q, t);
    return ST_OK;
}

/* --- day by day --- */

static void count_day(const grid_t *t, const id_map_t *shown, const coverage_t *c, way_day_t *day)
{
    for (size_t k = 0; k < c->n_rows; k++) {
        if (id_map_get(shown, c->rows[k].unit) == UINT32_MAX) continue;
        for (size_t i = 0; i < c->n_clauses; i++) {
            const cell_t *x = &c->rows[k].cells[i];
            if (x->optional || (t->filter.clause_at != SIZE_MAX && t->filter.clause_at != i)) continue;
            day->acknowledged += x->state >= CELL_ACKNOWLEDGED && x->state <= CELL_CANNOT_TELL;
            day->claimed += x->state >= CELL_CLAIMED && x->state <= CELL_CANNOT_TELL;
            day->seen += x->state == CELL_VERIFIED;
        }
    }
}

status_t grid_days(req_t *q, const grid_t *t, way_day_t **out, size_t *n, int64_t *expected, err_t *err)
{
    id_map_t shown;
    const dispatch_t *d = &t->dispatch;
    ms_t first = date_end(date_of(d->sent)), until = d->closes && d->closes < t->at ? d->closes : t->at;
    *n = 0;
    *expected = 0;
    if (t->cover.n_rows * t->cover.n_clauses > DUTIES_BY_DAY) return ST_OK; /* its report's page draws it */
    *out = ARENA_ARRAY(q->a, way_day_t, DAYS_MOST);
    if (!*out || !id_map_new(q->a, t->n + 1, &shown)) return too_large(err);
    for (size_t k = 0; k < t->n; k++) {
        id_map_put(&shown, t->rows[k].row->unit, 1);
        for (size_t c = 0; c < t->cover.n_clauses; c++)
            *expected += t->rows[k].row->cells[c].state != CELL_NONE && !t->rows[k].row->cells[c].optional &&
                         (t->filter.clause_at == SIZE_MAX || t->filter.clause_at == c);
    }
    arena_t *a = arena_new(DAY_ARENA);
    status_t s = a ? ST_OK : too_large(err);
    for (ms_t end = first; s == ST_OK && *n < DAYS_MOST; end += MS_DAY) {
        coverage_t c;
        ms_t at = end < until ? end : until;
        arena_reset(a);
        s = read_cover(q, t, a, at, &c, err);
        (*out)[*n].day = at;
        if (s == ST_OK) count_day(t, &shown, &c, &(*out)[(*n)++]);
        if (end >= until) break;
    }
    arena_free(a);
    return s;
}
