/* SPDX-License-Identifier: Apache-2.0
 *
 * A real server on a real socket, asked well and badly: pages, permissions, forms.
 */
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>
#include "web/router.h"
#include "web/negotiate.h"
#include "web_world.h"

static int setup(void **state)
{
    return web_world(state, &(web_config_t){0});
}

static void pages_carry_their_defences(void **state)
{
    test_t *t = *state;
    str_t r = ask(t, "GET /", "");
    assert_int_equal(answer_code(r), 200);
    str_t csp = answer_field(r, "Content-Security-Policy");
    assert_true(str_find(csp, S("default-src 'none'"), 0) == 0);
    assert_true(str_find(csp, S("unsafe-inline"), 0) == SIZE_MAX);
    assert_str(answer_field(r, "X-Content-Type-Options"), "nosniff");
    assert_int_equal(code(t, "GET /healthz", ""), 200);
    assert_int_equal(code(t, "GET /readyz", ""), 200);
    assert_true(str_find(answer_body(ask(t, "GET /metrics", "")), S("# EOF"), 0) != SIZE_MAX);
    r = ask(t, "HEAD /", "");
    assert_int_equal(answer_code(r), 200);
    assert_int_equal(answer_body(r).n, 0);
}

static void a_request_that_two_servers_could_read_differently_is_refused(void **state)
{
    test_t *t = *state;
    static const char *const requests[] = {
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST /kiem-tra HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
        "POST /kiem-tra HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        int got = answer_code(client_ask(t->port, t->a, requests[i]));
        if (got != 400 && got != 0) fail_msg("%s: %d", requests[i], got);
    }
}

static void a_malformed_address_is_a_400_and_no_file(void **state)
{
    test_t *t = *state;
    static const char *const paths[] = {"/assets/%2e%2e/meson.build",
                                        "/../etc/passwd",
                                        "/%00",
                                        "/%",
                                        "/%zz",
                                        "/a//b",
                                        "/a%5cb",
                                        "/%ff",
                                        "/assets/../x"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        int got = code(t, str_z(t->a, str_fmt(t->a, "GET %s", paths[i])), "");
        if (got != 400) fail_msg("%s: %d", paths[i], got);
    }
    assert_int_equal(code(t, "GET /khong-co", ""), 404);
    str_t r = ask(t, "POST /hinh-thuc", "Content-Length: 0\r\n");
    assert_int_equal(answer_code(r), 405);
    assert_str(answer_field(r, "Allow"), "GET, HEAD");
    r = ask(t, "GET /khong-co", "Accept: application/json\r\n");
    assert_str(answer_field(r, "Content-Type"), "application/problem+json");
}

static void a_body_that_is_too_large_is_refused_before_it_is_read(void **state)
{
    test_t *t = *state;
    assert_int_equal(
        code(t, "POST /kiem-tra", "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 99999999\r\n"),
        413);
    static const char *const bad[] = {"text=%zz", "text=%ff%fe", "text=%00", "text"};
    for (size_t i = 0; i < 4; i++) {
        str_t r = client_ask(t->port, t->a,
                             str_z(t->a, str_fmt(t->a,
                                                 "POST /kiem-tra HTTP/1.1\r\nHost: a\r\nContent-Type: "
                                                 "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
                                                 strlen(bad[i]), bad[i])));
        assert_in_range(answer_code(r), 400, 422);
    }
}

/* The library's timeout begins anew with each byte; ours does not. */
static void a_client_that_sends_a_byte_at_a_time_is_let_go(void **state)
{
    test_t *t = *state;
    int fd = client_open(t->port);
    const char *slow = "GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ";
    assert_true(client_send(fd, slow, strlen(slow)));
    ms_t began = clock_mono();
    bool open = true;
    while (open && clock_mono() - began < 6000) {
        usleep(100000);
        char c;
        if (!client_send(fd, "a", 1)) open = false;
        if (recv(fd, &c, 1, MSG_DONTWAIT) == 0) open = false;
    }
    close(fd);
    assert_false(open);
    assert_int_equal(code(t, "GET /", ""), 200);
}

