/* SPDX-License-Identifier: Apache-2.0
 *
 * Who may do what, on a real server: every route × nobody and every role, against tests/web/permissions.txt and not against
 * the table the server itself reads; the same role in the own and in a foreign subtree; no act without the form's token; no
 * GET that changes anything. A route that has no line in permissions.txt fails: say there who may use it.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include "alert/alert.h"
#include "base/file.h"
#include "base/log.h"
#include "campaign/campaign.h"
#include "check/check.h"
#include "material/sign.h"
#include "people/people.h"
#include "people/token.h"
#include "support/check.h"
#include "support/http_client.h"
#include "support/world.h"
#include "web/router.h"
#include "web/web.h"

enum { NOBODY = -1, PATHS_LONG = 320 };

typedef struct asker {
    const char *cookie, *csrf; /* cookie: the whole header line */
} asker_t;

static struct {
    char dir[64], hash[128];
    store_t *st;
    arena_t *a;
    err_t err;
    app_t app;
    web_t *web;
    int port;
    str_t table;
    /* What routes with {} are asked for. */
    can_tho_t campaign;
    ident_t office, duty, second, record, teacher, teacher_seat, invited;
    char *class_code, machine[TOKEN_TEXT];
    asker_t top[ROLE_COUNT], own[ROLE_COUNT], far[ROLE_COUNT];
} T;

/* --- the world: Cần Thơ of 2024 with its letter; one person for each role at the city, at Ninh Kiều and at Bình Thủy --- */

static str_t source_file(const char *path)
{
    const char *root = getenv("SOURCE_ROOT");
    str_t out = STR_NONE;
    assert_ok(file_read(T.a, str_fmt(T.a, "%s/%s", root ? root : ".", path).p, 1 << 22, &out, &T.err), &T.err);
    return out;
}

static ident_t unit_of(db_t *db, const char *code)
{
    unit_t u;
    assert_ok(unit_by_code(db, T.a, str_of(code), clock_now(), &u, &T.err), &T.err);
    return u.id;
}

static ident_t person(db_t *db, str_t login, role_t role, ident_t unit, ident_t *seat)
{
    ident_t id, none = {{0}};
    assert_ok(person_add(db, login, login, T.hash, none, &id, &T.err), &T.err);
    assert_ok(seat_grant(db, id, role, unit, clock_now() - 1000, MS_NEVER, none, seat, &T.err), &T.err);
    return id;
}

static status_t people_act(db_t *db, void *arg, err_t *err)
{
    str_t report;
    ident_t none = {{0}}, seat;
    (void)arg;
    status_t s = units_import(db, T.a, source_file("knowledge/units/can-tho-2024.csv"), false, none, &report, err);
    if (s != ST_OK) return s;
    T.office = unit_of(db, "916-vhtt");
    const struct {
        const char *login, *unit;
    } places[] = {{"%s", "92"}, {"%s.own", "916"}, {"%s.far", "917"}};
    for (size_t p = 0; p < 3; p++)
        for (int r = 0; r < ROLE_COUNT; r++)
            person(db, str_fmt(T.a, places[p].login, role_name((role_t)r)), (role_t)r, unit_of(db, places[p].unit),
                   &seat);
    T.teacher = person(db, S("co.giao"), ROLE_TEACHER, T.office, &T.teacher_seat);
    return token_make(db, S("bảng"), TOKEN_PROGRESS, unit_of(db, "916"), clock_wall() + MS_DAY, none, T.machine, &seat,
                      err);
}

static ident_t login_id(db_t *db, const char *login)
{
    person_seat_t *rows;
    size_t n;
    ident_t id = {{0}};
    assert_ok(person_list(db, T.a, S(""), clock_now(), &rows, &n, &T.err), &T.err);
    for (size_t i = 0; i < n; i++)
        if (str_eq(rows[i].login, str_of(login))) id = rows[i].person;
    return id;
}

