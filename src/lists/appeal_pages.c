/* SPDX-License-Identifier: Apache-2.0
 *
 * appeal_pages — what is listed wrongly: the form for everybody, its receipt, and the desk that decides (alert/appeal.h).
 */
#include "lists/appeal_view.h"
#include "lists/lists.h"

static str_t given(const req_t *q, const char *name)
{
    str_t s = req_form(q, name);
    return s.p ? str_trim(s) : S("");
}

static void errors_view(view_t *v, const err_t *why)
{
    view_t *list = view_list(v, "errors");
    if (!why) return;
    view_t *e = view_item(list);
    view_text(e, "field", str_of(*why->field ? why->field : "main"));
    view_text(e, "message", str_of(why->text));
}

/* --- everybody --- */

static void form_view(req_t *q, view_t *v, const appeal_t *p, const err_t *why)
{
    errors_view(v, why);
    view_flag(v, "sent", false);
    view_int(v, "days", APPEAL_DAYS);
    view_text(v, "value", p->value);
    view_text(v, "why", p->why);
    view_text(v, "evidence", p->evidence);
    view_text(v, "contact", p->contact);
    appeal_role_options(v, p->as, q->lang);
}

static status_t page_form(req_t *q, view_t *v, err_t *err)
{
    const appeal_t none = {S(""), S(""), S("owner"), S(""), S(""), S("")};
    (void)err;
    form_view(q, v, &none, NULL);
    return ST_OK;
}

static status_t store_sealed(req_t *q, view_t *v, void *sealed, err_t *err)
{
    (void)v;
    return appeal_store(q->db, sealed, err);
}

/* The value as lists hold it, so that a decision on it is one on the list. */
static status_t normal(req_t *q, const appeal_t *raw, appeal_t *out, err_t *err)
{
    list_kind_t kind = list_kind_seems(raw->value);
    *out = *raw;
    const char *why = raw->value.n && raw->value.n <= LIST_VALUE_MOST
                          ? list_value_of(q->a, q->app->know, kind, raw->value, &out->value)
                          : N_("not a host");
    out->kind = str_of(list_kind_name(kind));
    if (!why) return out->value.p ? ST_OK : err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    return err_at(err, ST_INPUT, "appeal.value", "value", 0,
                  N_("This is neither an address nor a telephone number nor an account: %s"), tr(q->lang, why));
}

static status_t page_send(req_t *q, view_t *v, err_t *err)
{
    const appeal_t raw = {.value = given(q, "value"),
                          .as = given(q, "as"),
                          .why = given(q, "why"),
                          .evidence = given(q, "evidence"),
                          .contact = given(q, "contact"),
                          .kind = S("")};
    appeal_t p;
    sealed_report_t *sealed = ARENA_NEW(q->a, sealed_report_t);
    if (!sealed) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    status_t s = normal(q, &raw, &p, err);
    if (s == ST_OK) s = appeal_seal(q->a, store_dir(q->app->store), &p, sealed, err);
    if (s == ST_INPUT) {
        answer_status(q, status_http(s));
        form_view(q, v, &raw, err);
        return ST_OK;
    }
    if (s != ST_OK) return s;
    answer_act(q, store_sealed, sealed);
    const char *digits = sealed->receipt;
    view_flag(v, "sent", true);
    view_fmt(v, "receipt", "%.4s-%.4s-%.4s-%.4s", digits, digits + 4, digits + 8, digits + 12);
    view_time(v, "due", appeal_due(clock_now()));
    return ST_OK;
}

static status_t page_state(req_t *q, view_t *v, err_t *err)
{
    (void)q, (void)err;
    errors_view(v, NULL);
    view_flag(v, "found", false);
    view_text(v, "receipt", S(""));
    return ST_OK;
}

static status_t page_state_ask(req_t *q, view_t *v, err_t *err)
{
    appeal_row_t row;
    str_t receipt = given(q, "receipt");
    view_text(v, "receipt", receipt);
    status_t s = appeal_by_receipt(q->db, q->a, store_dir(q->app->store), receipt, &row, err);
    view_flag(v, "found", s == ST_OK);
    if (s == ST_INPUT || s == ST_NOT_FOUND) {
        answer_status(q, status_http(s));
        errors_view(v, err);
        return ST_OK;
    }
    if (s != ST_OK) return s;
    errors_view(v, NULL);
    row.by = row.relist_by = S(""); /* the desk answers, not a person of it */
    appeal_row_view(v, &row, q->lang);
    return ST_OK;
}

