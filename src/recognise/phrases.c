/* SPDX-License-Identifier: Apache-2.0
 *
 * Phrases over folded words, as numbers of the vocabulary (words_sort.c). A phrase under a "not" says the opposite of what it
 * would say alone: "không cung cấp mã OTP" is what a bank writes.
 */
#include "recognise/engine.h"

static str_t word_at(const work_t *w, size_t i)
{
    return (str_t){w->f.text + w->words[i].start, w->words[i].end - w->words[i].start};
}

/* The index after the last word of `p` when its first is word `i`; 0 when it does not stand there. Behind a gap several words
 * are compared at once. */
static size_t stands(const work_t *w, const know_phrase_t *p, size_t i)
{
    const uint16_t *item = w->k->items + p->item, *next = w->ids + i + 1;
    _Static_assert((int)GAP < (int)WIDE_LANES && (int)WIDE_LANES <= (int)KNOW_SPARE,
                   "a gap is no wider than what is read at once");
    for (size_t k = 0; k < p->n; k++) {
        if (!(item[k] & KNOW_GAP)) {
            if (*next++ != item[k]) return 0;
            continue;
        }
        wide_lanes_t same = (wide_lanes_t)(wide_lanes_at(next) == (uint16_t)(item[k] & KNOW_WORDS_MOST));
        uint64_t bits = lanes_bits((lanes_t)same) & (((uint64_t)1 << 2 * (GAP + 1)) - 1);
        if (!bits) return 0;
        next += (size_t)__builtin_ctzll(bits) / 2 + 1;
    }
    return (size_t)(next - w->ids);
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

/* Up to eight letters as word_head sees them: compared as numbers. */
#define HEAD(a, b, c, d, e)                                                                                            \
    ((uint64_t)(a) | (uint64_t)(b) << 8 | (uint64_t)(c) << 16 | (uint64_t)(d) << 24 | (uint64_t)(e) << 32)

static bool says_not(const work_t *w, size_t i)
{
    uint64_t head = word_head(w->f.text + w->words[i].start, w->words[i].end - w->words[i].start);
    bool not = (head == HEAD('k', 'h', 'o', 'n', 'g')) | (head == HEAD('d', 'u', 'n', 'g', 0)) |
               (head == HEAD('c', 'h', 'u', 'a', 0)) | (head == HEAD('n', 'e', 'v', 'e', 'r')) |
               (head == HEAD('n', 'o', 't', 0, 0)) | (head == HEAD('k', 'o', 0, 0, 0));
    return not &&!only_looks_like_not(w, i, word_at(w, i));
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
bool negated(const work_t *w, size_t i)
{
    enum { NEAR = 4, FAR = 10 };
    bool comma = false;
    if (word_to_look_at(w, READER_NOTS, i > FAR ? i - FAR : 0) >= i) return false;
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

/* Hears the phrase that begins with word `i`, if it stands there; false: a "not" turns all that begin there off. */
static bool phrase_at(work_t *w, const know_try_t *t, size_t i, int *denied)
{
    if (w->heard_codes[t->code >> 6] >> (t->code & 63) & 1) return true;
    size_t to = t->n ? i + t->n : stands(w, &w->k->phrases[t->phrase], i);
    if (!to) return true;
    if (*denied < 0) *denied = negated(w, i);
    if (*denied)
        w->denied_codes[t->code >> 6] |= (uint64_t)1 << (t->code & 63);
    else
        hear(w, t->code, i, to);
    return !*denied;
}

static const know_pair_t *next_pair(const canhgiac_t *k, uint16_t first, uint16_t second)
{
    for (size_t at = know_pair(first, second);; at++) {
        const know_pair_t *p = &k->pair_slots[at & k->pair_mask];
        if (!p->first || (p->first == first && p->second == second)) return p;
    }
}

/* The stretch of KNOW_TRIES for word `i` and the one behind it. Nearly always the first slot tells whether there is a pair, and
 * without a branch on it. */
static size_t tries_at(const work_t *w, size_t i, size_t *n)
{
    const canhgiac_t *k = w->k;
    uint16_t first = w->ids[i], second = w->ids[i + 1];
    const know_pair_t *p = &k->pair_slots[know_pair(first, second) & k->pair_mask];
    bool none = !p->first, pair = (p->first == first) & (p->second == second);
    if (!(none | pair)) {
        p = next_pair(k, first, second);
        pair = p->first != 0;
    }
    const know_word_t *alone = &k->words[first];
    unsigned which = -(unsigned)pair;
    *n = alone->n_open ^ ((alone->n_open ^ p->n) & which);
    return alone->open ^ ((alone->open ^ p->at) & which);
}

/* Whether the words from the third on are those it must have. */
static inline bool may_stand(const know_try_t *t, const uint16_t *third)
{
    uint64_t is, must, mask;
    _Static_assert(sizeof is == sizeof t->must && (int)KNOW_AHEAD + 1 <= (int)KNOW_SPARE,
                   "so many words are one number");
    memcpy(&is, third, sizeof is);
    memcpy(&must, t->must, sizeof must);
    memcpy(&mask, t->mask, sizeof mask);
    return ((is ^ must) & mask) == 0;
}

/* Looks for the phrases that begin with word `i`: first, some at once, for those that may stand there, which are few. */
static void phrases_at(work_t *w, size_t i)
{
    int denied = -1; /* not looked at yet */
    size_t n, at = tries_at(w, i, &n);
    for (size_t from = 0; from < n; from += TRIES_AT_ONCE) {
        const know_try_t *t = &w->k->tries[at + from];
        unsigned may = 0;
        for (size_t k = 0; k < TRIES_AT_ONCE; k++) may |= (unsigned)may_stand(&t[k], w->ids + i + 2) << k;
        for (may &= n - from < TRIES_AT_ONCE ? (1u << (n - from)) - 1 : UINT32_MAX; may; may &= may - 1)
            if (!phrase_at(w, &t[__builtin_ctz(may)], i, &denied)) return;
    }
}

void phrases_find(work_t *w)
{
    for (size_t i = 0; (i = word_to_look_at(w, READER_PHRASES, i)) < w->n_words; i++) phrases_at(w, i);
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
