/* SPDX-License-Identifier: Apache-2.0
 *
 * The coordinator's grid of units and clauses, one unit in it, and the table on screen as CSV.
 */
#include <stdlib.h>
#include "base/fold.h"
#include "campaign/campaign_internal.h"
#include "campaign/pages_duty.h"
#include "campaign/pages_grid.h"

enum { ROWS_ON_A_PAGE = 200 };

str_t dispatch_mark(arena_t *a, const dispatch_t *d)
{
    return d->number ? str_fmt(a, "%lld/%.*s", (long long)d->number, STRF(d->symbol)) : S("–");
}

ms_t page_moment(const req_t *q, bool *given)
{
    str_t s = req_query(q, "luc");
    date_t d;
    ms_t t;
    if (given) *given = true;
    if (s.n && date_parse(s, &d)) return date_end(d);
    if (s.n && ms_parse(s, &t)) return t;
    if (given) *given = false;
    return clock_now();
}

status_t page_chosen_dispatch(req_t *q, dispatch_t *out, err_t *err)
{
    ident_t id;
    if (ident_parse(req_query(q, "cong-van"), &id)) return dispatch_get(q->db, q->a, id, out, err);
    dispatch_t *list;
    size_t n;
    status_t s = dispatch_list(q->db, q->a, &list, &n, err);
    if (s != ST_OK) return s;
    for (size_t k = 0; k < n; k++)
        if (list[k].sent) return dispatch_get(q->db, q->a, list[k].id, out, err);
    return err_set(err, ST_NOT_FOUND, "dispatch.none-sent", N_("No dispatch has been sent yet."));
}

static grid_filter_t read_filter(req_t *q, const coverage_t *c)
{
    grid_filter_t f = {req_query(q, "loai"), req_query(q, "muc"), req_query(q, "trang-thai"), S(""), false, SIZE_MAX};
    if (!f.kind.p) f.kind = S("");
    if (!f.clause.p) f.clause = S("");
    if (!f.state.p) f.state = S("");
    str_t search = req_query(q, "tim");
    if (search.n) f.search = fold_dup(q->a, search);
    f.by_state = str_eq(req_query(q, "sap-xep"), S("trang-thai"));
    for (size_t k = 0; k < c->n_clauses; k++)
        if (str_eq(c->clauses[k], f.clause)) f.clause_at = k;
    return f;
}

static bool cell_fits(const cell_t *c, const grid_filter_t *f)
{
    if (c->state == CELL_NONE) return false;
    if (!f->state.n) return true;
    if (str_eq(f->state, S("late"))) return c->late;
    if (str_eq(f->state, S("open"))) return c->state == CELL_OWED || c->state == CELL_ACKNOWLEDGED;
    return str_eq(f->state, str_of(cell_name((cell_state_t)c->state)));
}

static bool row_fits(req_t *q, const coverage_t *c, const cover_row_t *r, const grid_filter_t *f)
{
    if (f->kind.n && !str_eq(r->kind, f->kind)) return false;
    if (f->search.n && str_find(fold_dup(q->a, r->name), f->search, 0) == SIZE_MAX &&
        str_find(fold_dup(q->a, r->code), f->search, 0) == SIZE_MAX)
        return false;
    for (size_t k = 0; k < c->n_clauses; k++)
        if ((f->clause_at == SIZE_MAX || f->clause_at == k) && cell_fits(&r->cells[k], f)) return true;
    return false;
}

/* What still needs doing comes first. */
static int urgency(const cover_row_t *r, size_t n)
{
    int sum = 0;
    for (size_t k = 0; k < n; k++) {
        static const int weight[CELL_COUNT] = {0, 4, 3, 2, 0, 5, 1, 6, 0};
        if (!r->cells[k].optional) sum += weight[r->cells[k].state];
    }
    return sum;
}

static int by_urgency(const void *a, const void *b)
{
    const grid_row_t *x = a, *y = b;
    if (x->urgency != y->urgency) return y->urgency - x->urgency;
    return x->at < y->at ? -1 : 1;
}

status_t grid_load(req_t *q, grid_t *t, err_t *err)
{
    t->at = page_moment(q, &t->as_of);
    status_t s = page_chosen_dispatch(q, &t->dispatch, err);
    t->today = str_eq(req_query(q, "ban-do"), S("hom-nay"));
    if (s == ST_OK && t->today)
        s = coverage_on_map(q->db, q->a, t->dispatch.id, t->at, clock_now(), &t->cover, err);
    else if (s == ST_OK)
        s = coverage_of(q->db, q->a, t->dispatch.id, t->at, &t->cover, err);
    if (s != ST_OK) return s;
    t->filter = read_filter(q, &t->cover);
    t->rows = ARENA_ARRAY(q->a, grid_row_t, t->cover.n_rows + 1);
    if (!t->rows) return err_set(err, ST_LIMIT, "coverage.too-large", N_("The dispatch is too large for one table."));
    for (size_t k = 0; k < t->cover.n_rows; k++) {
        const cover_row_t *r = &t->cover.rows[k];
        if (!row_fits(q, &t->cover, r, &t->filter)) continue;
        t->rows[t->n] = (grid_row_t){r, t->filter.by_state ? urgency(r, t->cover.n_clauses) : 0, t->n};
        t->n++;
    }
    if (t->filter.by_state && t->n > 1) qsort(t->rows, t->n, sizeof *t->rows, by_urgency);
    return ST_OK;
}

