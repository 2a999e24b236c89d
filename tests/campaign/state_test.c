/* SPDX-License-Identifier: Apache-2.0
 *
 * A campaign's states: what each stops, that a pause costs nobody a day, and that no act happens twice or without a reason.
 */
#include "campaign/nudge.h"
#include "campaign/state.h"
#include "report_world.h"

static world_t W;

static int setup(void **state)
{
    (void)state;
    return report_world_begin(&W);
}
static int teardown(void **state)
{
    (void)state;
    report_world_end(&W);
    return 0;
}

typedef struct change {
    campaign_act_t act;
    const char *why;
} change_t;

static status_t change_act(db_t *db, void *arg, err_t *err)
{
    const change_t *c = arg;
    return campaign_change(db, W.a, W.city.campaign, c->act, str_of(c->why), W.drafter, err);
}
static status_t change(campaign_act_t act, const char *why)
{
    change_t c = {act, why};
    W.err = err_new(LANG_EN);
    return store_act(W.st, change_act, &c, &W.err);
}

static campaign_t campaign(void)
{
    db_t *db;
    campaign_t c;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(campaign_by_id(db, W.a, W.city.campaign, &c, &W.err), &W.err);
    store_done(W.st, db);
    return c;
}

static cover_sum_t cover(ms_t at)
{
    db_t *db;
    coverage_t c;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(coverage_of(db, W.a, W.city.dispatch, at, &c, &W.err), &W.err);
    store_done(W.st, db);
    return c.all;
}

static size_t reminders(void)
{
    db_t *db;
    dispatch_t d;
    nudge_t *list;
    size_t n;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(dispatch_get(db, W.a, W.city.dispatch, &d, &W.err), &W.err);
    assert_ok(nudge_plan(db, W.a, &d, clock_now(), LANG_VI, &list, &n, &W.err), &W.err);
    store_done(W.st, db);
    return n;
}

static status_t acknowledge_act(db_t *db, void *arg, err_t *err)
{
    return duty_acknowledge(db, *(const ident_t *)arg, W.drafter, err);
}

/* The window ended on 20/11. Five days of pause across that day: nobody is late in them, and everybody has until 25/11. */
static void a_pause_costs_nobody_a_day(void **state)
{
    (void)state;
    clock_hold(world_day(2024, 11, 18));
    assert_true(reminders() > 0);
    assert_int_equal(change(CAMPAIGN_PAUSE, ""), ST_INPUT);
    assert_ok(change(CAMPAIGN_PAUSE, "Bão số 9"), &W.err);
    assert_true(str_eq(campaign().state, S("paused")));
    assert_true(str_eq(campaign().why, S("Bão số 9")));
    assert_int_equal(change(CAMPAIGN_PAUSE, "again"), ST_CONFLICT);
    clock_hold(world_day(2024, 11, 23));
    assert_int_equal(reminders(), 0);
    assert_int_equal(cover(clock_now()).missed, 0);
    assert_ok(change(CAMPAIGN_RESUME, "Trời yên"), &W.err);
    assert_true(str_eq(campaign().state, S("open")));
    assert_int_equal(campaign().closes, date_end((date_t){2024, 11, 25}));
    assert_int_equal(cover(clock_now()).missed, 0);
    assert_true(reminders() > 0);
    clock_hold(world_day(2024, 11, 25));
    assert_int_equal(cover(clock_now()).missed, 0);
    clock_hold(world_day(2024, 11, 26));
    assert_int_equal(cover(clock_now()).missed, cover(clock_now()).expected);
}

/* Window over: closing by the clock alone, late work still taken, nothing new sent, and no way back. */
static void it_closes_by_itself_and_cannot_be_reopened_then(void **state)
{
    (void)state;
    assert_true(str_eq(campaign().state, S("closing")));
    assert_true(reminders() > 0);
    assert_int_equal(change(CAMPAIGN_RESUME, "late"), ST_CONFLICT);
    assert_int_equal(change(CAMPAIGN_CANCEL, "late"), ST_CONFLICT);
    assert_int_equal(change(CAMPAIGN_ARCHIVE, "too soon"), ST_CONFLICT);
    assert_false(campaign_sends(campaign().state));
    world_claim(&W, "916-vhtt", "3a", "https://ninhkieu.cantho.gov.vn/a");
    assert_int_equal(cover(clock_now()).late, 1);
}

static status_t to_reported(db_t *db, void *arg, err_t *err)
{
    static const query_t q_reported = {"t_reported", "UPDATE campaign SET state = 'reported'"};
    (void)arg;
    stmt_t *q = db_query(db, &q_reported, err);
    return q ? stmt_run(q, NULL, err) : ST_STORE;
}

/* Archived: a door that is shut. */
static void an_archived_campaign_takes_nothing(void **state)
{
    (void)state;
    ident_t duty = world_duty(&W, "917-vhtt", "3a");
    assert_ok(store_act(W.st, to_reported, NULL, &W.err), &W.err);
    assert_int_equal(reminders(), 0);
    assert_ok(store_act(W.st, acknowledge_act, &duty, &W.err), &W.err); /* beside the report */
    assert_ok(change(CAMPAIGN_ARCHIVE, "Xong"), &W.err);
    duty = world_duty(&W, "918-vhtt", "3a");
    assert_int_equal(store_act(W.st, acknowledge_act, &duty, &W.err), ST_CONFLICT);
    for (int k = 0; k < CAMPAIGN_ACTS; k++) assert_int_equal(change((campaign_act_t)k, "no"), ST_CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pause_costs_nobody_a_day),
        cmocka_unit_test(it_closes_by_itself_and_cannot_be_reopened_then),
        cmocka_unit_test(an_archived_campaign_takes_nothing),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
