/* SPDX-License-Identifier: Apache-2.0
 *
 * Law: the time of a check is linear in its text, whatever the text; and what a verdict marks begins and ends between
 * characters. Growth is counted in instructions where the machine lets us count them, else in the thread's own CPU time.
 */
#include "support/engine.h"
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "base/crypto.h"

/* What grows with the square of its text costs TIMES² and does so every time; leaving the first cache costs less than LIMIT. */
enum { SMALL = 3 << 10, TIMES = 8, LIMIT = 3 * TIMES, ROUNDS = 3 };

static int counter = -1;

static int counting(void **state)
{
    struct perf_event_attr what = {.type = PERF_TYPE_HARDWARE,
                                   .size = sizeof what,
                                   .config = PERF_COUNT_HW_INSTRUCTIONS,
                                   .exclude_kernel = 1,
                                   .exclude_hv = 1};
    counter = (int)syscall(SYS_perf_event_open, &what, 0, -1, -1, 0);
    return know_setup(state);
}

static double spent(void)
{
    long long n;
    if (counter >= 0 && read(counter, &n, sizeof n) == sizeof n) return (double)n;
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* Whole pieces of about n bytes. */
static str_t repeated(arena_t *a, str_t piece, size_t n)
{
    n -= n % piece.n;
    char *p = arena_raw(a, n);
    for (size_t i = 0; i < n; i++) p[i] = piece.p[i % piece.n];
    return (str_t){p, n};
}

/* The least of a few rounds, in memory that was there before: what else the machine did is not ours. */
static double cost(void *buffer, size_t size, str_t text)
{
    static verdict_t v;
    double best = 0;
    for (int i = 0; i < ROUNDS; i++) {
        check_input_t in = {.text = text, .channel = S("sms"), .date = {2026, 11, 1}};
        arena_t *a = arena_over(buffer, size);
        double from = spent();
        assert_int_equal(canhgiac_check(know, a, &in, &v), CANHGIAC_OK);
        double took = spent() - from;
        if (!i || took < best) best = took;
    }
    return best;
}

static const str_t pieces[] = {
    {"a", 1},
    {"\0", 1},
    {"a ", 2},
    {"\xCC\x81", 2}, /* one letter's worth of marks, and more */
    {"e\xCC\x81\xCC\xA3\xCC\x80", 7},
    {"\xFF\xC3", 2},
    {"\xF0\x9D", 2},
    {"\xE2\x80\x8B", 3},
    {"http://a1.example.com/x ", 24},
    {"http://", 7},
    {"https://a@b@", 12},
    {"a.b.", 4},
    {"a.vn ", 5},
    {"@", 1},
    {"a@b.vn ", 7},
    {"0912345678 ", 11},
    {"1", 1},
    {"1 ", 2},
    {"+1", 2},
    {"(", 1},
    {"[.]", 3},
    {"gui ", 4},
    {"cung cap ma khong ", 18},
    {"vietcombank ", 12},
    {"tai khoan ", 10},
    {"stk 123456789 ", 14},
    {"...", 3},
    {"xn--a.", 6},
};

static void time_grows_as_the_text_does(void **state)
{
    (void)state;
    arena_t *a = arena_new((size_t)1 << 30);
    size_t size = canhgiac_scratch(SMALL * TIMES);
    void *buffer = arena_alloc(a, size);
    assert_non_null(buffer);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t n = SMALL - SMALL % pieces[i].n;
        str_t text = repeated(a, pieces[i], n * TIMES);
        double small = cost(buffer, size, str_sub(text, 0, n)), large = cost(buffer, size, text);
        if (large > LIMIT * small)
            fail_msg("%d times the text of \"%.*s\" (%zu) cost %.1f times as much", TIMES, STRF(pieces[i]), i,
                     large / small);
    }
    arena_free(a);
}

/* Ten megabytes are refused before they are looked at. */
static void too_long_a_text_is_refused_at_once(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    verdict_t *v = ARENA_NEW(a, verdict_t);
    check_input_t in = {.text = repeated(a, S("a"), 10 << 20)};
    arena_t *none = arena_new(4096);
    double from = spent();
    assert_int_equal(canhgiac_check(know, none, &in, v), CANHGIAC_TOO_LONG);
    assert_true(spent() - from < 1e6);
    in.text.n = 1 << 20;
    arena_t *most = arena_new(canhgiac_scratch(in.text.n));
    assert_int_equal(canhgiac_check(know, most, &in, v), CANHGIAC_OK);
    arena_free(most);
    arena_free(none);
    arena_free(a);
}

static void marks_lie_between_characters(void **state)
{
    (void)state;
    static const char *const parts[] = {"Vietcombank: tài khoản bị khóa ",
                                        "tru\xCC\x9B\xCC\xA3y câ\xCC\xA3p ",
                                        "http://vietc\xCE\xBFmbank-xác-thực.top/đ ",
                                        "\xFF\xFE ",
                                        "\xF0\x9F\x98\x80",
                                        "gửi mã OTP 1234 ",
                                        "STK 0123456789 ",
                                        "０９１２３４５６７８ ",
                                        "\xE2\x80\x8B",
                                        "\xE1\xBB",
                                        "a@b.vn ",
                                        "Con bị tai nạn chuyển gấp 30 triệu "};
    rand_seed(5);
    for (int round = 0; round < 500; round++) {
        arena_t *a = arena_new(16 << 20);
        buf_t b = buf_new(a, 4096);
        for (int i = 0; i < 8; i++) buf_putz(&b, parts[rand_below(sizeof parts / sizeof *parts)]);
        str_t text = buf_str(&b);
        bool *border = ARENA_ARRAY(a, bool, text.n + 1);
        for (size_t i = 0; i < text.n; (void)utf8_next(text, &i)) border[i] = true;
        border[text.n] = true;
        verdict_t *v = ARENA_NEW(a, verdict_t);
        check_input_t in = {.text = text, .channel = S("sms")};
        assert_int_equal(canhgiac_check(know, a, &in, v), CANHGIAC_OK);
        for (size_t i = 0; i < v->n_signs; i++)
            if (!border[v->signs[i].start] || !border[v->signs[i].end])
                fail_msg("sign %.*s cuts a character of \"%.*s\"", STRF(v->signs[i].code), STRF(text));
        for (size_t i = 0; i < v->n_entities; i++)
            assert_true(border[v->entities[i].start] && border[v->entities[i].end]);
        arena_free(a);
    }
    rand_seed(0);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_grows_as_the_text_does),
        cmocka_unit_test(too_long_a_text_is_refused_at_once),
        cmocka_unit_test(marks_lie_between_characters),
    };
    return cmocka_run_group_tests_name("growth", tests, counting, know_teardown);
}
