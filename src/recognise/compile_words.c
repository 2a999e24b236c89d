/* SPDX-License-Identifier: Apache-2.0
 *
 * phrases.tsv and the names of brands, as numbers of one vocabulary.
 *
 * A phrase: folded words in order; "*" lets up to GAP words stand between; "a|b" is either: each reading becomes a phrase of
 * its own.
 */
#include <stdlib.h>
#include "recognise/compile_internal.h"

enum { READINGS_MOST = 64, WORD_LEAST_SLOTS = 64 };

typedef struct draft {
    uint16_t code, n, word[PHRASE_WORDS]; /* KNOW_GAP where a gap may stand before */
    uint32_t order;
} draft_t;

typedef struct name_draft {
    uint16_t word, brand;
    ktext_t text;
    uint32_t order;
} name_draft_t;

/* --- the vocabulary --- */

static uint64_t head_of(str_t word)
{
    char first[8] = {0};
    memcpy(first, word.p, word.n < sizeof first ? word.n : sizeof first);
    return word_head(first, word.n);
}

uint16_t word_number(compiler_t *c, str_t word)
{
    vec_t *words = &c->part[KNOW_WORDS];
    uint64_t head = head_of(word);
    for (size_t i = 1; i < words->len; i++) {
        const know_word_t *w = &VEC_AT(words, know_word_t, i);
        if (w->head == head && str_eq(pool_text(c, (ktext_t){w->at, w->n}), word)) return (uint16_t)i;
    }
    if (words->len > KNOW_WORDS_MOST) return 0;
    know_word_t *w = part_push(c, KNOW_WORDS);
    ktext_t text = pool_put(c, word);
    if (!w) return 0;
    *w = (know_word_t){.head = head, .at = text.at, .n = (uint16_t)text.n};
    return (uint16_t)(words->len - 1);
}

static status_t word_slots(compiler_t *c)
{
    const vec_t *words = &c->part[KNOW_WORDS];
    size_t size = WORD_LEAST_SLOTS;
    while (size < 8 * words->len) size *= 2;
    for (size_t i = 0; i < size; i++)
        if (!part_push(c, KNOW_WORD_SLOTS)) return ST_MEMORY;
    uint16_t *slot = c->part[KNOW_WORD_SLOTS].at;
    for (size_t i = 1; i < words->len; i++) {
        const know_word_t *w = &VEC_AT(words, know_word_t, i);
        size_t at = word_slot(word_mix_of(pool_text(c, (ktext_t){w->at, w->n})), size - 1);
        while (slot[at]) at = (at + 1) & (size - 1);
        slot[at] = (uint16_t)i;
    }
    return ST_OK;
}

/* --- phrases --- */

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

