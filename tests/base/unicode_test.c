/* SPDX-License-Identifier: Apache-2.0
 *
 * The fold and NFC against ICU and Unicode's own test file: where the fold says something else than NFKC_Casefold with the
 * marks off, it is one of the classes named here, and no other.
 */
#include "base/crypto.h"
#include "base/fold.h"
#include "support/check.h"
#include <stdio.h>
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>

enum { MOST = 256, STRINGS = 300000, LENGTH = 8 };

static const UNormalizer2 *nfkc_cf, *nfc, *nfd;
static USpoofChecker *spoof;
static arena_t *a;

static int setup(void **state)
{
    (void)state;
    UErrorCode e = U_ZERO_ERROR;
    nfkc_cf = unorm2_getNFKCCasefoldInstance(&e);
    nfc = unorm2_getNFCInstance(&e);
    nfd = unorm2_getNFDInstance(&e);
    spoof = uspoof_open(&e);
    a = arena_new(1 << 22);
    return U_SUCCESS(e) && a ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    uspoof_close(spoof);
    arena_free(a);
    return 0;
}

typedef struct text {
    UChar c[MOST];
    int n;
} text_t;

static text_t normal(const UNormalizer2 *by, const text_t *in)
{
    UErrorCode e = U_ZERO_ERROR;
    text_t out;
    out.n = unorm2_normalize(by, in->c, in->n, out.c, MOST, &e);
    assert_true(U_SUCCESS(e));
    return out;
}

static str_t utf8(const text_t *t)
{
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = 0;
    char *out = arena_alloc(a, 4 * MOST);
    u_strToUTF8(out, 4 * MOST, &n, t->c, t->n, &e);
    assert_true(U_SUCCESS(e));
    return (str_t){out, (size_t)n};
}

static bool is_mark(UChar32 c)
{
    return (U_GET_GC_MASK(c) & (U_GC_MN_MASK | U_GC_ME_MASK)) != 0;
}

/* Marks off, blanks of any kind one space. */
static text_t bare(const text_t *in)
{
    text_t out = {.n = 0};
    for (int i = 0; i < in->n;) {
        UChar32 c;
        U16_NEXT(in->c, i, in->n, c);
        if (is_mark(c)) continue;
        bool blank = u_isUWhiteSpace(c) || c < ' ';
        if (blank && out.n && out.c[out.n - 1] == ' ') continue;
        U16_APPEND_UNSAFE(out.c, out.n, blank ? ' ' : c);
    }
    return out;
}

/* What ICU alone makes of it. */
static str_t by_icu(const text_t *in)
{
    text_t t = normal(nfkc_cf, in);
    t = normal(nfd, &t);
    t = bare(&t);
    return utf8(&t);
}

static text_t of_one(UChar32 c)
{
    text_t t = {.n = 0};
    U16_APPEND_UNSAFE(t.c, t.n, c);
    return t;
}

static str_t skeleton(const text_t *in)
{
    UErrorCode e = U_ZERO_ERROR;
    text_t t;
    t.n = uspoof_getSkeleton(spoof, 0, in->c, in->n, t.c, MOST, &e);
    assert_true(U_SUCCESS(e));
    t = normal(nfd, &t);
    t = bare(&t);
    for (int i = 0; i < t.n; i++) t.c[i] = (UChar)u_tolower(t.c[i]);
    return utf8(&t);
}

/* Skeleton against skeleton: of the character, or of its capital. The skeleton of "1" and "I" is "l". */
static bool drawn_alike(UChar32 c, str_t folded)
{
    if (folded.n != 1) return false;
    text_t own = of_one(c), big = of_one(u_toupper(c)), small = of_one(u_tolower(c)), letter = of_one(folded.p[0]);
    text_t capital = of_one(u_toupper(folded.p[0]));
    str_t is[] = {skeleton(&own), skeleton(&big), skeleton(&small)};
    for (int i = 0; i < 3; i++)
        if (str_eq(is[i], skeleton(&letter)) || str_eq(is[i], skeleton(&capital))) return true;
    return false;
}

static const char *name_of(UChar32 c)
{
    static char name[160];
    UErrorCode e = U_ZERO_ERROR;
    name[0] = '\0';
    u_charName(c, U_UNICODE_CHAR_NAME, name, sizeof name, &e);
    return name;
}

