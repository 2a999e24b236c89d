/* SPDX-License-Identifier: Apache-2.0
 *
 * public_pages — what anybody may use without an account: the report form, the receipt, the alerts and their feeds; and
 * the room's table of routes.
 */
#include <jansson.h>
#include "alert/internal.h"
#include "page/head.h"
#include "page/picture.h"

#define FEED_MAX ((size_t)2 << 20)

/* --- the report form --- */

typedef struct option {
    const char *value, *text;
} option_t;

static const option_t channels[] = {{"sms", N_("Text message (SMS)")}, {"zalo", N_("Zalo")},
                                    {"call", N_("Telephone call")},    {"facebook", N_("Facebook or Messenger")},
                                    {"web", N_("A web site")},         {"email", N_("E-mail")},
                                    {"other", N_("Something else")},   {NULL, NULL}};
static const option_t losses[] = {{"none", N_("No money lost")},
                                  {"lt10", N_("Less than 10 million dong")},
                                  {"10-100", N_("10 to 100 million dong")},
                                  {"gt100", N_("More than 100 million dong")},
                                  {NULL, NULL}};

static const char *text_for(const option_t *o, str_t value)
{
    for (; o->value; o++)
        if (str_eq(value, str_of(o->value))) return o->text;
    return NULL;
}

const char *channel_text(str_t value)
{
    return text_for(channels, value);
}

const char *loss_text(str_t value)
{
    return text_for(losses, value);
}

static void options(view_t *v, const char *name, const option_t *o, str_t chosen, lang_t lang)
{
    view_t *list = view_list(v, name);
    for (; o->value; o++) {
        view_t *item = view_item(list);
        view_z(item, "value", o->value);
        view_z(item, "text", tr(lang, o->text));
        view_flag(item, "chosen", str_eq(chosen, str_of(o->value)));
    }
}

static status_t areas(req_t *q, view_t *v, ident_t chosen, err_t *err)
{
    unit_t *units;
    size_t n;
    status_t s = unit_list(q->db, q->a, (ident_t){{0}}, S("district"), clock_now(), &units, &n, err);
    view_t *list = view_list(v, "areas");
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        view_t *item = view_item(list);
        view_text(item, "value", units[i].code);
        view_text(item, "text", q->lang == LANG_EN && units[i].name_en.n ? units[i].name_en : units[i].name);
        view_flag(item, "chosen", ident_eq(units[i].id, chosen));
    }
    return s;
}

/* The list the errors partial prints: `why`, or nothing. */
static void errors_view(view_t *v, const err_t *why)
{
    view_t *list = view_list(v, "errors");
    if (!why) return;
    view_t *e = view_item(list);
    view_text(e, "field", str_of(*why->field ? why->field : "main"));
    view_text(e, "message", str_of(why->text));
}

static status_t form_view(req_t *q, view_t *v, const report_t *r, const err_t *why, err_t *err)
{
    errors_view(v, why);
    view_text(v, "text", r->text);
    view_text(v, "link", r->link);
    view_text(v, "phone", r->phone);
    view_text(v, "account", r->account);
    view_text(v, "bank", r->bank);
    options(v, "channels", channels, r->channel, q->lang);
    options(v, "losses", losses, r->loss, q->lang);
    view_flag(v, "sent", false);
    return areas(q, v, r->area, err);
}

static str_t given(const req_t *q, const char *name)
{
    str_t s = req_form(q, name);
    return s.p ? s : S("");
}

static status_t area_of(req_t *q, str_t code, ident_t *out, err_t *err)
{
    unit_t u;
    if (!code.n) return ST_OK;
    if (unit_by_code(q->db, q->a, code, clock_now(), &u, err) != ST_OK)
        return err_at(err, ST_INPUT, "report.area", "area", 0, N_("Choose the area from the list."));
    *out = u.id;
    return ST_OK;
}

static status_t page_report_form(req_t *q, view_t *v, err_t *err)
{
    report_t r = {
        .channel = S(""), .text = S(""), .link = S(""), .phone = S(""), .account = S(""), .bank = S(""), .loss = S("")};
    str_t code = req_query(q, "code"); /* of a sheet that we never published: from the page that verifies codes */
    bool plain = code.n == 6;
    for (size_t i = 0; i < code.n; i++) plain = plain && strchr("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", code.p[i]) != NULL;
    if (plain)
        r.text =
            str_fmt(q->a, tr(q->lang, N_("A sheet with the code %.*s, which you never published. Where I got it:")),
                    STRF(code));
    return form_view(q, v, &r, NULL, err);
}

static status_t store_sealed(req_t *q, view_t *v, void *sealed, err_t *err)
{
    (void)v;
    return alert_report_store(q->db, sealed, err);
}

