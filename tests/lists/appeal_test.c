/* SPDX-License-Identifier: Apache-2.0
 *
 * What was listed wrongly: an appeal is sealed, decided by somebody who did not list it, and what was cleared stays cleared,
 * for the list and for who drafts an alert, until somebody else says what is new.
 */
#include <stdio.h>
#include "alert/appeal.h"
#include "base/file.h"
#include "lists/lists.h"
#include "web_world.h"

#define BAD "vneid-dongbo.example"

static struct {
    ident_t drafter, approver, third;
    ident_t third_seat, drafter_seat;
} desk;

static const query_t q_bodies = {"bodies", "SELECT body FROM record WHERE kind = 'appeal'"};
static const query_t q_events = {"events", "SELECT COUNT(*) FROM event WHERE did = $1"};

static status_t add_desk(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    ident_t nobody = {{0}};
    status_t s = person_add(db, S("drafter"), S("Lan"), "x", nobody, &desk.drafter, err);
    if (s == ST_OK) s = person_add(db, S("approver"), S("Minh"), "x", nobody, &desk.approver, err);
    if (s == ST_OK) s = person_add(db, S("third"), S("Ba"), "x", nobody, &desk.third, err);
    if (s == ST_OK) s = seat_grant(db, desk.drafter, ROLE_DUTY, t->unit, 0, MS_NEVER, nobody, &desk.drafter_seat, err);
    return s == ST_OK ? seat_grant(db, desk.third, ROLE_DUTY, t->unit, 0, MS_NEVER, nobody, &desk.third_seat, err) : s;
}

static int setup(void **state)
{
    if (web_world(state, &(web_config_t){0}) != 0) return 1;
    test_t *t = *state;
    assert_ok(material_keys_make(t->dir, &t->err), &t->err);
    assert_ok(alert_keys_make(t->dir, &t->err), &t->err);
    assert_ok(store_act(t->st, add_desk, t, &t->err), &t->err);
    alert_seed_t seed = {.base = t->app.base_url, .owner = t->unit, .drafter = desk.drafter, .approver = desk.approver};
    assert_ok(alert_seed(t->st, &seed, &t->err), &t->err);
    assert_ok(lists_open(&t->app, &t->err), &t->err);
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    return 0;
}

static int teardown(void **state)
{
    test_t *t = *state;
    web_stop(t->web);
    t->web = NULL;
    lists_close(&t->app);
    return web_world_end(state);
}

static bool in(str_t text, const char *what)
{
    return str_find(text, str_of(what), 0) != SIZE_MAX;
}

static str_t get(test_t *t, const char *path)
{
    str_t r = ask(t, str_fmt(t->a, "GET %s", path).p, "");
    if (answer_code(r) != 200) fail_msg("GET %s: %d", path, answer_code(r));
    return answer_body(r);
}

static status_t store_step(db_t *db, void *arg, err_t *err)
{
    return appeal_store(db, arg, err);
}

static sealed_report_t sent(test_t *t, const char *kind, const char *value)
{
    sealed_report_t s;
    appeal_t p = {.kind = str_of(kind),
                  .value = str_of(value),
                  .as = S("owner"),
                  .why = S("It is our own page"),
                  .evidence = S(""),
                  .contact = S("secretary@example.vn")};
    assert_ok(appeal_seal(t->a, t->dir, &p, &s, &t->err), &t->err);
    assert_ok(store_act(t->st, store_step, &s, &t->err), &t->err);
    return s;
}

static appeal_row_t state_of(test_t *t, const sealed_report_t *s)
{
    db_t *db;
    appeal_row_t row;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(appeal_by_receipt(db, t->a, t->dir, str_of(s->receipt), &row, &t->err), &t->err);
    store_done(t->st, db);
    return row;
}

static bool own_hand(test_t *t, ident_t id, ident_t person)
{
    db_t *db;
    appeal_t body;
    appeal_named_t named;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(appeal_open(db, t->a, t->dir, id, &body, &t->err), &t->err);
    assert_ok(appeal_named(t->st, db, t->a, &body, person, &named, &t->err), &t->err);
    store_done(t->st, db);
    return named.own;
}

static status_t rule_step(db_t *db, void *arg, err_t *err)
{
    arena_t *a = arena_new(1 << 20);
    status_t s = appeal_rule(db, a, arg, err);
    arena_free(a);
    return s;
}

static status_t rule(test_t *t, ident_t appeal, appeal_decision_t what, ident_t by, const char *reason)
{
    ruling_t r = {.appeal = appeal,
                  .what = what,
                  .reason = str_of(reason),
                  .by = by,
                  .by_seat = ident_eq(by, desk.third) ? desk.third_seat : desk.drafter_seat,
                  .own = own_hand(t, appeal, by)};
    return store_act(t->st, rule_step, &r, &t->err);
}

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

/* Law 5: what is contested may be somebody's number; it stands in no column. Only the receipt finds it. */
static void an_appeal_is_sealed(void **state)
{
    test_t *t = *state;
    sealed_report_t s = sent(t, "phone", "0912345678");
    db_t *db;
    appeal_row_t row;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    stmt_t *q = db_query(db, &q_bodies, &t->err);
    assert_int_equal(stmt_next(q, &t->err), ST_ROW);
    str_t plain = base64_get(t->a, col_text(q, t->a, 0));
    stmt_done(q);
    assert_true(plain.n > 0 && !in(plain, "0912345678") && !in(plain, "example.vn"));
    assert_status(ST_NOT_FOUND, appeal_by_receipt(db, t->a, t->dir, S("0000000000000000"), &row, &t->err), &t->err);
    assert_status(ST_INPUT, appeal_by_receipt(db, t->a, t->dir, S("12"), &row, &t->err), &t->err);
    store_done(t->st, db);
    assert_int_equal(state_of(t, &s).state, APPEAL_RECEIVED);
    const appeal_t wrong[] = {{S(""), S("a.vn"), S("owner"), S("x"), S(""), S("")},
                              {S("host"), S("a.vn"), S("king"), S("x"), S(""), S("")},
                              {S("host"), S("a.vn"), S("owner"), S(" "), S(""), S("")}};
    static const char *const field[] = {"value", "as", "why"};
    for (size_t i = 0; i < 3; i++) {
        assert_status(ST_INPUT, appeal_seal(t->a, t->dir, &wrong[i], &s, &t->err), &t->err);
        assert_string_equal(t->err.field, field[i]);
    }
}

