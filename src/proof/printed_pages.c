/* SPDX-License-Identifier: Apache-2.0
 *
 * The addresses we print, with their state and age.
 */
#include "page/app.h"
#include "people/people.h"
#include "proof/printed.h"

static const struct {
    const char *name, *label, *tag;
} states[] = {
    [PRINTED_UNCHECKED] = {"unchecked", N_("Not asked yet"), "tag-mute"},
    [PRINTED_ALIVE] = {"alive", N_("Answers"), "tag-ok"},
    [PRINTED_UNCLEAR] = {"unclear", N_("Unclear"), "tag-info"},
    [PRINTED_DEAD] = {"dead", N_("Dead"), "tag-bad"},
};
enum { STATES = 4, KNOWLEDGE_SHOWN = 1 };

static status_t may_see(const req_t *q, err_t *err)
{
    static const role_t roles[] = {ROLE_COORDINATOR, ROLE_EDITOR, ROLE_CONTACT, ROLE_SIGNER, ROLE_DUTY, ROLE_AUDITOR};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (actor_seat(q->who, roles[i])) return ST_OK;
    return err_set(err, ST_DENIED, "printed.role",
                   N_("This list is for those who make, check or answer for materials."));
}

static void where_view(view_t *i, const printed_t *p)
{
    enum { SHOWN = 6 };
    view_t *list = view_list(i, "where");
    for (size_t k = 0; k < p->in.len && k < SHOWN; k++) view_push(list, VEC_AT(&p->in, printed_in_t, k).name);
    view_int(i, "more", p->in.len > SHOWN ? (int64_t)p->in.len - SHOWN : 0);
    view_flag(i, "has_more", p->in.len > SHOWN);
}

static void one_view(const req_t *q, view_t *i, const printed_t *p)
{
    view_text(i, "url", p->url);
    view_z(i, "state", states[p->state].name);
    view_z(i, "label", tr(q->lang, states[p->state].label));
    view_z(i, "tag", states[p->state].tag);
    if (p->last) view_time(i, "last", p->last);
    if (p->since) view_time(i, "since", p->since);
    if (p->status) view_fmt(i, "status", "HTTP %d", p->status);
    if (p->why.n) view_text(i, "why", proof_reason_text(q->a, q->lang, p->why));
    if (!ident_none(p->case_id)) view_id(i, "case_id", p->case_id);
    where_view(i, p);
}

static status_t printed_page(req_t *q, view_t *v, err_t *err)
{
    printed_t *list;
    size_t n, counts[STATES] = {0};
    str_t wanted = req_query(q, "trang-thai"), search = req_query(q, "tim");
    status_t s = may_see(q, err);
    if (s == ST_OK) s = printed_list(q->app->store, q->db, q->a, KNOWLEDGE_SHOWN, &list, &n, err);
    if (s != ST_OK) return s;
    view_t *out = view_list(v, "addresses"), *filters = view_list(v, "filters");
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        counts[list[i].state]++;
        if (wanted.n && !str_eq(wanted, str_of(states[list[i].state].name))) continue;
        if (search.n && str_find(list[i].url, search, 0) == SIZE_MAX) continue;
        one_view(q, view_item(out), &list[i]);
        any = true;
    }
    for (int k = -1; k < STATES; k++) {
        view_t *f = view_item(filters);
        view_z(f, "state", k < 0 ? "" : states[k].name);
        view_z(f, "label", tr(q->lang, k < 0 ? N_("All") : states[k].label));
        view_int(f, "count", k < 0 ? (int64_t)n : (int64_t)counts[k]);
        view_flag(f, "here", k < 0 ? !wanted.n : str_eq(wanted, str_of(states[k].name)));
    }
    view_flag(v, "any", any);
    view_text(v, "search", search.p ? search : S(""));
    view_text(v, "chosen", wanted.p ? wanted : S(""));
    return ST_OK;
}

const route_t proof_printed_routes[] = {
    {"GET", "/ban/dia-chi", PERM_SIGNED_IN, ROUTE_READ, printed_page, "proof/printed", N_("Addresses we print"), 0},
    {0},
};
