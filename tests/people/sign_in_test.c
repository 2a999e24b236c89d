/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing in: guesses are slowed down, sessions end, one-time codes serve once.
 */
#include "support/check.h"
#include <liboath/oath.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include "people/people.h"
#include "support/world.h"

typedef struct test {
    store_t *st;
    char dir[64], hash[128];
    arena_t *a;
    err_t err;
    ident_t person, nobody;
    str_t secret, code;
    bool confirm;
} test_t;

static status_t person_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return person_add(db, S("victim"), S("V"), t->hash, t->nobody, &t->person, err);
}

/* Each test begins a month after the one before: what was tried there is over. */
static ms_t noon = 1900000000000;

static int setup(void **state)
{
    static test_t t;
    memset(&t, 0, sizeof t);
    t.st = world_store(t.dir);
    t.a = arena_new(16 << 20);
    t.err = err_new(LANG_EN);
    *state = &t;
    if (password_hash(S("correct horse battery"), t.hash, &t.err) != ST_OK) return 1;
    noon += 30 * MS_DAY;
    clock_hold(noon);
    return store_act(t.st, person_act, &t, &t.err) == ST_OK ? 0 : 1;
}

static int teardown(void **state)
{
    test_t *t = *state;
    clock_hold(MS_NEVER);
    world_end(t->st, t->dir);
    arena_free(t->a);
    return 0;
}

static status_t try_password(test_t *t, const char *login, const char *password)
{
    char token[44];
    sign_in_t in = {.login = str_of(login), .password = str_of(password)};
    return sign_in(t->st, &in, token, &t->err);
}

static unsigned slot_of(const char *login)
{
    digest_t d = sha256(str_of(login));
    uint64_t k;
    memcpy(&k, d.b, sizeof k);
    return (unsigned)(k % 1024);
}

/* Also when logins that share the victim's slot are tried between: they must not make its count forgotten. */
static void five_failures_lock_a_login_for_a_quarter_of_an_hour(void **state)
{
    test_t *t = *state;
    char twin[32];
    int i = 0;
    do snprintf(twin, sizeof twin, "nobody%d", i++);
    while (slot_of(twin) != slot_of("victim"));
    for (int k = 0; k < 4; k++) assert_status(ST_DENIED, try_password(t, "victim", "wrong password"), &t->err);
    assert_status(ST_DENIED, try_password(t, twin, "wrong password"), &t->err);
    assert_status(ST_RATE, try_password(t, "victim", "wrong password"), &t->err);
    assert_status(ST_RATE, try_password(t, "victim", "correct horse battery"), &t->err);
    clock_hold(noon + 15 * MS_MINUTE);
    assert_ok(try_password(t, "victim", "correct horse battery"), &t->err);
}

typedef struct guess {
    pthread_t thread;
    store_t *st;
    status_t answer;
} guess_t;

static void *guess(void *arg)
{
    guess_t *g = arg;
    char token[44];
    err_t err = err_new(LANG_EN);
    sign_in_t in = {.login = S("victim"), .password = S("wrong password")};
    g->answer = sign_in(g->st, &in, token, &err);
    return NULL;
}

/* A password takes a tenth of a second to try: guesses sent at once must not all be let in before the first has failed. */
static void guesses_sent_at_once_are_counted_one_by_one(void **state)
{
    test_t *t = *state;
    guess_t g[12];
    int looked_at = 0;
    for (int i = 0; i < 12; i++) {
        g[i].st = t->st;
        assert_int_equal(pthread_create(&g[i].thread, NULL, guess, &g[i]), 0);
    }
    for (int i = 0; i < 12; i++) {
        assert_int_equal(pthread_join(g[i].thread, NULL), 0);
        looked_at += g[i].answer == ST_DENIED;
    }
    assert_int_equal(looked_at, 5);
}

/* Who types right is not locked out by typing right often. */
static void a_right_password_does_not_count(void **state)
{
    test_t *t = *state;
    for (int i = 0; i < 7; i++) assert_ok(try_password(t, "victim", "correct horse battery"), &t->err);
}

static status_t sign_in_at(test_t *t, ms_t at, str_t code, char token[44])
{
    clock_hold(at);
    sign_in_t in = {.login = S("victim"), .password = S("correct horse battery"), .totp = code};
    return sign_in(t->st, &in, token, &t->err);
}

