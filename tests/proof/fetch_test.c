/* SPDX-License-Identifier: Apache-2.0
 *
 * Fetching from a hostile server: what it may do, and what we never do. Real sockets, a real TLS server.
 */
#include "proof_world.h"
#include <brotli/encode.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

extern char **environ;
static arena_t *A;
static err_t err;
static site_t site;
static atomic_int asked, unconditional, cookies, at_once, most_at_once;
static char agent[256];

#define IS(x)              str_eq(path, S(x))
#define HEAD(status, more) "HTTP/1.1 " status "\r\nConnection: close\r\n" more "\r\n"

static str_t field(str_t request, const char *name)
{
    size_t at = str_find(request, str_of(name), 0);
    if (at == SIZE_MAX) return STR_NONE;
    str_t v = str_sub(request, at + strlen(name), request.n);
    return str_trim(str_sub(v, 0, str_chr(v, '\r', 0)));
}

static void packed(int fd, const char *encoding, const uint8_t *p, size_t n)
{
    char head[256];
    int k =
        snprintf(head, sizeof head, HEAD("200 OK", "Content-Type: text/html\r\nContent-Encoding: %s\r\n"), encoding);
    site_send(fd, (str_t){head, (size_t)k});
    site_send(fd, (str_t){(const char *)p, n});
}

static void brotli(int fd, size_t length)
{
    uint8_t *in = calloc(1, length), *out = malloc(length + 1024);
    size_t n = length + 1024;
    memset(in, 'b', length);
    if (BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, length, in, &n, out)) packed(fd, "br", out, n);
    free(in);
    free(out);
}

static void deflated(int fd)
{
    static const char text[] = "<p>xin chào</p>";
    uint8_t out[256];
    uLongf n = sizeof out;
    if (compress(out, &n, (const Bytef *)text, sizeof text - 1) == Z_OK) packed(fd, "deflate", out, n);
}

/* The page that knows whether it changed. */
static void tagged(int fd, str_t request)
{
    if (str_eq(field(request, "If-None-Match:"), S("\"v1\"")) || field(request, "If-Modified-Since:").n) {
        site_send(fd, S(HEAD("304 Not Modified", "ETag: \"v1\"\r\n")));
        return;
    }
    atomic_fetch_add(&unconditional, 1);
    site_send(
        fd, S(HEAD("200 OK",
                   "Content-Type: text/html; charset=utf-8\r\nETag: \"v1\"\r\nLast-Modified: Fri, 01 Nov 2024 01:00:00 "
                   "GMT\r\nSet-Cookie: id=1; Path=/\r\n") "<p>như cũ</p>"));
}

static void lies(int fd, str_t path)
{
    if (IS("/lie/longer")) /* more than it announces: only what was announced counts */
        site_send(fd, S(HEAD("200 OK", "Content-Type: text/html\r\nContent-Length: 5\r\n") "12345và thêm nữa"));
    else if (IS("/lie/two")) /* two lengths: smuggling */
        site_send(fd, S(HEAD("200 OK", "Content-Length: 5\r\nContent-Length: 50\r\n") "12345"));
    else if (IS("/lie/minus"))
        site_send(fd, S(HEAD("200 OK", "Content-Length: -1\r\n") "12345"));
    else if (IS("/lie/huge"))
        site_send(fd, S(HEAD("200 OK", "Content-Type: text/html\r\nContent-Length: 99999999999999\r\n") "12345"));
    else if (IS("/lie/chunk"))
        site_send(fd, S(HEAD("200 OK", "Transfer-Encoding: chunked\r\n") "zz\r\nabc\r\n0\r\n\r\n"));
    else if (IS("/lie/gzip"))
        site_send(fd, S(HEAD("200 OK", "Content-Encoding: gzip\r\n") "this is no gzip"));
    else if (IS("/lie/encoding"))
        site_send(fd, S(HEAD("200 OK", "Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip, gzip\r\n") "x"));
    else if (IS("/lie/status"))
        site_send(fd, S("HTTP/1.1 99999 ?\r\n\r\nx"));
}

