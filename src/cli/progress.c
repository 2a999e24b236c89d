/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <unistd.h>
#include "cli/cli.h"

enum { WIDTH = 30 };

static ms_t began, shown;

void progress_step(const char *what, uint64_t done, uint64_t total)
{
    ms_t now = clock_mono();
    if (!began) began = now;
    if (now - began < MS_SECOND || now - shown < 100 || !isatty(STDERR_FILENO)) return;
    shown = now;
    if (total == 0) {
        fprintf(stderr, "\r%s %llu\033[K", what, (unsigned long long)done);
        return;
    }
    if (done > total) done = total;
    char bar[WIDTH + 1];
    size_t full = (size_t)(done * WIDTH / total);
    for (size_t i = 0; i < WIDTH; i++) bar[i] = i < full ? '#' : '.';
    bar[WIDTH] = '\0';
    ms_t left = done ? (ms_t)((double)(now - began) * (double)(total - done) / (double)done) / 1000 : 0;
    fprintf(stderr, "\r%s [%s] %3u%% %llds\033[K", what, bar, (unsigned)(done * 100 / total), (long long)left);
}

void progress_end(void)
{
    if (shown) fputs("\r\033[K", stderr);
    began = shown = 0;
}