static status_t letter_act(db_t *db, void *arg, err_t *err)
{
    duty_t *duties;
    size_t n;
    ident_t none = {{0}};
    digest_t source = {{0}};
    (void)arg;
    status_t s = campaign_seed_can_tho(db, T.a, source_file("knowledge/letters/2632-stttt-cnttvt.txt"), source,
                                       unit_of(db, "stttt"), login_id(db, "coordinator"), login_id(db, "signer"),
                                       &T.campaign, err);
    if (s == ST_OK) s = duty_of_unit(db, T.a, T.office, clock_now(), &duties, &n, err);
    if (s != ST_OK) return s;
    assert_true(n >= 2);
    T.duty = duties[0].id;
    T.second = duties[1].id;
    return duty_claim(db, T.a, T.duty, S("https://ninhkieu.cantho.gov.vn/tin"), S(""), none, none, none, &T.record,
                      err);
}

static int setup(void **state)
{
    (void)state;
    ms_t at;
    canhgiac_t *know = NULL;
    ident_t none = {{0}};
    log_set(LOG_WARN);
    T.a = arena_new((size_t)1 << 30);
    T.err = err_new(LANG_EN);
    if (!ms_parse(S("2024-10-31T09:00"), &at)) return 1;
    clock_hold(at); /* so that no session is noted as used in between */
    T.st = world_store(T.dir);
    T.table = source_file("tests/web/permissions.txt");
    assert_ok(check_engine(T.a, &know, &T.err), &T.err);
    assert_ok(material_keys_make(T.dir, &T.err), &T.err);
    assert_ok(alert_keys_make(T.dir, &T.err), &T.err);
    assert_ok(password_hash(S("correct horse battery"), T.hash, &T.err), &T.err);
    assert_ok(store_act(T.st, people_act, NULL, &T.err), &T.err);
    assert_ok(store_act(T.st, letter_act, NULL, &T.err), &T.err);
    T.app = (app_t){.store = T.st, .know = know, .base_url = S("http://127.0.0.1:8080")};
    web_config_t cfg = {.host = "127.0.0.1", .threads = 2, .connections = 64};
    assert_ok(web_start(&cfg, &T.app, &T.web, &T.err), &T.err);
    T.port = web_port(T.web);
    (void)none;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    web_stop(T.web);
    world_end(T.st, T.dir);
    arena_free(T.a);
    clock_hold(MS_NEVER);
    return 0;
}

/* --- asking --- */

static str_t ask(const char *method, const char *path, const asker_t *who, bool token, const char *body)
{
    const char *cookie = who ? who->cookie : "";
    str_t text = str_fmt(T.a, "%s%s%s", token && who ? "csrf=" : "", token && who ? who->csrf : "",
                         *body ? (token && who ? str_z(T.a, str_fmt(T.a, "&%s", body)) : body) : "");
    if (method[0] == 'G')
        return client_ask(
            T.port, T.a,
            str_z(T.a, str_fmt(T.a, "GET %s HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\n%s\r\n", path, cookie)));
    return client_ask(T.port, T.a,
                      str_z(T.a, str_fmt(T.a,
                                         "POST %s HTTP/1.1\r\nHost: a\r\nAccept: application/json\r\n%sContent-Type: "
                                         "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%.*s",
                                         path, cookie, text.n, STRF(text))));
}

static bool says(str_t answer, const char *code)
{
    return str_find(answer, str_fmt(T.a, "\"urn:canhgiac:%s\"", code), 0) != SIZE_MAX;
}

