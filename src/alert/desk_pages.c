/* SPDX-License-Identifier: Apache-2.0
 *
 * desk_pages — the duty desk: the queue of reports, opening one, cases.
 */
#include "alert/appeal.h"
#include "alert/internal.h"

#define ALIKE_MAX 5

static const char *case_state_text(str_t state)
{
    static const struct {
        const char *state, *text;
    } texts[] = {{"new", N_("New")},
                 {"open", N_("Being worked on")},
                 {"confirmed", N_("Confirmed")},
                 {"unfounded", N_("Unfounded")},
                 {"duplicate", N_("Duplicate")},
                 {"warned", N_("Alert out")},
                 {"taught", N_("Used in teaching")},
                 {"closed", N_("Closed")}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (str_eq(state, str_of(texts[i].state))) return texts[i].text;
    return "";
}

static status_t id_arg(const req_t *q, int i, ident_t *out, err_t *err)
{
    if (ident_parse(q->args[i], out)) return ST_OK;
    return err_set(err, ST_NOT_FOUND, "http.not-found", N_("There is no page at this address. Perhaps it was moved."));
}

/* A report is read only by a duty seat over its area; one that named no area by every duty seat. */
static bool may_read(const req_t *q, const report_row_t *r)
{
    return ident_none(r->area) || actor_may(q->who, ROLE_DUTY, r->area_path);
}

static status_t check_read(const req_t *q, const report_row_t *r, err_t *err)
{
    if (may_read(q, r)) return ST_OK;
    return err_set(err, ST_DENIED, "report.area", N_("This report belongs to another area's duty desk."));
}

/* --- the queue --- */

static void report_item(view_t *v, const report_row_t *r)
{
    view_id(v, "id", r->id);
    view_time(v, "received", r->received);
    view_text(v, "area", r->area_name);
    view_flag(v, "read", r->read);
}

static void case_item(view_t *v, const case_t *c, lang_t lang)
{
    view_id(v, "id", c->id);
    view_text(v, "title", c->title);
    view_z(v, "state", tr(lang, case_state_text(c->state)));
    view_z(v, "severity", tr(lang, severity_text(c->severity)));
    view_int(v, "reports", c->reports);
    view_time(v, "opened", c->opened);
}

static status_t waiting_items(req_t *q, view_t *v, err_t *err)
{
    alert_t *list;
    size_t n;
    status_t s = alert_waiting(q->db, q->a, &list, &n, err);
    view_t *items = view_list(v, "waiting");
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        view_t *item = view_item(items);
        view_id(item, "id", list[i].release);
        view_text(item, "title", list[i].title);
        view_text(item, "by", list[i].drafted_by_name);
        view_time(item, "created", list[i].created);
    }
    view_flag(v, "any_waiting", s == ST_OK && n > 0);
    return s;
}

/* Codes nobody published that people ask about: sheets that are not ours are going round. */
static status_t forgery_items(req_t *q, view_t *v, err_t *err)
{
    forgery_sign_t *f;
    size_t n;
    status_t s = forgery_signs(q->db, q->a, clock_now() - 30 * MS_DAY, &f, &n, err);
    if (s != ST_OK) return s;
    view_flag(v, "any_forged", n > 0);
    view_t *items = view_list(v, "forged");
    for (size_t i = 0; i < n; i++) {
        view_t *o = view_item(items);
        view_text(o, "code", str_dup(q->a, str_of(f[i].code)));
        view_int(o, "times", f[i].times);
        view_time(o, "at", f[i].at);
    }
    return ST_OK;
}

/* How many appeals wait, and how many longer than was promised. */
static status_t appeal_counts(req_t *q, view_t *v, err_t *err)
{
    appeal_row_t *rows;
    size_t n = 0, late = 0;
    status_t s = appeal_rows(q->db, q->a, false, &rows, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) late += rows[i].due < clock_now();
    view_flag(v, "any_appeals", n > 0);
    view_flag(v, "any_late", late > 0);
    view_int(v, "appeals_waiting", (int64_t)n);
    view_int(v, "appeals_late", (int64_t)late);
    return s;
}

status_t page_desk(req_t *q, view_t *v, err_t *err)
{
    report_row_t *rows;
    case_t *cases;
    size_t n = 0, shown = 0, n_cases = 0;
    int64_t waiting;
    status_t s = alert_queue(q->db, q->a, &rows, &n, &waiting, err);
    view_t *items = view_list(v, "reports");
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        if (!may_read(q, &rows[i])) continue;
        report_item(view_item(items), &rows[i]);
        shown++;
    }
    view_flag(v, "none", shown == 0);
    if (s == ST_OK) s = waiting_items(q, v, err);
    if (s == ST_OK) s = alert_cases(q->db, q->a, true, &cases, &n_cases, err);
    items = view_list(v, "cases");
    for (size_t i = 0; s == ST_OK && i < n_cases; i++) case_item(view_item(items), &cases[i], q->lang);
    view_flag(v, "any_cases", s == ST_OK && n_cases > 0);
    if (s == ST_OK) s = appeal_counts(q, v, err);
    return s == ST_OK ? forgery_items(q, v, err) : s;
}

