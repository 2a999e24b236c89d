/* SPDX-License-Identifier: Apache-2.0
 *
 * likeness_internal — hashes and the eye's reading, shared by building and looking.
 */
#ifndef CG_RECOGNISE_LIKENESS_INTERNAL_H
#define CG_RECOGNISE_LIKENESS_INTERNAL_H
#include "recognise/likeness.h"

enum {
    LIKE_LONG = 6,    /* letters from which a name is looked for with an edit or in other letters */
    LIKE_CERTAIN = 8, /* and from which it does not stand in another word by chance */
    LIKE_LURE = 12,   /* letters of the longest lure looked for within a word */
};
#define LIKE_FACTOR 0x01000193u

static inline uint32_t like_mix(uint32_t h)
{
    h ^= h >> 15;
    h *= 0x85EBCA6Bu;
    return h ^ h >> 13;
}
static inline uint32_t like_three(const char *p)
{
    return like_mix((uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1] << 8 |
                    (uint32_t)(unsigned char)p[2] << 16);
}
static inline void like_set(uint64_t *bits, size_t i)
{
    bits[i / 64] |= (uint64_t)1 << i % 64;
}
static inline bool like_has(const uint64_t *bits, size_t i)
{
    return bits[i / 64] >> i % 64 & 1;
}

/* The letters the eye takes `s` for: 0 is o, 1 and i are l, 3 is e, 5 is s, rn is m, vv is w. `out` as long as s; `from`
 * (s.n + 1 entries): which place of s each came from. */
size_t like_eye(str_t s, char *out, uint8_t *from);
/* The same without the pairs: "vvietcombank" may be read both ways. */
size_t like_eye_single(str_t s, char *out, uint8_t *from);
static inline uint32_t like_more(uint32_t h, char c)
{
    return h * LIKE_FACTOR + (unsigned char)c + 1u;
}
/* A polynomial, so that the hash of a word less one letter follows from those of its parts. */
uint32_t like_hash(str_t s);
bool like_is_lure(const likenesses_t *l, str_t word, uint32_t hash); /* its like_hash */
/* The lengths, as bits, of the lures with which a word begins and ends. */
size_t like_lures_before(const likenesses_t *l, str_t word);
size_t like_lures_behind(const likenesses_t *l, str_t word);
/* The names one edit away from a word as the eye sees it; `found` is called with each. */
void like_edits(const likenesses_t *l, str_t word, void (*found)(void *ctx, int name), void *ctx);
#endif
