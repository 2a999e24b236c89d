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

/* Of up to WIDE_LANES phrases from `first` on those whose second word, if they have one, stands where it must before the words
 * `behind`: two bits for each. */
static uint64_t may_go_on(const canhgiac_t *k, size_t first, size_t n, const uint16_t *behind)
{
    wide_lanes_t second = wide_lanes_at(k->seconds + first);
    wide_lanes_t may = (wide_lanes_t)(second == behind[0]) | (wide_lanes_t)(second == KNOW_GAP);
    for (size_t i = 0; i <= GAP; i++) may |= (wide_lanes_t)(second == (uint16_t)(behind[i] | KNOW_GAP));
    uint64_t bits = lanes_bits((lanes_t)may);
    return n < WIDE_LANES ? bits & (((uint64_t)1 << 2 * n) - 1) : bits;
}

/* Hears the phrase that begins with word `i`, if it stands there; false: a "not" turns all that begin there off. */
static bool phrase_at(work_t *w, const know_phrase_t *p, size_t i, int *denied)
{
    if (w->heard_codes[p->code >> 6] >> (p->code & 63) & 1) return true;
    size_t to = stands(w, p, i);
    if (!to) return true;
    if (*denied < 0) *denied = negated(w, i);
    if (*denied)
        w->denied_codes[p->code >> 6] |= (uint64_t)1 << (p->code & 63);
    else
        hear(w, p->code, i, to);
    return !*denied;
}

/* Looks for the phrases that begin with word `i`. */
static void phrases_at(work_t *w, size_t i)
{
    const know_word_t *first = &w->k->words[w->ids[i]];
    int denied = -1; /* not looked at yet */
    for (size_t at = first->phrase, end = at + first->n_phrases; at < end; at += WIDE_LANES) {
        uint64_t may = may_go_on(w->k, at, end - at, w->ids + i + 1);
        while (may) {
            size_t k = (size_t)__builtin_ctzll(may) / 2;
            may &= ~((uint64_t)3 << 2 * k);
            if (!phrase_at(w, &w->k->phrases[at + k], i, &denied)) return;
        }
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