/* Half open: the other side goes away without a word, with a reset. */
static void reset(int fd)
{
    struct linger now = {1, 0};
    site_send(fd, S("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<p>"));
    site_wait(50);
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static void answer(int fd, str_t path, str_t request)
{
    atomic_fetch_add(&asked, 1);
    int now = atomic_fetch_add(&at_once, 1) + 1;
    if (now > atomic_load(&most_at_once)) atomic_store(&most_at_once, now);
    if (field(request, "Cookie:").p || field(request, "Authorization:").p || field(request, "Referer:").p)
        atomic_fetch_add(&cookies, 1);
    snprintf(agent, sizeof agent, "%.*s", STRF(field(request, "User-Agent:")));
    if (IS("/robots.txt"))
        site_page(fd, "text/plain", S("User-agent: *\nDisallow: /kin/\n"));
    else if (IS("/tagged"))
        tagged(fd, request);
    else if (IS("/br"))
        brotli(fd, 1000);
    else if (IS("/br-bomb"))
        brotli(fd, 64 << 20);
    else if (IS("/deflate"))
        deflated(fd);
    else if (IS("/reset"))
        reset(fd);
    else if (IS("/cookie"))
        site_send(fd, S(HEAD("302 Found", "Set-Cookie: wall=1\r\nLocation: /after\r\n")));
    else if (IS("/slow")) {
        site_wait(90); /* longer than the delay between two */
        site_page(fd, "text/html", S("<p>chậm</p>"));
    } else if (str_starts(path, S("/lie/")))
        lies(fd, path);
    else
        site_page(fd, "text/html", S("<p>trang</p>"));
    atomic_fetch_sub(&at_once, 1);
}

static fetched_t get(fetcher_t *f, const char *path, fetch_options_t o)
{
    url_t u;
    fetched_t got;
    o.allow_private = true;
    if (!o.total_limit) o.total_limit = 3000;
    assert_ok(url_parse(A, site_url(A, &site, path), NULL, &u, &err), &err);
    assert_ok(fetch(f, A, &u, &o, &got, &err), &err);
    return got;
}

static void a_site_is_asked_only_whether_its_page_changed(void **state)
{
    (void)state;
    fetcher_t *f = fetcher_new("http://x.vn/may-do");
    fetch_options_t o = {.remember = true};
    fetched_t first = get(f, "/tagged", o), again = get(f, "/tagged", o);
    assert_int_equal(atomic_load(&unconditional), 1);
    assert_false(first.unchanged);
    assert_true(again.unchanged);
    assert_int_equal(again.status, 200);
    assert_true(str_eq(again.body, first.body) && digest_eq(again.sha256, first.sha256) &&
                str_eq(again.mime, S("text/html")));
    assert_true(str_eq(again.charset, S("utf-8")));
    (void)get(f, "/tagged", (fetch_options_t){0}); /* who does not ask for it is read to in full */
    assert_int_equal(atomic_load(&unconditional), 2);
    fetcher_free(f);
}

static void packed_bodies_have_an_end(void **state)
{
    (void)state;
    fetcher_t *f = fetcher_new("http://x.vn/");
    fetched_t got = get(f, "/br", (fetch_options_t){0});
    assert_int_equal(got.end, FETCH_OK);
    assert_int_equal(got.body.n, 1000);
    assert_int_equal(get(f, "/br-bomb", (fetch_options_t){0}).end, FETCH_TOO_LARGE);
    got = get(f, "/deflate", (fetch_options_t){0});
    assert_int_equal(got.end, FETCH_OK);
    assert_str(got.body, "<p>xin chào</p>");
    fetcher_free(f);
}

static void lies_are_no_answers(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        fetch_end_t end;
    } all[] = {{"/lie/two", FETCH_BROKEN},    {"/lie/minus", FETCH_BROKEN}, {"/lie/huge", FETCH_TOO_LARGE},
               {"/lie/chunk", FETCH_BROKEN},  {"/lie/gzip", FETCH_BROKEN},  {"/lie/encoding", FETCH_BROKEN},
               {"/lie/status", FETCH_BROKEN}, {"/reset", FETCH_BROKEN}};
    fetcher_t *f = fetcher_new("http://x.vn/");
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        fetched_t got = get(f, all[i].path, (fetch_options_t){0});
        if (got.end != all[i].end)
            fail_msg("%s: %s, not %s (%.*s)", all[i].path, fetch_end_name(got.end), fetch_end_name(all[i].end),
                     STRF(got.detail));
    }
    fetched_t got = get(f, "/lie/longer", (fetch_options_t){0});
    assert_int_equal(got.end, FETCH_OK);
    assert_str(got.body, "12345");
    fetcher_free(f);
}

