/* SPDX-License-Identifier: Apache-2.0
 *
 * The list as it is served: an approved alert is in every feed and in every verdict, a withdrawn one in none; what was
 * brought from outside counts only under a good signature; a new version comes while the old one is being read.
 */
#include <jansson.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "alert/alert.h"
#include "base/file.h"
#include "lists/lists.h"
#include "web_world.h"

#define BAD "vneid-dongbo.example"

static ident_t drafter;

static status_t add_desk(db_t *db, void *arg, err_t *err)
{
    ident_t nobody = {{0}};
    status_t s = person_add(db, S("drafter"), S("Lan"), "x", nobody, &drafter, err);
    return s == ST_OK ? person_add(db, S("approver"), S("Minh"), "x", nobody, arg, err) : s;
}

/* A server whose duty desk has sent one alert; nothing is published yet. */
static int setup(void **state)
{
    if (web_world(state, &(web_config_t){0}) != 0) return 1;
    test_t *t = *state;
    ident_t approver;
    alert_seed_t seed = {.base = t->app.base_url, .owner = t->unit};
    assert_ok(material_keys_make(t->dir, &t->err), &t->err);
    assert_ok(alert_keys_make(t->dir, &t->err), &t->err);
    assert_ok(store_act(t->st, add_desk, &approver, &t->err), &t->err);
    seed.drafter = drafter;
    seed.approver = approver;
    assert_ok(alert_seed(t->st, &seed, &t->err), &t->err);
    assert_ok(lists_open(&t->app, &t->err), &t->err);
    return 0;
}

static int teardown(void **state)
{
    test_t *t = *state;
    web_stop(t->web);
    t->web = NULL;
    lists_close(&t->app);
    return web_world_end(state);
}

static status_t withdraw_all(db_t *db, void *arg, err_t *err)
{
    test_t *t = arg;
    alert_t *list;
    size_t n;
    status_t s = alert_list(db, t->a, clock_now(), &list, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) s = release_withdraw(db, list[i].release, drafter, S("wrong"), err);
    return s;
}

static str_t get(test_t *t, const char *path)
{
    str_t r = ask(t, str_fmt(t->a, "GET %s", path).p, "");
    if (answer_code(r) != 200) fail_msg("GET %s: %d", path, answer_code(r));
    return answer_body(r);
}

static int64_t number_served(test_t *t)
{
    str_t m = get(t, "/api/v1/lists/manifest.json");
    json_t *j = json_loadb(m.p, m.n, 0, NULL);
    assert_non_null(j);
    int64_t n = json_integer_value(json_object_get(j, "number"));
    json_decref(j);
    return n;
}

static bool in(str_t text, const char *what)
{
    return str_find(text, str_of(what), 0) != SIZE_MAX;
}

static str_t verdict(test_t *t, const char *text)
{
    str_t body = str_fmt(t->a, "{\"text\":\"%s\",\"lang\":\"en\"}", text);
    str_t request =
        str_fmt(t->a,
                "POST /api/v1/check HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                "%zu\r\n\r\n%.*s",
                body.n, STRF(body));
    str_t r = client_ask(t->port, t->a, str_z(t->a, request));
    assert_int_equal(answer_code(r), 200);
    return answer_body(r);
}

static const char *const feeds[] = {"/feeds/lists/hosts.txt",   "/feeds/lists/rpz.zone",  "/feeds/lists/adblock.txt",
                                    "/feeds/lists/domains.txt", "/feeds/lists/list.json", "/feeds/stix.json"};