/* Three working days, to the end of the last: Tuesday → Friday, Friday and Sunday → Wednesday. */
static void it_is_due_on_the_third_working_day(void **state)
{
    (void)state;
    static const date_t from[] = {{2024, 11, 5}, {2024, 11, 8}, {2024, 11, 10}, {2024, 12, 31}};
    static const date_t due[] = {{2024, 11, 8}, {2024, 11, 13}, {2024, 11, 13}, {2025, 1, 3}};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++)
        for (int hour = 0; hour < 24; hour += 23)
            assert_int_equal(appeal_due(date_start(from[i]) + hour * MS_HOUR), date_end(due[i]));
}

static void what_was_cleared_is_off_the_list_and_stays_off(void **state)
{
    test_t *t = *state;
    sealed_report_t s = sent(t, "host", BAD);
    ident_t id = state_of(t, &s).id;
    assert_true(in(get(t, "/feeds/lists/domains.txt"), BAD));
    assert_status(ST_DENIED, rule(t, id, APPEAL_GRANT, desk.drafter, "It is theirs"), &t->err);
    assert_status(ST_DENIED, rule(t, id, APPEAL_REFUSE, desk.approver, "No"), &t->err);
    assert_status(ST_INPUT, rule(t, id, APPEAL_GRANT, desk.third, "  "), &t->err);
    assert_status(ST_CONFLICT, rule(t, id, APPEAL_RELIST, desk.third, "x"), &t->err);
    assert_int_equal(events(t, "appeal.grant"), 0);
    assert_ok(rule(t, id, APPEAL_GRANT, desk.third, "The page is\nthe commune's own"), &t->err);
    assert_int_equal(events(t, "appeal.grant"), 1);
    assert_status(ST_CONFLICT, rule(t, id, APPEAL_REFUSE, desk.third, "Second thoughts"), &t->err);
    appeal_row_t row = state_of(t, &s);
    assert_int_equal(row.state, APPEAL_GRANTED);
    assert_str(row.by, "Ba");
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    assert_false(in(get(t, "/feeds/lists/domains.txt"), BAD));
    /* whoever else lists it */
    list_held_t *h = lists_take(&t->app);
    list_entry_t e;
    list_kind_t kind = LIST_HOST;
    assert_int_equal(list_ask(t->app.know, lists_list(h), &kind, S("m." BAD), 30000, &e), LIST_ALLOWED);
    assert_str(e.reason, "The page is the commune's own");
    assert_true(str_starts(e.who, S("appeal:")));
    lists_give_back(&t->app, h);
}

static ident_t some_case(test_t *t)
{
    db_t *db;
    case_t *all;
    size_t n;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(alert_cases(db, t->a, true, &all, &n, &t->err), &t->err);
    store_done(t->st, db);
    for (size_t i = 0; i < n; i++)
        if (str_eq(all[i].state, S("warned"))) return all[i].id;
    fail_msg("no case to draft from");
    return (ident_t){{0}};
}

static void to_list_it_again_takes_another_person_and_a_new_reason(void **state)
{
    test_t *t = *state;
    sealed_report_t s = sent(t, "host", BAD);
    ident_t id = state_of(t, &s).id, release;
    alert_new_t again = {.case_id = some_case(t),
                         .title = S("Trang giả"),
                         .text = S("Đừng vào " BAD "."),
                         .title_en = S(""),
                         .text_en = S(""),
                         .expires = MS_NEVER,
                         .base = t->app.base_url,
                         .by = desk.third};
    assert_ok(rule(t, id, APPEAL_GRANT, desk.third, "The page is the commune's own"), &t->err);
    assert_status(ST_INPUT, alert_draft(t->st, &again, &release, &t->err), &t->err);
    assert_string_equal(t->err.code, "alert.cleared");
    assert_status(ST_DENIED, rule(t, id, APPEAL_RELIST, desk.third, "It was sold"), &t->err);
    assert_status(ST_INPUT, rule(t, id, APPEAL_RELIST, desk.drafter, "The page is the commune's own"), &t->err);
    assert_string_equal(t->err.code, "appeal.same");
    assert_ok(rule(t, id, APPEAL_RELIST, desk.drafter, "The domain was sold in June"), &t->err);
    assert_status(ST_CONFLICT, rule(t, id, APPEAL_RELIST, desk.drafter, "Again"), &t->err);
    assert_ok(alert_draft(t->st, &again, &release, &t->err), &t->err);
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    assert_true(in(get(t, "/feeds/lists/domains.txt"), BAD));
    appeal_row_t row = state_of(t, &s);
    assert_int_equal(row.state, APPEAL_RELISTED);
    assert_str(row.reason, "The page is the commune's own");
    assert_str(row.relist_reason, "The domain was sold in June");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(an_appeal_is_sealed),
        cmocka_unit_test(it_is_due_on_the_third_working_day),
        T(what_was_cleared_is_off_the_list_and_stays_off),
        T(to_list_it_again_takes_another_person_and_a_new_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