static void files_are_served_in_the_form_the_client_can_read(void **state)
{
    test_t *t = *state;
    str_t plain = ask(t, "GET /assets/canhgiac.css", ""), r;
    assert_int_equal(answer_code(plain), 200);
    assert_true(answer_field(plain, "Content-Encoding").p == NULL);
    assert_str(answer_field(ask(t, "GET /assets/canhgiac.css", "Accept-Encoding: gzip, br\r\n"), "Content-Encoding"),
               "br");
    assert_str(
        answer_field(ask(t, "GET /assets/canhgiac.css", "Accept-Encoding: gzip, br;q=0\r\n"), "Content-Encoding"),
        "gzip");
    str_t etag = answer_field(plain, "ETag");
    r = ask(t, "GET /assets/canhgiac.css", str_z(t->a, str_fmt(t->a, "If-None-Match: \"x\", %.*s\r\n", STRF(etag))));
    assert_int_equal(answer_code(r), 304);
    r = ask(t, "GET /assets/canhgiac.css", "Range: bytes=2-5\r\n");
    assert_int_equal(answer_code(r), 206);
    assert_true(str_eq(answer_body(r), str_sub(answer_body(plain), 2, 6)));
    assert_int_equal(code(t, "GET /assets/canhgiac.css", "Range: bytes=99999999-\r\n"), 416);
    assert_int_equal(code(t, "GET /assets/canhgiac.css", "Range: bytes=0-1,4-5\r\n"), 200);
}

static void several_requests_share_a_connection(void **state)
{
    test_t *t = *state;
    int fd = client_open(t->port);
    const char *two = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /readyz HTTP/1.1\r\nHost: a\r\n\r\n";
    assert_true(client_send(fd, two, strlen(two)));
    assert_str(answer_body(client_read(fd, t->a, false)), "ok\n");
    assert_str(answer_body(client_read(fd, t->a, false)), "ready\n");
    close(fd);
    /* Clients that leave in the middle harm nobody. */
    for (int i = 0; i < 20; i++) {
        fd = client_open(t->port);
        const char *half = "POST /kiem-tra HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc";
        client_send(fd, half, strlen(half));
        close(fd);
    }
    assert_int_equal(code(t, "GET /healthz", ""), 200);
}

static void a_form_without_its_token_does_nothing(void **state)
{
    test_t *t = *state;
    const char *cookie = sign_in_as(t, "coordinator");
    assert_int_equal(answer_code(form(t, "/ban/ra", cookie, "")), 403);
    assert_int_equal(answer_code(form(t, "/ban/ra", cookie, "csrf=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")), 403);
    str_t page = answer_body(ask(t, "GET /ban/tai-khoan", str_z(t->a, str_fmt(t->a, "Cookie: %s\r\n", cookie))));
    size_t at = str_find(page, S("name=\"csrf\" value=\""), 0);
    assert_true(at != SIZE_MAX);
    str_t token = str_sub(page, at + 19, str_chr(page, '"', at + 19));
    /* Another session's token is no good either. */
    const char *other = sign_in_as(t, "teacher");
    assert_int_equal(answer_code(form(t, "/ban/ra", other, str_z(t->a, str_fmt(t->a, "csrf=%.*s", STRF(token))))), 403);
    assert_int_equal(answer_code(form(t, "/ban/ra", cookie, str_z(t->a, str_fmt(t->a, "csrf=%.*s", STRF(token))))),
                     303);
    assert_int_equal(code(t, "GET /ban/tai-khoan", str_z(t->a, str_fmt(t->a, "Cookie: %s\r\n", cookie))), 303);
}

