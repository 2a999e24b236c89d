/* SPDX-License-Identifier: Apache-2.0
 *
 * Passing down: a district's office gives its wards what the city's letter asks, and the tree of both is measured.
 */
#include "people/people.h"
#include "report_world.h"

static world_t W;
static ident_t office, child;

static ident_t unit_of(const char *code)
{
    db_t *db;
    unit_t u;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(unit_by_code(db, W.a, str_of(code), world_day(2024, 10, 28), &u, &W.err), &W.err);
    store_done(W.st, db);
    return u.id;
}

static int setup(void **state)
{
    (void)state;
    report_world_begin(&W);
    office = unit_of("916-vhtt");
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
    ident_t parent, unit, out;
    dispatch_t d;
    size_t duties;
} act_t;

static status_t pass(db_t *db, void *arg, err_t *err)
{
    act_t *x = arg;
    return dispatch_pass_down(db, W.a, x->parent, x->unit, W.drafter, &x->out, err);
}

static status_t confirm(db_t *db, void *arg, err_t *err)
{
    act_t *x = arg;
    status_t s = dispatch_confirm(db, W.a, &x->d, W.drafter, err);
    return s == ST_OK ? dispatch_submit(db, W.a, x->d.id, W.drafter, err) : s;
}

static status_t sign_and_send(db_t *db, void *arg, err_t *err)
{
    act_t *x = arg;
    status_t s = dispatch_sign(db, x->d.id, W.signer, err);
    return s == ST_OK ? dispatch_send(db, W.a, x->d.id, W.signer, &x->duties, err) : s;
}

static status_t take(db_t *db, void *arg, err_t *err)
{
    return duty_acknowledge(db, *(const ident_t *)arg, W.drafter, err);
}

static dispatch_t get(ident_t id)
{
    db_t *db;
    dispatch_t d;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(dispatch_get(db, W.a, id, &d, &W.err), &W.err);
    store_done(W.st, db);
    return d;
}

/* The draft carries what the unit owes and nothing else. */
static void a_unit_passes_down_what_it_received(void **state)
{
    (void)state;
    act_t x = {.parent = W.city.dispatch, .unit = unit_of("916")};
    assert_status(ST_DENIED, store_act(W.st, pass, &x, &W.err), &W.err); /* the district received nothing */
    x.unit = office;
    assert_ok(store_act(W.st, pass, &x, &W.err), &W.err);
    child = x.out;
    dispatch_t d = get(child);
    assert_true(ident_eq(d.parent, W.city.dispatch));
    assert_true(ident_eq(d.from_unit, office));
    assert_int_equal(d.n_clauses, 4);
    assert_str(d.clauses[0].n, "3a");
    assert_str(d.clauses[0].units, "");
    assert_str(d.state, "draft");
}

static status_t try_with(act_t *x)
{
    return store_act(W.st, confirm, x, &W.err);
}

/* Nobody gives duties outside their own subtree, nor more time than they have. */
static void what_it_may_not_do_is_refused(void **state)
{
    (void)state;
    act_t x = {.d = get(child)};
    x.d.number = 12;
    x.d.symbol = S("VHTT");
    x.d.doc_date = S("2024-10-30");
    for (size_t k = 0; k < x.d.n_clauses; k++) x.d.clauses[k].units = S("kind:commune");
    x.d.clauses[0].units = S("code:syt");
    assert_status(ST_DENIED, try_with(&x), &W.err);
    x.d.clauses[0].units = S("code:917-vhtt");
    assert_status(ST_DENIED, try_with(&x), &W.err);
    x.d.clauses[0].units = S("kind:commune");
    ms_t closes = x.d.closes;
    x.d.closes = closes + MS_DAY;
    assert_status(ST_INPUT, try_with(&x), &W.err);
    x.d.closes = closes;
    x.d.clauses[1].due = date_of(closes + MS_DAY);
    assert_status(ST_INPUT, try_with(&x), &W.err);
    x.d.clauses[1].due.y = 0;
    assert_str(get(child).state, "draft"); /* nothing half-written */
    assert_ok(try_with(&x), &W.err);
    assert_ok(store_act(W.st, sign_and_send, &x, &W.err), &W.err);
    assert_true(x.duties > 20 && x.duties % 4 == 0);
}

/* Duties follow; each level's delay counts from the signature at the top; the report still makes one tree of them. */
static void the_tree_is_measured_from_the_top(void **state)
{
    (void)state;
    clock_hold(world_day(2024, 11, 2));
    ident_t duty = world_duty(&W, "916-cai-khe", "3a");
    assert_ok(store_act(W.st, take, &duty, &W.err), &W.err);
    closing_t c = world_closing(&W, world_day(2024, 11, 3));
    assert_int_equal(c.report.n_dispatches, 2);
    const report_dispatch_t *top = &c.report.dispatches[0], *low = &c.report.dispatches[1];
    assert_int_equal(top->level, 0);
    assert_int_equal(low->level, 1);
    assert_int_equal(low->acknowledged, 1);
    assert_true(low->signed_top == top->signed_top);
    assert_true(low->delay_half == world_day(2024, 11, 2) - world_day(2024, 10, 28));
    assert_int_equal(c.report.all.expected, 79 + low->cover.all.expected);
    /* Wards that ended on 1 November passed theirs on: what they owe is not doubled. */
    for (size_t i = 0; i < low->cover.n_rows; i++)
        if (str_eq(low->cover.rows[i].code, S("916-an-cu")))
            assert_true(low->cover.rows[i].cells[0].state == CELL_NONE);
}

static status_t hold(db_t *db, void *arg, err_t *err)
{
    static const query_t q_hold = {"hold", "UPDATE dispatch SET clauses = replace(clauses, '\"n\":\"3b\",', "
                                           "'\"n\":\"3b\",\"passes_down\":false,') WHERE id = $1"};
    stmt_t *q = db_query(db, &q_hold, err);
    if (!q) return err->status;
    bind_id(q, 1, arg);
    return stmt_run(q, NULL, err);
}

/* A clause for those it names alone goes no further, under its number or another. */
static void a_held_clause_is_not_passed_down(void **state)
{
    (void)state;
    assert_ok(store_act(W.st, hold, &W.city.dispatch, &W.err), &W.err);
    dispatch_t up = get(W.city.dispatch);
    str_t words = STR_NONE;
    for (size_t k = 0; k < up.n_clauses; k++)
        if (up.clauses[k].held) words = up.clauses[k].text;
    assert_non_null(words.p);
    act_t x = {.parent = W.city.dispatch, .unit = unit_of("917-vhtt")};
    assert_ok(store_act(W.st, pass, &x, &W.err), &W.err);
    x.d = get(x.out);
    assert_int_equal(x.d.n_clauses, 3);
    for (size_t k = 0; k < x.d.n_clauses; k++) {
        assert_false(str_eq(x.d.clauses[k].n, S("3b")));
        x.d.clauses[k].units = S("kind:commune");
    }
    x.d.number = 7;
    x.d.symbol = S("VHTT");
    x.d.doc_date = S("2024-11-02");
    x.d.clauses[0].text = words;
    assert_status(ST_DENIED, try_with(&x), &W.err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_passes_down_what_it_received),
        cmocka_unit_test(what_it_may_not_do_is_refused),
        cmocka_unit_test(the_tree_is_measured_from_the_top),
        cmocka_unit_test(a_held_clause_is_not_passed_down),
    };
    return cmocka_run_group_tests_name("tree", tests, setup, teardown);
}
