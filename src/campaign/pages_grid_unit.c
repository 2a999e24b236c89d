/* SPDX-License-Identifier: Apache-2.0
 *
 * One unit of the coordinator's grid: what it owes, said and what was seen, and a waiver to propose.
 */
#include "campaign/pages_grid.h"
#include "campaign/pages_duty.h"

/* The unit's own coordinator sees all it owes; one from elsewhere what it owes under dispatches sent from their own units. */
static status_t sees_duty(req_t *q, const unit_t *u, const duty_t *d, bool *out, err_t *err)
{
    dispatch_t p;
    *out = actor_may(q->who, ROLE_COORDINATOR, u->path);
    if (*out) return ST_OK;
    status_t s = dispatch_get(q->db, q->a, d->dispatch, &p, err);
    if (s == ST_OK) *out = !ident_none(p.from_unit) && may(q, ROLE_COORDINATOR, p.from_unit);
    return s;
}

status_t page_grid_unit(req_t *q, view_t *v, err_t *err)
{
    bool as_of = false;
    ms_t at = page_moment(q, &as_of);
    unit_t u;
    status_t s = unit_by_code(q->db, q->a, q->args[0], at, &u, err);
    dispatch_t sent;
    err_t quiet = err_new(q->lang);
    bool some = page_chosen_dispatch(q, &sent, &quiet) == ST_OK;
    if (s == ST_NOT_FOUND && some) /* it may have ended: as it was when the dispatch was sent */
        s = unit_by_code(q->db, q->a, q->args[0], sent.sent, &u, err);
    if (s == ST_OK && !actor_may(q->who, ROLE_COORDINATOR, u.path) && !(some && grid_whole(q, &sent)))
        s = err_set(err, ST_DENIED, "grid.outside", N_("That unit is not below yours."));
    if (s != ST_OK) return s;
    duty_t *d;
    size_t n;
    s = duty_of_unit(q->db, q->a, u.id, at, &d, &n, err);
    view_text(v, "page_title", u.name);
    view_text(v, "unit", u.name);
    view_text(v, "code", u.code);
    view_z(v, "kind", tr(q->lang, kind_title(u.kind)));
    bool background = str_starts(u.source, S("[K]"));
    view_text(v, "source", !u.source.p ? S("") : background ? str_trim(str_sub(u.source, 3, u.source.n)) : u.source);
    view_flag(v, "unverified", background);
    view_time(v, "at", at);
    view_flag(v, "as_of", as_of);
    view_t *list = view_list(v, "duties");
    size_t shown = 0;
    for (size_t k = 0; s == ST_OK && k < n; k++) {
        bool sees;
        s = sees_duty(q, &u, &d[k], &sees, err);
        if (s != ST_OK || !sees) continue;
        view_t *i = view_item(list);
        shown++;
        s = show_duty(q, i, &d[k], at, true, err);
        if (s == ST_OK) s = show_waiver(q, i, &d[k], err);
    }
    view_flag(v, "none", shown == 0);
    if (s == ST_OK && !shown && !actor_may(q->who, ROLE_COORDINATOR, u.path))
        return err_set(err, ST_DENIED, "unit.not-yours", N_("You do not coordinate this unit."));
    return s;
}
