/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#include "base/clock.h"

static _Atomic int least = LOG_INFO;

void log_set(log_level_t level)
{
    atomic_store(&least, (int)level);
}

/* One write per line, so that lines of several threads never mix. Control characters are made harmless. */
void log_line(log_level_t level, const char *what, const char *fmt, ...)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    if ((int)level < atomic_load(&least) || level >= LOG_OFF) return;
    char line[1024], at[32];
    ms_iso_utc(clock_wall(), at);
    int n = snprintf(line, sizeof line - 2, "at=%s level=%s what=%s ", at, names[level], what);
    va_list ap;
    va_start(ap, fmt);
    int m = vsnprintf(line + n, sizeof line - 2 - (size_t)n, fmt, ap);
    va_end(ap);
    size_t end = (size_t)n + (m > 0 ? (size_t)m : 0);
    if (end > sizeof line - 3) end = sizeof line - 3;
    for (size_t i = 0; i < end; i++)
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7F) line[i] = ' ';
    line[end++] = '\n';
    ssize_t w = write(STDERR_FILENO, line, end);
    (void)w; /* nobody is left to tell */
}
