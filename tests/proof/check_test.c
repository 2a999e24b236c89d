/* SPDX-License-Identifier: Apache-2.0
 *
 * From a claim to what coverage may count: when looks come, what they say together, what is written down.
 */
#include "proof_world.h"
#include <stdatomic.h>
#include <jansson.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>
#include "page/app.h"

static proof_world_t W;
static site_t site;
static atomic_bool taken_down, asked;

static void answer(int fd, str_t path, str_t request)
{
    (void)request;
    if (str_eq(path, S("/robots.txt"))) {
        site_page(fd, "text/plain", S(""));
        return;
    }
    asked = true;
    if (str_eq(path, S("/so-tay.pdf")))
        site_page(fd, "application/pdf", W.file2);
    else if (str_eq(path, S("/cu.pdf")))
        site_page(fd, "application/pdf", W.file1);
    else if (str_eq(path, S("/tuong-lua")))
        site_send(fd, S("HTTP/1.1 403 No\r\nConnection: close\r\n\r\n"));
    else if (taken_down)
        site_page(fd, "text/html", S("<h1>Tin khác</h1><p>Nội dung đã được thay bằng một bài viết khác."));
    else
        site_page(fd, "text/html", S("<h1>Tin</h1><p>Bài viết <a href='/so-tay.pdf'>Sổ tay</a>"));
}

#define H (MS_HOUR)
static const ms_t T0 = 1730770200000;

typedef struct look {
    ms_t after;
    const char *verdict;
} look_t;

static proof_summary_t told(const look_t *l, size_t n)
{
    proof_history_t h[16] = {{0}};
    for (size_t i = 0; i < n; i++) h[i] = (proof_history_t){T0 + l[i].after, str_of(l[i].verdict)};
    return proof_summarise(h, n);
}
#define TOLD(...) told((look_t[]){__VA_ARGS__}, sizeof((look_t[]){__VA_ARGS__}) / sizeof(look_t))

/* One failed look decides nothing; two at different times do. What could not be seen never counts against anybody. */
static void two_fails_at_different_times(void **state)
{
    (void)state;
    assert_int_equal(told(NULL, 0).state, PROOF_UNCHECKED);
    assert_int_equal(TOLD({0, "holds"}).state, PROOF_HOLDS);
    assert_int_equal(TOLD({0, "fails"}).state, PROOF_DOUBTED);
    assert_int_equal(TOLD({0, "fails"}, {MS_MINUTE, "fails"}).state, PROOF_DOUBTED);
    assert_int_equal(TOLD({0, "fails"}, {H, "fails"}).state, PROOF_CONTRADICTED);
    assert_int_equal(TOLD({0, "holds"}, {H, "fails"}).state, PROOF_DOUBTED);
    assert_int_equal(TOLD({0, "holds"}, {H, "fails"}, {2 * H, "holds"}, {3 * H, "fails"}).state, PROOF_DOUBTED);
    assert_int_equal(TOLD({0, "holds"}, {H, "fails"}, {2 * H, "fails"}).state, PROOF_LAPSED);
    assert_int_equal(TOLD({0, "holds"}, {H, "fails"}, {2 * H, "fails"}, {3 * H, "holds"}).state, PROOF_HOLDS);
    assert_int_equal(TOLD({0, "cannot-tell"}).state, PROOF_UNKNOWN);
    assert_int_equal(TOLD({0, "holds"}, {H, "cannot-tell"}, {2 * H, "cannot-tell"}).state, PROOF_HOLDS);
    assert_int_equal(TOLD({0, "cannot-tell"}, {H, "cannot-tell"}, {2 * H, "fails"}).state, PROOF_DOUBTED);
    proof_summary_t s = TOLD({0, "cannot-tell"}, {H, "holds"}, {7 * H, "holds"});
    assert_true(s.first_seen == T0 + H && s.last_seen == T0 + 7 * H && s.since == T0 + H);
}

