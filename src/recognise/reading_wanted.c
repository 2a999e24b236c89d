/* SPDX-License-Identifier: Apache-2.0
 *
 * Is there anything a reading would change? Each question here is wider than the reader's own, and what the cut noted of a
 * word answers most of them: few are looked at closer.
 */
#include "recognise/reading_internal.h"

enum { PART_MOST = 6 };

static bool cut_in_two(const fold_t *f, size_t from, size_t i)
{
    char joined[8], sep = f->text[i];
    size_t n = 0;
    if (i - from > PART_MOST) return false;
    for (size_t k = from; k < f->n && n < sizeof joined; k++) {
        if (is_letter(f->text[k]))
            joined[n++] = f->text[k];
        else if (f->text[k] != sep || (k + 1 == f->n || !is_letter(f->text[k + 1])))
            break;
    }
    return n < sizeof joined && syllable((str_t){joined, n});
}

typedef struct seen {
    size_t typed, digits;
} seen_t;

/* A word with digits and letters; a name that only the caller knows has more of these. */
static bool digits_read(const reader_t *r, seen_t *s, str_t w)
{
    char to[WORD_MOST];
    size_t digits = 0;
    for (size_t i = 0; i < w.n; i++) digits += is_digit(w.p[i]);
    bool inner = is_letter(w.p[w.n - 1]) || digits > 1;
    if (inner && w.n > 4 && w.n >= 3 * digits) return true;
    if (!read_leet(r, w, to) && !read_vni(w, to)) return false;
    return inner || ++s->digits > 1;
}

/* What a word holds; of one that is a dot, what the word before says is behind it. */
static unsigned inside(const reader_t *r, seen_t *s, size_t i)
{
    char typed[WORD_MOST];
    const word_t *w = &r->words->at[i];
    unsigned want = 0, has = r->words->has[i];
    str_t text = folded(r, w->start, w->end);
    if (has & WORD_DIGITS) return digits_read(r, s, text) ? WANT_DIGITS : 0u;
    if (has & WORD_SHORTHAND) {
        bool dot = i && dot_in_words(w->mix) && w->start == w[-1].end + 1;
        if (dot) r->words->then[i - 1] |= THEN_BLANK_DOT;
        if (shorthand(text, w->mix, STR_NONE).n)
            want |= WANT_SHORTHAND;
        else
            r->words->has[i] &= (uint8_t) ~(unsigned)WORD_SHORTHAND;
    }
    if (has & WORD_KEYS && read_telex(text, typed) && ++s->typed > 1) want |= WANT_TYPED;
    return want;
}

enum { DOTTED = THEN_JOINED | THEN_DOT | THEN_BRACKET | THEN_BLANK_DOT };

/* Behind "word. " an ending of a host, which are short there, or something with a dot of its own. */
static inline bool after_stop(const words_t *words, size_t i)
{
    const word_t *w = &words->at[i];
    return (w[1].start == w->end + 2) & (((words->then[i + 1] & DOTTED) != 0) | may_be_rare_ending(w[1].mix));
}

/* What follows tells mostly that it is nothing, and does so without a branch. */
static unsigned behind(const reader_t *r, size_t i)
{
    const word_t *w = &r->words->at[i];
    unsigned want = 0, then = r->words->then[i];
    size_t length = w->end - w->start;
    bool dot = (((then & THEN_DOT) != 0) & after_stop(r->words, i)) | ((then & (THEN_BRACKET | THEN_BLANK_DOT)) != 0);
    bool colon = ((then & (THEN_COLON | THEN_BLANK_COLON)) != 0) & (length - 4 < 2) & (r->in->text[w->start] == 'h');
    bool part = ((then & THEN_PART) != 0) & (length <= PART_MOST);
    if (!(dot | colon | part | ((then & THEN_DRAWN) != 0))) return 0;
    if (dot && host_hint(r, w->start, w->end)) want |= WANT_HOST;
    if (colon && scheme_hint(r, w->start, w->end)) want |= WANT_HOST;
    if (part && cut_in_two(r->in, w->start, w->end)) want |= WANT_SPLIT;
    return then & THEN_DRAWN ? want | WANT_DIGITS : want;
}

static bool many_underscores(const fold_t *f)
{
    size_t n = 0, at = 0;
    str_t t = {f->text, f->n};
    while (n < 3 && (at = str_chr(t, '_', at)) != SIZE_MAX) n++, at++;
    return n == 3;
}

/* Three letters alone, each right behind the other: `single` are the words of one letter from `from` on, `behind` those after
 * these 64. */
static bool stand_alone(const words_t *words, size_t from, uint64_t single, uint64_t behind)
{
    for (uint64_t rows = single & (single >> 1 | behind << 63) & (single >> 2 | behind << 62); rows; rows &= rows - 1) {
        const word_t *w = &words->at[from + (size_t)__builtin_ctzll(rows)];
        if (w[1].start == w->end + 1 && w[2].start == w[1].end + 1) return true;
    }
    return false;
}

unsigned reading_wanted(const fold_t *f, words_t *words)
{
    seen_t s = {0};
    reader_t r; /* nothing else of it is asked for */
    r.in = f;
    r.words = words;
    r.known = NULL;
    unsigned want = many_underscores(f) ? WANT_UNDERSCORES : 0u;
    uint64_t single_behind = 0;
    /* The last words first: what is said of a word asks for the one behind it. */
    for (size_t from = words->n / 64 * 64;; from -= 64) {
        const uint8_t *has = words->has + from;
        uint64_t single = bits_with(has, WORD_SINGLE), digits = bits_with(has, WORD_DIGITS);
        want |= stand_alone(words, from, single, single_behind) ? WANT_SPELT : 0u;
        single_behind = single;
        uint64_t in = (digits & ~bits_with(has, WORD_NUMBER)) | (~digits & bits_with(has, WORD_SHORTHAND | WORD_KEYS));
        for (; in; in &= in - 1) want |= inside(&r, &s, from + (size_t)__builtin_ctzll(in));
        for (uint64_t then = bits_with(words->then + from, (uint8_t)~THEN_JOINED); then; then &= then - 1)
            want |= behind(&r, from + (size_t)__builtin_ctzll(then));
        if (!from) return want;
    }
}
