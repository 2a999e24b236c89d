/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fold.h"
#include "support/check.h"

static arena_t *a;

static int setup(void **state)
{
    (void)state;
    a = arena_new(1 << 22);
    return a ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

/* Whatever way a word is written or disguised, its folded form is the same. */
static void disguises_fold_to_one_word(void **state)
{
    (void)state;
    assert_str(fold_dup(a, S("Đường  Nguyễn\tHuệ")), "duong nguyen hue");
    assert_str(fold_dup(a, S("ĐU\xCC\x9BƠ\xCC\x80NG")), "duong"); /* decomposed */
    assert_str(fold_dup(a, S("ｖｉｅｔｃｏｍ 𝐛𝐚𝐧𝐤 ⓞⓣⓟ")), "vietcom bank otp");
    assert_str(fold_dup(a, S("v\xE2\x80\x8Bietc\xD0\xBEm")), "vietcom"); /* zero width, Cyrillic o */
    assert_str(fold_dup(a, S("hòa hoà")), "hoa hoa");
}

/* A finding in the folded text marks the right bytes of the source. */
static void every_folded_byte_knows_its_source(void **state)
{
    (void)state;
    str_t src = S("Mã ỐTP là");
    fold_t f = {.text = arena_alloc(a, fold_bound(src.n)), .origin = ARENA_ARRAY(a, uint32_t, fold_bound(src.n) + 1)};
    fold_into(src, &f);
    size_t at = str_find((str_t){f.text, f.n}, S("otp"), 0);
    assert_str(str_sub(src, f.origin[at], fold_end(src, &f, at + 2)), "ỐTP");
    assert_int_equal(f.origin[f.n], src.n);
    assert_true(f.stats.marks >= 3);
}

static void nfc_makes_one_form(void **state)
{
    (void)state;
    assert_str(nfc_dup(a, S("Vie\xCC\xA3\xCC\x82t Nam")), "Việt Nam");
    assert_str(nfc_dup(a, S("Vi\xC3\xAA\xCC\xA3t")), "Việt"); /* ê + dot below: reordered */
    assert_str(nfc_dup(a, S("a\xFF")), "a\xEF\xBF\xBD");
    assert_str(nfc_dup(a, S("")), "");
}

static void broken_bytes_stay_within_bounds(void **state)
{
    (void)state;
    char bytes[256];
    for (size_t i = 0; i < 256; i++) bytes[i] = (char)i;
    str_t f = fold_dup(a, (str_t){bytes, 256});
    assert_true(f.n <= fold_bound(256));
    assert_true(utf8_valid(f));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(disguises_fold_to_one_word),
        cmocka_unit_test(every_folded_byte_knows_its_source),
        cmocka_unit_test(nfc_makes_one_form),
        cmocka_unit_test(broken_bytes_stay_within_bounds),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