/* A form on another site must not sign a visitor in as its maker. */
static void a_door_takes_no_form_from_another_site(void **state)
{
    test_t *t = *state;
    static const struct {
        const char *from;
        int answer;
    } sites[] = {{"cross-site", 403}, {"same-site", 403}, {"same-origin", 303}, {"none", 303}};
    const char *body = "login=teacher&password=correct+horse+battery";
    for (size_t i = 0; i < sizeof sites / sizeof *sites; i++) {
        str_t r =
            client_ask(t->port, t->a,
                       str_z(t->a, str_fmt(t->a,
                                           "POST /ban/vao HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: %s\r\nContent-Type: "
                                           "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
                                           sites[i].from, strlen(body), body)));
        assert_int_equal(answer_code(r), sites[i].answer);
        assert_true((answer_field(r, "Set-Cookie").p != NULL) == (sites[i].answer == 303));
    }
}

/* The tree says how far a seat reaches: who may move it could put the whole city below their own district. */
static void only_a_coordinator_of_the_root_moves_the_tree(void **state)
{
    test_t *t = *state;
    static const struct {
        const char *login;
        int answer;
    } who[] = {{"district", 403}, {"coordinator", 303}};
    for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
        const char *cookie = sign_in_as(t, who[i].login);
        str_t page = answer_body(ask(t, "GET /ban/don-vi", str_z(t->a, str_fmt(t->a, "Cookie: %s\r\n", cookie))));
        size_t at = str_find(page, S("name=\"csrf\" value=\""), 0);
        assert_true(at != SIZE_MAX);
        str_t token = str_sub(page, at + 19, str_chr(page, '"', at + 19));
        str_t r = form(t, "/ban/don-vi/nhap", cookie,
                       str_z(t->a, str_fmt(t->a,
                                           "csrf=%.*s&commit=1&text=code,name,kind,parent,from%%0A92,C,city,,2004-01-"
                                           "01%%0A916,N,district,92,2004-01-01%%0A",
                                           STRF(token))));
        assert_int_equal(answer_code(r), who[i].answer);
    }
}

/* What stands between `before` and the next quote of a page. */
static str_t after(str_t page, str_t before)
{
    size_t at = str_find(page, before, 0);
    assert_true(at != SIZE_MAX);
    return str_sub(page, at + before.n, str_chr(page, '"', at + before.n));
}

static str_t get(test_t *t, const char *path, const char *cookie)
{
    return answer_body(
        ask(t, str_z(t->a, str_fmt(t->a, "GET %s", path)), str_z(t->a, str_fmt(t->a, "Cookie: %s\r\n", cookie))));
}

/* A coordinator sees and locks the people of the own subtree, and nobody locks themselves out. */
static void a_coordinator_rules_over_the_own_people_only(void **state)
{
    test_t *t = *state;
    const char *district = sign_in_as(t, "district"), *root = sign_in_as(t, "coordinator");
    str_t few = get(t, "/ban/nguoi", district), all = get(t, "/ban/nguoi?tim=teacher", root);
    assert_true(str_find(all, S("<code>teacher</code>"), 0) != SIZE_MAX);
    assert_true(str_find(few, S("<code>teacher</code>"), 0) == SIZE_MAX);
    assert_true(str_find(few, S("<code>district</code>"), 0) != SIZE_MAX);
    size_t at = str_find(all, S("<code>teacher</code>"), 0);
    at = str_find(all, S("/trang-thai"), str_find(all, S("/het\""), at)); /* the person's own, after the seat's */
    str_t path = str_fmt(t->a, "%.*s/trang-thai", 47, all.p + at - 47);
    assert_true(str_starts(path, S("/ban/nguoi/")));
    str_t token = after(all, S("name=\"csrf\" value=\""));
    const char *to = str_z(t->a, path), *lock = str_z(t->a, str_fmt(t->a, "csrf=%.*s", STRF(token))),
               *open = str_z(t->a, str_fmt(t->a, "csrf=%.*s&active=1", STRF(token)));
    const char *teacher = str_z(t->a, str_fmt(t->a, "Cookie: %s\r\n", sign_in_as(t, "teacher")));
    assert_int_equal(code(t, "GET /ban/lop", teacher), 200);
    assert_int_equal(answer_code(form(t, to, root, lock)), 303);
    assert_int_equal(code(t, "GET /ban/lop", teacher), 303);
    assert_int_equal(answer_code(form(t, to, root, open)), 303);
    token = after(get(t, "/ban/tai-khoan", district), S("name=\"csrf\" value=\""));
    assert_int_equal(answer_code(form(t, to, district, str_z(t->a, str_fmt(t->a, "csrf=%.*s", STRF(token))))), 403);
}