static asker_t sign_in_as(const char *login)
{
    str_t body = str_fmt(T.a, "login=%s&password=correct+horse+battery", login);
    str_t r = client_ask(T.port, T.a,
                         str_z(T.a, str_fmt(T.a,
                                            "POST /ban/vao HTTP/1.1\r\nHost: a\r\nContent-Type: "
                                            "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%.*s",
                                            body.n, STRF(body))));
    assert_int_equal(answer_code(r), 303);
    str_t set = answer_field(r, "Set-Cookie");
    asker_t s = {.cookie = str_z(T.a, str_fmt(T.a, "Cookie: %.*s\r\n", (int)str_chr(set, ';', 0), set.p))};
    str_t page =
        client_ask(T.port, T.a, str_z(T.a, str_fmt(T.a, "GET /ban/tai-khoan HTTP/1.1\r\nHost: a\r\n%s\r\n", s.cookie)));
    size_t at = str_find(page, S("name=\"csrf\" value=\""), 0);
    assert_true(at != SIZE_MAX);
    s.csrf = str_z(T.a, str_sub(page, at + 19, str_chr(page, '"', at + 19)));
    return s;
}

static void everybody_signs_in(void **state)
{
    (void)state;
    for (int r = 0; r < ROLE_COUNT; r++) {
        const char *name = role_name((role_t)r);
        T.top[r] = sign_in_as(name);
        T.own[r] = sign_in_as(str_z(T.a, str_fmt(T.a, "%s.own", name)));
        T.far[r] = sign_in_as(str_z(T.a, str_fmt(T.a, "%s.far", name)));
    }
    /* A class, a citizen's report and its case: what the teacher's and the duty desk's pages are about. */
    str_t r = ask("POST", "/ban/lop", &T.own[ROLE_TEACHER], true, "name=10A1");
    (void)r;
    str_t classes = ask("GET", "/ban/lop", &T.own[ROLE_TEACHER], false, "");
    size_t at = str_find(classes, S("\"code\":\""), 0);
    assert_true(at != SIZE_MAX);
    T.class_code = str_z(T.a, str_sub(classes, at + 8, at + 14));
}

/* --- the table of this test --- */

typedef struct line {
    str_t method, pattern, who;
    bool writes; /* a GET that is an event: "!" */
} line_t;

static bool next_line(str_t *rest, line_t *out)
{
    str_t l;
    while (str_line(rest, &l)) {
        if (!l.n || l.p[0] == '#') continue;
        *out = (line_t){{0}, {0}, {0}, str_ends(l, S(" !"))};
        if (out->writes) l.n -= 2;
        if (str_cut(&l, ' ', &out->method) && str_cut(&l, ' ', &out->pattern)) out->who = str_trim(l);
        if (!out->who.n) fail_msg("permissions.txt: a line is METHOD PATTERN WHO: %.*s", STRF(out->method));
        return true;
    }
    return false;
}

static bool find_line(const route_t *r, line_t *out)
{
    str_t rest = T.table;
    while (next_line(&rest, out))
        if (str_eq(out->method, str_of(r->method)) && str_eq(out->pattern, str_of(r->pattern))) return true;
    return false;
}

/* May who has this role (NOBODY: who is not signed in) enter? */
static bool may_enter(const line_t *l, int role)
{
    if (str_eq(l->who, S("anybody"))) return true;
    if (role == NOBODY) return false;
    if (str_eq(l->who, S("signed-in"))) return true;
    str_t rest = l->who, one;
    role_t r;
    bool may = false;
    while (rest.n && str_cut(&rest, ',', &one)) {
        if (!role_parse(one, &r)) fail_msg("permissions.txt: no role “%.*s”", STRF(one));
        may = may || (int)r == role;
    }
    return may;
}