/* Named after one Latin letter, or after two ("AE"). */
static bool named_so(UChar32 c, str_t folded)
{
    char want[32];
    const char *name = name_of(c);
    if (!strstr(name, "LATIN") && !strstr(name, "REGIONAL INDICATOR")) return false;
    for (size_t n = 1; n <= 2 && n <= folded.n; n++) {
        snprintf(want, sizeof want, " %.*s", (int)n, folded.p);
        for (char *p = want; *p; p++) *p = (char)u_toupper(*p);
        for (const char *at = strstr(name, want); at && n == folded.n; at = strstr(at + 1, want))
            if (at[n + 1] == '\0' || at[n + 1] == ' ') return true;
    }
    return strstr(name, "DOTLESS I") || strstr(name, "LETTER ETH");
}

enum { SAME, BLANK, HOST_DOT, DIGIT, NAMED, ALIKE, PALOCHKA, HANGUL, ABOVE, LONG, CIRCLED, INSIDE, IOTA, CLASSES };
static const char *const classes[CLASSES] = {
    "as NFKC_Casefold without marks",
    "a blank",
    "the dot of a host in other scripts",
    "a digit of another script",
    "named after a Latin letter",
    "drawn like a Latin letter or digit",
    "the palochka, a stroke: l",
    "a Hangul syllable, left composed",
    "above U+20000, left as it is",
    "more than three bytes for one, left as it is",
    "a circled digit",
    "several characters, one of which has a class of its own",
    "the iota below, a mark like others, and letters with it",
};

static int class_of(UChar32 c, str_t icu, str_t ours)
{
    size_t size = (size_t)U8_LENGTH(c);
    if (str_eq(icu, ours)) return SAME;
    if (c == 0x2800 || (ours.n == 1 && ours.p[0] == ' ' && (u_isUWhiteSpace(c) || c < ' '))) return BLANK;
    text_t whole = of_one(c), apart = normal(nfd, &whole);
    if (u_memchr(apart.c, 0x345, apart.n)) return IOTA;
    if (c == 0x3002 || c == 0xFF61) return HOST_DOT;
    if (c == 0x4C0 || c == 0x4CF) return PALOCHKA;
    if (c >= 0xAC00 && c < 0xD7A4) return HANGUL;
    if (c >= 0x20000) return ABOVE;
    if (icu.n > 3 * size && ours.n == size) return LONG;
    if (u_charType(c) == U_DECIMAL_DIGIT_NUMBER && ours.n == 1 && ours.p[0] == '0' + u_charDigitValue(c)) return DIGIT;
    if (strstr(name_of(c), "CIRCLED") && ours.n == 1 && u_getNumericValue(c) == ours.p[0] - '0') return CIRCLED;
    if (named_so(c, ours)) return NAMED;
    if (drawn_alike(c, ours)) return ALIKE;
    return CLASSES;
}

/* Of each character that ICU takes apart, every part folds alone as it folds here. */
static bool parts_explain(const text_t *in, str_t ours)
{
    text_t t = normal(nfkc_cf, in);
    t = normal(nfd, &t);
    t = bare(&t);
    buf_t b = buf_new(a, 1024);
    for (int i = 0; i < t.n;) {
        UChar32 c;
        U16_NEXT(t.c, i, t.n, c);
        text_t one = of_one(c);
        buf_put(&b, fold_dup(a, utf8(&one)));
    }
    return str_eq(buf_str(&b), ours);
}

static void every_character_folds_as_icu_says_or_for_a_reason(void **state)
{
    (void)state;
    size_t n[CLASSES] = {0}, wrong = 0;
    for (UChar32 c = 1; c < 0x110000; c++) {
        if (U_IS_SURROGATE(c)) continue;
        arena_reset(a);
        text_t in = of_one(c);
        str_t ours = fold_dup(a, utf8(&in)), icu = by_icu(&in);
        int k = class_of(c, icu, ours);
        if (k == CLASSES && parts_explain(&in, ours)) k = INSIDE;
        if (k < CLASSES)
            n[k]++;
        else if (wrong++ < 20)
            print_message("U+%04X %s: \"%.*s\", ICU \"%.*s\"\n", (unsigned)c, name_of(c), STRF(ours), STRF(icu));
        assert_str(fold_dup(a, ours), str_z(a, ours)); /* folding a fold changes nothing */
    }
    for (int k = 0; k < CLASSES; k++) print_message("%8zu %s\n", n[k], classes[k]);
    assert_int_equal(wrong, 0);
}

