/* SPDX-License-Identifier: Apache-2.0
 *
 * The cut. 64 bytes are looked at together: each question about a byte is a bit, and a word is what lies between two turns
 * of one of them.
 */
#include "recognise/words.h"
#include "recognise/letters.h"
#include "recognise/reading_internal.h"

uint32_t word_mix_of(str_t word)
{
    char copy[64 + 8] = {0};
    const size_t most = sizeof copy - 8;
    if (word.n > most) return 0; /* none of ours is so long */
    memcpy(copy, word.p, word.n);
    return word_mix(copy, word.n);
}

/* --- what follows --- */

/* clang-format off */
static const uint8_t behind[256] = {
    ['.'] = THEN_JOINED | THEN_DOT | THEN_PART, ['-'] = THEN_JOINED | THEN_PART, [':'] = THEN_JOINED | THEN_COLON,
    ['('] = THEN_JOINED | THEN_BRACKET, ['['] = THEN_JOINED | THEN_BRACKET, ['{'] = THEN_BRACKET,
    [' '] = THEN_BLANK_DOT | THEN_BLANK_COLON, ['*'] = THEN_PART, ['~'] = THEN_PART, ['|'] = THEN_PART, ['\''] = THEN_PART,
    ['@'] = THEN_DRAWN, ['$'] = THEN_DRAWN, ['!'] = THEN_DRAWN};

/* Which of those the byte after it allows: these, and with the ones of the table it is the other way round. */
enum { MOSTLY = THEN_JOINED | THEN_BRACKET | THEN_COLON };
#define L(c) [c] = THEN_PART | THEN_DRAWN
#define D(c) [c] = THEN_DRAWN
static const uint8_t unlike[256] = {
    L('a'), L('b'), L('c'), L('d'),
    L('e'), L('f'), L('g'), L('h'), L('i'), L('j'), L('k'), L('l'), L('m'), L('n'), L('o'), L('p'), L('q'), L('r'),
    L('s'), L('t'), L('u'), L('v'), L('w'), L('x'), L('y'), L('z'),
    D('0'), D('1'), D('2'), D('3'), D('4'), D('5'), D('6'), D('7'), D('8'), D('9'),
    ['.'] = THEN_BLANK_DOT, ['['] = THEN_BLANK_DOT, ['('] = THEN_BLANK_DOT, ['{'] = THEN_BLANK_DOT,
    [':'] = THEN_BLANK_COLON, [' '] = THEN_JOINED | THEN_DOT};
/* clang-format on */

/* --- 64 bytes, a bit each --- */

typedef struct block {
    uint64_t words, digits, others;
    uint64_t keys, ws; /* of Telex; of them the one that counts as a first letter too */
} block_t;

static inline void look(const char *p, const char *before, block_t *b)
{
    *b = (block_t){0};
    for (unsigned i = 0; i < 64; i += LANES) {
        lanes_t c = lanes_at(p + i), last = lanes_at(before + i);
        lanes_t digit = (lanes_t)(c - '0' < 10), w = (lanes_t)(c == 'w');
        lanes_t key = (lanes_t)(c == last) | ((lanes_t)(c == 'r') & (lanes_t)(last != 't')) | w;
        key |= (lanes_t)(c == 'f') | (lanes_t)(c == 'j') | (lanes_t)(c == 's') | (lanes_t)(c == 'x');
        b->words |= lanes_bits((lanes_t)(c - 'a' < 26) | digit) << i;
        b->digits |= lanes_bits(digit) << i;
        b->keys |= lanes_bits(key) << i;
        b->ws |= lanes_bits(w) << i;
        b->others |= lanes_bits(c) << i;
    }
}

/* --- words --- */

uint8_t word_then(const char *text, size_t end)
{
    return behind[(uint8_t)text[end]] & (MOSTLY ^ unlike[(uint8_t)text[end + 1]]);
}

/* Field by field: as one value it would be put together first. */
static inline void put(words_t *w, size_t at, const char *t, size_t start, size_t n, unsigned has)
{
    uint32_t mix = word_mix(t + start, n);
    w->at[at].start = (uint32_t)start;
    w->at[at].end = (uint32_t)(start + n);
    w->at[at].mix = mix;
    w->has[at] = (uint8_t)(has | may_be_shorthand(mix) * (unsigned)WORD_SHORTHAND);
    w->then[at] = word_then(t, start + n);
}