static void an_alert_is_listed_everywhere_and_gone_when_withdrawn(void **state)
{
    test_t *t = *state;
    assert_int_equal(code(t, "GET /api/v1/lists/manifest.json", ""), 404);
    assert_false(in(verdict(t, BAD), "\"code\":\"listed\""));
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    assert_int_equal(number_served(t), 1);
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++)
        if (!in(get(t, feeds[i]), BAD)) fail_msg("%s lacks it", feeds[i]);
    assert_true(in(verdict(t, BAD), "\"code\":\"listed\""));
    assert_true(in(verdict(t, BAD), "\"source\":\"alert:"));
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    assert_int_equal(number_served(t), 1); /* nothing changed, nothing new */
    assert_ok(store_act(t->st, withdraw_all, t, &t->err), &t->err);
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    assert_int_equal(number_served(t), 2);
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++)
        if (in(get(t, feeds[i]), BAD)) fail_msg("%s still has it", feeds[i]);
    assert_false(in(verdict(t, BAD), "\"code\":\"listed\""));
    /* who holds version 1 comes to version 2 by the delta */
    list_t one;
    str_t delta = get(t, "/api/v1/lists/delta-1-2.cgl");
    buf_t two = buf_new(t->a, 1 << 20);
    assert_true(list_open(get(t, "/api/v1/lists/snapshot-1.cgl"), &one));
    assert_ok(list_delta_apply(t->a, &one, delta, &two, &t->err), &t->err);
    assert_true(str_eq(buf_str(&two), get(t, "/api/v1/lists/snapshot-2.cgl")));
}

