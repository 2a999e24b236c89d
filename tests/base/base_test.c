/* SPDX-License-Identifier: Apache-2.0 */
#include "support/check.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/crypto.h"
#include "base/csv.h"
#include "base/file.h"

static void an_arena_stops_at_its_limit_and_says_so(void **state)
{
    (void)state;
    arena_t *a = arena_new(1000);
    assert_non_null(arena_alloc(a, 500));
    assert_false(arena_failed(a));
    assert_null(arena_alloc(a, 600));
    assert_true(arena_failed(a));
    arena_reset(a);
    assert_false(arena_failed(a));
    assert_non_null(arena_alloc(a, 900));
    assert_null(arena_array(a, SIZE_MAX / 2, 4));
    arena_free(a);
}

static void arena_memory_is_zeroed_and_aligned_also_after_reset(void **state)
{
    (void)state;
    arena_t *a = arena_new(1 << 20);
    for (int round = 0; round < 3; round++) {
        for (size_t n = 1; n < 3000; n += 97) {
            unsigned char *p = arena_alloc(a, n);
            assert_int_equal((uintptr_t)p % 16, 0);
            for (size_t i = 0; i < n; i++) assert_int_equal(p[i], 0);
            memset(p, 0xAA, n);
        }
        arena_reset(a);
    }
    arena_free(a);
}

static void a_buffer_never_passes_the_limit_it_was_born_with(void **state)
{
    (void)state;
    arena_t *a = arena_new(1 << 16);
    buf_t b = buf_new(a, 10);
    buf_putz(&b, "12345");
    buf_putz(&b, "67890");
    assert_true(buf_ok(&b));
    buf_putc(&b, 'x');
    assert_false(buf_ok(&b));
    buf_putz(&b, "");
    assert_int_equal(b.n, 10);
    vec_t v = vec_new(a, sizeof(int), 3);
    for (int i = 0; i < 3; i++) assert_non_null(vec_push(&v));
    assert_null(vec_push(&v));
    assert_true(v.failed);
    arena_free(a);
}

static void escaping_leaves_nothing_that_the_next_reader_would_run(void **state)
{
    (void)state;
    arena_t *a = arena_new(1 << 16);
    buf_t b = buf_new(a, 1000);
    buf_html(&b, S("<a href=\"x\" b='&'>"));
    assert_str(buf_str(&b), "&lt;a href=&quot;x&quot; b=&#39;&amp;&#39;&gt;");
    b = buf_new(a, 1000);
    buf_json(&b, S("\"\\\n\x01</script>\xFFđ"));
    assert_str(buf_str(&b), "\"\\\"\\\\\\n\\u0001\\u003c/script\\u003e\xEF\xBF\xBDđ\"");
    b = buf_new(a, 1000);
    buf_csv(&b, S("=1+1"));
    buf_putc(&b, ',');
    buf_csv(&b, S("-12"));
    buf_putc(&b, ',');
    buf_csv(&b, S("a\"b,c"));
    assert_str(buf_str(&b), "\"'=1+1\",-12,\"a\"\"b,c\"");
    b = buf_new(a, 1000);
    buf_url(&b, S("a b/ầ&=~"));
    assert_str(buf_str(&b), "a%20b%2F%E1%BA%A7%26%3D~");
    arena_free(a);
}

/* The quick writer of texts that are UTF-8 writes what the careful one does, wherever in a block a character stands. */
static void known_texts_are_escaped_alike(void **state)
{
    (void)state;
    arena_t *a = arena_new(1 << 20);
    static const char *const odd[] = {
        "\"",           "\\",           "<", ">", "&", "\n",           "\x7F", "\x01", "\xE2\x80\xA8",
        "\xE2\x80\xA9", "\xE2\x80\x99", "ầ", "đ", "🔔", "\xEF\xBF\xBD", "="};
    for (size_t k = 0; k < sizeof odd / sizeof *odd; k++)
        for (size_t before = 0; before < 40; before++) {
            buf_t text = buf_new(a, 200), one = buf_new(a, 400), two = buf_new(a, 400);
            for (size_t i = 0; i < before; i++) buf_putc(&text, 'a');
            buf_putz(&text, odd[k]);
            buf_putz(&text, odd[k]);
            buf_putz(&text, "zum Schluß");
            buf_json(&one, buf_str(&text));
            buf_json_known(&two, buf_str(&text));
            assert_true(str_eq(buf_str(&one), buf_str(&two)));
        }
    arena_free(a);
}

