/* SPDX-License-Identifier: Apache-2.0
 *
 * Hosts: read as a browser reads them, cut by the public suffix list, and held beside the names that fakes borrow.
 */
#include "recognise/engine.h"
#include "support/engine.h"
#include "support/shared.h"

static void a_host_is_read_as_a_browser_reads_it(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"EXAMPLE.com", "example.com"},
        {"example.com.", "example.com"},
        {"%65xample.com", "example.com"},
        {"ex%61mple%2Ecom", "example.com"},
        {"www.g\u1EB9o.vn", "www.xn--go-h7s.vn"},
        {"\uFF45xample\u3002com", "example.com"},
        {"fa\u00DF.de", "xn--fa-hia.de"},
        {"127.0.0.1", "127.0.0.1"},
        {"0x7f.1", "127.0.0.1"},
        {"0177.0.0.1", "127.0.0.1"},
        {"2130706433", "127.0.0.1"},
        {"0x7F000001", "127.0.0.1"},
        {"127.1", "127.0.0.1"},
        {"1.2.3", "1.2.0.3"},
        {"0xffffffff", "255.255.255.255"},
        {"[::1]", "[::1]"},
        {"[1:2::3]", "[1:2::3]"},
        {"[2001:DB8:0:0:1:0:0:1]", "[2001:db8::1:0:0:1]"},
        {"[::ffff:1.2.3.4]", "[::ffff:102:304]"},
        {"[1:0:0:0:0:0:0:0]", "[1::]"},
        {"a_b.example", "a_b.example"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        hostname_t h;
        if (!host_read(str_of(pairs[i][0]), &h)) fail_msg("refused: %s", pairs[i][0]);
        assert_str(host_text(&h), pairs[i][1]);
    }
    static const char *const none[] = {"",
                                       ".",
                                       "a..b",
                                       "a b",
                                       "a%00b",
                                       "a%2",
                                       "a<b",
                                       "a^b",
                                       "a|b",
                                       "1.2.3.256",
                                       "1.2.3.4.5",
                                       "0x100000000",
                                       "09.0.0.1",
                                       "a.0x",
                                       "[::1",
                                       "[1]",
                                       "[::1::]",
                                       "[1:2:3:4:5:6:7:8:9]",
                                       "[:::1]",
                                       "[1:]",
                                       "[::1.2.3]",
                                       "[12345::]",
                                       "xn--0.vn",
                                       "a\xFF.vn",
                                       "exa%23mple.org"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        hostname_t h;
        if (host_read(str_of(none[i]), &h)) fail_msg("read as %.*s: %s", (int)h.n, h.text, none[i]);
    }
}

