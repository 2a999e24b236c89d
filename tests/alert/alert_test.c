/* SPDX-License-Identifier: Apache-2.0 */
#include "support/check.h"
#include <jansson.h>
#include <libxml/parser.h>
#include "alert/alert.h"
#include "alert/xml.h"
#include "base/file.h"
#include "material/material.h"
#include "material/sign.h"
#include "page/answer.h"
#include "page/app.h"
#include "page/render.h"
#include "support/world.h"

static const query_t q_unit = {"unit", "INSERT INTO unit (id, code, name, kind, parent, path, valid_from) "
                                       "VALUES ($1, $2, $3, $4, $5, $6, 0)"};
static const query_t q_bodies = {"bodies", "SELECT body, ref FROM record WHERE kind = 'report'"};
static const query_t q_events = {"events", "SELECT COUNT(*) FROM event WHERE did = $1"};

typedef struct test {
    store_t *st;
    char dir[64];
    arena_t *a;
    err_t err;
    ident_t city, district, other, lan, minh; /* two persons of the duty desk */
} test_t;

typedef status_t (*step_fn)(test_t *t, db_t *db, void *arg);
typedef struct step {
    test_t *t;
    step_fn fn;
    void *arg;
} step_t;

static status_t run_step(db_t *db, void *arg, err_t *err)
{
    (void)err;
    step_t *s = arg;
    return s->fn(s->t, db, s->arg);
}

static status_t act(test_t *t, step_fn fn, void *arg)
{
    step_t s = {t, fn, arg};
    return store_act(t->st, run_step, &s, &t->err);
}

static status_t add_unit(test_t *t, db_t *db, ident_t *id, const char *code, const char *kind, const ident_t *parent,
                         const char *path)
{
    *id = ident_new();
    stmt_t *q = db_query(db, &q_unit, &t->err);
    if (!q) return ST_STORE;
    bind_id(q, 1, id);
    bind_text(q, 2, str_of(code));
    bind_text(q, 3, str_of(code));
    bind_text(q, 4, str_of(kind));
    if (parent)
        bind_id(q, 5, parent);
    else
        bind_null(q, 5);
    bind_text(q, 6, str_of(path));
    return stmt_run(q, NULL, &t->err);
}

static status_t people(test_t *t, db_t *db, void *arg)
{
    (void)arg;
    ident_t nobody = {{0}}, seat;
    status_t s = add_unit(t, db, &t->city, "92", "city", NULL, "/92/");
    if (s == ST_OK) s = add_unit(t, db, &t->district, "916", "district", &t->city, "/92/916/");
    if (s == ST_OK) s = add_unit(t, db, &t->other, "917", "district", &t->city, "/92/917/");
    if (s == ST_OK) s = person_add(db, S("lan"), S("Lan"), "x", nobody, &t->lan, &t->err);
    if (s == ST_OK) s = person_add(db, S("minh"), S("Minh"), "x", nobody, &t->minh, &t->err);
    if (s == ST_OK) s = seat_grant(db, t->lan, ROLE_DUTY, t->city, 0, MS_NEVER, nobody, &seat, &t->err);
    if (s == ST_OK) s = seat_grant(db, t->minh, ROLE_DUTY, t->district, 0, MS_NEVER, nobody, &seat, &t->err);
    return s;
}

static int setup(void **state)
{
    static test_t t;
    t = (test_t){.a = arena_new((size_t)16 << 20), .err = err_new(LANG_EN)};
    t.st = world_store(t.dir);
    assert_ok(alert_keys_make(t.dir, &t.err), &t.err);
    assert_ok(material_keys_make(t.dir, &t.err), &t.err);
    assert_ok(act(&t, people, NULL), &t.err);
    *state = &t;
    return 0;
}

static int teardown(void **state)
{
    test_t *t = *state;
    world_end(t->st, t->dir);
    arena_free(t->a);
    return 0;
}

typedef struct sent {
    report_t r;
    char receipt[RECEIPT_DIGITS + 1];
    ident_t id;
} sent_t;

static status_t send_step(test_t *t, db_t *db, void *arg)
{
    sent_t *s = arg;
    sealed_report_t sealed;
    status_t st = alert_report_seal(t->a, t->dir, &s->r, &sealed, &t->err);
    if (st != ST_OK) return st;
    memcpy(s->receipt, sealed.receipt, sizeof s->receipt);
    return alert_report_store(db, &sealed, &t->err);
}