/* Everything the manifest names is there, with that digest and a signature that minisign verifies; it keeps for ever. */
static void the_manifest_vouches_for_every_file(void **state)
{
    test_t *t = *state;
    char hex[65];
    sign_ring_t ring;
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    assert_ok(material_ring(t->dir, &ring, &t->err), &t->err);
    str_t m = get(t, "/api/v1/lists/manifest.json");
    assert_ok(sign_check(&ring, m, get(t, "/api/v1/lists/manifest.json.minisig"), NULL, &t->err), &t->err);
    json_t *j = json_loadb(m.p, m.n, 0, NULL);
    static const char *const names[] = {"snapshot", "front"};
    for (size_t i = 0; i < 2; i++) {
        json_t *f = json_object_get(j, names[i]);
        const char *path = str_fmt(t->a, "/api/v1/lists/%s", json_string_value(json_object_get(f, "path"))).p;
        str_t r = ask(t, str_fmt(t->a, "GET %s", path).p, ""), bytes = answer_body(r);
        digest_hex(sha256(bytes), hex);
        assert_string_equal(hex, json_string_value(json_object_get(f, "sha256")));
        assert_true(in(answer_field(r, "Cache-Control"), "immutable"));
        str_t etag = answer_field(r, "ETag");
        assert_int_equal(
            code(t, str_fmt(t->a, "GET %s", path).p, str_fmt(t->a, "If-None-Match: %.*s\r\n", STRF(etag)).p), 304);
        assert_int_equal(code(t, str_fmt(t->a, "GET %s", path).p, "Range: bytes=0-7\r\n"), 206);
        assert_ok(sign_check(&ring, bytes, get(t, str_fmt(t->a, "%s.minisig", path).p), NULL, &t->err), &t->err);
    }
    json_decref(j);
    if (access("/usr/bin/minisign", X_OK) != 0) return;
    pid_t child = fork();
    if (child == 0) {
        execl("/usr/bin/minisign", "minisign", "-q", "-V", "-p", str_fmt(t->a, "%s/keys/release.pub", t->dir).p, "-m",
              str_fmt(t->a, "%s/public/lists/1/snapshot-1.cgl", t->dir).p, (char *)NULL);
        _exit(127);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* Four digits of a hash are all that is asked; an empty range is an answer; nothing else is a path. */
static void a_range_answers_without_being_told_the_question(void **state)
{
    test_t *t = *state;
    char hex[65];
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    digest_hex(sha256(S("host:" BAD)), hex);
    str_t lines = get(t, str_fmt(t->a, "/api/v1/lists/range/host/%.4s.txt", hex).p);
    assert_true(in(lines, str_fmt(t->a, "%.32s\tblock\t", hex).p));
    assert_true(in(get(t, "/api/v1/lists/range/host/sums.txt"), str_fmt(t->a, "  %.4s.txt\n", hex).p));
    assert_int_equal(get(t, "/api/v1/lists/range/phone/0123.txt").n, 0);
    static const char *const wrong[] = {"range/host/012.txt",
                                        "range/host/0123",
                                        "range/host/ABCD.txt",
                                        "range/person/0123.txt",
                                        "snapshot-0.cgl",
                                        "snapshot-01.cgl",
                                        "snapshot-9.cgl",
                                        "..%2fkeys%2frelease.key",
                                        "table.tsv",
                                        "delta-1.cgl",
                                        "snapshot-1.cgl.minisig.minisig"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int c = code(t, str_fmt(t->a, "GET /api/v1/lists/%s", wrong[i]).p, "");
        if (c != 404 && c != 400) fail_msg("%s: %d", wrong[i], c);
    }
    assert_int_equal(code(t, "GET /feeds/lists/table.tsv", ""), 404);
}

static void import(test_t *t, const char *table, bool forge)
{
    sign_secret_t key;
    const char *path = str_fmt(t->a, "%s/lists/imported.tsv", t->dir).p;
    assert_ok(material_key(t->dir, &key, &t->err), &t->err);
    assert_ok(dir_make(str_fmt(t->a, "%s/lists", t->dir).p, 0755, &t->err), &t->err);
    assert_ok(list_file_write(t->a, path, str_of(table), &key, S("test"), &t->err), &t->err);
    if (!forge) return;
    assert_ok(file_write(path, str_fmt(t->a, "%shost\tforged.top\t\tx\t\n", table), 0600, &t->err), &t->err);
}

/* Numbers come in, and never out in plain words; a bad signature changes nothing, and alerts go on. */
static void only_a_signed_import_counts(void **state)
{
    test_t *t = *state;
    import(t,
           "kind\tvalue\treason\tsource\tsince\nhost\tbad.top\tscam\thostsvn\t2026-01-"
           "02\nphone\t0912345678\tscam\tdesk\t2026-01-02\n",
           false);
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    assert_true(in(get(t, "/feeds/lists/hosts.txt"), "bad.top"));
    assert_true(in(verdict(t, "goi 0912345678"), "\"code\":\"listed\""));
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++) assert_false(in(get(t, feeds[i]), "0912345678"));
    import(t, "kind\tvalue\treason\tsource\tsince\nhost\tother.top\tscam\thostsvn\t2026-01-02\n", true);
    assert_status(ST_DENIED, lists_publish(&t->app, &t->err), &t->err);
    assert_true(in(get(t, "/feeds/lists/hosts.txt"), "bad.top"));
    assert_false(in(get(t, "/feeds/lists/hosts.txt"), "forged.top"));
    assert_false(in(get(t, "/feeds/lists/hosts.txt"), "other.top"));
    import(t, "kind\tvalue\nhost\tother.top\nperson\tother.top\n", false); /* well signed, and nonsense */
    assert_status(ST_INPUT, lists_publish(&t->app, &t->err), &t->err);
    assert_false(in(get(t, "/feeds/lists/hosts.txt"), "other.top"));
    assert_ok(store_act(t->st, withdraw_all, t, &t->err), &t->err);
    assert_status(ST_INPUT, lists_publish(&t->app, &t->err), &t->err);
    assert_false(in(get(t, "/feeds/lists/hosts.txt"), BAD));
    assert_true(in(get(t, "/feeds/lists/hosts.txt"), "bad.top"));
}

/* What is in use stays when its successor on disk is damaged; a start over a damaged one serves without it. */
static void a_damaged_version_is_not_put_in_use(void **state)
{
    test_t *t = *state;
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    const char *path = str_fmt(t->a, "%s/public/lists/1/snapshot-1.cgl", t->dir).p;
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, 300, SEEK_SET), 0);
    assert_int_equal(fputc('x', f), 'x');
    assert_int_equal(fclose(f), 0);
    web_stop(t->web);
    lists_close(&t->app);
    assert_ok(lists_open(&t->app, &t->err), &t->err);
    list_held_t *h = lists_take(&t->app);
    assert_null(h);
    web_config_t cfg = {.host = "127.0.0.1", .threads = 1, .connections = 8};
    assert_ok(web_start(&cfg, &t->app, &t->web, &t->err), &t->err);
}

