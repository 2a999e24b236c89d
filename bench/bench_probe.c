/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_probe [PAGES] — whole looks (fetch, decode, read, match) at pages of a portal on loopback, one after another by one thread:
 * pages a second by the clock and of that thread's processor time, and what memory grows to. The portal answers from another
 * thread of the same process. bench/probe.sh runs it whole (100,000 fetches), on one core with a server that is at work.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#include "proof/proof_world.h"

static proof_world_t W;
static str_t page;
static atomic_long asked; /* requests the portal answered: a look at a page asks for its pictures too */

static void answer(int fd, str_t path, str_t request)
{
    (void)request;
    atomic_fetch_add(&asked, 1);
    if (str_eq(path, S("/robots.txt")))
        site_page(fd, "text/plain", S(""));
    else
        site_page(fd, "text/html; charset=utf-8", page);
}

/* 40 KB, as an article of a portal with its menus weighs; the posting in the middle. */
static void make_page(void)
{
    buf_t b = buf_new(W.a, 1 << 20);
    buf_putz(&b, "<!DOCTYPE html><html><head><title>Tin</title></head><body><ul class=menu>");
    for (int i = 0; i < 220; i++)
        buf_fmt(&b, "<li class=\"item-%d\"><a href=\"/chuyen-muc/%d\">Chuyên mục %d</a></li>", i, i, i);
    buf_putz(&b, "</ul><article>");
    str_t rest = W.text2, line;
    while (str_line(&rest, &line))
        buf_fmt(&b, "<p class=\"MsoNormal\" style=\"text-align:justify\">%.*s</p>", STRF(line));
    buf_putz(&b, "</article>");
    for (int i = 0; i < 120; i++)
        buf_fmt(&b,
                "<div class=\"tin\"><a href=\"/tin/%d.html\"><img src=\"/anh/%d.jpg\">Tin số %d trong ngày</a></div>",
                i, i, i);
    buf_putz(&b, "</body></html>");
    page = buf_str(&b);
}

static long resident_kb(void)
{
    long pages = 0, ignored;
    FILE *f = fopen("/proc/self/statm", "r");
    if (f && fscanf(f, "%ld %ld", &ignored, &pages) != 2) pages = 0;
    if (f) fclose(f);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

static double thread_seconds(void)
{
    struct rusage u;
    getrusage(RUSAGE_THREAD, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv)
{
    int pages = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 3000, seen = 0;
    site_t site;
    proof_world_begin(&W);
    make_page();
    site_begin(&site, answer);
    arena_t *a = arena_new(128 << 20);
    proof_options_t o = {.allow_private = true, .delay = 1, .total_limit = 5000};
    long resident[4] = {0};
    const int marks[4] = {pages / 50, pages / 10, pages / 2, pages - 1};
    ms_t from = clock_mono();
    double cpu = thread_seconds();
    for (int i = 0; i < pages; i++, arena_reset(a)) {
        proof_result_t r;
        err_t err = err_new(LANG_EN);
        char path[48];
        (void)snprintf(path, sizeof path, "/bai/%d.html", i); /* another address each time */
        if (proof_probe_url(W.prober, a, site_url(a, &site, path), &o, &r, &err) != ST_OK) return 1;
        seen += r.verdict == PROOF_SEEN;
        for (int k = 0; k < 4; k++)
            if (i == marks[k]) resident[k] = resident_kb();
    }
    double took = (double)(clock_mono() - from) / 1000;
    cpu = thread_seconds() - cpu;
    printf("%d pages of %zu KB in %ld fetches, %d seen: %.0f pages a second by the clock, %.0f a second of one core "
           "(goal 20 beside a "
           "server)\n",
           pages, page.n >> 10, atomic_load(&asked), seen, pages / took, pages / cpu);
    for (int k = 0; k < 4; k++) printf("resident after %6d pages %6ld KB\n", marks[k] + 1, resident[k]);
    printf("from a tenth to the end %+ld KB: %+.3f KB for a hundred pages\n", resident[3] - resident[1],
           (double)(resident[3] - resident[1]) / (pages * 0.9) * 100);
    arena_free(a);
    site_end(&site);
    proof_world_end(&W);
    return seen == pages ? 0 : 1;
}
