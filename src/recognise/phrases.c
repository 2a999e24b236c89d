/* SPDX-License-Identifier: Apache-2.0
 *
 * Phrases over folded words. Each word of the text becomes its number in the vocabulary of all phrases and names, once; from
 * there on phrases are compared as numbers. A phrase under a "not" says the opposite of what it would say alone: "không
 * cung cấp mã OTP" is what a bank writes.
 */
#include "recognise/engine.h"

enum { WORD_LONGEST_NAME = 64 };

/* Whether `w`, which is in the vocabulary, is that word. Up to eight bytes are compared as one number. */
static inline bool same_word(const canhgiac_t *k, const know_word_t *w, uint64_t head, const char *p, size_t n)
{
    return w->head == head && w->n == n && (n <= 8 || memcmp(k->pool + w->at, p, n) == 0);
}

static uint16_t next_id(const canhgiac_t *k, size_t at, uint64_t head, const char *p, size_t n)
{
    for (;; at = (at + 1) & k->word_mask) {
        uint16_t id = k->word_slots[at];
        if (!id || same_word(k, &k->words[id], head, p, n)) return id;
    }
}

/* The number in the vocabulary of a word, behind which eight bytes can be read; 0: it is none. Nearly always the first slot
 * tells, and without a branch on whether it is empty: word 0 is like no other. */
static inline uint16_t word_id(const canhgiac_t *k, uint32_t mix, const char *p, size_t n)
{
    uint64_t head = word_head(p, n);
    size_t at = word_slot(mix, k->word_mask);
    uint16_t id = k->word_slots[at];
    const know_word_t *w = &k->words[id];
    bool found = (w->head == head) & (w->n == n) & (n <= 8);
    if (found | !id) return id;
    return next_id(k, at, head, p, n);
}

bool is_name(const canhgiac_t *k, str_t word)
{
    char copy[WORD_LONGEST_NAME + 8] = {0};
    if (word.n > WORD_LONGEST_NAME) return false;
    memcpy(copy, word.p, word.n);
    const know_word_t *w = &k->words[word_id(k, word_mix(copy, word.n), copy, word.n)];
    for (size_t i = 0; i < w->n_names; i++)
        if (k->names[w->name + i].n == word.n) return true;
    return false;
}

static void look_up(work_t *w)
{
    for (size_t i = 0; i < w->n_words; i++) {
        word_t *word = &w->words[i];
        word->id = word_id(w->k, word->mix, w->f.text + word->start, word->end - word->start);
        const know_word_t *known = &w->k->words[word->id];
        word->has |= (uint8_t)((known->open != 0) * WORD_OPEN | (known->n_names > 0) * WORD_NAME);
    }
}

static str_t word_at(const work_t *w, size_t i)
{
    return (str_t){w->f.text + w->words[i].start, w->words[i].end - w->words[i].start};
}

/* The index after the last word of `p` when its first is word `i`; 0 when it does not stand there. */
static size_t stands(const work_t *w, const know_phrase_t *p, size_t i)
{
    const uint16_t *item = w->k->items + p->item;
    size_t next = i + 1;
    for (size_t k = 0; k < p->n; k++) {
        uint16_t id = item[k] & KNOW_WORDS_MOST;
        size_t last = item[k] & KNOW_GAP ? next + GAP : next;
        while (next <= last && next < w->n_words && w->words[next].id != id) next++;
        if (next > last || next >= w->n_words) return 0;
        next++;
    }
    return next;
}

/* Words that fold to the same letters as a "not": "sử dụng", "ứng dụng" beside "đừng", "nếu không" is a threat. */
static bool only_looks_like_not(const work_t *w, size_t i, str_t word)
{
    static const char *const before_dung[] = {"su", "ung", "tieu", "tac", "noi", "ap", "tin", "xay", "cong"};
    if (i == 0) return false;
    str_t last = word_at(w, i - 1);
    if (str_eq(word, S("khong"))) return str_eq(last, S("neu"));
    if (!str_eq(word, S("dung"))) return false;
    for (size_t k = 0; k < sizeof before_dung / sizeof *before_dung; k++)
        if (str_eq(last, str_of(before_dung[k]))) return true;
    return false;
}

