/* SPDX-License-Identifier: Apache-2.0
 *
 * Reminders by rules: each step once, never more than allowed, only in the hours, and a person's word over what may have gone.
 */
#include "campaign/burden.h"
#include "campaign/nudge.h"
#include "people/people.h"
#include "report_world.h"

static world_t W;
static const query_t q_claimed = {"t_claimed", "UPDATE event SET claimed = $2, tries = tries + 1 WHERE seq = $1"};

static status_t mailbox(db_t *db, void *arg, err_t *err)
{
    str_t report;
    static const ident_t none;
    (void)arg;
    return units_import(db, W.a,
                        S("code,name,kind,parent,from,email\nsyt,Sở Y tế,department,92,2004-01-01,so-y-te@example.vn\n"
                          "92,Thành phố Cần Thơ,city,,2004-01-01,ubnd@example.vn\n"),
                        false, none, &report, err);
}

static int setup(void **state)
{
    (void)state;
    report_world_begin(&W);
    assert_ok(store_act(W.st, mailbox, NULL, &W.err), &W.err);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    report_world_end(&W);
    return 0;
}

static status_t set_rules(db_t *db, void *arg, err_t *err)
{
    return nudge_rules_set(db, W.a, W.city.campaign, arg, W.drafter, err);
}

static void rules(nudge_rules_t r)
{
    assert_ok(store_act(W.st, set_rules, &r, &W.err), &W.err);
}

/* At ten o'clock of that day. */
static size_t queued_on(int m, int d)
{
    size_t n = 99;
    clock_hold(date_start((date_t){2024, m, d}) + 10 * MS_HOUR);
    assert_ok(nudge_schedule(W.st, &n, &W.err), &W.err);
    return n;
}

static const nudge_rules_t usual = {.on = true,
                                    .before = {7, 3, 1},
                                    .n_before = 3,
                                    .after = {1, 3},
                                    .n_after = 2,
                                    .above = 2,
                                    .from = 7,
                                    .to = 18,
                                    .week = 3};

/* The window ends on 20/11: nothing is due before 13/11; each step once, also when the server was off on its day. */
static void each_step_goes_into_the_outbox_once(void **state)
{
    (void)state;
    assert_int_equal(queued_on(11, 14), 0); /* without rules nothing goes by itself */
    rules(usual);
    assert_int_equal(queued_on(11, 12), 0);
    assert_int_equal(queued_on(11, 14), 1); /* seven days before was the 13th, when nobody was there */
    assert_int_equal(queued_on(11, 14), 0);
    assert_int_equal(queued_on(11, 15), 0);
    assert_int_equal(queued_on(11, 18), 1); /* three days before */
    assert_int_equal(queued_on(11, 18), 0);
}

static void no_step_is_done_in_quiet_hours_or_beyond_the_weeks_measure(void **state)
{
    size_t n;
    (void)state;
    clock_hold(date_start((date_t){2024, 11, 19}) + 18 * MS_HOUR);
    assert_ok(nudge_schedule(W.st, &n, &W.err), &W.err);
    assert_int_equal(n, 0);
    nudge_rules_t r = usual;
    r.week = 2;
    rules(r);
    assert_int_equal(queued_on(11, 20), 0); /* one day before is due, but two went this week */
    r.week = 3;
    rules(r);
    assert_int_equal(queued_on(11, 20), 1);
}

/* Two days late the unit above is told, and again a week later while it stays so. */
static void the_unit_above_is_told_when_it_is_late(void **state)
{
    (void)state;
    nudge_rules_t r = usual;
    r.n_after = 0; /* only the word to the unit above */
    r.week = 7;
    rules(r);
    assert_int_equal(queued_on(11, 22), 0);
    assert_int_equal(queued_on(11, 23), 1);
    assert_int_equal(queued_on(11, 25), 0);
    assert_int_equal(queued_on(11, 29), 0);
    assert_int_equal(queued_on(11, 30), 1);
    r.above = 0;
    rules(r);
    assert_int_equal(queued_on(12, 9), 0);
}

static void bad_rules_are_refused(void **state)
{
    (void)state;
    nudge_rules_t r = usual;
    r.from = 18;
    assert_status(ST_INPUT, store_act(W.st, set_rules, &r, &W.err), &W.err);
}

