/* SPDX-License-Identifier: Apache-2.0
 *
 * canhgiac.know: what the compiler refuses it names, and what is opened was looked at to its last offset.
 */
#include "support/engine.h"
#include "base/crypto.h"
#include "recognise/compile.h"
#include "recognise/know.h"

/* Tables small enough to read, each whole. */
typedef struct table {
    const char *name, *text;
} table_t;

#define TEXTS4 "\ta\tb\tc\td\n"
static const table_t whole[] = {
    {"brands.tsv", "# comment\nkey\tkind\tname\tnames\tdomains\thotline\tverified\tsource\n"
                   "acb\tbank\tACB\tacb|a chau\tacb.com.vn|acb.vn?\t1900\tpage\t[F]\n"},
    {"banks.tsv", "bin\tbrand\tshort\n970416\tacb\tACB\n"},
    {"signs.tsv", "code\tkind\tweight\twhy_vi\twhy_en\tcheck_vi\tcheck_en\nask-otp\tact\t80" TEXTS4},
    {"phrases.tsv", "sign\tphrase\nask-otp\tgui * ma|code otp\n"},
    {"plain.tsv", "sign\tphrase\n=give\tgui|ck\nask-otp\t=give ? ma * $|@link\nask-otp\t:ask-otp\n"},
    {"forms.tsv", "code\tnumber\tgroup\tname_vi\tname_en\twhen\tlook_vi\tlook_en\texample_vi\texample_en\tsigns_"
                  "vi\tsigns_en\tdo_vi\tdo_en\n"
                  "one\t1\tB\ta\tb\task-otp brand:bank+ask-otp\ta\tb\ta\tb\ta\tb\ta\tb\n"},
    {"steps.tsv", "ask\tvi\ten\nalways\ta\tb\n"},
    {"headlines.tsv",
     "level\tvi\ten\nunsure\ta\tb\nunsure-signs\ta\tb\nofficial\ta\tb\nsuspicious\ta\tb\ndanger\ta\tb\n"},
    {"hosts.tsv", "kind\tname\nshortener\tbit.ly\nending\t.top\n"},
    {"banks.tsv", "bin\tbrand\n970416\tacb\n"},
    {"public_suffix_list.dat", "// comment\nvn\ncom.vn\n*.ck\n!www.ck\n"},
};
enum { TABLES = sizeof whole / sizeof *whole };

/* The whole tables, one of them exchanged (text NULL: missing). */
typedef struct shelf {
    table_t changed;
} shelf_t;

static str_t from_shelf(void *ctx, str_t name)
{
    const shelf_t *s = ctx;
    if (s->changed.name && str_eq(name, str_of(s->changed.name))) return str_of(s->changed.text);
    for (size_t i = 0; i < TABLES; i++)
        if (str_eq(name, str_of(whole[i].name))) return str_of(whole[i].text);
    return STR_NONE;
}

static str_t compiled(arena_t *a)
{
    shelf_t shelf = {{0}};
    err_t err = err_new(LANG_EN);
    str_t out;
    assert_ok(know_compile(a, from_shelf, &shelf, &out, &err), &err);
    return out;
}

static void the_same_tables_give_the_same_bytes(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    str_t one = compiled(a), two = compiled(a);
    assert_true(str_eq(one, two));
    arena_free(a);
}

typedef struct bad {
    table_t table;
    const char *says;
} bad_t;

