/* SPDX-License-Identifier: Apache-2.0 */
#include "support/check.h"
#include "support/world.h"
#include "store/record.h"

static const query_t q_meta_put = {"meta_put", "INSERT INTO meta (name, value) VALUES ($1, $2)"};
static const query_t q_meta_count = {"meta_count", "SELECT COUNT(*) FROM meta"};
static const query_t q_meta_all = {"meta_all", "SELECT name FROM meta ORDER BY name"};
static const query_t q_tamper = {"tamper", "UPDATE event SET body = '{\"n\":2}' WHERE seq = $1"};
static const query_t q_tamper_record = {"tamper_record", "UPDATE record SET body = '{\"heads\":900}' WHERE id = $1"};

typedef struct test {
    store_t *st;
    char dir[64];
    err_t err;
} test_t;

static int setup(void **state)
{
    static test_t t;
    t.st = world_store(t.dir);
    t.err = err_new(LANG_EN);
    *state = &t;
    return 0;
}

static int teardown(void **state)
{
    test_t *t = *state;
    world_end(t->st, t->dir);
    return 0;
}

/* Acts take a plain pointer; these only read what it points to. */
static void *name(const char *z)
{
    return (void *)(uintptr_t)z;
}

static status_t put_meta(db_t *db, void *arg, err_t *err)
{
    stmt_t *q = db_query(db, &q_meta_put, err);
    if (!q) return err->status;
    bind_text(q, 1, str_of(arg));
    bind_text(q, 2, S("x"));
    return stmt_run(q, NULL, err);
}

static status_t put_then_fail(db_t *db, void *arg, err_t *err)
{
    status_t s = put_meta(db, arg, err);
    return s == ST_OK ? err_set(err, ST_INPUT, "test.no", "No.") : s;
}

static int64_t count(test_t *t)
{
    db_t *db;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    stmt_t *q = db_query(db, &q_meta_count, &t->err);
    assert_int_equal(stmt_next(q, &t->err), ST_ROW);
    int64_t n = col_int(q, 0);
    stmt_done(q);
    store_done(t->st, db);
    return n;
}

/* An act that fails is undone alone; what was answered before and after it stays. */
static void a_failing_act_harms_no_neighbour(void **state)
{
    test_t *t = *state;
    assert_ok(store_act(t->st, put_meta, name("a"), &t->err), &t->err);
    assert_status(ST_INPUT, store_act(t->st, put_then_fail, name("b"), &t->err), &t->err);
    assert_status(ST_CONFLICT, store_act(t->st, put_meta, name("a"), &t->err), &t->err);
    assert_ok(store_act(t->st, put_meta, name("c"), &t->err), &t->err);
    assert_int_equal(count(t), 2);
}

static void a_reader_sees_one_moment(void **state)
{
    test_t *t = *state;
    db_t *db;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    stmt_t *q = db_query(db, &q_meta_count, &t->err);
    assert_int_equal(stmt_next(q, &t->err), ST_ROW);
    assert_int_equal(col_int(q, 0), 0);
    stmt_done(q);
    assert_ok(store_act(t->st, put_meta, name("later"), &t->err), &t->err);
    q = db_query(db, &q_meta_count, &t->err);
    assert_int_equal(stmt_next(q, &t->err), ST_ROW);
    assert_int_equal(col_int(q, 0), 0);
    stmt_done(q);
    store_done(t->st, db);
    assert_int_equal(count(t), 1);
}

/* The same query inside its own loop gets a statement of its own. */
static void a_query_may_run_inside_itself(void **state)
{
    test_t *t = *state;
    assert_ok(store_act(t->st, put_meta, name("a"), &t->err), &t->err);
    assert_ok(store_act(t->st, put_meta, name("b"), &t->err), &t->err);
    db_t *db;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    int pairs = 0;
    stmt_t *outer = db_query(db, &q_meta_all, &t->err);
    while (stmt_next(outer, &t->err) == ST_ROW) {
        stmt_t *inner = db_query(db, &q_meta_all, &t->err);
        while (stmt_next(inner, &t->err) == ST_ROW) pairs++;
        stmt_done(inner);
    }
    stmt_done(outer);
    store_done(t->st, db);
    assert_int_equal(pairs, 4);
}

static status_t three_events(db_t *db, void *arg, err_t *err)
{
    (void)arg;
    ident_t who = {{0}};
    for (int i = 0; i < 3; i++) {
        status_t s = journal_add(db, who, "test.event", ident_new(), S("{\"n\":1}"), err);
        if (s != ST_OK) return s;
    }
    return ST_OK;
}

