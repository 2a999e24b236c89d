/* SPDX-License-Identifier: Apache-2.0
 *
 * A correction is a duty: of whoever shows the old one, from the moment it ceased to hold, until a look sees it gone.
 */
#include "support/check.h"
#include "support/world.h"
#include "campaign/correction.h"
#include "campaign/nudge_internal.h"
#include "material/material.h"

typedef struct world {
    store_t *st;
    char dir[64];
    arena_t *a;
    err_t err;
    ident_t unit, other, drafter, approver, record, record2;
    material_t m;
    str_t code[3];
    ident_t release[3];
} world_t;

#define T0 ((ms_t)1730770200000) /* 2024-11-05 08:30 */

static world_t w;

static status_t run(db_t *db, const char *sql, const ident_t *a, const ident_t *b, const char *text, ms_t at,
                    err_t *err)
{
    query_t *q = ARENA_NEW(w.a, query_t); /* statements are kept by the address of their query */
    *q = (query_t){sql, sql};
    stmt_t *s = db_query(db, q, err);
    if (!s) return ST_STORE;
    bind_id(s, 1, a);
    if (b) bind_id(s, 2, b);
    if (text) bind_text(s, 3, str_of(text));
    bind_ms(s, b ? 4 : 2, at);
    return stmt_run(s, NULL, err);
}

static status_t begin(db_t *db, void *arg, err_t *err)
{
    (void)arg;
    status_t s = run(
        db, "INSERT INTO unit (id, code, name, kind, path, valid_from) VALUES ($1,'a','Sở A','department','/92/a/',$2)",
        &w.unit, NULL, NULL, 0, err);
    if (s == ST_OK)
        s = run(
            db,
            "INSERT INTO unit (id, code, name, kind, path, valid_from) VALUES ($1,'b','Sở B','department','/92/b/',$2)",
            &w.other, NULL, NULL, 0, err);
    static const char record[] =
        "INSERT INTO record (id, kind, unit, made_at, received_at, body, digest, state) VALUES "
        "($1,'post',$2,$4,$4,$3,$1,'accepted')";
    if (s == ST_OK) s = run(db, record, &w.record, &w.unit, "{\"url\":\"https://a.vn/1\"}", T0, err);
    if (s == ST_OK) s = run(db, record, &w.record2, &w.other, "{\"url\":\"https://b.vn/1\"}", T0, err);
    return s == ST_OK ? material_add(db, &w.m, w.drafter, err) : s;
}

static status_t publish(db_t *db, void *arg, err_t *err)
{
    int i = *(int *)arg;
    static const rendition_t file = {
        .role = {"text", 4}, .lang = {"vi", 2}, .mime = {"text/plain", 10}, .name = {"a.txt", 5}, .bytes = 7};
    release_new_t what = {.material = w.m.id,
                          .renditions = &file,
                          .n = 1,
                          .text_vi = str_fmt(w.a, "bản %d", i),
                          .text_en = S(""),
                          .base = S("https://x.vn"),
                          .expires = MS_NEVER,
                          .by = w.drafter};
    release_t r;
    status_t s = release_draft(db, w.a, &what, &w.release[i], err);
    if (s == ST_OK) s = release_approve(db, w.a, w.dir, w.release[i], w.approver, NULL, err);
    if (s == ST_OK) s = release_by_id(db, w.a, w.release[i], &r, err);
    w.code[i] = r.code;
    return s;
}

static status_t withdraw(db_t *db, void *arg, err_t *err)
{
    return release_withdraw(db, w.release[*(int *)arg], w.approver, S("Sai số điện thoại"), err);
}

typedef struct seen {
    ident_t record;
    str_t code;
    const char *verdict;
    ms_t at;
} seen_t;

static status_t see(db_t *db, void *arg, err_t *err)
{
    const seen_t *s = arg;
    ident_t id = ident_new();
    static const char *const sql[] = {
        "INSERT INTO \"check\" (id, record, method, at, verdict, seen) VALUES ($1,$2,'probe',$4,'holds',$3)",
        "INSERT INTO \"check\" (id, record, method, at, verdict, seen) VALUES ($1,$2,'probe',$4,'fails',$3)",
        "INSERT INTO \"check\" (id, record, method, at, verdict, seen) VALUES ($1,$2,'probe',$4,'cannot-tell',$3)"};
    const char *text = s->code.n
                           ? str_fmt(w.a, "{\"verdict\":\"seen\",\"code\":\"%.*s\",\"version\":1}", STRF(s->code)).p
                           : "{\"verdict\":\"not-seen\",\"code\":null}";
    return run(db,
               sql[strcmp(s->verdict, "holds") == 0   ? 0
                   : strcmp(s->verdict, "fails") == 0 ? 1
                                                      : 2],
               &id, &s->record, text, s->at, err);
}