static bool says_not(const work_t *w, size_t i)
{
    static const char *const nots[] = {"khong", "dung", "chua", "never", "not", "ko"};
    str_t word = word_at(w, i);
    char first = word.p[0];
    if (first != 'k' && first != 'd' && first != 'c' && first != 'n') return false;
    for (size_t k = 0; k < sizeof nots / sizeof *nots; k++)
        if (str_eq(word, str_of(nots[k]))) return !only_looks_like_not(w, i, word);
    return false;
}

/* "Đừng nghe ai gọi điện kêu …", "không bao giờ nhắn tin đòi …": such a "not" covers its whole clause. */
static bool covers_its_clause(const work_t *w, size_t i)
{
    static const char *const heads[] = {"nghe", "tin", "bao", "yeu", "ai", "co"};
    str_t head = word_at(w, i + 1);
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
        if (str_eq(head, str_of(heads[k]))) return true;
    return false;
}

static bool clause_ends_between(const work_t *w, size_t i, bool at_comma)
{
    for (size_t k = w->words[i].end; k < w->words[i + 1].start; k++) {
        char c = w->f.text[k];
        if (c == '.' || c == '!' || c == '?' || c == ';' || (at_comma && c == ',')) return true;
    }
    return false;
}

/* A "not" among the four words before, in the same clause; among ten when it is one that covers all of it. */
static bool negated(const work_t *w, size_t i)
{
    enum { NEAR = 4, FAR = 10 };
    bool comma = false;
    for (size_t back = 1; back <= FAR && back <= i; back++) {
        if (clause_ends_between(w, i - back, false)) return false;
        comma = comma || clause_ends_between(w, i - back, true);
        if (back > NEAR && comma) return false;
        if (says_not(w, i - back) && (back <= NEAR || covers_its_clause(w, i - back))) return true;
    }
    return false;
}

static void hear(work_t *w, uint16_t code, size_t from, size_t to)
{
    uint32_t hash = w->k->codes[code];
    w->heard_codes[code >> 6] |= (uint64_t)1 << (code & 63);
    w->heard |= (uint64_t)1 << (hash & 63);
    w->hits[w->n_hits].code = hash;
    w->hits[w->n_hits].from = (uint32_t)from;
    w->hits[w->n_hits++].to = (uint32_t)to;
}

/* Looks for the phrases that begin with word `i`. */
static void phrases_at(work_t *w, size_t i, uint16_t next)
{
    const know_word_t *first = &w->k->words[w->words[i].id];
    int denied = -1; /* not looked at yet */
    for (const know_phrase_t *p = w->k->phrases + first->phrase, *end = p + first->n_phrases; p < end; p++) {
        if (p->second != next && p->second < KNOW_GAP) continue;
        if (w->heard_codes[p->code >> 6] >> (p->code & 63) & 1) continue;
        size_t to = stands(w, p, i);
        if (!to) continue;
        if (denied < 0) denied = negated(w, i);
        if (denied) {
            w->denied_codes[p->code >> 6] |= (uint64_t)1 << (p->code & 63);
            return;
        }
        hear(w, p->code, i, to);
    }
}

/* Of every 64 words those are looked at closer that begin a phrase with any word behind it, or one with this: asked without
 * a branch, for a text gives no pattern to guess by. */
void phrases_find(work_t *w)
{
    look_up(w);
    for (size_t from = 0; from < w->n_words; from += 64) {
        uint64_t begin = 0;
        for (size_t i = 0; i < 64 && from + i < w->n_words; i++) {
            const word_t *word = &w->words[from + i];
            bool more = from + i + 1 < w->n_words;
            bool may = ((word->has & WORD_OPEN) != 0) | know_pair_may(w->k->pairs, word->id, more ? word[1].id : 0);
            begin |= (uint64_t)(may & (word->id != 0)) << i;
        }
        for (; begin; begin &= begin - 1) {
            size_t i = from + (size_t)__builtin_ctzll(begin);
            phrases_at(w, i, i + 1 < w->n_words ? w->words[i + 1].id : 0);
        }
    }
}

bool heard_at(const work_t *w, uint32_t code, size_t *start, size_t *end)
{
    for (size_t i = 0; i < w->n_hits; i++) {
        if (w->hits[i].code != code) continue;
        *start = w->f.origin[w->words[w->hits[i].from].start];
        *end = fold_end(w->in->text, &w->f, w->words[w->hits[i].to - 1].end - 1);
        return true;
    }
    return false;
}
