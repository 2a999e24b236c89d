/* SPDX-License-Identifier: Apache-2.0
 *
 * What is done with a dispatch at the desk: confirming what was read, submitting, signing, returning, sending.
 */
#include <stdio.h>
#include "campaign/campaign_internal.h"
#include "campaign/pages_internal.h"

/* The dispatch in the path, when its sender lies in the coordinator's subtree (a draft without a sender is everybody's). */
static status_t own_dispatch(req_t *q, dispatch_t *d, err_t *err)
{
    status_t s = path_dispatch(q, d, err);
    if (s == ST_OK && !may_draft(q, d))
        s = err_set(err, ST_DENIED, "dispatch.not-yours", N_("This dispatch belongs to a unit you do not coordinate."));
    return s;
}

static status_t form_day(req_t *q, const char *name, date_t *out, err_t *err)
{
    str_t s = req_form(q, name);
    out->y = 0;
    if (!s.n || date_parse(s, out)) return ST_OK;
    return err_at(err, ST_INPUT, "dispatch.date", name, 0, N_("There is no such day: %.*s."), STRF(str_sub(s, 0, 40)));
}

static status_t form_head(req_t *q, dispatch_t *d, err_t *err)
{
    str_t number;
    date_t day, first, last;
    status_t s = req_text(q, "number", N_("Number"), 10, false, &number, err);
    if (s == ST_OK) s = req_text(q, "symbol", N_("Symbol"), 60, false, &d->symbol, err);
    if (s == ST_OK) s = req_text(q, "subject", N_("Subject"), 1000, false, &d->subject, err);
    if (s == ST_OK) s = req_text(q, "signer", N_("Signer"), 100, false, &d->signer, err);
    if (s == ST_OK) s = req_text(q, "signer_title", N_("Title of the signer"), 100, false, &d->signer_title, err);
    if (s == ST_OK) s = form_day(q, "doc_date", &day, err);
    if (s == ST_OK) s = form_day(q, "opens", &first, err);
    if (s == ST_OK) s = form_day(q, "closes", &last, err);
    if (s != ST_OK) return s;
    d->number = 0;
    if (number.n && !str_int(number, 1, 9999999, &d->number))
        return err_at(err, ST_INPUT, "dispatch.number", "number", 0, N_("The number is a whole number."));
    d->doc_date = day.y ? str_fmt(q->a, "%04d-%02d-%02d", day.y, day.m, day.d) : S("");
    d->opens = first.y ? date_start(first) : 0;
    d->closes = last.y ? date_end(last) : 0;
    return ST_OK;
}

/* A clause of the sender's own, under the first free number of the form "+1". */
static status_t form_own_clause(req_t *q, dispatch_t *d, err_t *err)
{
    clause_t c = {.verb = verb_parse(req_form(q, "new_verb")), .to = S(""), .audience = S("")};
    status_t s = req_text(q, "new_text", N_("What is asked"), 4000, false, &c.text, err);
    if (s != ST_OK || !c.text.n) return s;
    s = req_text(q, "new_units", N_("Units that do it"), 4000, false, &c.units, err);
    clause_t *more = ARENA_ARRAY(q->a, clause_t, d->n_clauses + 1);
    if (s != ST_OK) return s;
    if (!more || d->n_clauses >= LETTER_CLAUSES)
        return err_set(err, ST_LIMIT, "dispatch.clauses", N_("The clauses are too long."));
    for (int k = 1; !c.n.p || clause_by_n(d->clauses, d->n_clauses, c.n); k++) c.n = str_fmt(q->a, "+%d", k);
    for (size_t k = 0; k < d->n_clauses; k++) more[k] = d->clauses[k];
    more[d->n_clauses++] = c;
    d->clauses = more;
    return ST_OK;
}

static status_t form_clauses(req_t *q, dispatch_t *d, err_t *err)
{
    status_t s = ST_OK;
    size_t kept = 0;
    for (size_t k = 0; s == ST_OK && k < d->n_clauses; k++) {
        clause_t c = d->clauses[k];
        char name[32];
#define FIELD(what) (snprintf(name, sizeof name, "c%zu_" what, k), name)
        if (req_form(q, FIELD("drop")).n) continue;
        str_t verb = req_form(q, FIELD("verb"));
        if (verb.n) c.verb = verb_parse(verb);
        c.optional = req_form(q, FIELD("optional")).n > 0;
        c.held = req_form(q, FIELD("held")).n > 0;
        s = req_text(q, FIELD("text"), N_("What is asked"), 4000, true, &c.text, err);
        if (s == ST_OK) s = req_text(q, FIELD("audience"), N_("Audience"), 1000, false, &c.audience, err);
        if (s == ST_OK) s = req_text(q, FIELD("units"), N_("Units that do it"), 4000, false, &c.units, err);
        if (s == ST_OK) s = form_day(q, FIELD("due"), &c.due, err);
#undef FIELD
        d->clauses[kept++] = c;
    }
    d->n_clauses = kept;
    return s == ST_OK ? form_own_clause(q, d, err) : s;
}

