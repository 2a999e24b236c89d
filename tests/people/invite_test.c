/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes: an invitation and a recovery serve once, in time, for whom they are, and a seat has no power before.
 */
#include "support/check.h"
#include <stdio.h>
#include "people/invite.h"
#include "support/world.h"

typedef struct test {
    store_t *st;
    char dir[64], hash[128], code[CODE_TEXT];
    arena_t *a;
    err_t err;
    ident_t unit, officer, person, other, seat_id, nobody;
    role_t role;
    bool flag;
    str_t name;
} test_t;

static ms_t noon = 1900000000000;

static status_t people_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    str_t report;
    unit_t u;
    status_t s = units_import(db, t->a, S("code,name,kind,parent,from\n92,Cần Thơ,city,,2004-01-01\n"), false,
                              t->nobody, &report, err);
    if (s == ST_OK) s = unit_by_code(db, t->a, S("92"), clock_now(), &u, err);
    t->unit = u.id;
    if (s == ST_OK) s = person_add(db, S("officer"), S("O"), t->hash, t->nobody, &t->officer, err);
    return s == ST_OK ? person_add(db, S("other"), S("N"), t->hash, t->nobody, &t->other, err) : s;
}

static int setup(void **state)
{
    static test_t t;
    memset(&t, 0, sizeof t);
    t.st = world_store(t.dir);
    t.a = arena_new(16 << 20);
    t.err = err_new(LANG_EN);
    t.role = ROLE_CONTACT;
    t.name = S("Lê Thị Mới");
    *state = &t;
    noon += 30 * MS_DAY;
    clock_hold(noon);
    if (password_hash(S("correct horse battery"), t.hash, &t.err) != ST_OK) return 1;
    return store_act(t.st, people_act, &t, &t.err) == ST_OK ? 0 : 1;
}

static int teardown(void **state)
{
    test_t *t = *state;
    clock_hold(MS_NEVER);
    world_end(t->st, t->dir);
    arena_free(t->a);
    return 0;
}

static status_t invite_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    seat_t seat = {.role = t->role, .unit = t->unit, .from = clock_now(), .to = MS_NEVER};
    return invite_make(db, t->name, &seat, t->officer, t->code, &t->person, err);
}

static status_t again_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return invite_again(db, t->person, t->officer, t->code, err);
}

static status_t withdraw_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return invite_withdraw(db, t->person, t->officer, err);
}

static status_t recover_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return recovery_grant(db, t->person, t->officer, t->code, err);
}

static status_t join(test_t *t, const char *code, const char *login, char token[44])
{
    joining_t j = {
        .code = str_of(code), .login = str_of(login), .name = S("Lê Thị Mới"), .password = S("a new password")};
    return invite_join(t->st, &j, token, &t->err);
}

static status_t try_sign_in(test_t *t, const char *login, const char *password, char token[44])
{
    sign_in_t in = {.login = str_of(login), .password = str_of(password)};
    return sign_in(t->st, &in, token, &t->err);
}

static status_t who(test_t *t, const char *token, actor_t *out)
{
    db_t *db;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    status_t s = session_actor(db, t->a, str_of(token), out, &t->err);
    store_done(t->st, db);
    return s;
}

static size_t power_of(test_t *t, ident_t person)
{
    db_t *db;
    const seat_t *seats;
    size_t n;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(seats_of(db, t->a, person, clock_now(), &seats, &n, &t->err), &t->err);
    store_done(t->st, db);
    return n;
}

