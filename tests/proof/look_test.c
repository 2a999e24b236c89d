/* SPDX-License-Identifier: Apache-2.0
 *
 * One look, over real sockets: every kind of verdict, and every kind of hostile answer.
 */
#include "proof_world.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <zlib.h>
#include "base/fold.h"
#include "proof/portal.h"

static proof_world_t W;
static site_t site;

static void plain(int fd, const char *title, str_t body)
{
    arena_t *a = arena_new(4 << 20); /* the world's arena is the client thread's */
    str_t p = str_fmt(a, "<html><head><title>%s</title></head><body><main><h1>%s</h1>%.*s</main></body></html>", title,
                      title, STRF(body));
    site_page(fd, "text/html; charset=utf-8", p);
    arena_free(a);
}

static const char filler[] = "<p>Sáng nay, Ủy ban nhân dân quận tổ chức hội nghị triển khai nhiệm vụ trọng tâm của "
                             "những tháng cuối năm, với sự tham "
                             "dự của lãnh đạo các phòng, ban và đại diện các phường trên địa bàn.</p><p>Hội nghị thống "
                             "nhất tập trung chỉnh trang đô "
                             "thị, giải ngân vốn đầu tư công và chăm lo cho người dân dịp Tết.</p>";

/* The same letters typed without a single Vietnamese mark, on one line. */
static str_t without_marks(arena_t *a, str_t text)
{
    return fold_dup(a, text);
}

#define IS(x)              str_eq(path, S(x))
#define HEAD(status, more) "HTTP/1.1 " status "\r\nConnection: close\r\n" more "\r\n"

static void endless(int fd)
{
    static char block[65536];
    memset(block, 'a', sizeof block);
    site_send(fd, S(HEAD("200 OK", "Content-Type: text/html\r\n")));
    for (int i = 0; i < 400; i++) site_send(fd, (str_t){block, sizeof block});
}

static void bomb(int fd)
{
    enum { BLOCK = 1 << 20 };
    z_stream z = {0};
    char *zeros = calloc(1, BLOCK), *out = malloc(BLOCK);
    deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
    site_send(fd, S(HEAD("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n")));
    for (int i = 0; i < 64; i++) {
        z.next_in = (Bytef *)zeros;
        z.avail_in = BLOCK;
        do {
            z.next_out = (Bytef *)out;
            z.avail_out = BLOCK;
            deflate(&z, i == 63 ? Z_FINISH : Z_NO_FLUSH);
            site_send(fd, (str_t){out, BLOCK - z.avail_out});
        } while (z.avail_out == 0);
    }
    deflateEnd(&z);
    free(zeros);
    free(out);
}

static void drip(int fd)
{
    site_send(fd, S(HEAD("200 OK", "Content-Type: text/html\r\nContent-Length: 1000\r\n")));
    for (int i = 0; i < 40; i++) {
        site_send(fd, S("x"));
        site_wait(100);
    }
}

static void hostile(int fd, str_t path)
{
    if (IS("/endless"))
        endless(fd);
    else if (IS("/bomb"))
        bomb(fd);
    else if (IS("/drip"))
        drip(fd);
    else if (IS("/short"))
        site_send(fd, S(HEAD("200 OK", "Content-Type: text/html\r\nContent-Length: 5000\r\n") "<p>ngắn"));
    else if (IS("/not-http"))
        site_send(fd, S("SSH-2.0-OpenSSH_9.2\r\n"));
    else if (IS("/headers")) {
        site_send(fd, S("HTTP/1.1 200 OK\r\n"));
        for (int i = 0; i < 4000; i++) site_send(fd, S("X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"));
    } else if (IS("/words")) { /* two million of them, and ours after the first */
        buf_t b = buf_new(W.a, 6 << 20);
        buf_put(&b, S("<p>đầu trang</p><p>"));
        buf_put(&b, W.text2);
        for (int i = 0; i < 2000000; i++) buf_putz(&b, "a ");
        site_page(fd, "text/html; charset=utf-8", buf_str(&b));
    } else if (IS("/only-words")) {
        buf_t b = buf_new(W.a, 6 << 20);
        for (int i = 0; i < 2000000; i++) buf_putz(&b, "a ");
        site_page(fd, "text/html; charset=utf-8", buf_str(&b));
    } else if (IS("/silent"))
        site_wait(2500);
    else if (IS("/nested")) {
        size_t n = 1000000;
        char *p = malloc(n * 5);
        for (size_t i = 0; i < n; i++) memcpy(p + i * 5, "<div>", 5);
        site_page(fd, "text/html", (str_t){p, n * 5});
        free(p);
    }
}

