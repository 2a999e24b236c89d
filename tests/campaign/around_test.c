/* SPDX-License-Identifier: Apache-2.0
 *
 * What people arrange around a duty: all read at once, a colleague, a question, a waiver.
 */
#include "campaign/around.h"
#include "people/people.h"
#include "report_world.h"

static world_t W;
static ident_t one, other; /* colleagues at the Health department */

static status_t seats(db_t *db, void *arg, err_t *err)
{
    unit_t u;
    ident_t seat;
    static const ident_t none;
    (void)arg;
    status_t s = unit_by_code(db, W.a, S("syt"), clock_now(), &u, err);
    if (s == ST_OK) s = person_add(db, S("mot"), S("Một"), "x", none, &one, err);
    if (s == ST_OK) s = person_add(db, S("hai"), S("Hai"), "x", none, &other, err);
    if (s == ST_OK) s = seat_grant(db, one, ROLE_CONTACT, u.id, 0, MS_NEVER, none, &seat, err);
    if (s == ST_OK) s = seat_grant(db, other, ROLE_EDITOR, u.id, 0, MS_NEVER, none, &seat, err);
    return s;
}

static int setup(void **state)
{
    (void)state;
    report_world_begin(&W);
    assert_ok(store_act(W.st, seats, NULL, &W.err), &W.err);
    clock_hold(world_day(2024, 10, 30));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    report_world_end(&W);
    return 0;
}

typedef struct act {
    ident_t duty, unit, who, to, question;
    const char *text;
    bool all;
    size_t n;
} act_t;
static const ident_t none;

static status_t read_all(db_t *db, void *arg, err_t *err)
{
    act_t *x = arg;
    return duty_acknowledge_all(db, W.a, x->unit, x->who, &x->n, err);
}
static status_t give(db_t *db, void *arg, err_t *err)
{
    act_t *x = arg;
    return duty_delegate(db, W.a, x->duty, x->to, x->who, err);
}
static status_t ask(db_t *db, void *arg, err_t *err)
{
    act_t *x = arg;
    return duty_ask(db, W.a, x->duty, str_of(x->text), none, x->who, &x->question, err);
}
static status_t answer(db_t *db, void *arg, err_t *err)
{
    act_t *x = arg;
    return duty_answer(db, W.a, x->question, str_of(x->text), x->all, none, x->who, err);
}
static status_t waive_ask(db_t *db, void *arg, err_t *err)
{
    act_t *x = arg;
    return waiver_ask(db, W.a, x->duty, str_of(x->text), none, x->who, err);
}
static status_t waive_propose(db_t *db, void *arg, err_t *err)
{
    act_t *x = arg;
    return waiver_propose(db, W.a, x->duty, str_of(x->text), none, x->who, err);
}
static status_t waive_grant(db_t *db, void *arg, err_t *err)
{
    act_t *x = arg;
    return waiver_grant(db, W.a, x->duty, none, x->who, err);
}
static status_t waive_refuse(db_t *db, void *arg, err_t *err)
{
    act_t *x = arg;
    return waiver_refuse(db, W.a, x->duty, str_of(x->text), none, x->who, err);
}
#define DO(fn, ...) store_act(W.st, fn, &(act_t){__VA_ARGS__}, &W.err)

static duty_t duty_now(ident_t id)
{
    db_t *db;
    duty_t d;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(duty_get(db, W.a, id, clock_now(), &d, &W.err), &W.err);
    store_done(W.st, db);
    return d;
}

/* One press takes note of everything that is open, once. */
static void a_unit_takes_note_of_all_at_once(void **state)
{
    (void)state;
    duty_t d = duty_now(world_duty(&W, "snv", "1a"));
    act_t x = {.unit = d.unit, .who = one};
    assert_int_equal(d.state, CELL_OWED);
    assert_ok(store_act(W.st, read_all, &x, &W.err), &W.err);
    assert_int_equal(x.n, 3); /* two it must do, one it may */
    assert_int_equal(duty_now(d.id).state, CELL_ACKNOWLEDGED);
    assert_ok(store_act(W.st, read_all, &x, &W.err), &W.err);
    assert_int_equal(x.n, 0);
}

static delegate_t who_does(ident_t duty)
{
    db_t *db;
    delegate_t d;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(duty_delegated(db, W.a, duty, &d, &W.err), &W.err);
    store_done(W.st, db);
    return d;
}

/* A duty goes to a colleague of the same unit and nobody else; both are named; it can be taken back. */
static void a_duty_is_handed_to_a_colleague_and_taken_back(void **state)
{
    (void)state;
    ident_t duty = world_duty(&W, "syt", "1a");
    assert_true(ident_none(who_does(duty).to));
    assert_status(ST_INPUT, DO(give, .duty = duty, .to = W.third, .who = one), &W.err);
    assert_ok(DO(give, .duty = duty, .to = other, .who = one), &W.err);
    delegate_t d = who_does(duty);
    assert_true(ident_eq(d.to, other) && ident_eq(d.by, one));
    assert_str(d.to_name, "Hai");
    assert_str(d.by_name, "Một");
    assert_int_equal(duty_now(duty).state, CELL_OWED); /* the unit owes it as before */
    assert_ok(DO(give, .duty = duty, .who = other), &W.err);
    assert_true(ident_none(who_does(duty).to));
}

static size_t told(const char *unit, const char *clause, question_t **out)
{
    db_t *db;
    size_t n;
    duty_t d = duty_now(world_duty(&W, unit, clause));
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(clause_answers(db, W.a, d.dispatch, d.clause, out, &n, &W.err), &W.err);
    store_done(W.st, db);
    return n;
}

