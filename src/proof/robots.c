/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/robots.h"

enum { PATTERN_LIMIT = 1024 };

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static bool unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

/* One spelling for each octet: %XX of a plain letter becomes the letter, other escapes upper case, raw bytes above
 * ASCII their escape. Returns bytes written, at most `limit`. */
static size_t one_spelling(str_t s, char *out, size_t limit)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t n = 0;
    for (size_t i = 0; i < s.n && n + 3 <= limit; i++) {
        unsigned char c = (unsigned char)s.p[i];
        int hi = c == '%' && i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1, lo = hi >= 0 ? hex_digit(s.p[i + 2]) : -1;
        bool escaped = lo >= 0;
        if (escaped) c = (unsigned char)(hi * 16 + lo), i += 2;
        if (escaped ? unreserved(c) : c > 0x20 && c < 0x7f) {
            out[n++] = (char)c;
        } else {
            out[n++] = '%';
            out[n++] = digits[c >> 4];
            out[n++] = digits[c & 15];
        }
    }
    return n;
}

/* Does `path` begin with `pattern`, where * is anything and a last $ the end? The last star alone is ever tried again:
 * at most |path| × |pattern| steps. */
static bool fits(str_t pattern, str_t path)
{
    bool whole = pattern.n && pattern.p[pattern.n - 1] == '$';
    if (whole) pattern.n--;
    size_t i = 0, j = 0, star = SIZE_MAX, back = 0;
    for (;;) {
        if (j == pattern.n && (!whole || i == path.n)) return true;
        if (j < pattern.n && pattern.p[j] == '*') {
            star = j++;
            back = i;
        } else if (i < path.n && j < pattern.n && pattern.p[j] == path.p[i]) {
            i++, j++;
        } else if (star != SIZE_MAX && back < path.n) {
            i = ++back;
            j = star + 1;
        } else {
            return false;
        }
    }
}

bool robots_allow(const robots_t *r, str_t path)
{
    static const str_t own = {"/robots.txt", 11};
    if (str_eq(path, own)) return true;
    char spelled[3 * PATTERN_LIMIT];
    str_t p = {spelled, one_spelling(path, spelled, sizeof spelled)}, rest = r->rules, line;
    size_t best = 0;
    bool allow = true;
    while (str_line(&rest, &line)) {
        if (line.n < 2) continue;
        size_t n = line.n - 1;
        bool says_allow = line.p[0] == 'A';
        if (n < best || (n == best && !says_allow) || !fits(str_sub(line, 1, line.n), p)) continue;
        best = n;
        allow = says_allow;
    }
    return allow;
}

typedef struct reader {
    buf_t ours, any;
    ms_t ours_delay, any_delay;
    bool for_us, for_any, in_names, met_us;
} reader_t;

static ms_t delay_of(str_t v)
{
    int64_t seconds;
    size_t dot = str_chr(v, '.', 0);
    if (!str_int(str_sub(v, 0, dot == SIZE_MAX ? v.n : dot), 0, 86400, &seconds)) return 0;
    return seconds * MS_SECOND;
}

static void rule(reader_t *r, char kind, str_t v)
{
    if (!v.n || (v.p[0] != '/' && v.p[0] != '*')) return;
    char spelled[PATTERN_LIMIT];
    size_t n = one_spelling(v, spelled, sizeof spelled);
    for (int i = 0; i < 2; i++) {
        buf_t *b = i ? &r->any : &r->ours;
        if (!(i ? r->for_any : r->for_us) || b->n + n + 2 > ROBOTS_RULES_LIMIT) continue;
        buf_putc(b, kind);
        buf_put(b, (str_t){spelled, n});
        buf_putc(b, '\n');
    }
}

static void field(reader_t *r, str_t name, str_t v, str_t agent)
{
    if (str_ieq(name, S("user-agent"))) {
        if (!r->in_names) r->for_us = r->for_any = false;
        r->in_names = true;
        size_t n = 0;
        while (n < v.n && (hex_digit(v.p[n]) >= 0 || unreserved((unsigned char)v.p[n])) && v.p[n] != '.') n++;
        if (str_ieq(str_sub(v, 0, n), agent)) r->for_us = r->met_us = true;
        if (str_eq(v, S("*"))) r->for_any = true;
        return;
    }
    bool allow = str_ieq(name, S("allow")), disallow = str_ieq(name, S("disallow"));
    bool delay = str_ieq(name, S("crawl-delay"));
    if (!allow && !disallow && !delay) return; /* sitemap and others stand outside groups */
    r->in_names = false;
    if (delay) {
        if (r->for_us) r->ours_delay = delay_of(v);
        if (r->for_any) r->any_delay = delay_of(v);
        return;
    }
    rule(r, allow ? 'A' : 'D', v);
}

robots_t robots_parse(arena_t *a, str_t text, str_t agent)
{
    reader_t r = {.ours = buf_new(a, ROBOTS_RULES_LIMIT), .any = buf_new(a, ROBOTS_RULES_LIMIT)};
    text = str_sub(text, 0, ROBOTS_LIMIT);
    if (str_starts(text, S("\xef\xbb\xbf"))) text = str_sub(text, 3, text.n);
    while (text.n) {
        size_t end = 0;
        while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r') end++;
        str_t line = str_sub(text, 0, end);
        text = str_sub(text, end + 1, text.n);
        size_t hash = str_chr(line, '#', 0);
        if (hash != SIZE_MAX) line.n = hash;
        size_t colon = str_chr(line, ':', 0);
        if (colon == SIZE_MAX) continue;
        field(&r, str_trim(str_sub(line, 0, colon)), str_trim(str_sub(line, colon + 1, line.n)), agent);
    }
    if (r.met_us) return (robots_t){buf_str(&r.ours), r.ours_delay};
    return (robots_t){buf_str(&r.any), r.any_delay};
}
