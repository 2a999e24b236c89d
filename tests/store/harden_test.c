/* SPDX-License-Identifier: Apache-2.0
 *
 * What must not happen to a store: losing what was acknowledged, believing a damaged or foreign file, one act hurting
 * another, a change by hand that nobody notices. Real files, real processes.
 */
#include "support/check.h"
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "store/internal.h"
#include "store/record.h"
#include "support/world.h"

static const query_t q_put = {"put", "INSERT INTO meta (name, value) VALUES ($1, $2)"};
static const query_t q_put_turned = {"put_turned", "INSERT INTO meta (value, name) VALUES ($2, $1)"};
static const query_t q_value = {"value", "SELECT value FROM meta WHERE name = $1"};
static const query_t q_count = {"count", "SELECT COUNT(*) FROM meta"};

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

typedef struct pair {
    char name[32];
    const char *value;
    size_t size; /* of the value, when it is not "x" */
    status_t then;
    const query_t *q;
} pair_t;

static status_t put(db_t *db, void *arg, err_t *err)
{
    pair_t *p = arg;
    stmt_t *q = db_query(db, p->q ? p->q : &q_put, err);
    if (!q) return ST_STORE;
    bind_text(q, 1, str_of(p->name));
    bind_text(q, 2, p->value ? (str_t){p->value, p->size ? p->size : strlen(p->value)} : S("x"));
    status_t s = stmt_run(q, NULL, err);
    return s == ST_OK && p->then != ST_OK ? err_set(err, p->then, "test.no", "No.") : s;
}

static int64_t count_in(store_t *st)
{
    err_t err = err_new(LANG_EN);
    db_t *db;
    assert_ok(store_read(st, &db, &err), &err);
    stmt_t *q = db_query(db, &q_count, &err);
    assert_int_equal(stmt_next(q, &err), ST_ROW);
    int64_t n = col_int(q, 0);
    stmt_done(q);
    store_done(st, db);
    return n;
}

static void reopen(test_t *t)
{
    store_close(t->st);
    t->st = NULL;
    assert_ok(store_open(t->dir, &t->st, &t->err), &t->err);
}

/* $n means the n-th parameter wherever it stands: SQLite by itself would number them by first appearance. */
static void parameters_are_taken_by_their_number(void **state)
{
    test_t *t = *state;
    pair_t p = {.name = "the name", .value = "the value", .q = &q_put_turned};
    assert_ok(store_act(t->st, put, &p, &t->err), &t->err);
    db_t *db;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    stmt_t *q = db_query(db, &q_value, &t->err);
    bind_text(q, 1, S("the name"));
    assert_int_equal(stmt_next(q, &t->err), ST_ROW);
    arena_t *a = arena_new(1000);
    assert_str(col_text(q, a, 0), "the value");
    arena_free(a);
    stmt_done(q);
    q = db_query(db, &q_value, &t->err);
    bind_text(q, 2, S("there is no $2"));
    assert_status(ST_BUG, stmt_next(q, &t->err), &t->err);
    stmt_done(q);
    store_done(t->st, db);
}

/* A reader may not write, and a store opened for reading refuses acts; it works beside the one that writes. */
static void a_reader_cannot_write(void **state)
{
    test_t *t = *state;
    pair_t p = {.name = "a"};
    db_t *db;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_int_not_equal(put(db, &p, &t->err), ST_OK);
    store_done(t->st, db);
    store_t *beside;
    assert_ok(store_open_reader(t->dir, &beside, &t->err), &t->err);
    assert_status(ST_DENIED, store_act(beside, put, &p, &t->err), &t->err);
    assert_ok(store_act(t->st, put, &p, &t->err), &t->err);
    assert_int_equal(count_in(beside), 1);
    store_close(beside);
    store_close(t->st); /* and alone, when nobody writes */
    t->st = NULL;
    assert_ok(store_open_reader(t->dir, &beside, &t->err), &t->err);
    assert_int_equal(count_in(beside), 1);
    store_close(beside);
    char gone[80];
    snprintf(gone, sizeof gone, "%s/none", t->dir);
    assert_status(ST_NOT_FOUND, store_open_reader(gone, &beside, &t->err), &t->err);
}