static void slices_are_cut_and_read_without_reaching_past_their_end(void **state)
{
    (void)state;
    str_t rest = S("a,,b,"), piece;
    const char *want[] = {"a", "", "b", ""};
    for (int i = 0; i < 4; i++) {
        assert_true(str_cut(&rest, ',', &piece));
        assert_str(piece, want[i]);
    }
    assert_false(str_cut(&rest, ',', &piece));
    rest = S("one\r\ntwo\n\nlast");
    const char *lines[] = {"one", "two", "", "last"};
    for (int i = 0; i < 4; i++) {
        assert_true(str_line(&rest, &piece));
        assert_str(piece, lines[i]);
    }
    assert_false(str_line(&rest, &piece));
    int64_t v;
    assert_true(str_int(S("-9223372036854775808"), INT64_MIN, INT64_MAX, &v));
    assert_true(v == INT64_MIN);
    assert_false(str_int(S("9223372036854775808"), INT64_MIN, INT64_MAX, &v));
    assert_false(str_int(S("-"), -10, 10, &v));
    assert_false(str_int(S(" 1"), -10, 10, &v));
    assert_true(str_find(S("abcabc"), S("ca"), 0) == 2);
    assert_true(str_find(S("abc"), S("x"), 9) == SIZE_MAX);
}

static void utf8_is_read_as_unicode_says_and_always_advances(void **state)
{
    (void)state;
    assert_true(utf8_valid(S("Cảnh giác ₫ 𝒜")));
    assert_false(utf8_valid(S("\xC0\x80")));         /* overlong */
    assert_false(utf8_valid(S("\xED\xA0\x80")));     /* surrogate */
    assert_false(utf8_valid(S("\xF4\x90\x80\x80"))); /* past U+10FFFF */
    assert_false(utf8_valid(S("\xE1\xBA")));         /* cut short */
    /* Unicode 15, table 3-8: one replacement for each maximal subpart. */
    str_t s = S("\xE1\x80\xE2\xF0\x91\x92\xF1\xBF\x41");
    uint32_t want[] = {0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 0x41};
    size_t i = 0;
    for (int k = 0; k < 5; k++) assert_int_equal(utf8_next(s, &i), want[k]);
    assert_int_equal(i, s.n);
    for (uint32_t c = 0; c <= 0x10FFFF; c += 7) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        char out[4];
        str_t one = {out, utf8_put(c, out)};
        i = 0;
        assert_true(utf8_valid(one));
        assert_int_equal(utf8_next(one, &i), c);
        assert_int_equal(i, one.n);
    }
}

static void the_calendar_knows_every_day_and_refuses_the_31st_of_february(void **state)
{
    (void)state;
    assert_false(date_valid((date_t){2024, 2, 30}));
    assert_true(date_valid((date_t){2024, 2, 29}));
    assert_false(date_valid((date_t){2023, 2, 29}));
    assert_false(date_valid((date_t){1900, 2, 29}));
    ms_t t = date_start((date_t){1970, 1, 1});
    assert_true(t == -MS_VIETNAM);
    date_t d = {1899, 12, 31};
    for (int y = 1900; y <= 2199; y++) {
        d = date_of(date_start((date_t){y, 3, 1}) - 1);
        assert_int_equal(d.m, 2);
        assert_int_equal(d.d, date_valid((date_t){y, 2, 29}) ? 29 : 28);
    }
    /* "đến hết ngày 20/11/2024" in Viet Nam is 16:59:59.999 UTC. */
    char iso[32];
    ms_t end = date_end((date_t){2024, 11, 20});
    ms_iso_utc(end, iso);
    assert_string_equal(iso, "2024-11-20T16:59:59Z");
    ms_iso(end, iso);
    assert_string_equal(iso, "2024-11-20T23:59:59+07:00");
    ms_t back;
    assert_true(ms_parse(S("2024-11-20T23:59:59.999+07:00"), &back));
    assert_true(back == end);
    assert_true(ms_parse(S("2024-11-20T16:59:59Z"), &back));
    assert_true(ms_parse(S("2024-11-20"), &back));
    assert_true(back == date_start((date_t){2024, 11, 20}));
    assert_false(ms_parse(S("2024-02-31"), &back));
    assert_false(ms_parse(S("2024-11-20T24:00"), &back));
    assert_false(ms_parse(S("2024-11-20T10:00+7"), &back));
    assert_true(date_parse(S("1/7/2025"), &d));
    assert_false(date_parse(S("31/02/2024"), &d));
    ms_vn_time(MS_NEVER, iso);
    assert_string_equal(iso, "");
}

