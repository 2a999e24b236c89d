/* SPDX-License-Identifier: Apache-2.0
 *
 * Pages drawn by script, read with a real Chromium in its box: what it sees counts, and it has no way out but the gate.
 */
#include "proof_world.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include "proof/browser.h"
#include "proof/gate.h"

#define CHROMIUM "/usr/bin/chromium"
static proof_world_t W;
static site_t site;
static atomic_int inner_asked;

#define IS(x) str_eq(path, S(x))

static void by_script(int fd)
{
    site_page(fd, "text/html; charset=utf-8",
              S("<!doctype html><html><head><title>Cổng thông tin</title></head><body><div id=root>Đang "
                "tải</div><script>setTimeout(async()=>{"
                "const r=await fetch('/api/bai/7');document.getElementById('root').innerHTML=await "
                "r.text()},300)</script></body></html>"));
}

static void the_text(int fd)
{
    buf_t b = buf_new(W.a, 64 << 10);
    str_t rest = W.text2, line;
    buf_putz(&b, "<article>");
    while (str_line(&rest, &line)) buf_fmt(&b, "<p>%.*s</p>", STRF(line));
    site_page(fd, "text/html; charset=utf-8", buf_str(&b));
}

static void answer(int fd, str_t path, str_t request)
{
    (void)request;
    if (IS("/spa.html"))
        by_script(fd);
    else if (IS("/api/bai/7"))
        the_text(fd);
    else if (IS("/shell.html")) /* nothing ever comes */
        site_page(fd, "text/html", S("<body><div id=root></div><script>window.x=1</script></body>"));
    else if (IS("/prying.html"))
        site_page(fd, "text/html",
                  S("<body>...<script>for(const u of "
                    "['http://169.254.169.254/latest/','http://[fe80::1]/','http://metadata.test/'])fetch(u,{mode:"
                    "'no-cors'}).then(()=>document.title='GOT '+u,()=>0)</script></body>"));
    else if (IS("/away.html")) {
        char page[200];
        int n = snprintf(page, sizeof page,
                         "<body><script>location.href='http://localhost:%d/spa.html'</script></body>", site.port);
        site_page(fd, "text/html", (str_t){page, (size_t)n});
    } else if (IS("/forever.html"))
        site_page(fd, "text/html", S("<body><script>for(;;);</script></body>"));
    else if (IS("/inner")) {
        atomic_fetch_add(&inner_asked, 1);
        site_page(fd, "text/plain", S("secret"));
    } else
        site_page(fd, "text/plain", S(""));
}

static drawn_t drawn(const char *path, int seconds, bool picture)
{
    url_t u;
    drawn_t d;
    browser_options_t o = {.program = CHROMIUM,
                           .agent = "canhgiac/0.1 (+http://x.vn/)",
                           .allow_private = true,
                           .picture = picture,
                           .seconds = seconds};
    assert_ok(url_parse(W.a, site_url(W.a, &site, path), NULL, &u, &W.err), &W.err);
    assert_ok(browser_draw(W.a, &u, &o, &d, &W.err), &W.err);
    return d;
}

static void a_page_made_by_script_is_seen_where_a_browser_is_configured(void **state)
{
    (void)state;
    proof_result_t r = proof_world_look(&W, site_url(W.a, &site, "/spa.html"));
    assert_int_equal(r.verdict, PROOF_CANNOT_TELL);
    assert_str(r.reasons[0], "drawn-by-script");
    prober_browser(W.prober, S(CHROMIUM));
    r = proof_world_look(&W, site_url(W.a, &site, "/spa.html"));
    assert_int_equal(r.verdict, PROOF_SEEN);
    assert_string_equal(r.fidelity, "embedded");
    assert_true(ident_eq(r.release, W.r2.id));
    /* An empty shell stays one: cannot tell. */
    r = proof_world_look(&W, site_url(W.a, &site, "/shell.html"));
    assert_int_equal(r.verdict, PROOF_CANNOT_TELL);
    /* A page whose script leads to another site says nothing of this one. */
    r = proof_world_look(&W, site_url(W.a, &site, "/away.html"));
    assert_int_equal(r.verdict, PROOF_CANNOT_TELL);
    prober_browser(W.prober, S(""));
}

