/* SPDX-License-Identifier: Apache-2.0
 *
 * str — strings as slices: a pointer and a length, not owned, not NUL-terminated. Every text from outside is one.
 * Functions here allocate nothing, except those that take an arena.
 */
#ifndef CG_BASE_STR_H
#define CG_BASE_STR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "base/status.h"

#ifndef CANHGIAC_TEXT /* recognise/canhgiac.h stands alone and defines the same */
#define CANHGIAC_TEXT
typedef struct canhgiac_text {
    const char *p;
    size_t n;
} canhgiac_text_t;
#endif
typedef canhgiac_text_t str_t;

/* A slice of a string literal or char array literal. */
#define S(lit) ((str_t){"" lit, sizeof(lit) - 1})
/* For printf("%.*s"). */
#define STRF(s)  (int)(s).n, (s).p
#define STR_NONE ((str_t){NULL, 0})

static inline str_t str_of(const char *z)
{
    return (str_t){z, z ? strlen(z) : 0};
}
static inline str_t str_sub(str_t s, size_t from, size_t to)
{
    if (to > s.n) to = s.n;
    if (from > to) from = to;
    return (str_t){from ? s.p + from : s.p, to - from};
}
static inline bool str_eq(str_t a, str_t b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
bool str_ieq(str_t a, str_t b); /* ASCII case-insensitive */
int str_cmp(str_t a, str_t b);  /* byte order, as memcmp then length */
/* Inline, for most are asked of a literal, whose few bytes are then compared without a call. */
static inline bool str_starts(str_t s, str_t prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}
static inline bool str_ends(str_t s, str_t suffix)
{
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + (s.n - suffix.n), suffix.p, suffix.n) == 0);
}
/* Offset of the first `needle` at or after `from`; SIZE_MAX if none. */
size_t str_find(str_t s, str_t needle, size_t from);
size_t str_chr(str_t s, char c, size_t from);
/* Without ASCII white space (space, tab, CR, LF, VT, FF) at both ends. */
str_t str_trim(str_t s);
/* Without the byte order mark that some programs save a text with. */
str_t str_unmarked(str_t text);
/* Cuts the next piece of *rest before `sep` into *piece; false when *rest is used up. "a,b," gives a, b and "". */
bool str_cut(str_t *rest, char sep, str_t *piece);
/* The next line without its LF or CRLF. A last line without LF counts; an empty rest is the end. */
bool str_line(str_t *rest, str_t *line);
/* Whole decimal number in [min, max], no sign but '-', no spaces. */
must_use bool str_int(str_t s, int64_t min, int64_t max, int64_t *out);

typedef struct canhgiac_arena arena_t;
/* A copy in the arena, NUL-terminated one past its end. An empty slice gives "". NULL pointer only when out of memory. */
str_t str_dup(arena_t *a, str_t s);
/* `first` and then `second`, likewise. */
str_t str_join(arena_t *a, str_t first, str_t second);
/* A copy as a C string. */
char *str_z(arena_t *a, str_t s);
/* printf into the arena, NUL-terminated. */
str_t str_fmt(arena_t *a, const char *fmt, ...) printf_like(2, 3);

/* --- UTF-8 --- */
/* Decodes one scalar value at s.p[i]; advances *i by at least 1. Invalid bytes give U+FFFD, one per maximal
 * subpart (Unicode 15, §3.9, table 3-8). */
uint32_t utf8_next_any(str_t s, size_t *i);
/* The same; two bytes, or three that begin with E1 to EC, cannot be overlong or a surrogate: Vietnamese is made of these. */
static inline uint32_t utf8_next(str_t s, size_t *i)
{
    const unsigned char *p = (const unsigned char *)s.p + *i;
    size_t left = s.n - *i;
    if (left > 1 && p[0] >= 0xC2 && p[0] < 0xE0 && (p[1] & 0xC0) == 0x80) {
        *i += 2;
        return (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
    }
    if (left > 2 && p[0] > 0xE0 && p[0] < 0xED && (p[1] & 0xC0) == 0x80 && (p[2] & 0xC0) == 0x80) {
        *i += 3;
        return (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
    }
    return utf8_next_any(s, i);
}
/* Encodes `c` (a scalar value) to out[4]; returns the bytes written. */
size_t utf8_put(uint32_t c, char out[4]);
/* The capital of a letter Vietnamese (and the Latin of Europe) has; any other character as it is. */
uint32_t utf8_upper(uint32_t c);
/* True if `s` is well-formed UTF-8 (no surrogates, no overlong forms). */
bool utf8_valid(str_t s);
/* How many code points, invalid bytes counted as one each. */
size_t utf8_len(str_t s);
#endif
