/* SPDX-License-Identifier: Apache-2.0
 *
 * Is there anything a reading would change? Each question here is wider than the reader's own, and one table answers most of
 * them: a word is looked at closer only when a letter of it, or the byte behind it, is one of those that matter.
 */
#include "recognise/reading_internal.h"

enum {
    LETTER = 1,
    DIGIT = 2,
    DOT = 8,    /* after a blank it may be, or begin, a dot in words or brackets */
    PARTS = 16, /* cuts a word in two */
    AS = 32,    /* stands for a letter */
    OPENS = 64, /* right after a word it may be a dot */
};

/* clang-format off */
#define L(c) [c] = LETTER
#define D(c) [c] = DIGIT
static const uint8_t sorts[256] = {
    L('a'), L('b'), ['c'] = LETTER | DOT, ['d'] = LETTER | DOT, L('e'), L('f'), L('g'), L('h'), L('i'), L('j'), L('k'),
    L('l'), L('m'), L('n'), L('o'), L('p'), L('q'), L('r'), L('s'), L('t'), L('u'), L('v'), L('w'), L('x'), L('y'), L('z'),
    D('0'), D('1'), D('2'), D('3'), D('4'), D('5'), D('6'), D('7'), D('8'), D('9'),
    ['.'] = DOT | PARTS | OPENS, ['['] = DOT | OPENS, ['('] = DOT | OPENS, ['{'] = DOT | OPENS, ['-'] = PARTS, ['*'] = PARTS,
    ['~'] = PARTS, ['|'] = PARTS, ['\''] = PARTS, ['@'] = AS, ['$'] = AS, ['!'] = AS};
/* clang-format on */

static unsigned sort_of(const fold_t *f, size_t i)
{
    return i < f->n ? sorts[(unsigned char)f->text[i]] : 0;
}

static bool cut_in_two(const fold_t *f, size_t from, size_t i)
{
    char joined[8], sep = f->text[i];
    size_t n = 0;
    if (i - from > 6 || !(sort_of(f, i + 1) & LETTER)) return false;
    for (size_t k = from; k < f->n && n < sizeof joined; k++) {
        if (is_letter(f->text[k]))
            joined[n++] = f->text[k];
        else if (f->text[k] != sep || !(sort_of(f, k + 1) & LETTER))
            break;
    }
    return n < sizeof joined && syllable((str_t){joined, n});
}

typedef struct seen {
    size_t alone, end, typed, digits, lines;
} seen_t;

/* A word with digits and letters; a name that only the caller knows has more of these. */
static bool digits_read(const reader_t *r, seen_t *s, str_t w)
{
    char to[WORD_MOST];
    size_t digits = 0;
    if (!is_letter(w.p[0])) return false;
    for (size_t i = 0; i < w.n; i++) digits += is_digit(w.p[i]);
    bool inner = is_letter(w.p[w.n - 1]) || digits > 1;
    if (inner && w.n > 4 && w.n >= 3 * digits) return true;
    if (!read_leet(r, w, to) && !read_vni(w, to)) return false;
    return inner || ++s->digits > 1;
}

static unsigned of_letters(seen_t *s, str_t w, bool keys)
{
    char typed[WORD_MOST];
    unsigned want = 0;
    if (w.n <= SHORTHAND_MOST && may_be_shorthand(letters_of(w.p, w.n)) && shorthand(w, STR_NONE).n)
        want |= WANT_SHORTHAND;
    if ((keys || w.p[0] == 'w') && read_telex(w, typed) && ++s->typed > 1) want |= WANT_TYPED;
    return want;
}

/* What stands behind a word. */
static unsigned behind(const reader_t *r, size_t from, size_t i)
{
    const fold_t *f = r->in;
    unsigned want = 0, sort = sort_of(f, i), next = sort_of(f, i + 1);
    bool blank = i < f->n && f->text[i] == ' ';
    if ((blank && next & DOT) || sort & OPENS) want |= host_hint(r, from, i) ? WANT_HOST : 0u;
    if (f->text[from] == 'h' && scheme_hint(r, from, i)) want |= WANT_HOST;
    if (sort & PARTS && cut_in_two(f, from, i)) want |= WANT_SPLIT;
    if (sort & AS && next & (LETTER | DIGIT)) want |= WANT_DIGITS;
    return want;
}

