/* SPDX-License-Identifier: Apache-2.0
 *
 * phrases.tsv, as numbers of the vocabulary.
 *
 * A phrase: folded words in order; "*" lets up to GAP words stand between; "a|b" is either: each reading becomes a phrase of
 * its own. What a text holds tells by two words which of them to try (KNOW_TRIES).
 */
#include <stdlib.h>
#include "recognise/compile_internal.h"

enum { READINGS_MOST = 64, PAIR_LEAST_SLOTS = 64 };

typedef struct draft {
    uint16_t code, n, word[PHRASE_WORDS]; /* KNOW_GAP where a gap may stand before */
    uint32_t order;
} draft_t;

/* --- rows --- */

static bool fact_possible(str_t code)
{
    return str_starts(code, S("ask-")) || str_starts(code, S("hand-")) || str_starts(code, S("ctx-")) ||
           str_starts(code, S("claim-")) || str_starts(code, S("theme-"));
}

bool phrase_says(const compiler_t *c, str_t code)
{
    for (size_t i = 0; i < c->codes.len; i++)
        if (str_eq(VEC_AT(&c->codes, str_t, i), code)) return true;
    return false;
}

static size_t code_number(compiler_t *c, str_t code)
{
    for (size_t i = 0; i < c->codes.len; i++)
        if (str_eq(VEC_AT(&c->codes, str_t, i), code)) return i;
    str_t *to = vec_push(&c->codes);
    uint32_t *hash = part_push(c, KNOW_CODES);
    if (!to || !hash) return SIZE_MAX;
    *to = code;
    *hash = code_hash(code);
    for (size_t i = 0; i + 1 < c->codes.len; i++)
        if (VEC_AT(&c->part[KNOW_CODES], uint32_t, i) == *hash) return SIZE_MAX;
    return c->codes.len - 1;
}

/* Appends the readings of the next word to those so far; false when they are too many or a word cannot stand in a folded text. */
static bool read_word(row_t *r, draft_t drafts[READINGS_MOST], size_t *n, str_t alternatives, bool gap)
{
    static draft_t next[READINGS_MOST];
    str_t one;
    size_t made = 0;
    while (alternatives.p && str_cut(&alternatives, '|', &one)) {
        uint16_t word = folded_word(one) ? word_number(r->c, one) : 0;
        for (size_t i = 0; i < *n; i++) {
            if (!word || made == READINGS_MOST || drafts[i].n == PHRASE_WORDS) return false;
            next[made] = drafts[i];
            next[made].word[next[made].n++] = (uint16_t)(word | (gap ? KNOW_GAP : 0));
            made++;
        }
    }
    memcpy(drafts, next, made * sizeof *drafts);
    *n = made;
    return made > 0;
}

static bool same_reading(const draft_t *a, const draft_t *b)
{
    return a->code == b->code && a->n == b->n && memcmp(a->word, b->word, a->n * sizeof *a->word) == 0;
}

static status_t keep(row_t *r, const draft_t *d)
{
    vec_t *all = &r->c->phrases;
    for (size_t i = 0; i < all->len; i++)
        if (same_reading(&VEC_AT(all, draft_t, i), d)) return row_bad(r, 1, N_("this phrase stands there twice."));
    draft_t *to = vec_push(all);
    if (!to) return ST_MEMORY;
    *to = *d;
    to->order = (uint32_t)all->len;
    return ST_OK;
}

/* sign phrase */
static status_t phrase_row(row_t *r)
{
    draft_t drafts[READINGS_MOST] = {0};
    size_t n = 1;
    str_t rest = r->cell[1], w;
    bool gap = false;
    if (r->cell[0].n < 4 || (!sign_known(r->c, r->cell[0]) && !fact_possible(r->cell[0])))
        return row_bad(r, 0, N_("no sign has this code, and no fact begins so."));
    size_t code = code_number(r->c, r->cell[0]);
    if (code == SIZE_MAX)
        return row_bad(r, 0, N_("there are too many codes, or two that cannot be told apart: rename this one."));
    drafts[0].code = (uint16_t)code;
    while (rest.n && str_cut(&rest, ' ', &w)) {
        if (!w.n) continue;
        bool star = str_eq(w, S("*"));
        if (star && (gap || !drafts[0].n)) return row_bad(r, 1, N_("a gap (*) stands between two words."));
        if (!star && !read_word(r, drafts, &n, w, gap))
            return row_bad(r, 1, N_("a phrase is up to twelve folded words, with few alternatives (a|b)."));
        gap = star;
    }
    if (gap || !drafts[0].n) return row_bad(r, 1, N_("a gap (*) stands between two words."));
    status_t s = ST_OK;
    for (size_t i = 0; i < n && s == ST_OK; i++) s = keep(r, &drafts[i]);
    return s;
}

status_t read_phrases(compiler_t *c)
{
    c->phrases = vec_new(c->a, sizeof(draft_t), UINT16_MAX);
    return rows_each(c, S("phrases.tsv"), 2, phrase_row);
}

/* --- parts of the file --- */