static const bad_t bad_rows[] = {
    {{"brands.tsv", NULL}, "The knowledge file brands.tsv is missing."},
    {{"brands.tsv", "key\tkind\tname\tnames\tdomains\nacb\tbonk\tACB\tacb\tacb.com.vn\n"},
     "brands.tsv, line 2, column kind"},
    {{"brands.tsv", "key\tkind\tname\tnames\tdomains\nacb\tbank\tACB\t\tacb.com.vn\n"},
     "brands.tsv, line 2, column names"},
    {{"brands.tsv", "key\tkind\tname\tnames\tdomains\nacb\tbank\tACB\tÁ Châu\tacb.com.vn\n"},
     "brands.tsv, line 2, column names"},
    {{"brands.tsv", "key\tkind\tname\tnames\tdomains\nacb\tbank\tACB\tacb|acb\tacb.com.vn\n"},
     "brands.tsv, line 2, column names"},
    {{"brands.tsv", "key\tkind\tname\tnames\tdomains\nacb\tbank\tACB\tacb\tacb com\n"},
     "brands.tsv, line 2, column domains"},
    {{"brands.tsv", "key\tkind\tname\tnames\tdomains\na1\tbank\tA\ta b\t\na1\tbank\tB\tb c\t\n"},
     "brands.tsv, line 3, column key"},
    {{"brands.tsv", "key\tkind\tname\tnames\tdomains\nacb\tbank\tACB\n"}, "brands.tsv, line 2: the row has too few"},
    {{"brands.tsv", "key\tkind\tname\tnames\tdomains\nacb\tbank\tACB\tacb\t\t\t\t\t\n"},
     "brands.tsv, line 2: the row has too few or too many"},
    {{"signs.tsv", "code\tkind\tweight\ta\tb\tc\td\nask-otp\tact\t100" TEXTS4}, "signs.tsv, line 2, column weight"},
    {{"signs.tsv", "code\tkind\tweight\ta\tb\tc\td\nask-otp\tact\t80\ta\t\tc\td\n"}, "signs.tsv, line 2, column b"},
    {{"signs.tsv", "code\tkind\tweight\ta\tb\tc\td\nask-otp\tact\t8" TEXTS4 "ask-otp\tact\t8" TEXTS4},
     "signs.tsv, line 3, column code"},
    {{"phrases.tsv", "sign\tphrase\nask-opt\tgui ma\n\n#\nbsk-otp\tgui ma\n"}, "phrases.tsv, line 5, column sign"},
    {{"phrases.tsv", "sign\tphrase\nask-otp\tgui ma\nask-otp\tgui ma\n"}, "phrases.tsv, line 3, column phrase"},
    {{"phrases.tsv", "sign\tphrase\nask-otp\t* ma\n"}, "phrases.tsv, line 2, column phrase"},
    {{"phrases.tsv", "sign\tphrase\nask-otp\tma *\n"}, "phrases.tsv, line 2, column phrase"},
    {{"phrases.tsv", "sign\tphrase\nask-otp\tmã otp\n"}, "phrases.tsv, line 2, column phrase"},
    {{"phrases.tsv", "sign\tphrase\nask-otp\ta b c d e f g h i j k l m\n"}, "phrases.tsv, line 2, column phrase"},
    {{"phrases.tsv", "sign\tphrase\nask-otp\tma \xFF\n"}, "phrases.tsv, line 2: this is not UTF-8."},
    {{"plain.tsv", NULL}, "The knowledge file plain.tsv is missing."},
    {{"plain.tsv", "sign\tphrase\nask-opt\tgui\n"}, "plain.tsv, line 2, column sign"},
    {{"plain.tsv", "sign\tphrase\nask-otp\tgui * ? ma\n"}, "plain.tsv, line 2, column phrase"},
    {{"plain.tsv", "sign\tphrase\nask-otp\tgui *\n"}, "plain.tsv, line 2, column phrase"},
    {{"plain.tsv", "sign\tphrase\nask-otp\t=give $\n"}, "plain.tsv, line 2, column phrase"},
    {{"plain.tsv", "sign\tphrase\nask-otp\tgui @mail\n"}, "plain.tsv, line 2, column phrase"},
    {{"plain.tsv", "sign\tphrase\nask-otp\t:ask-face\n"}, "plain.tsv, line 2, column phrase"},
    {{"plain.tsv", "sign\tphrase\n=a\tb\n=a\tc\n"}, "plain.tsv, line 3, column phrase"},
    {{"forms.tsv", "a\tb\tc\td\te\twhen\tg\th\ti\tj\tk\tl\tm\tn\no1\t1\tB\ta\tb\tlaw-none\ta\tb\ta\tb\ta\tb\ta\tb\n"},
     "forms.tsv, line 2, column when"},
    {{"forms.tsv", "a\tb\tc\td\te\twhen\tg\th\ti\tj\tk\tl\tm\tn\no1\t1\tB\ta\tb\ttheme-jbo\ta\tb\ta\tb\ta\tb\ta\tb\n"},
     "forms.tsv, line 2, column when"},
    {{"headlines.tsv", "level\tvi\ten\nunsure\ta\tb\n"}, "headlines.tsv, line 0: each level"},
    {{"hosts.tsv", "kind\tname\nshortner\tbit.ly\n"}, "hosts.tsv, line 2, column kind"},
    {{"banks.tsv", "bin\tbrand\tshort\n97041\tacb\tACB\n"}, "banks.tsv, line 2"},
    {{"public_suffix_list.dat", "vn\ncom..vn\n"}, "public_suffix_list.dat, line 2: this is no rule"},
    {{"model.bin", "CGMODEL1"}, "This is no model"},
};

