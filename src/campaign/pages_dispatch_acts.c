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

/* Lines of a text area; empty ones are left out. */
static texts_t lines_of(req_t *q, str_t text)
{
    enum { LINES = 500 };
    texts_t t = {ARENA_ARRAY(q->a, str_t, LINES), 0};
    str_t line;
    while (t.at && t.n < LINES && str_line(&text, &line))
        if (str_trim(line).n) t.at[t.n++] = str_trim(line);
    return t;
}

/* What stands around the clauses. */
static status_t form_words(req_t *q, dispatch_t *d, err_t *err)
{
    wording_t *w = &d->words;
    str_t text;
    if (!req_form(q, "issuer").p) return ST_OK; /* a form without these leaves them */
    status_t s = req_text(q, "issuer", N_("Issuer"), 200, false, &w->issuer, err);
    if (s == ST_OK) s = req_text(q, "parent", N_("Parent body"), 200, false, &w->parent, err);
    if (s == ST_OK) s = req_text(q, "place", N_("Place"), 100, false, &w->place, err);
    if (s == ST_OK) s = req_text(q, "signer_for", N_("Signs on behalf of"), 100, false, &w->signer_for, err);
    const struct {
        const char *name, *title;
        texts_t *to;
    } areas[] = {{"recipients", N_("To"), &w->recipients},
                 {"opening", N_("Words before the clauses"), &w->opening},
                 {"closing", N_("Words behind the clauses"), &w->closing},
                 {"attachments", N_("Attachments"), &w->attachments},
                 {"cc", N_("Copies to"), &w->cc}};
    for (size_t k = 0; s == ST_OK && k < sizeof areas / sizeof *areas; k++) {
        s = req_text(q, areas[k].name, areas[k].title, 40000, false, &text, err);
        if (s == ST_OK) *areas[k].to = lines_of(q, text);
    }
    return s;
}

typedef struct clause_form {
    req_t *q;
    size_t k;
    char name[40];
} clause_form_t;

/* The name of a field of that clause: "c2_text". */
static const char *of(clause_form_t *f, const char *what)
{
    snprintf(f->name, sizeof f->name, "c%zu_%s", f->k, what);
    return f->name;
}

static status_t form_clause(clause_form_t *f, clause_t *c, err_t *err)
{
    req_t *q = f->q;
    str_t verb = req_form(q, of(f, "verb")), target = req_form(q, of(f, "target"));
    if (verb.n) c->verb = verb_parse(verb);
    c->optional = req_form(q, of(f, "optional")).n > 0;
    c->held = req_form(q, of(f, "held")).n > 0;
    status_t s = req_text(q, of(f, "text"), N_("What is asked"), 4000, true, &c->text, err);
    if (s == ST_OK) s = req_text(q, of(f, "audience"), N_("Audience"), 1000, false, &c->audience, err);
    if (s == ST_OK) s = req_text(q, of(f, "units"), N_("Units that do it"), 4000, false, &c->units, err);
    if (s == ST_OK && req_form(q, of(f, "to")).p)
        s = req_text(q, of(f, "to"), N_("For whom"), 1000, false, &c->to, err);
    if (s == ST_OK && req_form(q, of(f, "releases")).p)
        s = req_text(q, of(f, "releases"), N_("Releases it is about"), 400, false, &c->releases, err);
    if (req_form(q, of(f, "evidence")).p) c->evidence = req_form(q, of(f, "evidence"));
    if (s == ST_OK && target.n && !str_int(target, 1, 1000000, &c->target))
        s = err_at(err, ST_INPUT, "dispatch.target", of(f, "target"), 0,
                   N_("How many: a whole number from 1 to 1,000,000."));
    return s == ST_OK ? form_day(q, of(f, "due"), &c->due, err) : s;
}

