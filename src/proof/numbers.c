/* SPDX-License-Identifier: Apache-2.0
 *
 * numbers — finds a number that was changed in a copied text. Each number is looked up by its neighbours: two words on
 * either side, numbers among them masked, at least two of the four real words. Where the copy has the same neighbours but
 * never the same number between them, it was changed.
 */
#include <stdlib.h>
#include "base/fold.h"
#include "proof/match.h"

enum { WORDS_LIMIT = 1 << 20 };

typedef struct place {
    uint64_t around; /* hash of the masked neighbours */
    str_t number;
} place_t;

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static bool is_number(str_t w)
{
    bool digit = false;
    for (size_t i = 0; i < w.n; i++)
        if (w.p[i] >= '0' && w.p[i] <= '9') digit = true;
    return digit;
}

static vec_t words_of(arena_t *a, str_t text)
{
    vec_t v = vec_new(a, sizeof(str_t), WORDS_LIMIT);
    str_t s = fold_dup(a, text);
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        while (i < s.n && word_char(s.p[i])) i++;
        if (i > from && v.len < WORDS_LIMIT) {
            str_t *w = vec_push(&v);
            if (w) *w = str_sub(s, from, i);
        }
        if (i == from) i++;
    }
    return v;
}

static uint64_t mix(uint64_t h, str_t w)
{
    for (size_t i = 0; i < w.n; i++) h = (h ^ (unsigned char)w.p[i]) * 0x100000001b3u;
    return (h ^ 0x1f) * 0x100000001b3u;
}

/* The number at `i` with its neighbours; false when too few of them are words. */
static bool place_at(const str_t *w, size_t n, size_t i, place_t *out)
{
    uint64_t h = 0xcbf29ce484222325u;
    int real = 0;
    for (size_t k = 0; k < 5; k++) {
        if (i + k < 2 || i + k - 2 >= n) {
            h = mix(h, S("."));
            continue;
        }
        str_t one = w[i + k - 2];
        bool number = is_number(one);
        real += !number;
        h = mix(h, number ? S("#") : one);
    }
    *out = (place_t){h, w[i]};
    return real >= 2;
}

static int place_cmp(const void *x, const void *y)
{
    uint64_t a = ((const place_t *)x)->around, b = ((const place_t *)y)->around;
    return (a > b) - (a < b);
}

static vec_t places_of(arena_t *a, str_t text)
{
    vec_t words = words_of(a, text), v = vec_new(a, sizeof(place_t), WORDS_LIMIT);
    for (size_t i = 0; i < words.len; i++) {
        place_t p;
        if (!is_number(VEC_AT(&words, str_t, i)) || !place_at(words.at, words.len, i, &p)) continue;
        place_t *new = vec_push(&v);
        if (new) *new = p;
    }
    if (v.len) qsort(v.at, v.len, sizeof(place_t), place_cmp);
    return v;
}

static size_t run_end(const vec_t *v, size_t i)
{
    size_t j = i;
    while (j < v->len && VEC_AT(v, place_t, j).around == VEC_AT(v, place_t, i).around) j++;
    return j;
}

number_change_t match_numbers(arena_t *a, str_t original, str_t page)
{
    vec_t ours = places_of(a, original), theirs = places_of(a, page);
    for (size_t i = 0, j = 0; i < ours.len && j < theirs.len;) {
        const place_t *p = &VEC_AT(&ours, place_t, i), *q = &VEC_AT(&theirs, place_t, j);
        size_t i_end = run_end(&ours, i), j_end = run_end(&theirs, j);
        if (p->around < q->around) {
            i = i_end;
            continue;
        }
        if (p->around > q->around) {
            j = j_end;
            continue;
        }
        /* Only where the neighbours are as many times there: else a table's rows would be taken for each other. */
        bool same = i_end - i != 1;
        for (size_t k = j; k < j_end && !same; k++) same = str_eq(VEC_AT(&theirs, place_t, k).number, p->number);
        if (!same) return (number_change_t){p->number, q->number};
        i = i_end;
        j = j_end;
    }
    return (number_change_t){STR_NONE, STR_NONE};
}