static void an_address_is_split_as_a_browser_splits_it(void **state)
{
    (void)state;
    static const struct {
        const char *address, *host, *user, *rest;
    } rows[] = {
        {"https://vietcombank.com.vn@evil.top/x", "evil.top", "vietcombank.com.vn", "/x"},
        {"http://a@b@c.vn", "c.vn", "a@b", ""},
        {"https:\\\\evil.top\\@vietcombank.com.vn", "evil.top", "", "\\@vietcombank.com.vn"},
        {"//evil.top:8080/a", "evil.top", "", "/a"},
        {"evil.top:8080/a", "evil.top", "", "/a"},
        {"evil.top?x=@y", "evil.top", "", "?x=@y"},
        {"http://[::1]:80/", "[::1]", "", "/"},
        {"hxxps://evil.top", "evil.top", "", ""},
        {"HTTPS:evil.top", "evil.top", "", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        address_t a;
        if (!address_split(str_of(rows[i].address), &a)) fail_msg("refused: %s", rows[i].address);
        assert_str(a.host, rows[i].host);
        assert_str(a.user.p ? a.user : S(""), rows[i].user);
        assert_str(a.rest, rows[i].rest);
    }
    static const char *const none[] = {"javascript:alert(1)", "data:text/html,x", "mailto:a@b.vn", "https://", "",
                                       "http://a:b/"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        address_t a;
        if (address_split(str_of(none[i]), &a)) fail_msg("split: %s", none[i]);
    }
}

static str_t quoted(str_t *line)
{
    str_t piece = STR_NONE;
    if (!str_cut(line, '\'', &piece) || !str_cut(line, '\'', &piece)) return STR_NONE;
    return piece;
}

/* checkPublicSuffix('host', 'registrable' or null) */
static void the_public_suffix_list_passes_its_own_tests(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    str_t text = shared_or_skip(a, "ref_psl/test_psl.txt"), line;
    int rows = 0, wrong = 0;
    while (str_line(&text, &line)) {
        if (!str_starts(line, S("checkPublicSuffix('"))) continue;
        bool none = str_find(line, S(", null"), 0) != SIZE_MAX;
        str_t host = quoted(&line), want = none ? S("") : quoted(&line), got = S("");
        hostname_t h, wanted;
        domain_facts_t f;
        rows++;
        if (host_read(host, &h)) {
            domains_look(&know->domains, host_text(&h), &f);
            got = f.registrable;
        }
        bool same = none ? !got.n : host_read(want, &wanted) && str_eq(got, host_text(&wanted));
        if (same) continue;
        wrong++;
        print_error("%.*s: %.*s, not %.*s\n", STRF(host), STRF(got), STRF(want));
    }
    print_message("test_psl: %d of %d rows\n", rows - wrong, rows);
    assert_true(rows > 70);
    assert_int_equal(wrong, 0);
    arena_free(a);
}

typedef struct likely {
    const char *host, *brand, *sign;
} likely_t;

static void a_fake_names_whom_it_resembles_and_how(void **state)
{
    (void)state;
    static const likely_t rows[] = {
        {"vietcombank-xacthuc.top", "vietcombank", "brand-in-host"},
        {"vn-sacombank.com", "sacombank", "brand-in-host"},
        {"vietcombank.vn-ms.top", "vietcombank", "brand-subdomain"},
        {"msb.com.vn-cz.top", "msb", "brand-subdomain"},
        {"scb.vn-kr.xyz", "scb", "brand-subdomain"},
        {"vietconbank.com", "vietcombank", "lookalike-host"},
        {"vietcornbank.net", "vietcombank", "lookalike-host"},
        {"vvietcombank.com", "vietcombank", "brand-in-host"},
        {"vietc0mbank.net", "vietcombank", "lookalike-host"},
        {"viet-combank.com", "vietcombank", "lookalike-host"},
        {"agrlbank.com", "agribank", "lookalike-host"},
        {"techcombamk.vn", "techcombank", "lookalike-host"},
        {"sacombnak.com", "sacombank", "lookalike-host"},
        {"xn--vetcombank-x2i.com", "vietcombank", "lookalike-host"},
        {"vietcombank.website", "vietcombank", "same-name"},
        {"acb-online.cc", "acb", "brand-in-host"},
        {"vietcomban.vn", "vietcombank", "lookalike-host"},
        {"vietcombank.id.vn", "vietcombank", "brand-in-host"},
        {"m0mo.vn", "momo", "lookalike-host"},
        {"b1dv-online.com", "bidv", "lookalike-host"},
        {"mb-bank.vip", "mb", "lookalike-host"},
        {"vn-post.com", "vnpost", "lookalike-host"},
        {"bid\u1D20.com.vn", "bidv", "lookalike-host"},
        {"vcb-digibank.net", "vietcombank", "brand-in-host"},
        {"shopeevn88.com", "shopee", "brand-in-host"},
        {"https://vietcombank.com.vn@evil.example/", "vietcombank", "brand-subdomain"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        host_verdict_t v;
        assert_true(canhgiac_check_host(know, str_of(rows[i].host), &v));
        if (!v.imitates || !str_eq(v.imitates->key, str_of(rows[i].brand)) || !v.n_signs ||
            !str_eq(v.signs[0], str_of(rows[i].sign)))
            fail_msg("%s: %.*s by %.*s", rows[i].host, STRF(v.imitates ? v.imitates->key : S("nobody")),
                     STRF(v.n_signs ? v.signs[0] : S("nothing")));
    }
}

/* Chromium's exits and ours: chance letters, plurals, the first letter, short names, one's own domain. */
static void honest_neighbours_are_let_alone(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "momokids.com",       "govap.vn",          "govaphospital.com", "service.gov.uk",    "gov.on.ca",
        "generals.com",       "finance.com",       "arena.com",         "apicloud.com",      "hellobank.fr",
        "vietcombank.com.vn", "www.bidv.com.vn",   "kenh14.vn",         "thoitiet.vn",       "acbuilding.com",
        "tiengviet.com",      "bookvip.com",       "alphabet.com",      "bet365.vn.example", "dichvucongchung.com",
        "dichvucongnghe.com", "nganhangdethi.com", "mangov.com"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        host_verdict_t v;
        assert_true(canhgiac_check_host(know, str_of(rows[i]), &v));
        if (v.level >= LEVEL_SUSPICIOUS) fail_msg("%s: %.*s", rows[i], STRF(v.signs[0]));
    }
}

/* "gov" grown on to a name, under an ending that fakes use. */
static void a_state_is_claimed_by_its_word(void **state)
{
    (void)state;
    static const char *const rows[] = {"gdtgov.cfd", "gdtgov-vn.cc", "mps-gov.vn", "dichvucong-vn.xyz",
                                       "dichvucong.info"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        host_verdict_t v;
        bool claims = false;
        assert_true(canhgiac_check_host(know, str_of(rows[i]), &v));
        for (size_t s = 0; s < v.n_signs; s++) claims = claims || str_eq(v.signs[s], S("gov-in-name"));
        if (!claims || v.level < LEVEL_SUSPICIOUS) fail_msg("%s", rows[i]);
    }
}

static void gambling_has_its_shapes(void **state)
{
    (void)state;
    static const char *const shaped[] = {"fun88vip", "i9bet3", "k8bet", "f8bet", "go88", "abc79", "lode8899", "sv88vn"};
    static const char *const not_shaped[] = {"alphabet", "tibet", "route66", "office365",
                                             "bet",      "88",    "catch22", "ielts999"};
    for (size_t i = 0; i < 8; i++)
        if (!host_gamble_shape(str_of(shaped[i]))) fail_msg("%s", shaped[i]);
    for (size_t i = 0; i < 8; i++)
        if (host_gamble_shape(str_of(not_shaped[i]))) fail_msg("%s", not_shaped[i]);
    host_verdict_t v;
    assert_true(canhgiac_check_host(know, S("nhacai-uytin.com"), &v));
    assert_int_equal(v.level, LEVEL_SUSPICIOUS);
}

/* A list and a message judge a host alike: the same signs of the host, the same body, nothing above what the law allows. */
static void a_list_and_a_message_judge_alike(void **state)
{
    (void)state;
    static const char *const rows[] = {"vietcombank-xacthuc.top",
                                       "vietconbank.com",
                                       "msb.vn-cvs.top",
                                       "bit.ly",
                                       "shopeevn88.com",
                                       "dichvucong-gov.vn",
                                       "fun88vip.net",
                                       "xn--vetcombank-x2i.com",
                                       "example.com",
                                       "3232235777",
                                       "bidv.vn",
                                       "acb-x.com"};
    arena_t *a = arena_new(8 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        verdict_t *m = ARENA_NEW(a, verdict_t);
        host_verdict_t v;
        check_input_t in = {.text = str_fmt(a, "http://%s/", rows[i]), .sender = S(""), .channel = S("")};
        assert_true(canhgiac_check_host(know, in.text, &v));
        assert_int_equal(canhgiac_check(know, a, &in, m), ST_OK);
        for (size_t s = 0; s < v.n_signs; s++) {
            bool both = false;
            for (size_t k = 0; k < m->n_signs; k++) both = both || str_eq(m->signs[k].code, v.signs[s]);
            if (!both) fail_msg("%s: %.*s only in the list", rows[i], STRF(v.signs[s]));
        }
        assert_true(v.imitates == m->imitates);
    }
    arena_free(a);
}

/* Resemblance alone never reaches danger, whatever the list holds; official needs a source. */
static void the_laws_of_a_verdict_hold_for_hosts(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    str_t text = shared_or_skip(a, "url_chongluadao/urls.tsv"), line, host;
    size_t n = 0, official = 0;
    while (str_line(&text, &line)) {
        host_verdict_t v;
        if (!str_cut(&line, '\t', &host) || !canhgiac_check_host(know, host, &v)) continue;
        bool proof = false;
        for (size_t i = 0; i < v.n_signs; i++) proof = proof || sign_fact(know, v.signs[i])->kind <= SIGN_LISTING;
        assert_true(v.level != LEVEL_DANGER || proof);
        official += v.level == LEVEL_OFFICIAL;
        n++;
    }
    assert_true(n > 20000);
    assert_true(official < 5); /* a few true addresses stand on that list by mistake */
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_host_is_read_as_a_browser_reads_it),
        cmocka_unit_test(an_address_is_split_as_a_browser_splits_it),
        cmocka_unit_test(the_public_suffix_list_passes_its_own_tests),
        cmocka_unit_test(a_fake_names_whom_it_resembles_and_how),
        cmocka_unit_test(honest_neighbours_are_let_alone),
        cmocka_unit_test(a_state_is_claimed_by_its_word),
        cmocka_unit_test(gambling_has_its_shapes),
        cmocka_unit_test(a_list_and_a_message_judge_alike),
        cmocka_unit_test(the_laws_of_a_verdict_hold_for_hosts),
    };
    return cmocka_run_group_tests(tests, know_setup, know_teardown);
}