/* Sealing takes longer than storing: the writer gets what is ready to be stored. */
static status_t seal_and_store(req_t *q, const report_t *r, sealed_report_t **out, err_t *err)
{
    *out = ARENA_NEW(q->a, sealed_report_t);
    if (!*out) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    status_t s = alert_report_seal(q->a, store_dir(q->app->store), r, *out, err);
    if (s == ST_OK) answer_act(q, store_sealed, *out);
    return s;
}

static status_t page_report_send(req_t *q, view_t *v, err_t *err)
{
    report_t r = {.channel = given(q, "channel"),
                  .text = given(q, "text"),
                  .link = given(q, "link"),
                  .phone = given(q, "phone"),
                  .account = given(q, "account"),
                  .bank = given(q, "bank"),
                  .loss = given(q, "loss")};
    sealed_report_t *sealed;
    status_t s = ST_OK;
    for (size_t i = 0; i < q->n_form; i++)
        if (q->form[i].filename.p)
            s = err_at(err, ST_INPUT, "report.file", "text", 0,
                       N_("Files and pictures are not accepted. Never send a picture of your identity card."));
    if (s == ST_OK) s = area_of(q, given(q, "area"), &r.area, err);
    if (s == ST_OK) s = seal_and_store(q, &r, &sealed, err);
    if (s == ST_INPUT) {
        answer_status(q, status_http(s));
        return form_view(q, v, &r, err, err);
    }
    if (s != ST_OK) return s;
    const char *digits = sealed->receipt;
    view_flag(v, "sent", true);
    view_fmt(v, "receipt", "%.4s-%.4s-%.4s-%.4s", digits, digits + 4, digits + 8, digits + 12);
    return ST_OK;
}

/* --- the receipt --- */

static status_t page_receipt(req_t *q, view_t *v, err_t *err)
{
    (void)q, (void)err;
    errors_view(v, NULL);
    view_flag(v, "found", false);
    view_text(v, "receipt", S(""));
    return ST_OK;
}

static status_t page_receipt_ask(req_t *q, view_t *v, err_t *err)
{
    str_t receipt = given(q, "receipt"), code;
    report_state_t state;
    view_flag(v, "found", false);
    view_text(v, "receipt", receipt);
    status_t s = alert_report_state(q->db, q->a, store_dir(q->app->store), receipt, &state, &code, err);
    if (s == ST_INPUT || s == ST_NOT_FOUND) {
        answer_status(q, status_http(s));
        errors_view(v, err);
        return ST_OK;
    }
    if (s != ST_OK) return s;
    errors_view(v, NULL);
    view_flag(v, "found", true);
    view_z(v, "state", report_state_name(state));
    view_z(v, "state_text", tr(q->lang, report_state_text(state)));
    view_text(v, "code", code);
    view_t *steps = view_list(v, "steps");
    for (int i = REPORT_RECEIVED; i <= REPORT_WARNED && state != REPORT_UNFOUNDED; i++) {
        view_t *step = view_item(steps);
        view_z(step, "text", tr(q->lang, report_state_text((report_state_t)i)));
        view_flag(step, "done", i <= (int)state);
        view_flag(step, "here", i == (int)state);
    }
    view_flag(v, "unfounded", state == REPORT_UNFOUNDED);
    return ST_OK;
}

/* --- the same for programs --- */

static str_t json_member(req_t *q, json_t *j, const char *name)
{
    json_t *m = json_object_get(j, name);
    return json_is_string(m) ? str_trim(str_dup(q->a, (str_t){json_string_value(m), json_string_length(m)})) : S("");
}