/* The clauses of the form; the last fields, when they are filled, are a new one. */
static status_t form_clauses(req_t *q, dispatch_t *d, err_t *err)
{
    status_t s = ST_OK;
    size_t kept = 0, before = d->n_clauses;
    clause_t *all = ARENA_ARRAY(q->a, clause_t, before + 2);
    if (!all) return err_set(err, ST_MEMORY, "letter.memory", N_("The letter is too large to be read."));
    for (size_t k = 0; s == ST_OK && k <= before; k++) {
        clause_form_t f = {q, k, ""};
        bool added = k == before;
        clause_t c = added ? (clause_t){.n = S(""), .to = S(""), .head = S(""), .target = 1} : d->clauses[k];
        if (added ? !str_trim(req_form(q, of(&f, "text"))).n : req_form(q, of(&f, "drop")).n > 0) continue;
        if (added) s = req_text(q, of(&f, "n"), N_("Number of the clause"), 10, true, &c.n, err);
        if (s == ST_OK) s = form_clause(&f, &c, err);
        if (s == ST_OK && added && clause_by_n(d->clauses, before, c.n))
            s = err_at(err, ST_INPUT, "dispatch.clause-n", of(&f, "n"), 0,
                       N_("There is a clause of this number already."));
        all[kept++] = c;
    }
    d->clauses = all;
    d->n_clauses = kept;
    return s;
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

static void differs(req_t *q, view_t *list, str_t label, str_t theirs, str_t mine)
{
    if (str_eq(theirs, mine) || (!theirs.n && !mine.n)) return;
    view_t *i = view_item(list);
    view_text(i, "label", label);
    view_text(i, "theirs", theirs.n ? theirs : S("–"));
    view_text(i, "mine", mine.n ? mine : S("–"));
    (void)q;
}

static str_t day_text(arena_t *a, ms_t t)
{
    char out[32];
    if (!t) return S("");
    ms_vn_date(t, out);
    return str_dup(a, str_of(out));
}

/* Somebody else saved meanwhile: what stands there now beside what this person wrote. Nothing is overwritten in silence. */
static status_t show_conflict(req_t *q, view_t *v, dispatch_t *mine, err_t *err)
{
    dispatch_t now;
    err_t quiet = err_new(q->lang);
    status_t s = dispatch_get(q->db, q->a, mine->id, &now, &quiet);
    if (s != ST_OK || !str_eq(now.state, S("draft"))) return ST_CONFLICT;
    view_t *list = view_list(v, "differences");
    differs(q, list, str_of(tr(q->lang, N_("Symbol"))), now.symbol, mine->symbol);
    differs(q, list, str_of(tr(q->lang, N_("Date"))), now.doc_date, mine->doc_date);
    differs(q, list, str_of(tr(q->lang, N_("Subject"))), now.subject, mine->subject);
    differs(q, list, str_of(tr(q->lang, N_("First day"))), day_text(q->a, now.opens), day_text(q->a, mine->opens));
    differs(q, list, str_of(tr(q->lang, N_("Last day"))), day_text(q->a, now.closes), day_text(q->a, mine->closes));
    differs(q, list, str_of(tr(q->lang, N_("Signer"))), now.signer, mine->signer);
    for (size_t k = 0; k < now.n_clauses; k++) {
        const clause_t *c = clause_by_n(mine->clauses, mine->n_clauses, now.clauses[k].n);
        str_t label = str_fmt(q->a, "%s %.*s", tr(q->lang, N_("Clause")), STRF(now.clauses[k].n));
        differs(q, list, label, now.clauses[k].text, c ? c->text : S(""));
        if (c) differs(q, list, label, now.clauses[k].units, c->units);
        if (c) differs(q, list, label, now.clauses[k].audience, c->audience);
    }
    for (size_t k = 0; k < mine->n_clauses; k++)
        if (!clause_by_n(now.clauses, now.n_clauses, mine->clauses[k].n))
            differs(q, list, str_fmt(q->a, "%s %.*s", tr(q->lang, N_("Clause")), STRF(mine->clauses[k].n)), S(""),
                    mine->clauses[k].text);
    mine->revision = now.revision; /* saving again is then a choice */
    answer_status(q, status_http(ST_CONFLICT));
    (void)err;
    return fill_dispatch(q, v, mine, &quiet);
}

status_t post_confirm(req_t *q, view_t *v, err_t *err)
{
    dispatch_t d;
    status_t s = own_dispatch(q, &d, err);
    if (s != ST_OK) return s;
    str_t revision = req_form(q, "revision");
    if (revision.n && !str_int(revision, 1, INT64_MAX, &d.revision)) d.revision = 0;
    s = form_head(q, &d, err);
    if (s == ST_OK) s = form_words(q, &d, err);
    if (s == ST_OK) s = form_clauses(q, &d, err);
    if (s == ST_OK) s = form_campaign(q, &d, err);
    if (s == ST_OK) s = dispatch_confirm(q->db, q->a, &d, q->who->person, err);
    if (s == ST_OK) {
        answer_flash(q, N_("Saved."));
        answer_redirect(q, str_fmt(q->a, "/ban/cong-van/%.*s", STRF(q->args[0])));
        return ST_OK;
    }
    bool changed = s == ST_CONFLICT && err->code && strcmp(err->code, "dispatch.changed") == 0;
    if (s != ST_INPUT && s != ST_LIMIT && !changed) return s;
    view_t *e = view_item(view_list(v, "errors"));
    view_z(e, "field", err->field);
    view_text(e, "message", str_dup(q->a, str_of(err->text)));
    if (changed) return show_conflict(q, v, &d, err);
    view_list(v, "differences");
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
    view_list(v, "differences");
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