/* The pattern with things that are there, where we have one, else with an id of nothing. */
static const char *path_of(const char *pattern)
{
    static const char *const nothing = "00000000-0000-7000-8000-000000000000";
    char id[8][IDENT_TEXT];
    const ident_t ids[] = {T.duty, T.campaign.dispatch, T.second, T.record, T.teacher_seat, T.teacher};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) ident_text(ids[i], id[i]);
    const struct {
        const char *begins, *arg;
    } known[] = {{"/ban/viec/{}", id[0]},
                 {"/ban/cong-van/{}", id[1]},
                 {"/ban/toan-canh/{}", id[1]},
                 {"/ban/dieu-phoi/don-vi/{}", "916-vhtt"},
                 {"/ban/kiem-chung/{}", id[3]},
                 {"/ban/nguoi/ghe/{}", id[4]},
                 {"/ban/nguoi/{}", id[5]},
                 {"/ban/lop/{}", T.class_code},
                 {"/hoc/lop/{}", T.class_code},
                 {"/hinh-thuc/{}", "fake-police"},
                 {"/ban/bao-cao/{}", "can-tho-2024"}};
    const char *arg = nothing;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_starts(str_of(pattern), str_of(known[i].begins))) arg = known[i].arg;
    buf_t b = buf_new(T.a, PATHS_LONG);
    str_t rest = str_of(pattern);
    for (size_t at; (at = str_find(rest, S("{}"), 0)) != SIZE_MAX; rest = str_sub(rest, at + 2, rest.n)) {
        buf_put(&b, str_sub(rest, 0, at));
        buf_putz(&b, arg);
        arg = nothing;
    }
    buf_put(&b, rest);
    return str_z(T.a, buf_str(&b));
}

/* --- laws --- */

static void every_route_has_a_line_and_every_line_a_route(void **state)
{
    (void)state;
    const route_t *r;
    line_t l;
    size_t missing = 0, stale = 0;
    for (size_t i = 0; (r = route_at(i)) != NULL; i++) {
        if (find_line(r, &l)) continue;
        print_error("tests/web/permissions.txt says nothing of: %s %s\n", r->method, r->pattern);
        missing++;
    }
    for (str_t rest = T.table; next_line(&rest, &l);) {
        bool known = false;
        for (size_t i = 0; (r = route_at(i)) != NULL; i++)
            known = known || (str_eq(l.method, str_of(r->method)) && str_eq(l.pattern, str_of(r->pattern)));
        if (known) continue;
        print_error("tests/web/permissions.txt has a line for no route: %.*s %.*s\n", STRF(l.method), STRF(l.pattern));
        stale++;
    }
    assert_int_equal(missing + stale, 0);
}

static void check_entry(const route_t *r, const line_t *l, int role)
{
    const asker_t *who = role == NOBODY ? NULL : &T.top[role];
    const char *name = role == NOBODY ? "nobody" : role_name((role_t)role), *path = path_of(r->pattern);
    bool post = r->method[0] == 'P', open = str_eq(l->who, S("anybody")), may = may_enter(l, role);
    str_t a = ask(r->method, path, who, false, "");
    int got = answer_code(a);
    if (got == 0 || got >= 500) fail_msg("%s %s as %s: %d", r->method, path, name, got);
    if (!open && role == NOBODY && (got != 401 || !says(a, "session.none")))
        fail_msg("%s %s as nobody: %d", r->method, path, got);
    if (role != NOBODY && !may && (got != 403 || !says(a, "perm.role")))
        fail_msg("%s %s as %s: %d, but that role may not", r->method, path, name, got);
    if (may && (says(a, "perm.role") || says(a, "session.none")))
        fail_msg("%s %s as %s: %d, but that role may", r->method, path, name, got);
    /* Who may is asked for the form's token; without it nothing is done. */
    if (post && may && !open && (got != 403 || !says(a, "csrf")))
        fail_msg("%s %s as %s without the form's token: %d", r->method, path, name, got);
}

static void every_route_lets_in_whom_the_table_names_and_nobody_else(void **state)
{
    (void)state;
    const route_t *r;
    line_t l;
    for (size_t i = 0; (r = route_at(i)) != NULL; i++)
        for (int role = NOBODY; role < ROLE_COUNT; role++)
            if (find_line(r, &l)) check_entry(r, &l, role);
}