/* --- the desk --- */

static status_t page_queue(req_t *q, view_t *v, err_t *err)
{
    appeal_row_t *rows;
    size_t n = 0;
    bool all = str_eq(req_query(q, "xem"), S("tat-ca"));
    status_t s = appeal_rows(q->db, q->a, all, &rows, &n, err);
    view_t *list = view_list(v, "appeals");
    for (size_t i = 0; s == ST_OK && i < n; i++) appeal_row_view(view_item(list), &rows[i], q->lang);
    view_flag(v, "none", n == 0);
    view_flag(v, "all", all);
    view_int(v, "days", APPEAL_DAYS);
    return s;
}

static status_t page_table(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    buf_t b = buf_new(q->a, 2 << 20);
    buf_putz(&b, "\xEF\xBB\xBF"); /* so that spreadsheets read it as UTF-8 */
    status_t s = lists_appeals(q->db, q->a, false, &b, err);
    if (s == ST_OK) answer_download(q, "text/csv; charset=utf-8", S("khieu-nai.csv"), buf_str(&b));
    return s;
}

static status_t id_arg(const req_t *q, ident_t *out, err_t *err)
{
    if (ident_parse(q->args[0], out)) return ST_OK;
    return err_set(err, ST_NOT_FOUND, "http.not-found", N_("There is no page at this address. Perhaps it was moved."));
}

/* What the list in use says of it. */
static void list_says(req_t *q, view_t *v, const appeal_t *p)
{
    list_entry_t e = {0};
    list_answer_t answer = LIST_UNKNOWN;
    list_held_t *held = lists_take(q->app);
    list_kind_t kind = list_kind_of(p->kind);
    if (held && kind < LIST_KINDS)
        answer = list_ask(q->app->know, lists_list(held), &kind, p->value, list_day(date_of(clock_now())), &e);
    view_flag(v, "is_listed", answer == LIST_LISTED);
    view_flag(v, "is_allowed", answer == LIST_ALLOWED);
    view_flag(v, "is_unknown", answer == LIST_UNKNOWN);
    view_flag(v, "is_host", kind == LIST_HOST);
    if (answer != LIST_UNKNOWN) {
        view_time(v, "since", date_start(list_date(e.since)));
        view_text(v, "source", str_dup(q->a, e.source));
        view_text(v, "list_reason", str_dup(q->a, e.reason));
    }
    lists_give_back(q->app, held);
}

typedef struct opened {
    req_t *q;
    ident_t id;
    appeal_row_t row;
    appeal_t body;
    appeal_named_t named;
} opened_t;

static status_t note_reading(db_t *db, void *arg, err_t *err)
{
    opened_t *o = arg;
    status_t s = appeal_row(db, o->q->a, o->id, &o->row, err);
    return s == ST_OK ? appeal_reading(db, o->id, o->q->who->person, err) : s;
}

/* Its row, its body and who names it; the reading was noted before. */
static status_t read_whole(opened_t *o, err_t *err)
{
    db_t *db = NULL;
    req_t *q = o->q;
    status_t s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = appeal_row(db, q->a, o->id, &o->row, err);
    if (s == ST_OK) s = appeal_open(db, q->a, store_dir(q->app->store), o->id, &o->body, err);
    if (s == ST_OK) s = appeal_named(q->app->store, db, q->a, &o->body, q->who->person, &o->named, err);
    store_done(q->app->store, db);
    return s;
}

