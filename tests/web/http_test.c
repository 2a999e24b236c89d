/* SPDX-License-Identifier: Apache-2.0
 *
 * The server under clients that no decent program would be: what it refuses, what it cuts, and how it ends.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
#include "alert/alert.h"
#include "base/file.h"
#include "web/router.h"
#include "web_world.h"

static int setup(void **state)
{
    return web_world(state, &(web_config_t){.rate_limit = true, .behind_proxy = true});
}

static void refusals_carry_their_defences_too(void **state)
{
    test_t *t = *state;
    static const char *const requests[] = {
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST /kiem-tra HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\n",
        "POST /kiem-tra HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n",
    };
    static const int codes[] = {400, 400, 400, 413};
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        str_t r = client_ask(t->port, t->a, requests[i]);
        assert_int_equal(answer_code(r), codes[i]);
        assert_true(answer_field(r, "Content-Security-Policy").n > 0);
        assert_true(str_find(answer_body(r), S("<h1"), 0) != SIZE_MAX);
        assert_int_equal(answer_field(r, "Retry-After").n > 0, codes[i] == 413);
    }
    str_t r = client_ask(t->port, t->a, "POST /api/v1/check HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n");
    assert_str(answer_field(r, "Content-Type"), "application/problem+json");
}

/* Sends chunks of 32 KB until told to stop or `most` bytes are out; gives how many went. */
static size_t send_chunks(int fd, size_t most)
{
    static char chunk[32768 + 16];
    size_t n = (size_t)snprintf(chunk, sizeof chunk, "8000\r\n");
    memset(chunk + n, 'x', 32768);
    memcpy(chunk + n + 32768, "\r\n", 2);
    size_t sent = 0;
    while (sent < most && client_send(fd, chunk, n + 32768 + 2)) sent += 32768;
    return sent;
}

static void a_body_without_a_length_ends_at_the_limit(void **state)
{
    test_t *t = *state;
    const char *head = "POST /kiem-tra HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    int fd = client_open(t->port);
    assert_true(client_send(fd, head, strlen(head)));
    assert_int_equal(send_chunks(fd, 96 << 10), 96 << 10);
    assert_true(client_send(fd, "0\r\n\r\n", 5));
    assert_int_equal(answer_code(client_read(fd, t->a, false)), 413);
    close(fd);
    fd = client_open(t->port);
    assert_true(client_send(fd, head, strlen(head)));
    assert_true(send_chunks(fd, 64 << 20) < 64 << 20);
    close(fd);
    assert_int_equal(code(t, "GET /healthz", ""), 200);
}

/* The refusal comes while not one byte of the body is there. */
static void a_large_body_is_taken_only_from_those_who_may_send_it(void **state)
{
    test_t *t = *state;
    const char *teacher = sign_in_as(t, "teacher");
    const route_t *r;
    int tried = 0;
    for (size_t i = 0; (r = route_at(i)) != NULL; i++) {
        if (r->body_limit <= 64 << 10 || r->perm == PERM_PUBLIC || r->perm == PERM_TEACH || strchr(r->pattern, '{'))
            continue;
        const char *line = str_z(t->a, str_fmt(t->a, "POST %s", r->pattern));
        const char *length = str_z(t->a, str_fmt(t->a, "Content-Length: %zu\r\n", r->body_limit));
        assert_int_equal(code(t, line, length), 401);
        assert_int_equal(code(t, line, str_z(t->a, str_fmt(t->a, "Cookie: %s\r\n%s", teacher, length))), 403);
        tried++;
    }
    assert_true(tried > 0);
}

static void every_method_has_its_answer(void **state)
{
    test_t *t = *state;
    str_t r = ask(t, "POST /healthz", "Content-Length: 0\r\n");
    assert_int_equal(answer_code(r), 405);
    assert_str(answer_field(r, "Allow"), "GET, HEAD");
    r = ask(t, "OPTIONS /kiem-tra", "");
    assert_int_equal(answer_code(r), 204);
    assert_str(answer_field(r, "Allow"), "GET, HEAD, POST");
    assert_int_equal(code(t, "DELETE /kiem-tra", ""), 405);
    assert_int_equal(code(t, "PUT /khong-co", "Content-Length: 0\r\n"), 404);
}

