/* SPDX-License-Identifier: Apache-2.0
 *
 * The units file: checked whole before any of it is written, and true to its day.
 */
#include "support/check.h"
#include <stdio.h>
#include "people/people.h"
#include "support/world.h"

typedef struct test {
    store_t *st;
    char dir[64];
    arena_t *a;
    err_t err;
    str_t csv, report;
} test_t;

static int setup(void **state)
{
    static test_t t;
    t.st = world_store(t.dir);
    t.a = arena_new(64 << 20);
    t.err = err_new(LANG_EN);
    *state = &t;
    return 0;
}

static int teardown(void **state)
{
    test_t *t = *state;
    world_end(t->st, t->dir);
    arena_free(t->a);
    return 0;
}

static status_t act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    static const ident_t nobody;
    return units_import(db, t->a, t->csv, false, nobody, &t->report, err);
}

static status_t import(test_t *t, const char *csv)
{
    t->csv = str_of(csv);
    return store_act(t->st, act, t, &t->err);
}

static size_t alive(test_t *t, const char *day)
{
    db_t *db;
    unit_t *units;
    size_t n = 0;
    date_t d;
    static const ident_t everywhere;
    assert_true(date_parse(str_of(day), &d));
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(unit_list(db, t->a, everywhere, S("commune"), date_start(d), &units, &n, &t->err), &t->err);
    store_done(t->st, db);
    return n;
}

#define HEAD "code,name,kind,parent,from,to,becomes\n"

static void a_bad_file_is_refused_with_its_line_and_changes_nothing(void **state)
{
    test_t *t = *state;
    static const struct {
        const char *csv, *code;
        long line;
    } bad[] = {
        {HEAD "a,A,city,b,2020-01-01,,\nb,B,city,a,2020-01-01,,\n", "units.cycle", 2},
        {HEAD "a,A,city,,2020-01-01,,\na,A,city,,2021-01-01,,\n", "units.twice", 3},
        {HEAD "a,A,city,x,2020-01-01,,\n", "units.parent", 2},
        {HEAD "a,A,village,,2020-01-01,,\n", "units.kind", 2},
        {HEAD "a,A,city,,2020-02-31,,\n", "units.date", 2},
        {HEAD "a,A,city,,2020-01-02,2020-01-01,\n", "units.order", 2},
        {HEAD "c,C,city,,2019-01-01,,\na,A,commune,c,2020-01-01,2021-01-01,z:1\n", "units.successor", 3},
        {HEAD "c,C,city,,2019-01-01,,\na,A,commune,c,2020-01-01,2021-01-01,c:0.5\n", "units.shares", 3},
        {"name\nA\n", "units.header", 1},
        {"", "units.none", 0},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_status(ST_INPUT, import(t, bad[i].csv), &t->err);
        assert_string_equal(t->err.code, bad[i].code);
        assert_int_equal(t->err.line, bad[i].line);
    }
    assert_int_equal(alive(t, "2020-06-01"), 0);
}

/* Law 4: a merger ends units and changes no earlier day; importing again changes nothing. */
static void a_merger_changes_no_earlier_day(void **state)
{
    test_t *t = *state;
    const char *csv = HEAD "c,C,city,,2004-01-01,,\nx,X,commune,c,2004-01-01,2024-11-01,z:1:1192\ny,Y,commune,c,2004-"
                           "01-01,2024-11-01,z:1:1192\n"
                           "z,Z,commune,c,2004-01-01,,\n";
    assert_ok(import(t, csv), &t->err);
    assert_int_equal(alive(t, "2024-10-30"), 3);
    assert_int_equal(alive(t, "2024-11-01"), 1);
    assert_ok(import(t, csv), &t->err);
    assert_int_equal(t->report.n, 0);
}

/* The words of a units file in the encodings of old offices, each byte written from the encoding's own table. */
static void an_old_encoding_is_converted_and_named(void **state)
{
    test_t *t = *state;
    static const struct {
        const char *csv, *name;
    } old[] = {
        {HEAD "c,Ph\xDFng V\xA8n h\xE3"
              "a v\xB5 Th\xABng tin qu\xCB"
              "n c\xF1"
              "a th\xB5nh ph\xE8,city,,2004-01-01,,\n",
         "# TCVN3 (ABC)"},
        {HEAD "c,Pho\xF8ng Va\xEAn ho\xF9"
              "a va\xF8 Tho\xE2ng tin qua\xE4n cu\xFB"
              "a tha\xF8nh pho\xE1,city,,2004-01-01,,\n",
         "# VNI Windows"},
        {HEAD "c,Pho\xCCng V\xE3n ho\xEC"
              "a va\xCC Th\xF4ng tin qu\xE2\xF2n cu\xD2"
              "a tha\xCCnh ph\xF4\xEC,city,,2004-01-01,,\n",
         "# Windows-1258"},
    };
    for (size_t i = 0; i < sizeof old / sizeof *old; i++) {
        unit_t u;
        db_t *db;
        assert_ok(import(t, old[i].csv), &t->err);
        assert_true(str_starts(t->report, str_of(old[i].name)));
        assert_ok(store_read(t->st, &db, &t->err), &t->err);
        assert_ok(unit_by_code(db, t->a, S("c"), clock_now(), &u, &t->err), &t->err);
        store_done(t->st, db);
        assert_str(u.name, "Phòng Văn hóa và Thông tin quận của thành phố");
    }
}

/* A name typed on a Mac comes decomposed; it must be the same name as one typed elsewhere. */
static void names_are_composed(void **state)
{
    test_t *t = *state;
    assert_ok(import(t, HEAD "c,Ca\xCC\x82\xCC\x80n Tho\xCC\x9B,city,,2004-01-01,,\n"), &t->err);
    assert_ok(import(t, HEAD "c,Cần Thơ,city,,2004-01-01,,\n"), &t->err);
    assert_int_equal(t->report.n, 0);
}

static status_t place_act(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    static const ident_t nobody;
    unit_t u;
    status_t s = unit_by_code(db, t->a, S("c"), clock_now(), &u, err);
    return s == ST_OK ? unit_set_places(db, u.id, S("[{\"host\":\"c.gov.vn\",\"proved\":1}]"), nobody, err) : s;
}

/* Importing again does not throw away where a unit's postings may stand. */
static void a_file_without_hosts_keeps_the_places(void **state)
{
    test_t *t = *state;
    unit_t u;
    db_t *db;
    assert_ok(import(t, HEAD "c,C,city,,2004-01-01,,\n"), &t->err);
    assert_ok(store_act(t->st, place_act, t, &t->err), &t->err);
    assert_ok(import(t, HEAD "c,C again,city,,2004-01-01,,\n"), &t->err);
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(unit_by_code(db, t->a, S("c"), clock_now(), &u, &t->err), &t->err);
    store_done(t->st, db);
    assert_str(u.name, "C again");
    assert_str(u.places, "[{\"host\":\"c.gov.vn\",\"proved\":1}]");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_bad_file_is_refused_with_its_line_and_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_merger_changes_no_earlier_day, setup, teardown),
        cmocka_unit_test_setup_teardown(an_old_encoding_is_converted_and_named, setup, teardown),
        cmocka_unit_test_setup_teardown(names_are_composed, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_without_hosts_keeps_the_places, setup, teardown),
    };
    return cmocka_run_group_tests_name("units", tests, NULL, NULL);
}
