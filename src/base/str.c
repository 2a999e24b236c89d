/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"
#include "base/arena.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool str_ieq(str_t a, str_t b)
{
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i])) return false;
    return true;
}

int str_cmp(str_t a, str_t b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    if (c) return c;
    return a.n < b.n ? -1 : a.n > b.n;
}

size_t str_find(str_t s, str_t needle, size_t from)
{
    if (from > s.n) return SIZE_MAX;
    if (needle.n == 0) return from;
    if (needle.n > s.n - from) return SIZE_MAX; /* also keeps a NULL slice out of pointer arithmetic */
    const char *at = memmem(s.p + from, s.n - from, needle.p, needle.n);
    return at ? (size_t)(at - s.p) : SIZE_MAX;
}

size_t str_chr(str_t s, char c, size_t from)
{
    if (from >= s.n) return SIZE_MAX;
    const char *at = memchr(s.p + from, c, s.n - from);
    return at ? (size_t)(at - s.p) : SIZE_MAX;
}

str_t str_trim(str_t s)
{
    while (s.n && is_space(s.p[0])) s.p++, s.n--;
    while (s.n && is_space(s.p[s.n - 1])) s.n--;
    return s;
}

bool str_cut(str_t *rest, char sep, str_t *piece)
{
    if (!rest->p) return false;
    size_t at = str_chr(*rest, sep, 0);
    if (at == SIZE_MAX) {
        *piece = *rest;
        *rest = STR_NONE;
    } else {
        *piece = str_sub(*rest, 0, at);
        *rest = str_sub(*rest, at + 1, rest->n);
    }
    return true;
}

str_t str_unmarked(str_t text)
{
    return str_starts(text, S("\xEF\xBB\xBF")) ? str_sub(text, 3, text.n) : text;
}

bool str_line(str_t *rest, str_t *line)
{
    if (rest->n == 0) return false;
    size_t at = str_chr(*rest, '\n', 0);
    size_t end = at == SIZE_MAX ? rest->n : at;
    *line = str_sub(*rest, 0, end);
    *rest = str_sub(*rest, at == SIZE_MAX ? end : end + 1, rest->n);
    if (line->n && line->p[line->n - 1] == '\r') line->n--;
    return true;
}

bool str_int(str_t s, int64_t min, int64_t max, int64_t *out)
{
    bool minus = s.n && s.p[0] == '-';
    size_t i = minus;
    if (i == s.n || s.n - i > 19) return false;
    uint64_t v = 0;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        v = v * 10 + (uint64_t)(s.p[i] - '0');
    }
    if (v > (uint64_t)INT64_MAX + (uint64_t)minus) return false;
    int64_t x = minus ? (int64_t)(0 - v) : (int64_t)v;
    if (x < min || x > max) return false;
    *out = x;
    return true;
}

str_t str_dup(arena_t *a, str_t s)
{
    return str_join(a, s, STR_NONE);
}

str_t str_join(arena_t *a, str_t first, str_t second)
{
    char *p = arena_raw(a, first.n + second.n + 1);
    if (!p) return STR_NONE;
    if (first.n) memcpy(p, first.p, first.n);
    if (second.n) memcpy(p + first.n, second.p, second.n);
    p[first.n + second.n] = '\0';
    return (str_t){p, first.n + second.n};
}

char *str_z(arena_t *a, str_t s)
{
    char *p = arena_alloc(a, s.n + 1);
    if (p && s.n) memcpy(p, s.p, s.n);
    return p;
}
