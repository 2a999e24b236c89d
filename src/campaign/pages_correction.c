/* SPDX-License-Identifier: Apache-2.0
 *
 * Corrections owed: of the person's own units, or of all below a coordinator's.
 */
#include "campaign/correction.h"
#include "campaign/pages_internal.h"

static void show_one(view_t *list, const correction_t *c, ms_t at)
{
    view_t *o = view_item(list);
    view_text(o, "unit", c->unit_name);
    view_text(o, "unit_code", c->unit_code);
    view_text(o, "url", c->url);
    view_text(o, "material", c->title);
    view_text(o, "old_code", c->old_code);
    if (c->new_code.n) view_text(o, "new_code", c->new_code);
    view_flag(o, "withdrawn", c->withdrawn);
    view_time(o, "since", c->since);
    view_time(o, "due", c->due);
    view_time(o, "seen", c->seen);
    view_flag(o, "open", !c->corrected);
    view_flag(o, "overdue", !c->corrected && c->due < at);
    if (!c->corrected) return;
    view_time(o, "corrected", c->corrected);
    view_int(o, "hours", (c->corrected - c->since + MS_HOUR - 1) / MS_HOUR);
}

status_t show_corrections(req_t *q, view_t *v, str_t path, ms_t at, err_t *err)
{
    correction_t *c;
    size_t n, open = 0;
    status_t s = corrections(q->db, q->a, path, at, &c, &n, err);
    view_t *list = view_list(v, "corrections");
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        if (c[i].corrected) continue;
        show_one(list, &c[i], at);
        open++;
    }
    view_flag(v, "to_correct", open > 0);
    return s;
}

status_t page_corrections(req_t *q, view_t *v, err_t *err)
{
    correction_t *c;
    size_t n;
    ms_t at = page_moment(q, NULL);
    view_t *list = view_list(v, "corrections");
    correction_sum_t all = {0};
    for (size_t i = 0; i < q->who->n_seats; i++) {
        str_t path = q->who->seats[i].unit_path;
        bool below = false; /* another seat covers this one */
        for (size_t k = 0; k < q->who->n_seats; k++) {
            str_t other = q->who->seats[k].unit_path;
            below = below || (k != i && str_starts(path, other) && (other.n < path.n || k < i));
        }
        if (below) continue;
        status_t s = corrections(q->db, q->a, path, at, &c, &n, err);
        if (s != ST_OK) return s;
        correction_sum_t sum = corrections_sum(q->a, c, n, at);
        all.open += sum.open;
        all.overdue += sum.overdue;
        all.made += sum.made;
        if (sum.made) all.median_hours = sum.median_hours;
        for (size_t k = 0; k < n; k++) show_one(list, &c[k], at);
    }
    view_int(v, "open", (int64_t)all.open);
    view_int(v, "overdue", (int64_t)all.overdue);
    view_int(v, "made", (int64_t)all.made);
    if (all.made) view_real(v, "median_hours", all.median_hours, 1);
    view_flag(v, "none", all.open + all.made == 0);
    return ST_OK;
}