/* A person who edits knowledge is told where to look. */
static void a_bad_row_is_named_by_file_line_and_column(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad_rows / sizeof *bad_rows; i++) {
        arena_t *a = arena_new(64 << 20);
        shelf_t shelf = {bad_rows[i].table};
        err_t err = err_new(LANG_EN);
        str_t out;
        if (know_compile(a, from_shelf, &shelf, &out, &err) != ST_INPUT) fail_msg("row %zu was taken", i);
        if (strncmp(err.text, bad_rows[i].says, strlen(bad_rows[i].says)) != 0) fail_msg("%zu: %s", i, err.text);
        arena_free(a);
    }
}

/* Cut anywhere or changed in any byte, a file is refused, and cleanly. */
static void a_damaged_file_is_refused(void **state)
{
    (void)state;
    arena_t *a = arena_new(256 << 20);
    str_t file = compiled(a);
    char *copy = arena_alloc(a, file.n + 8);
    canhgiac_t *k;
    for (size_t n = 0; n < file.n; n += 1 + n / 7) {
        memcpy(copy, file.p, n);
        assert_int_equal(canhgiac_open(copy, n, a, &k), CANHGIAC_DAMAGED);
    }
    memcpy(copy, file.p, file.n);
    for (size_t i = 0; i < file.n; i += 13) {
        copy[i] ^= 0x20;
        if (canhgiac_open(copy, file.n, a, &k) == CANHGIAC_OK) fail_msg("byte %zu may be changed", i);
        copy[i] ^= 0x20;
    }
    memcpy(copy + 4, file.p, file.n);
    assert_int_equal(canhgiac_open(copy + 4, file.n, a, &k), CANHGIAC_DAMAGED); /* not aligned */
    assert_int_equal(canhgiac_open(NULL, 0, a, &k), CANHGIAC_DAMAGED);
    arena_free(a);
}

/* The file with two bytes of a part changed, its sum made right again: what opening says of it. */
static int opened_with(arena_t *a, str_t file, know_kind_t kind, size_t byte, uint16_t value)
{
    canhgiac_t *k;
    char *copy = arena_alloc(a, file.n);
    memcpy(copy, file.p, file.n);
    know_head_t *h = (know_head_t *)(void *)copy;
    memcpy(copy + h->part[kind].at + byte, &value, sizeof value);
    size_t hashed = offsetof(know_head_t, format);
    h->sum = know_sum(copy + hashed, file.n - hashed);
    return canhgiac_open(copy, file.n, a, &k);
}

/* Behind a text stand words 0: a phrase of such words would end behind it. */
static void a_forged_phrase_is_refused(void **state)
{
    (void)state;
    arena_t *a = arena_new(256 << 20);
    shelf_t shelf = {{"phrases.tsv", "sign\tphrase\nask-otp\tgui * ma otp\nask-otp\tcode otp\n"}};
    err_t err = err_new(LANG_EN);
    str_t file;
    assert_ok(know_compile(a, from_shelf, &shelf, &file, &err), &err);
    const know_head_t *h = (const know_head_t *)(const void *)file.p;
    size_t tries = h->part[KNOW_TRIES].n, told = SIZE_MAX;
    const know_try_t *t = (const know_try_t *)(const void *)(file.p + h->part[KNOW_TRIES].at);
    for (size_t i = 0; i < tries; i++)
        if (t[i].n == 2) told = i; /* "code otp" */
    assert_true(told < tries);
    size_t n = told * sizeof *t + offsetof(know_try_t, n);
    assert_int_equal(opened_with(a, file, KNOW_TRIES, n, 2), CANHGIAC_OK);
    assert_int_equal(opened_with(a, file, KNOW_TRIES, n, 6), CANHGIAC_DAMAGED);
    assert_int_equal(opened_with(a, file, KNOW_ITEMS, 0, 0), CANHGIAC_DAMAGED);
    assert_int_equal(opened_with(a, file, KNOW_ITEMS, 0, KNOW_GAP), CANHGIAC_DAMAGED);
    arena_free(a);
}

