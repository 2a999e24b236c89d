/* SPDX-License-Identifier: Apache-2.0
 *
 * The desk's pages by their handlers, rendered: a person's way from a scanned letter to duties, and the unit's to a claim.
 */
#include <stdlib.h>
#include "base/file.h"
#include "campaign/campaign.h"
#include "page/answer.h"
#include "page/app.h"
#include "page/render.h"
#include "people/people.h"
#include "support/check.h"
#include "support/world.h"

typedef struct test {
    store_t *st;
    arena_t *a;
    char dir[64];
    err_t err;
    app_t app;
    ident_t drafter, signer, editor, district;
    ident_t dispatch;
    str_t units, scan;
} test_t;

static test_t T;

static str_t source_file(const char *path)
{
    const char *root = getenv("SOURCE_ROOT");
    str_t out = STR_NONE;
    assert_ok(file_read(T.a, str_fmt(T.a, "%s/%s", root ? root : ".", path).p, 1 << 20, &out, &T.err), &T.err);
    return out;
}

static status_t make(db_t *db, void *arg, err_t *err)
{
    str_t report;
    unit_t city, syt, ninh_kieu;
    ident_t none = {{0}}, seat;
    (void)arg;
    status_t s = units_import(db, T.a, T.units, false, none, &report, err);
    if (s == ST_OK) s = unit_by_code(db, T.a, S("92"), clock_now(), &city, err);
    if (s == ST_OK) s = unit_by_code(db, T.a, S("syt"), clock_now(), &syt, err);
    if (s == ST_OK) s = unit_by_code(db, T.a, S("916"), clock_now(), &ninh_kieu, err);
    if (s == ST_OK) s = person_add(db, S("quan"), S("Quan"), "x", none, &T.district, err);
    if (s == ST_OK) s = seat_grant(db, T.district, ROLE_COORDINATOR, ninh_kieu.id, 0, MS_NEVER, none, &seat, err);
    if (s == ST_OK) s = person_add(db, S("lan"), S("Lan"), "x", none, &T.drafter, err);
    if (s == ST_OK) s = person_add(db, S("binh"), S("Binh"), "x", none, &T.signer, err);
    if (s == ST_OK) s = person_add(db, S("tam"), S("Tam"), "x", none, &T.editor, err);
    if (s == ST_OK) s = seat_grant(db, T.drafter, ROLE_COORDINATOR, city.id, 0, MS_NEVER, none, &seat, err);
    if (s == ST_OK) s = seat_grant(db, T.signer, ROLE_SIGNER, city.id, 0, MS_NEVER, none, &seat, err);
    if (s == ST_OK) s = seat_grant(db, T.editor, ROLE_EDITOR, syt.id, 0, MS_NEVER, none, &seat, err);
    return s;
}

static int setup(void **state)
{
    (void)state;
    T.a = arena_new((size_t)512 << 20);
    T.err = err_new(LANG_VI);
    T.st = world_store(T.dir);
    T.app = (app_t){.store = T.st, .base_url = S("http://127.0.0.1:8080")};
    clock_hold(date_start((date_t){2024, 10, 28}) + 8 * MS_HOUR);
    T.units = source_file("knowledge/units/can-tho-2024.csv");
    T.scan = source_file("knowledge/letters/2632-stttt-cnttvt.ocr.txt");
    assert_ok(store_act(T.st, make, NULL, &T.err), &T.err);
    assert_ok(page_start(&T.err), &T.err);
    page_strict(true);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    page_stop();
    world_end(T.st, T.dir);
    arena_free(T.a);
    clock_hold(MS_NEVER);
    return 0;
}

static const route_t *route(const char *method, const char *pattern)
{
    for (const route_t *r = campaign_routes; r->method; r++)
        if (strcmp(r->method, method) == 0 && strcmp(r->pattern, pattern) == 0) return r;
    fail_msg("no route %s %s", method, pattern);
    return NULL;
}

typedef struct visit {
    const route_t *r;
    req_t q;
    answer_t answer;
    status_t s;
    str_t html;
} visit_t;

