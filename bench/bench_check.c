/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_check [FILE] — one verdict on one core: messages a second, the median and the 99th percentile, and beside it the
 * fold alone as the floor that every reading pays. FILE is a TSV with a column `text`; without it, the hand-marked
 * messages of the tests.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "base/crypto.h"
#include "base/file.h"
#include "base/fold.h"
#include "check/check.h"

enum { MESSAGES_MOST = 20000, CHECKS = 200000, FILE_LIMIT = 64 << 20, ARENA = 256 << 20 };

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

typedef struct input {
    str_t text[MESSAGES_MOST];
    size_t n, bytes;
} input_t;

static str_t column(str_t line, size_t at)
{
    str_t piece = STR_NONE;
    for (size_t i = 0; i <= at; i++)
        if (!str_cut(&line, '\t', &piece)) return STR_NONE;
    return piece;
}

/* Rows of FILE; its first line that is no comment names the columns. */
static bool read_input(arena_t *a, const char *file, input_t *in, err_t *err)
{
    str_t all, line, name;
    size_t text = SIZE_MAX;
    if (file_read(a, file, FILE_LIMIT, &all, err) != ST_OK) return false;
    while (text == SIZE_MAX && str_line(&all, &line))
        for (size_t i = 0; line.n && line.p[0] != '#' && str_cut(&line, '\t', &name); i++)
            if (str_eq(name, S("text"))) text = i;
    while (text != SIZE_MAX && in->n < MESSAGES_MOST && str_line(&all, &line)) {
        in->text[in->n] = column(line, text);
        in->bytes += in->text[in->n].n;
        in->n += in->text[in->n].n > 0;
    }
    return in->n > 0;
}

static double fold_all(arena_t *a, const input_t *in)
{
    double from = now_us();
    for (size_t i = 0; i < CHECKS; i++) {
        str_t s = in->text[i % in->n];
        arena_reset(a);
        fold_t f = {.text = arena_alloc(a, fold_bound(s.n) + 1),
                    .origin = ARENA_ARRAY(a, uint32_t, fold_bound(s.n) + 1)};
        if (!f.text || !f.origin) exit(1);
        fold_into(s, &f);
    }
    return (now_us() - from) / CHECKS;
}

static double check_all(arena_t *a, const canhgiac_t *know, const input_t *in, double *each)
{
    static verdict_t v;
    double from = now_us();
    for (size_t i = 0; i < CHECKS; i++) {
        check_input_t c = {.text = in->text[i % in->n], .sender = S(""), .channel = S("sms"), .date = {2026, 11, 1}};
        double began = now_us();
        arena_reset(a);
        if (canhgiac_check(know, a, &c, &v) != ST_OK) exit(1);
        each[i] = now_us() - began;
    }
    return (now_us() - from) / CHECKS;
}

int main(int argc, char **argv)
{
    static input_t in;
    static double each[CHECKS];
    err_t err = err_new(LANG_EN);
    arena_t *a = arena_new(ARENA), *once = arena_new(ARENA);
    canhgiac_t *know;
    if (!crypto_start() || !a || !once) return 1;
    double from = now_us();
    if (check_engine(a, &know, &err) != ST_OK || !read_input(a, argc > 1 ? argv[1] : BENCH_MESSAGES, &in, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    double loaded = now_us() - from, mean = check_all(once, know, &in, each), fold = fold_all(once, &in);
    qsort(each, CHECKS, sizeof *each, by_size);
    printf("%zu messages of %zu bytes on average; knowledge read in %.1f ms\n", in.n, in.bytes / in.n, loaded / 1e3);
    printf("a verdict                  %8.2f us   %8.0f a second   goal 200000\n", mean, 1e6 / mean);
    printf("p50 %.2f us (goal 5)   p99 %.2f us (goal 20)\n", each[CHECKS / 2], each[CHECKS - CHECKS / 100]);
    printf("the fold alone             %8.2f us   ratio %.1f\n", fold, mean / fold);
    arena_free(once);
    arena_free(a);
    return 0;
}