/* Fields of the quiz are named by their place on this sheet; named by item they would tell the scams. */
static void the_quiz_does_not_name_its_scams(void **state)
{
    test_t *t = *state;
    str_t page = answer_body(ask(t, "GET /hoc/thu", ""));
    size_t at = 0;
    for (int i = 1; i <= 12; i++) {
        str_t name = str_fmt(t->a, "name=\"a%d\" value=\"1\"", i);
        at = str_find(page, name, at);
        assert_true(at != SIZE_MAX);
    }
}

static void wrong_passwords_are_slowed_down(void **state)
{
    test_t *t = *state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(answer_code(form(t, "/ban/vao", "", "login=nobody&password=wrong-password")), 403);
    assert_int_equal(answer_code(form(t, "/ban/vao", "", "login=nobody&password=wrong-password")), 429);
}

static void ranges_and_codings_are_read_as_the_standard_says(void **state)
{
    (void)state;
    uint64_t from, n;
    assert_int_equal(range_parse(S("bytes=0-0"), 10, &from, &n), 1);
    assert_true(from == 0 && n == 1);
    assert_int_equal(range_parse(S("bytes=-3"), 10, &from, &n), 1);
    assert_true(from == 7 && n == 3);
    assert_int_equal(range_parse(S("bytes=5-"), 10, &from, &n), 1);
    assert_true(from == 5 && n == 5);
    assert_int_equal(range_parse(S("bytes=10-"), 10, &from, &n), -1);
    assert_int_equal(range_parse(S("bytes=5-2"), 10, &from, &n), 0);
    assert_int_equal(range_parse(S("bytes=-"), 10, &from, &n), 0);
    assert_int_equal(range_parse(S("items=0-1"), 10, &from, &n), 0);
    assert_true(coding_quality(S("gzip, br"), "br") == 1000);
    assert_int_equal(coding_quality(S("gzip, br;q=0.0"), "br"), 0);
    assert_int_equal(coding_quality(S("br; q=0.1"), "br"), 100);
    assert_true(etag_matches(S("W/\"a\", \"b\""), "\"a\""));
    assert_false(etag_matches(S("\"c\""), "\"a\""));
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_carry_their_defences),
        cmocka_unit_test(a_request_that_two_servers_could_read_differently_is_refused),
        cmocka_unit_test(a_malformed_address_is_a_400_and_no_file),
        cmocka_unit_test(a_body_that_is_too_large_is_refused_before_it_is_read),
        cmocka_unit_test(a_client_that_sends_a_byte_at_a_time_is_let_go),
        cmocka_unit_test(files_are_served_in_the_form_the_client_can_read),
        cmocka_unit_test(several_requests_share_a_connection),
        cmocka_unit_test(a_form_without_its_token_does_nothing),
        cmocka_unit_test(a_door_takes_no_form_from_another_site),
        cmocka_unit_test(only_a_coordinator_of_the_root_moves_the_tree),
        cmocka_unit_test(a_coordinator_rules_over_the_own_people_only),
        cmocka_unit_test(the_quiz_does_not_name_its_scams),
        cmocka_unit_test(wrong_passwords_are_slowed_down),
        cmocka_unit_test(ranges_and_codings_are_read_as_the_standard_says),
    };
    return cmocka_run_group_tests_name("web", tests, setup, web_world_end);
}