/* Another connection's look at the file: it changes with every commit. */
static int64_t version(sqlite3 *h)
{
    sqlite3_stmt *q;
    assert_int_equal(sqlite3_prepare_v2(h, "PRAGMA data_version", -1, &q, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(q), SQLITE_ROW);
    int64_t v = sqlite3_column_int64(q, 0);
    sqlite3_finalize(q);
    return v;
}

static void no_get_changes_anything(void **state)
{
    (void)state;
    sqlite3 *h;
    const route_t *r;
    line_t l;
    str_t file = str_fmt(T.a, "%s/canhgiac.db", T.dir);
    assert_int_equal(sqlite3_open_v2(file.p, &h, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    /* The instrument sees a write. */
    int64_t before = version(h);
    (void)ask("POST", "/ban/lop", &T.own[ROLE_TEACHER], true, "name=10A2");
    assert_true(version(h) != before);
    for (size_t i = 0; (r = route_at(i)) != NULL; i++) {
        if (r->method[0] != 'G' || !find_line(r, &l) || l.writes) continue;
        for (int role = NOBODY; role < ROLE_COUNT; role++) {
            before = version(h);
            str_t a = ask("GET", path_of(r->pattern), role == NOBODY ? NULL : &T.top[role], false, "");
            if (answer_code(a) >= 500) fail_msg("GET %s: %d", r->pattern, answer_code(a));
            if (version(h) != before)
                fail_msg("GET %s as %s changed something", r->pattern,
                         role == NOBODY ? "nobody" : role_name((role_t)role));
        }
    }
    sqlite3_close(h);
}

/* Who has the role and the token sends nothing but the token: refused with a sentence, never an error of ours. */
static void an_empty_form_is_refused_with_a_sentence(void **state)
{
    (void)state;
    const route_t *r;
    line_t l;
    for (size_t i = 0; (r = route_at(i)) != NULL; i++) {
        if (r->method[0] != 'P' || !find_line(r, &l)) continue;
        if (str_starts(str_of(r->pattern), S("/ban/ra"))) continue; /* ends the session the next one needs */
        for (int role = 0; role < ROLE_COUNT; role++) {
            if (!may_enter(&l, role)) continue;
            int got = answer_code(ask("POST", path_of(r->pattern), &T.far[role], true, ""));
            if (got == 0 || got >= 500) fail_msg("POST %s as %s: %d", r->pattern, role_name((role_t)role), got);
        }
    }
}

/* --- the same role at home and elsewhere --- */

typedef struct scoped {
    const char *method, *pattern;
    role_t role;
    const char *body;
} scoped_t;

static int64_t events(void)
{
    db_t *db;
    int64_t n = 0;
    digest_t head;
    assert_ok(store_read(T.st, &db, &T.err), &T.err);
    assert_ok(journal_head(db, &n, &head, &T.err), &T.err);
    store_done(T.st, db);
    return n;
}

/* What is about Ninh Kiều is refused to the same role at Bình Thủy, leaves no event, and is open to the one at Ninh Kiều. */
static void a_role_has_power_in_its_own_subtree_only(void **state)
{
    (void)state;
    char seat[IDENT_TEXT], who[IDENT_TEXT];
    ident_text(T.teacher_seat, seat);
    ident_text(T.teacher, who);
    const char *tick = str_z(T.a, str_fmt(T.a, "act=confirm&seat=%s", seat)),
               *give = str_z(T.a, str_fmt(T.a, "person=%s&role=volunteer&unit=916-vhtt", who));
    const scoped_t cases[] = {
        {"POST", "/ban/viec/{}/nhan", ROLE_CONTACT, ""},
        {"POST", "/ban/viec/{}/nhan", ROLE_EDITOR, ""},
        {"POST", "/ban/viec/{}/dang", ROLE_CONTACT, "url=https://ninhkieu.cantho.gov.vn/tin-2"},
        {"GET", "/ban/dieu-phoi/don-vi/{}", ROLE_COORDINATOR, ""},
        {"GET", "/ban/kiem-chung/{}", ROLE_CONTACT, ""},
        {"GET", "/ban/lop/{}", ROLE_TEACHER, ""},
        {"POST", "/ban/nguoi/moi", ROLE_CONTACT, "name=M&role=teacher&unit=916-vhtt"},
        {"POST", "/ban/nguoi/moi", ROLE_COORDINATOR, "name=M&role=editor&unit=916-vhtt"},
        {"POST", "/ban/nguoi/moi", ROLE_SIGNER, "name=M&role=signer&unit=916"},
        {"POST", "/ban/nguoi/ghe", ROLE_CONTACT, give},
        {"POST", "/ban/nguoi/ra-soat", ROLE_CONTACT, tick},
        {"POST", "/ban/nguoi/{}/khoi-phuc", ROLE_CONTACT, ""},
        {"POST", "/ban/nguoi/{}/trang-thai", ROLE_COORDINATOR, ""},
        {"POST", "/ban/nguoi/ghe/{}/trang-thai", ROLE_COORDINATOR, ""},
        {"POST", "/ban/nguoi/ghe/{}/het", ROLE_SIGNER, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const scoped_t *c = &cases[i];
        const char *path = path_of(c->pattern);
        bool post = c->method[0] == 'P';
        int64_t before = events();
        int far = answer_code(ask(c->method, path, &T.far[c->role], post, c->body));
        if (far != 403 && far != 404) fail_msg("%s %s by a foreign %s: %d", c->method, path, role_name(c->role), far);
        if (events() != before) fail_msg("%s %s by a foreign %s left an event", c->method, path, role_name(c->role));
        int own = answer_code(ask(c->method, path, &T.own[c->role], post, c->body));
        if (own >= 300) fail_msg("%s %s by the own %s: %d", c->method, path, role_name(c->role), own);
    }
}

/* No page of the other subtree names its people. */
static void nobody_reads_the_people_of_another_subtree(void **state)
{
    (void)state;
    static const char *const pages[] = {"/ban/nguoi", "/ban/nguoi/ra-soat", "/ban/nguoi/ra-soat.csv"};
    static const role_t roles[] = {ROLE_SIGNER, ROLE_COORDINATOR, ROLE_CONTACT};
    for (size_t p = 0; p < 3; p++)
        for (size_t i = 0; i < 3; i++) {
            str_t far = ask("GET", pages[p], &T.far[roles[i]], false, ""),
                  own = ask("GET", pages[p], &T.own[roles[i]], false, "");
            if (str_find(far, S(".own"), 0) != SIZE_MAX)
                fail_msg("%s shows a foreign %s too much", pages[p], role_name(roles[i]));
            if (str_find(own, S("teacher.own"), 0) == SIZE_MAX)
                fail_msg("%s shows the own %s too little", pages[p], role_name(roles[i]));
        }
}

/* Nobody decides about themselves, whatever their role. */
static void nobody_decides_about_themselves(void **state)
{
    (void)state;
    db_t *db;
    const seat_t *seats;
    size_t n;
    char who[IDENT_TEXT], seat[IDENT_TEXT];
    assert_ok(store_read(T.st, &db, &T.err), &T.err);
    ident_t me = login_id(db, "coordinator");
    assert_ok(seats_of(db, T.a, me, clock_now(), &seats, &n, &T.err), &T.err);
    store_done(T.st, db);
    ident_text(me, who);
    ident_text(seats[0].id, seat);
    const struct {
        const char *path, *body;
    } acts[] = {{str_z(T.a, str_fmt(T.a, "/ban/nguoi/%s/khoi-phuc", who)), ""},
                {str_z(T.a, str_fmt(T.a, "/ban/nguoi/%s/trang-thai", who)), ""},
                {str_z(T.a, str_fmt(T.a, "/ban/nguoi/ghe/%s/het", seat)), ""},
                {"/ban/nguoi/ghe", str_z(T.a, str_fmt(T.a, "person=%s&role=contact&unit=916", who))},
                {"/ban/nguoi/ra-soat", str_z(T.a, str_fmt(T.a, "act=confirm&seat=%s", seat))}};
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        str_t a = ask("POST", acts[i].path, &T.top[ROLE_COORDINATOR], true, acts[i].body);
        if (answer_code(a) != 403 || !says(a, "person.self")) fail_msg("%s: %d", acts[i].path, answer_code(a));
    }
}

/* A program's token reads the progress of its unit, and no other page, and acts nowhere. */
static void a_machine_reads_the_progress_of_its_unit_alone(void **state)
{
    (void)state;
    asker_t m = {.cookie = str_z(T.a, str_fmt(T.a, "Authorization: Bearer %s\r\n", T.machine)), .csrf = ""};
    asker_t bad = {.cookie = "Authorization: Bearer cg_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", .csrf = ""};
    str_t grid = ask("GET", "/ban/dieu-phoi.json", &m, false, "");
    assert_int_equal(answer_code(grid), 200);
    assert_true(str_find(grid, S("916-vhtt"), 0) != SIZE_MAX);
    assert_true(str_find(grid, S("917-vhtt"), 0) == SIZE_MAX);
    assert_int_equal(answer_code(ask("GET", "/ban/dieu-phoi.json", &bad, false, "")), 401);
    static const char *const others[] = {"/ban",        "/ban/nguoi",     "/ban/viec",
                                         "/ban/don-vi", "/ban/tai-khoan", "/ban/truc"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_int_equal(answer_code(ask("GET", others[i], &m, false, "")), 401);
    assert_int_equal(answer_code(ask("POST", "/ban/nhac-viec", &m, false, "")), 401);
    assert_int_equal(answer_code(ask("GET", "/metrics", &m, false, "")), 403);
}

/* Forty minutes after the last proof a desk left open changes nobody's access; the password opens it again. */
static void dangerous_acts_ask_for_a_fresh_proof(void **state)
{
    (void)state;
    const asker_t *who = &T.own[ROLE_COORDINATOR];
    const char *invite = "name=M&role=teacher&unit=916-vhtt";
    static const char *const acts[] = {"/ban/nguoi/moi", "/ban/nguoi/ghe",    "/ban/nguoi/ra-soat",
                                       "/ban/nguoi/may", "/ban/tai-khoan/ma", "/ban/tai-khoan/khoa"};
    clock_hold(clock_wall() + 39 * MS_MINUTE);
    assert_int_equal(answer_code(ask("POST", "/ban/nguoi/moi", who, true, invite)), 200);
    clock_hold(clock_wall() + MS_MINUTE);
    for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
        str_t a = ask("POST", acts[i], who, true, invite);
        if (answer_code(a) != 403 || !says(a, "session.prove")) fail_msg("%s: %d", acts[i], answer_code(a));
    }
    assert_int_equal(answer_code(ask("GET", "/ban/nguoi", who, false, "")), 200);
    assert_int_equal(answer_code(ask("POST", "/ban/xac-nhan", who, true, "password=wrong+password")), 422);
    assert_int_equal(answer_code(ask("POST", "/ban/xac-nhan", who, true, "password=correct+horse+battery")), 200);
    assert_int_equal(answer_code(ask("POST", "/ban/nguoi/moi", who, true, invite)), 200);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_route_has_a_line_and_every_line_a_route),
        cmocka_unit_test(everybody_signs_in),
        cmocka_unit_test(every_route_lets_in_whom_the_table_names_and_nobody_else),
        cmocka_unit_test(no_get_changes_anything),
        cmocka_unit_test(a_machine_reads_the_progress_of_its_unit_alone),
        cmocka_unit_test(nobody_reads_the_people_of_another_subtree),
        cmocka_unit_test(nobody_decides_about_themselves),
        cmocka_unit_test(a_role_has_power_in_its_own_subtree_only),
        cmocka_unit_test(an_empty_form_is_refused_with_a_sentence),
        cmocka_unit_test(dangerous_acts_ask_for_a_fresh_proof),
    };
    return cmocka_run_group_tests_name("permissions", tests, setup, teardown);
}