static status_t api_report(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    json_t *j = q->body.n ? json_loadb(q->body.p, q->body.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
    if (!json_is_object(j)) {
        json_decref(j);
        return err_set(err, ST_INPUT, "report.json", N_("The body must be a JSON object."));
    }
    report_t r = {.channel = json_member(q, j, "channel"),
                  .text = json_member(q, j, "text"),
                  .link = json_member(q, j, "link"),
                  .phone = json_member(q, j, "phone"),
                  .account = json_member(q, j, "account"),
                  .bank = json_member(q, j, "bank"),
                  .loss = json_member(q, j, "loss")};
    str_t area = json_member(q, j, "area");
    json_decref(j);
    sealed_report_t *sealed;
    status_t s = area_of(q, area, &r.area, err);
    if (s == ST_OK) s = seal_and_store(q, &r, &sealed, err);
    if (s != ST_OK) return s;
    answer_status(q, 201);
    answer_bytes(q, "application/json", str_fmt(q->a, "{\"receipt\":\"%s\"}", sealed->receipt));
    return ST_OK;
}

static status_t api_report_state(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    report_state_t state;
    str_t code;
    status_t s = alert_report_state(q->db, q->a, store_dir(q->app->store), q->args[0], &state, &code, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, 256);
    buf_fmt(&b, "{\"state\":\"%s\",\"alert\":", report_state_name(state));
    if (code.n)
        buf_json(&b, code);
    else
        buf_putz(&b, "null");
    buf_putc(&b, '}');
    answer_bytes(q, "application/json", buf_str(&b));
    return ST_OK;
}

/* --- alerts --- */

const char *severity_text(int64_t severity)
{
    static const char *const texts[] = {N_("Minor"), N_("Moderate"), N_("Severe"), N_("Extreme")};
    return texts[severity >= 1 && severity <= 4 ? severity - 1 : 1];
}

void alert_view(view_t *v, const alert_t *al, lang_t lang)
{
    view_text(v, "slug", al->slug);
    view_text(v, "title", alert_title(al, lang));
    view_text(v, "summary", alert_summary(al, lang));
    view_text(v, "code", al->code);
    view_z(v, "severity", tr(lang, severity_text(al->severity)));
    view_flag(v, "grave", al->severity >= 3);
    view_time(v, "published", al->published);
}

static status_t page_alerts(req_t *q, view_t *v, err_t *err)
{
    alert_t *list;
    size_t n;
    status_t s = alert_list(q->db, q->a, clock_now(), &list, &n, err);
    view_t *items = view_list(v, "alerts");
    for (size_t i = 0; s == ST_OK && i < n; i++) alert_view(view_item(items), &list[i], q->lang);
    view_flag(v, "none", s == ST_OK && n == 0);
    return s;
}

/* Paragraphs of a plain text: parted by empty lines. */
void paragraphs(view_t *v, const char *name, str_t text)
{
    view_t *list = view_list(v, name);
    str_t line, rest = text, para = STR_NONE;
    while (str_line(&rest, &line)) {
        bool empty = !str_trim(line).n;
        if (!empty && !para.p) para = line;
        if (!empty) para.n = (size_t)(line.p + line.n - para.p);
        if (empty && para.p) {
            view_push(list, para);
            para = STR_NONE;
        }
    }
    if (para.p) view_push(list, para);
}

static status_t page_alert(req_t *q, view_t *v, err_t *err)
{
    alert_t al;
    str_t text;
    status_t s = alert_by_slug(q->db, q->a, q->args[0], &al, err);
    if (s == ST_OK) s = alert_text(q->app->store, q->a, &al, q->lang, &text, err);
    if (s != ST_OK) return s;
    alert_view(v, &al, q->lang);
    view_text(v, "page_title", alert_title(&al, q->lang));
    head_page(q, v,
              &(head_t){.type = "NewsArticle",
                        .title = alert_title(&al, q->lang),
                        .description = alert_summary(&al, q->lang),
                        .picture = picture_address(q),
                        .code = al.code,
                        .published = al.published});
    view_flag(v, "withdrawn", str_eq(al.state, S("withdrawn")));
    view_flag(v, "superseded", str_eq(al.state, S("superseded")));
    view_flag(v, "expired", al.expires <= clock_now());
    view_flag(v, "dated", al.expires != MS_NEVER);
    if (al.expires != MS_NEVER) view_time(v, "expires", al.expires);
    view_flag(v, "only_vi", q->lang == LANG_EN && !al.has_en);
    paragraphs(v, "paragraphs", text);
    return ST_OK;
}

/* The picture that goes with a link to it. */
static status_t alert_picture(req_t *q, view_t *v, err_t *err)
{
    alert_t al;
    db_t *db;
    (void)v;
    status_t s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = alert_by_slug(db, q->a, q->args[0], &al, err);
    store_done(q->app->store, db);
    if (s != ST_OK) return s;
    const picture_t p = {.head = alert_title(&al, q->lang),
                         .text = alert_summary(&al, q->lang),
                         .foot = str_fmt(q->a, "%s %.*s", tr(q->lang, N_("Verification code")), STRF(al.code))};
    return picture_answer(q, &p, err);
}

static status_t feed(req_t *q, const char *mime, status_t s, const buf_t *b)
{
    if (s != ST_OK) return s;
    answer_bytes(q, mime, buf_str(b));
    return ST_OK;
}

static status_t feed_atom(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    buf_t b = buf_new(q->a, FEED_MAX);
    return feed(q, "application/atom+xml; charset=utf-8",
                alert_atom(q->app->store, q->db, q->a, q->lang, q->app->base_url, &b, err), &b);
}

static status_t feed_json(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    buf_t b = buf_new(q->a, FEED_MAX);
    return feed(q, "application/feed+json; charset=utf-8",
                alert_json_feed(q->app->store, q->db, q->a, q->lang, q->app->base_url, &b, err), &b);
}

/* /feeds/alerts/CODE.cap.xml */
static status_t feed_cap(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    release_t r;
    alert_t al;
    str_t name = q->args[0], suffix = S(".cap.xml");
    if (!str_ends(name, suffix)) return err_set(err, ST_NOT_FOUND, "alert.none", N_("There is no such alert."));
    status_t s = release_by_code(q->db, q->a, str_sub(name, 0, name.n - suffix.n), &r, err);
    if (s == ST_OK) s = alert_by_release(q->db, q->a, r.id, &al, err);
    if (s == ST_OK && !al.published) s = err_set(err, ST_NOT_FOUND, "alert.none", N_("There is no such alert."));
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, FEED_MAX);
    return feed(q, "application/cap+xml; charset=utf-8",
                alert_cap(q->app->store, q->a, &al, q->app->base_url, q->app->demo, &b, err), &b);
}

