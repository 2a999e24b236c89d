/* SPDX-License-Identifier: Apache-2.0 */
#include "base/crypto.h"
#include "fuzz.h"
#include "recognise/reading.h"

static fold_t room(arena_t *a, size_t bound)
{
    fold_t f = {.text = arena_alloc(a, bound + 1), .origin = ARENA_ARRAY(a, uint32_t, bound + 1)};
    if (!f.text || !f.origin) abort();
    return f;
}

/* Origins rise, stay inside, and stand where characters of the source begin. */
static void origins_hold(str_t src, const fold_t *f, const bool *begins)
{
    uint32_t last = 0;
    for (size_t i = 0; i < f->n; last = f->origin[i++]) {
        if (f->origin[i] < last || f->origin[i] >= src.n || !begins[f->origin[i]]) abort();
        size_t end = fold_end(src, f, i);
        if (end <= f->origin[i] || end > src.n || (end < src.n && !begins[end])) abort();
    }
    if (f->origin[f->n] != src.n) abort();
}

static bool same(const fold_t *x, const fold_t *y)
{
    return x->n == y->n && memcmp(x->text, y->text, x->n) == 0 &&
           memcmp(x->origin, y->origin, (x->n + 1) * sizeof *x->origin) == 0;
}

static words_t words_for(arena_t *a, size_t most)
{
    return words_in(arena_alloc(a, words_size(most)), most);
}

/* The words that a reading made out of those of the fold are those of its text. */
static void words_hold(arena_t *a, const fold_t *r, const words_t *made)
{
    words_t cut = words_for(a, words_bound(r->n));
    cut_words(r, &cut);
    if (cut.n != made->n || cut.others != made->others || memcmp(cut.at, made->at, (cut.n + 1) * sizeof *cut.at) != 0)
        abort();
    for (size_t i = 0; i < cut.n; i++) { /* but for what was looked at closer since */
        if ((cut.then[i] ^ made->then[i]) & ~(unsigned)THEN_BLANK_DOT) abort();
        if ((cut.has[i] ^ made->has[i]) & ~(unsigned)WORD_SHORTHAND) abort();
    }
}

/* Any bytes: the fold and its reading keep to their bounds and know where each byte comes from; folding the fold changes
 * nothing; and a reading that looks only for what it saw signs of finds all there is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16) return 0;
    arena_t *a = arena_new(64 << 20);
    str_t src = {(const char *)data, size};
    bool *begins = ARENA_ARRAY(a, bool, size + 1);
    for (size_t i = 0; i < size; (void)utf8_next(src, &i)) begins[i] = true;

    fold_t f = room(a, fold_bound(size));
    fold_into(src, &f);
    if (f.n > fold_bound(size) || !utf8_valid((str_t){f.text, f.n})) abort();
    origins_hold(src, &f, begins);
    str_t again = fold_dup(a, (str_t){f.text, f.n});
    if (!str_eq(again, (str_t){f.text, f.n})) abort();

    fold_t r = room(a, reading_bound(f.n)), all = room(a, reading_bound(f.n));
    reading_found_t found;
    words_t words = words_for(a, words_bound(f.n)), made = words_for(a, reading_words_bound(f.n));
    cut_words(&f, &words);
    if (words.n > words_bound(f.n)) abort();
    unsigned wanted = reading_wanted(&f, &words);
    if (reading_into(src, &f, &words, wanted, NULL, NULL, &r, &made, &found)) words_hold(a, &r, &made);
    if (reading_into(src, &f, &words, ~0u, NULL, NULL, &all, &made, &found)) words_hold(a, &all, &made);
    if (r.n > reading_bound(f.n) || !same(&r, &all)) abort();
    origins_hold(src, &r, begins);
    if (wanted == 0 && !same(&r, &f)) abort();
    for (size_t k = 0; k < READING_KINDS; k++)
        if (found.from[k] > found.to[k] || found.to[k] > size) abort();
    arena_free(a);
    return 0;
}
