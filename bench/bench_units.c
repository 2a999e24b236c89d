/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_units — a whole country of units read, checked and written: 34 provinces, 3,321 communes, hamlets to 111,000 in all.
 * Limit: 10 s. Then the same file again (nothing changes), and one province that moves its hamlets.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include "people/people.h"

enum { PROVINCES = 34, COMMUNES = 3321, UNITS = 111000 };

typedef struct job {
    arena_t *a;
    str_t csv, report;
} job_t;

static status_t act(db_t *db, void *arg, err_t *err)
{
    job_t *j = arg;
    static const ident_t nobody;
    return units_import(db, j->a, j->csv, false, nobody, &j->report, err);
}

static str_t country(arena_t *a)
{
    buf_t b = buf_new(a, 32 << 20);
    buf_putz(&b, "code,name,kind,parent,from,households\nvn,Việt Nam,ministry,,2004-01-01,\n");
    for (int i = 0; i < PROVINCES; i++) buf_fmt(&b, "p%d,Tỉnh số %d,city,vn,2004-01-01,\n", i, i);
    for (int i = 0; i < COMMUNES; i++) buf_fmt(&b, "c%d,Xã số %d,commune,p%d,2004-01-01,3000\n", i, i, i % PROVINCES);
    for (int i = 0; i < UNITS - COMMUNES - PROVINCES - 1; i++)
        buf_fmt(&b, "h%d,Ấp số %d,hamlet,c%d,2010-01-01,%d\n", i, i, i % COMMUNES, 50 + i % 300);
    return buf_str(&b);
}

static double cpu(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

static bool timed(store_t *st, job_t *j, const char *what)
{
    err_t err = err_new(LANG_EN);
    double before = cpu();
    ms_t wall = clock_mono();
    if (store_act(st, act, j, &err) != ST_OK) {
        fprintf(stderr, "%s: %s\n", what, err.text);
        return false;
    }
    printf("%-44s %6.2f s wall  %6.2f s CPU\n", what, (double)(clock_mono() - wall) / 1000, cpu() - before);
    return true;
}

int main(void)
{
    char dir[] = "/tmp/canhgiac-bench-XXXXXX";
    err_t err = err_new(LANG_EN);
    store_t *st;
    job_t j = {.a = arena_new((size_t)2 << 30)};
    if (!crypto_start() || !mkdtemp(dir) || store_create(dir, &err) != ST_OK || store_open(dir, &st, &err) != ST_OK)
        return 1;
    j.csv = country(j.a);
    printf("units import of %d rows, %zu KiB (limit 10 s)\n", UNITS, j.csv.n >> 10);
    bool ok = timed(st, &j, "all new");
    ok = ok && timed(st, &j, "the same again: no change");
    j.csv = S("code,name,kind,parent,from,to,becomes\nc0,Xã số 0,commune,p0,2004-01-01,2025-07-01,c0:1:NQ\n"
              "c0,Xã số 0,commune,p1,2025-07-01,,\n");
    ok = ok && timed(st, &j, "one commune moves with its hamlets");
    store_close(st);
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return ok ? 0 : 1;
}