static void again(int fd, str_t path)
{
    char head[512];
    int n = snprintf(head, sizeof head, HEAD("302 Found", "Location: %.*s1\r\n"), STRF(path));
    site_send(fd, (str_t){head, (size_t)n});
}

static void redirects(int fd, str_t path)
{
    if (IS("/ring/a"))
        site_send(fd, S(HEAD("302 Found", "Location: /ring/b\r\n")));
    else if (IS("/ring/b"))
        site_send(fd, S(HEAD("302 Found", "Location: /ring/a\r\n")));
    else if (IS("/ring/long"))
        site_send(fd, S(HEAD("302 Found", "Location: /ring/long?x=1\r\n")));
    else if (str_starts(path, S("/ring/long?")))
        again(fd, path);
    else if (IS("/ring/away"))
        site_send(fd, S(HEAD("302 Found", "Location: http://example.com/\r\n")));
    else if (IS("/ring/port"))
        site_send(fd, S(HEAD("302 Found", "Location: http://127.0.0.1:1/\r\n")));
    else if (IS("/ring/file"))
        site_send(fd, S(HEAD("302 Found", "Location: file:///etc/passwd\r\n")));
    else if (IS("/ring/good"))
        site_send(fd, S(HEAD("301 Moved", "Location: ../file.html\r\n")));
    else if (IS("/ring/home"))
        site_send(fd, S(HEAD("302 Found", "Location: /\r\n")));
}

static void paragraphs(buf_t *b, str_t text)
{
    str_t line;
    while (str_line(&text, &line)) {
        buf_putz(b, "<p>");
        buf_html(b, line);
        buf_putz(b, "</p>");
    }
}

static void postings(int fd, str_t path)
{
    arena_t *a = arena_new(4 << 20);
    buf_t b = buf_new(a, 1 << 20);
    buf_putz(&b, filler);
    if (IS("/file.html")) buf_putz(&b, "<a href='/tep/ten-khac.pdf?download=true'>Tải về</a>");
    if (IS("/old-file.html")) buf_putz(&b, "<a href='/tep/cu.pdf'>Tải về</a>");
    if (IS("/viewer.html")) buf_putz(&b, "<iframe src='/pdfjs/web/viewer.html?file=%2Ftep%2Fmoi.pdf'></iframe>");
    if (IS("/embed.html")) buf_fmt(&b, "<div data-canhgiac='cg:%.*s:v2'>Sổ tay</div>", STRF(W.r2.code));
    if (IS("/link.html")) buf_fmt(&b, "<a href='https://canhgiac.vn/v/%.*s'>Mã xác minh</a>", STRF(W.r2.code));
    if (IS("/old-embed.html")) buf_fmt(&b, "<div data-canhgiac='cg:%.*s:v1'>Sổ tay</div>", STRF(W.r1.code));
    if (IS("/text.html")) paragraphs(&b, W.text2);
    if (IS("/old-text.html")) paragraphs(&b, W.text1);
    if (IS("/no-marks.html")) paragraphs(&b, without_marks(a, W.text2));
    if (IS("/part.html")) paragraphs(&b, str_sub(W.text2, W.text2.n / 3, W.text2.n));
    if (IS("/frame.html")) buf_putz(&b, "<iframe src='/text.html'></iframe>");
    if (IS("/hidden.html")) {
        buf_putz(&b, "<div style='display:none'>");
        paragraphs(&b, W.text2);
        buf_putz(&b, "</div>");
    }
    if (IS("/number.html")) {
        size_t at = str_find(W.text2, S("3762 333"), 0);
        buf_t t = buf_new(a, 1 << 16);
        buf_put(&t, str_sub(W.text2, 0, at));
        buf_putz(&t, "9999 333");
        buf_put(&t, str_sub(W.text2, at + 8, W.text2.n));
        paragraphs(&b, buf_str(&t));
    }
    if (IS("/lost-file.html")) buf_putz(&b, "<a href='/tep/cam.pdf'>Tải về</a>");
    if (IS("/dead-file.html")) buf_putz(&b, "<a href='/tep/mat.pdf'>Tải về</a>");
    if (IS("/youtube.html")) buf_putz(&b, "<iframe src='https://www.youtube.com/embed/x'></iframe>");
    plain(fd, "Tin tức - Sự kiện", buf_str(&b));
    arena_free(a);
}

