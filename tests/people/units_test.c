/* SPDX-License-Identifier: Apache-2.0
 *
 * The units file: checked whole before any of it is written, and true to its day.
 */
#include "support/check.h"
#include <archive.h>
#include <archive_entry.h>
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

static status_t proved_and_proposed(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    static const ident_t nobody;
    unit_t u;
    status_t s = unit_by_code(db, t->a, S("c"), clock_now(), &u, err);
    if (s != ST_OK) return s;
    return unit_set_places(db, u.id,
                           S("[{\"kind\":\"web\",\"host\":\"a.vn\",\"proved\":7,\"how\":\"meta\"},"
                             "{\"kind\":\"web\",\"host\":\"b.vn\",\"proved\":null},"
                             "{\"kind\":\"web\",\"host\":\"own.vn\",\"proved\":null,\"proposed\":5,\"token\":\"t\"}]"),
                           nobody, err);
}

/* Nor does a file that names hosts forget what the desk knows of them: a proof is work that somebody did. */
static void a_file_with_hosts_keeps_their_proofs(void **state)
{
#define HOSTS_HEAD "code,name,kind,parent,from,to,hosts\n"
    test_t *t = *state;
    unit_t u;
    db_t *db;
    assert_ok(import(t, HOSTS_HEAD "c,C,city,,2004-01-01,,a.vn b.vn\n"), &t->err);
    assert_ok(store_act(t->st, proved_and_proposed, t, &t->err), &t->err);
    assert_ok(import(t, HOSTS_HEAD "c,C,city,,2004-01-01,,b.vn a.vn\n"), &t->err);
    assert_int_equal(t->report.n, 0); /* nothing to say: nothing was written */
    assert_ok(import(t, HOSTS_HEAD "c,C,city,,2004-01-01,,a.vn  new.vn own.vn\n"), &t->err);
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(unit_by_code(db, t->a, S("c"), clock_now(), &u, &t->err), &t->err);
    store_done(t->st, db);
    assert_str(u.places, "[{\"kind\":\"web\",\"host\":\"a.vn\",\"proved\":7,\"how\":\"meta\"},"
                         "{\"kind\":\"web\",\"host\":\"own.vn\",\"proved\":null,\"proposed\":5,\"token\":\"t\"},"
                         "{\"kind\":\"web\",\"host\":\"new.vn\",\"proved\":null}]");
}

/* --- the tree in time --- */

static str_t path_of(test_t *t, const char *code, const char *day)
{
    db_t *db;
    unit_t u = {.path = S("(none)")};
    date_t d;
    err_t quiet = err_new(LANG_EN);
    assert_true(date_parse(str_of(day), &d));
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    if (unit_by_code(db, t->a, str_of(code), date_start(d), &u, &quiet) != ST_OK) u.path = S("(none)");
    store_done(t->st, db);
    return u.path;
}

#define TREE                                                                                                           \
    HEAD "c,City,city,,2004-01-01,,\n"                                                                                 \
         "d1,One,district,c,2004-01-01,,\nd2,Two,district,c,2004-01-01,,\n"                                            \
         "w,Ward,commune,d1,2004-01-01,,\nh,Hamlet,hamlet,w,2010-01-01,,\nt,Team,team,h,2022-01-01,,\n"

/* Law 4: a unit that moves takes along all below it, and on earlier days everything stands where it stood. */
static void a_move_takes_along_what_lies_below(void **state)
{
    test_t *t = *state;
    assert_ok(import(t, TREE), &t->err);
    assert_ok(import(t, HEAD "w,Ward,commune,d1,2004-01-01,2025-07-01,w:1:1668\nw,Ward,commune,d2,2025-07-01,,\n"),
              &t->err);
    assert_str(path_of(t, "t", "2025-06-30"), "/c/d1/w/h/t/");
    assert_str(path_of(t, "t", "2025-07-01"), "/c/d2/w/h/t/");
    assert_str(path_of(t, "h", "2024-01-01"), "/c/d1/w/h/");
    assert_true(str_find(t->report, S("moved on 01/07/2025: /c/d1/w/ → /c/d2/w/"), 0) != SIZE_MAX);
    assert_true(str_find(t->report, S("> t Team: /c/d1/w/h/t/ → /c/d2/w/h/t/"), 0) != SIZE_MAX);
    assert_ok(import(t, HEAD "w,Ward,commune,d1,2004-01-01,2025-07-01,w:1:1668\nw,Ward,commune,d2,2025-07-01,,\n"),
              &t->err);
    assert_int_equal(t->report.n, 0); /* once */
}