/* RFC 9110 13.2.2: first "have I got it", then "is it still that one", then the part. */
static void conditions_come_before_ranges(void **state)
{
    test_t *t = *state;
    const char *css = "GET /assets/canhgiac.css";
    str_t plain = ask(t, css, ""), br = ask(t, css, "Accept-Encoding: br\r\n");
    str_t tag = answer_field(plain, "ETag"), br_tag = answer_field(br, "ETag");
    assert_int_equal(code(t, css, str_z(t->a, str_fmt(t->a, "Range: bytes=0-1\r\nIf-None-Match: %.*s\r\n", STRF(tag)))),
                     304);
    str_t r = ask(t, css, str_z(t->a, str_fmt(t->a, "If-None-Match: %.*s\r\n", STRF(br_tag))));
    assert_int_equal(answer_code(r), 304);
    assert_true(str_eq(answer_field(r, "ETag"), br_tag));
    assert_int_equal(code(t, css, "Range: bytes=0-1\r\nIf-Range: \"other\"\r\n"), 200);
    r = ask(t, css, str_z(t->a, str_fmt(t->a, "Range: bytes=0-1\r\nIf-Range: %.*s\r\n", STRF(tag))));
    assert_int_equal(answer_code(r), 206);
    assert_true(str_find(answer_field(r, "Vary"), S("Cookie"), 0) != SIZE_MAX);
    assert_true(answer_field(r, "Cache-Control").n > 0);
    r = ask(t, "HEAD /assets/canhgiac.css", "Range: bytes=0-1\r\n");
    assert_int_equal(answer_code(r), 200);
    assert_true(str_eq(answer_field(r, "Content-Length"), answer_field(plain, "Content-Length")));
    r = ask(t, css, "Accept-Encoding: br;q=0.1, gzip;q=0.9\r\n");
    assert_str(answer_field(r, "Content-Encoding"), "gzip");
}

static void after_signing_in_nobody_is_led_elsewhere(void **state)
{
    test_t *t = *state;
    static const char *const places[] = {"//evil.example", "/ban/%5Cevil", "/ban%0D%0ASet-Cookie:+x", "https://evil"};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        str_t body = str_fmt(t->a, "login=teacher&password=correct+horse+battery&next=%s", places[i]);
        str_t r = form(t, "/ban/vao", "", str_z(t->a, body)), to = answer_field(r, "Location");
        assert_int_equal(answer_code(r), 303);
        assert_true(str_eq(to, S("/")) || str_eq(to, S("/ban")));
    }
}

/* Behind a proxy everybody comes from one address; who floods must not stop the others. */
static void whoever_floods_is_slowed_down_alone(void **state)
{
    test_t *t = *state;
    int slowed = 0;
    const char *post = "POST /kiem-tra HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 9.9.9.9, %s\r\nContent-Type: "
                       "application/x-www-form-urlencoded\r\nContent-Length: 6\r\n\r\ntext=a";
    const char *flood = str_z(t->a, str_fmt(t->a, post, "203.0.113.7")),
               *other = str_z(t->a, str_fmt(t->a, post, "203.0.113.8"));
    for (int i = 0; i < 200; i++) {
        str_t r = client_ask(t->port, t->a, flood);
        if (answer_code(r) != 429) continue;
        slowed++;
        assert_true(answer_field(r, "Retry-After").n > 0);
    }
    assert_in_range(slowed, 1, 80);
    assert_int_equal(answer_code(client_ask(t->port, t->a, other)), 200);
}

typedef struct reader {
    int port;
    _Atomic bool stop;
    _Atomic int read, wrong;
} reader_t;

static void *read_on(void *arg)
{
    reader_t *r = arg;
    arena_t *a = arena_new(4 << 20);
    while (!atomic_load(&r->stop)) {
        str_t page = client_ask(r->port, a, "GET /trang HTTP/1.1\r\nHost: a\r\n\r\n");
        str_t body = answer_body(page);
        bool whole = answer_code(page) == 200 && body.n == 200000 && body.p[0] == body.p[body.n - 1];
        atomic_fetch_add(whole ? &r->read : &r->wrong, 1);
        arena_reset(a);
    }
    arena_free(a);
    return NULL;
}

