/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything the probe reads from outside before it judges: addresses, robots.txt, HTML, charsets.
 */
#include "support/check.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <time.h>
#include "proof/address.h"
#include "proof/decode.h"
#include "proof/html.h"
#include "proof/html_token.h"
#include "proof/robots.h"
#include "proof/url.h"

static arena_t *a;
static err_t err;

static int setup(void **state)
{
    (void)state;
    a = arena_new(256 << 20);
    err = err_new(LANG_EN);
    return a ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

/* An address is judged in one form only, however it was written. */
static void addresses_are_normalised(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"http://CanTho.GOV.vn:80/a?b#c", "http://cantho.gov.vn/a?b"},
        {"cantho.gov.vn", "http://cantho.gov.vn/"},
        {"http://cantho.gov.vn./", "http://cantho.gov.vn/"},
        {"http://2130706433/", "http://127.0.0.1/"},
        {"http://0x7f.1/", "http://127.0.0.1/"},
        {"http://0177.0.0.1/", "http://127.0.0.1/"},
        {"http://127.1:8080/", "http://127.0.0.1:8080/"},
        {"https://x.vn/tin tức", "https://x.vn/tin%20t%e1%bb%a9c"},
        {"http://[::1]/", "http://[::1]/"},
        {"https://cổngthôngtin.vn/", "https://xn--cngthngtin-vbb7982g.vn/"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        url_t u;
        assert_ok(url_parse(a, str_of(same[i][0]), NULL, &u, &err), &err);
        str_t got = u.text;
        if (!str_ieq(got, str_of(same[i][1]))) fail_msg("%s became %.*s", same[i][0], STRF(got));
    }
}

/* What is not a plain web address is refused before anything is asked of the network. */
static void other_addresses_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "   ",
                                      "ftp://x.vn/",
                                      "file:///etc/passwd",
                                      "gopher://127.0.0.1:25/",
                                      "javascript://x",
                                      "http://user:pw@x.vn/",
                                      "http://user@127.0.0.1/",
                                      "http://",
                                      "http:///",
                                      "http://x.vn:0/",
                                      "http://x.vn:99999/",
                                      "http://x\ny.vn/",
                                      "http://exa mple.vn/"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        url_t u;
        if (url_parse(a, str_of(bad[i]), NULL, &u, &err) != ST_INPUT) fail_msg("%s was taken", bad[i]);
    }
    char longer[URL_LIMIT + 20];
    memset(longer, 'a', sizeof longer);
    memcpy(longer, "http://x.vn/", 12);
    url_t u;
    assert_status(ST_INPUT, url_parse(a, (str_t){longer, sizeof longer}, NULL, &u, &err), &err);
}

static void relative_addresses(void **state)
{
    (void)state;
    url_t base, u;
    assert_ok(url_parse(a, S("https://x.vn:8443/tin/bai.html?id=1"), NULL, &base, &err), &err);
    assert_ok(url_parse(a, S("../tep/so tay.pdf"), &base, &u, &err), &err);
    assert_str(u.text, "https://x.vn:8443/tep/so%20tay.pdf");
    assert_str(url_file(&u), "so%20tay.pdf");
    assert_ok(url_parse(a, S("//y.vn/z"), &base, &u, &err), &err);
    assert_str(u.text, "https://y.vn/z");
    assert_status(ST_INPUT, url_parse(a, S("javascript:alert(1)"), &base, &u, &err), &err);
}

/* A place is the very host: owning a parent or a child domain proves nothing. */
static void places(void **state)
{
    (void)state;
    url_t u;
    assert_ok(url_parse(a, S("http://www.ninhkieu.cantho.gov.vn/a"), NULL, &u, &err), &err);
    assert_true(url_at_place(&u, S("ninhkieu.cantho.gov.vn")));
    assert_true(url_at_place(&u, S("NinhKieu.cantho.gov.vn.")));
    assert_false(url_at_place(&u, S("cantho.gov.vn")));
    assert_false(url_at_place(&u, S("x.ninhkieu.cantho.gov.vn")));
    assert_false(url_at_place(&u, S("ninhkieu.cantho.gov.vn:8080")));
    assert_false(url_at_place(&u, S("")));
    assert_ok(url_parse(a, S("http://127.0.0.1:9101/a"), NULL, &u, &err), &err);
    assert_true(url_at_place(&u, S("127.0.0.1:9101")));
    assert_false(url_at_place(&u, S("127.0.0.1:9102")));
    assert_false(url_at_place(&u, S("127.0.0.1")));
}

static void same_site(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        bool same;
    } cases[] = {
        {"http://x.vn/a", "https://x.vn/b", true},  {"https://x.vn/a", "http://x.vn/b", false},
        {"http://x.vn/", "http://www.x.vn/", true}, {"http://x.vn/", "http://x.vn:8080/", false},
        {"http://x.vn/", "http://y.vn/", false},    {"http://x.vn/", "http://x.vn.evil.com/", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        url_t from, to;
        assert_ok(url_parse(a, str_of(cases[i].from), NULL, &from, &err), &err);
        assert_ok(url_parse(a, str_of(cases[i].to), NULL, &to, &err), &err);
        if (url_same_site(&from, &to) != cases[i].same) fail_msg("%s %s", cases[i].from, cases[i].to);
    }
}

