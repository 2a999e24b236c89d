/* SPDX-License-Identifier: Apache-2.0
 *
 * Is there anything a reading would change? Each question here is wider than the reader's own, and cheap.
 */
#include "recognise/reading_internal.h"

/* Keys that stand where no letter of a syllable does; "tr" begins one. */
static bool has_keys(str_t w)
{
    if (w.n < 3) return false;
    if (w.p[0] == 'w') return true;
    for (size_t i = 1; i < w.n; i++) {
        char c = w.p[i];
        bool key = c == 's' || c == 'f' || c == 'x' || c == 'j' || c == 'w' || (c == 'r' && !(i == 1 && w.p[0] == 't'));
        if (key || (c == w.p[i - 1] && (c == 'a' || c == 'e' || c == 'o' || c == 'd'))) return true;
    }
    return false;
}

static bool cut_in_two(const fold_t *f, size_t from, size_t i)
{
    char sep = f->text[i];
    if (sep == ' ' || i - from > 6 || i + 1 >= f->n || !is_letter(f->text[i + 1]) || !memchr(".-*~|'", sep, 6))
        return false;
    char joined[8];
    size_t n = 0;
    for (size_t k = from; k < f->n && n < sizeof joined; k++) {
        if (is_letter(f->text[k]))
            joined[n++] = f->text[k];
        else if (f->text[k] != sep || k + 1 >= f->n || !is_letter(f->text[k + 1]))
            break;
    }
    return n < sizeof joined && syllable((str_t){joined, n});
}

typedef struct seen {
    size_t alone, end, typed, digits, lines;
} seen_t;

/* A word with digits and letters; a name that only the caller knows has more of these. */
static bool digits_read(seen_t *s, str_t w, size_t digits, bool inner)
{
    char to[WORD_MOST];
    reader_t nobody = {.in = NULL};
    if (!is_letter(w.p[0])) return false;
    if (inner && w.n > 4 && w.n >= 3 * digits) return true;
    if (!read_leet(&nobody, w, to) && !read_vni(w, to)) return false;
    return inner || ++s->digits > 1;
}

static unsigned one_word(const reader_t *r, seen_t *s, size_t from, size_t i, size_t digits, bool inner)
{
    char typed[WORD_MOST];
    const fold_t *f = r->in;
    str_t w = folded(r, from, i);
    unsigned want = 0;
    bool letter = w.n == 1 && !digits;
    s->alone = letter && s->alone && from == s->end + 1 ? s->alone + 1 : letter;
    s->end = i;
    if (s->alone > 2) want |= WANT_SPELT;
    if (digits && digits < w.n && digits_read(s, w, digits, inner)) want |= WANT_DIGITS;
    if (!digits && shorthand(w, STR_NONE).n) want |= WANT_SHORTHAND;
    if (!digits && has_keys(w) && read_telex(w, typed) && ++s->typed > 1) want |= WANT_TYPED;
    if (i < f->n && host_hint(r, from, i)) want |= WANT_HOST;
    if (i < f->n && cut_in_two(f, from, i)) want |= WANT_SPLIT;
    return want;
}

unsigned reading_wanted(const fold_t *f)
{
    const char *t = f->text;
    seen_t s = {0};
    reader_t r = {.in = f};
    unsigned want = 0;
    for (size_t i = 0; i < f->n;) {
        if (!word_char(t[i])) {
            if (t[i] == '_' && ++s.lines > 2) want |= WANT_UNDERSCORES;
            i++;
            continue;
        }
        size_t from = i, digits = 0, inner = 0;
        for (; i < f->n && word_char(t[i]); i++) {
            if (!is_digit(t[i])) continue;
            digits++;
            inner += i > from && i + 1 < f->n && word_char(t[i + 1]);
        }
        want |= one_word(&r, &s, from, i, digits, inner > 0);
        if (i + 1 < f->n && (t[i] == '@' || t[i] == '$' || t[i] == '!') && word_char(t[i + 1])) want |= WANT_DIGITS;
    }
    return want;
}
