/* SPDX-License-Identifier: Apache-2.0
 *
 * The vocabulary of all phrases and names, and the names of brands by their first word.
 */
#include <stdlib.h>
#include "recognise/compile_internal.h"

enum { WORD_LEAST_SLOTS = 64 };

typedef struct name_draft {
    uint16_t word, second, brand; /* second: 0 where it is of one word */
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

/* Once all is known of the words. */
static status_t word_slots(compiler_t *c)
{
    const vec_t *words = &c->part[KNOW_WORDS];
    size_t size = WORD_LEAST_SLOTS;
    while (size < 8 * words->len) size *= 2;
    for (size_t i = 0; i < size; i++)
        if (!part_push(c, KNOW_WORD_SLOTS)) return ST_MEMORY;
    know_slot_t *slot = c->part[KNOW_WORD_SLOTS].at;
    for (size_t i = 1; i < words->len; i++) {
        const know_word_t *w = &VEC_AT(words, know_word_t, i);
        size_t at = word_slot(word_mix_of(pool_text(c, (ktext_t){w->at, w->n})), size - 1);
        while (slot[at].id) at = (at + 1) & (size - 1);
        slot[at] = (know_slot_t){.head = w->head, .id = (uint16_t)i, .n = w->n, .is = w->is};
    }
    return ST_OK;
}

bool folded_word(str_t w)
{
    for (size_t i = 0; i < w.n; i++)
        if (!word_char(w.p[i])) return false;
    return w.n > 0;
}

void set_pair(compiler_t *c, uint16_t first, uint16_t second)
{
    uint32_t pair = know_pair(first, second);
    VEC_AT(&c->part[KNOW_PAIRS], uint64_t, pair >> 6) |= (uint64_t)1 << (pair & 63);
}

/* --- names --- */

static int by_word_then_length(const void *x, const void *y)
{
    const name_draft_t *a = x, *b = y;
    if (a->word != b->word) return a->word < b->word ? -1 : 1;
    if (a->text.n != b->text.n) return a->text.n > b->text.n ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static str_t second_word(str_t name)
{
    size_t at = first_word(name).n;
    while (at < name.n && !word_char(name.p[at])) at++;
    return first_word(str_sub(name, at, name.n));
}

static status_t put_names(compiler_t *c)
{
    vec_t all = vec_new(c->a, sizeof(name_draft_t), UINT16_MAX);
    for (size_t b = 0; b < c->brands.len; b++) {
        const brand_t *brand = &VEC_AT(&c->brands, brand_t, b);
        for (size_t i = 0; i < brand->n_names; i++) {
            name_draft_t *d = vec_push(&all);
            if (!d) return ST_MEMORY;
            str_t name = brand->names[i], first = first_word(name), second = second_word(name);
            *d = (name_draft_t){.word = word_number(c, first),
                                .second = second.n ? word_number(c, second) : 0,
                                .brand = (uint16_t)b,
                                .text = pool_put(c, name),
                                .order = (uint32_t)all.len};
            if (!d->word || (second.n && !d->second)) return ST_MEMORY;
        }
    }
    if (all.len) qsort(all.at, all.len, sizeof(name_draft_t), by_word_then_length);
    for (size_t i = 0; i < all.len; i++) {
        const name_draft_t *d = &VEC_AT(&all, name_draft_t, i);
        know_word_t *first = &VEC_AT(&c->part[KNOW_WORDS], know_word_t, d->word);
        if (!first->n_names) first->name = (uint16_t)i;
        first->n_names++;
        first->is |= d->second ? KNOW_NAMES_ON : KNOW_NAMED;
        if (d->second) set_pair(c, d->word, d->second);
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
    if (!part_push(c, KNOW_WORDS)) return ST_MEMORY;                             /* word 0 is none */
    static const char *const stand_for[] = {"$", "@link", "@phone", "@account"}; /* KNOW_SUM … */
    for (size_t i = 0; i < sizeof stand_for / sizeof *stand_for; i++)
        if (!word_number(c, str_of(stand_for[i]))) return ST_MEMORY;
    status_t s = read_phrases(c);
    if (s == ST_OK) s = compile_plain(c);
    if (s == ST_OK) s = put_phrases(c);
    if (s == ST_OK) s = put_names(c);
    if (s == ST_OK) s = put_marks(c);
    if (s == ST_OK) s = word_slots(c);
    if (s == ST_OK) s = compile_plain_from(c);
    return s;
}