static bool allowed(const char *ip, bool private_too)
{
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, ip, &v4.sin_addr) == 1) return address_allowed((struct sockaddr *)&v4, private_too);
    assert_int_equal(inet_pton(AF_INET6, ip, &v6.sin6_addr), 1);
    return address_allowed((struct sockaddr *)&v6, private_too);
}

/* Only the public internet is reachable; the option opens loopback and private networks, never metadata or multicast. */
static void only_public_addresses(void **state)
{
    (void)state;
    static const char *const open[] = {"8.8.8.8",    "113.160.1.1", "203.162.4.190", "2001:4860:4860::8888",
                                       "172.15.0.1", "172.32.0.1",  "100.128.0.1",   "2405:4800::1"};
    static const char *const inner[] = {"127.0.0.1",   "127.255.0.9", "10.1.2.3", "172.16.0.1", "172.31.255.1",
                                        "192.168.1.1", "::1",         "fd00::1",  "fc00::1"};
    static const char *const closed[] = {"0.0.0.0",   "169.254.169.254",  "100.64.0.1",         "100.127.1.1",
                                         "192.0.2.1", "198.18.0.1",       "198.51.100.7",       "203.0.113.7",
                                         "224.0.0.1", "239.1.1.1",        "255.255.255.255",    "240.0.0.1",
                                         "::",        "::ffff:127.0.0.1", "::ffff:8.8.8.8",     "fe80::1",
                                         "ff02::1",   "2001:db8::1",      "2002:7f00:1::",      "2001::1",
                                         "3fff::1",   "64:ff9b::7f00:1",  "64:ff9b::a9fe:a9fe", "::127.0.0.1"};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (!allowed(open[i], false)) fail_msg("%s refused", open[i]);
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        if (allowed(inner[i], false) || !allowed(inner[i], true)) fail_msg("%s", inner[i]);
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++)
        if (allowed(closed[i], false) || allowed(closed[i], true)) fail_msg("%s allowed", closed[i]);
    assert_true(allowed("64:ff9b::808:808", false));
}

/* RFC 9309: our own group before "*", the longest rule wins, allow before disallow, stars and dollars. */
static void robots_rules(void **state)
{
    (void)state;
    str_t text =
        S("\xef\xbb\xbf# a site\r\nUser-agent: *\r\nDisallow: /admin\r\nAllow: /admin/tin\r\nDisallow: /*.zip$\r\n"
          "Disallow:\r\nCrawl-delay: 3\r\nSitemap: http://x.vn/s.xml\r\n\r\nUser-agent: badbot\nDisallow: /\n");
    robots_t r = robots_parse(a, text, S("canhgiac"));
    assert_int_equal(r.delay, 3000);
    assert_true(robots_allow(&r, S("/")));
    assert_false(robots_allow(&r, S("/admin/x")));
    assert_false(robots_allow(&r, S("/%61dmin/x")));
    assert_true(robots_allow(&r, S("/admin/tin/1")));
    assert_false(robots_allow(&r, S("/a/b.zip")));
    assert_true(robots_allow(&r, S("/a/b.zip?x")));
    r = robots_parse(
        a,
        S("User-agent: *\nDisallow: /\n\nUser-agent: googlebot\nUser-agent: CanhGiac/1.0\nDisallow: /x\nAllow: /x\n"),
        S("canhgiac"));
    assert_true(robots_allow(&r, S("/y")));
    assert_true(robots_allow(&r, S("/x")));
    r = robots_parse(a, S("User-agent: *\nDisallow: /"), S("canhgiac"));
    assert_false(robots_allow(&r, S("/tin")));
    assert_true(robots_allow(&r, S("/robots.txt")));
    r = robots_parse(a, S("<html><body>Không tìm thấy: trang</body></html>"), S("canhgiac"));
    assert_true(robots_allow(&r, S("/tin")));
}

static html_page_t page_of(const char *html)
{
    html_page_t p;
    assert_ok(html_read(a, str_of(html), &p, &err), &err);
    return p;
}

/* What people read is kept; what they do not see or what surrounds every page is told apart. */
static void text_as_people_read_it(void **state)
{
    (void)state;
    html_page_t p =
        page_of("<!DOCTYPE html><html><head><title>Tin &amp; bài</title><style>p{}</style></head><body>"
                "<nav><a href='/'>Trang chủ</a></nav><h1>C&ocirc;ng an <b>c</b>ảnh báo</h1><!-- không <b> -->"
                "<p>Một&nbsp;hai\n  ba<br>bốn<p hidden>ẩn</p><div style=\"DISPLAY:block;display: none\">giấu</div>"
                "<script>var a='<p>không</p>'</script><noscript>bật JS</noscript>&#272;&#x1ea1;i &lt;b&gt;"
                "<div class='right-sidebar'>bên <div>lề</div></div>hết<footer>chân</footer>");
    assert_str(p.title, "Tin & bài");
    assert_str(p.heading, "Công an cảnh báo");
    assert_str(p.main, "Công an cảnh báo\nMột hai ba\nbốn\nĐại <b>\nhết");
    assert_true(str_find(p.text, S("Trang chủ"), 0) != SIZE_MAX);
    assert_true(str_find(p.text, S("ẩn"), 0) == SIZE_MAX);
    assert_true(str_find(p.hidden, S("giấu"), 0) != SIZE_MAX);
    assert_int_equal(p.scripts, 1);
}