static void a_picture_is_taken(void **state)
{
    (void)state;
    drawn_t d = drawn("/spa.html", 0, true);
    assert_int_equal(d.end, FETCH_OK);
    assert_true(d.png.n > 2000 && str_starts(d.png, S("\x89PNG\r\n")));
}

static void scripts_reach_no_inner_address(void **state)
{
    (void)state;
    drawn_t d = drawn("/prying.html", 0, false);
    assert_int_equal(d.end, FETCH_OK);
    assert_true(d.refused > 0);
    assert_true(str_find(d.dom, S("<title>GOT"), 0) == SIZE_MAX);
}

static void a_page_that_never_ends_is_ended(void **state)
{
    (void)state;
    drawn_t d = drawn("/forever.html", 6, false);
    assert_true(d.end == FETCH_TIMEOUT || d.end == FETCH_BROKEN || d.end == FETCH_CONNECT);
    assert_int_equal(drawn("/away.html", 0, false).end, FETCH_AWAY);
}

/* What the gate says to a request, up to the end of its first line. */
static str_t through(const gate_t *g, const char *request, char *out, size_t room)
{
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)gate_port(g)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    size_t n = 0;
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    site_send(fd, str_of(request));
    for (ssize_t got; n < room && (got = recv(fd, out + n, room - n, 0)) > 0;) n += (size_t)got;
    close(fd);
    str_t all = {out, n};
    return str_sub(all, 0, str_chr(all, '\r', 0));
}

static void the_gate_judges_what_it_connects_to(void **state)
{
    (void)state;
    static const char *const hosts[] = {"127.0.0.1",          "localhost",       "[::1]",    "2130706433", "0x7f.1",
                                        "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1", "0.0.0.0"};
    char request[200], out[4096];
    gate_t *g = gate_open(false, clock_mono() + 20 * MS_SECOND);
    assert_non_null(g);
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        for (int tunnel = 0; tunnel < 2; tunnel++) {
            snprintf(request, sizeof request,
                     tunnel ? "CONNECT %s:%d HTTP/1.1\r\n\r\n" : "GET http://%s:%d/inner HTTP/1.1\r\n\r\n", hosts[i],
                     site.port);
            assert_str(through(g, request, out, sizeof out), tunnel ? "HTTP/1.1 403 Forbidden" : "");
        }
    assert_int_equal(atomic_load(&inner_asked), 0);
    assert_str(through(g, "GET file:///etc/passwd HTTP/1.1\r\n\r\n", out, sizeof out), "HTTP/1.1 400 Bad Request");
    assert_str(through(g, "CONNECT user@10.0.0.1:80 HTTP/1.1\r\n\r\n", out, sizeof out), "HTTP/1.1 400 Bad Request");
    assert_str(through(g, "nonsense\r\n\r\n", out, sizeof out), "HTTP/1.1 400 Bad Request");
    gate_close(g);
    g = gate_open(true, clock_mono() + 20 * MS_SECOND);
    snprintf(request, sizeof request, "GET http://127.0.0.1:%d/inner HTTP/1.1\r\nProxy-Authorization: x\r\n\r\n",
             site.port);
    assert_str(through(g, request, out, sizeof out), "HTTP/1.1 200 OK");
    gate_close(g);
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_gate_judges_what_it_connects_to),
                                       cmocka_unit_test(a_page_made_by_script_is_seen_where_a_browser_is_configured),
                                       cmocka_unit_test(a_picture_is_taken),
                                       cmocka_unit_test(scripts_reach_no_inner_address),
                                       cmocka_unit_test(a_page_that_never_ends_is_ended)};
    return cmocka_run_group_tests_name("proof-browser", tests, begin, finish);
}
