/* SPDX-License-Identifier: Apache-2.0
 *
 * Rounds: what is due is looked at, several sites at once and each by one reader; the agenda is a heap that keeps its promises.
 */
#include "proof_world.h"
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>
#include "proof/agenda.h"

enum { SITES = 3, CLAIMS = 3 };
static proof_world_t W;
static site_t sites[SITES];
static atomic_int inside[SITES], crowded, pages, met;

/* Answers only once another site is being asked too; gives up after two seconds, and then they never met. */
static void answer_at(int at, int fd, str_t path)
{
    if (str_eq(path, S("/robots.txt"))) {
        site_page(fd, "text/plain", S(""));
        return;
    }
    if (atomic_fetch_add(&inside[at], 1) > 0) atomic_fetch_add(&crowded, 1);
    for (int i = 0; i < 400 && atomic_load(&met) == 0; i++) {
        int others = 0;
        for (int k = 0; k < SITES; k++) others += k != at && atomic_load(&inside[k]) > 0;
        if (others) atomic_store(&met, 1);
        site_wait(5);
    }
    atomic_fetch_add(&pages, 1);
    atomic_fetch_sub(&inside[at], 1);
    site_page(fd, "text/html", S("<p>tin</p>"));
}

static void first(int fd, str_t path, str_t request)
{
    (void)request;
    answer_at(0, fd, path);
}
static void second(int fd, str_t path, str_t request)
{
    (void)request;
    answer_at(1, fd, path);
}
static void third(int fd, str_t path, str_t request)
{
    (void)request;
    answer_at(2, fd, path);
}

static size_t round_now(void)
{
    proof_options_t o = {.allow_private = true, .delay = 1, .total_limit = 5000};
    size_t done = 0;
    assert_ok(proof_round(W.prober, false, &o, &done, &W.err), &W.err);
    return done;
}

static void sites_are_read_side_by_side_and_each_by_one(void **state)
{
    (void)state;
    buf_t places = buf_new(W.a, 4096);
    buf_putc(&places, '[');
    for (int i = 0; i < SITES; i++) buf_fmt(&places, "%s{\"host\":\"127.0.0.1:%d\"}", i ? "," : "", sites[i].port);
    buf_putc(&places, ']');
    proof_world_places(&W, str_z(W.a, buf_str(&places)));
    ms_t closes = clock_now() + 5 * MS_DAY;
    for (int i = 0; i < SITES; i++)
        for (int k = 0; k < CLAIMS; k++) {
            char path[32];
            snprintf(path, sizeof path, "/bai/%d", k);
            (void)proof_world_claim(&W, site_url(W.a, &sites[i], path), W.r2.id, closes);
        }
    assert_int_equal(round_now(), SITES * CLAIMS);
    assert_int_equal(atomic_load(&pages), SITES * CLAIMS);
    assert_int_equal(atomic_load(&met), 1);
    assert_int_equal(atomic_load(&crowded), 0);
    assert_int_equal(round_now(), 0); /* nothing is due twice */
    (void)proof_world_claim(&W, site_url(W.a, &sites[0], "/bai/moi"), W.r2.id, closes);
    assert_int_equal(round_now(), 1); /* a claim made meanwhile is found without reading all anew */
    clock_hold(clock_now() + MS_HOUR);
    assert_int_equal(round_now(), SITES * CLAIMS + 1);
    assert_int_equal(round_now(), 0);
}

static ident_t named(uint8_t n)
{
    return (ident_t){{[0] = 1, [15] = n}};
}

static void the_agenda_gives_what_is_due_in_order(void **state)
{
    (void)state;
    agenda_t *g = agenda_new();
    ident_t id;
    assert_non_null(g);
    assert_true(agenda_next(g) == MS_NEVER && !agenda_take(g, MS_NEVER - 1, &id));
    for (uint8_t i = 0; i < 200; i++) assert_true(agenda_put(g, named(i), 1000 + (i * 37) % 200));
    assert_int_equal(agenda_size(g), 200);
    assert_true(agenda_put(g, named(5), 10));       /* moved to the front */
    assert_true(agenda_put(g, named(6), MS_NEVER)); /* taken out */
    assert_true(agenda_put(g, named(7), 5000));     /* moved to the end */
    assert_int_equal(agenda_size(g), 199);
    assert_true(agenda_next(g) == 10);
    assert_true(agenda_take(g, 999, &id) && ident_eq(id, named(5)));
    assert_false(agenda_take(g, 999, &id));
    int n = 0;
    for (ms_t last = 0; agenda_take(g, 1200, &id); n++) {
        ms_t due = 1000 + (id.b[15] * 37) % 200;
        assert_true(due >= last && id.b[15] != 5 && id.b[15] != 6 && id.b[15] != 7);
        last = due;
    }
    assert_int_equal(n, 197);
    assert_true(agenda_put(g, named(6), 20)); /* back again */
    assert_true(agenda_take(g, 30, &id) && ident_eq(id, named(6)));
    assert_true(agenda_next(g) == 5000);
    agenda_free(g);
}

static int begin(void **state)
{
    (void)state;
    static const site_fn fns[SITES] = {first, second, third};
    proof_world_begin(&W);
    for (int i = 0; i < SITES; i++) site_begin(&sites[i], fns[i]);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    for (int i = 0; i < SITES; i++) site_end(&sites[i]);
    proof_world_end(&W);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_agenda_gives_what_is_due_in_order),
                                       cmocka_unit_test(sites_are_read_side_by_side_and_each_by_one)};
    return cmocka_run_group_tests_name("proof-round", tests, begin, finish);
}
