/* SPDX-License-Identifier: Apache-2.0
 *
 * The coordinator's grid of units and clauses as a page.
 */
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

void show_sums(view_t *v, const cover_sum_t *s)
{
    view_int(v, "expected", s->expected);
    view_int(v, "acknowledged", s->acknowledged);
    view_int(v, "claimed", s->claimed);
    view_int(v, "verified", s->verified);
    view_int(v, "contradicted", s->contradicted);
    view_int(v, "cannot_tell", s->cannot_tell);
    view_int(v, "on_time", s->on_time);
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

/* Two groups of the rows on screen beside one another. */
static void show_groups(req_t *q, view_t *v, const grid_t *t)
{
    view_t *list = view_list(v, "groups");
    view_flag(v, "compared", t->compared);
    for (int g = 0; t->compared && g < 2; g++) {
        const cover_sum_t *s = &t->groups[g].sum;
        view_t *i = view_item(list);
        view_text(i, "group", group_title(q, t, t->groups[g].name));
        view_int(i, "units", t->groups[g].units);
        show_sums(i, s);
        view_int(i, "claimed_share", s->expected ? s->claimed * 100 / s->expected : 0);
        view_int(i, "verified_share", s->expected ? s->verified * 100 / s->expected : 0);
    }
}

/* The days of the window, when they are asked for: each is a table of its own. */
static status_t show_days(req_t *q, view_t *v, const grid_t *t, err_t *err)
{
    way_day_t *days = NULL;
    size_t n = 0;
    int64_t expected = 0;
    bool wanted = req_query(q, "theo-ngay").n > 0;
    status_t s = wanted ? grid_days(q, t, &days, &n, &expected, err) : ST_OK;
    view_flag(v, "by_day", wanted);
    view_flag(v, "too_many_days", wanted && s == ST_OK && n == 0);
    view_z(v, "seen_title", tr(q->lang, N_("Verified")));
    picture_curves(v, q->a, days, n, expected);
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
    show_groups(q, v, &t);
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
    s = show_waived(q, v, &t, err);
    if (s == ST_OK) s = show_campaign_note(q, v, t.dispatch.campaign, err);
    return s == ST_OK ? show_days(q, v, &t, err) : s;
}