void show_sums(view_t *v, const cover_sum_t *s)
{
    view_int(v, "expected", s->expected);
    view_int(v, "acknowledged", s->acknowledged);
    view_int(v, "claimed", s->claimed);
    view_int(v, "verified", s->verified);
    view_int(v, "contradicted", s->contradicted);
    view_int(v, "cannot_tell", s->cannot_tell);
    view_int(v, "late", s->late);
    view_int(v, "missed", s->missed);
    view_int(v, "waived", s->waived);
}

static void show_cells(req_t *q, view_t *row, const cover_row_t *r, const coverage_t *c)
{
    view_t *cells = view_list(row, "cells");
    for (size_t k = 0; k < c->n_clauses; k++) {
        view_t *i = view_item(cells);
        cell_state_t s = (cell_state_t)r->cells[k].state;
        view_flag(i, "any", s != CELL_NONE);
        view_z(i, "state", tr(q->lang, cell_title(s)));
        view_z(i, "tag", cell_tag(s));
        view_flag(i, "late", r->cells[k].late);
    }
}

static void option(view_t *list, const char *value, str_t text, str_t chosen)
{
    view_t *i = view_item(list);
    view_z(i, "value", value);
    view_text(i, "text", text);
    view_flag(i, "selected", str_eq(str_of(value), chosen));
}

