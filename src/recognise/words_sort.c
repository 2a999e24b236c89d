/* SPDX-License-Identifier: Apache-2.0
 *
 * Each word of the text becomes its number in the vocabulary of all phrases and names, once; and of every 64 words each reader
 * gets the bits of those that it has to look at, for most words begin nothing. Nothing here may branch on a letter: a text gives
 * no pattern to guess by.
 */
#include "recognise/engine.h"

enum { WORD_LONGEST_NAME = 64 };

/* Whether `w`, which is in the vocabulary, is that word. Up to eight bytes are compared as one number. */
static inline bool same_word(const canhgiac_t *k, const know_slot_t *s, uint64_t head, const char *p, size_t n)
{
    return s->head == head && s->n == n && (n <= 8 || memcmp(k->pool + k->words[s->id].at, p, n) == 0);
}

static const know_slot_t *next_slot(const canhgiac_t *k, size_t at, uint64_t head, const char *p, size_t n)
{
    for (;; at = (at + 1) & k->word_mask) {
        const know_slot_t *s = &k->word_slots[at];
        if (!s->id || same_word(k, s, head, p, n)) return s;
    }
}

/* The slot of a word, behind which eight bytes can be read; an empty one: it is not in the vocabulary. Nearly always the first
 * slot tells, and without a branch on whether it is empty: an empty one is like no word. */
static inline const know_slot_t *slot_of(const canhgiac_t *k, uint32_t mix, const char *p, size_t n)
{
    uint64_t head = word_head(p, n);
    size_t at = word_slot(mix, k->word_mask);
    const know_slot_t *s = &k->word_slots[at];
    bool found = (s->head == head) & (s->n == n) & (n <= 8);
    if (found | !s->id) return s;
    return next_slot(k, at, head, p, n);
}

bool is_name(const canhgiac_t *k, str_t word)
{
    char copy[WORD_LONGEST_NAME + 8] = {0};
    if (word.n > WORD_LONGEST_NAME) return false;
    memcpy(copy, word.p, word.n);
    const know_word_t *w = &k->words[slot_of(k, word_mix(copy, word.n), copy, word.n)->id];
    for (size_t i = 0; i < w->n_names; i++)
        if (k->names[w->name + i].n == word.n) return true;
    return false;
}

/* `n` words from `from` on, the last of them first, for a phrase asks what stands behind its first word. */
static void sort_block(work_t *w, size_t from, size_t n)
{
    const canhgiac_t *k = w->k;
    uint8_t is[64] = {0};
    uint16_t *ids = w->ids + from;
    for (size_t i = n; i-- > 0;) {
        const word_t *word = &w->words[from + i];
        const know_slot_t *s = slot_of(k, word->mix, w->f.text + word->start, word->end - word->start);
        unsigned goes_on = know_pair_may(k->pairs, s->id, ids[i + 1]), has = s->is;
        ids[i] = s->id;
        has |= (has / KNOW_BEGINS & goes_on) * (unsigned)KNOW_OPEN;
        has |= (has / KNOW_NAMES_ON & goes_on) * (unsigned)KNOW_NAMED;
        is[i] = (uint8_t)has;
    }
    w->look[READER_PHRASES][from / 64] = bits_with(is, KNOW_OPEN);
    w->look[READER_NOTS][from / 64] = bits_with(is, KNOW_DENIES);
    w->look[READER_LINKS][from / 64] = bits_with(w->then + from, THEN_JOINED);
    w->look[READER_DATES][from / 64] = bits_with(is, KNOW_LEADS);
    w->look[READER_DIGITS][from / 64] = bits_with(w->has + from, WORD_NUMBER);
    w->look[READER_NAMES][from / 64] = bits_with(is, KNOW_NAMED);
}

bool words_sort(work_t *w)
{
    size_t blocks = w->n_words / 64 + 1;
    uint64_t *bits = arena_raw(w->a, READERS * blocks * sizeof *bits);
    w->ids = arena_raw(w->a, (w->n_words + KNOW_SPARE) * sizeof *w->ids);
    if (!bits || !w->ids) return false;
    for (size_t r = 0; r < READERS; r++) w->look[r] = bits + r * blocks;
    memset(w->ids + w->n_words, 0, KNOW_SPARE * sizeof *w->ids);
    for (size_t b = blocks; b-- > 0;) sort_block(w, 64 * b, b + 1 < blocks ? 64 : w->n_words % 64);
    return true;
}