/* A mistake put right (the same row under another parent) is put right for all below, on all days. */
static void a_corrected_parent_corrects_all_below(void **state)
{
    test_t *t = *state;
    assert_ok(import(t, TREE), &t->err);
    assert_ok(import(t, HEAD "w,Ward,commune,d2,2004-01-01,,\n"), &t->err);
    assert_str(path_of(t, "t", "2023-01-01"), "/c/d2/w/h/t/");
    assert_str(path_of(t, "h", "2011-01-01"), "/c/d2/w/h/");
}

/* A merger moves the hamlets of the merged ward under its heir; a split must say where each goes. */
static void a_merger_moves_what_lay_below(void **state)
{
    test_t *t = *state;
    assert_ok(import(t, TREE "x,X,commune,d1,2004-01-01,,\ny,Y,commune,d1,2004-01-01,,\n"), &t->err);
    assert_status(ST_INPUT, import(t, HEAD "w,Ward,commune,d1,2004-01-01,2024-11-01,x:0.5:1192|y:0.5:1192\n"), &t->err);
    assert_string_equal(t->err.code, "units.orphans");
    assert_str(path_of(t, "h", "2024-11-02"), "/c/d1/w/h/"); /* nothing was changed */
    assert_ok(import(t, HEAD "w,Ward,commune,d1,2004-01-01,2024-11-01,x:1:1192\n"), &t->err);
    assert_str(path_of(t, "t", "2024-10-31"), "/c/d1/w/h/t/");
    assert_str(path_of(t, "t", "2024-11-01"), "/c/d1/x/h/t/");
    assert_true(str_find(t->report, S("- w Ward ends on 01/11/2024, becomes x (1)"), 0) != SIZE_MAX);
}

/* Every row that is refused is said, not only the first. */
static void all_refused_rows_are_told(void **state)
{
    test_t *t = *state;
    assert_status(ST_INPUT,
                  import(t, HEAD "a,A,village,,2020-01-01,,\nb,B,city,,2020-02-31,,\n,C,city,,2020-01-01,,\n"),
                  &t->err);
    assert_int_equal(t->err.line, 2);
    assert_true(str_find(t->report, S("Line 3: "), 0) != SIZE_MAX && str_find(t->report, S("Line 4: "), 0) != SIZE_MAX);
}

/* A sheet as an office keeps it: a title, Vietnamese columns and kinds, semicolons, thousands apart; also as UTF-16. */
static void vietnamese_columns_are_read(void **state)
{
    test_t *t = *state;
    const char *csv = "DANH SÁCH ĐƠN VỊ\r\n\r\nMã đơn vị;Tên đơn vị;Loại;Đơn vị cấp trên;Từ ngày;Số hộ\r\n"
                      "x1;Phường Một;Phường;;01/07/2025;1.234\r\nx2;Ấp Hai;ấp;x1;2025-07-01;\r\n";
    assert_ok(import(t, csv), &t->err);
    assert_str(path_of(t, "x2", "2025-07-02"), "/x1/x2/");
    assert_true(str_find(t->report, S("(commune)"), 0) != SIZE_MAX &&
                str_find(t->report, S("(hamlet)"), 0) != SIZE_MAX);
    buf_t wide = buf_new(t->a, 1 << 16);
    buf_put(&wide, S("\xFF\xFE"));
    str_t all = str_of(csv);
    for (size_t i = 0; i < all.n;) {
        uint32_t c = utf8_next(all, &i);
        buf_putc(&wide, (char)(c & 255));
        buf_putc(&wide, (char)(c >> 8));
    }
    t->csv = buf_str(&wide);
    assert_ok(store_act(t->st, act, t, &t->err), &t->err);
    assert_int_equal(t->report.n, 0);
    assert_status(ST_INPUT, import(t, "Mã;Tên;Loại;Từ ngày;Số hộ\ny1;Xã;xã;2025-07-01;12.34\n"), &t->err);
    assert_status(ST_INPUT, import(t, "một;hai;ba;bốn\n1;2;3;4\n"), &t->err);
    assert_string_equal(t->err.code, "units.header");
}

