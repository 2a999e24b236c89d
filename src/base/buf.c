/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "base/lanes.h"

buf_t buf_new(arena_t *a, size_t limit)
{
    return (buf_t){.a = a, .limit = limit};
}

bool buf_room(buf_t *b, size_t n)
{
    if (b->failed) return false;
    if (n <= b->cap - b->n) return true;
    if (n > b->limit || b->n > b->limit - n) goto fail;
    size_t cap = b->cap ? b->cap * 2 : 256;
    if (cap < b->n + n) cap = b->n + n;
    if (cap > b->limit) cap = b->limit;
    char *p = arena_raw(b->a, cap);
    if (!p) goto fail;
    if (b->n) memcpy(p, b->p, b->n);
    b->p = p;
    b->cap = cap;
    return true;
fail:
    b->failed = true;
    return false;
}

void buf_put(buf_t *b, str_t s)
{
    if (s.n == 0 || !buf_room(b, s.n)) return;
    memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
}

void buf_putz(buf_t *b, const char *z)
{
    buf_put(b, str_of(z));
}

void buf_int(buf_t *b, int64_t v)
{
    char digits[24];
    size_t i = sizeof digits;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do digits[--i] = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0) digits[--i] = '-';
    buf_put(b, (str_t){digits + i, sizeof digits - i});
}

void buf_hundredths(buf_t *b, double share)
{
    unsigned n = (unsigned)(share * 100 + 0.5);
    buf_int(b, n / 100);
    buf_put(b, (str_t){(const char[]){'.', (char)('0' + n / 10 % 10), (char)('0' + n % 10)}, 3});
}

void buf_html(buf_t *b, str_t s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *e = NULL;
        switch (s.p[i]) {
        case '&': e = "&amp;"; break;
        case '<': e = "&lt;"; break;
        case '>': e = "&gt;"; break;
        case '"': e = "&quot;"; break;
        case '\'': e = "&#39;"; break;
        default: continue;
        }
        buf_put(b, str_sub(s, from, i));
        buf_putz(b, e);
        from = i + 1;
    }
    buf_put(b, str_sub(s, from, s.n));
}

static bool json_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&';
}

/* A character that may not stand in a JSON string as it is. */
static void json_escape(buf_t *b, uint32_t c)
{
    static const char named[] = "\"\"\\\\\nn\tt\rr"; /* each with what follows its backslash */
    for (size_t i = 0; i + 1 < sizeof named; i += 2)
        if (c == (unsigned char)named[i]) {
            buf_put(b, (str_t){(const char[]){'\\', named[i + 1]}, 2});
            return;
        }
    char u[6] = "\\u";
    for (int i = 0; i < 4; i++) u[2 + i] = "0123456789abcdef"[c >> (12 - 4 * i) & 15];
    buf_put(b, (str_t){u, sizeof u});
}

/* Which of the LANES bytes at p may not stand in a JSON string as they are, or begin a character that may not, in a text that is
 * UTF-8. E2 begins U+2028 and U+2029, among others. */
static uint64_t json_odd(const char *p)
{
    lanes_t c = lanes_at(p);
    return lanes_bits((lanes_t)(c < 0x20) | (lanes_t)(c == 0x7F) | (lanes_t)(c == '"') | (lanes_t)(c == '\\') |
                      (lanes_t)((c & 0xFD) == '<') | (lanes_t)(c == '&') | (lanes_t)(c == 0xE2));
}

/* Where, from `from` on, the first such byte stands; s.n when there is none. The last bytes are looked at together with those
 * before them. */
static size_t json_run(str_t s, size_t from)
{
    size_t i = from;
    for (; i + LANES <= s.n; i += LANES) {
        uint64_t odd = json_odd(s.p + i);
        if (odd) return i + (size_t)__builtin_ctzll(odd);
    }
    if (i == s.n) return s.n;
    char padded[LANES];
    memset(padded, ' ', sizeof padded);
    size_t back = s.n >= LANES ? LANES - (s.n - i) : 0;
    if (!back) memcpy(padded, s.p + i, s.n - i);
    uint64_t odd = json_odd(back ? s.p + s.n - LANES : padded) >> back;
    return odd ? i + (size_t)__builtin_ctzll(odd) : s.n;
}