static status_t page_open(req_t *q, view_t *v, err_t *err)
{
    opened_t o = {.q = q};
    status_t s = id_arg(q, &o.id, err);
    if (s == ST_OK) s = store_act(q->app->store, note_reading, &o, err);
    if (s == ST_OK) s = read_whole(&o, err);
    if (s != ST_OK) return s;
    bool waiting = ident_none(o.row.ruling), cleared = o.row.state == APPEAL_GRANTED;
    bool own_ruling = ident_eq(o.row.by_person, q->who->person);
    appeal_row_view(v, &o.row, q->lang);
    appeal_role_options(v, o.body.as, q->lang);
    view_text(v, "value", o.body.value);
    view_text(v, "evidence", o.body.evidence);
    view_text(v, "contact", o.body.contact);
    view_t *paragraphs = view_list(v, "paragraphs");
    for (str_t rest = o.body.why, line; str_line(&rest, &line);)
        if (str_trim(line).n) view_push(paragraphs, line);
    view_t *alerts = view_list(v, "alerts");
    for (size_t i = 0; i < o.named.n; i++) {
        view_t *a = view_item(alerts);
        view_id(a, "release", o.named.by[i].release);
        view_text(a, "title", o.named.by[i].title);
        view_text(a, "code", o.named.by[i].code);
    }
    list_says(q, v, &o.body);
    view_flag(v, "own", waiting && o.named.own);
    view_flag(v, "may_decide", waiting && !o.named.own);
    view_flag(v, "may_relist", cleared && !own_ruling);
    view_flag(v, "cleared_by_you", cleared && own_ruling);
    return ST_OK;
}

static status_t rule_act(db_t *db, void *arg, err_t *err)
{
    const ruling_t *r = arg;
    arena_t *a = arena_new(1 << 20);
    if (!a) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    status_t s = appeal_rule(db, a, r, err);
    arena_free(a);
    return s;
}

static status_t decide(req_t *q, appeal_decision_t what, const char *flash, err_t *err)
{
    opened_t o = {.q = q};
    const seat_t *seat = actor_seat(q->who, ROLE_DUTY);
    status_t s = id_arg(q, &o.id, err);
    if (s == ST_OK) s = read_whole(&o, err);
    ruling_t r = {.appeal = o.id, .what = what, .reason = given(q, "reason"), .by = q->who->person, .own = o.named.own};
    if (seat) r.by_seat = seat->id;
    if (s == ST_OK) s = store_act(q->app->store, rule_act, &r, err);
    if (s != ST_OK) return s;
    answer_flash(q, flash);
    answer_redirect(q, str_fmt(q->a, "/ban/truc/khieu-nai/%.*s", STRF(q->args[0])));
    return ST_OK;
}

static status_t page_decide(req_t *q, view_t *v, err_t *err)
{
    str_t what = given(q, "what");
    (void)v;
    if (str_eq(what, S("grant")))
        return decide(q, APPEAL_GRANT, N_("Cleared. The list says so with its next version."), err);
    if (str_eq(what, S("refuse"))) return decide(q, APPEAL_REFUSE, N_("Refused. Who appealed reads the reason."), err);
    return err_at(err, ST_INPUT, "appeal.what", "what", 0, N_("Clear it or refuse."));
}

static status_t page_relist(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    return decide(q, APPEAL_RELIST, N_("The clearance is taken back."), err);
}

const route_t appeal_routes[] = {
    {"GET", "/khieu-nai", PERM_PUBLIC, ROUTE_READ, page_form, "lists/appeal",
     N_("An address or number is listed wrongly"), 0},
    {"POST", "/khieu-nai", PERM_PUBLIC, ROUTE_THEN_ACT, page_send, "lists/appeal",
     N_("An address or number is listed wrongly"), 0},
    {"GET", "/khieu-nai/bien-nhan", PERM_PUBLIC, ROUTE_READ, page_state, "lists/appeal_state",
     N_("What became of my appeal"), 0},
    {"POST", "/khieu-nai/bien-nhan", PERM_PUBLIC, ROUTE_READ, page_state_ask, "lists/appeal_state",
     N_("What became of my appeal"), 0},
    {"GET", "/ban/truc/khieu-nai", PERM_DESK, ROUTE_READ, page_queue, "lists/appeals", N_("Appeals"), 0},
    {"GET", "/ban/truc/khieu-nai.csv", PERM_DESK, ROUTE_READ, page_table, NULL, N_("Appeals"), 0},
    {"GET", "/ban/truc/khieu-nai/{}", PERM_DESK, ROUTE_SLOW, page_open, "lists/appeal_open", N_("Appeal"), 0},
    {"POST", "/ban/truc/khieu-nai/{}/quyet", PERM_DESK, ROUTE_SLOW, page_decide, NULL, N_("Appeal"), 0},
    {"POST", "/ban/truc/khieu-nai/{}/liet-lai", PERM_DESK, ROUTE_SLOW, page_relist, NULL, N_("Appeal"), 0},
    {0},
};