static void links_and_marks(void **state)
{
    (void)state;
    html_page_t p =
        page_of("<base href='/goc/'><a href='a.pdf?x=1&amp;y=2'>tệp</a><img data-src=i.png src=data:image/gif,x>"
                "<iframe src='/nhung/ABC123'></iframe><object data=o.pdf></object><embed src=e.mp4>"
                "<video><source src='v.mp4'></video><a href='javascript:x()'>j</a><a href='#top'>t</a>"
                "<div data-canhgiac='ABC123'></div><input type=PASSWORD>"
                "<meta http-equiv=Refresh content=\"0; URL='/moi'\">");
    assert_str(p.base, "/goc/");
    assert_int_equal(p.n_links, 6);
    assert_str(p.links[0].url, "a.pdf?x=1&y=2");
    assert_int_equal(p.links[1].kind, LINK_IMG);
    assert_str(p.links[2].url, "/nhung/ABC123");
    assert_int_equal(p.n_marks, 1);
    assert_str(p.marks[0], "ABC123");
    assert_str(p.refresh, "/moi");
    assert_true(p.password);
}

/* A hostile page costs time in proportion to its length, and no stack. */
/* Processor time of this thread in microseconds: what others do on the machine does not count. */
static int64_t spent_reading(const char *unit, size_t size)
{
    size_t len = strlen(unit), n = size / len;
    arena_t *own = arena_new(128 << 20);
    char *big = malloc(len * n);
    struct timespec from, to;
    html_page_t p;
    for (size_t i = 0; i < n; i++) memcpy(big + i * len, unit, len);
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    assert_ok(html_read(own, (str_t){big, len * n}, &p, &err), &err);
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    free(big);
    arena_free(own);
    return (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000;
}

/* Eight times the page may take eight times as long, and somewhat more; a square law would take sixty-four times. */
static void a_million_nested_tags(void **state)
{
    (void)state;
    static const char *const units[] = {
        "<div>", "</x>", "<b><i>", "<a href=\"", "<!--", "<p hidden><div class=nav>", "&#x", "<script>", "< "};
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        int64_t small = spent_reading(units[k], 512u << 10), large = spent_reading(units[k], 4u << 20);
        if (large > 28 * (small + 1000))
            fail_msg("%s: %lld us, then %lld us", units[k], (long long)small, (long long)large);
    }
}

static void charsets(void **state)
{
    (void)state;
    str_t out, name;
    assert_ok(page_decode(a, S("C\xf4ng an \xfe\xf2i"), S("windows-1258"), &out, &name, &err), &err);
    assert_true(str_starts(out, S("Công an ")));
    assert_str(name, "CP1258");
    assert_ok(page_decode(a, S("<meta charset=iso-8859-1>Công an"), S("iso-8859-1"), &out, &name, &err), &err);
    assert_str(name, "UTF-8"); /* it lied */
    assert_ok(page_decode(a, S("<meta http-equiv=content-type content='text/html; charset=windows-1252'>caf\xe9"),
                          STR_NONE, &out, &name, &err),
              &err);
    assert_true(str_ends(out, S("café")));
    assert_ok(page_decode(a,
                          (str_t){"\xff\xfe"
                                  "a\0b\0",
                                  6},
                          STR_NONE, &out, &name, &err),
              &err);
    assert_str(out, "ab");
    assert_ok(page_decode(a, S("\x81\x8d x \xf4"), S("no-such-charset"), &out, &name, &err), &err);
    assert_true(utf8_valid(out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(addresses_are_normalised, setup, teardown),
        cmocka_unit_test_setup_teardown(other_addresses_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(relative_addresses, setup, teardown),
        cmocka_unit_test_setup_teardown(places, setup, teardown),
        cmocka_unit_test_setup_teardown(same_site, setup, teardown),
        cmocka_unit_test_setup_teardown(only_public_addresses, setup, teardown),
        cmocka_unit_test_setup_teardown(robots_rules, setup, teardown),
        cmocka_unit_test_setup_teardown(text_as_people_read_it, setup, teardown),
        cmocka_unit_test_setup_teardown(links_and_marks, setup, teardown),
        cmocka_unit_test_setup_teardown(a_million_nested_tags, setup, teardown),
        cmocka_unit_test_setup_teardown(charsets, setup, teardown),
    };
    return cmocka_run_group_tests_name("proof-parse", tests, NULL, NULL);
}
