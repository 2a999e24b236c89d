/* SPDX-License-Identifier: Apache-2.0
 *
 * Durable appends a second through store_act: one at a time, and by many threads at once (group commit). Each append is a
 * record with its journal event. Usage: bench_append [FOLDER] (default /tmp; use the disk you mean to serve from).
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/crypto.h"
#include "store/record.h"

enum { SPAN_MS = 3000 };

typedef struct worker {
    store_t *st;
    ms_t end;
    long done;
} worker_t;

static status_t append(db_t *db, void *arg, err_t *err)
{
    (void)arg;
    static const char body[] =
        "{\"met\":true,\"language\":\"vi\",\"left\":[\"handbook\"],\"note\":\"\",\"pad\":\"0123456789"
        "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456"
        "789012345678901234567890123456789012345678901234567890123456789012345678901234567890123"
        "\"}";
    record_t r = {.id = ident_new(), .kind = "visit", .made_at = clock_now(), .body = {body, sizeof body - 1}};
    record_answer_t answer;
    return record_add(db, &r, (ident_t){{0}}, &answer, err);
}

static void *work(void *arg)
{
    worker_t *w = arg;
    err_t err = err_new(LANG_EN);
    while (clock_mono() < w->end && store_act(w->st, append, NULL, &err) == ST_OK) w->done++;
    return NULL;
}

static void measure(store_t *st, int threads)
{
    pthread_t t[256];
    static worker_t w[256];
    ms_t begin = clock_mono();
    for (int i = 0; i < threads; i++) {
        w[i] = (worker_t){st, begin + SPAN_MS, 0};
        if (pthread_create(&t[i], NULL, work, &w[i]) != 0) exit(1);
    }
    long sum = 0;
    for (int i = 0; i < threads; i++) {
        pthread_join(t[i], NULL);
        sum += w[i].done;
    }
    double span = (double)(clock_mono() - begin) / 1000.0;
    printf("%-28d %12.0f\n", threads, (double)sum / span);
}

int main(int argc, char **argv)
{
    char dir[4096];
    snprintf(dir, sizeof dir, "%s/canhgiac-bench-XXXXXX", argc > 1 ? argv[1] : "/tmp");
    err_t err = err_new(LANG_EN);
    store_t *st;
    if (!crypto_start() || !mkdtemp(dir) || store_create(dir, &err) != ST_OK || store_open(dir, &st, &err) != ST_OK) {
        fprintf(stderr, "%s: %s\n", dir, err.text);
        return 1;
    }
    printf("threads appending at once    durable appends/s (record + event, synchronous=FULL)\n");
    static const int crowds[] = {1, 4, 16, 64};
    for (size_t i = 0; i < sizeof crowds / sizeof *crowds; i++) measure(st, crowds[i]);
    store_close(st);
    printf("left in %s\n", dir);
    return 0;
}