static void we_say_who_we_are_and_carry_nothing(void **state)
{
    (void)state;
    fetcher_t *f = fetcher_new("https://chiendich.example/may-do");
    (void)get(f, "/cookie", (fetch_options_t){0});
    (void)get(f, "/tagged", (fetch_options_t){0});
    (void)get(f, "/after", (fetch_options_t){0});
    assert_int_equal(atomic_load(&cookies), 0);
    assert_non_null(strstr(agent, "canhgiac/"));
    assert_non_null(strstr(agent, "+https://chiendich.example/may-do"));
    assert_int_equal(get(f, "/kin/a", (fetch_options_t){0}).end, FETCH_ROBOTS);
    fetcher_free(f);
}

typedef struct caller {
    fetcher_t *f;
    pthread_t thread;
    fetch_end_t end;
} caller_t;

static void *call(void *arg)
{
    caller_t *c = arg;
    arena_t *a = arena_new(16 << 20);
    err_t e = err_new(LANG_EN);
    url_t u;
    fetched_t got = {0};
    fetch_options_t o = {.allow_private = true, .delay = 60, .total_limit = 3000};
    for (int i = 0; i < 2; i++)
        if (url_parse(a, site_url(a, &site, "/slow"), NULL, &u, &e) != ST_OK ||
            fetch(c->f, a, &u, &o, &got, &e) != ST_OK)
            got.end = FETCH_BROKEN;
    c->end = got.end;
    arena_free(a);
    return NULL;
}

/* Several threads, one site: it is never asked by two of them at a time, and each gets its answer. */
static void threads_share_the_turn_of_a_site(void **state)
{
    (void)state;
    enum { CALLERS = 4 };
    caller_t c[CALLERS];
    fetcher_t *f = fetcher_new("http://x.vn/");
    (void)get(f, "/after", (fetch_options_t){0});
    atomic_store(&most_at_once, 0);
    for (int i = 0; i < CALLERS; i++) {
        c[i] = (caller_t){.f = f};
        assert_int_equal(pthread_create(&c[i].thread, NULL, call, &c[i]), 0);
    }
    for (int i = 0; i < CALLERS; i++) {
        pthread_join(c[i].thread, NULL);
        assert_int_equal(c[i].end, FETCH_OK);
    }
    assert_int_equal(atomic_load(&most_at_once), 1);
    fetcher_free(f);
}

/* A name whose DNS says one thing first and another later: each connection is judged by the address it is about to be made to, so a
 * page may be read and its file, behind the changed name, is not. */
