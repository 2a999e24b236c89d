/* SPDX-License-Identifier: Apache-2.0
 *
 * progress — a campaign's progress for other programs: what is asked, said and seen, by clause, never by person. The
 * public page at /tien-do shows the same sums.
 */
#include "campaign/pages_internal.h"

static status_t put_dispatch(req_t *q, view_t *list, const dispatch_t *d, ms_t at, err_t *err)
{
    coverage_t c;
    status_t s = coverage_of(q->db, q->a, d->id, at, &c, err);
    if (s != ST_OK) return s;
    view_t *o = view_item(list);
    view_text(o, "mark", dispatch_mark(q->a, d));
    view_text(o, "subject", d->subject);
    view_text(o, "from", d->from_name);
    view_time(o, "sent", d->sent);
    if (d->opens) view_time(o, "opens", d->opens);
    if (d->closes) view_time(o, "closes", d->closes);
    view_int(o, "units", (int64_t)c.n_rows);
    view_t *clauses = view_list(o, "clauses");
    for (size_t k = 0; k < c.n_clauses; k++) {
        view_t *i = view_item(clauses);
        view_text(i, "n", c.clauses[k]);
        view_flag(i, "optional", c.optional[k]);
        view_int(i, "expected", c.sums[k].expected);
        view_int(i, "acknowledged", c.sums[k].acknowledged);
        view_int(i, "claimed", c.sums[k].claimed); /* units, never people; never added to the next */
        view_int(i, "verified", c.sums[k].verified);
    }
    return ST_OK;
}

status_t api_progress(req_t *q, view_t *v, err_t *err)
{
    campaign_t c;
    dispatch_t *list;
    size_t n;
    ms_t at = page_moment(q, NULL);
    status_t s = campaign_by_slug(q->db, q->a, q->args[0], &c, err);
    if (s == ST_OK) s = dispatch_list(q->db, q->a, &list, &n, err);
    if (s != ST_OK) return s;
    view_text(v, "campaign", c.slug);
    view_text(v, "title", q->lang == LANG_EN && c.title_en.n ? c.title_en : c.title);
    view_text(v, "state", c.state);
    if (c.since) view_time(v, "since", c.since);
    view_time(v, "opens", c.opens);
    view_time(v, "closes", c.closes);
    view_time(v, "as_of", at);
    view_t *out = view_list(v, "dispatches");
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        dispatch_t d;
        if (!list[i].sent || !ident_eq(list[i].campaign, c.id)) continue;
        s = dispatch_get(q->db, q->a, list[i].id, &d, err);
        if (s == ST_OK) s = put_dispatch(q, out, &d, at, err);
    }
    return s;
}