/* Before: no power and no way in. After: a session with the seat. The code serves once, however it is written. */
static void an_invitation_serves_once_and_gives_the_seat_its_power(void **state)
{
    test_t *t = *state;
    char token[44] = "", login[64], id[IDENT_TEXT];
    actor_t me;
    assert_ok(store_act(t->st, invite_act, t, &t->err), &t->err);
    assert_int_equal(strlen(t->code), 19);
    assert_int_equal(power_of(t, t->person), 0);
    ident_text(t->person, id);
    snprintf(login, sizeof login, "~%s", id);
    assert_status(ST_DENIED, try_sign_in(t, login, "", token), &t->err);
    char typed[64];
    snprintf(typed, sizeof typed, " %.4s %.4s%.10s ", t->code, t->code + 5, t->code + 9);
    for (char *p = typed; *p; p++)
        if (*p >= 'A' && *p <= 'Z') *p = (char)(*p - 'A' + 'a');
    assert_ok(join(t, typed, "le.moi", token), &t->err);
    assert_ok(who(t, token, &me), &t->err);
    assert_true(me.n_seats == 1 && me.seats[0].role == ROLE_CONTACT && !me.owes_factor);
    assert_status(ST_INPUT, join(t, t->code, "somebody", token), &t->err);
    assert_ok(try_sign_in(t, "le.moi", "a new password", token), &t->err);
}

/* A taken name or a short password leaves the code good: only a whole act uses it up. */
static void what_is_wrong_with_the_form_does_not_use_the_code_up(void **state)
{
    test_t *t = *state;
    char token[44] = "";
    assert_ok(store_act(t->st, invite_act, t, &t->err), &t->err);
    joining_t poor = {.code = str_of(t->code), .login = S("le.moi"), .name = S("L"), .password = S("short")};
    assert_status(ST_INPUT, invite_join(t->st, &poor, token, &t->err), &t->err);
    assert_status(ST_INPUT, join(t, t->code, "Le Moi", token), &t->err);
    assert_status(ST_CONFLICT, join(t, t->code, "officer", token), &t->err);
    assert_ok(join(t, t->code, "le.moi", token), &t->err);
}

static void an_old_withdrawn_or_late_code_opens_nothing(void **state)
{
    test_t *t = *state;
    char token[44] = "", first[CODE_TEXT];
    assert_ok(store_act(t->st, invite_act, t, &t->err), &t->err);
    memcpy(first, t->code, sizeof first);
    assert_ok(store_act(t->st, again_act, t, &t->err), &t->err);
    assert_status(ST_INPUT, join(t, first, "le.moi", token), &t->err);
    clock_hold(noon + INVITE_LASTS);
    assert_status(ST_INPUT, join(t, t->code, "le.moi", token), &t->err);
    clock_hold(noon);
    assert_ok(store_act(t->st, withdraw_act, t, &t->err), &t->err);
    assert_status(ST_INPUT, join(t, t->code, "le.moi", token), &t->err);
    assert_status(ST_NOT_FOUND, store_act(t->st, again_act, t, &t->err), &t->err);
    static const char *const never[] = {"", "ABCD", "0000-0000-0000-0000", "ABCD-EFGH-JKLM-NPQR-S",
                                        "ABCD-EFGH-JKLM-NPQ~"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        assert_status(ST_INPUT, join(t, never[i], "le.moi", token), &t->err);
}

/* Whom somebody could look over the shoulder of, or sign for, is not behind a password alone. */
static status_t mail_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return invite_by_mail(db, t->person, t->flag ? S("moi@example.vn") : S("moi@@example"), t->officer, err);
}
static invite_letter_t letter;
static status_t take_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return invite_mail_take(db, t->a, t->person, &letter, err);
}
static status_t went_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return invite_mail_went(db, t->person, err);
}
static bool waits(test_t *t)
{
    db_t *db;
    invite_state_t now;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(invite_state(db, t->person, S("invitation"), &now, &t->err), &t->err);
    store_done(t->st, db);
    return now.mail_waits;
}