/* --- a new version while the old one is read --- */

typedef struct reader {
    test_t *t;
    atomic_bool *ends;
    size_t asked, wrong;
} reader_t;

static void *read_on(void *arg)
{
    reader_t *r = arg;
    while (!atomic_load(r->ends)) {
        list_entry_t e;
        list_held_t *h = lists_take(&r->t->app);
        const list_t *l = lists_list(h);
        /* always there, in every version */
        r->wrong +=
            !l || list_value(l, LIST_HOST, S("always.top"), 20400, &e) != LIST_LISTED || !str_eq(e.reason, S("scam"));
        lists_give_back(&r->t->app, h);
        r->asked++;
    }
    return NULL;
}

static void a_new_version_comes_while_the_old_one_is_read(void **state)
{
    enum { READERS = 4, VERSIONS = 12 };
    test_t *t = *state;
    atomic_bool ends = false;
    pthread_t threads[READERS];
    reader_t readers[READERS];
    import(t, "kind\tvalue\treason\tsource\tsince\nhost\talways.top\tscam\tx\t2025-01-01\n", false);
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    for (size_t i = 0; i < READERS; i++) {
        readers[i] = (reader_t){.t = t, .ends = &ends};
        assert_int_equal(pthread_create(&threads[i], NULL, read_on, &readers[i]), 0);
    }
    for (int v = 0; v < VERSIONS; v++) {
        import(t,
               str_fmt(t->a,
                       "kind\tvalue\treason\tsource\tsince\nhost\talways.top\tscam\tx\t2025-01-01\nhost\tv%d."
                       "top\tscam\tx\t2025-01-01\n",
                       v)
                   .p,
               false);
        assert_ok(lists_publish(&t->app, &t->err), &t->err);
        assert_true(in(verdict(t, str_fmt(t->a, "v%d.top", v).p), "\"code\":\"listed\""));
    }
    atomic_store(&ends, true);
    for (size_t i = 0; i < READERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(readers[i].wrong, 0);
        assert_true(readers[i].asked > 0);
    }
    assert_int_equal(code(t, "GET /api/v1/lists/snapshot-1.cgl", ""), 404); /* the last eight are kept */
    assert_int_equal(code(t, "GET /api/v1/lists/delta-12-13.cgl", ""), 200);
}

/* A restored data directory has its imports and no published half: the next version has a number nobody has seen. */
static void numbers_never_come_twice(void **state)
{
    test_t *t = *state;
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    dir_remove(str_fmt(t->a, "%s/public/lists", t->dir).p);
    assert_ok(lists_publish(&t->app, &t->err), &t->err);
    assert_int_equal(number_served(t), 2);
}

/* The thread finds by itself what changed. */
static void the_publisher_sees_what_changed(void **state)
{
    test_t *t = *state;
    assert_ok(lists_start(&t->app, &t->err), &t->err);
    for (int i = 0; i < 200 && code(t, "GET /api/v1/lists/manifest.json", "") != 200; i++) usleep(50000);
    assert_int_equal(number_served(t), 1);
    assert_ok(store_act(t->st, withdraw_all, t, &t->err), &t->err);
    for (int i = 0; i < 400 && number_served(t) != 2; i++) usleep(50000);
    lists_stop(&t->app);
    assert_int_equal(number_served(t), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_alert_is_listed_everywhere_and_gone_when_withdrawn, setup, teardown),
        cmocka_unit_test_setup_teardown(the_manifest_vouches_for_every_file, setup, teardown),
        cmocka_unit_test_setup_teardown(a_range_answers_without_being_told_the_question, setup, teardown),
        cmocka_unit_test_setup_teardown(only_a_signed_import_counts, setup, teardown),
        cmocka_unit_test_setup_teardown(a_damaged_version_is_not_put_in_use, setup, teardown),
        cmocka_unit_test_setup_teardown(a_new_version_comes_while_the_old_one_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_never_come_twice, setup, teardown),
        cmocka_unit_test_setup_teardown(the_publisher_sees_what_changed, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
