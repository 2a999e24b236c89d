/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_list — a list of a million entries: what it weighs to send, to map and to keep up to date, and what a look-up costs
 * beside SQLite (an index on the text, one prepared statement) and beside a sorted array with bsearch, in one run.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include "base/crypto.h"
#include "lists/lists.h"

enum { ENTRIES = 1000000, DAILY = ENTRIES / 100, ASKED = 1 << 20, SQL_ASKED = 1 << 17, ROUNDS = 5, NAME = 32 };

static double cpu_ns(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)u.ru_utime.tv_sec * 1e9 + (double)u.ru_utime.tv_usec * 1e3;
}

/* Entry i, and for i from ENTRIES on somebody who is no entry. */
static str_t name_of(uint64_t i, char out[NAME])
{
    uint64_t x = (i + 1) * 0x9e3779b97f4a7c15u;
    int n = snprintf(out, NAME, "%010llx.vn-%u.top", (unsigned long long)(x >> 24), (unsigned)(i % 97));
    return (str_t){out, (size_t)n};
}

static list_items_t entries(arena_t *a, uint64_t from, int day)
{
    list_items_t items = list_items_new(a, NULL);
    static const char *const sources[] = {"chongluadao", "hostsvn", "desk", "chongluadao+hostsvn"};
    for (uint64_t i = from; i < from + ENTRIES; i++) {
        char name[NAME];
        list_item_t it = {.kind = LIST_HOST,
                          .value = name_of(i, name),
                          .source = str_of(sources[i % 4]),
                          .reason = S("scam"),
                          .who = S(""),
                          .since = i < ENTRIES ? 20000 + (int)(i % 180) : day,
                          .until = i < ENTRIES ? 20365 + (int)(i % 180) : day + 365};
        if (!list_items_add(&items, &it, "bench", 1)) abort();
    }
    return items;
}

static str_t snapshot(arena_t *a, list_items_t *items, uint64_t number)
{
    err_t err = err_new(LANG_EN);
    list_head_t h = {.number = number, .made = MS_DAY * 20400};
    buf_t b = buf_new(a, (size_t)64 << 20);
    list_key(0, h.key);
    double from = cpu_ns();
    if (list_settle(items, &err) != ST_OK || list_snapshot(items, &h, &b, &err) != ST_OK) abort();
    fprintf(stderr, "settled and written in %.0f ms of processor time\n", (cpu_ns() - from) / 1e6);
    return buf_str(&b);
}

typedef struct name {
    char text[NAME];
} name_t;

typedef struct questions {
    name_t *names;
    str_t *ask;
} questions_t;

/* In an order that no cache foresees. */
static questions_t questions(arena_t *a, uint64_t first)
{
    questions_t q = {ARENA_ARRAY(a, name_t, ASKED), ARENA_ARRAY(a, str_t, ASKED)};
    uint64_t x = 88172645463325252u;
    for (size_t i = 0; i < ASKED; i++) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        q.ask[i] = name_of(first + x % ENTRIES, q.names[i].text);
    }
    return q;
}

static void row(const char *what, double hit, double miss, double base)
{
    printf("%-46s %9.1f %9.1f %9.1f×\n", what, hit, miss, hit / base);
}

static size_t found;

static double time_list(const list_t *l, const questions_t *q, bool filter)
{
    double best = 1e18;
    for (int r = 0; r < ROUNDS; r++) {
        double from = cpu_ns();
        for (size_t i = 0; i < ASKED; i++) {
            list_entry_t e;
            if (filter)
                found += list_may_have(l, list_hash(l->key, LIST_HOST, false, q->ask[i]));
            else
                found += list_value(l, LIST_HOST, q->ask[i], 20100, &e) == LIST_LISTED;
        }
        double took = (cpu_ns() - from) / ASKED;
        if (took < best) best = took;
    }
    return best;
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const str_t *)a, *(const str_t *)b);
}

static double time_bsearch(const str_t *all, const questions_t *q)
{
    double best = 1e18;
    for (int r = 0; r < ROUNDS; r++) {
        double from = cpu_ns();
        for (size_t i = 0; i < ASKED; i++) found += bsearch(&q->ask[i], all, ENTRIES, sizeof *all, by_text) != NULL;
        double took = (cpu_ns() - from) / ASKED;
        if (took < best) best = took;
    }
    return best;
}

static double time_sqlite(sqlite3_stmt *s, const questions_t *q)
{
    double best = 1e18;
    for (int r = 0; r < 2; r++) {
        double from = cpu_ns();
        for (size_t i = 0; i < SQL_ASKED; i++) {
            sqlite3_bind_text(s, 1, q->ask[i].p, (int)q->ask[i].n, SQLITE_STATIC);
            found += sqlite3_step(s) == SQLITE_ROW;
            sqlite3_reset(s);
        }
        double took = (cpu_ns() - from) / SQL_ASKED;
        if (took < best) best = took;
    }
    return best;
}

