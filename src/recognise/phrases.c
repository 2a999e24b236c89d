/* SPDX-License-Identifier: Apache-2.0
 *
 * Phrases over folded words. A phrase under a "not" says the opposite of what it would say alone: "không cung cấp mã OTP"
 * is what a bank writes.
 */
#include "recognise/engine.h"

static void cut_words(work_t *w)
{
    size_t n = 0, i = 0;
    w->words = ARENA_ARRAY(w->a, word_t, w->f.n / 2 + 2);
    if (!w->words) return;
    while (i < w->f.n && n < WORDS_MOST) {
        while (i < w->f.n && !word_char(w->f.text[i])) i++;
        size_t from = i;
        while (i < w->f.n && word_char(w->f.text[i])) i++;
        if (i > from)
            w->words[n++] = (word_t){(uint32_t)from, (uint32_t)i, word_hash((str_t){w->f.text + from, i - from})};
    }
    w->n_words = n;
}

static str_t word_at(const work_t *w, size_t i)
{
    return (str_t){w->f.text + w->words[i].start, w->words[i].end - w->words[i].start};
}

static bool one_of(str_t pattern, str_t word)
{
    str_t one;
    while (str_cut(&pattern, '|', &one))
        if (str_eq(one, word)) return true;
    return false;
}

static bool word_fits(const work_t *w, const phrase_t *p, uint8_t k, size_t i)
{
    return p->hash[k] ? p->hash[k] == w->words[i].hash : one_of(p->words[k], word_at(w, i));
}

/* The word index after the last word of `p` when it stands at word `i`; 0 when it does not. at[k]: where word k stands. */
static size_t stands(const work_t *w, const phrase_t *p, size_t i, size_t at[PHRASE_WORDS])
{
    size_t next = i + 1;
    at[0] = i;
    for (uint8_t k = 1; k < p->n; k++) {
        size_t last = p->gap[k] ? next + GAP : next;
        while (next <= last && next < w->n_words && !word_fits(w, p, k, next)) next++;
        if (next > last || next >= w->n_words) return 0;
        at[k] = next++;
    }
    return next;
}

/* Hashes find it; the words themselves decide. */
static size_t matches(const work_t *w, const phrase_t *p, size_t i)
{
    size_t at[PHRASE_WORDS], end = stands(w, p, i, at);
    for (uint8_t k = 0; end && k < p->n; k++)
        if (p->hash[k] && !str_eq(p->words[k], word_at(w, at[k]))) return 0;
    return end;
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

static bool clause_ends_between(const work_t *w, size_t from, size_t to)
{
    for (size_t k = from; k < to; k++)
        if (w->f.text[k] && strchr(".!?;", w->f.text[k])) return true;
    return false;
}

/* A "not" among the four words before, in the same clause. */
static bool negated(const work_t *w, size_t i)
{
    static const char *const nots[] = {"khong", "dung", "chua", "never", "not", "ko"};
    for (size_t back = 1; back <= 4 && back <= i; back++) {
        str_t word = word_at(w, i - back);
        if (clause_ends_between(w, w->words[i - back].end, w->words[i].start)) return false;
        if (!word.n || !strchr("kdcn", word.p[0])) continue;
        for (size_t k = 0; k < sizeof nots / sizeof *nots; k++)
            if (str_eq(word, str_of(nots[k])) && !only_looks_like_not(w, i - back, word)) return true;
    }
    return false;
}

void phrases_find(work_t *w)
{
    cut_words(w);
    for (size_t i = 0; i < w->n_words; i++) {
        for (int p = w->k->bucket[w->words[i].hash % PHRASE_BUCKETS]; p >= 0; p = w->k->phrases[p].next) {
            const phrase_t *ph = &w->k->phrases[p];
            if (!word_fits(w, ph, 0, i)) continue;
            size_t end = matches(w, ph, i);
            if (!end || w->n_hits == sizeof w->hits / sizeof *w->hits) continue;
            w->hits[w->n_hits].code = ph->sign;
            w->hits[w->n_hits].from = i;
            w->hits[w->n_hits].to = end;
            bool denied = negated(w, i);
            w->hits[w->n_hits++].negated = denied;
            if (!denied) w->heard |= said_bit(ph->sign);
        }
    }
}

bool heard_at(const work_t *w, str_t code, size_t *start, size_t *end)
{
    for (size_t i = 0; i < w->n_hits; i++) {
        if (w->hits[i].negated || !str_eq(w->hits[i].code, code)) continue;
        *start = w->f.origin[w->words[w->hits[i].from].start];
        *end = fold_end(w->in->text, &w->f, w->words[w->hits[i].to - 1].end - 1);
        return true;
    }
    return false;
}