/* The memory an engine says it needs is what it takes: one byte of slack more would hide an allocation. */
static void the_engine_fits_the_memory_it_asks_for(void **state)
{
    (void)state;
    str_t file = check_knowledge(S("canhgiac.know"));
    size_t need = canhgiac_memory(file.p, file.n);
    arena_t *a = arena_new(16 << 20);
    canhgiac_t *k;
    char *buffer = arena_raw(a, need);
    assert_true(need > 0 && need < 256 << 10);
    assert_int_equal(canhgiac_open(file.p, file.n, canhgiac_arena(buffer, need), &k), CANHGIAC_OK);
    assert_int_equal(canhgiac_open(file.p, file.n, canhgiac_arena(buffer, need / 2), &k), CANHGIAC_NO_MEMORY);
    assert_null(canhgiac_arena(buffer, 8));
    assert_int_equal(canhgiac_open(file.p, file.n, NULL, &k), CANHGIAC_NO_MEMORY);
    assert_null(canhgiac_arena(buffer, 8));
    arena_free(a);
}

/* Wherever memory ends, the answer is a clean refusal. */
static void too_little_memory_is_refused_wherever_it_ends(void **state)
{
    (void)state;
    static const char text[] = "Vietcombank: tai khoan bi khoa, dang nhap http://vietcombank-xacthuc.top gui ma OTP";
    size_t full = canhgiac_scratch(sizeof text - 1), refused = 0;
    arena_t *a = arena_new(16 << 20);
    verdict_t *v = ARENA_NEW(a, verdict_t);
    char *buffer = arena_raw(a, full);
    check_input_t in = {.text = {text, sizeof text - 1}};
    assert_int_equal(canhgiac_check(know, NULL, &in, v), CANHGIAC_NO_MEMORY); /* a buffer too small for an arena */
    for (size_t size = 300; size <= full; size += 64) {
        int s = canhgiac_check(know, arena_over(buffer, size), &in, v);
        if (s != CANHGIAC_OK && s != CANHGIAC_NO_MEMORY) fail_msg("%d at %zu bytes", s, size);
        refused += s != CANHGIAC_OK;
    }
    assert_int_equal(canhgiac_check(know, arena_over(buffer, full), &in, v), CANHGIAC_OK);
    assert_int_equal(v->level, LEVEL_DANGER);
    assert_true(refused > 0);
    char json[64];
    size_t n;
    assert_int_equal(canhgiac_write(v, in.text, json, sizeof json, &n), CANHGIAC_NO_MEMORY);
    arena_free(a);
}

static void versions_name_what_judged(void **state)
{
    (void)state;
    const char *v = canhgiac_version(know);
    assert_int_equal(strlen(v), strlen("0.1.0+know-00000000+model-00000000+lists-none"));
    assert_memory_equal(v, CANHGIAC_VERSION "+know-", sizeof CANHGIAC_VERSION "+know-" - 1);
    assert_null(strstr(v, "know-00000000"));
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_tables_give_the_same_bytes),
        cmocka_unit_test(a_bad_row_is_named_by_file_line_and_column),
        cmocka_unit_test(a_damaged_file_is_refused),
        cmocka_unit_test(a_forged_phrase_is_refused),
        cmocka_unit_test(the_engine_fits_the_memory_it_asks_for),
        cmocka_unit_test(too_little_memory_is_refused_wherever_it_ends),
        cmocka_unit_test(versions_name_what_judged),
    };
    return cmocka_run_group_tests_name("know", tests, know_setup, know_teardown);
}