/* At the claim, an hour later, every six hours, hourly on the last day, and then no more. */
static void looks_come_when_due(void **state)
{
    (void)state;
    ms_t closes = T0 + 3 * MS_DAY, at = T0;
    proof_history_t h[128] = {{0}};
    size_t n = 0;
    assert_true(proof_next_due(T0, closes, h, 0) == T0);
    while ((at = proof_next_due(T0, closes, h, n)) != MS_NEVER && n < 128) h[n++] = (proof_history_t){at, S("holds")};
    assert_true(h[1].at == T0 + H);
    assert_true(h[2].at == T0 + 7 * H);
    assert_true(h[3].at == T0 + 13 * H);
    assert_true(h[n - 1].at > closes - H && h[n - 1].at <= closes);
    size_t last_day = 0;
    for (size_t i = 1; i < n; i++) {
        last_day += h[i].at >= closes - MS_DAY;
        assert_true(h[i].at - h[i - 1].at <= 6 * H);
    }
    assert_true(last_day >= 24 && last_day <= 26);
    /* A look that comes late pushes nothing on; one so late that the next would follow at once takes its place. */
    proof_history_t slow[] = {{T0, S("holds")}, {T0 + H + 17 * MS_MINUTE, S("holds")}};
    assert_true(proof_next_due(T0, closes, slow, 2) == T0 + 7 * H);
    slow[1].at = T0 + 6 * H + 45 * MS_MINUTE;
    assert_true(proof_next_due(T0, closes, slow, 2) == T0 + 13 * H);
    /* A doubt is looked at again soon; a late claim is looked at once. */
    proof_history_t doubt[] = {{T0, S("holds")}, {T0 + H, S("holds")}, {T0 + 7 * H, S("fails")}};
    assert_true(proof_next_due(T0, closes, doubt, 3) == T0 + 8 * H);
    assert_true(proof_next_due(closes + H, closes, NULL, 0) == closes + H);
    proof_history_t late[] = {{closes + H, S("holds")}};
    assert_true(proof_next_due(closes + H, closes, late, 1) == MS_NEVER);
}

static proof_summary_t state_of(ident_t record)
{
    db_t *db;
    proof_summary_t s;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(proof_state_of_record(db, W.a, record, MS_NEVER, &s, &W.err), &W.err);
    store_done(W.st, db);
    return s;
}

static int64_t count(const char *sql)
{
    db_t *db;
    query_t q = {"count", sql};
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    stmt_t *s = db_query(db, &q, &W.err);
    assert_non_null(s);
    assert_int_equal(stmt_next(s, &W.err), ST_ROW);
    int64_t n = col_int(s, 0);
    stmt_done(s);
    store_done(W.st, db);
    return n;
}

static proof_result_t check(ident_t record)
{
    proof_options_t o = {.allow_private = true, .delay = 1, .total_limit = 2000};
    proof_result_t r;
    ident_t id;
    assert_ok(proof_check_record(W.prober, W.a, record, (ident_t){{0}}, &o, &r, &id, &W.err), &W.err);
    assert_false(ident_none(id));
    return r;
}

static void own_place(void)
{
    char json[96];
    snprintf(json, sizeof json, "[{\"kind\":\"web\",\"host\":\"127.0.0.1:%d\",\"proved\":null}]", site.port);
    proof_world_places(&W, json);
}

/* A posting on a site that is not the unit's own proves nothing, and is not even fetched. */
static void only_the_units_own_place_counts(void **state)
{
    (void)state;
    ident_t r = proof_world_claim(&W, site_url(W.a, &site, "/a"), W.r2.id, T0 + MS_DAY);
    asked = false;
    proof_world_places(&W, "[{\"host\":\"cantho.gov.vn\"}]");
    assert_str(check(r).reasons[0], "not-our-place");
    assert_int_equal(state_of(r).state, PROOF_DOUBTED);
    assert_false(asked);
    proof_world_places(&W, "not json");
    assert_str(check(r).reasons[0], "not-our-place");
    own_place();
    assert_int_equal(check(r).verdict, PROOF_SEEN);
    assert_int_equal(state_of(r).state, PROOF_HOLDS);
}