/* Who has begun to read a page gets all of it, however often the site changes meanwhile. */
static void a_new_site_takes_nothing_from_those_who_read_the_old(void **state)
{
    test_t *t = *state;
    char folder[128], file[160];
    snprintf(folder, sizeof folder, "%s/public", t->dir);
    assert_ok(dir_make(folder, 0755, &t->err), &t->err);
    snprintf(folder, sizeof folder, "%s/public/current", t->dir);
    assert_ok(dir_make(folder, 0755, &t->err), &t->err);
    snprintf(file, sizeof file, "%s/trang.html", folder);
    static char page[200000];
    reader_t r = {.port = t->port};
    pthread_t readers[3];
    for (int i = 0; i < 60; i++) {
        memset(page, 'a' + i % 26, sizeof page);
        assert_ok(file_write(file, (str_t){page, sizeof page}, 0644, &t->err), &t->err);
        assert_ok(web_load_site(t->web, &t->err), &t->err);
        for (int k = 0; i == 0 && k < 3; k++) assert_int_equal(pthread_create(&readers[k], NULL, read_on, &r), 0);
    }
    atomic_store(&r.stop, true);
    for (int k = 0; k < 3; k++) pthread_join(readers[k], NULL);
    assert_true(atomic_load(&r.read) > 0);
    assert_int_equal(atomic_load(&r.wrong), 0);
}

/* Stopped with a password being checked, a body half in, and an act on its way: the first and the last are answered. */
static void what_is_under_way_is_answered_before_the_end(void **state)
{
    test_t *t = *state;
    assert_ok(alert_keys_make(t->dir, &t->err), &t->err);
    int half = client_open(t->port), slow = client_open(t->port), act = client_open(t->port);
    const char *begun = "POST /kiem-tra HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc";
    const char *body = "login=auditor&password=correct+horse+battery";
    str_t sign_in = str_fmt(t->a,
                            "POST /ban/vao HTTP/1.1\r\nHost: a\r\nContent-Type: "
                            "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
                            strlen(body), body);
    const char *report = "POST /bao-cao HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                         "Content-Length: 23\r\n\r\nchannel=sms&text=abcdef";
    assert_true(client_send(half, begun, strlen(begun)) && client_send(slow, sign_in.p, sign_in.n) &&
                client_send(act, report, strlen(report)));
    usleep(100000);
    shutdown(half, SHUT_WR);
    web_stop(t->web);
    t->web = NULL;
    assert_int_equal(answer_code(client_read(slow, t->a, false)), 303);
    assert_int_equal(answer_code(client_read(act, t->a, false)), 200);
    close(half);
    close(slow);
    close(act);
}

/* A door is guessed at: fewer tries there, and only for who tries. */
static void guessing_at_the_doors_is_slowed_down_sooner(void **state)
{
    test_t *t = *state;
    const char *post = "POST /ban/moi HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: %s\r\nContent-Type: "
                       "application/x-www-form-urlencoded\r\nContent-Length: 24\r\n\r\ncode=ABCD-EFGH-JKLM-NPQR";
    const char *guess = str_z(t->a, str_fmt(t->a, post, "203.0.113.50")),
               *other = str_z(t->a, str_fmt(t->a, post, "203.0.113.51"));
    int tries = 0;
    while (tries < 110 && answer_code(client_ask(t->port, t->a, guess)) != 429) tries++;
    assert_in_range(tries, 25, 100);
    assert_int_equal(answer_code(client_ask(t->port, t->a, other)), 422);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refusals_carry_their_defences_too),
        cmocka_unit_test(a_body_without_a_length_ends_at_the_limit),
        cmocka_unit_test(a_large_body_is_taken_only_from_those_who_may_send_it),
        cmocka_unit_test(every_method_has_its_answer),
        cmocka_unit_test(conditions_come_before_ranges),
        cmocka_unit_test(after_signing_in_nobody_is_led_elsewhere),
        cmocka_unit_test(whoever_floods_is_slowed_down_alone),
        cmocka_unit_test(guessing_at_the_doors_is_slowed_down_sooner),
        cmocka_unit_test(a_new_site_takes_nothing_from_those_who_read_the_old),
        cmocka_unit_test(what_is_under_way_is_answered_before_the_end), /* the last: it stops the server */
    };
    return cmocka_run_group_tests_name("http", tests, setup, web_world_end);
}