void buf_json_known(buf_t *b, str_t s)
{
    if (!buf_room(b, s.n + 2)) return;
    b->p[b->n++] = '"';
    size_t from = 0;
    for (size_t i = json_run(s, 0); i < s.n; i = json_run(s, i)) {
        size_t at = i;
        uint32_t c = utf8_next(s, &i);
        if (json_plain((unsigned char)s.p[at]) || (c >= 0x80 && c != 0x2028 && c != 0x2029)) continue;
        buf_put(b, str_sub(s, from, at));
        from = i;
        json_escape(b, c);
    }
    buf_put(b, str_sub(s, from, s.n));
    buf_putc(b, '"');
}

void buf_json(buf_t *b, str_t s)
{
    if (!buf_room(b, s.n + 2)) return; /* most texts need no more */
    buf_putc(b, '"');
    size_t from = 0; /* of what goes as it is */
    for (size_t i = 0; i < s.n;) {
        if (json_plain((unsigned char)s.p[i])) {
            i++;
            continue;
        }
        size_t at = i;
        uint32_t c = utf8_next(s, &i);
        bool broken = c == 0xFFFD && !(i - at == 3 && memcmp(s.p + at, "\xEF\xBF\xBD", 3) == 0);
        if (c >= 0x80 && c != 0x2028 && c != 0x2029 && !broken) continue;
        buf_put(b, str_sub(s, from, at));
        from = i;
        if (broken)
            buf_put(b, S("\xEF\xBF\xBD"));
        else
            json_escape(b, c);
    }
    buf_put(b, str_sub(s, from, s.n));
    buf_putc(b, '"');
}

/* A cell that begins so is run as a formula by spreadsheets (OWASP, "CSV injection"); a lone sign before a number is not. */
static bool csv_formula(str_t s)
{
    if (!s.n || !strchr("=+-@\t\r", s.p[0])) return false;
    int64_t number;
    return !(s.p[0] == '-' && str_int(s, INT64_MIN, INT64_MAX, &number));
}

void buf_csv(buf_t *b, str_t s)
{
    bool formula = csv_formula(s), quote = formula;
    for (size_t i = 0; i < s.n && !quote; i++) quote = strchr(",;\"\r\n\t", s.p[i]) != NULL;
    if (s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ')) quote = true;
    if (!quote) {
        buf_put(b, s);
        return;
    }
    buf_putc(b, '"');
    if (formula) buf_putc(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') buf_putc(b, '"');
        buf_putc(b, s.p[i]);
    }
    buf_putc(b, '"');
}

void buf_url(buf_t *b, str_t s)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     (c && strchr("-._~", c) != NULL);
        if (plain) {
            buf_putc(b, (char)c);
        } else {
            char x[3] = {'%', hex[c >> 4], hex[c & 15]};
            buf_put(b, (str_t){x, 3});
        }
    }
}

vec_t vec_new(arena_t *a, size_t item_size, size_t limit)
{
    return (vec_t){.a = a, .size = item_size, .limit = limit};
}

void *vec_push(vec_t *v)
{
    if (v->failed || v->len >= v->limit) goto fail;
    if (v->len == v->cap) {
        size_t cap = v->cap ? v->cap * 2 : 8;
        if (cap > v->limit) cap = v->limit;
        void *p = arena_array(v->a, cap, v->size);
        if (!p) goto fail;
        if (v->len) memcpy(p, v->at, v->len * v->size);
        v->at = p;
        v->cap = cap;
    }
    return (char *)v->at + v->size * v->len++;
fail:
    v->failed = true;
    return NULL;
}