static void walls(int fd, str_t path)
{
    if (IS("/wall/403"))
        site_send(fd, S(HEAD("403 Forbidden", "Content-Type: text/html\r\n") "<h1>Forbidden</h1>"));
    else if (IS("/wall/500"))
        site_send(fd, S(HEAD("500 Oops", "")));
    else if (IS("/wall/429"))
        site_send(fd, S(HEAD("429 Slow", "Retry-After: 60\r\n")));
    else if (IS("/wall/404"))
        site_send(fd, S(HEAD("404 Not Found", "") "không có"));
    else if (IS("/wall/410"))
        site_send(fd, S(HEAD("410 Gone", "")));
    else if (IS("/wall/soft"))
        plain(fd, "Không tìm thấy trang", S("<p>Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.</p>"));
    else if (IS("/wall/login"))
        plain(fd, "Đăng nhập hệ thống", S("<form><input name=u><input type=password></form>"));
    else if (IS("/wall/waf"))
        plain(fd, "Request Rejected",
              S("The requested URL was rejected. Please consult with your administrator. Support ID: 1"));
    else if (IS("/wall/script"))
        site_page(
            fd, "text/html",
            S("<html><body><script>document.cookie=\"D1N=abc\";window.location.reload(true);</script></body></html>"));
    else if (IS("/wall/empty"))
        site_page(fd, "text/html", S(""));
    else if (IS("/wall/file.zip"))
        site_page(fd, "application/zip", S("PK\x03\x04"));
}

static void answer(int fd, str_t path, str_t request)
{
    (void)request;
    if (IS("/robots.txt"))
        site_page(fd, "text/plain", S("User-agent: *\nDisallow: /kin/\n"));
    else if (str_starts(path, S("/tep/cam")))
        site_send(fd, S(HEAD("403 Forbidden", "")));
    else if (str_starts(path, S("/tep/mat")))
        site_send(fd, S(HEAD("404 Not Found", "")));
    else if (str_starts(path, S("/tep/cu")))
        site_page(fd, "application/pdf", W.file1);
    else if (str_starts(path, S("/tep/")))
        site_page(fd, "application/octet-stream", W.file2);
    else if (str_starts(path, S("/ring/")))
        redirects(fd, path);
    else if (str_starts(path, S("/wall/")))
        walls(fd, path);
    else if (str_ends(path, S(".html")) || IS("/"))
        postings(fd, path);
    else
        hostile(fd, path);
}

static const struct {
    const char *path, *verdict, *fidelity, *method, *reason;
} looks[] = {
    {"/file.html", "seen", "exact", "file-hash", NULL},
    {"/tep/moi.pdf", "seen", "exact", "file-hash", NULL},
    {"/viewer.html", "seen", "exact", "file-hash", NULL},
    {"/ring/good", "seen", "exact", "file-hash", NULL},
    {"/old-file.html", "seen", "stale", "file-hash", "older-version"},
    {"/embed.html", "seen", "embedded", "embed-id", NULL},
    {"/link.html", "seen", "embedded", "embed-id", NULL},
    {"/old-embed.html", "seen", "stale", "embed-id", "older-version"},
    {"/text.html", "seen", "embedded", "text", NULL},
    {"/frame.html", "seen", "embedded", "text", NULL},
    {"/no-marks.html", "seen", "embedded", "text", NULL},
    {"/old-text.html", "seen", "stale", "text", "older-version"},
    {"/part.html", "seen", "altered", "text", NULL},
    {"/number.html", "seen", "altered", "text", "number-changed: 3762 → 9999"},
    {"/news.html", "not-seen", NULL, NULL, "nothing-of-ours"},
    {"/dead-file.html", "not-seen", NULL, NULL, "nothing-of-ours"},
    {"/wall/404", "not-seen", NULL, NULL, "http-404"},
    {"/wall/410", "not-seen", NULL, NULL, "http-410"},
    {"/wall/file.zip", "not-seen", NULL, NULL, "another-file"},
    {"/hidden.html", "cannot-tell", NULL, NULL, "hidden-text"},
    {"/lost-file.html", "cannot-tell", NULL, NULL, "file-unread"},
    {"/youtube.html", "cannot-tell", NULL, NULL, "player-of-another-site"},
    {"/wall/403", "cannot-tell", NULL, NULL, "http-403"},
    {"/wall/429", "cannot-tell", NULL, NULL, "http-429"},
    {"/wall/500", "cannot-tell", NULL, NULL, "http-500"},
    {"/wall/soft", "cannot-tell", NULL, NULL, "soft-404"},
    {"/wall/login", "cannot-tell", NULL, NULL, "login"},
    {"/wall/waf", "cannot-tell", NULL, NULL, "waf"},
    {"/wall/script", "cannot-tell", NULL, NULL, "drawn-by-script"},
    {"/wall/empty", "cannot-tell", NULL, NULL, "empty"},
    {"/ring/home", "cannot-tell", NULL, NULL, "moved-to-front-page"},
    {"/ring/a", "cannot-tell", NULL, NULL, "redirect-ring"},
    {"/ring/long", "cannot-tell", NULL, NULL, "redirect-ring"},
    {"/ring/away", "cannot-tell", NULL, NULL, "redirect-away"},
    {"/ring/port", "cannot-tell", NULL, NULL, "redirect-away"},
    {"/ring/file", "cannot-tell", NULL, NULL, "redirect-away"},
    {"/kin/a.html", "cannot-tell", NULL, NULL, "robots"},
    {"/endless", "cannot-tell", NULL, NULL, "too-large"},
    {"/bomb", "cannot-tell", NULL, NULL, "too-large"},
    {"/headers", "cannot-tell", NULL, NULL, "too-large"},
    {"/drip", "cannot-tell", NULL, NULL, "timeout"},
    {"/silent", "cannot-tell", NULL, NULL, "timeout"},
    {"/short", "cannot-tell", NULL, NULL, "broken"},
    {"/not-http", "cannot-tell", NULL, NULL, "broken"},
    {"/words", "seen", "embedded", "text", NULL},
    {"/only-words", "cannot-tell", NULL, NULL, "too-large"},
    {"/nested", "cannot-tell", NULL, NULL, "empty"},
};