typedef struct crowd {
    store_t *st;
    int id, bad;
} crowd_t;

enum { CROWD = 8, EACH = 150 };

static void *one_of_crowd(void *arg)
{
    crowd_t *c = arg;
    err_t err = err_new(LANG_EN);
    for (int i = 0; i < EACH; i++) {
        pair_t p = {.then = i % 3 == 2 ? ST_INPUT : ST_OK};
        snprintf(p.name, sizeof p.name, "%d-%d", c->id, i);
        if (store_act(c->st, put, &p, &err) != p.then) c->bad++;
    }
    return NULL;
}

/* Acts of many threads are committed in groups; those that fail among them take nobody with them. */
static void failing_acts_in_a_group_harm_no_neighbour(void **state)
{
    test_t *t = *state;
    pthread_t threads[CROWD];
    crowd_t crowd[CROWD];
    for (int i = 0; i < CROWD; i++) {
        crowd[i] = (crowd_t){t->st, i, 0};
        assert_int_equal(pthread_create(&threads[i], NULL, one_of_crowd, &crowd[i]), 0);
    }
    for (int i = 0; i < CROWD; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(crowd[i].bad, 0);
    }
    assert_int_equal(count_in(t->st), CROWD * EACH * 2 / 3);
}

static status_t nested(db_t *db, void *arg, err_t *err)
{
    (void)db;
    pair_t p = {.name = "inner"};
    return store_act(arg, put, &p, err);
}

static void an_act_inside_an_act_is_refused_not_a_deadlock(void **state)
{
    test_t *t = *state;
    assert_status(ST_BUG, store_act(t->st, nested, t->st, &t->err), &t->err);
}

/* The child appends and tells each acknowledged number through the pipe, until it is killed. */
static void append_until_killed(const char *dir, int fd)
{
    err_t err = err_new(LANG_EN);
    store_t *st;
    if (store_open(dir, &st, &err) != ST_OK) _exit(3);
    for (int32_t i = 0;; i++) {
        pair_t p = {.value = "acknowledged"};
        snprintf(p.name, sizeof p.name, "%d", (int)i);
        if (store_act(st, put, &p, &err) != ST_OK || write(fd, &i, sizeof i) != sizeof i) _exit(4);
    }
}

/* Goal: what was answered is on disk. kill -9 at a random moment, several times over. */
static void nothing_acknowledged_is_lost_to_kill_9(void **state)
{
    test_t *t = *state;
    for (int round = 0; round < 4; round++) {
        store_close(t->st);
        world_remove(t->dir);
        assert_ok(store_create(t->dir, &t->err), &t->err);
        t->st = NULL;
        int ends[2];
        assert_int_equal(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) append_until_killed(t->dir, ends[1]);
        close(ends[1]);
        /* From its first answer on: a busy machine may be slow to start it. */
        int32_t last = -1, n = read(ends[0], &last, sizeof last) == sizeof last;
        usleep(20000 + 23000 * (useconds_t)round);
        kill(child, SIGKILL);
        while (read(ends[0], &last, sizeof last) == sizeof last) n++;
        close(ends[0]);
        int how;
        waitpid(child, &how, 0);
        assert_true(WIFSIGNALED(how));
        assert_true(n > 0);
        assert_ok(store_open(t->dir, &t->st, &t->err), &t->err);
        int64_t found = count_in(t->st);
        assert_true(found >= n && found <= n + 1); /* the one in flight may be there or not */
    }
}

