/* SPDX-License-Identifier: Apache-2.0
 *
 * What is on the coordinator's screen, all rows of it, as CSV, XLSX and JSON.
 */
#include "campaign/pages_grid.h"
#include "campaign/paper.h"
#include "page/app.h"

status_t grid_csv(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    grid_t t = {0};
    status_t s = grid_load(q, &t, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, (size_t)16 << 20);
    buf_putz(&b, "\xEF\xBB\xBF"); /* spreadsheets take it for UTF-8 then */
    buf_putz(&b, "code,name,kind");
    for (size_t k = 0; k < t.cover.n_clauses; k++) {
        buf_putc(&b, ',');
        buf_csv(&b, t.cover.clauses[k]);
        buf_fmt(&b, ",%.*s_late", STRF(t.cover.clauses[k]));
    }
    buf_putz(&b, "\r\n");
    for (size_t k = 0; k < t.n; k++) {
        const cover_row_t *r = t.rows[k].row;
        buf_csv(&b, r->code);
        buf_putc(&b, ',');
        buf_csv(&b, r->name);
        buf_putc(&b, ',');
        buf_csv(&b, r->kind);
        for (size_t c = 0; c < t.cover.n_clauses; c++) {
            cell_state_t state = (cell_state_t)r->cells[c].state;
            buf_fmt(&b, ",%s,%s", state ? cell_name(state) : "", state && r->cells[c].late ? "1" : "");
        }
        buf_putz(&b, "\r\n");
    }
    if (!buf_ok(&b))
        return err_set(err, ST_LIMIT, "coverage.too-large", N_("The dispatch is too large for one table."));
    answer_download(q, "text/csv; charset=utf-8", S("dieu-phoi.csv"), buf_str(&b));
    return ST_OK;
}

/* The same with its moment, its dispatch and the sums of the whole table. */
status_t grid_json(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    grid_t t = {0};
    status_t s = grid_load(q, &t, err);
    if (s != ST_OK) return s;
    view_t *out = view_new(q->a);
    view_id(out, "dispatch", t.dispatch.id);
    view_text(out, "mark", dispatch_mark(q->a, &t.dispatch));
    view_time(out, "as_of", t.at);
    show_sums(view_object(out, "all"), &t.cover.all);
    view_t *groups = t.compared ? view_list(out, "groups") : NULL;
    for (int g = 0; groups && g < 2; g++) {
        view_t *i = view_item(groups);
        view_text(i, "group", t.groups[g].name);
        view_int(i, "units", t.groups[g].units);
        show_sums(i, &t.groups[g].sum);
    }
    view_t *rows = view_list(out, "rows");
    for (size_t k = 0; k < t.n; k++) {
        const cover_row_t *r = t.rows[k].row;
        view_t *i = view_item(rows);
        view_text(i, "code", r->code);
        view_text(i, "name", r->name);
        view_text(i, "kind", r->kind);
        view_t *cells = view_list(i, "cells");
        for (size_t c = 0; c < t.cover.n_clauses; c++) {
            if (r->cells[c].state == CELL_NONE) continue;
            view_t *x = view_item(cells);
            view_text(x, "clause", t.cover.clauses[c]);
            view_z(x, "state", cell_name((cell_state_t)r->cells[c].state));
            view_flag(x, "late", r->cells[c].late);
        }
    }
    buf_t b = buf_new(q->a, (size_t)32 << 20);
    view_json(out, &b);
    if (!buf_ok(&b) || arena_failed(q->a))
        return err_set(err, ST_LIMIT, "coverage.too-large", N_("The dispatch is too large for one table."));
    answer_download(q, "application/json", S("dieu-phoi.json"), buf_str(&b));
    return ST_OK;
}

static str_t words_of(req_t *q, const cell_t *c)
{
    if (c->state == CELL_NONE) return S("");
    const char *state = tr(q->lang, cell_title((cell_state_t)c->state));
    return c->late ? str_fmt(q->a, "%s, %s", state, tr(q->lang, N_("late"))) : str_of(state);
}

static void fill_groups(req_t *q, paper_t *p, const grid_t *t)
{
    static const char *const heads[] = {N_("Group"),    N_("Units"),   N_("Owed"), N_("Acknowledged"), N_("Claimed"),
                                        N_("Verified"), N_("On time"), N_("Late"), N_("Missed"),       N_("Waived")};
    static const double widths[] = {5, 2, 2, 2, 2, 2, 2, 2, 2, 2};
    paper_table_t *out =
        paper_table(p, "groups", str_of(tr(q->lang, N_("Two groups side by side"))), 10, heads, widths);
    for (int g = 0; g < 2; g++) {
        const cover_sum_t *s = &t->groups[g].sum;
        const int64_t all[] = {t->groups[g].units, s->expected, s->acknowledged, s->claimed, s->verified,
                               s->on_time,         s->late,     s->missed,       s->waived};
        paper_text(out, group_title(q, t, t->groups[g].name));
        for (size_t k = 0; k < sizeof all / sizeof *all; k++) paper_int(out, all[k]);
    }
}

static status_t fill_sheet(req_t *q, paper_t *p, err_t *err)
{
    grid_t t = {0};
    status_t s = grid_load(q, &t, err);
    if (s != ST_OK) return s;
    char at[32];
    size_t n = t.cover.n_clauses;
    const char **heads = ARENA_ARRAY(q->a, const char *, n + 3);
    double *widths = ARENA_ARRAY(q->a, double, n + 3);
    if (!heads || !widths) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    const char *first[] = {N_("Code"), N_("Unit"), N_("Kind of unit")};
    for (size_t c = 0; c < n + 3; c++) {
        heads[c] = c < 3 ? first[c] : str_z(q->a, clause_label(q, t.cover.clauses[c - 3]));
        widths[c] = c == 1 ? 6 : 2;
    }
    ms_vn_time(t.at, at);
    p->title = p->subject = str_fmt(q->a, "%.*s · %s", STRF(dispatch_mark(q->a, &t.dispatch)), at);
    p->made = t.at;
    paper_table_t *out = paper_table(p, "units", p->title, n + 3, heads, widths);
    for (size_t k = 0; k < t.n; k++) {
        const cover_row_t *r = t.rows[k].row;
        paper_text(out, r->code);
        paper_text(out, r->name);
        paper_text(out, str_of(tr(q->lang, kind_title(r->kind))));
        for (size_t c = 0; c < n; c++) paper_text(out, words_of(q, &r->cells[c]));
    }
    if (t.compared) fill_groups(q, p, &t);
    return ST_OK;
}

status_t grid_xlsx(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    db_t *db;
    paper_t p;
    str_t bytes;
    status_t s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    q->db = db;
    paper_new(&p, q->a, q->lang);
    p.kind = str_of(tr(q->lang, N_("Who did what")));
    s = fill_sheet(q, &p, err);
    q->db = NULL;
    store_done(q->app->store, db);
    if (s == ST_OK) s = paper_xlsx(q->a, &p, &bytes, err);
    if (s == ST_OK)
        answer_download(q, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", S("dieu-phoi.xlsx"),
                        bytes);
    return s;
}