/* Those of one first word together, longer ones first, then as they were written. */
static int by_first_word(const void *x, const void *y)
{
    const draft_t *a = x, *b = y;
    if (a->word[0] != b->word[0]) return a->word[0] < b->word[0] ? -1 : 1;
    if (a->n != b->n) return a->n > b->n ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

/* Whether it says nothing of the word behind its first. */
static bool is_open(const draft_t *d)
{
    return d->n == 1 || d->word[1] & KNOW_GAP;
}

/* Appends to the tries what may begin with `first` and `second` (0: the open ones alone), of the drafts from … to, which begin
 * with `first`; how many. */
static size_t put_tries(compiler_t *c, size_t from, size_t to, uint16_t second)
{
    size_t before = part_n(c, KNOW_TRIES);
    for (size_t i = from; i < to; i++) {
        const draft_t *d = &VEC_AT(&c->phrases, draft_t, i);
        bool open = is_open(d);
        if (!open && d->word[1] != second) continue;
        know_try_t *try = part_push(c, KNOW_TRIES);
        if (!try) return 0;
        *try = (know_try_t){.phrase = (uint16_t)i, .code = d->code};
        for (size_t k = 0; !open && k < KNOW_AHEAD && k + 2 < d->n && !(d->word[k + 2] & KNOW_GAP); k++) {
            try->must[k] = d->word[k + 2];
            try->mask[k] = UINT16_MAX;
            if (k + 3 == d->n) try->n = d->n;
        }
        if (!open && d->n == 2) try->n = 2;
    }
    return part_n(c, KNOW_TRIES) - before;
}

/* The tries of each pair with which one of the drafts from … to begins. */
static status_t put_pairs(compiler_t *c, size_t from, size_t to, vec_t *pairs)
{
    for (size_t i = from; i < to; i++) {
        const draft_t *d = &VEC_AT(&c->phrases, draft_t, i);
        bool done = is_open(d);
        for (size_t k = from; k < i && !done; k++) done = VEC_AT(&c->phrases, draft_t, k).word[1] == d->word[1];
        if (done) continue;
        size_t at = part_n(c, KNOW_TRIES), n = put_tries(c, from, to, d->word[1]);
        know_pair_t *pair = vec_push(pairs);
        if (!n || !pair || at + n > UINT16_MAX) return ST_MEMORY;
        *pair = (know_pair_t){d->word[0], d->word[1], (uint16_t)at, (uint16_t)n};
        set_pair(c, d->word[0], d->word[1]);
    }
    return ST_OK;
}

static status_t pair_slots(compiler_t *c, const vec_t *pairs)
{
    size_t size = PAIR_LEAST_SLOTS;
    while (size < 8 * pairs->len) size *= 2;
    status_t s = part_fill(c, KNOW_PAIR_SLOTS, size, &(know_pair_t){0}, sizeof(know_pair_t));
    know_pair_t *slot = c->part[KNOW_PAIR_SLOTS].at;
    for (size_t i = 0; s == ST_OK && i < pairs->len; i++) {
        const know_pair_t *p = &VEC_AT(pairs, know_pair_t, i);
        size_t at = know_pair(p->first, p->second) & (size - 1);
        while (slot[at].first) at = (at + 1) & (size - 1);
        slot[at] = *p;
    }
    return s;
}

static status_t put_phrase(compiler_t *c, const draft_t *d)
{
    know_phrase_t *to = part_push(c, KNOW_PHRASES);
    if (!to || part_n(c, KNOW_PHRASES) > UINT16_MAX || part_n(c, KNOW_ITEMS) > UINT16_MAX) return ST_MEMORY;
    *to = (know_phrase_t){(uint16_t)part_n(c, KNOW_ITEMS), d->code, (uint16_t)(d->n - 1)};
    for (size_t k = 1; k < d->n; k++) {
        uint16_t *item = part_push(c, KNOW_ITEMS);
        if (!item) return ST_MEMORY;
        *item = d->word[k];
    }
    return ST_OK;
}

/* What begins with one word: the drafts from … to. */
static status_t put_first(compiler_t *c, size_t from, size_t to, vec_t *pairs)
{
    status_t s = ST_OK;
    for (size_t i = from; s == ST_OK && i < to; i++) s = put_phrase(c, &VEC_AT(&c->phrases, draft_t, i));
    if (s != ST_OK) return s;
    size_t at = part_n(c, KNOW_TRIES), open = put_tries(c, from, to, 0);
    if (at + open > UINT16_MAX) return ST_MEMORY;
    know_word_t *first = &VEC_AT(&c->part[KNOW_WORDS], know_word_t, VEC_AT(&c->phrases, draft_t, from).word[0]);
    first->open = (uint16_t)at;
    first->n_open = (uint16_t)open;
    first->is |= KNOW_BEGINS | (open ? KNOW_OPEN : 0);
    return put_pairs(c, from, to, pairs);
}

status_t put_phrases(compiler_t *c)
{
    vec_t *all = &c->phrases, pairs = vec_new(c->a, sizeof(know_pair_t), UINT16_MAX);
    status_t s = part_fill(c, KNOW_PAIRS, KNOW_PAIRS_BITS / 64, &(uint64_t){0}, sizeof(uint64_t));
    if (all->len) qsort(all->at, all->len, sizeof(draft_t), by_first_word);
    for (size_t from = 0, to = 0; s == ST_OK && from < all->len; from = to) {
        while (to < all->len && VEC_AT(all, draft_t, to).word[0] == VEC_AT(all, draft_t, from).word[0]) to++;
        s = put_first(c, from, to, &pairs);
    }
    if (s == ST_OK) s = part_fill(c, KNOW_TRIES, TRIES_AT_ONCE, &(know_try_t){.n = 0}, sizeof(know_try_t));
    return s == ST_OK ? pair_slots(c, &pairs) : s;
}
