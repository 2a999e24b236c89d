/* SPDX-License-Identifier: Apache-2.0
 *
 * Punycode, RFC 3492.
 */
#include "recognise/idna.h"

enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 128, TOP = 0x10FFFF };

static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
    uint32_t k = 0;
    delta = first ? delta / DAMP : delta / 2;
    delta += delta / points;
    for (; delta > (BASE - T_MIN) * T_MAX / 2; k += BASE) delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static uint32_t threshold(uint32_t k, uint32_t bias)
{
    return k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
}

static char digit_of(uint32_t d)
{
    return (char)(d < 26 ? 'a' + d : '0' + (d - 26));
}

static uint32_t value_of(char c)
{
    if (c >= '0' && c <= '9') return (uint32_t)(c - '0') + 26;
    if (c >= 'a' && c <= 'z') return (uint32_t)(c - 'a');
    return c >= 'A' && c <= 'Z' ? (uint32_t)(c - 'A') : BASE;
}

static uint32_t next_point(const uint32_t *c, size_t n, uint32_t from)
{
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < n; i++)
        if (c[i] >= from && c[i] < least) least = c[i];
    return least;
}

static bool put_number(uint32_t q, uint32_t bias, char *out, size_t room, size_t *len)
{
    for (uint32_t k = BASE;; k += BASE) {
        uint32_t t = threshold(k, bias);
        if (*len == room) return false;
        out[(*len)++] = digit_of(q < t ? q : t + (q - t) % (BASE - t));
        if (q < t) return true;
        q = (q - t) / (BASE - t);
    }
}

bool punycode_encode(const uint32_t *c, size_t n, char *out, size_t room, size_t *len)
{
    uint32_t next = FIRST, delta = 0, bias = BIAS;
    size_t basic = 0, done;
    for (size_t i = 0; i < n; i++) {
        if (c[i] >= FIRST) continue;
        if (basic == room) return false;
        out[basic++] = (char)c[i];
    }
    done = *len = basic;
    if (basic) {
        if (*len == room) return false;
        out[(*len)++] = '-';
    }
    while (done < n) {
        uint32_t m = next_point(c, n, next);
        if (m - next > (UINT32_MAX - delta) / (uint32_t)(done + 1)) return false;
        delta += (m - next) * (uint32_t)(done + 1);
        next = m;
        for (size_t i = 0; i < n; i++) {
            if (c[i] < next && ++delta == 0) return false;
            if (c[i] != next) continue;
            if (!put_number(delta, bias, out, room, len)) return false;
            bias = adapt(delta, (uint32_t)done + 1, done == basic);
            delta = 0;
            done++;
        }
        delta++;
        next++;
    }
    return true;
}

bool punycode_decode(str_t s, uint32_t *out, size_t room, size_t *n)
{
    uint32_t next = FIRST, at = 0, bias = BIAS;
    size_t basic = s.n;
    while (basic > 0 && s.p[basic - 1] != '-') basic--;
    size_t i = basic;
    *n = 0;
    if (basic > 0) basic--; /* the hyphen itself */
    for (size_t k = 0; k < basic; k++) {
        if ((unsigned char)s.p[k] >= FIRST || *n == room) return false;
        out[(*n)++] = (unsigned char)s.p[k];
    }
    while (i < s.n) {
        uint32_t was = at, weight = 1;
        for (uint32_t k = BASE;; k += BASE) {
            uint32_t d = i < s.n ? value_of(s.p[i++]) : BASE, t = threshold(k, bias);
            if (d >= BASE || d > (UINT32_MAX - at) / weight) return false;
            at += d * weight;
            if (d < t) break;
            if (weight > UINT32_MAX / (BASE - t)) return false;
            weight *= BASE - t;
        }
        uint32_t size = (uint32_t)*n + 1;
        bias = adapt(at - was, size, was == 0);
        if (at / size > TOP - next || *n == room) return false;
        next += at / size;
        at %= size;
        if (next >= 0xD800 && next < 0xE000) return false;
        memmove(out + at + 1, out + at, (*n - at) * sizeof *out);
        out[at++] = next;
        ++*n;
    }
    return true;
}