const route_t alert_routes[] = {
    {"GET", "/bao-cao", PERM_PUBLIC, ROUTE_READ, page_report_form, "alert/report", N_("Report a scam"), 0},
    {"POST", "/bao-cao", PERM_PUBLIC, ROUTE_THEN_ACT, page_report_send, "alert/report", N_("Report a scam"), 0},
    {"GET", "/bao-cao/bien-nhan", PERM_PUBLIC, ROUTE_READ, page_receipt, "alert/receipt",
     N_("What became of my report"), 0},
    {"POST", "/bao-cao/bien-nhan", PERM_PUBLIC, ROUTE_READ, page_receipt_ask, "alert/receipt",
     N_("What became of my report"), 0},
    {"POST", "/api/v1/reports", PERM_PUBLIC, ROUTE_THEN_ACT, api_report, NULL, N_("Report a scam"), 0},
    {"GET", "/api/v1/reports/{}", PERM_PUBLIC, ROUTE_READ, api_report_state, NULL, N_("What became of my report"), 0},
    {"GET", "/canh-bao", PERM_PUBLIC, ROUTE_READ, page_alerts, "alert/alerts", N_("Alerts"), 0},
    {"GET", "/canh-bao/{}", PERM_PUBLIC, ROUTE_READ, page_alert, "alert/alert", N_("Alert"), 0},
    {"GET", "/canh-bao/{}/anh.png", PERM_PUBLIC, ROUTE_SLOW, alert_picture, NULL, N_("Picture"), 0},
    {"GET", "/feeds/alerts.atom", PERM_PUBLIC, ROUTE_READ, feed_atom, NULL, N_("Alerts"), 0},
    {"GET", "/feeds/alerts.json", PERM_PUBLIC, ROUTE_READ, feed_json, NULL, N_("Alerts"), 0},
    {"GET", "/feeds/alerts/{}", PERM_PUBLIC, ROUTE_READ, feed_cap, NULL, N_("Alert"), 0},
    {"GET", "/ban/truc", PERM_DESK, ROUTE_READ, page_desk, "alert/desk", N_("Duty desk"), 0},
    {"GET", "/ban/truc/bao-cao/{}", PERM_DESK, ROUTE_SLOW, page_report_open, "alert/opened", N_("Citizen's report"), 0},
    {"POST", "/ban/truc/bao-cao/{}/gop", PERM_DESK, ROUTE_ACT, page_report_fold, NULL, N_("Citizen's report"), 0},
    {"POST", "/ban/truc/bao-cao/{}/khong", PERM_DESK, ROUTE_ACT, page_report_unfounded, NULL, N_("Citizen's report"),
     0},
    {"GET", "/ban/truc/vu", PERM_DESK, ROUTE_READ, page_cases, "alert/cases", N_("Cases"), 0},
    {"GET", "/ban/truc/vu/{}", PERM_DESK, ROUTE_READ, page_case, "alert/case", N_("Case"), 0},
    {"POST", "/ban/truc/vu/{}/buoc", PERM_DESK, ROUTE_ACT, page_case_step, NULL, N_("Case"), 0},
    {"GET", "/ban/truc/vu/{}/canh-bao", PERM_DESK, ROUTE_READ, page_draft_form, "alert/draft", N_("Draft an alert"), 0},
    {"POST", "/ban/truc/vu/{}/canh-bao", PERM_DESK, ROUTE_SLOW, page_draft, "alert/draft", N_("Draft an alert"), 0},
    {"GET", "/ban/truc/canh-bao/{}", PERM_DESK, ROUTE_READ, page_waiting, "alert/waiting", N_("Approve an alert"), 0},
    {"POST", "/ban/truc/canh-bao/{}/duyet", PERM_DESK, ROUTE_SLOW, page_approve, NULL, N_("Approve an alert"), 0},
    {"POST", "/ban/truc/canh-bao/{}/thu-hoi", PERM_DESK, ROUTE_SLOW, page_withdraw, NULL, N_("Withdraw an alert"), 0},
    {0},
};
