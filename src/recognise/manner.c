/* SPDX-License-Identifier: Apache-2.0
 *
 * How a message is written, 64 bytes at a time: a bit for each. Spam that dodges filters is written "TThhắắngg8" or
 * "djêfntêxnvăan": capitals inside words, or words longer than any syllable. Words in the bytes as sent, links left out.
 */
#include "recognise/judge.h"

enum { BLOCK = 64, LEAST = 16, LONG = 10 }; /* letters: of a text that is judged so; of a word too long */

/* What stands at each byte of a block. A "rest" goes on with the letter before it (UTF-8). */
typedef struct block {
    uint64_t capital, letter, rest;
    size_t capitals, small, cries;
} block_t;

typedef struct hand {
    size_t letters, flips, in_long;
    size_t open; /* letters of a word that the block before ends with */
    uint64_t last_inside, last_capital;
} hand_t;

static void read_block(const char *p, block_t *b)
{
    uint64_t latin = 0, high = 0, cries = 0;
    b->capital = b->rest = 0;
    for (unsigned i = 0; i < BLOCK; i += LANES) {
        lanes_t c = lanes_at(p + i);
        latin |= lanes_bits((lanes_t)((c | 0x20) - 'a' < 26)) << i;
        b->capital |= lanes_bits((lanes_t)(c - 'A' < 26)) << i;
        /* U+0300 … U+036F too: a mark apart from its letter is part of it. */
        b->rest |= lanes_bits((lanes_t)(c - 0x80 < 0x40) | (lanes_t)(c - 0xCC < 2)) << i;
        high |= lanes_bits(c) << i;
        cries |= lanes_bits((lanes_t)(c == '!')) << i;
    }
    b->letter = latin | (high & ~b->rest);
    b->capitals = b->capital ? bits_count(b->capital) : 0;
    b->small = bits_count(latin) - b->capitals;
    b->cries = cries ? bits_count(cries) : 0;
}

static uint64_t ones(size_t n)
{
    return n < BLOCK ? ((uint64_t)1 << n) - 1 : UINT64_MAX;
}

/* The bytes from `at` on that lie in links, which stand in order; *next: the first entity to look at. */
static uint64_t linked(const work_t *w, size_t at, size_t *next)
{
    if (*next == w->v->n_entities) return 0;
    const entity_t *e = w->v->entities;
    uint64_t bits = 0;
    for (size_t i = *next; i < w->v->n_entities && (!is_link(&e[i]) || e[i].start < at + BLOCK); i++) {
        if (!is_link(&e[i]) || e[i].end <= at) {
            *next += *next == i;
            continue;
        }
        size_t from = e[i].start > at ? e[i].start - at : 0;
        bits |= ones(e[i].end - at) & ~ones(from);
    }
    return bits;
}

/* The first bytes of ten that are all of a word. */
static uint64_t runs_of_ten(uint64_t inside)
{
    uint64_t two = inside & inside >> 1, four = two & two >> 2, eight = four & four >> 4;
    return eight & two >> 8;
}

/* The words of a block that may be long: those of enough bytes, one that began in the block before, and one that may go on
 * in the next. */
static void long_words(hand_t *h, uint64_t inside, uint64_t letter)
{
    uint64_t seeds = runs_of_ten(inside) | (inside & (uint64_t)1 << (BLOCK - 1));
    if (h->open && inside & 1) {
        seeds |= 1;
    } else {
        h->in_long += h->open >= LONG ? h->open : 0;
        h->open = 0;
    }
    while (seeds) {
        uint64_t gaps = ~inside & ones((size_t)__builtin_ctzll(seeds));
        size_t from = gaps ? BLOCK - (size_t)__builtin_clzll(gaps) : 0;
        uint64_t behind = ~(inside >> from);
        size_t n = behind ? (size_t)__builtin_ctzll(behind) : BLOCK;
        uint64_t word = ones(n) << from;
        h->open += bits_count(letter & word);
        if (from + n == BLOCK) return; /* goes on */
        h->in_long += h->open >= LONG ? h->open : 0;
        h->open = 0;
        seeds &= ~word;
    }
}

static void words_of(hand_t *h, const block_t *b, uint64_t outside)
{
    uint64_t letter = b->letter & outside, capital = b->capital & outside, rest = b->rest & outside;
    uint64_t begun = rest & (letter << 1 | h->last_inside); /* a rest without its letter is no word: not UTF-8 */
    uint64_t inside = letter | (((rest + begun) ^ rest) & rest);
    uint64_t flips = capital & (inside << 1 | h->last_inside) & ~(capital << 1 | h->last_capital);
    h->letters += bits_count(letter);
    if (flips) h->flips += bits_count(flips);
    long_words(h, inside, letter);
    h->last_inside = inside >> (BLOCK - 1);
    h->last_capital = capital >> (BLOCK - 1);
}

/* The first entity that is one; n_entities when there is none, as in most messages. */
static size_t first_link(const work_t *w)
{
    size_t i = 0;
    while (i < w->v->n_entities && !is_link(&w->v->entities[i])) i++;
    return i;
}

manner_t manner_of(const work_t *w)
{
    manner_t m = {.capitals = 0};
    hand_t h = {.letters = 0};
    str_t t = w->in->text;
    size_t next = first_link(w);
    for (size_t at = 0; at < t.n; at += BLOCK) {
        char last[BLOCK] = {0};
        block_t b;
        bool whole = t.n - at >= BLOCK;
        if (!whole) memcpy(last, t.p + at, t.n - at);
        read_block(whole ? t.p + at : last, &b);
        m.capitals += b.capitals;
        m.small += b.small;
        m.cries += b.cries;
        words_of(&h, &b, ~linked(w, at, &next));
    }
    long_words(&h, 0, 0);
    m.garbled = h.letters >= LEAST && (h.flips * 8 >= h.letters || h.in_long * 2 >= h.letters);
    return m;
}