static void act(act_fn fn, void *arg, ms_t at)
{
    clock_hold(at);
    assert_ok(store_act(w.st, fn, arg, &w.err), &w.err);
}

static void look(ident_t record, str_t code, const char *verdict, ms_t at)
{
    seen_t s = {record, code, verdict, at};
    act(see, &s, at);
}

static correction_t *at(const char *under, ms_t when, size_t *n)
{
    db_t *db;
    correction_t *c;
    assert_ok(store_read(w.st, &db, &w.err), &w.err);
    assert_ok(corrections(db, w.a, str_of(under), when, &c, n, &w.err), &w.err);
    store_done(w.st, db);
    return c;
}

static int setup(void **state)
{
    (void)state;
    memset(&w, 0, sizeof w);
    w.st = world_store(w.dir);
    w.a = arena_new(64 << 20);
    w.err = err_new(LANG_EN);
    clock_hold(T0);
    w.unit = ident_new();
    w.other = ident_new();
    w.drafter = ident_new();
    w.approver = ident_new();
    w.record = ident_new();
    w.record2 = ident_new();
    w.m = (material_t){.slug = S("cam-nang"), .kind = S("handbook"), .title = S("Cẩm nang"), .owner = w.unit};
    assert_ok(material_keys_make(w.dir, &w.err), &w.err);
    act(begin, NULL, T0);
    int first = 0;
    act(publish, &first, T0);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    clock_hold(MS_NEVER);
    world_end(w.st, w.dir);
    arena_free(w.a);
    return 0;
}

/* Two units show the first version. It is superseded: both owe, within three days. One puts it right after 30 hours. */
static void a_superseded_version_is_owed_until_it_is_gone(void **state)
{
    size_t n;
    int next = 1;
    (void)state;
    look(w.record, w.code[0], "holds", T0 + MS_HOUR);
    look(w.record2, w.code[0], "holds", T0 + MS_HOUR);
    (void)at("", T0 + 2 * MS_HOUR, &n);
    assert_int_equal(n, 0);
    ms_t changed = T0 + MS_DAY;
    act(publish, &next, changed);
    (void)at("", changed + MS_HOUR, &n);
    assert_int_equal(n, 0); /* nobody looked since: what cannot be told counts against nobody */
    look(w.record, w.code[0], "holds", changed + 6 * MS_HOUR);
    look(w.record2, w.code[0], "holds", changed + 6 * MS_HOUR);
    look(w.record, STR_NONE, "cannot-tell", changed + 7 * MS_HOUR);
    correction_t *c = at("", changed + 8 * MS_HOUR, &n);
    assert_int_equal(n, 2);
    assert_str(c[0].unit_code, "a");
    assert_str(c[0].new_code, w.code[1].p);
    assert_true(c[0].since == changed && c[0].due == changed + 3 * MS_DAY && c[0].corrected == 0);
    assert_str(c[0].url, "https://a.vn/1");
    look(w.record, w.code[1], "holds", changed + 30 * MS_HOUR);
    c = at("", changed + 31 * MS_HOUR, &n);
    assert_int_equal(n, 2);
    assert_str(c[0].unit_code, "b"); /* open ones first */
    assert_true(c[1].corrected == changed + 30 * MS_HOUR);
    correction_sum_t sum = corrections_sum(w.a, c, n, changed + 4 * MS_DAY);
    assert_int_equal(sum.open, 1);
    assert_int_equal(sum.overdue, 1);
    assert_int_equal(sum.made, 1);
    assert_true(sum.median_hours > 29.99 && sum.median_hours < 30.01);
    /* as of a moment before, it is not put right yet; and each sees their own */
    c = at("", changed + 29 * MS_HOUR, &n);
    assert_true(n == 2 && c[0].corrected == 0 && c[1].corrected == 0);
    (void)at("/92/b/", changed + 31 * MS_HOUR, &n);
    assert_int_equal(n, 1);
}