/* What some bytes of a block hold. */
static inline unsigned holds(const block_t *b, uint64_t bytes)
{
    return ((b->digits & bytes) != 0) * (unsigned)WORD_DIGITS | ((b->keys & bytes) != 0) * (unsigned)WORD_KEYS;
}

/* What a word with this first byte is. */
static inline unsigned begins(const block_t *b, uint64_t singles, uint64_t first)
{
    return ((b->digits & first) != 0) * (unsigned)WORD_NUMBER | ((singles & first) != 0) * (unsigned)WORD_SINGLE;
}

/* The word a block ends in. */
typedef struct open {
    size_t start;
    unsigned has;
} open_t;

/* The words that end in a block, the first of which may have begun before it, from number `to` on. */
static size_t words_of(const char *t, size_t at, block_t *b, uint64_t last, open_t *open, words_t *w, size_t to)
{
    uint64_t starts = b->words & ~(b->words << 1 | last), ends = ~b->words & (b->words << 1 | last),
             singles = starts & ends >> 1 & ~b->digits;
    b->keys &= ~starts | b->ws;
    if (last) {
        uint64_t before = ends ? (ends & -ends) - 1 : UINT64_MAX;
        open->has = (open->has & ~(unsigned)WORD_SINGLE) | holds(b, before);
        size_t n = at + (size_t)__builtin_ctzll(ends | (uint64_t)1 << 63) - open->start;
        if (n == 1 && !(open->has & WORD_NUMBER)) open->has |= WORD_SINGLE;
        if (ends) put(w, to++, t, open->start, n, open->has);
        ends &= ends - 1;
    }
    for (; ends; ends &= ends - 1, starts &= starts - 1) {
        uint64_t first = starts & -starts, behind_it = ends & -ends;
        unsigned from = (unsigned)__builtin_ctzll(starts), end = (unsigned)__builtin_ctzll(ends);
        put(w, to++, t, at + from, end - from, begins(b, singles, first) | holds(b, behind_it - first));
    }
    if (starts) {
        unsigned from = (unsigned)__builtin_ctzll(starts);
        *open = (open_t){at + from, begins(b, singles, starts & -starts) | holds(b, -(starts & -starts))};
    }
    return to;
}

void cut_words(const fold_t *f, words_t *w)
{
    const char *t = f->text;
    char first[1 + 64] = {0}; /* with a byte before it */
    memcpy(first + 1, t, f->n < 64 ? f->n : 64);
    open_t open = {0, 0};
    words_t out = *w; /* its arrays, which no byte written can change */
    size_t to = 0;
    uint64_t last = 0, last_other = 0; /* the last bits of the block before */
    w->others = 0;
    for (size_t at = 0; at <= f->n; at += 64) {
        block_t b;
        look(t + at, at ? t + at - 1 : first, &b);
        to = words_of(t, at, &b, last, &open, &out, to);
        last = b.words >> 63;
        for (uint64_t run = b.others & ~(b.others << 1 | last_other); run; run &= run - 1) w->others++;
        last_other = b.others >> 63;
    }
    w->n = to;
    words_close(w);
}

void words_close(words_t *w)
{
    w->at[w->n] = (word_t){0};
    memset(w->has + w->n, 0, WORDS_SLACK);
    memset(w->then + w->n, 0, WORDS_SLACK);
}

/* Of a word's byte, not its first: a key of Telex. */
static bool is_key(char c, char before)
{
    return c == before || (c == 'r' && before != 't') || c == 'w' || c == 'f' || c == 'j' || c == 's' || c == 'x';
}

void cut_stretch(const fold_t *f, size_t from, size_t end, words_t *w, size_t most)
{
    const char *t = f->text;
    for (size_t i = from; i < end && w->n < most; i++) {
        if (!word_char(t[i])) continue;
        size_t start = i;
        bool keys = t[i] == 'w', digits = false;
        for (; i < end && word_char(t[i]); i++) {
            digits = digits || is_digit(t[i]);
            keys = keys || (i > start && is_key(t[i], t[i - 1]));
        }
        unsigned has =
            digits * (unsigned)WORD_DIGITS | keys * (unsigned)WORD_KEYS | is_digit(t[start]) * (unsigned)WORD_NUMBER;
        put(w, w->n++, t, start, i - start, i - start == 1 && !digits ? has | WORD_SINGLE : has);
    }
}