status_t page_cases(req_t *q, view_t *v, err_t *err)
{
    case_t *cases;
    size_t n;
    status_t s = alert_cases(q->db, q->a, false, &cases, &n, err);
    view_t *items = view_list(v, "cases");
    for (size_t i = 0; s == ST_OK && i < n; i++) case_item(view_item(items), &cases[i], q->lang);
    view_flag(v, "none", s == ST_OK && n == 0);
    return s;
}

/* --- opening a report: it is noted first, then read --- */

typedef struct reading {
    req_t *q;
    ident_t id;
    report_row_t row;
} reading_t;

static status_t note_reading(db_t *db, void *arg, err_t *err)
{
    reading_t *r = arg;
    status_t s = alert_report_row(db, r->q->a, r->id, &r->row, err);
    if (s == ST_OK) s = check_read(r->q, &r->row, err);
    return s == ST_OK ? alert_report_reading(db, r->id, r->q->who->person, err) : s;
}

static void said(view_t *v, const char *name, const char *text, lang_t lang)
{
    view_text(v, name, text ? str_of(tr(lang, text)) : S(""));
}

static status_t alike_items(req_t *q, db_t *db, view_t *v, const report_t *r, err_t *err)
{
    indicator_t found[INDICATORS_MAX];
    size_t n = report_indicators(q->a, r, found), n_alike = 0, n_cases = 0;
    view_t *items = view_list(v, "indicators");
    for (size_t i = 0; i < n; i++) {
        view_t *item = view_item(items);
        view_z(item, "type", tr(q->lang, indicator_type_text(found[i].type)));
        view_text(item, "value", found[i].value);
    }
    case_match_t *alike;
    case_t *cases;
    status_t s = alert_alike(db, q->a, found, n, ALIKE_MAX, &alike, &n_alike, err);
    if (s == ST_OK) s = alert_cases(db, q->a, true, &cases, &n_cases, err);
    if (s != ST_OK) return s;
    items = view_list(v, "alike");
    for (size_t i = 0; i < n_alike; i++) {
        view_t *item = view_item(items);
        view_id(item, "match", alike[i].id);
        view_text(item, "title", alike[i].title);
        view_text(item, "value", alike[i].value);
        view_int(item, "shared", alike[i].shared);
    }
    items = view_list(v, "cases");
    for (size_t i = 0; i < n_cases; i++) case_item(view_item(items), &cases[i], q->lang);
    view_flag(v, "any_cases", n_cases > 0);
    view_flag(v, "any_indicators", n > 0);
    return ST_OK;
}

status_t page_report_open(req_t *q, view_t *v, err_t *err)
{
    reading_t r = {.q = q};
    report_t body;
    db_t *db = NULL;
    status_t s = id_arg(q, 0, &r.id, err);
    if (s == ST_OK) s = store_act(q->app->store, note_reading, &r, err);
    if (s == ST_OK) s = store_read(q->app->store, &db, err);
    if (s == ST_OK) s = alert_report_open(db, q->a, store_dir(q->app->store), r.id, &body, err);
    if (s == ST_OK) s = alike_items(q, db, v, &body, err);
    store_done(q->app->store, db);
    if (s != ST_OK) return s;
    report_item(v, &r.row);
    view_id(v, "report", r.id);
    said(v, "channel", channel_text(body.channel), q->lang);
    said(v, "loss", loss_text(body.loss), q->lang);
    paragraphs(v, "paragraphs", body.text);
    view_text(v, "link", body.link);
    view_text(v, "phone", body.phone);
    view_text(v, "account", body.account);
    view_text(v, "bank", body.bank);
    view_flag(v, "open", str_eq(r.row.state, S("accepted")) && ident_none(r.row.case_id));
    view_flag(v, "folded", !ident_none(r.row.case_id));
    view_id(v, "case", r.row.case_id);
    return ST_OK;
}

static str_t case_path(const req_t *q, ident_t id)
{
    char text[IDENT_TEXT];
    ident_text(id, text);
    return str_fmt(q->a, "/ban/truc/vu/%s", text);
}

static str_t given(const req_t *q, const char *name)
{
    str_t s = req_form(q, name);
    return s.p ? s : S("");
}

/* The case the form names, or a new one with the form's title. */
static status_t case_of_form(req_t *q, const report_row_t *row, ident_t *out, err_t *err)
{
    str_t which = given(q, "case");
    const seat_t *seat = actor_seat(q->who, ROLE_DUTY);
    if (which.n && !str_eq(which, S("new"))) {
        if (ident_parse(which, out)) return ST_OK;
        return err_at(err, ST_INPUT, "case.none", "case", 0, N_("There is no such case."));
    }
    case_new_t c = {.title = given(q, "title"), .form = S(""), .area = row->area};
    if (seat) c.owner = seat->unit;
    if (!str_int(given(q, "severity"), 1, 4, &c.severity)) c.severity = 2;
    return alert_case_open(q->db, &c, q->who->person, out, err);
}