/* Rich in Vietnamese, marks, look-alikes and noise. */
static UChar32 some(void)
{
    static const UChar32 from[][2] = {{0x20, 0x7E},   {0xC0, 0x1B4},     {0x1EA0, 0x1EF9}, {0x300, 0x36F},
                                      {0x370, 0x52F}, {0x2000, 0x206F},  {0x2100, 0x214F}, {0xFF01, 0xFF5E},
                                      {0x900, 0x97F}, {0x1D400, 0x1D7FF}};
    size_t k = rand_below(12);
    if (k < 10) return from[k][0] + (UChar32)rand_below((uint32_t)(from[k][1] - from[k][0] + 1));
    UChar32 c = (UChar32)rand_below(0x1FFFF) + 1;
    return U_IS_SURROGATE(c) ? 'a' : c;
}

static bool agrees_alone(UChar32 c)
{
    text_t t = of_one(c);
    return str_eq(fold_dup(a, utf8(&t)), by_icu(&t));
}

static bool hangul(UChar32 c)
{
    return (c >= 0xAC00 && c < 0xD7A4) || (c >= 0x1100 && c < 0x1200);
}

/* Texts of characters that agree alone agree whole; and the three forms of one text fold to one. */
static void random_texts_fold_as_icu_says(void **state)
{
    (void)state;
    size_t compared = 0;
    rand_seed(15);
    for (size_t k = 0; k < STRINGS; k++) {
        arena_reset(a);
        text_t t = {.n = 0};
        bool all = true, korean = false;
        for (int i = 0; i < LENGTH; i++) {
            UChar32 c = some();
            all = all && agrees_alone(c);
            korean = korean || hangul(c);
            U16_APPEND_UNSAFE(t.c, t.n, c);
        }
        str_t ours = fold_dup(a, utf8(&t));
        if (all) {
            str_t icu = by_icu(&t);
            if (!str_eq(ours, icu)) fail_msg("\"%.*s\", ICU \"%.*s\"", STRF(ours), STRF(icu));
            compared++;
        }
        text_t composed = normal(nfc, &t), apart = normal(nfd, &t);
        if (!korean && !str_eq(fold_dup(a, utf8(&composed)), ours)) fail_msg("NFC of \"%.*s\"", STRF(utf8(&t)));
        if (!korean && !str_eq(fold_dup(a, utf8(&apart)), ours)) fail_msg("NFD of \"%.*s\"", STRF(utf8(&t)));
        assert_str(fold_dup(a, ours), str_z(a, ours));
        assert_str(nfc_dup(a, utf8(&t)), str_z(a, utf8(&composed)));
    }
    print_message("%d texts, %zu of them without a character of another class\n", STRINGS, compared);
    assert_true(compared > STRINGS / 100);
}

/* --- Unicode's own test file: columns c1 … c5 of code points in hexadecimal --- */

static bool column(char **p, text_t *out)
{
    out->n = 0;
    while (**p && **p != ';') {
        char *end;
        UChar32 c = (UChar32)strtol(*p, &end, 16);
        if (end == *p) return false;
        U16_APPEND_UNSAFE(out->c, out->n, c);
        *p = end;
    }
    (*p)++;
    return true;
}

static void nfc_passes_the_test_of_unicode(void **state)
{
    (void)state;
    FILE *f = popen("zstd -qdc '" SHARED "/ref_unicode/NormalizationTest.txt.zst' 2>/dev/null", "r");
    char line[4096];
    size_t rows = 0;
    while (f && fgets(line, sizeof line, f)) {
        char *p = line;
        text_t c[5];
        bool row = line[0] != '#' && line[0] != '@' && line[0] != '\n';
        for (int k = 0; row && k < 5; k++) row = column(&p, &c[k]);
        if (!row) continue;
        arena_reset(a);
        for (int k = 0; k < 5; k++) assert_str(nfc_dup(a, utf8(&c[k])), str_z(a, utf8(&c[k < 3 ? 1 : 3])));
        rows++;
    }
    if (f) pclose(f);
    if (!rows) {
        print_message("no NormalizationTest.txt.zst in " SHARED ": skipped\n");
        skip();
    }
    print_message("%zu rows\n", rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_folds_as_icu_says_or_for_a_reason),
        cmocka_unit_test(random_texts_fold_as_icu_says),
        cmocka_unit_test(nfc_passes_the_test_of_unicode),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