/* A small file system of its own that really fills up; skipped where we may not mount one. */
static void a_full_disk_is_one_sentence_and_nothing_half_written(void **state)
{
    test_t *t = *state;
    char dir[96];
    snprintf(dir, sizeof dir, "%s/small", t->dir);
    assert_int_equal(mkdir(dir, 0700), 0);
    if (mount("tmpfs", dir, "tmpfs", 0, "size=2m") != 0) skip();
    char data[128];
    snprintf(data, sizeof data, "%s/data", dir);
    err_t err = err_new(LANG_EN);
    store_t *st = NULL;
    assert_ok(store_create(data, &err), &err);
    assert_ok(store_open(data, &st, &err), &err);
    size_t big = 40000;
    char *value = malloc(big);
    memset(value, 'v', big);
    int64_t good = 0;
    status_t s = ST_OK;
    for (int i = 0; i < 200 && s == ST_OK; i++) {
        pair_t p = {.value = value, .size = big};
        snprintf(p.name, sizeof p.name, "%d", i);
        s = store_act(st, put, &p, &err);
        if (s == ST_OK) good++;
    }
    assert_status(ST_LIMIT, s, &err);
    assert_string_equal(err.code, "store.full");
    assert_true(good > 5);
    assert_int_equal(count_in(st), good);
    store_close(st);
    assert_ok(store_open(data, &st, &err), &err);
    assert_int_equal(count_in(st), good); /* all that was answered, nothing else */
    store_close(st);
    free(value);
    umount(dir);
}

/* Sets the database's own limit, then fills it: SQLite may then undo the whole group by itself. */
static status_t limit_pages(db_t *db, void *arg, err_t *err)
{
    (void)arg;
    return db->drv->script(db->conn, "PRAGMA max_page_count=1", err);
}

static void a_full_database_fails_the_act_and_works_again_after(void **state)
{
    test_t *t = *state;
    static char value[300000];
    memset(value, 'v', sizeof value);
    pair_t small = {.name = "small"}, large = {.name = "large", .value = value, .size = sizeof value};
    assert_ok(store_act(t->st, limit_pages, NULL, &t->err), &t->err);
    assert_status(ST_LIMIT, store_act(t->st, put, &large, &t->err), &t->err);
    assert_ok(store_act(t->st, put, &small, &t->err), &t->err);
    assert_int_equal(count_in(t->st), 1);
}

static char *db_path(const test_t *t)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/canhgiac.db", t->dir);
    return path;
}

static void overwrite(const char *path, long at, size_t n)
{
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0);
    char bytes[4096];
    memset(bytes, 0xA5, sizeof bytes);
    for (size_t i = 0; i < n; i += sizeof bytes)
        assert_int_equal(pwrite(fd, bytes, sizeof bytes, at + (long)i), sizeof bytes);
    close(fd);
}

static void a_damaged_file_is_refused_at_the_door(void **state)
{
    test_t *t = *state;
    pair_t p = {.name = "a"};
    assert_ok(store_act(t->st, put, &p, &t->err), &t->err);
    store_close(t->st);
    t->st = NULL;
    overwrite(db_path(t), 3 * 4096, 8 * 4096);
    assert_status(ST_STORE, store_open(t->dir, &t->st, &t->err), &t->err);
    assert_string_equal(t->err.code, "store.damaged");
    overwrite(db_path(t), 0, 4096);
    assert_status(ST_STORE, store_open(t->dir, &t->st, &t->err), &t->err);
    assert_string_equal(t->err.code, "store.damaged");
    t->st = NULL;
}