static void the_clock_can_be_held_and_shifted(void **state)
{
    (void)state;
    clock_hold(1000);
    assert_true(clock_now() == 1000);
    clock_shift(50);
    assert_true(clock_now() == 1050);
    assert_true(clock_wall() == 1000);
    clock_shift(0);
    clock_hold(MS_NEVER);
    assert_true(clock_now() > date_start((date_t){2024, 1, 1}));
}

static void ids_sort_in_the_order_they_were_made(void **state)
{
    (void)state;
    ident_t before = ident_new();
    for (int i = 0; i < 20000; i++) {
        ident_t next = ident_new();
        assert_true(memcmp(before.b, next.b, 16) < 0);
        before = next;
    }
    char text[IDENT_TEXT];
    ident_text(before, text);
    ident_t back;
    assert_true(ident_parse(str_of(text), &back));
    assert_true(ident_eq(before, back));
    assert_int_equal(before.b[6] >> 4, 7);
    assert_int_equal(before.b[8] >> 6, 2);
    assert_true(ident_time(before) <= clock_now() + 50);
    assert_false(ident_parse(S("0192f0c0-0000-7000-8000-00000000000"), &back));
    assert_false(ident_parse(S("0192f0c0x0000-7000-8000-000000000000"), &back));
    assert_true(ident_eq(ident_named(S("unit"), S("916")), ident_named(S("unit"), S("916"))));
    assert_false(ident_eq(ident_named(S("unit"), S("916")), ident_named(S("unit9"), S("16"))));
}

