/* SPDX-License-Identifier: Apache-2.0
 *
 * The state of a campaign: shown, changed with a reason, and told on the pages it matters for.
 */
#include "campaign/pages_internal.h"
#include "campaign/state.h"

static const struct shown {
    const char *state, *title, *tag, *note;
} states[] = {
    {"draft", N_("being prepared"), "tag-mute", NULL},
    {"open", N_("running"), "tag-ok", NULL},
    {"paused", N_("paused"), "tag-warn",
     N_("The campaign is paused: nothing is late, and days that have not come are moved by the days of the pause.")},
    {"closing", N_("closing"), "tag-info",
     N_("The campaign is closing: what is still missing may be done and counts as late.")},
    {"reported", N_("reported"), "tag-info",
     N_("The closing report is signed: what is done now stands beside it and does not change it.")},
    {"archived", N_("archived"), "tag-mute", N_("The campaign is archived: nothing is taken for it any more.")},
    {"cancelled", N_("cancelled"), "tag-bad", N_("The campaign was cancelled before it began.")},
};

static const struct shown *of(str_t state)
{
    for (size_t k = 0; k < sizeof states / sizeof *states; k++)
        if (str_eq(state, str_of(states[k].state))) return &states[k];
    return &states[0];
}

const char *campaign_state_title(str_t state)
{
    return of(state)->title;
}
const char *campaign_state_tag(str_t state)
{
    return of(state)->tag;
}

static void put_note(req_t *q, view_t *v, const campaign_t *c)
{
    const char *note = of(c->state)->note;
    view_flag(v, "has_campaign_note", note != NULL);
    view_z(v, "campaign_note", note ? tr(q->lang, note) : "");
}

status_t show_campaign_note(req_t *q, view_t *v, ident_t campaign, err_t *err)
{
    campaign_t c = {.state = S("open")};
    status_t s = ident_none(campaign) ? ST_OK : campaign_by_id(q->db, q->a, campaign, &c, err);
    if (s == ST_OK) put_note(q, v, &c);
    return s;
}

void show_campaign_state(req_t *q, view_t *v, const campaign_t *c, bool leads)
{
    size_t n = 0;
    view_z(v, "state", tr(q->lang, campaign_state_title(c->state)));
    view_text(v, "state_code", c->state);
    view_z(v, "state_tag", campaign_state_tag(c->state));
    view_flag(v, "has_state_why", c->why.n > 0);
    view_text(v, "state_why", c->why);
    if (c->since) view_time(v, "since", c->since);
    put_note(q, v, c);
    view_t *list = view_list(v, "acts");
    for (int k = 0; leads && k < CAMPAIGN_ACTS; k++) {
        if (!campaign_may(c, (campaign_act_t)k, clock_now())) continue;
        view_t *i = view_item(list);
        view_z(i, "act", campaign_act_name((campaign_act_t)k));
        view_z(i, "title", tr(q->lang, campaign_act_title((campaign_act_t)k)));
        view_flag(i, "quiet", k == CAMPAIGN_CLOSE || k == CAMPAIGN_CANCEL);
        n++;
    }
    view_flag(v, "has_acts", n > 0);
    view_text(v, "why", req_form(q, "why").p ? req_form(q, "why") : S(""));
    view_flag(v, "act_failed", req_form(q, "act").n > 0);
}

status_t post_campaign_state(req_t *q, view_t *v, err_t *err)
{
    static const char *const flash[CAMPAIGN_ACTS] = {
        [CAMPAIGN_PAUSE] = N_("The campaign is paused."),
        [CAMPAIGN_RESUME] = N_("The campaign goes on; its days were moved."),
        [CAMPAIGN_CLOSE] = N_("The campaign is closing."),
        [CAMPAIGN_CANCEL] = N_("The campaign was cancelled."),
        [CAMPAIGN_ARCHIVE] = N_("The campaign is archived."),
    };
    campaign_t c;
    str_t why;
    campaign_act_t act = campaign_act_parse(req_form(q, "act"));
    status_t s = path_campaign(q, &c, err);
    if (s == ST_OK && !may(q, ROLE_COORDINATOR, c.owner))
        return err_set(err, ST_DENIED, "campaign.not-yours", N_("You do not coordinate this campaign."));
    if (s != ST_OK) return s;
    s = req_text(q, "why", N_("Reason"), 1000, true, &why, err);
    if (s == ST_OK) s = campaign_change(q->db, q->a, c.id, act, why, q->who->person, err);
    if (s == ST_OK) {
        answer_flash(q, flash[act]);
        answer_redirect(q, str_fmt(q->a, "/ban/chien-dich/%.*s", STRF(c.slug)));
        return ST_OK;
    }
    if (s != ST_INPUT && s != ST_LIMIT) return s;
    view_t *e = view_item(view_list(v, "errors"));
    view_z(e, "field", err->field);
    view_text(e, "message", str_dup(q->a, str_of(err->text)));
    view_flag(v, "has_report", false);
    answer_status(q, status_http(s));
    return fill_campaign(q, v, &c, err);
}
