/* SPDX-License-Identifier: Apache-2.0
 *
 * The desk's first page (what to do now, by role), and the campaign's progress for the public.
 */
#include "campaign/around.h"
#include "campaign/correction.h"
#include "campaign/cover_cache.h"
#include "campaign/pages_internal.h"
#include "page/app.h"

static void card(req_t *q, view_t *list, const char *title, str_t text, const char *href, const char *button)
{
    view_t *c = view_item(list);
    view_z(c, "title", tr(q->lang, title));
    view_text(c, "text", text);
    view_z(c, "href", href);
    view_z(c, "button", tr(q->lang, button));
}

static status_t duties_card(req_t *q, view_t *list, const seat_t *seat, err_t *err)
{
    duty_t *d;
    size_t n, open = 0, doubt = 0, mine = 0;
    ms_t due = MS_NEVER;
    status_t s = duty_of_unit(q->db, q->a, seat->unit, clock_now(), &d, &n, err);
    if (s != ST_OK) return s;
    for (size_t k = 0; k < n; k++) {
        if (d[k].optional) continue;
        bool waits = d[k].state == CELL_OWED || d[k].state == CELL_ACKNOWLEDGED || d[k].state == CELL_MISSED;
        open += waits;
        delegate_t by;
        if (waits && (s = duty_delegated(q->db, q->a, d[k].id, &by, err)) != ST_OK) return s;
        mine += waits && ident_eq(by.to, q->who->person);
        doubt += d[k].state == CELL_CONTRADICTED;
        if (waits && d[k].due < due) due = d[k].due;
    }
    char day[32] = "";
    if (due != MS_NEVER) ms_vn_date(due, day);
    str_t text = open ? str_fmt(q->a, tr(q->lang, N_("%.*s: %zu duties to do, the nearest by %s.")),
                                STRF(seat->unit_name), open, day)
                      : str_fmt(q->a, tr(q->lang, N_("%.*s: nothing is waiting.")), STRF(seat->unit_name));
    if (doubt)
        text = str_fmt(q->a, "%.*s %s", STRF(text),
                       tr(q->lang, N_("A page you gave does not show the material: please look.")));
    if (mine) text = str_fmt(q->a, "%.*s %s", STRF(text), str_fmt(q->a, tr(q->lang, N_("Given to you: %zu.")), mine).p);
    card(q, list, N_("Your unit's duties"), text, "/ban/viec", N_("Open the duties"));
    return ST_OK;
}

/* Questions and waivers, when some wait. */
static status_t asked_card(req_t *q, view_t *list, err_t *err)
{
    const seat_t *seat = actor_seat(q->who, ROLE_COORDINATOR);
    question_t *x;
    waiver_t *w;
    size_t n, m = 0;
    if (!seat) seat = actor_seat(q->who, ROLE_SIGNER);
    if (!seat) return ST_OK;
    status_t s = questions_open(q->db, q->a, seat->unit_path, &x, &n, err);
    if (s == ST_OK) s = waivers_open(q->db, q->a, seat->unit_path, &w, &m, err);
    if (s == ST_OK && n + m)
        card(q, list, N_("Questions and waivers"),
             str_fmt(q->a, tr(q->lang, N_("Questions of units: %zu. Waivers to decide: %zu.")), n, m), "/ban/hoi-dap",
             N_("Open them"));
    return s;
}

static status_t dispatch_cards(req_t *q, view_t *list, err_t *err)
{
    dispatch_t *d;
    size_t n, drafts = 0, waiting = 0, to_send = 0;
    status_t s = dispatch_list(q->db, q->a, &d, &n, err);
    if (s != ST_OK) return s;
    for (size_t k = 0; k < n; k++) {
        drafts += str_eq(d[k].state, S("draft"));
        waiting += str_eq(d[k].state, S("submitted")) && !ident_eq(d[k].drafted_by, q->who->person);
        to_send += str_eq(d[k].state, S("signed"));
    }
    if (actor_seat(q->who, ROLE_SIGNER))
        card(q, list, N_("To sign"),
             str_fmt(q->a, tr(q->lang, N_("Dispatches waiting for a signature: %zu.")), waiting), "/ban/cong-van",
             N_("Open the dispatches"));
    s = asked_card(q, list, err);
    if (s != ST_OK || !actor_seat(q->who, ROLE_COORDINATOR)) return s;
    card(q, list, N_("Who did what"),
         str_of(tr(q->lang, N_("Units by duties: claimed and verified, late and missed."))), "/ban/dieu-phoi",
         N_("Open the table"));
    card(q, list, N_("Dispatches"),
         str_fmt(q->a, tr(q->lang, N_("Drafts: %zu. Signed and not sent: %zu.")), drafts, to_send), "/ban/cong-van",
         N_("Open the dispatches"));
    return ST_OK;
}

