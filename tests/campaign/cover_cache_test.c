/* SPDX-License-Identifier: Apache-2.0
 *
 * The grid kept in memory is the grid of the tables: after every kind of change, as of any moment, whatever room it has.
 */
#include "campaign/cover_cache.h"
#include "people/people.h"
#include "report_world.h"

static world_t W;
static cover_cache_t *kept, *walked;

static int setup(void **state)
{
    (void)state;
    report_world_begin(&W);
    kept = cover_cache_new((size_t)64 << 20);
    assert_non_null(kept);
    walked = cover_cache_new((size_t)64 << 20);
    assert_non_null(walked);
    cover_cache_walk(walked, 1);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    cover_cache_free(kept);
    cover_cache_free(walked);
    report_world_end(&W);
    return 0;
}

static void same_cells(const coverage_t *x, const coverage_t *y)
{
    assert_int_equal(x->n_rows, y->n_rows);
    assert_int_equal(x->n_clauses, y->n_clauses);
    for (size_t k = 0; k < x->n_rows; k++) {
        const cover_row_t *a = &x->rows[k], *b = &y->rows[k];
        assert_true(ident_eq(a->unit, b->unit));
        assert_true(str_eq(a->name, b->name) && str_eq(a->code, b->code) && str_eq(a->kind, b->kind));
        assert_int_equal(a->ended, b->ended);
        for (size_t c = 0; c < x->n_clauses; c++)
            if (memcmp(&a->cells[c], &b->cells[c], sizeof(cell_t)) != 0)
                fail_msg("%.*s, clause %zu: %s, kept: %s", STRF(a->code), c, cell_name((cell_state_t)a->cells[c].state),
                         cell_name((cell_state_t)b->cells[c].state));
    }
    assert_memory_equal(&x->all, &y->all, sizeof x->all);
}

/* Both ways, now and as of all days since the beginning. */
static void same_as(cover_cache_t *c)
{
    for (ms_t at = world_day(2024, 10, 27); at < clock_now() + 2 * MS_DAY; at += MS_DAY / 2) {
        db_t *db;
        coverage_t x, y;
        assert_ok(store_read(W.st, &db, &W.err), &W.err);
        assert_ok(coverage_of(db, W.a, W.city.dispatch, at, &x, &W.err), &W.err);
        assert_ok(cover_cached(c, db, W.a, W.city.dispatch, at, &y, &W.err), &W.err);
        store_done(W.st, db);
        same_cells(&x, &y);
    }
}

/* Kept by a join and kept up to date, and read anew by walking the indexes. */
static void same(cover_cache_t *c)
{
    same_as(c);
    cover_cache_free(walked);
    walked = cover_cache_new((size_t)64 << 20);
    assert_non_null(walked);
    cover_cache_walk(walked, 1);
    same_as(walked);
}

static status_t wait_a_day(void)
{
    clock_hold(clock_now() + MS_DAY);
    return ST_OK;
}

static void each_change_is_seen_at_once(void **state)
{
    (void)state;
    same(kept);
    assert_ok(wait_a_day(), &W.err);
    world_claim(&W, "syt", "1a", "https://syt.cantho.gov.vn/a");
    same(kept);
    world_look(&W, "syt", "1a", "holds", "exact");
    same(kept);
    assert_ok(wait_a_day(), &W.err);
    world_look(&W, "syt", "1a", "fails", NULL);
    world_claim(&W, "stc", "1a", "https://stc.cantho.gov.vn/a");
    same(kept);
    world_look(&W, "syt", "1a", "fails", NULL);
    world_look(&W, "stc", "1a", "cannot-tell", NULL);
    assert_ok(wait_a_day(), &W.err);
    world_claim(&W, "syt", "1a", "https://syt.cantho.gov.vn/b");
    same(kept);
}

static status_t rename_one(db_t *db, void *arg, err_t *err)
{
    str_t report;
    static const ident_t none;
    (void)arg;
    return units_import(db, W.a,
                        S("code,name,kind,parent,from,to,becomes\n"
                          "syt,Sở Y tế,department,92,2004-01-01,2024-10-30,syt-moi\n"
                          "syt-moi,Sở Sức khỏe,department,92,2024-10-30,,\n"),
                        false, none, &report, err);
}

static status_t revoke(db_t *db, void *arg, err_t *err)
{
    (void)arg;
    return dispatch_revoke(db, W.a, W.city.dispatch, S("Thử"), W.drafter, err);
}

/* Units and the dispatch itself change all rows: everything is read anew. */
static void what_changes_everything_is_seen_too(void **state)
{
    (void)state;
    assert_ok(store_act(W.st, rename_one, NULL, &W.err), &W.err);
    same(kept);
    assert_ok(wait_a_day(), &W.err);
    assert_ok(store_act(W.st, revoke, NULL, &W.err), &W.err);
    same(kept);
}

/* Without room for it the tables are read, and say the same. */
static void without_room_the_tables_are_read(void **state)
{
    (void)state;
    cover_cache_t *small = cover_cache_new(1024);
    same(small);
    same(NULL);
    cover_cache_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_change_is_seen_at_once),
        cmocka_unit_test(what_changes_everything_is_seen_too),
        cmocka_unit_test(without_room_the_tables_are_read),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