static status_t in_db(db_t *db, void *arg, err_t *err)
{
    visit_t *v = arg;
    actor_t *who = ARENA_NEW(T.a, actor_t);
    *who = (actor_t){.person = v->q.who ? v->q.who->person : (ident_t){{0}}, .name = S("Lan")};
    status_t s = seats_of(db, T.a, who->person, clock_now(), &who->seats, &who->n_seats, err);
    if (s != ST_OK) return s;
    v->q.who = who;
    v->q.db = v->r->how == ROUTE_SLOW ? NULL : db;
    view_t *view = view_new(T.a);
    v->s = v->r->how == ROUTE_SLOW ? ST_OK : v->r->handler(&v->q, view, err);
    if (v->s != ST_OK || v->r->how == ROUTE_SLOW) return v->s;
    page_frame_t f = {.lang = LANG_VI, .path = S("/ban"), .title = v->r->title, .csrf = S("x"), .who = who};
    buf_t out = buf_new(T.a, 8 << 20);
    if (v->answer.redirect.p || v->answer.mime || !v->r->template_name) {
        v->html = v->answer.bytes;
        return ST_OK;
    }
    s = page_render(T.a, v->r->template_name, view, &f, &out, err);
    v->html = buf_str(&out);
    return s;
}

/* One request as the web room would make it. */
static visit_t *go(ident_t person, const char *method, const char *pattern, const char *arg, const field_t *f, size_t n)
{
    visit_t *v = ARENA_NEW(T.a, visit_t);
    actor_t *who = ARENA_NEW(T.a, actor_t);
    who->person = person;
    v->r = route(method, pattern);
    v->q = (req_t){.a = T.a, .app = &T.app, .method = str_of(method), .who = who, .csrf = S("x"), .out = &v->answer};
    if (arg) v->q.args[0] = str_of(arg);
    bool post = method[0] == 'P';
    v->q.form = post ? f : NULL;
    v->q.n_form = post ? n : 0;
    v->q.query = post ? NULL : f;
    v->q.n_query = post ? 0 : n;
    if (v->r->how == ROUTE_SLOW) {
        assert_ok(store_act(T.st, in_db, v, &T.err), &T.err); /* only the seats */
        view_t *view = view_new(T.a);
        v->s = v->r->handler(&v->q, view, &T.err);
    } else if (v->r->how == ROUTE_ACT) {
        (void)!store_act(T.st, in_db, v, &T.err);
    } else {
        db_t *db;
        assert_ok(store_read(T.st, &db, &T.err), &T.err);
        v->s = in_db(db, v, &T.err);
        store_done(T.st, db);
    }
    return v;
}

static bool has(const visit_t *v, const char *text)
{
    return str_find(v->html, str_of(text), 0) != SIZE_MAX;
}