static sqlite3_stmt *sqlite_of(const str_t *all, sqlite3 **db)
{
    sqlite3_stmt *put, *ask;
    if (sqlite3_open(":memory:", db) != SQLITE_OK) abort();
    sqlite3_exec(*db, "CREATE TABLE l (host TEXT PRIMARY KEY, reason TEXT) WITHOUT ROWID; BEGIN", NULL, NULL, NULL);
    sqlite3_prepare_v2(*db, "INSERT INTO l VALUES (?, 'scam')", -1, &put, NULL);
    for (size_t i = 0; i < ENTRIES; i++) {
        sqlite3_bind_text(put, 1, all[i].p, (int)all[i].n, SQLITE_STATIC);
        sqlite3_step(put);
        sqlite3_reset(put);
    }
    sqlite3_finalize(put);
    if (sqlite3_prepare_v2(*db, "SELECT reason FROM l WHERE host = ?", -1, &ask, NULL) != SQLITE_OK) abort();
    return ask;
}

/* What of a mapped file this process holds in memory, in KiB. */
static long resident(const char *path)
{
    char line[512];
    long kb = -1;
    bool here = false;
    FILE *f = fopen("/proc/self/smaps", "r");
    while (f && fgets(line, sizeof line, f)) {
        if (strstr(line, path)) here = true;
        if (here && sscanf(line, "Rss: %ld", &kb) == 1) break;
    }
    if (f) fclose(f);
    return kb;
}

static void sizes(arena_t *a, const list_t *l, str_t file, str_t next)
{
    err_t err = err_new(LANG_EN);
    buf_t front = buf_new(a, 8 << 20), delta = buf_new(a, 8 << 20), again = buf_new(a, (size_t)64 << 20);
    list_t after;
    double from;
    if (list_front(a, l, &front, &err) != ST_OK || !list_open(next, &after)) abort();
    if (list_delta(a, l, &after, &delta, &err) != ST_OK) abort();
    from = cpu_ns();
    if (list_delta_apply(a, l, buf_str(&delta), &again, &err) != ST_OK || !str_eq(buf_str(&again), next)) abort();
    printf("%d entries: front %zu bytes (%.2f bits an entry), snapshot %zu bytes\n", ENTRIES, front.n,
           (double)front.n * 8 / ENTRIES, file.n);
    printf("filter (what strangers touch) %zu bytes; keys, index, facts (what hits touch) %zu bytes\n",
           (size_t)l->slots * 2, file.n - (size_t)l->slots * 2);
    printf("delta of a day (%d in, %d out) %zu bytes, applied in %.0f ms\n\n", DAILY, DAILY, delta.n,
           (cpu_ns() - from) / 1e6);
}

int main(void)
{
    arena_t *a = arena_new((size_t)4 << 30);
    sqlite3 *db;
    list_t l;
    if (!a || !crypto_start()) return 1;
    list_items_t today = entries(a, 0, 0), tomorrow = entries(a, DAILY, 20400);
    str_t file = snapshot(a, &today, 1), next = snapshot(a, &tomorrow, 2);
    double from = cpu_ns();
    if (!list_open(file, &l)) return 1;
    printf("opened and checked in %.1f ms\n", (cpu_ns() - from) / 1e6);
    sizes(a, &l, file, next);
    char path[] = "/tmp/bench_list.XXXXXX";
    int fd = mkstemp(path);
    FILE *f = fd < 0 ? NULL : fdopen(fd, "wb");
    if (!f || fwrite(file.p, 1, file.n, f) != file.n || fclose(f) != 0) return 1;
    map_t map;
    err_t err = err_new(LANG_EN);
    if (list_file_open(path, NULL, &map, &l, &err) != ST_OK) return 1;
    questions_t hits = questions(a, 0), strangers = questions(a, ENTRIES * 4ull);
    long opened = resident(path);
    double miss = time_list(&l, &strangers, false);
    printf("in memory of the mapped file: %ld KiB when opened, %ld KiB after a million strangers\n\n", opened,
           resident(path));
    double base = time_list(&l, &hits, true);
    printf("%-46s %9s %9s %9s\n", "ns of processor time a look-up", "hit", "stranger", "");
    row("hash and filter (one suffix)", base, time_list(&l, &strangers, true), base);
    row("the exact answer with reason and days", time_list(&l, &hits, false), miss, base);
    str_t *all = ARENA_ARRAY(a, str_t, ENTRIES);
    for (size_t i = 0; i < ENTRIES; i++) all[i] = VEC_AT(&today.items, list_item_t, i).value;
    qsort(all, ENTRIES, sizeof *all, by_text);
    row("sorted texts, bsearch", time_bsearch(all, &hits), time_bsearch(all, &strangers), base);
    sqlite3_stmt *ask = sqlite_of(all, &db);
    row("SQLite in memory, primary key", time_sqlite(ask, &hits), time_sqlite(ask, &strangers), base);
    sqlite3_finalize(ask);
    sqlite3_close(db);
    printf("\n(%zu found)\n", found);
    file_unmap(&map);
    (void)remove(path);
    return 0;
}