static size_t waiting(str_t under)
{
    db_t *db;
    size_t n;
    question_t *list;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(questions_open(db, W.a, under, &list, &n, &W.err), &W.err);
    store_done(W.st, db);
    return n;
}

/* A question is answered once; what is told to all stands with every unit that owes the clause, and with no other. */
static void a_question_is_answered_once_and_may_be_told_to_all(void **state)
{
    (void)state;
    question_t *list;
    act_t x = {.duty = world_duty(&W, "syt", "1a"), .who = one, .text = "Đăng ở mục nào?"};
    assert_ok(store_act(W.st, ask, &x, &W.err), &W.err);
    assert_int_equal(duty_now(x.duty).records, 0); /* a question is no claim */
    assert_int_equal(duty_now(x.duty).state, CELL_OWED);
    assert_int_equal(waiting(S("/92/")), 1);
    assert_int_equal(waiting(S("/91/")), 0); /* another city's coordinator does not read it */
    assert_status(ST_INPUT, DO(answer, .question = x.question, .text = " ", .who = W.drafter), &W.err);
    assert_ok(DO(answer, .question = x.question, .text = "Mục nào cũng được.", .all = true, .who = W.drafter), &W.err);
    assert_status(ST_CONFLICT, DO(answer, .question = x.question, .text = "Khác", .who = W.signer), &W.err);
    assert_int_equal(waiting(S("/92/")), 0);
    assert_int_equal(told("stc", "1a", &list), 1);
    assert_str(list[0].text, "Đăng ở mục nào?");
    assert_str(list[0].answer, "Mục nào cũng được.");
    assert_int_equal(told("stc", "1b", &list), 0);
    act_t y = {.duty = x.duty, .who = one, .text = "Riêng của chúng tôi"};
    assert_ok(store_act(W.st, ask, &y, &W.err), &W.err);
    assert_ok(DO(answer, .question = y.question, .text = "Vâng", .who = W.drafter), &W.err);
    assert_int_equal(told("stc", "1a", &list), 1); /* told to the one who asked alone */
}

static size_t waivers(size_t *granted)
{
    db_t *db;
    size_t n;
    waiver_t *list;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(waivers_of(db, W.a, W.city.dispatch, clock_now(), &list, granted, &W.err), &W.err);
    assert_ok(waivers_open(db, W.a, S("/92/"), &list, &n, &W.err), &W.err);
    store_done(W.st, db);
    return n;
}

/* Four eyes: asked by the unit, proposed by one, granted by another; until then the duty stays, whatever was asked. */
static void a_unit_is_let_off_only_by_two(void **state)
{
    (void)state;
    size_t granted;
    ident_t duty = world_duty(&W, "syt", "1b");
    assert_status(ST_INPUT, DO(waive_ask, .duty = duty, .text = "", .who = one), &W.err);
    assert_status(ST_CONFLICT, DO(waive_grant, .duty = duty, .who = W.signer), &W.err); /* nothing to grant */
    assert_ok(DO(waive_ask, .duty = duty, .text = "Không có người", .who = one), &W.err);
    assert_status(ST_CONFLICT, DO(waive_ask, .duty = duty, .text = "Nữa", .who = one), &W.err);
    assert_status(ST_CONFLICT, DO(waive_grant, .duty = duty, .who = W.signer), &W.err); /* not proposed yet */
    assert_ok(DO(waive_propose, .duty = duty, .text = "", .who = W.drafter), &W.err);
    assert_status(ST_DENIED, DO(waive_grant, .duty = duty, .who = W.drafter), &W.err);
    assert_status(ST_DENIED, DO(waive_grant, .duty = duty, .who = one), &W.err);
    assert_int_equal(duty_now(duty).state, CELL_OWED);
    assert_int_equal(waivers(&granted), 1);
    assert_int_equal(granted, 0);
    assert_ok(DO(waive_grant, .duty = duty, .who = W.signer), &W.err);
    assert_int_equal(duty_now(duty).state, CELL_WAIVED);
    assert_status(ST_CONFLICT, DO(waive_propose, .duty = duty, .text = "x", .who = W.drafter), &W.err);
    assert_int_equal(waivers(&granted), 0);
    assert_int_equal(granted, 1);
    closing_t c = world_closing(&W, world_day(2024, 10, 30));
    assert_int_equal(c.report.dispatches[0].cover.all.waived, 1);
}

/* What was refused may be asked again, and begins anew. */
static void a_refusal_says_why_and_ends_nothing(void **state)
{
    (void)state;
    size_t granted;
    ident_t duty = world_duty(&W, "stc", "1a");
    assert_ok(DO(waive_propose, .duty = duty, .text = "Trang hỏng", .who = W.drafter), &W.err);
    assert_status(ST_INPUT, DO(waive_refuse, .duty = duty, .text = " ", .who = W.signer), &W.err);
    assert_ok(DO(waive_refuse, .duty = duty, .text = "Đã sửa", .who = W.signer), &W.err);
    assert_int_equal(waivers(&granted), 0);
    assert_int_equal(duty_now(duty).state, CELL_OWED);
    assert_ok(DO(waive_propose, .duty = duty, .text = "Lại hỏng", .who = W.signer), &W.err);
    assert_ok(DO(waive_grant, .duty = duty, .who = W.drafter), &W.err); /* who proposed first is another now */
    assert_int_equal(duty_now(duty).state, CELL_WAIVED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_takes_note_of_all_at_once),
        cmocka_unit_test(a_duty_is_handed_to_a_colleague_and_taken_back),
        cmocka_unit_test(a_question_is_answered_once_and_may_be_told_to_all),
        cmocka_unit_test(a_unit_is_let_off_only_by_two),
        cmocka_unit_test(a_refusal_says_why_and_ends_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