/* The path of a person: the scanned letter is pasted, what is open is shown and filled, another signs, it is sent. */
static void from_scan_to_duties(void **state)
{
    (void)state;
    field_t paste = {.name = S("text"), .value = T.scan};
    visit_t *v = go(T.drafter, "POST", "/ban/cong-van/nhap", NULL, &paste, 1);
    assert_int_equal(v->s, ST_OK);
    assert_non_null(v->answer.redirect.p);
    str_t id = str_sub(v->answer.redirect, strlen("/ban/cong-van/"), v->answer.redirect.n);
    const char *z = str_z(T.a, id);
    assert_true(ident_parse(id, &T.dispatch));
    v = go(T.drafter, "GET", "/ban/cong-van/{}", z, NULL, 0);
    assert_int_equal(v->s, ST_OK);
    assert_true(has(v, "<mark class=\"sign\" id=\"number\""));
    assert_true(has(v, "guyen Hiru Thanh Binh"));
    assert_int_equal(go(T.editor, "GET", "/ban/cong-van/{}", z, NULL, 0)->s,
                     ST_NOT_FOUND); /* a draft is not theirs to see */
    v = go(T.drafter, "POST", "/ban/cong-van/{}/trinh", z, NULL, 0);
    assert_int_equal(v->s, ST_OK);
    assert_int_equal(v->answer.status, 422); /* no campaign yet */
    const field_t form[] = {{.name = S("campaign"), .value = S("__new")},
                            {.name = S("number"), .value = S("2632")},
                            {.name = S("symbol"), .value = S("STTTT-CNTTVT")},
                            {.name = S("doc_date"), .value = S("28/10/2024")},
                            {.name = S("subject"), .value = S("Chiến dịch")},
                            {.name = S("opens"), .value = S("2024-10-28")},
                            {.name = S("closes"), .value = S("2024-11-20")},
                            {.name = S("signer"), .value = S("Nguyễn Hữu Thanh Bình")},
                            {.name = S("signer_title"), .value = S("PHÓ GIÁM ĐỐC")}};
    field_t full[9 + 7 * 3];
    memcpy(full, form, sizeof form);
    size_t n = 9;
    static const char *const units[] = {"kind:department",
                                        "kind:department",
                                        "code:sgddt kind:university kind:college",
                                        "kind:district-office",
                                        "kind:district-office",
                                        "kind:district-office",
                                        "all"};
    for (size_t k = 0; k < 7; k++) {
        full[n++] = (field_t){.name = str_fmt(T.a, "c%zu_text", k), .value = S("việc")};
        full[n++] = (field_t){.name = str_fmt(T.a, "c%zu_units", k), .value = str_of(units[k])};
        full[n++] = (field_t){.name = str_fmt(T.a, "c%zu_%s", k, k == 6 ? "optional" : "audience"), .value = S("1")};
    }
    v = go(T.drafter, "POST", "/ban/cong-van/{}/sua", z, full, n);
    assert_int_equal(v->s, ST_OK);
    assert_non_null(v->answer.redirect.p);
    assert_non_null(go(T.drafter, "POST", "/ban/cong-van/{}/trinh", z, NULL, 0)->answer.redirect.p);
    assert_int_equal(go(T.drafter, "POST", "/ban/cong-van/{}/gui", z, NULL, 0)->s, ST_CONFLICT); /* not signed */
    assert_int_equal(go(T.signer, "POST", "/ban/cong-van/{}/ky", z, NULL, 0)->s, ST_OK);
    assert_int_equal(go(T.drafter, "POST", "/ban/cong-van/{}/gui", z, NULL, 0)->s, ST_OK);
    v = go(T.drafter, "GET", "/ban/dieu-phoi", NULL, NULL, 0);
    assert_true(has(v, "Sở Y tế"));
    assert_true(has(v, "0 / 79</span>"));
}

static void the_unit_claims_and_the_form_says_what_is_wrong(void **state)
{
    (void)state;
    visit_t *v = go(T.editor, "GET", "/ban/viec", NULL, NULL, 0);
    size_t at = str_find(v->html, S("id=\"viec-"), 0);
    assert_true(at != SIZE_MAX);
    const char *id = str_z(T.a, str_sub(v->html, at + 9, at + 45));
    assert_non_null(go(T.editor, "POST", "/ban/viec/{}/nhan", id, NULL, 0)->answer.redirect.p);
    field_t url = {.name = S("url"), .value = S("syt.cantho.gov.vn/bai")};
    v = go(T.editor, "POST", "/ban/viec/{}/dang", id, &url, 1);
    assert_int_equal(v->answer.status, 422);
    assert_true(has(v, "https:// hoặc http://"));
    url.value = S("https://syt.cantho.gov.vn/bai");
    assert_non_null(go(T.editor, "POST", "/ban/viec/{}/dang", id, &url, 1)->answer.redirect.p);
    v = go(T.editor, "GET", "/ban/viec", NULL, NULL, 0);
    assert_true(has(v, "https://syt.cantho.gov.vn/bai"));
    assert_int_equal(go(T.signer, "POST", "/ban/viec/{}/dang", id, &url, 1)->s, ST_DENIED); /* not their unit */
    field_t one = {.name = S("value"), .value = S("1.200")};
    v = go(T.editor, "POST", "/ban/viec/{}/bao", id, &one, 1); /* a posting is no number */
    assert_int_equal(v->answer.status, 422);
    one.value = S("https://syt.cantho.gov.vn/bai");
    assert_non_null(go(T.editor, "POST", "/ban/viec/{}/bao", id, &one, 1)->answer.redirect.p);
    one = (field_t){.name = S("why"), .value = S("Trang đang sửa")};
    assert_non_null(go(T.editor, "POST", "/ban/viec/{}/mien", id, &one, 1)->answer.redirect.p);
    one = (field_t){.name = S("text"), .value = S("Đăng ở đâu ạ?")};
    assert_non_null(go(T.editor, "POST", "/ban/viec/{}/hoi", id, &one, 1)->answer.redirect.p);
    v = go(T.drafter, "GET", "/ban/hoi-dap", NULL, NULL, 0);
    assert_true(has(v, "Đăng ở đâu ạ?"));
    assert_true(has(v, "Trang đang sửa"));
    assert_int_equal(go(T.editor, "GET", "/ban/hoi-dap", NULL, NULL, 0)->s, ST_DENIED);
    assert_non_null(go(T.drafter, "POST", "/ban/viec/{}/mien/de-nghi", id, NULL, 0)->answer.redirect.p);
    assert_int_equal(go(T.drafter, "POST", "/ban/viec/{}/mien/duyet", id, NULL, 0)->s, ST_DENIED); /* four eyes */
    one.value = S("");
    v = go(T.signer, "POST", "/ban/viec/{}/mien/khong", id, &one, 1);
    assert_int_equal(v->answer.status, 422);
    one = (field_t){.name = S("why"), .value = S("Trang đã chạy lại")};
    assert_non_null(go(T.signer, "POST", "/ban/viec/{}/mien/khong", id, &one, 1)->answer.redirect.p);
    assert_true(has(go(T.editor, "GET", "/ban/viec", NULL, NULL, 0), "Trang đã chạy lại"));
    field_t unit = {.name = S("unit"), .value = S("x")};
    assert_int_equal(go(T.editor, "POST", "/ban/viec/nhan-het", NULL, &unit, 1)->s, ST_NOT_FOUND);
}

