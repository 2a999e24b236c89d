/* SPDX-License-Identifier: Apache-2.0
 *
 * The campaign of the merged city beside that of 2024: another letter, other units, no line of code; and the first one's duties
 * on today's map, none lost and none doubled.
 */
#include <stdlib.h>
#include "base/file.h"
#include "people/people.h"
#include "report_world.h"

static world_t W;
static can_tho_t second;

static str_t source(const char *path)
{
    const char *root = getenv("SOURCE_ROOT");
    str_t out = STR_NONE;
    assert_ok(file_read(W.a, str_fmt(W.a, "%s/%s", root ? root : ".", path).p, 1 << 20, &out, &W.err), &W.err);
    return out;
}

static status_t import(db_t *db, void *arg, err_t *err)
{
    str_t report;
    static const ident_t none;
    (void)arg;
    return units_import(db, W.a, source("knowledge/units/can-tho-2025.csv"), false, none, &report, err);
}

static status_t begin(db_t *db, void *arg, err_t *err)
{
    unit_t from;
    str_t letter = source("knowledge/letters/trinh-dien-2025.txt");
    campaign_t like = {.slug = S("can-tho-2025"), .title = S("Chậm mà chắc"), .title_en = S("Pause, prevent, protect")};
    (void)arg;
    status_t s = unit_by_code(db, W.a, S("skhcn"), clock_now(), &from, err);
    if (s != ST_OK) return s;
    return campaign_seed(db, W.a, &like, letter, sha256(letter), from.id, W.drafter, W.signer, &second, err);
}

static int setup(void **state)
{
    (void)state;
    report_world_begin(&W);
    clock_hold(world_day(2024, 11, 4));
    world_claim(&W, "916-vhtt", "3a", "https://ninhkieu.cantho.gov.vn/a");
    clock_hold(world_day(2025, 7, 1));
    assert_ok(store_act(W.st, import, NULL, &W.err), &W.err);
    clock_hold(world_day(2025, 10, 13));
    assert_ok(store_act(W.st, begin, NULL, &W.err), &W.err);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    report_world_end(&W);
    return 0;
}

static coverage_t cover(ident_t dispatch, ms_t map)
{
    db_t *db;
    coverage_t c;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(map ? coverage_on_map(db, W.a, dispatch, clock_now(), map, &c, &W.err)
                  : coverage_of(db, W.a, dispatch, clock_now(), &c, &W.err),
              &W.err);
    store_done(W.st, db);
    return c;
}

static const cover_row_t *row(const coverage_t *c, const char *code)
{
    for (size_t k = 0; k < c->n_rows; k++)
        if (str_eq(c->rows[k].code, str_of(code))) return &c->rows[k];
    return NULL;
}

/* 103 communes with three duties each, and nothing of a district. */
static void the_merged_city_has_103_communes_and_no_districts(void **state)
{
    (void)state;
    coverage_t c = cover(second.dispatch, 0);
    size_t communes = 0;
    for (size_t k = 0; k < c.n_rows; k++) {
        assert_false(str_eq(c.rows[k].kind, S("district-office")));
        communes += str_eq(c.rows[k].kind, S("commune"));
    }
    assert_int_equal(communes, 103);
    assert_int_equal(c.n_clauses, 6);
    assert_int_equal(c.sums[3].expected, 103);
    assert_int_equal(c.sums[4].expected, 103);
    assert_int_equal(c.sums[5].expected, 103);
}

/* What the culture office of Ninh Kiều district did stands with a ward of today. Of the sum eight are fewer: four departments
 * became part of others that owed the same two clauses themselves, and owe them once. */
static void the_first_campaign_reads_on_todays_map(void **state)
{
    (void)state;
    coverage_t then = cover(W.city.dispatch, 0), now = cover(W.city.dispatch, clock_now());
    assert_int_equal(then.all.expected, 79);
    assert_int_equal(then.all.claimed, 1);
    assert_int_equal(now.all.expected, 79 - 4 * 2);
    assert_int_equal(now.all.claimed, 1);
    assert_int_equal(row(&then, "916-vhtt")->cells[3].state, CELL_CLAIMED);
    assert_null(row(&then, "31135"));
    assert_non_null(row(&now, "31135"));
    assert_int_equal(row(&now, "31135")->cells[3].state, CELL_CLAIMED);
    assert_int_equal(row(&now, "916-vhtt")->cells[3].state, CELL_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_merged_city_has_103_communes_and_no_districts),
        cmocka_unit_test(the_first_campaign_reads_on_todays_map),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