/* Each kind of page gets its own answer; what we could not see never counts against anybody. */
static void every_kind_of_verdict(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        proof_result_t r = proof_world_look(&W, site_url(W.a, &site, looks[i].path));
        const char *reason = looks[i].reason;
        bool as = strcmp(proof_verdict_name(r.verdict), looks[i].verdict) == 0 &&
                  str_eq(str_of(r.fidelity), str_of(looks[i].fidelity)) &&
                  str_eq(str_of(r.method), str_of(looks[i].method)) &&
                  (!reason || (r.n_reasons && str_eq(r.reasons[0], str_of(reason))));
        if (!as)
            fail_msg("%s: %s %s %s %.*s", looks[i].path, proof_verdict_name(r.verdict), r.fidelity ? r.fidelity : "-",
                     r.method ? r.method : "-", STRF(r.n_reasons ? r.reasons[0] : S("-")));
        for (size_t k = 0; k < r.n_reasons; k++) /* every reason has its sentence */
            if (str_eq(proof_reason_text(W.a, LANG_VI, r.reasons[k]), r.reasons[k]))
                fail_msg("%.*s", STRF(r.reasons[k]));
    }
}

/* No way of writing an address, and no name, leads inside. */
static void inner_networks_stay_closed(void **state)
{
    (void)state;
    char port[32];
    snprintf(port, sizeof port, ":%d/file.html", site.port);
    static const char *const hosts[] = {"127.0.0.1",       "2130706433", "0x7f000001",         "017700000001",
                                        "127.1",           "localhost",  "LOCALHOST.",         "0",
                                        "0.0.0.0",         "[::1]",      "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
                                        "169.254.169.254", "10.0.0.1"};
    proof_options_t o = {.delay = 1, .total_limit = 2000};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        proof_result_t r;
        str_t u = str_fmt(W.a, "http://%s%s", hosts[i], port);
        assert_ok(proof_probe_url(W.prober, W.a, u, &o, &r, &W.err), &W.err);
        if (r.verdict != PROOF_CANNOT_TELL || r.status != 0 || !r.n_reasons ||
            !str_eq(r.reasons[0], S("address-refused")))
            fail_msg("%s: %d %.*s", hosts[i], r.status, STRF(r.n_reasons ? r.reasons[0] : S("-")));
    }
    proof_result_t r;
    assert_status(ST_INPUT, proof_probe_url(W.prober, W.a, S("http://a:b@127.0.0.1/"), &o, &r, &W.err), &W.err);
}

