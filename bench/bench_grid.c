/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_grid — the coordinator's grid: 3,500 units × 8 clauses, 60 % claimed, each claim looked at three times.
 * Limit: 100 ms (docs: what good looks like).
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include "campaign/campaign.h"

enum { UNITS = 3500, CLAUSES = 8, LOOKS = 3, ROUNDS = 15 };

static const query_t q_unit = {
    "b_unit", "INSERT INTO unit (id, code, name, kind, path, valid_from) VALUES ($1, $2, $3, 'commune', $4, 0)"};
static const query_t q_dispatch = {
    "b_dispatch", "INSERT INTO dispatch (id, clauses, state, created, closes) VALUES ($1, $2, 'sent', 0, $3)"};
static const query_t q_duty = {
    "b_duty",
    "INSERT INTO duty (id, dispatch, clause, unit, verb, due, created) VALUES ($1, $2, $3, $4, 'post', $5, 0)"};
static const query_t q_record = {"b_record",
                                 "INSERT INTO record (id, kind, duty, unit, made_at, received_at, body, digest, state) "
                                 "VALUES ($1, 'post', $2, $3, 1, 1, '{}', $1, 'accepted')"};
static const query_t q_check = {
    "b_check", "INSERT INTO \"check\" (id, record, method, at, verdict, seen) VALUES ($1, $2, 'probe', $3, $4, '{}')"};

static status_t run(db_t *db, const query_t *what, const ident_t *a, const ident_t *b, str_t text, const ident_t *c,
                    int64_t n, err_t *err)
{
    stmt_t *q = db_query(db, what, err);
    if (!q) return err->status;
    if (a) bind_id(q, 1, a);
    if (what == &q_unit) {
        bind_text(q, 2, text);
        bind_text(q, 3, text);
        bind_text(q, 4, text);
    } else if (what == &q_dispatch) {
        bind_text(q, 2, text);
        bind_int(q, 3, n);
    } else if (what == &q_duty) {
        bind_id(q, 2, b);
        bind_text(q, 3, text);
        bind_id(q, 4, c);
        bind_int(q, 5, n);
    } else if (what == &q_record) {
        bind_id(q, 2, b);
        bind_id(q, 3, c);
    } else if (what == &q_check) {
        bind_id(q, 2, b);
        bind_int(q, 3, n);
        bind_text(q, 4, text);
    }
    return stmt_run(q, NULL, err);
}

static status_t fill(db_t *db, void *arg, err_t *err)
{
    ident_t *dispatch = arg;
    char clauses[1024], name[32];
    size_t at = 0;
    for (int c = 0; c < CLAUSES; c++)
        at += (size_t)snprintf(clauses + at, sizeof clauses - at, "%s{\"n\":\"%d\",\"verb\":\"post\"}", c ? "," : "[",
                               c + 1);
    snprintf(clauses + at, sizeof clauses - at, "]");
    *dispatch = ident_new();
    status_t s = run(db, &q_dispatch, dispatch, NULL, str_of(clauses), NULL, MS_DAY, err);
    for (int u = 0; s == ST_OK && u < UNITS; u++) {
        ident_t unit = ident_new();
        snprintf(name, sizeof name, "unit-%05d", u);
        s = run(db, &q_unit, &unit, NULL, str_of(name), NULL, 0, err);
        for (int c = 0; s == ST_OK && c < CLAUSES; c++) {
            ident_t duty = ident_new(), record = ident_new();
            snprintf(name, sizeof name, "%d", c + 1);
            s = run(db, &q_duty, &duty, dispatch, str_of(name), &unit, MS_DAY, err);
            if (s != ST_OK || (u + c) % 5 < 2) continue;
            s = run(db, &q_record, &record, &duty, STR_NONE, &unit, 0, err);
            for (int k = 0; s == ST_OK && k < LOOKS; k++) {
                ident_t look = ident_new();
                s = run(db, &q_check, &look, &record, (u + k) % 7 ? S("holds") : S("fails"), NULL, k + 2, err);
            }
        }
    }
    return s;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

static int by_size(const void *a, const void *b)
{
    return *(const ms_t *)a < *(const ms_t *)b ? -1 : 1;
}

static status_t measure(store_t *st, ident_t dispatch, err_t *err)
{
    ms_t took[ROUNDS];
    coverage_t c = {0};
    size_t bytes = 0;
    for (int k = 0; k < ROUNDS; k++) {
        arena_t *a = arena_new((size_t)512 << 20);
        db_t *db;
        ms_t t0 = clock_mono();
        status_t s = store_read(st, &db, err);
        if (s != ST_OK) return s;
        s = coverage_of(db, a, dispatch, MS_DAY / 2, &c, err);
        store_done(st, db);
        took[k] = clock_mono() - t0;
        bytes = arena_used(a);
        arena_free(a);
        if (s != ST_OK) return s;
    }
    qsort(took, ROUNDS, sizeof *took, by_size);
    printf("grid %d units x %d clauses, %lld claimed, %lld verified\n", UNITS, CLAUSES, (long long)c.all.claimed,
           (long long)c.all.verified);
    printf("median %lld ms, worst of %d %lld ms, limit 100 ms, ratio %.2f; arena %zu KiB\n",
           (long long)took[ROUNDS / 2], ROUNDS, (long long)took[ROUNDS - 1], (double)took[ROUNDS / 2] / 100.0,
           bytes / 1024);
    return ST_OK;
}

int main(void)
{
    char dir[] = "/tmp/canhgiac-grid-XXXXXX";
    err_t err = err_new(LANG_EN);
    store_t *st = NULL;
    ident_t dispatch;
    if (!crypto_start() || !mkdtemp(dir)) return 1;
    status_t s = store_create(dir, &err);
    if (s == ST_OK) s = store_open(dir, &st, &err);
    if (s == ST_OK) s = store_act(st, fill, &dispatch, &err);
    store_close(st); /* what was written a while ago stands in the database, not in its log */
    st = NULL;
    if (s == ST_OK) s = store_open(dir, &st, &err);
    if (s == ST_OK) s = measure(st, dispatch, &err);
    if (s != ST_OK) fprintf(stderr, "%s\n", err.text);
    if (st) store_close(st);
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return s == ST_OK ? 0 : 1;
}