/* A code that another unit bears at that time is refused, whichever file brought that one. */
static void a_code_in_use_is_refused(void **state)
{
    test_t *t = *state;
    assert_ok(import(t, TREE), &t->err);
    assert_status(ST_INPUT, import(t, HEAD "w,Other,commune,d1,2020-01-01,,\n"), &t->err);
    assert_string_equal(t->err.code, "units.in-use");
}

typedef struct part {
    const char *name, *text;
} part_t;

static str_t xlsx(test_t *t, const part_t *parts, size_t n)
{
    static char out[1 << 16];
    size_t used = 0;
    struct archive *a = archive_write_new();
    archive_write_set_format_zip(a);
    assert_int_equal(archive_write_open_memory(a, out, sizeof out, &used), ARCHIVE_OK);
    for (size_t i = 0; i < n; i++) {
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_pathname(e, parts[i].name);
        archive_entry_set_size(e, (la_int64_t)strlen(parts[i].text));
        archive_entry_set_filetype(e, AE_IFREG);
        assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
        archive_write_data(a, parts[i].text, strlen(parts[i].text));
        archive_entry_free(e);
    }
    archive_write_close(a);
    archive_write_free(a);
    return str_dup(t->a, (str_t){out, used});
}

#define CELL(ref, text) "<c r='" ref "' t='inlineStr'><is><t>" text "</t></is></c>"

/* A workbook says the same as a CSV file; its days are numbers, its texts shared or not. */
static void a_workbook_reads_as_csv(void **state)
{
    test_t *t = *state;
    part_t parts[] = {
        {"xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='x' r:id='r7'/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<Relationships><Relationship Id='r7' Target='worksheets/s.xml'/></Relationships>"},
        {"xl/sharedStrings.xml", "<sst><si><t>Thành phố Cần Thơ</t></si></sst>"},
        {"xl/worksheets/s.xml",
         "<worksheet><sheetData><row r='1'>" CELL("A1", "code") CELL("B1", "name") CELL("C1", "kind") CELL("D1", "from")
             CELL("F1", "households") "</row><row r='3'><c r='A3'><v>92</v></c><c r='B3' t='s'><v>0</v></c>" CELL(
                 "C3", "city") "<c "
                               "r='D3'><v>37987</v></c><c r='F3'><v>4000000</v></c></row></sheetData></worksheet>"},
    };
    str_t csv;
    unit_t u;
    db_t *db;
    assert_ok(units_table(t->a, xlsx(t, parts, 4), &csv, &t->err), &t->err);
    t->csv = csv;
    assert_ok(store_act(t->st, act, t, &t->err), &t->err);
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(unit_by_code(db, t->a, S("92"), clock_now(), &u, &t->err), &t->err);
    store_done(t->st, db);
    assert_str(u.name, "Thành phố Cần Thơ");
    assert_int_equal(u.households, 4000000);
    assert_true(u.from == date_start((date_t){2004, 1, 1}));
    assert_status(ST_INPUT, units_table(t->a, xlsx(t, parts, 1), &csv, &t->err), &t->err);
    assert_string_equal(t->err.code, "paper.no-sheet");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_bad_file_is_refused_with_its_line_and_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_merger_changes_no_earlier_day, setup, teardown),
        cmocka_unit_test_setup_teardown(an_old_encoding_is_converted_and_named, setup, teardown),
        cmocka_unit_test_setup_teardown(names_are_composed, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_without_hosts_keeps_the_places, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_with_hosts_keeps_their_proofs, setup, teardown),
        cmocka_unit_test_setup_teardown(a_move_takes_along_what_lies_below, setup, teardown),
        cmocka_unit_test_setup_teardown(a_corrected_parent_corrects_all_below, setup, teardown),
        cmocka_unit_test_setup_teardown(a_merger_moves_what_lay_below, setup, teardown),
        cmocka_unit_test_setup_teardown(all_refused_rows_are_told, setup, teardown),
        cmocka_unit_test_setup_teardown(vietnamese_columns_are_read, setup, teardown),
        cmocka_unit_test_setup_teardown(a_code_in_use_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_workbook_reads_as_csv, setup, teardown),
    };
    return cmocka_run_group_tests_name("units", tests, NULL, NULL);
}
