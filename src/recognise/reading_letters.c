/* SPDX-License-Identifier: Apache-2.0
 *
 * Where letters hide in a message: the places of what the fold took off. Emoji are made of selectors and joiners, a number
 * copied from a telephone comes between direction marks, Russian is written in Cyrillic, and "m²" is an area: only what
 * stands inside or at a word, or beside Latin letters in one, is a disguise.
 */
#include "recognise/reading.h"

typedef struct at {
    size_t start, end; /* of the word: its first letter, behind its last */
    uint32_t latin, wide, foreign, alike, styled, hidden, waiting;
} at_t;

static void first(uint32_t n, const at_t *w, uint32_t *count, uint32_t *from, uint32_t *to)
{
    if (n && !*count) {
        *from = (uint32_t)w->start;
        *to = (uint32_t)w->end;
    }
    *count += n;
}

static void word_ends(const at_t *w, bool foreign, reading_letters_t *out)
{
    bool mixed = w->latin && !w->foreign, whole = w->alike > 2 && !w->foreign && !foreign;
    if (w->end == w->start) return;
    first(w->wide && !foreign, w, &out->wide, &out->wide_from, &out->wide_to);
    first(w->hidden, w, &out->hidden, &out->hidden_from, &out->hidden_to);
    first((mixed || whole ? w->alike : 0) + (mixed || w->styled > 2 ? w->styled : 0), w, &out->alike, &out->alike_from,
          &out->alike_to);
}

void reading_letters(str_t src, bool foreign, reading_letters_t *out)
{
    at_t w = {0};
    *out = (reading_letters_t){0};
    for (size_t i = 0; i < src.n;) {
        size_t from = i;
        uint32_t c = utf8_next(src, &i);
        fold_sort_t sort = fold_sort(c);
        if (sort == FOLD_SORT_MARK) continue;
        if (sort == FOLD_SORT_HIDDEN || sort == FOLD_SORT_BIDI) {
            bool touches = sort == FOLD_SORT_BIDI && w.end > w.start;
            w.waiting += !touches && (w.end > w.start || sort == FOLD_SORT_BIDI);
            w.hidden += touches;
        } else if (sort == FOLD_SORT_NONE) {
            word_ends(&w, foreign, out);
            w = (at_t){0};
        } else {
            if (w.end == w.start) w.start = from;
            w.end = i;
            w.hidden += w.waiting;
            w.waiting = 0;
            w.latin += sort == FOLD_SORT_LETTER || sort == FOLD_SORT_WIDE;
            w.wide += sort == FOLD_SORT_WIDE;
            w.foreign += sort == FOLD_SORT_FOREIGN;
            w.alike += sort == FOLD_SORT_LOOKALIKE;
            w.styled += sort == FOLD_SORT_STYLED;
        }
    }
    word_ends(&w, foreign, out);
}
