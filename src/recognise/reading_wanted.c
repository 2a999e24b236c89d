/* SPDX-License-Identifier: Apache-2.0
 *
 * Is there anything a reading would change? Each question here is wider than the reader's own, and what the cut noted of a
 * word answers most of them: few are looked at closer.
 */
#include "recognise/reading_internal.h"

static bool cut_in_two(const fold_t *f, size_t from, size_t i)
{
    char joined[8], sep = f->text[i];
    size_t n = 0;
    if (i - from > 6) return false;
    for (size_t k = from; k < f->n && n < sizeof joined; k++) {
        if (is_letter(f->text[k]))
            joined[n++] = f->text[k];
        else if (f->text[k] != sep || (k + 1 == f->n || !is_letter(f->text[k + 1])))
            break;
    }
    return n < sizeof joined && syllable((str_t){joined, n});
}

typedef struct seen {
    size_t alone, end, typed, digits;
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

static unsigned inside(const reader_t *r, seen_t *s, word_t *w)
{
    char typed[WORD_MOST];
    str_t text = folded(r, w->start, w->end);
    if (w->has & WORD_SINGLE) {
        s->alone = s->alone && w->start == s->end + 1 ? s->alone + 1 : 1;
        s->end = w->end;
    }
    unsigned want = w->has & WORD_SINGLE && s->alone > 2 ? WANT_SPELT : 0u;
    if (w->has & WORD_DIGITS) return !(w->has & WORD_NUMBER) && digits_read(r, s, text) ? want | WANT_DIGITS : want;
    if (w->has & WORD_SHORTHAND) {
        if (shorthand(text, STR_NONE).n)
            want |= WANT_SHORTHAND;
        else
            w->has &= (uint8_t) ~(unsigned)WORD_SHORTHAND;
    }
    if (w->has & WORD_KEYS && read_telex(text, typed) && ++s->typed > 1) want |= WANT_TYPED;
    return want;
}

/* Behind "word. " an ending of a host, which are short there, or something with a dot of its own. */
static bool after_stop(const reader_t *r, const word_t *w)
{
    const word_t *next = w + 1;
    return next < r->words->at + r->words->n && next->start == w->end + 2 &&
           (next->end - next->start <= 3 || next->then & (THEN_JOINED | THEN_DOT | THEN_BRACKET | THEN_BLANK_DOT));
}

static unsigned behind(const reader_t *r, const word_t *w)
{
    unsigned want = 0;
    bool dot = w->then & (THEN_BRACKET | THEN_BLANK_DOT) || (w->then & THEN_DOT && after_stop(r, w));
    if (dot && host_hint(r, w->start, w->end)) want |= WANT_HOST;
    if (w->then & (THEN_COLON | THEN_BLANK_COLON) && scheme_hint(r, w->start, w->end)) want |= WANT_HOST;
    if (w->then & THEN_PART && cut_in_two(r->in, w->start, w->end)) want |= WANT_SPLIT;
    return w->then & THEN_DRAWN ? want | WANT_DIGITS : want;
}

static bool many_underscores(const fold_t *f)
{
    size_t n = 0, at = 0;
    str_t t = {f->text, f->n};
    while (n < 3 && (at = str_chr(t, '_', at)) != SIZE_MAX) n++, at++;
    return n == 3;
}

unsigned reading_wanted(const fold_t *f, words_t *words)
{
    seen_t s = {0};
    reader_t r; /* nothing else of it is asked for */
    r.in = f;
    r.words = words;
    r.known = NULL;
    unsigned want = many_underscores(f) ? WANT_UNDERSCORES : 0u;
    for (size_t i = 0; i < words->n; i++) {
        word_t *w = &words->at[i];
        if (w->has) want |= inside(&r, &s, w);
        if (w->then & ~(unsigned)THEN_JOINED) want |= behind(&r, w);
    }
    return want;
}