/* What a word holds: letters, digits, keys of Telex behind its first letter. */
typedef struct holds {
    bool letters, digits, keys;
} holds_t;

static unsigned one_word(const reader_t *r, seen_t *s, size_t from, size_t end, holds_t has)
{
    unsigned want = 0;
    bool letter = end - from == 1 && !has.digits;
    s->alone = letter && s->alone && from == s->end + 1 ? s->alone + 1 : letter;
    s->end = end;
    if (s->alone > 2) want |= WANT_SPELT;
    str_t w = folded(r, from, end);
    if (!has.digits)
        want |= of_letters(s, w, has.keys);
    else if (has.letters && digits_read(r, s, w))
        want |= WANT_DIGITS;
    return want | behind(r, from, end);
}

/* 64 bytes of the text, a bit each. */
typedef struct block {
    uint64_t words, digits;
    uint64_t keys; /* letters that begin no syllable, and those that stand twice */
    uint64_t lines;
} block_t;

/* Loops simple enough for a compiler to do many bytes at once. */
static block_t look(const fold_t *f, size_t at)
{
    static const char keys[] = "fjswx";
    uint8_t c[1 + 64] = {0}, word[64], digit[64], key[64], line[64]; /* c[0]: the byte before */
    size_t n = f->n - at < 64 ? f->n - at : 64;
    if (at) c[0] = (uint8_t)f->text[at - 1];
    memcpy(c + 1, f->text + at, n);
    for (size_t i = 0; i < 64; i++) digit[i] = (uint8_t)(c[i + 1] - '0') < 10;
    for (size_t i = 0; i < 64; i++) word[i] = (uint8_t)((uint8_t)(c[i + 1] - 'a') < 26) | digit[i];
    for (size_t i = 0; i < 64; i++) line[i] = c[i + 1] == '_';
    for (size_t i = 0; i < 64; i++) key[i] = c[i + 1] == c[i];
    for (size_t i = 0; i < 64; i++) key[i] |= (uint8_t)(c[i + 1] == 'r') & (uint8_t)(c[i] != 't');
    for (size_t k = 0; k + 1 < sizeof keys; k++)
        for (size_t i = 0; i < 64; i++) key[i] |= c[i + 1] == (uint8_t)keys[k];
    return (block_t){bits_of(word), bits_of(digit), bits_of(key), bits_of(line)};
}

/* Every change between word and no word is a bit: they come in pairs, begin and end; what stands before this block is in
 * `has`. */
unsigned reading_wanted(const fold_t *f)
{
    seen_t s = {0};
    reader_t r; /* nothing else of it is asked for */
    r.in = f;
    r.known = NULL;
    unsigned want = 0;
    holds_t has = {0};
    size_t begin = SIZE_MAX;
    uint64_t last = 0;
    for (size_t at = 0; at <= f->n; at += 64) {
        block_t b = look(f, at);
        for (uint64_t left = b.lines; left; left &= left - 1) s.lines++;
        uint64_t turns = b.words ^ (b.words << 1 | last), open = last ? UINT64_MAX : 0;
        for (last = b.words >> 63; turns; turns &= turns - 1) {
            uint64_t behind_it = ~(uint64_t)0 << __builtin_ctzll(turns);
            if (begin == SIZE_MAX) {
                begin = at + (size_t)__builtin_ctzll(turns);
                has = (holds_t){0};
                open = behind_it;
                b.keys &= ~(turns & -turns);
                continue;
            }
            uint64_t mine = open & ~behind_it;
            has.digits |= (b.digits & mine) != 0;
            has.letters |= (mine & ~b.digits) != 0;
            has.keys |= (b.keys & mine) != 0;
            want |= one_word(&r, &s, begin, at + (size_t)__builtin_ctzll(turns), has);
            begin = SIZE_MAX;
        }
        if (!last) continue;
        has.digits |= (b.digits & open) != 0;
        has.letters |= (open & ~b.digits) != 0;
        has.keys |= (b.keys & open) != 0;
    }
    return s.lines > 2 ? want | WANT_UNDERSCORES : want;
}