static status_t who(test_t *t, const char *token)
{
    db_t *db;
    actor_t actor;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    status_t s = session_actor(db, t->a, str_of(token), &actor, &t->err);
    store_done(t->st, db);
    return s;
}

static status_t touch_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    session_t *x;
    size_t n;
    status_t s = session_list(db, t->a, t->person, &x, &n, err);
    return s == ST_OK && n ? session_touch(db, x[0].id, err) : s;
}

static void a_session_ends_after_12_idle_hours_and_7_days(void **state)
{
    test_t *t = *state;
    char token[44] = "";
    assert_ok(sign_in_at(t, noon, S(""), token), &t->err);
    clock_hold(noon + 12 * MS_HOUR - 1);
    assert_ok(who(t, token), &t->err);
    clock_hold(noon + 12 * MS_HOUR);
    assert_status(ST_DENIED, who(t, token), &t->err);
    for (ms_t h = 0; h < 7 * 24; h += 6) {
        clock_hold(noon + h * MS_HOUR);
        assert_ok(store_act(t->st, touch_act, t, &t->err), &t->err);
        assert_ok(who(t, token), &t->err);
    }
    clock_hold(noon + 7 * MS_DAY);
    assert_status(ST_DENIED, who(t, token), &t->err);
}

static status_t all_out_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return sign_out_everywhere(db, t->person, t->person, err);
}

static void signing_out_everywhere_ends_every_session(void **state)
{
    test_t *t = *state;
    char one[44] = "", two[44] = "";
    assert_ok(sign_in_at(t, noon, S(""), one), &t->err);
    assert_ok(sign_in_at(t, noon, S(""), two), &t->err);
    assert_ok(who(t, one), &t->err);
    assert_ok(who(t, two), &t->err);
    assert_ok(store_act(t->st, all_out_act, t, &t->err), &t->err);
    assert_status(ST_DENIED, who(t, one), &t->err);
    assert_status(ST_DENIED, who(t, two), &t->err);
}

static status_t totp_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    str_t uri;
    if (!t->confirm) return totp_begin(db, t->a, t->person, &t->secret, &uri, err);
    return totp_confirm(db, t->person, t->code, err);
}

static void code_at(test_t *t, ms_t at, char out[7])
{
    char *raw;
    size_t n;
    assert_int_equal(oath_base32_decode(t->secret.p, t->secret.n, &raw, &n), OATH_OK);
    assert_int_equal(n, 20);
    assert_int_equal(oath_totp_generate(raw, n, (time_t)(at / 1000), 30, 0, 6, out), OATH_OK);
    free(raw);
}

static void each_one_time_code_serves_once(void **state)
{
    test_t *t = *state;
    char token[44] = "", code[7];
    clock_hold(noon);
    t->confirm = false;
    assert_ok(store_act(t->st, totp_act, t, &t->err), &t->err);
    assert_ok(sign_in_at(t, noon, S(""), token), &t->err); /* not confirmed yet: not asked */
    code_at(t, noon, code);
    t->code = str_of(code);
    t->confirm = true;
    assert_ok(store_act(t->st, totp_act, t, &t->err), &t->err);
    assert_status(ST_DENIED, sign_in_at(t, noon, S(""), token), &t->err);
    assert_status(ST_DENIED, sign_in_at(t, noon, str_of(code), token), &t->err); /* used for confirming */
    code_at(t, noon + 30000, code);
    assert_ok(sign_in_at(t, noon, str_of(code), token), &t->err); /* one step ahead */
    assert_status(ST_DENIED, sign_in_at(t, noon, str_of(code), token), &t->err);
    code_at(t, noon, code);
    assert_status(ST_DENIED, sign_in_at(t, noon + 30000, str_of(code), token), &t->err);
    code_at(t, noon + 120000, code);
    assert_ok(sign_in_at(t, noon + 150000, str_of(code), token), &t->err); /* one step late */
    code_at(t, noon + 240000, code);
    assert_status(ST_DENIED, sign_in_at(t, noon + 300000, str_of(code), token), &t->err); /* two late */
}

static status_t state_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return person_set_active(db, t->person, t->confirm, t->nobody, err);
}