/* By e-mail: what the slip said is void, the code is another at each try, the last one lets in, and the address goes with it. */
static void an_invitation_by_mail_has_its_code_made_when_it_goes(void **state)
{
    test_t *t = *state;
    char token[44] = "", tried[CODE_TEXT];
    assert_ok(store_act(t->st, invite_act, t, &t->err), &t->err);
    t->flag = false;
    assert_status(ST_INPUT, store_act(t->st, mail_act, t, &t->err), &t->err);
    t->flag = true;
    assert_ok(store_act(t->st, mail_act, t, &t->err), &t->err);
    assert_true(waits(t));
    assert_status(ST_INPUT, join(t, t->code, "le.moi", token), &t->err);
    assert_ok(store_act(t->st, take_act, t, &t->err), &t->err);
    memcpy(tried, letter.code, sizeof tried);
    assert_str(letter.email, "moi@example.vn");
    assert_str(letter.by, "O");
    assert_ok(store_act(t->st, take_act, t, &t->err), &t->err); /* the server had not taken the first */
    assert_status(ST_INPUT, join(t, tried, "le.moi", token), &t->err);
    assert_ok(store_act(t->st, went_act, t, &t->err), &t->err);
    assert_false(waits(t));
    assert_status(ST_NOT_FOUND, store_act(t->st, take_act, t, &t->err), &t->err); /* it went: not a second time */
    assert_ok(join(t, letter.code, "le.moi", token), &t->err);
    assert_ok(store_act(t->st, went_act, t, &t->err), &t->err);
    assert_status(ST_NOT_FOUND, store_act(t->st, mail_act, t, &t->err), &t->err); /* came already */
}

static void weighty_seats_owe_a_second_factor(void **state)
{
    test_t *t = *state;
    char token[44] = "";
    actor_t me;
    t->role = ROLE_SIGNER;
    assert_ok(store_act(t->st, invite_act, t, &t->err), &t->err);
    assert_ok(join(t, t->code, "le.moi", token), &t->err);
    assert_ok(who(t, token, &me), &t->err);
    assert_true(me.owes_factor);
}

static status_t news_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return recovery_told(db, t->person, err);
}

static size_t news(test_t *t)
{
    db_t *db;
    recovery_news_t *list;
    size_t n;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(recovery_news(db, t->a, t->person, &list, &n, &t->err), &t->err);
    if (n) assert_str(list[0].by, "O");
    store_done(t->st, db);
    return n;
}

/* Never oneself; sessions end at once; password and factors are replaced; the person is told who did it. */
static void recovery_is_granted_by_another_and_told_to_the_person(void **state)
{
    test_t *t = *state;
    char token[44] = "", fresh[44] = "";
    actor_t me;
    t->person = t->officer;
    assert_status(ST_DENIED, store_act(t->st, recover_act, t, &t->err), &t->err);
    t->person = t->other;
    assert_ok(try_sign_in(t, "other", "correct horse battery", token), &t->err);
    assert_int_equal(news(t), 0);
    assert_ok(store_act(t->st, recover_act, t, &t->err), &t->err);
    assert_status(ST_DENIED, who(t, token, &me), &t->err);
    assert_int_equal(news(t), 1);
    assert_ok(join(t, t->code, "", fresh), &t->err);
    assert_ok(who(t, fresh, &me), &t->err);
    assert_true(me.owes_factor);
    assert_status(ST_DENIED, try_sign_in(t, "other", "correct horse battery", token), &t->err);
    assert_ok(try_sign_in(t, "other", "a new password", token), &t->err);
    assert_int_equal(news(t), 1);
    assert_ok(store_act(t->st, news_act, t, &t->err), &t->err);
    assert_int_equal(news(t), 0);
    assert_status(ST_INPUT, join(t, t->code, "", fresh), &t->err);
}

/* No secret is in the journal: neither code nor name stands in any event. */
typedef struct hunt {
    test_t *t;
    bool found;
} hunt_t;

static status_t look_in(void *ctx, str_t json, err_t *err)
{
    hunt_t *h = ctx;
    (void)err;
    h->found = h->found || str_find(json, str_of(h->t->code), 0) != SIZE_MAX ||
               str_find(json, S("Lê Thị Mới"), 0) != SIZE_MAX || str_find(json, S("le.moi"), 0) != SIZE_MAX;
    return ST_OK;
}

static void the_journal_holds_no_code_and_no_name(void **state)
{
    test_t *t = *state;
    char token[44] = "";
    db_t *db;
    hunt_t h = {t, false};
    assert_ok(store_act(t->st, invite_act, t, &t->err), &t->err);
    assert_ok(join(t, t->code, "le.moi", token), &t->err);
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(journal_export(db, look_in, &h, &t->err), &t->err);
    store_done(t->st, db);
    assert_false(h.found);
}

