/* SPDX-License-Identifier: Apache-2.0 */
#include "support/check.h"
#include "base/crypto.h"
#include "material/code.h"
#include "page/qr.h"

static bool good(const char code[CODE_LEN + 1])
{
    char out[CODE_LEN + 1];
    return code_parse((str_t){code, CODE_LEN}, out, NULL) == ST_OK;
}

/* Exhaustive over positions and characters; the codes themselves are a stride through all 2^25. By linearity of the
 * check one code would do: the stride is there so that the test need not believe that. */
static void any_single_wrong_character_is_found(void **state)
{
    (void)state;
    char code[CODE_LEN + 1];
    for (uint32_t x = 0; x < 1u << 25; x += 104729) {
        code_from(x, code);
        assert_true(good(code));
        for (size_t i = 0; i < CODE_LEN; i++) {
            char was = code[i];
            for (const char *c = CODE_ALPHABET; *c; c++) {
                code[i] = *c;
                assert_int_equal(good(code), *c == was);
            }
            code[i] = was;
        }
    }
}

/* All pairs of different characters at all pairs of places. */
static void any_two_characters_changed_over_are_found(void **state)
{
    (void)state;
    char code[CODE_LEN + 1];
    for (uint32_t x = 0; x < 1u << 25; x += 52361) {
        code_from(x, code);
        for (size_t i = 0; i < CODE_LEN; i++)
            for (size_t j = i + 1; j < CODE_LEN; j++) {
                if (code[i] == code[j]) continue;
                char swapped[CODE_LEN + 1];
                memcpy(swapped, code, sizeof swapped);
                swapped[i] = code[j];
                swapped[j] = code[i];
                assert_false(good(swapped));
            }
    }
}

static void all_numbers_give_different_codes(void **state)
{
    (void)state;
    char a[CODE_LEN + 1], b[CODE_LEN + 1];
    for (int bit = 0; bit < 25; bit++) {
        code_from(0, a);
        code_from(1u << bit, b);
        assert_string_not_equal(a, b);
    }
}

static void a_code_is_read_however_it_was_typed(void **state)
{
    (void)state;
    char code[CODE_LEN + 1], out[CODE_LEN + 1];
    arena_t *a = arena_new(1 << 16);
    code_from(1234567, code);
    for (size_t i = 0; i < CODE_LEN; i++) assert_null(strchr("01OI", code[i]));
    str_t typed[] = {
        str_fmt(a, "  %.3s-%.3s ", code, code + 3),
        str_fmt(a, "%.2s %.2s.%.2s", code, code + 2, code + 4),
        str_fmt(a, "https://example.vn/en/v/%s?u=1", code),
        str_fmt(a, "/v/%s", code),
    };
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        assert_int_equal(code_parse(typed[i], out, NULL), ST_OK);
        assert_string_equal(out, code);
    }
    char lower[CODE_LEN + 1] = {0};
    for (size_t i = 0; i < CODE_LEN; i++) lower[i] = code[i] >= 'A' ? (char)(code[i] | 32) : code[i];
    assert_int_equal(code_parse(str_of(lower), out, NULL), ST_OK);
    assert_string_equal(out, code);
    arena_free(a);
}

static void what_is_no_code_says_why(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *why;
    } bad[] = {
        {"", "code.length"},
        {"23456", "code.length"},
        {"2222222", "code.length"},
        {"22222O", "code.character"},
        {"22222\xE2\x82\xAB", "code.character"},
        {"22223A", "code.check"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char out[CODE_LEN + 1];
        err_t err = err_new(LANG_EN);
        assert_status(ST_INPUT, code_parse(str_of(bad[i].typed), out, &err), &err);
        assert_string_equal(err.code, bad[i].why);
    }
}

static void a_code_can_be_read_over_the_telephone(void **state)
{
    (void)state;
    arena_t *a = arena_new(1 << 16);
    buf_t vi = buf_new(a, 500), en = buf_new(a, 500);
    code_spoken(S("K7M"), LANG_VI, &vi);
    code_spoken(S("K7M"), LANG_EN, &en);
    assert_str(buf_str(&vi), "K như Kim, 7, M như Mai");
    assert_str(buf_str(&en), "K as in Kilo, 7, M as in Mike");
    arena_free(a);
}

static void a_qr_code_is_a_picture_without_script_or_style(void **state)
{
    (void)state;
    arena_t *a = arena_new(4 << 20);
    err_t err = err_new(LANG_EN);
    qr_t q;
    assert_ok(qr_make(a, S("https://example.vn/v/K7M2QX"), &q, &err), &err);
    assert_int_equal(q.width, 29);                                 /* version 3 */
    for (size_t i = 0; i < 7; i++) assert_int_equal(q.dark[i], 1); /* the finder's upper edge */
    str_t svg = qr_svg(a, S("https://example.vn/v/K7M2QX"), &err);
    assert_true(str_starts(svg, S("<svg ")) && str_ends(svg, S("</svg>")));
    assert_int_equal(str_find(svg, S("style"), 0), SIZE_MAX);
    char *large = arena_alloc(a, 1001);
    memset(large, 'a', 1001);
    assert_status(ST_LIMIT, qr_make(a, (str_t){large, 1001}, &q, &err), &err);
    arena_free(a);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_single_wrong_character_is_found),
        cmocka_unit_test(any_two_characters_changed_over_are_found),
        cmocka_unit_test(all_numbers_give_different_codes),
        cmocka_unit_test(a_code_is_read_however_it_was_typed),
        cmocka_unit_test(what_is_no_code_says_why),
        cmocka_unit_test(a_code_can_be_read_over_the_telephone),
        cmocka_unit_test(a_qr_code_is_a_picture_without_script_or_style),
    };
    return cmocka_run_group_tests_name("code", tests, NULL, NULL);
}
