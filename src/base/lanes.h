/* SPDX-License-Identifier: Apache-2.0
 *
 * lanes — some bytes of a text at once, each in its lane. A question about them (`x == 'a'`) answers in each lane with all bits
 * or none. Where the machine has no such registers the compiler makes plain code of it.
 */
#ifndef CG_BASE_LANES_H
#define CG_BASE_LANES_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { LANES = 16 };
typedef uint8_t lanes_t __attribute__((vector_size(LANES)));

/* LANES bytes can be read at p. */
static inline lanes_t lanes_at(const char *p)
{
    lanes_t v;
    memcpy(&v, p, sizeof v);
    return v;
}
/* The same registers as half as many numbers of two bytes. */
enum { WIDE_LANES = LANES / 2 };
typedef uint16_t wide_lanes_t __attribute__((vector_size(LANES)));
static inline wide_lanes_t wide_lanes_at(const uint16_t *p)
{
    wide_lanes_t v;
    memcpy(&v, p, sizeof v);
    return v;
}
/* The highest bit of each lane, the first lane's lowest. */
static inline uint64_t lanes_bits(lanes_t v)
{
#if defined(__SSE2__)
    return (unsigned)_mm_movemask_epi8((__m128i)v);
#elif defined(__wasm_simd128__)
    return __builtin_wasm_bitmask_i8x16((signed char __attribute__((vector_size(LANES))))v);
#else
    uint64_t half[2];
    memcpy(half, &v, sizeof half);
    for (int i = 0; i < 2; i++) half[i] = (half[i] >> 7 & 0x0101010101010101u) * 0x0102040810204080u >> 56;
    return half[0] | half[1] << 8;
#endif
}
/* Bits counted in pairs, fours, bytes (Knuth, TAOCP 7.1.3): the processors that we are built for need not have it made. */
static inline size_t bits_count(uint64_t x)
{
    x -= x >> 1 & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0Fu;
    return x * 0x0101010101010101u >> 56;
}
#endif
