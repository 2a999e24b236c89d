/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_grid — the coordinator's grid as it grows: units × 8 clauses, 60 % claimed, each claim looked at three times. CPU
 * time of the best of some rounds, from the tables and from memory (campaign/cover_cache.h). With a number: that many units alone. Limits: 3,500 units in 100 ms, 111,000 (every hamlet of a country) in 2 s.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include "campaign/cover_cache.h"

enum { CLAUSES = 8, LOOKS = 3, ROUNDS = 7 };

typedef struct size {
    int units;
    double limit; /* ms; 0: none */
    ident_t dispatch;
} grid_size_t;

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
    grid_size_t *size = arg;
    ident_t *dispatch = &size->dispatch;
    char clauses[1024], name[32];
    size_t at = 0;
    for (int c = 0; c < CLAUSES; c++)
        at += (size_t)snprintf(clauses + at, sizeof clauses - at, "%s{\"n\":\"%d\",\"verb\":\"post\"}", c ? "," : "[",
                               c + 1);
    snprintf(clauses + at, sizeof clauses - at, "]");
    *dispatch = ident_new();
    status_t s = run(db, &q_dispatch, dispatch, NULL, str_of(clauses), NULL, MS_DAY, err);
    for (int u = 0; s == ST_OK && u < size->units; u++) {
        ident_t unit = ident_new();
        snprintf(name, sizeof name, "unit-%06d", u);
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

static double cpu_ms(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
}

/* Once it stands in memory: the first time it is read into it, all later ones are counted. */
static status_t measure_kept(store_t *st, const grid_size_t *size, double *best, err_t *err)
{
    cover_cache_t *kept = cover_cache_new((size_t)1 << 30);
    status_t s = kept ? ST_OK : ST_MEMORY;
    *best = 1e12;
    for (int k = 0; s == ST_OK && k <= ROUNDS; k++) {
        coverage_t c;
        db_t *db;
        arena_t *a = arena_new((size_t)4 << 30);
        s = store_read(st, &db, err);
        if (s != ST_OK) break;
        double t0 = cpu_ms();
        s = cover_cached(kept, db, a, size->dispatch, MS_DAY / 2, &c, err);
        double took = cpu_ms() - t0;
        if (k && took < *best) *best = took;
        store_done(st, db);
        arena_free(a);
    }
    cover_cache_free(kept);
    return s;
}

static status_t measure(store_t *st, const grid_size_t *size, err_t *err)
{
    double best = 1e12;
    coverage_t c = {0};
    size_t bytes = 0;
    for (int k = 0; k < ROUNDS; k++) {
        arena_t *a = arena_new((size_t)4 << 30);
        db_t *db;
        double t0 = cpu_ms();
        status_t s = store_read(st, &db, err);
        if (s != ST_OK) return s;
        s = coverage_of(db, a, size->dispatch, MS_DAY / 2, &c, err);
        store_done(st, db);
        double took = cpu_ms() - t0;
        if (took < best) best = took;
        bytes = arena_used(a);
        arena_free(a);
        if (s != ST_OK) return s;
    }
    double kept;
    status_t s = measure_kept(st, size, &kept, err);
    if (s != ST_OK) return s;
    printf("%7d units x %d: %8.1f ms, %5.2f us a duty, kept %7.1f ms, arena %6zu KiB, %lld claimed, %lld verified",
           size->units, CLAUSES, best, best * 1e3 / ((double)size->units * CLAUSES), kept, bytes / 1024,
           (long long)c.all.claimed, (long long)c.all.verified);
    if (size->limit > 0)
        printf(", limit %.0f ms, ratio %.2f the first time, %.2f then\n", size->limit, best / size->limit,
               kept / size->limit);
    else
        printf("\n");
    (void)fflush(stdout);
    return ST_OK;
}

static status_t one(grid_size_t *size, err_t *err)
{
    char dir[] = "/tmp/canhgiac-grid-XXXXXX";
    store_t *st = NULL;
    if (!mkdtemp(dir)) return ST_IO;
    status_t s = store_create(dir, err);
    if (s == ST_OK) s = store_open(dir, &st, err);
    if (s == ST_OK) s = store_act(st, fill, size, err);
    store_close(st); /* what was written a while ago stands in the database, not in its log */
    st = NULL;
    if (s == ST_OK) s = store_open(dir, &st, err);
    if (s == ST_OK) s = measure(st, size, err);
    if (st) store_close(st);
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return s;
}

int main(int n, char **words)
{
    grid_size_t only = {.units = n > 1 ? (int)strtol(words[1], NULL, 10) : 0};
    grid_size_t sizes[] = {{.units = 100},
                           {.units = 1000},
                           {.units = 3500, .limit = 100},
                           {.units = 10000},
                           {.units = 111000, .limit = 2000}};
    err_t err = err_new(LANG_EN);
    status_t s = crypto_start() ? ST_OK : ST_BUG;
    if (only.units > 0 && s == ST_OK) s = one(&only, &err);
    for (size_t i = 0; s == ST_OK && only.units <= 0 && i < sizeof sizes / sizeof *sizes; i++) s = one(&sizes[i], &err);
    if (s != ST_OK) fprintf(stderr, "%s\n", err.text);
    return s == ST_OK ? 0 : 1;
}