static sqlite3 *by_hand(const test_t *t, const char *sql)
{
    sqlite3 *h;
    assert_int_equal(sqlite3_open(db_path(t), &h), SQLITE_OK);
    if (sqlite3_exec(h, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(h));
    return h;
}

static void refused(test_t *t, const char *sql, status_t want, const char *code)
{
    store_close(t->st);
    t->st = NULL;
    sqlite3_close(by_hand(t, sql));
    assert_status(want, store_open(t->dir, &t->st, &t->err), &t->err);
    assert_string_equal(t->err.code, code);
    t->st = NULL;
}

static void a_newer_schema_is_refused(void **state)
{
    refused(*state, "INSERT INTO schema_version VALUES (9000, 'ab', 1)", ST_CONFLICT, "store.newer-schema");
}

static void an_altered_schema_is_refused(void **state)
{
    refused(*state, "UPDATE schema_version SET sha256 = 'ab'", ST_CONFLICT, "store.altered-schema");
}

static void a_database_of_another_program_is_refused(void **state)
{
    refused(*state, "PRAGMA application_id=7", ST_STORE, "store.foreign");
}

/* Five seconds of patience, then a sentence; the act is not lost silently and works once the lock is gone. */
static void a_database_locked_by_another_program_is_said(void **state)
{
    test_t *t = *state;
    pair_t p = {.name = "a"};
    sqlite3 *other = by_hand(t, "BEGIN IMMEDIATE");
    assert_status(ST_BUSY, store_act(t->st, put, &p, &t->err), &t->err);
    sqlite3_close(other);
    assert_ok(store_act(t->st, put, &p, &t->err), &t->err);
    assert_int_equal(count_in(t->st), 1);
}

/* --- the journal --- */

static status_t some_events(db_t *db, void *arg, err_t *err)
{
    ident_t who = {{7}}, on = {{9}};
    for (int i = 0; i < 4; i++) {
        status_t s = journal_add(db, who, "test.event", on, S("{\"n\":1}"), err);
        if (s != ST_OK) return s;
    }
    record_answer_t answer;
    record_t r = {.id = *(ident_t *)arg, .kind = "visit", .made_at = 5, .body = S("{\"met\":true}")};
    return record_add(db, &r, who, &answer, err);
}

static int64_t verify(test_t *t, journal_state_t *j)
{
    db_t *db;
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    status_t s = journal_verify(db, j, &t->err);
    assert_true(s == ST_OK || s == ST_DENIED);
    assert_true((s == ST_OK) == (j->bad_seq == 0));
    store_done(t->st, db);
    return j->bad_seq;
}

/* Each of these is one change somebody could make with a database tool; the journal names the event. */
static void every_change_by_hand_is_found(void **state)
{
    test_t *t = *state;
    static const struct {
        const char *sql;
        int64_t bad;
    } changes[] = {
        {"UPDATE event SET at = at + 1 WHERE seq = 3", 3},
        {"UPDATE event SET who = x'00000000000000000000000000000001' WHERE seq = 2", 2},
        {"UPDATE event SET did = 'test.Event' WHERE seq = 4", 4},
        {"UPDATE event SET on_id = x'00000000000000000000000000000001' WHERE seq = 1", 1},
        {"UPDATE event SET body = '{\"n\":2}' WHERE seq = 3", 3},
        {"UPDATE event SET prev = zeroblob(32) WHERE seq = 3", 3},
        {"UPDATE event SET hash = zeroblob(32) WHERE seq = 2", 2},
        {"DELETE FROM event WHERE seq = 2", 2},
        {"DELETE FROM event WHERE seq = 1; UPDATE event SET seq = seq - 1", 1},
        {"UPDATE event SET seq = 99 WHERE seq = 2; UPDATE event SET seq = 2 WHERE seq = 3; "
         "UPDATE event SET seq = 3 WHERE seq = 99",
         2},
        {"UPDATE record SET body = '{\"met\":false}'", 5},
        {"UPDATE record SET made_at = 6", 5},
        {"UPDATE record SET received_at = received_at - 86400000", 5},
        {"UPDATE record SET kind = 'attempt'", 5},
        {"UPDATE record SET digest = zeroblob(32), body = '{}'", 5},
        {"DELETE FROM record", 5},
    };
    ident_t id = ident_new();
    journal_state_t j;
    assert_ok(store_act(t->st, some_events, &id, &t->err), &t->err);
    assert_int_equal(verify(t, &j), 0);
    assert_int_equal(j.events, 5);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        char sql[600];
        snprintf(sql, sizeof sql, "BEGIN; %s; COMMIT", changes[i].sql);
        sqlite3 *h =
            by_hand(t, "CREATE TEMP TABLE e AS SELECT * FROM event; CREATE TEMP TABLE r AS SELECT * FROM record");
        if (sqlite3_exec(h, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(h));
        int64_t bad = verify(t, &j);
        if (bad != changes[i].bad) fail_msg("%s: found at %d, not %d", sql, (int)bad, (int)changes[i].bad);
        assert_int_equal(sqlite3_exec(h,
                                      "BEGIN; DELETE FROM event; INSERT INTO event SELECT * FROM e; DELETE FROM record;"
                                      "INSERT INTO record SELECT * FROM r; COMMIT",
                                      NULL, NULL, NULL),
                         SQLITE_OK);
        sqlite3_close(h);
        assert_int_equal(verify(t, &j), 0);
    }
}

static status_t keep_line(void *file, str_t json, err_t *err)
{
    (void)err;
    buf_put(file, json);
    return ST_OK;
}

/* The exported file holds the chain alone: any byte of it that is changed is found, and so is a line cut out. */
static void an_exported_journal_proves_itself(void **state)
{
    test_t *t = *state;
    ident_t id = ident_new();
    journal_state_t j, again;
    arena_t *a = arena_new(4 << 20);
    buf_t file = buf_new(a, 1 << 20);
    db_t *db;
    assert_ok(store_act(t->st, some_events, &id, &t->err), &t->err);
    assert_int_equal(verify(t, &j), 0);
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(journal_export(db, keep_line, &file, &t->err), &t->err);
    store_done(t->st, db);
    str_t text = buf_str(&file);
    assert_ok(journal_verify_file(text, &again, &t->err), &t->err);
    assert_int_equal(again.events, j.events);
    assert_true(digest_eq(again.head, j.head));
    char *bytes = arena_alloc(a, text.n);
    for (size_t i = 0; i < text.n; i++) {
        memcpy(bytes, text.p, text.n);
        bytes[i] = bytes[i] == '0' ? '1' : '0';
        status_t s = journal_verify_file((str_t){bytes, text.n}, &again, &t->err);
        if (s != ST_INPUT && s != ST_DENIED) fail_msg("byte %zu may be changed", i);
    }
    size_t first = str_chr(text, '\n', 0) + 1;
    assert_status(ST_DENIED, journal_verify_file(str_sub(text, first, text.n), &again, &t->err), &t->err);
    assert_status(ST_INPUT, journal_verify_file(S(""), &again, &t->err), &t->err);
    arena_free(a);
}

static void the_chain_goes_on_after_a_restart(void **state)
{
    test_t *t = *state;
    journal_state_t j;
    for (int64_t i = 1; i <= 3; i++) {
        ident_t id = ident_new();
        assert_ok(store_act(t->st, some_events, &id, &t->err), &t->err);
        reopen(t);
        assert_int_equal(verify(t, &j), 0);
        assert_int_equal(j.events, 5 * i);
    }
}

/* A blob that rotted on disk is seen when read, and mended when the same bytes come again. */
static void a_rotten_blob_is_seen_and_mended(void **state)
{
    test_t *t = *state;
    digest_t d;
    assert_ok(blob_put(t->st, S("handbook"), &d, &t->err), &t->err);
    char hex[65], path[160];
    digest_hex(d, hex);
    snprintf(path, sizeof path, "%s/blobs/%.2s/%s", t->dir, hex, hex + 2);
    chmod(path, 0600);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("handbooK", f);
    fclose(f);
    int fd;
    uint64_t size;
    assert_status(ST_STORE, blob_open(t->st, d, true, &fd, &size, &t->err), &t->err);
    assert_ok(blob_put(t->st, S("handbook"), &d, &t->err), &t->err);
    assert_ok(blob_open(t->st, d, true, &fd, &size, &t->err), &t->err);
    assert_int_equal(size, 8);
    close(fd);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(parameters_are_taken_by_their_number),
        T(a_reader_cannot_write),
        T(failing_acts_in_a_group_harm_no_neighbour),
        T(an_act_inside_an_act_is_refused_not_a_deadlock),
        T(nothing_acknowledged_is_lost_to_kill_9),
        T(a_full_disk_is_one_sentence_and_nothing_half_written),
        T(a_full_database_fails_the_act_and_works_again_after),
        T(a_damaged_file_is_refused_at_the_door),
        T(a_newer_schema_is_refused),
        T(an_altered_schema_is_refused),
        T(a_database_of_another_program_is_refused),
        T(a_database_locked_by_another_program_is_said),
        T(every_change_by_hand_is_found),
        T(an_exported_journal_proves_itself),
        T(the_chain_goes_on_after_a_restart),
        T(a_rotten_blob_is_seen_and_mended),
    };
    return cmocka_run_group_tests_name("harden", tests, NULL, NULL);
}