static void a_name_may_change_its_mind_between_requests(void **state)
{
    (void)state;
    char outward[96], inward[96], url[64];
    url_t u;
    fetched_t got;
    fetcher_t *f = fetcher_new("http://x.vn/");
    snprintf(outward, sizeof outward, "portal.test:%d:127.0.0.1", site.port);
    snprintf(inward, sizeof inward, "portal.test:%d:169.254.169.254", site.port);
    snprintf(url, sizeof url, "http://portal.test:%d/after", site.port);
    assert_ok(url_parse(A, str_of(url), NULL, &u, &err), &err);
    fetch_options_t o = {.allow_private = true, .resolve = outward, .total_limit = 2000};
    assert_ok(fetch(f, A, &u, &o, &got, &err), &err);
    assert_int_equal(got.end, FETCH_OK);
    o.resolve = inward;
    assert_ok(fetch(f, A, &u, &o, &got, &err), &err);
    assert_int_equal(got.end, FETCH_ADDRESS);
    fetcher_free(f);
}

/* --- certificates --- */

static int run(const char *const argv[], int out)
{
    pid_t pid;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    if (out >= 0) posix_spawn_file_actions_adddup2(&files, out, 1);
    int rc = posix_spawnp(&pid, argv[0], &files, NULL, (char *const *)(uintptr_t)argv, environ);
    posix_spawn_file_actions_destroy(&files);
    return rc == 0 ? pid : -1;
}

/* A certificate that nobody vouches for is recorded as such; the page is not read. */
static void a_certificate_must_hold(void **state)
{
    (void)state;
    char dir[] = "/tmp/canhgiac-tls-XXXXXX", key[64], cert[64], line[256];
    int out[2], status;
    assert_non_null(mkdtemp(dir));
    snprintf(key, sizeof key, "%s/key.pem", dir);
    snprintf(cert, sizeof cert, "%s/cert.pem", dir);
    const char *make[] = {"openssl", "req",           "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                          "-nodes",  "-keyout",       key,     "-out",    cert, "-days",    "2",
                          "-subj",   "/CN=127.0.0.1", NULL};
    pid_t pid = run(make, -1);
    assert_true(pid > 0 && waitpid(pid, &status, 0) == pid && status == 0);
    const char *serve[] = {"openssl", "s_server", "-www", "-accept", "127.0.0.1:0", "-key", key, "-cert", cert, NULL};
    assert_int_equal(pipe(out), 0);
    pid = run(serve, out[1]);
    close(out[1]);
    assert_true(pid > 0);
    FILE *said = fdopen(out[0], "r");
    int port = 0;
    while (!port && said && fgets(line, sizeof line, said)) (void)sscanf(line, "ACCEPT 127.0.0.1:%d", &port);
    assert_true(port > 0);
    url_t u;
    fetched_t got;
    fetcher_t *f = fetcher_new("http://x.vn/");
    fetch_options_t o = {.allow_private = true, .total_limit = 3000};
    assert_ok(url_parse(A, str_fmt(A, "https://127.0.0.1:%d/", port), NULL, &u, &err), &err);
    assert_ok(fetch(f, A, &u, &o, &got, &err), &err);
    assert_int_equal(got.end, FETCH_TLS);
    assert_true(got.detail.n > 0);
    assert_int_equal(got.status, 0);
    fetcher_free(f);
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    fclose(said);
    unlink(key);
    unlink(cert);
    rmdir(dir);
}

static int begin(void **state)
{
    (void)state;
    A = arena_new(512 << 20);
    err = err_new(LANG_EN);
    site_begin(&site, answer);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    site_end(&site);
    arena_free(A);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_site_is_asked_only_whether_its_page_changed),
                                       cmocka_unit_test(packed_bodies_have_an_end),
                                       cmocka_unit_test(lies_are_no_answers),
                                       cmocka_unit_test(we_say_who_we_are_and_carry_nothing),
                                       cmocka_unit_test(threads_share_the_turn_of_a_site),
                                       cmocka_unit_test(a_name_may_change_its_mind_between_requests),
                                       cmocka_unit_test(a_certificate_must_hold)};
    return cmocka_run_group_tests_name("proof-fetch", tests, begin, finish);
}
