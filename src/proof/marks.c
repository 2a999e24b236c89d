/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/marks.h"
#include <stdlib.h>
#include "base/buf.h"
#include "base/crypto.h"
#include "base/fold.h"

typedef struct word {
    size_t from, to; /* bytes of the text */
    uint64_t hash;
    bool ours;
} word_t;

static bool space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* FNV-1a of the word's letters and digits, folded; 0: it has none. */
static uint64_t hash_of(arena_t *a, str_t word)
{
    str_t f = fold_dup(a, word);
    uint64_t h = 0xcbf29ce484222325u;
    bool any = false;
    for (size_t i = 0; i < f.n; i++) {
        char c = f.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) continue;
        h = (h ^ (unsigned char)c) * 0x100000001b3u;
        any = true;
    }
    return any ? h : 0;
}

static vec_t words_of(arena_t *a, str_t text)
{
    vec_t v = vec_new(a, sizeof(word_t), MARK_WORDS);
    for (size_t i = 0; i < text.n && v.len < MARK_WORDS;) {
        while (i < text.n && space(text.p[i])) i++;
        size_t from = i;
        while (i < text.n && !space(text.p[i])) i++;
        uint64_t h = i > from ? hash_of(a, str_sub(text, from, i)) : 0;
        word_t *w = h ? vec_push(&v) : NULL;
        if (w) *w = (word_t){from, i, h, false};
    }
    return v;
}

static uint64_t run_at(const vec_t *v, size_t i)
{
    uint64_t h = 0;
    for (size_t k = 0; k < MARK_RUN; k++) h = h * 0x9e3779b97f4a7c15u + VEC_AT(v, word_t, i + k).hash;
    return h;
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void add(vec_t *out, str_t page, size_t from, size_t to, bool ours)
{
    mark_t *m = to > from ? vec_push(out) : NULL;
    if (m) *m = (mark_t){str_sub(page, from, to), ours};
}

status_t text_marks(arena_t *a, str_t original, str_t page, mark_t **out, size_t *n, err_t *err)
{
    vec_t of = words_of(a, original), on = words_of(a, page), pieces = vec_new(a, sizeof(mark_t), 2 * MARK_WORDS + 2);
    size_t runs = of.len >= MARK_RUN ? of.len - MARK_RUN + 1 : 0, done = 0;
    uint64_t *set = ARENA_ARRAY(a, uint64_t, runs + 1);
    if (!set) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    for (size_t i = 0; i < runs; i++) set[i] = run_at(&of, i);
    qsort(set, runs, sizeof *set, by_value);
    for (size_t i = 0; runs && i + MARK_RUN <= on.len; i++) {
        uint64_t h = run_at(&on, i);
        if (!bsearch(&h, set, runs, sizeof *set, by_value)) continue;
        for (size_t k = 0; k < MARK_RUN; k++) VEC_AT(&on, word_t, i + k).ours = true;
    }
    for (size_t i = 0; i < on.len;) {
        const word_t *w = &VEC_AT(&on, word_t, i);
        size_t last = i;
        if (!w->ours) {
            i++;
            continue;
        }
        while (last + 1 < on.len && VEC_AT(&on, word_t, last + 1).ours) last++;
        add(&pieces, page, done, w->from, false);
        done = VEC_AT(&on, word_t, last).to;
        add(&pieces, page, w->from, done, true);
        i = last + 1;
    }
    add(&pieces, page, done, page.n, false);
    *out = pieces.at;
    *n = pieces.len;
    return arena_failed(a) ? err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request.")) : ST_OK;
}