/* "__new": a campaign is made from the letter. */
static status_t form_campaign(req_t *q, dispatch_t *d, err_t *err)
{
    str_t chosen = req_form(q, "campaign");
    if (!chosen.n) return ST_OK;
    if (!str_eq(chosen, S("__new"))) {
        ident_t id;
        campaign_t c;
        if (!ident_parse(chosen, &id))
            return err_at(err, ST_INPUT, "dispatch.campaign", "campaign", 0, N_("There is no such campaign."));
        status_t s = campaign_by_id(q->db, q->a, id, &c, err);
        if (s == ST_OK) d->campaign = id;
        return s;
    }
    campaign_t c = {.owner = d->from_unit, .title = d->subject, .opens = d->opens, .closes = d->closes};
    c.slug = str_fmt(q->a, "cv-%lld-%.*s", (long long)d->number, STRF(str_sub(d->doc_date, 0, 10)));
    return campaign_create(q->db, &c, q->who->person, &d->campaign, err);
}

status_t post_confirm(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    status_t s = own_dispatch(q, &d, err);
    if (s != ST_OK) return s;
    s = form_head(q, &d, err);
    if (s == ST_OK) s = form_clauses(q, &d, err);
    if (s == ST_OK) s = form_campaign(q, &d, err);
    if (s == ST_OK) s = dispatch_confirm(q->db, q->a, &d, q->who->person, err);
    if (s == ST_OK) {
        answer_flash(q, N_("Saved."));
        answer_redirect(q, str_fmt(q->a, "/ban/cong-van/%.*s", STRF(q->args[0])));
        return ST_OK;
    }
    if (s != ST_INPUT && s != ST_LIMIT) return s;
    view_t *e = view_item(view_list(v, "errors"));
    view_z(e, "field", err->field);
    view_text(e, "message", str_dup(q->a, str_of(err->text)));
    answer_status(q, status_http(s));
    return fill_dispatch(q, v, &d, err);
}

/* After an act on the dispatch in the path: back to it. */
static status_t acted(req_t *q, status_t s, const char *flash)
{
    if (s != ST_OK) return s;
    answer_flash(q, flash);
    answer_redirect(q, str_fmt(q->a, "/ban/cong-van/%.*s", STRF(q->args[0])));
    return ST_OK;
}

status_t post_submit(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    status_t s = own_dispatch(q, &d, err);
    if (s != ST_OK) return s;
    s = dispatch_submit(q->db, q->a, d.id, q->who->person, err);
    if (s != ST_INPUT) return acted(q, s, N_("Submitted for signature."));
    view_t *e = view_item(view_list(v, "errors"));
    view_z(e, "field", err->field);
    view_text(e, "message", str_dup(q->a, str_of(err->text)));
    answer_status(q, status_http(s));
    return fill_dispatch(q, v, &d, err);
}

status_t post_return(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    (void)v;
    status_t s = path_dispatch(q, &d, err);
    if (s == ST_OK && !may(q, ROLE_SIGNER, d.from_unit) && !may(q, ROLE_COORDINATOR, d.from_unit))
        s = err_set(err, ST_DENIED, "dispatch.not-signer",
                    N_("You are no signer of the unit that sends this dispatch."));
    return s == ST_OK ? acted(q, dispatch_return(q->db, d.id, q->who->person, err), N_("Returned to its drafter.")) : s;
}

status_t post_sign(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    (void)v;
    status_t s = path_dispatch(q, &d, err);
    if (s == ST_OK && !may(q, ROLE_SIGNER, d.from_unit))
        s = err_set(err, ST_DENIED, "dispatch.not-signer",
                    N_("You are no signer of the unit that sends this dispatch."));
    return s == ST_OK ? acted(q, dispatch_sign(q->db, d.id, q->who->person, err), N_("Signed.")) : s;
}

status_t post_send(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    size_t duties;
    (void)v;
    status_t s = own_dispatch(q, &d, err);
    if (s == ST_OK) s = dispatch_send(q->db, q->a, d.id, q->who->person, &duties, err);
    return s == ST_OK ? acted(q, s, N_("Sent: every unit has its duties now.")) : s;
}

/* The unit of a seat of the person that owes under the dispatch: the one named in the form, else the first. */
status_t post_pass_down(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    dispatch_t d;
    ident_t out, wanted = {{0}};
    char id[IDENT_TEXT];
    bool named = ident_parse(req_form(q, "unit"), &wanted);
    status_t s = path_dispatch(q, &d, err);
    if (s != ST_OK) return s;
    s = err_set(err, ST_DENIED, "dispatch.not-received",
                N_("Your unit owes nothing under this dispatch: it cannot pass it down."));
    for (size_t k = 0; s == ST_DENIED && k < q->who->n_seats; k++) {
        const seat_t *seat = &q->who->seats[k];
        if (seat->role != ROLE_CONTACT && seat->role != ROLE_COORDINATOR) continue;
        if (named && !ident_eq(seat->unit, wanted)) continue;
        s = dispatch_pass_down(q->db, q->a, d.id, seat->unit, q->who->person, &out, err);
    }
    if (s != ST_OK) return s;
    ident_text(out, id);
    answer_flash(q, N_("A draft of your own dispatch was made: give it its number and say whom it is for."));
    answer_redirect(q, str_fmt(q->a, "/ban/cong-van/%s", id));
    return ST_OK;
}
