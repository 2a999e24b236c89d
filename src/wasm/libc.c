/* SPDX-License-Identifier: Apache-2.0
 *
 * libc — the few functions of C's library that the recogniser uses, for a place that has none.
 * OWN keeps the compiler from turning these loops into calls of themselves.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define OWN __attribute__((no_builtin))

typedef uint64_t __attribute__((may_alias, aligned(1))) word_t;

OWN void *memcpy(void *restrict to, const void *restrict from, size_t n)
{
    char *t = to;
    const char *f = from;
    for (; n >= sizeof(word_t); n -= sizeof(word_t), t += sizeof(word_t), f += sizeof(word_t))
        *(word_t *)t = *(const word_t *)f;
    while (n--) *t++ = *f++;
    return to;
}

OWN void *memmove(void *to, const void *from, size_t n)
{
    char *t = to;
    const char *f = from;
    if (t <= f || t >= f + n) {
        while (n--) *t++ = *f++;
    } else {
        while (n--) t[n] = f[n];
    }
    return to;
}

OWN void *memset(void *to, int c, size_t n)
{
    char *t = to;
    word_t w = (unsigned char)c * (uint64_t)0x0101010101010101;
    for (; n >= sizeof w; n -= sizeof w, t += sizeof w) *(word_t *)t = w;
    while (n--) *t++ = (char)c;
    return to;
}

OWN int memcmp(const void *a, const void *b, size_t n)
{
    const unsigned char *x = a, *y = b;
    for (; n >= sizeof(word_t) && *(const word_t *)x == *(const word_t *)y; n -= sizeof(word_t))
        x += sizeof(word_t), y += sizeof(word_t);
    for (; n; n--, x++, y++)
        if (*x != *y) return *x - *y;
    return 0;
}

OWN void *memchr(const void *s, int c, size_t n)
{
    for (const unsigned char *p = s; n; n--, p++)
        if (*p == (unsigned char)c) return (void *)(uintptr_t)p;
    return NULL;
}

OWN void *memmem(const void *in, size_t n, const void *what, size_t m)
{
    const char *p = in, *w = what;
    if (!m) return (void *)(uintptr_t)in;
    for (size_t i = 0; i + m <= n; i++)
        if (p[i] == w[0] && memcmp(p + i, w, m) == 0) return (void *)(uintptr_t)(p + i);
    return NULL;
}

OWN size_t strlen(const char *s)
{
    size_t n = 0;
    while (s[n]) n++;
    return n;
}

OWN int strcmp(const char *a, const char *b)
{
    for (; *a && *a == *b; a++) b++;
    return (unsigned char)*a - (unsigned char)*b;
}

OWN int strncmp(const char *a, const char *b, size_t n)
{
    for (; n && *a && *a == *b; n--, a++) b++;
    return n ? (unsigned char)*a - (unsigned char)*b : 0;
}

OWN char *strchr(const char *s, int c)
{
    for (;; s++) {
        if (*s == (char)c) return (char *)(uintptr_t)s;
        if (!*s) return NULL;
    }
}

/* Stable, as glibc's is; for hundreds of items. */
void qsort(void *at, size_t n, size_t size, int (*compare)(const void *, const void *))
{
    char *a = at, one[256];
    if (size > sizeof one) __builtin_trap();
    for (size_t i = 1; i < n; i++) {
        size_t to = i;
        while (to > 0 && compare(a + (to - 1) * size, a + i * size) > 0) to--;
        memcpy(one, a + i * size, size);
        memmove(a + (to + 1) * size, a + to * size, (i - to) * size);
        memcpy(a + to * size, one, size);
    }
}

/* What compilers call to multiply numbers of 128 bits, and to see whether 64 bits held a product. */
typedef union wide {
    __int128 whole;
    uint64_t half[2]; /* the lower first */
} wide_t;
__int128 __multi3(__int128 a, __int128 b);

__int128 __multi3(__int128 a, __int128 b)
{
    wide_t x = {.whole = a}, y = {.whole = b}, r;
    uint64_t a0 = (uint32_t)x.half[0], a1 = x.half[0] >> 32, b0 = (uint32_t)y.half[0], b1 = y.half[0] >> 32;
    uint64_t low = a0 * b0, mid = a1 * b0 + (low >> 32), cross = a0 * b1 + (uint32_t)mid;
    r.half[0] = cross << 32 | (uint32_t)low;
    r.half[1] = a1 * b1 + (mid >> 32) + (cross >> 32) + x.half[0] * y.half[1] + x.half[1] * y.half[0];
    return r.whole;
}
