/* SPDX-License-Identifier: Apache-2.0
 *
 * draft_pages — writing an alert, and the second person's reading of it.
 */
#include "alert/internal.h"

static status_t id_arg(const req_t *q, ident_t *out, err_t *err)
{
    if (ident_parse(q->args[0], out)) return ST_OK;
    return err_set(err, ST_NOT_FOUND, "http.not-found", N_("There is no page at this address. Perhaps it was moved."));
}

static str_t given(const req_t *q, const char *name)
{
    str_t s = req_form(q, name);
    return s.p ? s : S("");
}

static void form_view(const req_t *q, view_t *v, const case_t *c, const err_t *why)
{
    view_t *errors = view_list(v, "errors");
    if (why) {
        view_t *e = view_item(errors);
        view_text(e, "field", str_dup(q->a, str_of(why->field)));
        view_text(e, "message", str_dup(q->a, str_of(why->text)));
    }
    view_id(v, "case", c->id);
    view_text(v, "case_title", c->title);
    view_text(v, "alert_title", q->n_form ? given(q, "title") : c->title);
    view_text(v, "text", given(q, "text"));
    view_text(v, "title_en", given(q, "title_en"));
    view_text(v, "text_en", given(q, "text_en"));
    view_text(v, "expires", given(q, "expires"));
    view_t *hosts = view_list(v, "may_name");
    for (size_t i = 0; i < c->n_indicators; i++)
        if (c->indicators[i].type == INDICATOR_HOST || c->indicators[i].weight >= PERSON_WEIGHT)
            view_push(hosts, c->indicators[i].value);
}

status_t page_draft_form(req_t *q, view_t *v, err_t *err)
{
    ident_t id;
    case_t c;
    status_t s = id_arg(q, &id, err);
    if (s == ST_OK) s = alert_case(q->db, q->a, id, &c, err);
    if (s == ST_OK) form_view(q, v, &c, NULL);
    return s;
}

/* A wrong form comes back as it was sent, with the sentence above it. */
static status_t form_again(req_t *q, view_t *v, ident_t case_id, const err_t *why, err_t *err)
{
    db_t *db;
    case_t c;
    status_t s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = alert_case(db, q->a, case_id, &c, err);
    store_done(q->app->store, db);
    if (s != ST_OK) return s;
    form_view(q, v, &c, why);
    answer_status(q, 422);
    return ST_OK;
}

static status_t last_day(const req_t *q, ms_t *out, err_t *err)
{
    str_t day = given(q, "expires");
    date_t d;
    *out = MS_NEVER;
    if (!day.n) return ST_OK;
    if (!date_parse(day, &d) || !date_valid(d))
        return err_at(err, ST_INPUT, "alert.expires", "expires", 0, N_("There is no such day: %.*s."), STRF(day));
    *out = date_end(d);
    return ST_OK;
}

status_t page_draft(req_t *q, view_t *v, err_t *err)
{
    ident_t release, case_id;
    alert_new_t w = {.title = given(q, "title"),
                     .title_en = given(q, "title_en"),
                     .text = given(q, "text"),
                     .text_en = given(q, "text_en"),
                     .base = q->app->base_url,
                     .by = q->who->person};
    status_t s = id_arg(q, &case_id, err);
    if (s != ST_OK) return s;
    w.case_id = case_id;
    s = last_day(q, &w.expires, err);
    if (s == ST_OK) s = alert_draft(q->app->store, &w, &release, err);
    if (s == ST_INPUT) {
        err_t why = *err;
        return form_again(q, v, case_id, &why, err);
    }
    if (s != ST_OK) return s;
    char id[IDENT_TEXT];
    ident_text(release, id);
    answer_flash(q, N_("The draft waits for a second person."));
    answer_redirect(q, str_fmt(q->a, "/ban/truc/canh-bao/%s", id));
    return ST_OK;
}

status_t page_waiting(req_t *q, view_t *v, err_t *err)
{
    ident_t id;
    alert_t al = {0};
    str_t text, text_en = S("");
    status_t s = id_arg(q, &id, err);
    if (s == ST_OK) s = alert_by_release(q->db, q->a, id, &al, err);
    if (s == ST_OK) s = alert_text(q->app->store, q->a, &al, LANG_VI, &text, err);
    if (s == ST_OK && al.has_en) s = alert_text(q->app->store, q->a, &al, LANG_EN, &text_en, err);
    if (s != ST_OK) return s;
    view_id(v, "id", al.release);
    view_id(v, "case", al.case_id);
    view_text(v, "page_title", al.title);
    view_text(v, "alert_title", al.title);
    view_text(v, "title_en", al.title_en);
    view_text(v, "code", al.code);
    view_text(v, "slug", al.slug);
    view_text(v, "by", al.drafted_by_name);
    view_time(v, "created", al.created);
    view_z(v, "severity", tr(q->lang, severity_text(al.severity)));
    view_flag(v, "dated", al.expires != MS_NEVER);
    if (al.expires != MS_NEVER) view_time(v, "expires", al.expires);
    paragraphs(v, "paragraphs", text);
    view_flag(v, "english", al.has_en);
    paragraphs(v, "paragraphs_en", text_en);
    bool reviewed = str_eq(al.state, S("reviewed")), signed_all = str_eq(al.state, S("signed"));
    bool draft = str_eq(al.state, S("draft")) || reviewed || signed_all, own = ident_eq(al.drafted_by, q->who->person);
    view_flag(v, "may_approve", draft && !own && !reviewed);
    view_flag(v, "reviewed", reviewed);
    view_flag(v, "own", draft && own);
    view_flag(v, "draft", draft);
    view_flag(v, "live", str_eq(al.state, S("published")));
    return ST_OK;
}

typedef struct decision {
    req_t *q;
    ident_t release, case_id;
    str_t why;
    bool waits; /* it was signed, and needs further signatures */
} decision_t;

static status_t approve_act(db_t *db, void *arg, err_t *err)
{
    decision_t *d = arg;
    alert_t al = {.state = S("")};
    status_t s = alert_approve(db, d->q->a, store_dir(d->q->app->store), d->release, d->q->who->person, err);
    if (s == ST_OK) s = alert_by_release(db, d->q->a, d->release, &al, err);
    d->waits = str_eq(al.state, S("reviewed"));
    return s;
}

static status_t withdraw_act(db_t *db, void *arg, err_t *err)
{
    decision_t *d = arg;
    alert_t al;
    status_t s =
        alert_by_release(db, d->q->a, d->release, &al, err); /* alerts only: other materials have their own desk */
    return s == ST_OK ? release_withdraw(db, d->release, d->q->who->person, d->why, err) : s;
}

static status_t decide(req_t *q, act_fn act, str_t why, const char *flash, err_t *err)
{
    decision_t d = {.q = q, .why = why};
    status_t s = id_arg(q, &d.release, err);
    if (s == ST_OK) s = store_act(q->app->store, act, &d, err);
    if (s != ST_OK) return s;
    if (q->app->republish) q->app->republish(q->app);
    answer_flash(q, d.waits ? N_("The release is signed. It needs more signatures before it is published.") : flash);
    answer_redirect(q, str_fmt(q->a, "/ban/truc/canh-bao/%.*s", STRF(q->args[0])));
    return ST_OK;
}

status_t page_approve(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    return decide(q, approve_act, S(""), N_("The alert is out."), err);
}

status_t page_withdraw(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    return decide(q, withdraw_act, given(q, "why"), N_("The alert was withdrawn."), err);
}
