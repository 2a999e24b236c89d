/* SPDX-License-Identifier: Apache-2.0
 *
 * Is there anything a reading would change? Each question here is wider than the reader's own, and one table answers most of
 * them: a word is looked at closer only when a letter of it, or the byte behind it, is one of those that matter.
 */
#include "recognise/reading_internal.h"

enum {
    LETTER = 1,
    DIGIT = 2,
    KEY = 4,    /* of Telex, where it begins no syllable */
    DOT = 8,    /* after a blank it may be, or begin, a dot in words or brackets */
    PARTS = 16, /* cuts a word in two */
    AS = 32,    /* stands for a letter */
    OPENS = 64, /* right after a word it may be a dot */
};

/* clang-format off */
#define L(c) [c] = LETTER
#define K(c) [c] = LETTER | KEY
#define D(c) [c] = DIGIT
static const uint8_t sorts[256] = {
    L('a'), L('b'), ['c'] = LETTER | DOT, ['d'] = LETTER | DOT, L('e'), K('f'), L('g'), L('h'), L('i'), K('j'), L('k'),
    L('l'), L('m'), L('n'), L('o'), L('p'), L('q'), K('r'), K('s'), L('t'), L('u'), L('v'), K('w'), K('x'), L('y'), L('z'),
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
static bool digits_read(seen_t *s, str_t w)
{
    char to[WORD_MOST];
    reader_t nobody = {.in = NULL};
    size_t digits = 0;
    if (!is_letter(w.p[0])) return false;
    for (size_t i = 0; i < w.n; i++) digits += is_digit(w.p[i]);
    bool inner = is_letter(w.p[w.n - 1]) || digits > 1;
    if (inner && w.n > 4 && w.n >= 3 * digits) return true;
    if (!read_leet(&nobody, w, to) && !read_vni(w, to)) return false;
    return inner || ++s->digits > 1;
}

static unsigned of_letters(seen_t *s, str_t w, uint32_t packed, bool keys)
{
    char typed[WORD_MOST];
    unsigned want = 0;
    if (w.n <= SHORTHAND_MOST && may_be_shorthand(packed) && shorthand(w, STR_NONE).n) want |= WANT_SHORTHAND;
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

/* The word at `from`; *end: behind it. */
static unsigned one_word(const reader_t *r, seen_t *s, size_t from, size_t *end)
{
    const char *t = r->in->text;
    unsigned want = 0, all = 0;
    uint32_t packed = 0;
    bool keys = false;
    size_t i = from;
    for (char last = '\0'; i < r->in->n; last = t[i++]) {
        unsigned sort = sorts[(unsigned char)t[i]];
        if (!(sort & (LETTER | DIGIT))) break;
        all |= sort;
        keys |= i > from && ((sort & KEY && !(t[i] == 'r' && last == 't')) || t[i] == last);
        packed = pack(packed, t[i]);
    }
    bool letter = i - from == 1 && !(all & DIGIT);
    s->alone = letter && s->alone && from == s->end + 1 ? s->alone + 1 : letter;
    s->end = *end = i;
    if (s->alone > 2) want |= WANT_SPELT;
    str_t w = folded(r, from, i);
    if (!(all & DIGIT))
        want |= of_letters(s, w, packed, keys);
    else if (all & LETTER && digits_read(s, w))
        want |= WANT_DIGITS;
    return want | behind(r, from, i);
}

unsigned reading_wanted(const fold_t *f)
{
    seen_t s = {0};
    reader_t r = {.in = f};
    unsigned want = 0;
    for (size_t i = 0; i < f->n;) {
        if (word_char(f->text[i])) {
            want |= one_word(&r, &s, i, &i);
        } else {
            if (f->text[i] == '_' && ++s.lines > 2) want |= WANT_UNDERSCORES;
            i++;
        }
    }
    return want;
}