static void hashes_agree_with_published_vectors(void **state)
{
    (void)state;
    char hex[65];
    digest_hex(sha256(S("abc")), hex); /* FIPS 180-2, appendix B.1 */
    assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    digest_hex(hmac256(S("Jefe"), S("what do ya want for nothing?")), hex); /* RFC 4231, case 2 */
    assert_string_equal(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    sha256_t h;
    sha256_start(&h);
    sha256_add(&h, S("a"));
    sha256_add(&h, S("bc"));
    assert_true(digest_eq(sha256_end(&h), sha256(S("abc"))));
    rand_seed(7);
    uint32_t a = rand_below(1000), b = rand_below(1000);
    rand_seed(7);
    assert_int_equal(rand_below(1000), a);
    assert_int_equal(rand_below(1000), b);
    rand_seed(0);
}

static void csv_rows_come_out_as_written_with_their_line(void **state)
{
    (void)state;
    arena_t *a = arena_new(1 << 20);
    err_t err = err_new(LANG_EN);
    str_t f[CSV_FIELDS];
    size_t n;
    csv_t c = csv_new(S("\xEF\xBB\xBF"
                        "code;name\r\n\r\n916;\"Ninh \"\"Kiều\"\"\nhai dòng\"\r\n917;\r\n"));
    assert_ok(csv_row(&c, a, f, &n, &err), &err);
    assert_int_equal(n, 2);
    assert_str(f[0], "code");
    assert_str(f[1], "name");
    assert_ok(csv_row(&c, a, f, &n, &err), &err);
    assert_int_equal(c.line, 3);
    assert_str(f[1], "Ninh \"Kiều\"\nhai dòng");
    assert_ok(csv_row(&c, a, f, &n, &err), &err);
    assert_int_equal(c.line, 5);
    assert_str(f[1], "");
    assert_status(ST_END, csv_row(&c, a, f, &n, &err), &err);
    c = csv_new(S("a,\"open\nnever closed"));
    assert_status(ST_INPUT, csv_row(&c, a, f, &n, &err), &err);
    assert_int_equal(err.line, 1);
    c = csv_new(S("\"a\"b,c\n"));
    assert_status(ST_INPUT, csv_row(&c, a, f, &n, &err), &err);
    arena_free(a);
}

static void a_file_is_written_whole_or_not_at_all(void **state)
{
    (void)state;
    char dir[] = "/tmp/canhgiac-base-XXXXXX", path[64];
    assert_non_null(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/deep/er/file", dir);
    arena_t *a = arena_new(1 << 20);
    err_t err = err_new(LANG_EN);
    str_t got;
    assert_int_not_equal(file_write("/proc/no/such", S("x"), 0600, &err), ST_OK);
    snprintf(path, sizeof path, "%s/deep/er", dir);
    assert_ok(dir_make(path, 0700, &err), &err);
    snprintf(path, sizeof path, "%s/deep/er/file", dir);
    assert_ok(file_write(path, S("first"), 0600, &err), &err);
    assert_ok(file_write(path, S("second"), 0600, &err), &err);
    assert_ok(file_read(a, path, 100, &got, &err), &err);
    assert_str(got, "second");
    assert_status(ST_LIMIT, file_read(a, path, 3, &got, &err), &err);
    assert_status(ST_INPUT, file_read(a, dir, 3, &got, &err), &err);
    map_t m;
    assert_ok(file_map(path, &m, &err), &err);
    assert_str(m.bytes, "second");
    file_unmap(&m);
    unlink(path);
    assert_status(ST_NOT_FOUND, file_read(a, path, 3, &got, &err), &err);
    snprintf(path, sizeof path, "%s/deep/er", dir);
    rmdir(path);
    snprintf(path, sizeof path, "%s/deep", dir);
    rmdir(path);
    rmdir(dir);
    arena_free(a);
}

static void every_status_has_its_exit_and_its_http_answer(void **state)
{
    (void)state;
    for (int s = ST_OK; s <= ST_BUG; s++) {
        assert_in_range(status_exit((status_t)s), 0, 3);
        assert_in_range(status_http((status_t)s), 200, 503);
        assert_true((status_exit((status_t)s) == 0) == (status_http((status_t)s) == 200));
    }
    assert_int_equal(lang_from("vi_VN.UTF-8", 11), LANG_VI);
    assert_int_equal(lang_from("en_US.UTF-8", 11), LANG_EN);
    assert_int_equal(lang_from("entropy", 7), LANG_VI);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_arena_stops_at_its_limit_and_says_so),
        cmocka_unit_test(arena_memory_is_zeroed_and_aligned_also_after_reset),
        cmocka_unit_test(a_buffer_never_passes_the_limit_it_was_born_with),
        cmocka_unit_test(escaping_leaves_nothing_that_the_next_reader_would_run),
        cmocka_unit_test(known_texts_are_escaped_alike),
        cmocka_unit_test(slices_are_cut_and_read_without_reaching_past_their_end),
        cmocka_unit_test(utf8_is_read_as_unicode_says_and_always_advances),
        cmocka_unit_test(the_calendar_knows_every_day_and_refuses_the_31st_of_february),
        cmocka_unit_test(the_clock_can_be_held_and_shifted),
        cmocka_unit_test(ids_sort_in_the_order_they_were_made),
        cmocka_unit_test(hashes_agree_with_published_vectors),
        cmocka_unit_test(csv_rows_come_out_as_written_with_their_line),
        cmocka_unit_test(a_file_is_written_whole_or_not_at_all),
        cmocka_unit_test(every_status_has_its_exit_and_its_http_answer),
    };
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
