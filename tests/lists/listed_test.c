/* SPDX-License-Identifier: Apache-2.0
 *
 * What a list does to a verdict: a listing is a strong sign with its place, source and day; an entry that allows ends
 * resemblance; what is on no list is not safe for that.
 */
#include "support/check.h"
#include <jansson.h>
#include "recognise/judged.h"
#include "lists/lists.h"
#include "support/engine.h"

static list_t list;

static int setup(void **state)
{
    static const char table[] = "kind\tvalue\treason\tsource\tsince\tuntil\twho\tallow\n"
                                "host\tkhuyen-mai-xe.top\tfake shop\thostsvn\t2026-05-01\t\t\t\n"
                                "host\tqua-tang-cu.top\told\thostsvn\t2020-05-01\t2021-01-01\t\t\n"
                                "host\tvietcombank-club.org\tlooked at\tdesk\t2026-05-01\t\tits owner\tallow\n"
                                "url\tsites.google.com/view/mua-xe\tfake shop\thostsvn\t2026-05-01\t\t\t\n"
                                "phone\t0912345678\tcalls as police\tdesk\t2026-05-01\t\t\t\n"
                                "account\t970436:0011223344\ttakes the money\tdesk\t2026-05-01\t\t\t\n";
    if (know_setup(state) != 0) return 1;
    err_t err = err_new(LANG_EN);
    list_items_t items = list_items_new(know_arena, know);
    list_source_t from = {.file = "t", .name = S("t"), .reason = S(""), .since = 20400};
    list_head_t h = {.number = 42, .made = 0};
    buf_t b = buf_new(know_arena, 1 << 20);
    list_key(0, h.key);
    bool good = list_read(&items, &from, str_of(table), &err) == ST_OK && list_settle(&items, &err) == ST_OK &&
                list_snapshot(&items, &h, &b, &err) == ST_OK && items.items.len == 6;
    return good && list_open(buf_str(&b), &list) ? 0 : 1;
}

static verdict_t *check(arena_t *a, const char *text, const list_t *l)
{
    verdict_t *v = ARENA_NEW(a, verdict_t);
    check_input_t in = {
        .text = str_of(text), .sender = S(""), .channel = S("sms"), .lang = LANG_EN, .list = l, .list_day = 20500};
    assert_non_null(v);
    assert_int_equal(canhgiac_check(know, a, &in, v), ST_OK);
    return v;
}

static const sign_t *sign(const verdict_t *v, const char *code)
{
    for (size_t i = 0; i < v->n_signs; i++)
        if (str_eq(v->signs[i].code, str_of(code))) return &v->signs[i];
    return NULL;
}

/* Each kind: danger by the listing alone, marked where it stands. */
static void what_is_listed_is_danger_and_marked(void **state)
{
    (void)state;
    static const struct {
        const char *text, *marked, *reason;
    } cases[] = {{"xem o day khuyen-mai-xe.top nhe", "khuyen-mai-xe.top", "fake shop"},
                 {"http://a.b.khuyen-mai-xe.top/c?d", "http://a.b.khuyen-mai-xe.top/c?d", "fake shop"},
                 {"vao https://sites.google.com/view/mua-xe/1", "https://sites.google.com/view/mua-xe/1", "fake shop"},
                 {"goi 0912.345.678", "0912.345.678", "calls as police"},
                 {"STK 0011223344 Vietcombank", "0011223344", "takes the money"},
                 {"so tai khoan 0011223344", "0011223344", "takes the money"},
                 {"Kinh gui phu huynh lop 4A: 8h chu nhat tuan nay hop lop tai phong 204, thong tin them xem tai "
                  "khuyen-mai-xe.top, nha truong cam on.",
                  "khuyen-mai-xe.top", "fake shop"}};
    arena_t *a = arena_new(16 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        verdict_t *v = check(a, cases[i].text, &list);
        const sign_t *s = sign(v, "listed");
        if (!s) fail_msg("%s is not listed", cases[i].text);
        assert_int_equal(v->level, LEVEL_DANGER);
        assert_int_equal(s->kind, SIGN_LISTING);
        assert_str(str_sub(str_of(cases[i].text), s->start, s->end), cases[i].marked);
        assert_int_equal(v->n_listed, 1);
        assert_str(v->listed[0].reason, cases[i].reason);
        assert_int_equal(v->listed[0].since.y, 2026);
        assert_null(sign(check(a, cases[i].text, NULL), "listed"));
    }
    arena_free(a);
}

