/* SPDX-License-Identifier: Apache-2.0
 *
 * letters — what a byte of folded text can be part of, and which hosts lie under a domain: the same for messages, papers and
 * codes.
 */
#ifndef CG_RECOGNISE_LETTERS_H
#define CG_RECOGNISE_LETTERS_H
#include "base/lanes.h"
#include "base/str.h"

/* Each is one comparison or two joined without a branch: which half of it holds nobody can guess. */
static inline bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}
static inline bool is_letter(char c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26;
}
/* Of folded words, which are lower case. */
static inline bool word_char(char c)
{
    return ((unsigned char)(c - 'a') < 26) | is_digit(c);
}
static inline str_t first_word(str_t name)
{
    size_t n = 0;
    while (n < name.n && word_char(name.p[n])) n++;
    return str_sub(name, 0, n);
}
static inline bool host_char(char c)
{
    return word_char(c) | (c == '-') | (c == '.');
}

/* Of 64 bytes that are 0 or 1, a bit each, the first one lowest. */
static inline uint64_t bits_of(const uint8_t is[64])
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += LANES) bits |= lanes_bits((lanes_t)(lanes_at((const char *)is + i) != 0)) << i;
    return bits;
}
/* Up to eight bytes as a number; two halves that may overlap give each byte its place. */
static inline uint64_t few_bytes(const char *p, size_t n)
{
    uint32_t first, last;
    uint64_t part = 0;
    if (n < sizeof first) {
        for (size_t i = 0; i < n; i++) part |= (uint64_t)(unsigned char)p[i] << 8 * i;
        return part;
    }
    memcpy(&first, p, sizeof first);
    memcpy(&last, p + n - sizeof last, sizeof last);
    return first | (uint64_t)last << 8 * (n - sizeof last);
}

/* Of 64 bytes those that hold one of these bits, the first one lowest. */
static inline uint64_t bits_with(const uint8_t is[64], uint8_t mask)
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 64; i += LANES)
        bits |= lanes_bits((lanes_t)((lanes_at((const char *)is + i) & mask) != 0)) << i;
    return bits;
}
/* "a.b.vn" lies under "b.vn" and "b.vn" itself does; "xb.vn" does not. */
static inline bool host_under(str_t host, str_t domain)
{
    if (str_eq(host, domain)) return true;
    return host.n > domain.n + 1 && str_ends(host, domain) && host.p[host.n - domain.n - 1] == '.';
}
#endif