/* Every page of the room renders with every name it asks for, and says its words in Vietnamese. */
static void every_page_renders_whole(void **state)
{
    (void)state;
    uint64_t before = page_missing();
    field_t q[] = {{.name = S("tim"), .value = S("so y")},
                   {.name = S("luc"), .value = S("2024-10-30")},
                   {.name = S("sap-xep"), .value = S("trang-thai")}};
    assert_true(has(go(T.drafter, "GET", "/ban", NULL, NULL, 0), "Theo dõi thực hiện"));
    assert_true(has(go(T.signer, "GET", "/ban", NULL, NULL, 0), "Chờ ký"));
    assert_true(has(go(T.editor, "GET", "/ban", NULL, NULL, 0), "Việc của đơn vị"));
    assert_true(has(go(T.drafter, "GET", "/ban/cong-van", NULL, NULL, 0), "2632/STTTT-CNTTVT"));
    assert_true(has(go(T.drafter, "GET", "/ban/cong-van/nhap", NULL, NULL, 0), "Văn bản công văn"));
    visit_t *v = go(T.drafter, "GET", "/ban/dieu-phoi", NULL, q, 3);
    assert_true(has(v, "Sở Y tế"));
    assert_false(has(v, "Sở Xây dựng"));
    assert_true(has(go(T.drafter, "GET", "/ban/dieu-phoi/don-vi/{}", "syt", NULL, 0), "https://syt.cantho.gov.vn/bai"));
    assert_true(has(go(T.drafter, "GET", "/tien-do", NULL, NULL, 0), "Đã kiểm chứng"));
    v = go(T.drafter, "GET", "/ban/dieu-phoi.csv", NULL, q, 1);
    assert_true(has(v, "syt,Sở Y tế,department,claimed,"));
    assert_int_equal(page_missing(), before);
    assert_false(has(go(T.editor, "GET", "/ban/viec", NULL, NULL, 0), "{"));
}