/* A seat has its last day, and can be held up in between. */
static status_t seat_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return seat_grant(db, t->other, ROLE_TEACHER, t->unit, noon, noon + MS_DAY, t->officer, &t->seat_id, err);
}

static status_t suspend_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    return seat_suspend(db, t->seat_id, t->flag, t->officer, err);
}

static void a_seat_has_power_until_its_day_and_not_while_suspended(void **state)
{
    test_t *t = *state;
    assert_ok(store_act(t->st, seat_act, t, &t->err), &t->err);
    assert_int_equal(power_of(t, t->other), 1);
    t->flag = true;
    assert_ok(store_act(t->st, suspend_act, t, &t->err), &t->err);
    assert_status(ST_CONFLICT, store_act(t->st, suspend_act, t, &t->err), &t->err);
    assert_int_equal(power_of(t, t->other), 0);
    t->flag = false;
    assert_ok(store_act(t->st, suspend_act, t, &t->err), &t->err);
    assert_int_equal(power_of(t, t->other), 1);
    clock_hold(noon + MS_DAY - 1);
    assert_int_equal(power_of(t, t->other), 1);
    clock_hold(noon + MS_DAY);
    assert_int_equal(power_of(t, t->other), 0);
}

/* --- who may seat whom --- */

static actor_t sits(role_t role, const char *path, seat_t *seat)
{
    *seat = (seat_t){.role = role, .unit_path = str_of(path)};
    return (actor_t){.seats = seat, .n_seats = 1};
}

static void nobody_makes_who_is_to_look_over_their_shoulder(void **state)
{
    (void)state;
    seat_t s;
    actor_t coordinator = sits(ROLE_COORDINATOR, "/92/", &s);
    assert_false(actor_over(&coordinator, ROLE_SIGNER, S("/92/")));
    assert_false(actor_over(&coordinator, ROLE_AUDITOR, S("/92/")));
    assert_true(actor_over(&coordinator, ROLE_COORDINATOR, S("/92/")));
    assert_true(actor_over(&coordinator, ROLE_SIGNER, S("/92/916/")));
    assert_false(actor_over(&coordinator, ROLE_CONTACT, S("/93/")));
    actor_t signer = sits(ROLE_SIGNER, "/92/", &s);
    assert_true(actor_over(&signer, ROLE_SIGNER, S("/92/")));
    actor_t contact = sits(ROLE_CONTACT, "/92/916/", &s);
    assert_true(actor_over(&contact, ROLE_TEACHER, S("/92/916/31117/")));
    assert_true(actor_over(&contact, ROLE_CONTACT, S("/92/916/")));
    assert_false(actor_over(&contact, ROLE_EDITOR, S("/92/916/31117/")));
    assert_false(actor_over(&contact, ROLE_TEACHER, S("/92/")));
    actor_t teacher = sits(ROLE_TEACHER, "/92/", &s);
    assert_false(actor_over(&teacher, ROLE_VOLUNTEER, S("/92/916/")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_invitation_serves_once_and_gives_the_seat_its_power, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_wrong_with_the_form_does_not_use_the_code_up, setup, teardown),
        cmocka_unit_test_setup_teardown(an_old_withdrawn_or_late_code_opens_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(an_invitation_by_mail_has_its_code_made_when_it_goes, setup, teardown),
        cmocka_unit_test_setup_teardown(weighty_seats_owe_a_second_factor, setup, teardown),
        cmocka_unit_test_setup_teardown(recovery_is_granted_by_another_and_told_to_the_person, setup, teardown),
        cmocka_unit_test_setup_teardown(the_journal_holds_no_code_and_no_name, setup, teardown),
        cmocka_unit_test_setup_teardown(a_seat_has_power_until_its_day_and_not_while_suspended, setup, teardown),
        cmocka_unit_test(nobody_makes_who_is_to_look_over_their_shoulder),
    };
    return cmocka_run_group_tests_name("invite", tests, NULL, NULL);
}
