/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

enum { REPLACEMENT = 0xFFFD };

/* The allowed range of the second byte depends on the first (Unicode 15, table 3-7): that alone keeps out overlong forms,
 * surrogates and values past U+10FFFF. */
static int lead(unsigned char c, unsigned char *lo, unsigned char *hi)
{
    *lo = 0x80;
    *hi = 0xBF;
    if (c < 0xC2) return -1;
    if (c < 0xE0) return 1;
    if (c < 0xF0) {
        if (c == 0xE0) *lo = 0xA0;
        if (c == 0xED) *hi = 0x9F;
        return 2;
    }
    if (c > 0xF4) return -1;
    if (c == 0xF0) *lo = 0x90;
    if (c == 0xF4) *hi = 0x8F;
    return 3;
}

uint32_t utf8_next_any(str_t s, size_t *i)
{
    unsigned char c = (unsigned char)s.p[(*i)++];
    if (c < 0x80) return c;
    unsigned char lo, hi;
    int more = lead(c, &lo, &hi);
    if (more < 0) return REPLACEMENT;
    uint32_t v = c & (0x3Fu >> more);
    for (; more > 0; more--) {
        if (*i >= s.n) return REPLACEMENT;
        unsigned char d = (unsigned char)s.p[*i];
        if (d < lo || d > hi) return REPLACEMENT;
        v = v << 6 | (d & 0x3F);
        (*i)++;
        lo = 0x80;
        hi = 0xBF;
    }
    return v;
}

size_t utf8_put(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

bool utf8_valid(str_t s)
{
    size_t i = 0;
    while (i < s.n) {
        unsigned char c = (unsigned char)s.p[i++], lo, hi;
        if (c < 0x80) continue;
        int more = lead(c, &lo, &hi);
        if (more < 0 || s.n - i < (size_t)more) return false;
        for (; more > 0; more--, i++) {
            unsigned char d = (unsigned char)s.p[i];
            if (d < lo || d > hi) return false;
            lo = 0x80;
            hi = 0xBF;
        }
    }
    return true;
}

size_t utf8_len(str_t s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; n++) (void)utf8_next(s, &i);
    return n;
}

uint32_t utf8_upper(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7)) return c - 32;
    if (c == 0x01B0) return 0x01AF;
    if ((c >= 0x0100 && c <= 0x017F) || (c >= 0x1EA0 && c <= 0x1EF9)) return c & ~1U;
    return c == 0x01A1 ? 0x01A0 : c;
}