/* What is asked of the table by its form is what leaves it: area, order, groups, days; JSON and CSV say the same. */
static void the_table_leaves_as_it_is_on_screen(void **state)
{
    (void)state;
    field_t area = {.name = S("dia-ban"), .value = S("916")};
    visit_t *v = go(T.drafter, "GET", "/ban/dieu-phoi.csv", NULL, &area, 1);
    assert_true(has(v, "916-vhtt,"));
    assert_false(has(v, "917-vhtt,"));
    assert_false(has(v, "syt,"));
    area.value = S("91"); /* part of a code is no area */
    assert_false(has(go(T.drafter, "GET", "/ban/dieu-phoi.csv", NULL, &area, 1), "916-vhtt,"));
    field_t order = {.name = S("sap-xep"), .value = S("ma")};
    v = go(T.drafter, "GET", "/ban/dieu-phoi.csv", NULL, &order, 1);
    size_t first = str_find(v->html, S("916-vhtt,"), 0), last = str_find(v->html, S("vpub,"), 0);
    assert_true(first != SIZE_MAX && last != SIZE_MAX && first < last);
    order.value = S("muc:3a");
    v = go(T.drafter, "GET", "/ban/dieu-phoi.csv", NULL, &order, 1);
    assert_true(str_find(v->html, S("916-vhtt,"), 0) < str_find(v->html, S("syt,"), 0)); /* departments owe no 3a */
    field_t two[] = {{.name = S("so-sanh"), .value = S("loai:department")},
                     {.name = S("voi"), .value = S("dia-ban:916")},
                     {.name = S("theo-ngay"), .value = S("1")}};
    v = go(T.drafter, "GET", "/ban/dieu-phoi", NULL, two, 3);
    assert_int_equal(v->s, ST_OK);
    assert_true(has(v, "Hai nhóm cạnh nhau"));
    assert_true(has(v, "Tiến độ theo ngày"));
    v = go(T.drafter, "GET", "/ban/dieu-phoi.json", NULL, two, 3);
    assert_true(has(v, "{\"group\":\"loai:department\",\"units\":18,\"expected\":37,"));
    assert_true(has(v, "{\"group\":\"dia-ban:916\",\"units\":1,\"expected\":3,"));
}

/* A coordinator sees below their own seat: another's units stand in no page and leave in no file. */
static void a_coordinator_sees_below_their_own_seat(void **state)
{
    (void)state;
    visit_t *v = go(T.district, "GET", "/ban/dieu-phoi", NULL, NULL, 0);
    assert_int_equal(v->s, ST_OK);
    assert_true(has(v, "Ninh Kiều"));
    assert_false(has(v, "Sở Y tế"));
    assert_true(has(v, "/ 3</span>")); /* the sums are of what is seen */
    assert_false(has(go(T.district, "GET", "/ban/dieu-phoi.csv", NULL, NULL, 0), "syt,"));
    assert_int_equal(go(T.district, "GET", "/ban/dieu-phoi/don-vi/{}", "syt", NULL, 0)->s, ST_DENIED);
    assert_int_equal(go(T.district, "GET", "/ban/dieu-phoi/don-vi/{}", "916-vhtt", NULL, 0)->s, ST_OK);
    assert_int_equal(go(T.district, "GET", "/ban/nhac-viec", NULL, NULL, 0)->s, ST_DENIED);
    assert_int_equal(go(T.district, "GET", "/ban/nhac-viec/hop-thu", NULL, NULL, 0)->s, ST_DENIED);
}

static const char *campaign_of(ident_t dispatch)
{
    db_t *db;
    dispatch_t d;
    char id[IDENT_TEXT];
    assert_ok(store_read(T.st, &db, &T.err), &T.err);
    assert_ok(dispatch_get(db, T.a, dispatch, &d, &T.err), &T.err);
    store_done(T.st, db);
    ident_text(d.campaign, id);
    return str_z(T.a, str_of(id));
}

/* The report tells of all units: a coordinator of one district opens neither it nor the picture of the whole. */
static void a_report_is_for_those_above_its_campaign(void **state)
{
    (void)state;
    const char *c = campaign_of(T.dispatch);
    assert_int_equal(go(T.drafter, "GET", "/ban/bao-cao/{}", c, NULL, 0)->s, ST_OK);
    assert_int_equal(go(T.district, "GET", "/ban/bao-cao/{}", c, NULL, 0)->s, ST_DENIED);
    assert_int_equal(go(T.district, "GET", "/ban/toan-canh/{}", c, NULL, 0)->s, ST_DENIED);
    assert_false(has(go(T.district, "GET", "/ban/bao-cao", NULL, NULL, 0), "/ban/bao-cao/"));
    assert_true(has(go(T.drafter, "GET", "/ban/bao-cao", NULL, NULL, 0), "/ban/bao-cao/"));
}