static report_t message(const char *text)
{
    return (report_t){.channel = S("sms"),
                      .text = str_of(text),
                      .link = S(""),
                      .phone = S(""),
                      .account = S(""),
                      .bank = S(""),
                      .loss = S("")};
}

/* Sends and finds its id: the newest in the queue. */
static sent_t send(test_t *t, const char *text)
{
    sent_t s = {.r = message(text)};
    assert_ok(act(t, send_step, &s), &t->err);
    db_t *db;
    report_row_t *rows;
    size_t n;
    int64_t waiting;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(alert_queue(db, t->a, &rows, &n, &waiting, &t->err), &t->err);
    store_done(t->st, db);
    assert_true(n > 0);
    s.id = rows[0].id;
    for (size_t i = 1; i < n; i++)
        if (memcmp(rows[i].id.b, s.id.b, 16) > 0) s.id = rows[i].id;
    return s;
}

static report_state_t state_of(test_t *t, const char *receipt, str_t *code)
{
    db_t *db;
    report_state_t out;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(alert_report_state(db, t->a, t->dir, str_of(receipt), &out, code, &t->err), &t->err);
    store_done(t->st, db);
    return out;
}

static status_t read_step(test_t *t, db_t *db, void *arg)
{
    return alert_report_reading(db, *(ident_t *)arg, t->lan, &t->err);
}

static status_t void_step(test_t *t, db_t *db, void *arg)
{
    return alert_report_unfounded(db, *(ident_t *)arg, t->lan, &t->err);
}

/* Law 5: report bodies are sealed; neither the text nor the receipt stands in the database. */
static void a_report_is_sealed_and_only_its_receipt_finds_it(void **state)
{
    test_t *t = *state;
    sent_t s = send(t, "They called from 0912345678 about my parcel");
    assert_int_equal(strlen(s.receipt), RECEIPT_DIGITS);
    db_t *db;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    stmt_t *q = db_query(db, &q_bodies, &t->err);
    assert_int_equal(stmt_next(q, &t->err), ST_ROW);
    str_t body = col_text(q, t->a, 0), ref = col_blob(q, t->a, 1), plain = base64_get(t->a, body);
    stmt_done(q);
    assert_true(plain.p != NULL);
    assert_true(str_find(body, S("0912345678"), 0) == SIZE_MAX && str_find(plain, S("parcel"), 0) == SIZE_MAX);
    assert_int_equal(ref.n, 32);
    report_t back;
    assert_ok(alert_report_open(db, t->a, t->dir, s.id, &back, &t->err), &t->err);
    assert_str(back.text, "They called from 0912345678 about my parcel");
    report_state_t st;
    str_t code;
    assert_status(ST_NOT_FOUND, alert_report_state(db, t->a, t->dir, S("0000 0000 0000 0000"), &st, &code, &t->err),
                  &t->err);
    assert_status(ST_INPUT, alert_report_state(db, t->a, t->dir, S("12345"), &st, &code, &t->err), &t->err);
    store_done(t->st, db);
    assert_int_equal(state_of(t, s.receipt, &code), REPORT_RECEIVED);
    assert_ok(act(t, read_step, &s.id), &t->err);
    assert_int_equal(state_of(t, s.receipt, &code), REPORT_READING);
    assert_ok(act(t, void_step, &s.id), &t->err);
    assert_int_equal(state_of(t, s.receipt, &code), REPORT_UNFOUNDED);
    assert_status(ST_CONFLICT, act(t, void_step, &s.id), &t->err);
}

