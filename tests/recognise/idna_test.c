/* SPDX-License-Identifier: Apache-2.0
 *
 * Host names in other scripts, held against Unicode's own test file and list of look-alikes.
 */
#include "recognise/idna.h"
#include "support/shared.h"

/* \uXXXX and \x{XXXX} of the test files. */
static str_t unescaped(arena_t *a, str_t s)
{
    char *out = arena_alloc(a, s.n + 4);
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        bool brace = i + 3 < s.n && memcmp(s.p + i, "\\x{", 3) == 0;
        if (!brace && !(i + 5 < s.n && memcmp(s.p + i, "\\u", 2) == 0)) {
            out[n++] = s.p[i++];
            continue;
        }
        size_t from = i + (brace ? 3 : 2), end = brace ? str_chr(s, '}', from) : from + 4;
        n += utf8_put((uint32_t)strtoul(str_z(a, str_sub(s, from, end)), NULL, 16), out + n);
        i = end + brace;
    }
    return (str_t){out, n};
}

static bool refused(str_t status)
{
    return status.n > 0 && !str_eq(status, S("[]"));
}

typedef struct tally {
    int rows, wrong;
} tally_t;

static void one_row(arena_t *a, str_t line, tally_t *t)
{
    str_t c[7], rest = str_sub(line, 0, str_chr(line, '#', 0));
    for (int i = 0; i < 7; i++) {
        if (!str_cut(&rest, ';', &c[i])) return;
        c[i] = str_trim(c[i]);
    }
    str_t source = unescaped(a, c[0]), unicode = c[1].n ? unescaped(a, c[1]) : source;
    str_t ascii = c[3].n ? unescaped(a, c[3]) : unicode;
    bool bad = refused(c[4].n ? c[4] : c[2]);
    char got[IDNA_HOST + 1], wide[IDNA_UNICODE];
    size_t n, m;
    bool ok = idna_ascii(source, IDNA_REGISTRY, got, &n);
    bool right = bad ? !ok : ok && str_eq((str_t){got, n}, ascii);
    if (right && !bad && !refused(c[2]))
        right = idna_unicode(source, IDNA_REGISTRY, wide, &m) && str_eq((str_t){wide, m}, unicode);
    t->rows++;
    if (right) return;
    t->wrong++;
    print_error("%.*s: %s \"%.*s\", not \"%.*s\" %.*s\n", STRF(c[0]), ok ? "read as" : "refused", (int)(ok ? n : 0),
                got, STRF(ascii), STRF(c[4].n ? c[4] : c[2]));
}

static void unicodes_own_tests_pass(void **state)
{
    (void)state;
    arena_t *a = arena_new(256 << 20);
    str_t text = shared_or_skip(a, "ref_unicode/IdnaTestV2.txt"), line;
    tally_t t = {0};
    while (str_line(&text, &line))
        if (line.n && line.p[0] != '#') one_row(a, line, &t);
    print_message("IdnaTestV2: %d of %d rows\n", t.rows - t.wrong, t.rows);
    assert_true(t.rows > 6000);
    assert_int_equal(t.wrong, 0);
    arena_free(a);
}

static void punycode_is_turned_back(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"faß.example", "xn--fa-hia.example"},
                                           {"bücher.example", "xn--bcher-kva.example"}};
    char out[IDNA_HOST + 1], wide[IDNA_UNICODE];
    size_t n;
    for (size_t i = 0; i < 2; i++) {
        assert_true(idna_ascii(str_of(pairs[i][0]), IDNA_BROWSER, out, &n));
        assert_str(((str_t){out, n}), pairs[i][1]);
        assert_true(idna_unicode((str_t){out, n}, IDNA_BROWSER, wide, &n));
        assert_str(((str_t){wide, n}), pairs[i][0]);
    }
    assert_false(idna_unicode(S("xn--0"), IDNA_BROWSER, wide, &n));
    assert_false(idna_ascii(S("a\xFF.vn"), IDNA_BROWSER, out, &n));
}

static void the_eye_takes_one_letter_for_another(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"v\u0456etcombank.com", "vietcombank.com"},
                                           {"\u0430\u0441\u0430.vn", "aca.vn"},
                                           {"ng\u00e2n-h\u00e0ng.vn", "ngan-hang.vn"}};
    char out[IDNA_HOST + 1], eye[IDNA_HOST + 1];
    size_t n, m;
    for (size_t i = 0; i < 3; i++) {
        assert_true(idna_ascii(str_of(pairs[i][0]), IDNA_BROWSER, out, &n));
        assert_true(idna_eye((str_t){out, n}, eye, &m));
        assert_str(((str_t){eye, m}), pairs[i][1]);
    }
}

/* Every character that UTS 39 says looks like one plain letter or digit, and that a host can hold, is seen as it. */
static void confusables_look_like_what_they_look_like(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    str_t text = shared_or_skip(a, "ref_unicode/confusables.txt"), line, from, to;
    int asked = 0, wrong = 0;
    while (str_line(&text, &line)) {
        if (!line.n || line.p[0] == '#' || !str_cut(&line, ';', &from) || !str_cut(&line, ';', &to)) continue;
        uint32_t c = (uint32_t)strtoul(str_z(a, str_trim(from)), NULL, 16);
        uint32_t like = (uint32_t)strtoul(str_z(a, str_trim(to)), NULL, 16);
        char host[16] = "a", out[IDNA_HOST + 1], eye[IDNA_HOST + 1], want = (char)(like | 0x20);
        size_t n = utf8_put(c, host + 1), m;
        bool letter =
            like < 0x80 && str_trim(to).n == 4 && ((want >= 'a' && want <= 'z') || (like >= '0' && like <= '9'));
        if (c < 0x80 || !letter || !idna_ascii((str_t){host, n + 1}, IDNA_BROWSER, out, &m)) continue;
        char shown[IDNA_UNICODE];
        size_t k;
        /* A capital is mapped to its small letter before an address bar shows it. */
        if (!idna_unicode((str_t){out, m}, IDNA_BROWSER, shown, &k) || !str_eq((str_t){shown, k}, (str_t){host, n + 1}))
            continue;
        asked++;
        if (idna_eye((str_t){out, m}, eye, &m) && m == 2 && eye[1] == (like >= 'A' ? want : (char)like)) continue;
        wrong++;
        print_error("U+%04X is seen as %.*s\n", (unsigned)c, (int)m, eye);
    }
    print_message("look-alikes: %d of %d\n", asked - wrong, asked);
    assert_true(asked > 300);
    assert_int_equal(wrong, 0);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unicodes_own_tests_pass),
        cmocka_unit_test(punycode_is_turned_back),
        cmocka_unit_test(the_eye_takes_one_letter_for_another),
        cmocka_unit_test(confusables_look_like_what_they_look_like),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