const char *kind_title(str_t kind)
{
    static const struct {
        const char *kind, *title;
    } all[] = {{"department", N_("Departments")},  {"district-office", N_("District offices")},
               {"district", N_("Districts")},      {"commune", N_("Communes and wards")},
               {"university", N_("Universities")}, {"college", N_("Colleges")},
               {"school", N_("Schools")},          {"team", N_("Teams")}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (str_eq(kind, str_of(all[k].kind))) return all[k].title;
    return N_("Other");
}

static void show_filters(req_t *q, view_t *v, const grid_t *t)
{
    view_t *kinds = view_list(v, "kinds"), *clauses = view_list(v, "clause_options"), *states = view_list(v, "states");
    for (size_t k = 0; k < t->cover.n_rows; k++) {
        bool before = false;
        for (size_t i = 0; i < k && !before; i++) before = str_eq(t->cover.rows[i].kind, t->cover.rows[k].kind);
        str_t kind = t->cover.rows[k].kind;
        if (!before) option(kinds, str_z(q->a, kind), str_of(tr(q->lang, kind_title(kind))), t->filter.kind);
    }
    for (size_t k = 0; k < t->cover.n_clauses; k++)
        option(clauses, str_z(q->a, t->cover.clauses[k]), t->cover.clauses[k], t->filter.clause);
    option(states, "open", str_of(tr(q->lang, N_("not yet claimed"))), t->filter.state);
    for (int s = CELL_OWED; s < CELL_COUNT; s++)
        option(states, cell_name((cell_state_t)s), str_of(tr(q->lang, cell_title((cell_state_t)s))), t->filter.state);
    option(states, "late", str_of(tr(q->lang, N_("late"))), t->filter.state);
    str_t search = req_query(q, "tim"), luc = req_query(q, "luc");
    view_text(v, "search", search.p ? search : S(""));
    view_text(v, "luc", luc.p ? luc : S(""));
    view_flag(v, "today", t->today);
    view_flag(v, "by_state", t->filter.by_state);
}

/* The query of this page with another page number, percent-encoded; `page` 0: without one. */
static str_t query_string(req_t *q, int64_t page)
{
    buf_t b = buf_new(q->a, 8192);
    for (size_t k = 0; k < q->n_query; k++) {
        if (str_eq(q->query[k].name, S("trang")) || !q->query[k].value.n) continue;
        buf_putz(&b, b.n ? "&" : "?");
        buf_url(&b, q->query[k].name);
        buf_putc(&b, '=');
        buf_url(&b, q->query[k].value);
    }
    if (page > 1) buf_fmt(&b, "%strang=%lld", b.n ? "&" : "?", (long long)page);
    return buf_ok(&b) ? buf_str(&b) : S("");
}

static void show_dispatch_head(req_t *q, view_t *v, const dispatch_t *d, ms_t at, bool as_of)
{
    view_id(v, "dispatch", d->id);
    view_text(v, "mark", dispatch_mark(q->a, d));
    view_text(v, "subject", d->subject);
    view_time(v, "closes", d->closes);
    view_time(v, "at", at);
    view_flag(v, "as_of", as_of);
}

static void show_pager(req_t *q, view_t *v, size_t n, int64_t page)
{
    int64_t pages = ((int64_t)n + ROWS_ON_A_PAGE - 1) / ROWS_ON_A_PAGE;
    view_int(v, "page", page);
    view_int(v, "pages", pages > 0 ? pages : 1);
    view_flag(v, "has_before", page > 1);
    view_flag(v, "has_after", page < pages);
    view_text(v, "before", query_string(q, page - 1));
    view_text(v, "after", query_string(q, page + 1));
    view_text(v, "query", query_string(q, 0));
}

/* Who was let off what, and why. */
static status_t show_waived(req_t *q, view_t *v, const grid_t *t, err_t *err)
{
    waiver_t *w = NULL;
    size_t n = 0;
    status_t s = t->cover.all.waived ? waivers_of(q->db, q->a, t->dispatch.id, t->at, &w, &n, err) : ST_OK;
    view_t *list = view_list(v, "waivers");
    for (size_t k = 0; k < n; k++) {
        view_t *i = view_item(list);
        view_text(i, "unit", w[k].unit);
        view_text(i, "clause", clause_label(q, w[k].clause));
        view_text(i, "why", w[k].why);
    }
    view_flag(v, "has_waivers", n > 0);
    return s;
}

status_t page_grid(req_t *q, view_t *v, err_t *err)
{
    grid_t t = {0};
    status_t s = grid_load(q, &t, err);
    view_flag(v, "none_sent", s == ST_NOT_FOUND);
    view_flag(v, "some", s == ST_OK);
    if (s == ST_NOT_FOUND) return ST_OK;
    if (s != ST_OK) return s;
    int64_t page = 1;
    if (!str_int(req_query(q, "trang"), 1, 100000, &page)) page = 1;
    show_dispatch_head(q, v, &t.dispatch, t.at, t.as_of);
    show_filters(q, v, &t);
    view_t *heads = view_list(v, "clauses"), *rows = view_list(v, "rows");
    for (size_t k = 0; k < t.cover.n_clauses; k++) {
        view_t *h = view_item(heads);
        const clause_t *c = clause_by_n(t.dispatch.clauses, t.dispatch.n_clauses, t.cover.clauses[k]);
        view_text(h, "n", clause_label(q, t.cover.clauses[k]));
        view_z(h, "verb", tr(q->lang, verb_title(t.cover.verbs[k])));
        view_text(h, "text", c ? c->text : S(""));
        view_flag(h, "optional", t.cover.optional[k]);
        show_sums(h, &t.cover.sums[k]);
    }
    size_t from = (size_t)(page - 1) * ROWS_ON_A_PAGE;
    for (size_t k = from; k < t.n && k < from + ROWS_ON_A_PAGE; k++) {
        view_t *r = view_item(rows);
        view_text(r, "code", t.rows[k].row->code);
        view_text(r, "name", t.rows[k].row->name);
        view_flag(r, "ended", t.rows[k].row->ended);
        show_cells(q, r, t.rows[k].row, &t.cover);
    }
    view_int(v, "shown", (int64_t)t.n);
    view_int(v, "units", (int64_t)t.cover.n_rows);
    view_flag(v, "empty", t.n == 0);
    show_sums(view_object(v, "all"), &t.cover.all);
    show_pager(q, v, t.n, page);
    return show_waived(q, v, &t, err);
}

status_t page_grid_unit(req_t *q, view_t *v, err_t *err)
{
    bool as_of = false;
    ms_t at = page_moment(q, &as_of);
    unit_t u;
    status_t s = unit_by_code(q->db, q->a, q->args[0], at, &u, err);
    if (s == ST_NOT_FOUND) { /* it may have ended: as it was when the dispatch was sent */
        dispatch_t d;
        err_t quiet = err_new(q->lang);
        if (page_chosen_dispatch(q, &d, &quiet) == ST_OK) s = unit_by_code(q->db, q->a, q->args[0], d.sent, &u, err);
    }
    if (s != ST_OK) return s;
    duty_t *d;
    size_t n;
    s = duty_of_unit(q->db, q->a, u.id, at, &d, &n, err);
    view_text(v, "page_title", u.name);
    view_text(v, "unit", u.name);
    view_text(v, "code", u.code);
    view_z(v, "kind", tr(q->lang, kind_title(u.kind)));
    view_text(v, "source", u.source.p ? u.source : S(""));
    view_time(v, "at", at);
    view_flag(v, "as_of", as_of);
    view_flag(v, "none", n == 0);
    view_t *list = view_list(v, "duties");
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        view_t *i = view_item(list);
        s = show_duty(q, i, &d[k], at, true, err);
        if (s == ST_OK) s = show_waiver(q, i, &d[k], err);
    }
    return s;
}