/* What is withdrawn must be taken down within a day: also a page that is gone is put right. */
static void a_withdrawn_release_is_taken_down(void **state)
{
    size_t n;
    int first = 0;
    (void)state;
    look(w.record, w.code[0], "holds", T0 + MS_HOUR);
    act(withdraw, &first, T0 + 2 * MS_HOUR);
    look(w.record, w.code[0], "holds", T0 + 5 * MS_HOUR);
    correction_t *c = at("/92/", T0 + 6 * MS_HOUR, &n);
    assert_int_equal(n, 1);
    assert_true(c[0].withdrawn && c[0].new_code.n == 0 && c[0].due == T0 + 2 * MS_HOUR + MS_DAY);
    look(w.record, STR_NONE, "fails", T0 + 9 * MS_HOUR);
    c = at("/92/", T0 + 10 * MS_HOUR, &n);
    assert_true(n == 1 && c[0].corrected == T0 + 9 * MS_HOUR);
    /* and owed again when it comes back */
    look(w.record, w.code[0], "holds", T0 + 12 * MS_HOUR);
    c = at("/92/", T0 + 13 * MS_HOUR, &n);
    assert_true(n == 1 && c[0].corrected == 0);
}

static status_t post_late(db_t *db, void *arg, err_t *err)
{
    return run(db,
               "INSERT INTO record (id, kind, unit, made_at, received_at, body, digest, state) VALUES "
               "($1,'post',$2,$4,$4,$3,$1,'accepted')",
               arg, &w.unit, "{\"url\":\"https://a.vn/2\"}", clock_now(), err);
}

/* Who posts an old version after it was superseded has the whole time from there, not from before. */
static void a_version_posted_late_is_owed_from_its_posting(void **state)
{
    size_t n;
    int next = 1;
    ident_t late = ident_new();
    (void)state;
    act(publish, &next, T0 + MS_DAY);
    act(post_late, &late, T0 + 10 * MS_DAY);
    look(late, w.code[0], "holds", T0 + 10 * MS_DAY + MS_HOUR);
    correction_t *c = at("", T0 + 11 * MS_DAY, &n);
    assert_int_equal(n, 1);
    assert_true(c[0].since == T0 + 10 * MS_DAY && c[0].due == T0 + 13 * MS_DAY);
}

static status_t mailbox(db_t *db, void *arg, err_t *err)
{
    (void)arg;
    return run(db, "UPDATE unit SET email = 'so-a@example.vn' WHERE id = $1 AND valid_from <= $2", &w.unit, NULL, NULL,
               1, err);
}

static size_t queued(ms_t at)
{
    size_t n = 0;
    clock_hold(at);
    assert_ok(nudge_corrections(w.st, &n, &w.err), &w.err);
    return n;
}

static str_t queued_body(bool over)
{
    char id[IDENT_TEXT];
    ident_text(w.record, id);
    return str_fmt(w.a, "{\"code\":\"%.*s\",\"over\":%s,\"record\":\"%s\"}", STRF(w.code[0]), over ? "true" : "false",
                   id);
}

/* A unit with a mailbox is told when a correction is owed and once more when its time is over; put right, there is nothing to
 * say, and what waited does not go. A unit without a mailbox gets nothing. */
static void the_unit_is_told_twice_at_most(void **state)
{
    int next = 1;
    nudge_t x;
    (void)state;
    act(mailbox, NULL, T0);
    look(w.record, w.code[0], "holds", T0 + MS_HOUR);
    look(w.record2, w.code[0], "holds", T0 + MS_HOUR);
    assert_int_equal(queued(T0 + 2 * MS_HOUR), 0);
    act(publish, &next, T0 + 3 * MS_HOUR);
    look(w.record, w.code[0], "holds", T0 + 4 * MS_HOUR);
    look(w.record2, w.code[0], "holds", T0 + 4 * MS_HOUR);
    assert_int_equal(queued(T0 + 5 * MS_HOUR), 1);
    assert_int_equal(queued(T0 + 6 * MS_HOUR), 0);
    assert_true(nudge_correct(w.st, w.a, w.unit, queued_body(false), &x, &w.err));
    assert_str(x.email, "so-a@example.vn");
    assert_true(str_find(x.mail, w.code[1], 0) != SIZE_MAX && str_find(x.mail, S("://"), 0) == SIZE_MAX);
    assert_int_equal(queued(T0 + 4 * MS_DAY), 1);
    assert_int_equal(queued(T0 + 9 * MS_DAY), 0);
    look(w.record, w.code[1], "holds", T0 + 9 * MS_DAY + MS_HOUR);
    assert_false(nudge_correct(w.st, w.a, w.unit, queued_body(true), &x, &w.err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_superseded_version_is_owed_until_it_is_gone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_withdrawn_release_is_taken_down, setup, teardown),
        cmocka_unit_test_setup_teardown(the_unit_is_told_twice_at_most, setup, teardown),
        cmocka_unit_test_setup_teardown(a_version_posted_late_is_owed_from_its_posting, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