bool folded_word(str_t w)
{
    for (size_t i = 0; i < w.n; i++)
        if (!word_char(w.p[i])) return false;
    return w.n > 0;
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

/* Those of one first word together, longer ones first, then as they were written. */
static int by_first_word(const void *x, const void *y)
{
    const draft_t *a = x, *b = y;
    if (a->word[0] != b->word[0]) return a->word[0] < b->word[0] ? -1 : 1;
    if (a->n != b->n) return a->n > b->n ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static status_t put_phrases(compiler_t *c)
{
    vec_t *all = &c->phrases;
    for (size_t i = 0; i < KNOW_PAIRS_BITS / 64; i++)
        if (!part_push(c, KNOW_PAIRS)) return ST_MEMORY;
    uint64_t *pairs = c->part[KNOW_PAIRS].at;
    if (all->len) qsort(all->at, all->len, sizeof(draft_t), by_first_word);
    for (size_t i = 0; i < all->len; i++) {
        const draft_t *d = &VEC_AT(all, draft_t, i);
        know_word_t *first = &VEC_AT(&c->part[KNOW_WORDS], know_word_t, d->word[0]);
        if (!first->n_phrases) first->phrase = (uint16_t)i;
        first->n_phrases++;
        first->is |= KNOW_BEGINS;
        uint16_t second = d->n > 1 ? d->word[1] : KNOW_GAP;
        uint32_t pair = know_pair(d->word[0], second);
        if (second >= KNOW_GAP)
            first->is |= KNOW_OPEN;
        else
            pairs[pair >> 6] |= (uint64_t)1 << (pair & 63);
        know_phrase_t *to = part_push(c, KNOW_PHRASES);
        uint16_t *beside = part_push(c, KNOW_SECONDS);
        if (!to || !beside || i > UINT16_MAX || part_n(c, KNOW_ITEMS) > UINT16_MAX) return ST_MEMORY;
        *to = (know_phrase_t){(uint16_t)part_n(c, KNOW_ITEMS), d->code, (uint16_t)(d->n - 1)};
        *beside = second;
        for (size_t k = 1; k < d->n; k++) {
            uint16_t *item = part_push(c, KNOW_ITEMS);
            if (!item) return ST_MEMORY;
            *item = d->word[k];
        }
    }
    return part_fill(c, KNOW_SECONDS, KNOW_SPARE, &(uint16_t){0}, sizeof(uint16_t));
}

/* --- names --- */

static int by_word_then_length(const void *x, const void *y)
{
    const name_draft_t *a = x, *b = y;
    if (a->word != b->word) return a->word < b->word ? -1 : 1;
    if (a->text.n != b->text.n) return a->text.n > b->text.n ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static status_t put_names(compiler_t *c)
{
    vec_t all = vec_new(c->a, sizeof(name_draft_t), UINT16_MAX);
    for (size_t b = 0; b < c->brands.len; b++) {
        const brand_t *brand = &VEC_AT(&c->brands, brand_t, b);
        for (size_t i = 0; i < brand->n_names; i++) {
            name_draft_t *d = vec_push(&all);
            if (!d) return ST_MEMORY;
            *d = (name_draft_t){word_number(c, first_word(brand->names[i])), (uint16_t)b, pool_put(c, brand->names[i]),
                                (uint32_t)all.len};
            if (!d->word) return ST_MEMORY;
        }
    }
    if (all.len) qsort(all.at, all.len, sizeof(name_draft_t), by_word_then_length);
    for (size_t i = 0; i < all.len; i++) {
        const name_draft_t *d = &VEC_AT(&all, name_draft_t, i);
        know_word_t *first = &VEC_AT(&c->part[KNOW_WORDS], know_word_t, d->word);
        if (!first->n_names) first->name = (uint16_t)i;
        first->n_names++;
        first->is |= KNOW_NAMED;
        know_name_t *to = part_push(c, KNOW_NAMES);
        if (!to) return ST_MEMORY;
        *to = (know_name_t){d->text.at, (uint16_t)d->text.n, d->brand};
    }
    return ST_OK;
}

/* Words that the program itself looks for. */
static status_t put_marks(compiler_t *c)
{
    static const struct {
        const char *word;
        uint16_t is;
    } marks[] = {{"trong", KNOW_LEADS}, {"sau", KNOW_LEADS},    {"con", KNOW_LEADS},    {"truoc", KNOW_LEADS},
                 {"den", KNOW_LEADS},   {"han", KNOW_LEADS},    {"cham", KNOW_LEADS},   {"het", KNOW_LEADS},
                 {"hom", KNOW_LEADS},   {"ngay", KNOW_LEADS},   {"khong", KNOW_DENIES}, {"dung", KNOW_DENIES},
                 {"chua", KNOW_DENIES}, {"never", KNOW_DENIES}, {"not", KNOW_DENIES},   {"ko", KNOW_DENIES}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        uint16_t word = word_number(c, str_of(marks[i].word));
        if (!word) return ST_MEMORY;
        VEC_AT(&c->part[KNOW_WORDS], know_word_t, word).is |= marks[i].is;
    }
    return ST_OK;
}

status_t compile_words(compiler_t *c)
{
    c->phrases = vec_new(c->a, sizeof(draft_t), UINT16_MAX);
    if (!part_push(c, KNOW_WORDS)) return ST_MEMORY;                             /* word 0 is none */
    static const char *const stand_for[] = {"$", "@link", "@phone", "@account"}; /* KNOW_SUM … */
    for (size_t i = 0; i < sizeof stand_for / sizeof *stand_for; i++)
        if (!word_number(c, str_of(stand_for[i]))) return ST_MEMORY;
    status_t s = rows_each(c, S("phrases.tsv"), 2, phrase_row);
    if (s == ST_OK) s = compile_plain(c);
    if (s == ST_OK) s = put_phrases(c);
    if (s == ST_OK) s = put_names(c);
    if (s == ST_OK) s = put_marks(c);
    if (s == ST_OK) s = word_slots(c);
    if (s == ST_OK) s = compile_plain_from(c);
    return s;
}