static void others_are_not(void **state)
{
    (void)state;
    static const char *const texts[] = {"qua-tang-cu.top", "xkhuyen-mai-xe.top",  "https://sites.google.com/view/khac",
                                        "0912345679",      "STK 0011223344 BIDV", "khuyen-mai-xe.top.vn"};
    arena_t *a = arena_new(16 << 20);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        verdict_t *v = check(a, texts[i], &list);
        if (v->n_listed || sign(v, "listed")) fail_msg("%s is listed", texts[i]);
        assert_int_not_equal(v->level, LEVEL_OFFICIAL); /* absence is no proof of anything */
    }
    arena_free(a);
}

/* The day of the message, where it is told, decides what has expired. */
static void expired_entries_count_in_their_time(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    verdict_t v;
    check_input_t in = {.text = S("qua-tang-cu.top"),
                        .sender = S(""),
                        .channel = S(""),
                        .date = {2020, 12, 31},
                        .lang = LANG_EN,
                        .list = &list,
                        .list_day = 20500};
    assert_int_equal(canhgiac_check(know, a, &in, &v), ST_OK);
    assert_int_equal(v.n_listed, 1);
    in.date = (date_t){2021, 1, 2};
    assert_int_equal(canhgiac_check(know, a, &in, &v), ST_OK);
    assert_int_equal(v.n_listed, 0);
    arena_free(a);
}

static void what_is_allowed_resembles_nobody(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    const char *text = "Gap nhau tai vietcombank-club.org";
    verdict_t *without = check(a, text, NULL), *with = check(a, text, &list);
    assert_true(without->n_signs > 0 && without->imitates);
    assert_int_equal(with->n_signs, 0);
    assert_null(with->imitates);
    assert_int_not_equal(with->level, LEVEL_OFFICIAL);
    arena_free(a);
}

/* A warning that quotes the address is told what is listed, and is no danger itself. */
static void a_warning_may_quote_what_is_listed(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    verdict_t *v = check(a, "Cảnh báo: trang khuyen-mai-xe.top là trang giả mạo, mọi người đề phòng.", &list);
    assert_int_equal(v->n_listed, 1);
    assert_null(sign(v, "listed"));
    assert_int_not_equal(v->level, LEVEL_DANGER);
    arena_free(a);
}

static void the_json_says_who_and_since(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    verdict_t *v = check(a, "khuyen-mai-xe.top", &list);
    buf_t b = buf_new(a, 1 << 20);
    canhgiac_json(v, S("khuyen-mai-xe.top"), &b);
    json_t *j = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, NULL),
           *l = json_array_get(json_object_get(j, "listed"), 0);
    assert_string_equal(json_string_value(json_object_get(l, "source")), "hostsvn");
    assert_string_equal(json_string_value(json_object_get(l, "since")), "2026-05-01");
    assert_string_equal(json_string_value(json_object_get(l, "reason")), "fake shop");
    assert_non_null(strstr(json_string_value(json_object_get(j, "version")), "+lists-42"));
    json_decref(j);
    arena_free(a);
}

/* The account of a payment code stands in no text; it is asked for all the same. */
static void a_code_that_pays_to_a_listed_account_is_danger(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    str_t body = S("00020101021138540010A00000072701240006970436011000112233440208QRIBFTTA53037045802VN6304");
    uint16_t crc = 0xffff;
    for (size_t i = 0; i < body.n; i++) {
        crc = (uint16_t)(crc ^ (unsigned char)body.p[i] << 8);
        for (int k = 0; k < 8; k++) crc = (uint16_t)(crc & 0x8000 ? crc << 1 ^ 0x1021 : crc << 1);
    }
    str_t payload = str_fmt(a, "%.*s%04X", STRF(body), crc);
    check_input_t in = {
        .text = S(""), .sender = S(""), .channel = S(""), .lang = LANG_EN, .list = &list, .list_day = 20500};
    judged_t *j;
    assert_int_equal(judged_of(know, a, &in, &payload, 1, in.date, &j), ST_OK);
    assert_non_null(sign(&j->verdict, "qr-listed"));
    assert_int_equal(j->verdict.level, LEVEL_DANGER);
    assert_int_equal(j->verdict.n_listed, 1);
    in.list = NULL;
    assert_int_equal(judged_of(know, a, &in, &payload, 1, in.date, &j), ST_OK);
    assert_null(sign(&j->verdict, "qr-listed"));
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_listed_is_danger_and_marked),
        cmocka_unit_test(others_are_not),
        cmocka_unit_test(expired_entries_count_in_their_time),
        cmocka_unit_test(what_is_allowed_resembles_nobody),
        cmocka_unit_test(a_warning_may_quote_what_is_listed),
        cmocka_unit_test(the_json_says_who_and_since),
        cmocka_unit_test(a_code_that_pays_to_a_listed_account_is_danger),
    };
    return cmocka_run_group_tests(tests, setup, know_teardown);
}
