/* SPDX-License-Identifier: Apache-2.0
 *
 * Reminders at the desk: who would get what and why, ready texts to copy, and the outbox.
 */
#include "campaign/nudge.h"
#include "campaign/pages_internal.h"

enum { SHOWN = 300 };

status_t page_nudges(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    nudge_t *list;
    size_t n, mailed = 0;
    status_t s = page_chosen_dispatch(q, &d, err);
    if (s == ST_OK) s = nudge_plan(q->db, q->a, &d, clock_now(), q->lang, &list, &n, err);
    if (s != ST_OK) return s;
    view_id(v, "dispatch", d.id);
    view_text(v, "mark", dispatch_mark(q->a, &d));
    view_t *rows = view_list(v, "nudges");
    for (size_t k = 0; k < n; k++) {
        mailed += list[k].email.n && !list[k].queued;
        if (k >= SHOWN) continue;
        view_t *i = view_item(rows);
        view_text(i, "name", list[k].name);
        view_text(i, "why", list[k].why);
        view_text(i, "text", list[k].text);
        view_int(i, "minutes", list[k].minutes);
        view_flag(i, "has_minutes", list[k].minutes > 0);
        view_flag(i, "has_email", list[k].email.n > 0);
        view_flag(i, "queued", list[k].queued);
    }
    view_int(v, "all", (int64_t)n);
    view_int(v, "mailed", (int64_t)mailed);
    view_flag(v, "none", n == 0);
    view_flag(v, "may_queue", mailed > 0 && !ident_none(d.from_unit) && may(q, ROLE_COORDINATOR, d.from_unit));
    return ST_OK;
}

status_t post_nudges(req_t *q, view_t *v, err_t *err)
{
    ident_t id;
    dispatch_t d;
    size_t queued;
    (void)v;
    if (!ident_parse(req_form(q, "dispatch"), &id))
        return err_set(err, ST_NOT_FOUND, "dispatch.none", N_("There is no such dispatch."));
    status_t s = dispatch_get(q->db, q->a, id, &d, err);
    if (s == ST_OK && (ident_none(d.from_unit) || !may(q, ROLE_COORDINATOR, d.from_unit)))
        s = err_set(err, ST_DENIED, "dispatch.not-yours", N_("This dispatch belongs to a unit you do not coordinate."));
    if (s == ST_OK) s = nudge_queue(q->db, q->a, id, q->who->person, &queued, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The reminders wait in the outbox; they go between 7:00 and 18:00, not on Sundays."));
    answer_redirect(q, str_fmt(q->a, "/ban/nhac-viec?cong-van=%.*s", STRF(req_form(q, "dispatch"))));
    return ST_OK;
}
