/* SPDX-License-Identifier: Apache-2.0
 *
 * words — a folded text cut into its words, once for all who read it: the reading, the phrases, the entities, the model.
 *
 * A word is a run of letters and digits. Beside its place stand what most questions about it ask: a number made of its
 * letters, what it holds, and what follows it. The last two are bits in arrays of their own, so that whoever looks for
 * something asks many words at once and passes most of them without a branch.
 *
 * Pure: no allocation, no globals, time linear in the text.
 */
#ifndef CG_RECOGNISE_WORDS_H
#define CG_RECOGNISE_WORDS_H
#include "base/fold.h"

/* What a word is and holds. */
enum {
    WORD_DIGITS = 1,    /* a digit, anywhere */
    WORD_NUMBER = 2,    /* a digit first */
    WORD_KEYS = 4,      /* behind its first letter a key of Telex: one that begins no syllable, or the same twice */
    WORD_SINGLE = 8,    /* one letter and nothing else */
    WORD_SHORTHAND = 16 /* it may be shorthand (reading_shorthand.c) */
};

/* What follows a word, at once and after one blank. */
enum {
    THEN_JOINED = 1,    /* . - : ( [ and no blank: a host or a scheme may go on there */
    THEN_DOT = 2,       /* a full stop and a blank */
    THEN_BRACKET = 4,   /* [ ( { */
    THEN_BLANK_DOT = 8, /* a blank, then a dot or a bracket; or the word for a dot */
    THEN_PART = 16,     /* what cuts words in two, then a letter: "chuy.en" */
    THEN_DRAWN = 32,    /* @ $ ! and a letter or digit: "m@t" */
    THEN_COLON = 64,    /* a colon */
    THEN_BLANK_COLON = 128
};

typedef struct word {
    uint32_t start, end; /* in the folded text */
    uint32_t mix;        /* of its letters: word_mix */
} word_t;

typedef struct words {
    word_t *at;
    uint8_t *has, *then; /* of WORD_*, of THEN_* */
    size_t n;
    size_t others; /* runs of bytes past ASCII: words of other scripts, pictures */
} words_t;

/* The most words that `n` folded bytes can hold, and one behind them. */
static inline size_t words_bound(size_t n)
{
    return n / 2 + 2;
}
/* Bytes for so many words, and for the reading of 64 of them at once; and an array in those bytes, aligned as malloc's are. */
enum { WORDS_SLACK = 64 };
static inline size_t words_size(size_t n)
{
    return n * sizeof(word_t) + 2 * (n + WORDS_SLACK);
}
static inline words_t words_in(void *bytes, size_t n)
{
    uint8_t *behind = bytes ? (uint8_t *)bytes + n * sizeof(word_t) : NULL;
    return (words_t){.at = bytes, .has = behind, .then = behind ? behind + n + WORDS_SLACK : NULL};
}
/* Cuts `f` into *w, which has room for words_bound(f->n). Behind the last word stands an empty one, and its like in has and
 * then up to WORDS_SLACK. */
void cut_words(const fold_t *f, words_t *w);
/* The same of a stretch of it, one byte after the other, behind the words there are while these are fewer than `most`: no word
 * begins before `from` or ends behind `end`. */
void cut_stretch(const fold_t *f, size_t from, size_t end, words_t *w, size_t most);
/* Sets what stands behind the last word. */
void words_close(words_t *w);
/* What follows the word that ends at byte `end`. */
uint8_t word_then(const char *text, size_t end);

/* The first eight bytes of a word as a number, zeros behind a shorter one; at least eight bytes can be read at p. */
static inline uint64_t word_head(const char *p, size_t n)
{
    uint64_t head;
    memcpy(&head, p, sizeof head);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    head = __builtin_bswap64(head);
#endif
    static const uint64_t keep[] = {
        0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, UINT64_MAX};
    return head & keep[n < sizeof head ? n : sizeof head];
}
/* A number for a word of any length; eight bytes behind it can be read. Multiplicative hashing (Knuth, TAOCP 6.4) of
 * eight letters a step. */
static inline uint32_t word_mix(const char *p, size_t n)
{
    const uint64_t odd = 0x9E3779B97F4A7C15u;
    uint64_t h = (word_head(p, n) + n) * odd;
    for (size_t i = 8; i < n; i += 8) h = ((h ^ h >> 32) + word_head(p + i, n - i)) * odd;
    return (uint32_t)(h >> 32);
}
/* The same where nothing can be read behind the word. */
uint32_t word_mix_of(str_t word);
#endif