/* A public name whose DNS answers with a loopback address is judged by the address, at the moment of connecting. */
static void a_name_that_turns_inward_is_refused(void **state)
{
    (void)state;
    fetcher_t *f = fetcher_new("http://x.vn/");
    char resolve[64], url[64];
    snprintf(resolve, sizeof resolve, "portal.cantho.test:%d:127.0.0.1", site.port);
    snprintf(url, sizeof url, "http://portal.cantho.test:%d/file.html", site.port);
    url_t u;
    fetched_t got;
    assert_ok(url_parse(W.a, str_of(url), NULL, &u, &W.err), &W.err);
    fetch_options_t o = {.resolve = resolve};
    assert_ok(fetch(f, W.a, &u, &o, &got, &W.err), &W.err);
    assert_int_equal(got.end, FETCH_ADDRESS);
    o.allow_private = true;
    assert_ok(fetch(f, W.a, &u, &o, &got, &W.err), &W.err);
    assert_int_equal(got.end, FETCH_OK);
    assert_int_equal(got.status, 200);
    fetcher_free(f);
}

static void social_pages_are_not_judged(void **state)
{
    (void)state;
    static const char *const urls[] = {"https://www.facebook.com/x/posts/1", "https://youtu.be/x", "https://zalo.me/1"};
    for (size_t i = 0; i < 3; i++) {
        proof_result_t r = proof_world_look(&W, str_of(urls[i]));
        assert_int_equal(r.verdict, PROOF_CANNOT_TELL);
        assert_str(r.reasons[0], "social");
    }
    proof_result_t r = proof_world_look(&W, S("http://127.0.0.1:1/")); /* nobody listens */
    assert_str(r.reasons[0], "connect");
}

/* Two requests to a host keep their distance. */
static void hosts_are_asked_politely(void **state)
{
    (void)state;
    fetcher_t *f = fetcher_new("http://x.vn/");
    url_t u;
    fetched_t got;
    fetch_options_t o = {.allow_private = true, .delay = 150};
    assert_ok(url_parse(W.a, site_url(W.a, &site, "/news.html"), NULL, &u, &W.err), &W.err);
    ms_t from = clock_mono();
    for (int i = 0; i < 3; i++) assert_ok(fetch(f, W.a, &u, &o, &got, &W.err), &W.err);
    assert_true(clock_mono() - from >= 450); /* robots.txt and three pages: three gaps */
    fetcher_free(f);
}

/* The demonstration's own portals give the five answers the first walk shows. */
static void the_demonstration_portals(void **state)
{
    (void)state;
    portal_content_t c = {.title = W.m.title,
                          .current = {S("so-tay.pdf"), S("application/pdf"), W.file2},
                          .older = {S("so-tay-cu.pdf"), S("application/pdf"), W.file1},
                          .text = W.text2,
                          .embed = embed_block(W.a, &W.m, &W.r2, S("https://canhgiac.vn"), LANG_VI)};
    portals_t *p = NULL;
    int base = 0;
    for (base = 21000 + (int)rand_below(20000); !p; base += 10)
        if (portals_start(base, &c, &p, &W.err) == ST_OK) break;
    static const struct {
        const char *verdict, *fidelity;
    } want[PORTAL_KINDS] = {{"seen", "exact"},    {"seen", "stale"},     {"not-seen", NULL},  {"cannot-tell", NULL},
                            {"seen", "embedded"}, {"cannot-tell", NULL}, {"seen", "embedded"}};
    for (int k = 0; k < PORTAL_KINDS; k++) {
        proof_result_t r = proof_world_look(&W, portal_article(W.a, base, (portal_kind_t)k));
        if (strcmp(proof_verdict_name(r.verdict), want[k].verdict) != 0 ||
            !str_eq(str_of(r.fidelity), str_of(want[k].fidelity)))
            fail_msg("portal %d: %s %s %.*s", k, proof_verdict_name(r.verdict), r.fidelity ? r.fidelity : "-",
                     STRF(r.n_reasons ? r.reasons[0] : S("-")));
    }
    portals_stop(p);
}

static int begin(void **state)
{
    (void)state;
    proof_world_begin(&W);
    site_begin(&site, answer);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    site_end(&site);
    proof_world_end(&W);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_verdict),
        cmocka_unit_test(inner_networks_stay_closed),
        cmocka_unit_test(a_name_that_turns_inward_is_refused),
        cmocka_unit_test(social_pages_are_not_judged),
        cmocka_unit_test(hosts_are_asked_politely),
        cmocka_unit_test(the_demonstration_portals),
    };
    return cmocka_run_group_tests_name("proof-look", tests, begin, finish);
}