/* Every look is a row and an event; the page is kept only when it changed; journal and chain stay whole. */
static void a_look_is_written_down(void **state)
{
    (void)state;
    own_place();
    taken_down = false;
    ident_t r = proof_world_claim(&W, site_url(W.a, &site, "/b"), W.r2.id, T0 + MS_DAY);
    int64_t events = count("SELECT COUNT(*) FROM event WHERE did = 'check.add'");
    check(r);
    clock_hold(T0 + H);
    check(r);
    taken_down = true;
    clock_hold(T0 + 2 * H);
    proof_result_t got = check(r);
    clock_hold(T0 + 3 * H);
    check(r);
    assert_int_equal(got.verdict, PROOF_NOT_SEEN);
    assert_int_equal(state_of(r).state, PROOF_LAPSED);
    taken_down = false;
    clock_hold(T0 + 4 * H);
    check(r);
    assert_int_equal(state_of(r).state, PROOF_HOLDS);
    assert_str(state_of(r).fidelity, "exact");
    assert_int_equal(count("SELECT COUNT(*) FROM event WHERE did = 'check.add'") - events, 5);
    db_t *db;
    journal_state_t j;
    assert_ok(store_read(W.st, &db, &W.err), &W.err);
    assert_ok(journal_verify(db, &j, &W.err), &W.err);
    store_done(W.st, db);
    clock_hold(T0);
}

static void an_older_version_does_not_hold(void **state)
{
    (void)state;
    own_place();
    ident_t r = proof_world_claim(&W, site_url(W.a, &site, "/cu.pdf"), W.r2.id, T0 + MS_DAY);
    proof_result_t got = check(r);
    assert_int_equal(got.verdict, PROOF_SEEN);
    assert_string_equal(got.fidelity, "stale");
    assert_int_equal(state_of(r).state, PROOF_DOUBTED);
    r = proof_world_claim(&W, site_url(W.a, &site, "/tuong-lua"), W.r2.id, T0 + MS_DAY);
    check(r);
    assert_int_equal(state_of(r).state, PROOF_UNKNOWN);
}

static void what_is_no_posting_is_refused(void **state)
{
    (void)state;
    proof_options_t o = {0};
    proof_result_t r;
    assert_status(ST_NOT_FOUND, proof_check_record(W.prober, W.a, ident_new(), (ident_t){{0}}, &o, &r, NULL, &W.err),
                  &W.err);
    ident_t bad = proof_world_claim(&W, S("javascript:alert(1)"), W.r2.id, T0 + MS_DAY);
    assert_str(check(bad).reasons[0], "not-our-place");
}

/* The jobs look at a new claim by themselves, and a second start does not look again before its time. */
static void jobs_look_by_themselves(void **state)
{
    (void)state;
    own_place();
    app_t app = {.store = W.st, .base_url = S("http://127.0.0.1:1"), .allow_private = true};
    proof_jobs_t *j = NULL;
    clock_hold(T0 + 5 * H);
    ident_t r = proof_world_claim(&W, site_url(W.a, &site, "/c"), W.r2.id, T0 + 3 * MS_DAY);
    for (int start = 0; start < 2; start++) {
        assert_ok(proof_jobs_start(&app, &j, &W.err), &W.err);
        for (int i = 0; i < 100 && state_of(r).looks == 0; i++) site_wait(50);
        site_wait(200);
        proof_jobs_stop(j);
        assert_int_equal(state_of(r).looks, 1);
    }
    assert_int_equal(state_of(r).state, PROOF_HOLDS);
    clock_hold(T0);
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
        cmocka_unit_test(two_fails_at_different_times),    cmocka_unit_test(looks_come_when_due),
        cmocka_unit_test(only_the_units_own_place_counts), cmocka_unit_test(a_look_is_written_down),
        cmocka_unit_test(an_older_version_does_not_hold),  cmocka_unit_test(what_is_no_posting_is_refused),
        cmocka_unit_test(jobs_look_by_themselves),
    };
    return cmocka_run_group_tests_name("proof-check", tests, begin, finish);
}
