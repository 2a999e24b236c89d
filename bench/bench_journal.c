/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_journal — `journal verify` over a chain as a city writes it: two of three events vouch for a record, which is
 * re-checked too. CPU time of the best of five rounds; limit: 1,000,000 events/s. Beside it the hashing alone, which no
 * verifier can do without.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include "store/journal.h"
#include "store/record.h"

enum { EVENTS = 120000, IN_ONE_ACT = 2000, ROUNDS = 5 };

static double cpu(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec + (double)u.ru_stime.tv_sec +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static status_t fill(db_t *db, void *arg, err_t *err)
{
    const bool *records = arg;
    static const ident_t nobody;
    status_t s = ST_OK;
    for (int i = 0; s == ST_OK && i < IN_ONE_ACT; i++) {
        record_answer_t answer;
        record_t r = {.id = ident_new(), .kind = "visit", .made_at = clock_now()};
        r.body = S("{\"outcome\":\"met\",\"people\":\"3-5\",\"language\":\"vi\",\"left\":[\"handbook\",\"leaflet\"]}");
        if (*records && i % 3)
            s = record_add(db, &r, nobody, &answer, err);
        else
            s = journal_add(db, nobody, "duty.acknowledge", r.id, S("{}"), err);
    }
    return s;
}

static status_t measure(store_t *st, const char *what, err_t *err)
{
    double best = 1e9;
    journal_state_t j = {0};
    status_t s = ST_OK;
    for (int k = 0; s == ST_OK && k < ROUNDS; k++) {
        db_t *db;
        s = store_read(st, &db, err);
        if (s != ST_OK) break;
        double t0 = cpu();
        s = journal_verify(db, &j, err);
        double took = cpu() - t0;
        if (took < best) best = took;
        store_done(st, db);
    }
    if (s == ST_OK)
        printf("%-34s %9.0f events/s of CPU time, limit 1000000, ratio %.2f\n", what, (double)j.events / best,
               (double)j.events / best / 1e6);
    return s;
}

static status_t add_line(void *buf, str_t json, err_t *err)
{
    (void)err;
    buf_put(buf, json);
    return ST_OK;
}

static status_t measure_file(store_t *st, err_t *err)
{
    arena_t *a = arena_new((size_t)1 << 30);
    buf_t b = buf_new(a, (size_t)512 << 20);
    db_t *db;
    journal_state_t j = {0};
    double best = 1e9;
    status_t s = store_read(st, &db, err);
    if (s == ST_OK) {
        s = journal_export(db, add_line, &b, err);
        store_done(st, db);
    }
    for (int k = 0; s == ST_OK && k < ROUNDS; k++) {
        double t0 = cpu();
        s = journal_verify_file(buf_str(&b), &j, err);
        double took = cpu() - t0;
        if (took < best) best = took;
    }
    if (s == ST_OK)
        printf("%-34s %9.0f events/s of CPU time, limit 1000000, ratio %.2f\n", "an exported file",
               (double)j.events / best, (double)j.events / best / 1e6);
    arena_free(a);
    return s;
}

static void hashing(void)
{
    double best = 1e9;
    digest_t d = {{0}};
    ident_t id = ident_new();
    for (int k = 0; k < ROUNDS; k++) {
        double t0 = cpu();
        for (int i = 0; i < EVENTS; i++) d = journal_hash(d, i, clock_now(), id, S("duty.acknowledge"), id, S("{}"));
        double took = cpu() - t0;
        if (took < best) best = took;
    }
    printf("%-34s %9.0f events/s of CPU time\n", "the hashing alone", EVENTS / best);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

static status_t one(bool records, const char *what, err_t *err)
{
    char dir[] = "/tmp/canhgiac-journal-XXXXXX";
    store_t *st = NULL;
    if (!mkdtemp(dir)) return ST_IO;
    status_t s = store_create(dir, err);
    if (s == ST_OK) s = store_open(dir, &st, err);
    for (int i = 0; s == ST_OK && i < EVENTS / IN_ONE_ACT; i++) s = store_act(st, fill, &records, err);
    store_close(st); /* what was written a while ago stands in the database, not in its log */
    st = NULL;
    if (s == ST_OK) s = store_open(dir, &st, err);
    if (s == ST_OK) s = measure(st, what, err);
    if (s == ST_OK && !records) s = measure_file(st, err);
    if (st) store_close(st);
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return s;
}

int main(void)
{
    err_t err = err_new(LANG_EN);
    if (!crypto_start()) return 1;
    hashing();
    status_t s = one(false, "a chain of acts", &err);
    if (s == ST_OK) s = one(true, "with records re-checked", &err);
    if (s != ST_OK) fprintf(stderr, "%s\n", err.text);
    return s == ST_OK ? 0 : 1;
}
