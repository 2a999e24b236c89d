/* SPDX-License-Identifier: Apache-2.0
 *
 * One unit of the coordinator's grid: what it owes, said and what was seen, and a waiver to propose.
 */
#include "campaign/pages_duty.h"

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