static void wrong_reports_are_refused_with_the_field(void **state)
{
    test_t *t = *state;
    static char lengthy[REPORT_TEXT_MAX + 2];
    memset(lengthy, 'a', sizeof lengthy - 1);
    sent_t none = {.r = message("")}, long_text = {.r = message(lengthy)}, channel = {.r = message("x")},
           loss = {.r = message("x")};
    channel.r.channel = S("pigeon");
    loss.r.loss = S("all");
    const struct {
        sent_t *s;
        const char *field;
    } cases[] = {{&none, "text"}, {&long_text, "text"}, {&channel, "channel"}, {&loss, "loss"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_status(ST_INPUT, act(t, send_step, cases[i].s), &t->err);
        assert_string_equal(t->err.field, cases[i].field);
    }
}

static void check_found(arena_t *a, const char *text, const char *want)
{
    indicator_t found[INDICATORS_MAX];
    size_t n = indicators_find(a, str_of(text), found);
    buf_t b = buf_new(a, 4096);
    for (size_t i = 0; i < n; i++)
        buf_fmt(&b, "%s%s:%.*s", i ? " " : "", indicator_type_name(found[i].type), STRF(found[i].value));
    if (!str_eq(buf_str(&b), str_of(want))) fail_msg("\"%s\" gave \"%.*s\", not \"%s\"", text, STRF(buf_str(&b)), want);
}

static void indicators_are_found_in_one_form_and_money_is_none(void **state)
{
    test_t *t = *state;
    check_found(t->a, "Vào https://www.VNeID-gov.com/xac-thuc?u=1 ngay!", "host:vneid-gov.com");
    check_found(t->a, "bit.ly/abc, gọi +84 912 345 678 hoặc 0912.345.678.", "host:bit.ly phone:0912345678");
    check_found(t->a, "STK:0123456789012 Vietcombank", "account:0123456789012");
    check_found(t->a, "chuyển 50.000.000 đồng trước 20-11-2024 qua số 19001234567890", "account:19001234567890");
    check_found(t->a, "gọi 113, 156, 1900 545 413 hoặc 18001234", "");
    check_found(t->a, "viết cho an@vidu.vn", "");
    check_found(t->a, "http://user@evil.top:8080/0912345678", "host:evil.top");
    check_found(t->a, "", "");
    check_found(t->a, "....//// +++ 0 00 --", "");
}

typedef struct casework {
    ident_t report, case_id;
    const char *to;
    ident_t release, by;
} casework_t;

static status_t open_step(test_t *t, db_t *db, void *arg)
{
    casework_t *w = arg;
    case_new_t c = {.title = S("Giả mạo VNeID"), .form = S("gia-mao-vneid"), .severity = 3, .owner = t->city};
    return alert_case_open(db, &c, t->lan, &w->case_id, &t->err);
}

static status_t fold_step(test_t *t, db_t *db, void *arg)
{
    casework_t *w = arg;
    return alert_fold(db, t->a, t->dir, w->report, w->case_id, t->lan, &t->err);
}

static status_t walk_step(test_t *t, db_t *db, void *arg)
{
    casework_t *w = arg;
    return alert_case_step(db, t->a, w->case_id, str_of(w->to), t->lan, &t->err);
}

static status_t approve_step(test_t *t, db_t *db, void *arg)
{
    casework_t *w = arg;
    return alert_approve(db, t->a, t->dir, w->release, w->by, &t->err);
}

static void fold_one(test_t *t, casework_t *w, const char *text)
{
    w->report = send(t, text).id;
    assert_ok(act(t, fold_step, w), &t->err);
}

static casework_t confirmed_case(test_t *t, const char *text)
{
    casework_t w = {.to = "confirmed"};
    assert_ok(act(t, open_step, &w), &t->err);
    fold_one(t, &w, text);
    assert_ok(act(t, walk_step, &w), &t->err);
    return w;
}

static alert_new_t draft_of(test_t *t, const casework_t *w, const char *text)
{
    return (alert_new_t){.case_id = w->case_id,
                         .title = S("Tin nhắn giả <VNeID> & \"Bộ Công an\""),
                         .text = str_of(text),
                         .title_en = S("Fake VNeID messages"),
                         .text_en = S("Do not open the link."),
                         .expires = MS_NEVER,
                         .base = S("http://127.0.0.1:8080"),
                         .by = t->lan};
}

/* One report may be a mistake or revenge: a number is named in an alert only when three reports name it. */
static void no_number_is_named_on_one_report(void **state)
{
    test_t *t = *state;
    casework_t w = confirmed_case(t, "vneid-gov.com 0912345678");
    alert_new_t named = draft_of(t, &w, "Số 0912 345 678 là của kẻ lừa đảo."),
                host = draft_of(t, &w, "Đừng vào vneid-gov.com. Gọi 156.");
    ident_t release;
    assert_status(ST_INPUT, alert_draft(t->st, &named, &release, &t->err), &t->err);
    assert_string_equal(t->err.code, "alert.person");
    assert_string_equal(t->err.field, "text");
    assert_ok(alert_draft(t->st, &host, &release, &t->err), &t->err);
    fold_one(t, &w, "gọi từ +84912345678");
    assert_status(ST_INPUT, alert_draft(t->st, &named, &release, &t->err), &t->err);
    fold_one(t, &w, "0912.345.678 lừa tôi");
    assert_ok(alert_draft(t->st, &named, &release, &t->err), &t->err);
}

static void a_report_is_folded_once(void **state)
{
    test_t *t = *state;
    casework_t w = confirmed_case(t, "vneid-gov.com");
    assert_status(ST_CONFLICT, act(t, fold_step, &w), &t->err);
    db_t *db;
    case_t c;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(alert_case(db, t->a, w.case_id, &c, &t->err), &t->err);
    store_done(t->st, db);
    assert_int_equal(c.reports, 1);
    assert_int_equal(c.n_indicators, 1);
    assert_int_equal(c.indicators[0].weight, 1);
}

static void reports_of_one_scam_find_their_case(void **state)
{
    test_t *t = *state;
    casework_t w = confirmed_case(t, "https://vneid-gov.com/a và 0912345678");
    indicator_t found[INDICATORS_MAX];
    size_t n = indicators_find(t->a, S("WWW.VNEID-GOV.COM"), found), n_alike;
    case_match_t *alike;
    db_t *db;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(alert_alike(db, t->a, found, n, 5, &alike, &n_alike, &t->err), &t->err);
    assert_int_equal(n_alike, 1);
    assert_true(ident_eq(alike[0].id, w.case_id));
    n = indicators_find(t->a, S("vneid.gov.vn"), found);
    assert_ok(alert_alike(db, t->a, found, n, 5, &alike, &n_alike, &t->err), &t->err);
    assert_int_equal(n_alike, 0);
    store_done(t->st, db);
}

static void a_case_walks_only_its_own_way(void **state)
{
    (void)state;
    static const char *const states[] = {"new",       "open",   "confirmed", "unfounded",
                                         "duplicate", "warned", "taught",    "closed"};
    int allowed = 0;
    for (size_t i = 0; i < 8; i++)
        for (size_t k = 0; k < 8; k++) allowed += case_may_step(str_of(states[i]), str_of(states[k]));
    assert_int_equal(allowed, 12);
    assert_false(case_may_step(S("open"), S("warned")));
    assert_false(case_may_step(S("unfounded"), S("warned")));
    assert_true(case_may_step(S("confirmed"), S("warned")));
}

static void no_alert_comes_from_an_unconfirmed_case(void **state)
{
    test_t *t = *state;
    casework_t w = {0};
    ident_t release;
    assert_ok(act(t, open_step, &w), &t->err);
    alert_new_t d = draft_of(t, &w, "Đừng mở liên kết lạ.");
    assert_status(ST_CONFLICT, alert_draft(t->st, &d, &release, &t->err), &t->err);
}

static str_t atom(test_t *t, size_t *entries)
{
    db_t *db;
    alert_t *list;
    buf_t b = buf_new(t->a, 1 << 20);
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(alert_atom(t->st, db, t->a, LANG_VI, S("http://127.0.0.1:8080"), &b, &t->err), &t->err);
    assert_ok(alert_list(db, t->a, clock_now(), &list, entries, &t->err), &t->err);
    store_done(t->st, db);
    return buf_str(&b);
}

static xmlDocPtr parsed(str_t xml)
{
    xmlDocPtr d = xmlReadMemory(xml.p, (int)xml.n, "feed.xml", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
    if (!d) fail_msg("not well-formed: %.*s", STRF(xml));
    return d;
}

/* Law 4: nobody approves their own text; and the approved alert stands in every feed at once. */
static void an_alert_needs_two_persons_and_is_then_everywhere(void **state)
{
    test_t *t = *state;
    casework_t w = {.to = "confirmed"};
    sent_t s = send(t, "vneid-gov.com");
    size_t n;
    str_t code;
    assert_ok(act(t, open_step, &w), &t->err);
    w.report = s.id;
    assert_ok(act(t, fold_step, &w), &t->err);
    assert_ok(act(t, walk_step, &w), &t->err);
    alert_new_t d = draft_of(t, &w, "Đừng mở liên kết <lạ> & vneid-gov.com.\n\nGọi 156.");
    assert_ok(alert_draft(t->st, &d, &w.release, &t->err), &t->err);
    xmlFreeDoc(parsed(atom(t, &n)));
    assert_int_equal(n, 0);
    w.by = t->lan;
    assert_status(ST_DENIED, act(t, approve_step, &w), &t->err);
    assert_int_equal(state_of(t, s.receipt, &code), REPORT_FOLDED);
    w.by = t->minh;
    assert_ok(act(t, approve_step, &w), &t->err);
    assert_status(ST_CONFLICT, act(t, approve_step, &w), &t->err);
    assert_int_equal(state_of(t, s.receipt, &code), REPORT_WARNED);
    assert_int_equal(code.n, 6);
    str_t xml = atom(t, &n);
    assert_int_equal(n, 1);
    assert_true(str_find(xml, S("&lt;VNeID&gt; &amp; &quot;Bộ Công an&quot;"), 0) != SIZE_MAX);
    xmlFreeDoc(parsed(xml));
}

static void feeds_are_valid_in_their_formats(void **state)
{
    test_t *t = *state;
    casework_t w = confirmed_case(t, "vneid-gov.com");
    alert_new_t d = draft_of(t, &w, "Đừng mở liên kết lạ.");
    d.expires = clock_now() + MS_DAY;
    assert_ok(alert_draft(t->st, &d, &w.release, &t->err), &t->err);
    w.by = t->minh;
    assert_ok(act(t, approve_step, &w), &t->err);
    db_t *db;
    alert_t *list;
    size_t n;
    buf_t cap = buf_new(t->a, 1 << 20), json = buf_new(t->a, 1 << 20);
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(alert_list(db, t->a, clock_now(), &list, &n, &t->err), &t->err);
    assert_int_equal(n, 1);
    assert_ok(alert_cap(t->st, t->a, &list[0], S("http://127.0.0.1:8080"), false, &cap, &t->err), &t->err);
    assert_ok(alert_json_feed(t->st, db, t->a, LANG_EN, S("http://127.0.0.1:8080"), &json, &t->err), &t->err);
    assert_ok(alert_list(db, t->a, clock_now() + 2 * MS_DAY, &list, &n, &t->err), &t->err);
    assert_int_equal(n, 0); /* expired */
    store_done(t->st, db);
    xmlDocPtr doc = parsed(buf_str(&cap));
    assert_string_equal((const char *)xmlDocGetRootElement(doc)->ns->href, "urn:oasis:names:tc:emergency:cap:1.2");
    xmlFreeDoc(doc);
    json_t *j = json_loadb(json.p, json.n, 0, NULL);
    assert_non_null(j);
    assert_string_equal(json_string_value(json_object_get(j, "version")), "https://jsonfeed.org/version/1.1");
    json_t *item = json_array_get(json_object_get(j, "items"), 0);
    assert_string_equal(json_string_value(json_object_get(item, "title")), "Fake VNeID messages");
    assert_string_equal(json_string_value(json_object_get(item, "language")), "en");
    json_decref(j);
}

static void xml_stays_well_formed_whatever_people_write(void **state)
{
    test_t *t = *state;
    buf_t b = buf_new(t->a, 1 << 16);
    xml_t x = xml_new(&b);
    xml_start(&x, "a");
    xml_attr(&x, "b", S("\"'<>&\n\t\x01\xff"));
    xml_text(&x, S("]]> <x> & \x02 \x0b \xef\xbf\xbf \xed\xa0\x80 ắ"));
    xml_end(&x);
    xmlFreeDoc(parsed(buf_str(&b)));
}

/* --- pages --- */

static int64_t events(test_t *t, const char *did)
{
    db_t *db;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    stmt_t *q = db_query(db, &q_events, &t->err);
    bind_text(q, 1, str_of(did));
    assert_int_equal(stmt_next(q, &t->err), ST_ROW);
    int64_t n = col_int(q, 0);
    stmt_done(q);
    store_done(t->st, db);
    return n;
}

static const route_t *route(const char *method, const char *pattern)
{
    for (const route_t *r = alert_routes; r->method; r++)
        if (strcmp(r->method, method) == 0 && strcmp(r->pattern, pattern) == 0) return r;
    fail_msg("no route %s %s", method, pattern);
    return NULL;
}

typedef struct visit {
    const route_t *r;
    req_t q;
    answer_t out;
    view_t *v;
} visit_t;

static status_t visit_act(test_t *t, db_t *db, void *arg)
{
    visit_t *x = arg;
    x->q.db = db;
    if (x->out.act) return x->out.act(&x->q, x->v, x->out.act_arg, &t->err);
    return x->r->handler(&x->q, x->v, &t->err);
}

/* As the web room does it: in the right place for the route's kind, then rendered in both languages. */
static status_t visit(test_t *t, const char *method, const char *pattern, ident_t arg, const actor_t *who,
                      const field_t *form, size_t n_form, visit_t *x)
{
    static struct app app;
    char id[IDENT_TEXT];
    ident_text(arg, id);
    app = (struct app){.store = t->st, .base_url = S("http://127.0.0.1:8080")};
    *x = (visit_t){.r = route(method, pattern), .v = view_new(t->a)};
    x->q = (req_t){.a = t->a,
                   .app = &app,
                   .method = str_of(method),
                   .path = str_of(pattern),
                   .csrf = S("token"),
                   .who = who,
                   .form = form,
                   .n_form = n_form,
                   .out = &x->out};
    x->q.args[0] = str_dup(t->a, str_of(id));
    status_t s;
    if (x->r->how == ROUTE_ACT) {
        s = act(t, visit_act, x);
    } else if (x->r->how == ROUTE_READ || x->r->how == ROUTE_THEN_ACT) {
        assert_ok(store_read(t->st, &x->q.db, &t->err), &t->err);
        s = x->r->handler(&x->q, x->v, &t->err);
        store_done(t->st, x->q.db);
        if (s == ST_OK && x->out.act) s = act(t, visit_act, x);
    } else {
        s = x->r->handler(&x->q, x->v, &t->err);
    }
    if (s != ST_OK || !x->r->template_name || x->out.redirect.p) return s;
    for (lang_t l = LANG_VI; l <= LANG_EN; l++) {
        page_frame_t f = {.lang = l,
                          .path = str_of("/"),
                          .title = x->r->title,
                          .csrf = S("token"),
                          .flash = S(""),
                          .who = who,
                          .base_url = S("")};
        buf_t html = buf_new(t->a, 1 << 20);
        uint64_t before = page_missing();
        assert_ok(page_render(t->a, x->r->template_name, x->v, &f, &html, &t->err), &t->err);
        if (page_missing() != before) fail_msg("%s asks for names its view does not give", x->r->template_name);
        assert_true(str_find(buf_str(&html), S("<h1>"), 0) != SIZE_MAX);
    }
    return s;
}

static actor_t actor_of(test_t *t, ident_t person, ident_t unit, const char *path)
{
    seat_t *seat = ARENA_NEW(t->a, seat_t);
    *seat = (seat_t){.unit = unit, .role = ROLE_DUTY, .unit_path = str_of(path), .unit_name = S(""), .to = MS_NEVER};
    return (actor_t){.person = person, .name = S("Lan"), .seats = seat, .n_seats = 1};
}

#define FIELD(n, v)                                                                                                    \
    {                                                                                                                  \
        .name = S(n), .value = S(v)                                                                                    \
    }

/* The walk of the steps 5 and 6 through the handlers, every page rendered in both languages. */
static void the_desk_walks_from_report_to_alert(void **state)
{
    test_t *t = *state;
    visit_t x;
    actor_t lan = actor_of(t, t->lan, t->city, "/92/"), minh = actor_of(t, t->minh, t->district, "/92/916/");
    ident_t none = {{0}};
    page_strict(true);
    assert_ok(visit(t, "GET", "/bao-cao", none, NULL, NULL, 0, &x), &t->err);
    const field_t bad[] = {FIELD("channel", "sms")};
    assert_ok(visit(t, "POST", "/bao-cao", none, NULL, bad, 1, &x), &t->err);
    assert_int_equal(x.out.status, 422);
    const field_t good[] = {FIELD("channel", "sms"), FIELD("text", "vneid-gov.com <b>"), FIELD("area", "917")};
    assert_ok(visit(t, "POST", "/bao-cao", none, NULL, good, 3, &x), &t->err);
    str_t receipt = view_str(view_get(x.v, "receipt", 7));
    assert_int_equal(receipt.n, 19);
    const field_t ask[] = {{.name = S("receipt"), .value = str_dup(t->a, receipt)}};
    assert_ok(visit(t, "GET", "/bao-cao/bien-nhan", none, NULL, NULL, 0, &x), &t->err);
    assert_ok(visit(t, "POST", "/bao-cao/bien-nhan", none, NULL, ask, 1, &x), &t->err);

    db_t *db;
    report_row_t *rows;
    size_t n;
    int64_t waiting;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(alert_queue(db, t->a, &rows, &n, &waiting, &t->err), &t->err);
    store_done(t->st, db);
    assert_int_equal(n, 1);
    assert_ok(visit(t, "GET", "/ban/truc", none, &lan, NULL, 0, &x), &t->err);
    /* Another district's desk may not open it, and nothing is noted as read. */
    assert_status(ST_DENIED, visit(t, "GET", "/ban/truc/bao-cao/{}", rows[0].id, &minh, NULL, 0, &x), &t->err);
    assert_int_equal(events(t, "report.read"), 0);
    assert_ok(visit(t, "GET", "/ban/truc/bao-cao/{}", rows[0].id, &lan, NULL, 0, &x), &t->err);
    assert_int_equal(events(t, "report.read"), 1);
    const field_t fold[] = {FIELD("case", "new"), FIELD("title", "Giả VNeID"), FIELD("severity", "3")};
    assert_ok(visit(t, "POST", "/ban/truc/bao-cao/{}/gop", rows[0].id, &lan, fold, 3, &x), &t->err);
    ident_t case_id;
    assert_true(ident_parse(str_sub(x.out.redirect, strlen("/ban/truc/vu/"), x.out.redirect.n), &case_id));
    const field_t confirm[] = {FIELD("to", "confirmed")}, warn[] = {FIELD("to", "warned")};
    assert_ok(visit(t, "POST", "/ban/truc/vu/{}/buoc", case_id, &lan, confirm, 1, &x), &t->err);
    assert_status(ST_INPUT, visit(t, "POST", "/ban/truc/vu/{}/buoc", case_id, &lan, warn, 1, &x), &t->err);
    assert_ok(visit(t, "GET", "/ban/truc/vu/{}", case_id, &lan, NULL, 0, &x), &t->err);
    assert_ok(visit(t, "GET", "/ban/truc/vu", none, &lan, NULL, 0, &x), &t->err);
    assert_ok(visit(t, "GET", "/ban/truc/vu/{}/canh-bao", case_id, &lan, NULL, 0, &x), &t->err);
    const field_t wrong[] = {FIELD("title", "Giả VNeID"), FIELD("text", "x"), FIELD("expires", "2026-02-31")};
    assert_ok(visit(t, "POST", "/ban/truc/vu/{}/canh-bao", case_id, &lan, wrong, 3, &x), &t->err);
    assert_int_equal(x.out.status, 422);
    const field_t draft[] = {FIELD("title", "Giả VNeID"), FIELD("text", "Đừng vào vneid-gov.com.")};
    assert_ok(visit(t, "POST", "/ban/truc/vu/{}/canh-bao", case_id, &lan, draft, 2, &x), &t->err);
    ident_t release;
    assert_true(ident_parse(str_sub(x.out.redirect, strlen("/ban/truc/canh-bao/"), x.out.redirect.n), &release));
    assert_ok(visit(t, "GET", "/ban/truc/canh-bao/{}", release, &lan, NULL, 0, &x), &t->err);
    assert_status(ST_DENIED, visit(t, "POST", "/ban/truc/canh-bao/{}/duyet", release, &lan, NULL, 0, &x), &t->err);
    assert_ok(visit(t, "GET", "/canh-bao", none, NULL, NULL, 0, &x), &t->err);
    assert_ok(visit(t, "POST", "/ban/truc/canh-bao/{}/duyet", release, &minh, NULL, 0, &x), &t->err);
    assert_ok(visit(t, "GET", "/ban/truc/canh-bao/{}", release, &minh, NULL, 0, &x), &t->err);
    assert_ok(visit(t, "GET", "/canh-bao", none, NULL, NULL, 0, &x), &t->err);
    assert_ok(visit(t, "GET", "/feeds/alerts.atom", none, NULL, NULL, 0, &x), &t->err);
    assert_true(str_find(x.out.bytes, S("<entry>"), 0) != SIZE_MAX);
    assert_ok(visit(t, "POST", "/bao-cao/bien-nhan", none, NULL, ask, 1, &x), &t->err);
    assert_str(view_str(view_get(x.v, "state", 5)), "warned");
    journal_state_t j;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    alert_t al;
    assert_ok(alert_by_release(db, t->a, release, &al, &t->err), &t->err);
    assert_ok(journal_verify(db, &j, &t->err), &t->err);
    store_done(t->st, db);
    const field_t why[] = {FIELD("why", "Nhầm")};
    assert_ok(visit(t, "POST", "/ban/truc/canh-bao/{}/thu-hoi", release, &lan, why, 1, &x), &t->err);
    assert_ok(visit(t, "GET", "/canh-bao", none, NULL, NULL, 0, &x), &t->err);
    page_strict(false);
}

/* Every desk route needs the duty seat, and only these may be posted to by everybody. */
static void only_the_duty_desk_reaches_the_desk(void **state)
{
    (void)state;
    int public_posts = 0;
    for (const route_t *r = alert_routes; r->method; r++) {
        bool desk = strncmp(r->pattern, "/ban/", 5) == 0, post = strcmp(r->method, "POST") == 0;
        assert_int_equal(r->perm, desk ? PERM_DESK : PERM_PUBLIC);
        if (r->how == ROUTE_ACT) assert_true(post);
        public_posts += post && !desk;
    }
    assert_int_equal(public_posts, 3);
}

static int start(void **state)
{
    (void)state;
    err_t err = err_new(LANG_EN);
    assert_true(crypto_start());
    assert_ok(page_start(&err), &err);
    return 0;
}

/* --- two keys --- */

typedef struct second {
    ident_t release, by;
    sign_secret_t key;
} second_t;

static status_t two_needed(test_t *t, db_t *db, void *arg)
{
    (void)arg;
    return release_needs_set(db, S("alert"), 2, t->minh, &t->err);
}

static status_t second_sign(test_t *t, db_t *db, void *arg)
{
    second_t *s = arg;
    return release_sign(db, t->a, t->dir, s->release, s->by, &s->key, &t->err);
}

static str_t case_state(test_t *t, ident_t id)
{
    db_t *db;
    case_t c;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(alert_case(db, t->a, id, &c, &t->err), &t->err);
    store_done(t->st, db);
    return c.state;
}

/* An alert that needs two keys is not out, and its case not warned, before a second person has signed with a second key. */
static void an_alert_of_two_keys_waits_for_both(void **state)
{
    test_t *t = *state;
    second_t second = {.by = t->minh};
    assert_ok(act(t, two_needed, NULL), &t->err);
    casework_t w = confirmed_case(t, "Trang http://vneid-gia.top");
    alert_new_t draft = draft_of(t, &w, "Đừng mở đường liên kết lạ.");
    assert_ok(alert_draft(t->st, &draft, &w.release, &t->err), &t->err);
    w.by = t->minh;
    assert_ok(act(t, approve_step, &w), &t->err);
    assert_str(case_state(t, w.case_id), "confirmed");

    second.release = w.release;
    sign_new(&second.key);
    assert_status(ST_DENIED, act(t, second_sign, &second), &t->err); /* the same person */
    second.by = ident_new();
    assert_status(ST_DENIED, act(t, second_sign, &second), &t->err); /* a key that nobody trusts */
    buf_t b = buf_new(t->a, SIGN_FILE_MAX);
    sign_public_t public = sign_public_of(&second.key);
    sign_public_put(&b, &public);
    assert_ok(file_write(str_fmt(t->a, "%s/keys/second.pub", t->dir).p, buf_str(&b), 0644, &t->err), &t->err);
    assert_ok(act(t, second_sign, &second), &t->err);
    assert_str(case_state(t, w.case_id), "confirmed"); /* signed, and not out yet */
    assert_ok(act(t, approve_step, &w), &t->err);
    assert_str(case_state(t, w.case_id), "warned");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_report_is_sealed_and_only_its_receipt_finds_it),
        T(wrong_reports_are_refused_with_the_field),
        T(indicators_are_found_in_one_form_and_money_is_none),
        T(no_number_is_named_on_one_report),
        T(a_report_is_folded_once),
        T(reports_of_one_scam_find_their_case),
        T(a_case_walks_only_its_own_way),
        T(no_alert_comes_from_an_unconfirmed_case),
        T(an_alert_needs_two_persons_and_is_then_everywhere),
        T(feeds_are_valid_in_their_formats),
        T(xml_stays_well_formed_whatever_people_write),
        T(the_desk_walks_from_report_to_alert),
        T(an_alert_of_two_keys_waits_for_both),
        T(only_the_duty_desk_reaches_the_desk),
    };
    return cmocka_run_group_tests_name("alert", tests, start, NULL);
}
