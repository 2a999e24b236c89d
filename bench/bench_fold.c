/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_fold FILE — the fold alone on one core, with its way back: microseconds of processor time a message and MB/s, the
 * best of several runs. FILE holds one text a line (a TSV's other columns count as text).
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include "base/file.h"
#include "base/fold.h"

enum { LINES_MOST = 20000, RUNS = 30, FILE_LIMIT = 64 << 20 };

static double cpu_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
    static str_t line[LINES_MOST];
    size_t n = 0, bytes = 0, longest = 0;
    err_t err = err_new(LANG_EN);
    arena_t *a = arena_new(256 << 20);
    str_t all;
    if (argc != 2 || !a || file_read(a, argv[1], FILE_LIMIT, &all, &err) != ST_OK) return 2;
    while (n < LINES_MOST && str_line(&all, &line[n])) {
        if (!line[n].n) continue;
        if (line[n].n > longest) longest = line[n].n;
        bytes += line[n++].n;
    }
    size_t bound = fold_bound(longest);
    fold_t f = {.text = arena_alloc(a, bound + 1), .origin = ARENA_ARRAY(a, uint32_t, bound + 1)};
    if (!n || !f.text || !f.origin) return 1;
    double best = 1e18;
    size_t folded = 0;
    for (int run = 0; run < RUNS; run++) {
        double from = cpu_us();
        for (size_t i = 0; i < n; i++) {
            fold_into(line[i], &f);
            folded += f.n;
        }
        double us = cpu_us() - from;
        if (us < best) best = us;
    }
    printf("%zu texts of %zu bytes: %.3f us a text, %.0f MB/s   goal 500   (%zu bytes folded)\n", n, bytes / n,
           best / (double)n, (double)bytes / best, folded / RUNS);
    arena_free(a);
    return 0;
}
