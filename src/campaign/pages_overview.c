/* SPDX-License-Identifier: Apache-2.0
 *
 * The campaign as a whole on one page: the tree of its dispatches over all levels, and the pictures.
 */
#include "campaign/pages_report.h"
#include "campaign/pictures.h"
#include "campaign/report_annexes.h"
#include "page/app.h"

enum { DEEPEST = 8 };

static void show_row(req_t *q, view_t *i, const report_t *r, const report_dispatch_t *d)
{
    const ev_value_t *p = d->row;
    buf_t indent = buf_new(q->a, 256);
    for (int k = 0; k < d->level && k < DEEPEST; k++) buf_putz(&indent, "↳ ");
    view_text(i, "indent", buf_str(&indent));
    view_id(i, "id", p[P_ID].id);
    view_int(i, "level", d->level + 1);
    view_text(i, "mark", report_mark(q->a, p));
    view_text(i, "from", str_dup(q->a, report_unit(r, p[P_FROM].id)));
    view_time(i, "sent", p[P_SENT].n);
    view_int(i, "units", d->asked);
    view_int(i, "units_acknowledged", d->acknowledged);
    show_sums(i, &d->cover.all);
    ms_t window = p[P_CLOSES].n - d->signed_top;
    view_flag(i, "delayed", d->delay_half >= 0);
    if (d->delay_half < 0) return;
    view_real(i, "half", (double)d->delay_half / (double)MS_HOUR, 1);
    view_real(i, "longest", (double)d->delay_most / (double)MS_HOUR, 1);
    view_int(i, "eaten", window > 0 ? d->delay_half * 100 / window : 0);
}

/* The dispatches below `parent`, each with those below it. */
static void show_below(req_t *q, view_t *list, const report_t *r, ident_t parent, int depth)
{
    for (size_t i = 0; i < r->n_dispatches && depth < DEEPEST; i++) {
        const report_dispatch_t *d = &r->dispatches[i];
        bool top = depth == 0 && d->level == 0;
        if (!top && (depth == 0 || !ident_eq(d->row[P_PARENT].id, parent))) continue;
        show_row(q, view_item(list), r, d);
        show_below(q, list, r, d->row[P_ID].id, depth + 1);
    }
}

/* What people call an area: a district by its name of then, units of a kind by their kind. */
static str_t area_name(req_t *q, const area_t *x, ms_t at)
{
    unit_t u;
    err_t quiet = err_new(q->lang);
    if (x->is_kind) return str_of(tr(q->lang, kind_title(x->key)));
    return unit_by_code(q->db, q->a, x->key, at, &u, &quiet) == ST_OK ? u.name : str_dup(q->a, x->key);
}

static status_t show_pictures(req_t *q, view_t *v, const report_t *r, err_t *err)
{
    area_t *areas;
    way_day_t *days;
    size_t n, n_days;
    status_t s = picture_areas(r, q->a, &areas, &n, err);
    if (s == ST_OK) s = picture_way(r, q->a, &days, &n_days, err);
    str_t *names = s == ST_OK ? ARENA_ARRAY(q->a, str_t, n + 1) : NULL;
    if (!names) return s != ST_OK ? s : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    for (size_t i = 0; i < n; i++) names[i] = area_name(q, &areas[i], r->campaign[C_OPENS].n);
    picture_tiles(v, areas, names, n);
    view_z(v, "seen_title", tr(q->lang, N_("Seen at least once")));
    picture_curves(v, q->a, days, n_days, r->all.expected);
    picture_relay(v, q->a, r);
    return ST_OK;
}

status_t page_overview(req_t *q, view_t *v, err_t *err)
{
    report_job_t j;
    bool as_of;
    ms_t at = page_moment(q, &as_of);
    str_t luc = req_query(q, "luc");
    status_t s = report_job_begin(&j, q, err);
    if (s == ST_OK) s = closing_make(q->app->store, j.db, j.a, j.c.id, at, &j.closing, err);
    if (s == ST_OK) {
        view_text(v, "slug", j.c.slug);
        view_text(v, "campaign", q->lang == LANG_EN && j.c.title_en.n ? j.c.title_en : j.c.title);
        view_time(v, "at", at);
        view_flag(v, "as_of", as_of);
        view_text(v, "luc", luc.p ? luc : S(""));
        view_flag(v, "none_sent", j.closing.report.n_dispatches == 0);
        show_below(q, view_list(v, "tree"), &j.closing.report, (ident_t){{0}}, 0);
        s = show_campaign_note(q, v, j.c.id, err);
        if (s == ST_OK) s = show_pictures(q, v, &j.closing.report, err);
    }
    report_job_end(&j);
    return s;
}