static status_t tamper(db_t *db, void *arg, err_t *err)
{
    stmt_t *q = db_query(db, &q_tamper, err);
    if (!q) return err->status;
    bind_int(q, 1, *(int *)arg);
    return stmt_run(q, NULL, err);
}

static status_t verify(test_t *t, journal_state_t *j)
{
    db_t *db;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    status_t s = journal_verify(db, j, &t->err);
    store_done(t->st, db);
    return s;
}

static void a_byte_changed_by_hand_is_found(void **state)
{
    test_t *t = *state;
    journal_state_t j;
    assert_ok(store_act(t->st, three_events, NULL, &t->err), &t->err);
    assert_ok(verify(t, &j), &t->err);
    assert_int_equal(j.events, 3);
    int seq = 2;
    assert_ok(store_act(t->st, tamper, &seq, &t->err), &t->err);
    assert_status(ST_DENIED, verify(t, &j), &t->err);
    assert_int_equal(j.bad_seq, 2);
}

typedef struct add_job {
    record_t r;
    record_answer_t answer;
} add_job_t;

static status_t add(db_t *db, void *arg, err_t *err)
{
    add_job_t *j = arg;
    ident_t nobody = {{0}};
    return record_add(db, &j->r, nobody, &j->answer, err);
}

static status_t change_record(db_t *db, void *arg, err_t *err)
{
    stmt_t *q = db_query(db, &q_tamper_record, err);
    if (!q) return err->status;
    bind_id(q, 1, arg);
    return stmt_run(q, NULL, err);
}

/* Law 2: same id and same bytes: accepted again; same id, other bytes: refused, both kept. */
static void a_record_arrives_once_however_often_it_is_sent(void **state)
{
    test_t *t = *state;
    add_job_t j = {.r = {.id = ident_new(), .kind = "session", .made_at = 1000, .body = S("{\"heads\":30}")}};
    assert_ok(store_act(t->st, add, &j, &t->err), &t->err);
    assert_int_equal(j.answer, RECORD_ACCEPTED);
    assert_ok(store_act(t->st, add, &j, &t->err), &t->err);
    assert_int_equal(j.answer, RECORD_KNOWN);
    j.r.body = S("{\"heads\":300}");
    for (int i = 0; i < 2; i++) {
        assert_ok(store_act(t->st, add, &j, &t->err), &t->err);
        assert_int_equal(j.answer, RECORD_CONFLICT);
    }
    journal_state_t s;
    assert_ok(verify(t, &s), &t->err);
    assert_int_equal(s.events, 2); /* one accepted, one conflict kept once */
    assert_ok(store_act(t->st, change_record, &j.r.id, &t->err), &t->err);
    assert_status(ST_DENIED, verify(t, &s), &t->err);
}

static void a_blob_is_found_by_its_hash_and_damage_is_seen(void **state)
{
    test_t *t = *state;
    digest_t d, same;
    assert_ok(blob_put(t->st, S("handbook"), &d, &t->err), &t->err);
    assert_ok(blob_put(t->st, S("handbook"), &same, &t->err), &t->err);
    assert_true(digest_eq(d, same));
    arena_t *a = arena_new(1 << 16);
    str_t got;
    assert_ok(blob_get(t->st, a, d, 100, &got, &t->err), &t->err);
    assert_str(got, "handbook");
    assert_status(ST_NOT_FOUND, blob_get(t->st, a, sha256(S("other")), 100, &got, &t->err), &t->err);
    arena_free(a);
}

static void a_second_program_is_told_that_the_first_is_there(void **state)
{
    test_t *t = *state;
    store_t *second;
    assert_status(ST_BUSY, store_open(t->dir, &second, &t->err), &t->err);
    assert_status(ST_CONFLICT, store_create(t->dir, &t->err), &t->err);
    assert_status(ST_NOT_FOUND, store_open("/tmp/canhgiac-none", &second, &t->err), &t->err);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(a_failing_act_harms_no_neighbour),
        T(a_reader_sees_one_moment),
        T(a_query_may_run_inside_itself),
        T(a_byte_changed_by_hand_is_found),
        T(a_record_arrives_once_however_often_it_is_sent),
        T(a_blob_is_found_by_its_hash_and_damage_is_seen),
        T(a_second_program_is_told_that_the_first_is_there),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