/* Pages of theirs that show a version which holds no more. */
static status_t correction_card(req_t *q, view_t *list, const seat_t *seat, err_t *err)
{
    correction_t *c;
    size_t n;
    status_t s = corrections(q->db, q->a, seat->unit_path, clock_now(), &c, &n, err);
    correction_sum_t sum = corrections_sum(q->a, c, n, clock_now());
    if (s == ST_OK && sum.open)
        card(q, list, N_("Corrections"),
             str_fmt(q->a, tr(q->lang, N_("Pages that show an old or withdrawn version: %zu; overdue: %zu.")), sum.open,
                     sum.overdue),
             "/ban/dinh-chinh", N_("Open them"));
    return s;
}

status_t page_home(req_t *q, view_t *v, err_t *err)
{
    view_t *list = view_list(v, "cards");
    view_text(v, "name", q->who->name);
    status_t s = ST_OK;
    for (size_t k = 0; s == ST_OK && k < q->who->n_seats; k++) {
        const seat_t *seat = &q->who->seats[k];
        bool before = false;
        for (size_t i = 0; i < k; i++)
            before = before || (ident_eq(q->who->seats[i].unit, seat->unit) &&
                                (q->who->seats[i].role == ROLE_CONTACT || q->who->seats[i].role == ROLE_EDITOR));
        if ((seat->role == ROLE_CONTACT || seat->role == ROLE_EDITOR) && !before) s = duties_card(q, list, seat, err);
        if (s == ST_OK && !before && (seat->role == ROLE_CONTACT || seat->role == ROLE_EDITOR))
            s = correction_card(q, list, seat, err);
    }
    if (s == ST_OK && (actor_seat(q->who, ROLE_SIGNER) || actor_seat(q->who, ROLE_COORDINATOR)))
        s = dispatch_cards(q, list, err);
    if (s != ST_OK) return s;
    static const struct {
        role_t role;
        const char *title, *says, *href, *button;
    } rest[] = {
        {ROLE_DUTY, N_("Citizens' reports"), N_("Reports to read, cases to fold, warnings to draft."), "/ban/truc",
         N_("Open the queue")},
        {ROLE_TEACHER, N_("Your classes"), N_("Make a class, give its code, see what the group learned."), "/ban/lop",
         N_("Open the classes")},
        {ROLE_VOLUNTEER, N_("Household visits"), N_("The kit works without a network and sends later."), "/ban/tham-ho",
         N_("Open the kit")},
        {ROLE_EDITOR, N_("Materials"), N_("What the campaign says, with its releases."), "/ban/tai-lieu",
         N_("Open the materials")},
    };
    for (size_t k = 0; k < sizeof rest / sizeof *rest; k++)
        if (actor_seat(q->who, rest[k].role))
            card(q, list, rest[k].title, str_of(tr(q->lang, rest[k].says)), rest[k].href, rest[k].button);
    view_flag(v, "nothing", view_kind(view_get(v, "cards", 5)) != V_LIST || q->who->n_seats == 0);
    return ST_OK;
}

status_t page_progress(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    status_t s = page_chosen_dispatch(q, &d, err);
    view_flag(v, "none_sent", s == ST_NOT_FOUND);
    view_flag(v, "some", s == ST_OK);
    if (s == ST_NOT_FOUND) return ST_OK;
    coverage_t c;
    ms_t at = page_moment(q, NULL);
    if (s == ST_OK) s = cover_cached(q->app->covers, q->db, q->a, d.id, at, &c, err);
    if (s != ST_OK) return s;
    view_text(v, "mark", dispatch_mark(q->a, &d));
    view_text(v, "subject", d.subject);
    view_text(v, "from", d.from_name);
    view_time(v, "opens", d.opens);
    view_time(v, "closes", d.closes);
    view_time(v, "at", at);
    view_int(v, "units", (int64_t)c.n_rows);
    view_t *list = view_list(v, "clauses");
    for (size_t k = 0; k < c.n_clauses; k++) {
        view_t *i = view_item(list);
        const cover_sum_t *sum = &c.sums[k];
        view_text(i, "n", clause_label(q, c.clauses[k]));
        view_text(i, "text", k < d.n_clauses ? d.clauses[k].text : S(""));
        view_flag(i, "optional", c.optional[k]);
        view_int(i, "expected", sum->expected);
        view_int(i, "claimed", sum->claimed); /* units, never people */
        view_int(i, "verified", sum->verified);
    }
    return show_campaign_note(q, v, d.campaign, err);
}