/* A campaign is paused with a reason that every page then tells, by who leads it and nobody below. */
static void a_campaign_is_paused_at_its_page(void **state)
{
    (void)state;
    const char *c = campaign_of(T.dispatch);
    field_t pause[] = {{.name = S("act"), .value = S("pause")}, {.name = S("why"), .value = S("")}};
    assert_int_equal(go(T.district, "POST", "/ban/chien-dich/{}/trang-thai", c, pause, 2)->s, ST_DENIED);
    assert_int_equal(go(T.drafter, "POST", "/ban/chien-dich/{}/trang-thai", c, pause, 2)->answer.status, 422);
    pause[1].value = S("Bão số 9");
    assert_non_null(go(T.drafter, "POST", "/ban/chien-dich/{}/trang-thai", c, pause, 2)->answer.redirect.p);
    assert_true(has(go(T.editor, "GET", "/ban/chien-dich/{}", c, NULL, 0), "Bão số 9"));
    assert_true(has(go(T.editor, "GET", "/ban/viec", NULL, NULL, 0), "tạm dừng"));
    assert_true(has(go(T.drafter, "GET", "/ban/dieu-phoi", NULL, NULL, 0), "tạm dừng"));
    assert_true(has(go(T.drafter, "GET", "/ban/nhac-viec", NULL, NULL, 0), "tạm dừng"));
    assert_true(has(go(T.editor, "GET", "/tien-do", NULL, NULL, 0), "tạm dừng"));
    pause[0].value = S("resume");
    assert_non_null(go(T.drafter, "POST", "/ban/chien-dich/{}/trang-thai", c, pause, 2)->answer.redirect.p);
    assert_false(has(go(T.editor, "GET", "/ban/viec", NULL, NULL, 0), "tạm dừng"));
}

/* Rules of reminding are kept as typed, and what is no rule is refused. */
static void reminding_is_ruled_at_the_desk(void **state)
{
    (void)state;
    char id[IDENT_TEXT];
    ident_text(T.dispatch, id);
    field_t rules[] = {{.name = S("dispatch"), .value = str_of(id)}, {.name = S("on"), .value = S("1")},
                       {.name = S("before"), .value = S("5, 2")},    {.name = S("after"), .value = S("")},
                       {.name = S("above"), .value = S("4")},        {.name = S("from"), .value = S("8")},
                       {.name = S("to"), .value = S("17")},          {.name = S("week"), .value = S("2")}};
    assert_non_null(go(T.drafter, "POST", "/ban/nhac-viec/quy-tac", NULL, rules, 8)->answer.redirect.p);
    visit_t *v = go(T.drafter, "GET", "/ban/nhac-viec", NULL, rules, 1);
    assert_true(has(v, "value=\"5, 2\""));
    assert_true(has(v, "đang bật"));
    rules[2].value = S("5, x");
    assert_int_equal(go(T.drafter, "POST", "/ban/nhac-viec/quy-tac", NULL, rules, 8)->s, ST_INPUT);
    rules[2].value = S("5");
    assert_int_equal(go(T.district, "POST", "/ban/nhac-viec/quy-tac", NULL, rules, 8)->s, ST_DENIED);
    v = go(T.drafter, "GET", "/ban/nhac-viec/hop-thu", NULL, rules, 1);
    assert_true(has(v, "Hộp thư đi chưa có gì."));
    v = go(T.drafter, "GET", "/ban/chien-dich", NULL, NULL, 0);
    assert_true(has(v, "Chiến dịch"));
    assert_true(has(go(T.drafter, "GET", "/ban/chien-dich/huong-dan", NULL, NULL, 0), "Cách lập một chiến dịch"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_scan_to_duties),
        cmocka_unit_test(the_unit_claims_and_the_form_says_what_is_wrong),
        cmocka_unit_test(every_page_renders_whole),
        cmocka_unit_test(the_table_leaves_as_it_is_on_screen),
        cmocka_unit_test(a_coordinator_sees_below_their_own_seat),
        cmocka_unit_test(a_report_is_for_those_above_its_campaign),
        cmocka_unit_test(a_campaign_is_paused_at_its_page),
        cmocka_unit_test(reminding_is_ruled_at_the_desk),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
