/* SPDX-License-Identifier: Apache-2.0
 *
 * Dispatches at the desk: the list, and one with everything its page shows and who may do what.
 */
#include <jansson.h>
#include "campaign/campaign_internal.h"
#include "campaign/pages_dispatch.h"
#include "page/app.h"

const char *state_title(str_t state)
{
    static const struct {
        const char *state, *title;
    } all[] = {{"draft", N_("draft")},
               {"submitted", N_("waiting for a signature")},
               {"signed", N_("signed, not sent")},
               {"sent", N_("sent")},
               {"closed", N_("closed")},
               {"replaced", N_("replaced")},
               {"revoked", N_("revoked")}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (str_eq(state, str_of(all[k].state))) return all[k].title;
    return N_("draft");
}

/* Drafts are for those who make, sign or inspect dispatches; what was sent is everybody's at the desk. */
static bool sees_drafts(const req_t *q)
{
    return actor_seat(q->who, ROLE_COORDINATOR) || actor_seat(q->who, ROLE_SIGNER) || actor_seat(q->who, ROLE_AUDITOR);
}

bool may_draft(const req_t *q, const dispatch_t *d)
{
    if (ident_none(d->from_unit)) return actor_seat(q->who, ROLE_COORDINATOR) != NULL;
    return may(q, ROLE_COORDINATOR, d->from_unit) || (!ident_none(d->parent) && may(q, ROLE_CONTACT, d->from_unit));
}

status_t page_dispatches(req_t *q, view_t *v, err_t *err)
{
    dispatch_t *d;
    size_t n;
    status_t s = dispatch_list(q->db, q->a, &d, &n, err);
    if (s != ST_OK) return s;
    view_t *list = view_list(v, "dispatches");
    size_t shown = 0;
    for (size_t k = 0; k < n; k++) {
        if (!d[k].sent && !sees_drafts(q) && !may_draft(q, &d[k])) continue;
        shown++;
        view_t *i = view_item(list);
        view_id(i, "id", d[k].id);
        view_text(i, "mark", dispatch_mark(q->a, &d[k]));
        view_text(i, "subject", d[k].subject.n ? d[k].subject : S("–"));
        view_text(i, "from", d[k].from_name.p ? d[k].from_name : S("–"));
        view_z(i, "state", tr(q->lang, state_title(d[k].state)));
        view_flag(i, "is_sent", d[k].sent != 0);
        view_flag(i, "has_closes", d[k].closes != 0);
        if (d[k].closes) view_time(i, "closes", d[k].closes);
    }
    view_flag(v, "none", shown == 0);
    view_flag(v, "may_import", actor_seat(q->who, ROLE_COORDINATOR) != NULL);
    return ST_OK;
}

static status_t show_campaigns(req_t *q, view_t *v, const dispatch_t *d, err_t *err)
{
    campaign_t *list;
    size_t n;
    status_t s = campaign_list(q->db, q->a, &list, &n, err);
    if (s != ST_OK) return s;
    view_t *out = view_list(v, "campaigns");
    for (size_t k = 0; k < n; k++) {
        view_t *i = view_item(out);
        view_id(i, "value", list[k].id);
        view_text(i, "text", list[k].title);
        view_flag(i, "selected", ident_eq(list[k].id, d->campaign));
    }
    view_flag(v, "no_campaign", ident_none(d->campaign));
    view_flag(v, "in_campaign", !ident_none(d->campaign));
    if (!ident_none(d->campaign)) view_id(v, "campaign_id", d->campaign);
    view_text(v, "campaign_title", d->campaign_title.p ? d->campaign_title : S(""));
    return ST_OK;
}

status_t path_dispatch(req_t *q, dispatch_t *d, err_t *err)
{
    ident_t id;
    if (!ident_parse(q->args[0], &id))
        return err_set(err, ST_NOT_FOUND, "dispatch.none", N_("There is no such dispatch."));
    status_t s = dispatch_get(q->db, q->a, id, d, err);
    if (s == ST_OK && !d->sent && !sees_drafts(q) && !may_draft(q, d))
        s = err_set(err, ST_NOT_FOUND, "dispatch.none", N_("There is no such dispatch."));
    return s;
}

static void show_powers(req_t *q, view_t *v, const dispatch_t *d)
{
    bool coordinates = may_draft(q, d), signs = actor_seat(q->who, ROLE_SIGNER) != NULL;
    bool draft = str_eq(d->state, S("draft")), submitted = str_eq(d->state, S("submitted"));
    bool own = ident_eq(d->drafted_by, q->who->person);
    view_flag(v, "may_edit", coordinates && draft);
    view_flag(v, "may_submit", coordinates && draft);
    view_flag(v, "may_sign", signs && submitted && !own);
    view_flag(v, "own_draft", signs && submitted && own);
    view_flag(v, "may_return", (signs || coordinates) && submitted);
    view_flag(v, "may_send", coordinates && str_eq(d->state, S("signed")));
    view_flag(v, "may_pass", d->sent && (actor_seat(q->who, ROLE_CONTACT) || actor_seat(q->who, ROLE_COORDINATOR)));
    view_flag(v, "passes_down", !ident_none(d->parent));
    if (!ident_none(d->parent)) view_id(v, "parent", d->parent);
    view_flag(v, "is_draft", draft);
    view_flag(v, "is_sent", d->sent != 0);
    if (d->sent) view_time(v, "sent", d->sent);
}

status_t fill_dispatch(req_t *q, view_t *v, const dispatch_t *d, err_t *err)
{
    json_t *draft = json_loadb(d->draft.p, d->draft.n, 0, NULL);
    str_t text = STR_NONE;
    digest_t none = {{0}};
    err_t quiet = err_new(q->lang);
    if (!digest_eq(d->source, none) && blob_get(q->app->store, q->a, d->source, LETTER_LIMIT, &text, &quiet) != ST_OK)
        text = STR_NONE;
    view_id(v, "id", d->id);
    view_text(v, "mark", dispatch_mark(q->a, d));
    view_text(v, "page_title", str_fmt(q->a, "%s %.*s", tr(q->lang, N_("Dispatch")), STRF(dispatch_mark(q->a, d))));
    view_text(v, "from", d->from_name.p ? d->from_name : S("–"));
    view_z(v, "state", tr(q->lang, state_title(d->state)));
    view_flag(v, "has_letter", text.p != NULL);
    show_letter(q, v, draft, text.p ? text : S(""));
    show_fields(q, v, draft, d);
    show_words(q, v, &d->words);
    view_int(v, "revision", d->revision);
    view_int(v, "new_i", (int64_t)d->n_clauses);
    show_verbs(q, view_list(v, "verbs_all"), VERB_COUNT);
    plan_t plan = {0};
    /* A selector that names nothing is said where it stands; the page still opens. */
    status_t s = dispatch_plan(q->db, q->a, d, d->sent ? d->sent : clock_now(), &plan, &quiet);
    show_clauses(q, v, draft, d, s == ST_OK ? &plan : NULL);
    view_int(v, "units", (int64_t)plan.units);
    view_int(v, "duties", (int64_t)plan.duties);
    view_int(v, "open", (int64_t)json_array_size(json_object_get(draft, "open")));
    view_flag(v, "has_open", json_array_size(json_object_get(draft, "open")) > 0);
    show_powers(q, v, d);
    json_decref(draft);
    s = show_recipients(q, v, d, err);
    if (s == ST_OK) s = show_campaign_note(q, v, d->campaign, err);
    return s == ST_OK ? show_campaigns(q, v, d, err) : s;
}

status_t page_dispatch(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    view_list(v, "errors");
    view_list(v, "differences");
    status_t s = path_dispatch(q, &d, err);
    return s == ST_OK ? fill_dispatch(q, v, &d, err) : s;
}