static void a_locked_person_is_out_at_once_and_stays_out(void **state)
{
    test_t *t = *state;
    char token[44] = "";
    assert_ok(sign_in_at(t, noon, S(""), token), &t->err);
    t->confirm = false;
    assert_ok(store_act(t->st, state_act, t, &t->err), &t->err);
    assert_status(ST_DENIED, who(t, token), &t->err);
    assert_status(ST_DENIED, sign_in_at(t, noon, S(""), token), &t->err);
    assert_status(ST_CONFLICT, store_act(t->st, state_act, t, &t->err), &t->err);
    t->confirm = true;
    assert_ok(store_act(t->st, state_act, t, &t->err), &t->err);
    assert_ok(sign_in_at(t, noon, S(""), token), &t->err);
}

/* Whoever finds a desk left open may not change its password; who changes it is out everywhere else. */
static void a_password_changes_only_for_who_knows_the_old_one(void **state)
{
    test_t *t = *state;
    char here[44] = "", there[44] = "";
    actor_t me;
    db_t *db;
    clock_hold(noon);
    assert_ok(sign_in_at(t, noon, S(""), here), &t->err);
    assert_ok(sign_in_at(t, noon, S(""), there), &t->err);
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(session_actor(db, t->a, str_of(here), &me, &t->err), &t->err);
    store_done(t->st, db);
    str_t old = S("correct horse battery"), fresh = S("another long enough one");
    assert_status(ST_INPUT, password_change(t->st, t->person, S("wrong"), fresh, me.session, &t->err), &t->err);
    assert_status(ST_INPUT, password_change(t->st, t->person, old, S("short"), me.session, &t->err), &t->err);
    assert_status(ST_INPUT, password_change(t->st, t->person, old, old, me.session, &t->err), &t->err);
    assert_ok(password_change(t->st, t->person, old, fresh, me.session, &t->err), &t->err);
    assert_ok(who(t, here), &t->err);
    assert_status(ST_DENIED, who(t, there), &t->err);
    assert_status(ST_DENIED, try_password(t, "victim", "correct horse battery"), &t->err);
    assert_ok(try_password(t, "victim", "another long enough one"), &t->err);
}

static status_t codes_off_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return totp_end(db, t->person, t->code, t->person, err);
}

static void codes_end_only_with_a_code(void **state)
{
    test_t *t = *state;
    char code[7], token[44] = "";
    clock_hold(noon);
    t->confirm = false;
    assert_ok(store_act(t->st, totp_act, t, &t->err), &t->err);
    code_at(t, noon, code);
    t->code = str_of(code);
    t->confirm = true;
    assert_ok(store_act(t->st, totp_act, t, &t->err), &t->err);
    clock_hold(noon + 60 * MS_SECOND);
    t->code = S("");
    assert_status(ST_INPUT, store_act(t->st, codes_off_act, t, &t->err), &t->err);
    t->code = S("000000");
    assert_status(ST_INPUT, store_act(t->st, codes_off_act, t, &t->err), &t->err);
    code_at(t, noon + 60 * MS_SECOND, code);
    t->code = str_of(code);
    assert_ok(store_act(t->st, codes_off_act, t, &t->err), &t->err);
    assert_ok(sign_in_at(t, noon + 60 * MS_SECOND, S(""), token), &t->err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(five_failures_lock_a_login_for_a_quarter_of_an_hour, setup, teardown),
        cmocka_unit_test_setup_teardown(guesses_sent_at_once_are_counted_one_by_one, setup, teardown),
        cmocka_unit_test_setup_teardown(a_right_password_does_not_count, setup, teardown),
        cmocka_unit_test_setup_teardown(a_session_ends_after_12_idle_hours_and_7_days, setup, teardown),
        cmocka_unit_test_setup_teardown(signing_out_everywhere_ends_every_session, setup, teardown),
        cmocka_unit_test_setup_teardown(each_one_time_code_serves_once, setup, teardown),
        cmocka_unit_test_setup_teardown(a_locked_person_is_out_at_once_and_stays_out, setup, teardown),
        cmocka_unit_test_setup_teardown(a_password_changes_only_for_who_knows_the_old_one, setup, teardown),
        cmocka_unit_test_setup_teardown(codes_end_only_with_a_code, setup, teardown),
    };
    return cmocka_run_group_tests_name("sign-in", tests, NULL, NULL);
}