status_t page_report_fold(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    ident_t id, case_id = {{0}};
    report_row_t row;
    status_t s = id_arg(q, 0, &id, err);
    if (s == ST_OK) s = alert_report_row(q->db, q->a, id, &row, err);
    if (s == ST_OK) s = check_read(q, &row, err);
    if (s == ST_OK) s = case_of_form(q, &row, &case_id, err);
    if (s == ST_OK) s = alert_fold(q->db, q->a, store_dir(q->app->store), id, case_id, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The report was added to the case."));
    answer_redirect(q, case_path(q, case_id));
    return ST_OK;
}

status_t page_report_unfounded(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    ident_t id;
    report_row_t row;
    status_t s = id_arg(q, 0, &id, err);
    if (s == ST_OK) s = alert_report_row(q->db, q->a, id, &row, err);
    if (s == ST_OK) s = check_read(q, &row, err);
    if (s == ST_OK) s = alert_report_unfounded(q->db, id, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("Noted: not enough to go on."));
    answer_redirect(q, S("/ban/truc"));
    return ST_OK;
}

/* --- a case --- */

static const char *step_text(const char *to)
{
    static const struct {
        const char *to, *text;
    } texts[] = {
        {"open", N_("Reopen")},           {"confirmed", N_("Confirm the case")}, {"unfounded", N_("Not a scam")},
        {"duplicate", N_("A duplicate")}, {"taught", N_("Used in teaching")},    {"closed", N_("Close the case")}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(texts[i].to, to) == 0) return texts[i].text;
    return "";
}

/* The steps people take by hand; "warned" comes with an approved alert. */
static void step_items(const req_t *q, view_t *v, const case_t *c)
{
    static const char *const to[] = {"confirmed", "open", "unfounded", "duplicate", "taught", "closed"};
    view_t *steps = view_list(v, "steps");
    for (size_t i = 0; i < sizeof to / sizeof *to; i++) {
        if (!case_may_step(c->state, str_of(to[i]))) continue;
        view_t *step = view_item(steps);
        view_z(step, "to", to[i]);
        view_z(step, "text", tr(q->lang, step_text(to[i])));
    }
}

static void indicator_items(const req_t *q, view_t *v, const case_t *c)
{
    view_t *items = view_list(v, "indicators");
    for (size_t i = 0; i < c->n_indicators; i++) {
        const indicator_t *in = &c->indicators[i];
        view_t *item = view_item(items);
        view_z(item, "type", tr(q->lang, indicator_type_text(in->type)));
        view_text(item, "value", in->value);
        view_int(item, "weight", in->weight);
        view_time(item, "last", in->last);
        view_flag(item, "may_name", in->type == INDICATOR_HOST || in->weight >= PERSON_WEIGHT);
    }
    view_flag(v, "any_indicators", c->n_indicators > 0);
}

static status_t alert_items(req_t *q, view_t *v, ident_t case_id, err_t *err)
{
    alert_t *list;
    size_t n;
    status_t s = alert_of_case(q->db, q->a, case_id, &list, &n, err);
    view_t *items = view_list(v, "alerts");
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        view_t *item = view_item(items);
        alert_view(item, &list[i], q->lang);
        view_id(item, "id", list[i].release);
        view_flag(item, "draft", str_eq(list[i].state, S("draft")));
        view_flag(item, "live", str_eq(list[i].state, S("published")));
        view_flag(item, "gone", str_eq(list[i].state, S("withdrawn")));
    }
    view_flag(v, "any_alerts", s == ST_OK && n > 0);
    return s;
}

status_t page_case(req_t *q, view_t *v, err_t *err)
{
    ident_t id;
    case_t c;
    report_row_t *rows;
    size_t n = 0;
    status_t s = id_arg(q, 0, &id, err);
    if (s == ST_OK) s = alert_case(q->db, q->a, id, &c, err);
    if (s == ST_OK) s = alert_case_reports(q->db, q->a, id, &rows, &n, err);
    if (s == ST_OK) s = alert_items(q, v, id, err);
    if (s != ST_OK) return s;
    case_item(v, &c, q->lang);
    view_text(v, "page_title", c.title);
    view_flag(v, "may_draft", str_eq(c.state, S("confirmed")) || str_eq(c.state, S("warned")));
    view_flag(v, "unconfirmed", str_eq(c.state, S("open")));
    indicator_items(q, v, &c);
    step_items(q, v, &c);
    view_t *items = view_list(v, "reports_list");
    for (size_t i = 0; i < n; i++) {
        view_t *item = view_item(items);
        report_item(item, &rows[i]);
        view_flag(item, "may_open", may_read(q, &rows[i]));
    }
    return ST_OK;
}

status_t page_case_step(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    ident_t id;
    str_t to = given(q, "to");
    status_t s = id_arg(q, 0, &id, err);
    if (s == ST_OK && str_eq(to, S("warned")))
        s = err_at(err, ST_INPUT, "case.step", "to", 0, N_("The case cannot take this step from where it stands."));
    if (s == ST_OK) s = alert_case_step(q->db, q->a, id, to, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The case was changed."));
    answer_redirect(q, case_path(q, id));
    return ST_OK;
}