typedef struct decision {
    int64_t seq;
    bool again;
} decision_t;

static status_t claim(db_t *db, void *arg, err_t *err)
{
    const decision_t *x = arg;
    stmt_t *q = db_query(db, &q_claimed, err);
    if (!q) return err->status;
    bind_int(q, 1, x->seq);
    bind_ms(q, 2, clock_now());
    return stmt_run(q, NULL, err);
}

static status_t decide(db_t *db, void *arg, err_t *err)
{
    const decision_t *x = arg;
    return nudge_decide(db, W.a, x->seq, W.city.dispatch, x->again, W.drafter, err);
}

static outbox_t newest(void)
{
    db_t *db;
    outbox_t *list;
    size_t n;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(nudge_outbox(db, W.a, W.city.dispatch, &list, &n, &W.err), &W.err);
    store_done(W.st, db);
    assert_int_equal(n, 5);
    return list[0];
}

/* A message claimed by a program that died is not sent again but by a person's word; the journal keeps the word. */
static void a_person_decides_over_what_may_have_gone(void **state)
{
    (void)state;
    decision_t x = {.seq = newest().seq};
    assert_int_equal(newest().fate, FATE_WAITS);
    assert_status(ST_CONFLICT, store_act(W.st, decide, &x, &W.err), &W.err); /* nothing to decide yet */
    assert_ok(store_act(W.st, claim, &x, &W.err), &W.err);
    assert_int_equal(newest().fate, FATE_WAITS); /* it is on its way */
    clock_hold(clock_now() + 10 * MS_MINUTE);
    assert_int_equal(newest().fate, FATE_UNKNOWN);
    x.again = true;
    assert_ok(store_act(W.st, decide, &x, &W.err), &W.err);
    assert_int_equal(newest().fate, FATE_WAITS);
    assert_ok(store_act(W.st, claim, &x, &W.err), &W.err);
    clock_hold(clock_now() + 10 * MS_MINUTE);
    x.again = false;
    assert_ok(store_act(W.st, decide, &x, &W.err), &W.err);
    assert_int_equal(newest().fate, FATE_SENT);
    assert_status(ST_CONFLICT, store_act(W.st, decide, &x, &W.err), &W.err);
    db_t *db;
    journal_state_t j;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(journal_verify(db, &j, &W.err), &W.err);
    store_done(W.st, db);
}

static status_t took(db_t *db, void *arg, err_t *err)
{
    ident_t duty = world_duty(&W, "syt", "1a");
    return duty_took(db, W.a, duty, clock_now() - *(const ms_t *)arg, W.drafter, err);
}

static burden_t burden(void)
{
    db_t *db;
    burden_t b;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(burden_of(db, W.a, W.city.campaign, &b, &W.err), &W.err);
    store_done(W.st, db);
    return b;
}

/* An estimate until five were measured; then their median, in whole minutes; what cannot be a measure counts nothing. */
static void minutes_are_measured_where_times_are_known(void **state)
{
    static const ms_t all[] = {60 * MS_SECOND, 100 * MS_SECOND, 130 * MS_SECOND,
                               3 * MS_HOUR,    1 * MS_SECOND,   900 * MS_SECOND};
    (void)state;
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        assert_ok(store_act(W.st, took, (void *)(uintptr_t)&all[k], &W.err), &W.err);
    assert_int_equal(burden().measured[VERB_POST], 0);
    assert_int_equal(burden().minutes[VERB_POST], 5);
    ms_t fifth = 140 * MS_SECOND;
    assert_ok(store_act(W.st, took, &fifth, &W.err), &W.err);
    assert_int_equal(burden().measured[VERB_POST], 5);
    assert_int_equal(burden().minutes[VERB_POST], 3); /* 130 seconds */
    assert_int_equal(burden().measured[VERB_TEACH], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_step_goes_into_the_outbox_once),
        cmocka_unit_test(no_step_is_done_in_quiet_hours_or_beyond_the_weeks_measure),
        cmocka_unit_test(the_unit_above_is_told_when_it_is_late),
        cmocka_unit_test(bad_rules_are_refused),
        cmocka_unit_test(a_person_decides_over_what_may_have_gone),
        cmocka_unit_test(minutes_are_measured_where_times_are_known),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
