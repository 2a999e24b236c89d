/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_check [FILE] — one verdict on one core: messages a second, the median and the 99th percentile, and beside it the
 * fold alone as the floor that every reading pays; and how long the knowledge takes to open. FILE is a TSV with a column
 * `text`; without it, the hand-marked messages of the tests.
 *
 * Times are the thread's own on the processor, so that what else the machine does is not counted; the best of a few rounds,
 * and of each call too, for a call that was interrupted says nothing of the program.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "base/crypto.h"
#include "base/file.h"
#include "base/fold.h"
#include "check/check.h"

enum {
    MESSAGES_MOST = 20000,
    ROUNDS = 5,
    AT_LEAST = 20000 /* calls a round */,
    FILE_LIMIT = 64 << 20,
    ARENA = 256 << 20
};

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
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

static size_t calls(const input_t *in)
{
    return (AT_LEAST + in->n - 1) / in->n * in->n;
}

static double fold_all(arena_t *a, const input_t *in)
{
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double from = now_us();
        for (size_t i = 0; i < calls(in); i++) {
            str_t s = in->text[i % in->n];
            size_t bound = fold_bound(s.n) + 1;
            arena_reset(a);
            fold_t f = {.text = arena_raw(a, bound), .origin = arena_raw(a, bound * sizeof(uint32_t))};
            if (!f.text || !f.origin) exit(1);
            fold_into(s, &f);
        }
        double took = (now_us() - from) / (double)calls(in);
        if (!round || took < best) best = took;
    }
    return best;
}

static verdict_t v;

static void check_one(arena_t *a, const canhgiac_t *know, str_t text)
{
    check_input_t c = {.text = text, .sender = S(""), .channel = S("sms"), .date = {2026, 11, 1}};
    arena_reset(a);
    if (canhgiac_check(know, a, &c, &v) != CANHGIAC_OK) exit(1);
}

static double check_all(arena_t *a, const canhgiac_t *know, const input_t *in)
{
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double from = now_us();
        for (size_t i = 0; i < calls(in); i++) check_one(a, know, in->text[i % in->n]);
        double took = (now_us() - from) / (double)calls(in);
        if (!round || took < best) best = took;
    }
    return best;
}

/* What one call takes, for each message, between others as a server meets them. The clock's own time is taken off. */
static void check_each(arena_t *a, const canhgiac_t *know, const input_t *in, double *each)
{
    double clock = 1e9;
    for (int i = 0; i < 1000; i++) {
        double from = now_us(), took = now_us() - from;
        if (took < clock) clock = took;
    }
    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < in->n; i++) {
            double from = now_us();
            check_one(a, know, in->text[i]);
            double took = now_us() - from - clock;
            if (!round || took < each[i]) each[i] = took;
        }
}

static double open_know(arena_t *a)
{
    double best = 0;
    for (int i = 0; i < ROUNDS; i++) {
        canhgiac_t *know;
        err_t err = err_new(LANG_EN);
        arena_reset(a);
        double from = now_us();
        if (check_engine(a, &know, &err) != ST_OK) exit(1);
        double took = now_us() - from;
        if (!i || took < best) best = took;
    }
    return best;
}

int main(int argc, char **argv)
{
    static input_t in;
    static double each[MESSAGES_MOST];
    err_t err = err_new(LANG_EN);
    arena_t *a = arena_new(ARENA), *once = arena_new(ARENA);
    canhgiac_t *know;
    if (!crypto_start() || !a || !once) return 1;
    double opened = open_know(once);
    if (check_engine(a, &know, &err) != ST_OK || !read_input(a, argc > 1 ? argv[1] : BENCH_MESSAGES, &in, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    double mean = check_all(once, know, &in), fold = fold_all(once, &in);
    check_each(once, know, &in, each);
    qsort(each, in.n, sizeof *each, by_size);
    printf("%zu messages of %zu bytes on average\n", in.n, in.bytes / in.n);
    printf("opening the knowledge      %8.2f us   goal 1000\n", opened);
    printf("a verdict                  %8.2f us   %8.0f a second   goal 200000\n", mean, 1e6 / mean);
    printf("p50 %.2f us (goal 5)   p99 %.2f us (goal 20)\n", each[in.n / 2], each[in.n - 1 - in.n / 100]);
    printf("the fold alone             %8.2f us   ratio %.1f\n", fold, mean / fold);
    arena_free(once);
    arena_free(a);
    return 0;
}
