/* SPDX-License-Identifier: Apache-2.0
 *
 * Which words a sign marks: the phrase that says it with what it is said of, or the words that lead up to a link.
 */
#include "recognise/judge.h"

/* A full stop or comma inside a number is none. */
static bool pauses(const work_t *w, size_t from, size_t to, bool at_comma)
{
    for (size_t i = from; i < to; i++) {
        char c = w->f.text[i];
        bool inside = i > 0 && i + 1 < w->f.n && is_digit(w->f.text[i - 1]) && is_digit(w->f.text[i + 1]);
        if (c == ';' || c == '!' || c == '?' || c == '(' || c == ')') return true;
        if ((c == '.' || c == ':' || (c == ',' && at_comma)) && !inside) return true;
    }
    return false;
}

const entity_t *link_over(const work_t *w, size_t at)
{
    for (size_t i = 0; i < w->v->n_entities; i++) {
        const entity_t *e = &w->v->entities[i];
        if ((is_link(e) || e->kind == ENTITY_PHONE) && at >= e->start && at < e->end) return e;
    }
    return NULL;
}

size_t word_from(const work_t *w, size_t at)
{
    size_t low = 0, high = w->n_words;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (w->f.origin[w->words[middle].start] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A phrase with what it is said of: some more words of its clause on either side, not over a link or number ("đóng phí" …
 * "hồ sơ 500k"). */
void widen(const work_t *w, size_t before, size_t after, bool at_comma, size_t *start, size_t *end)
{
    size_t i = word_from(w, *end), first = word_from(w, *start);
    for (; i > 0 && i < w->n_words && after > 0; i++, after--) {
        if (pauses(w, w->words[i - 1].end, w->words[i].start, at_comma) || link_over(w, w->f.origin[w->words[i].start]))
            break;
        *end = fold_end(w->in->text, &w->f, w->words[i].end - 1);
    }
    for (; first > 0 && first < w->n_words && before > 0; first--, before--) {
        if (pauses(w, w->words[first - 1].end, w->words[first].start, true) ||
            link_over(w, w->f.origin[w->words[first - 1].start]))
            break;
        *start = w->f.origin[w->words[first - 1].start];
    }
}

/* What is offered is told as a list. */
bool is_offer(str_t sign)
{
    static const char *const offers[] = {"theme-job", "theme-invest", "theme-loan", "theme-gamble", "theme-papers"};
    for (size_t i = 0; i < sizeof offers / sizeof *offers; i++)
        if (str_eq(sign, str_of(offers[i]))) return true;
    return false;
}

/* What is asked goes on behind the phrase; what is told stands around it. */
void add_words(work_t *w, const char *sign, size_t start, size_t end)
{
    const sign_fact_t *f = sign_fact(w->k, str_of(sign));
    if (f) add_fact_words(w, f, start, end);
}

void add_fact_words(work_t *w, const sign_fact_t *f, size_t start, size_t end)
{
    bool told = (f->kind == SIGN_EMOTION || f->kind == SIGN_LAW || str_eq(f->code, S("relative-money")));
    bool offer = is_offer(f->code);
    widen(w, told ? 4 : 0, offer ? 9 : told ? 6 : 3, !offer, &start, &end);
    add_fact(w, f, start, end);
}

/* The words that lead up to a link or number, six at most and of its clause: "Hủy ngay tại". Where there are none, false. */
bool words_before(const work_t *w, const entity_t *e, size_t *start, size_t *end)
{
    enum { MOST = 6 };
    size_t i = word_from(w, e->start);
    if (!i || pauses(w, w->words[i - 1].end, i < w->n_words ? w->words[i].start : w->words[i - 1].end, true))
        return false;
    if (link_over(w, w->f.origin[w->words[i - 1].start])) return false;
    *start = w->f.origin[w->words[i - 1].start];
    *end = fold_end(w->in->text, &w->f, w->words[i - 1].end - 1);
    size_t none = *end;
    widen(w, MOST - 1, 0, true, start, &none);
    return true;
}

/* "… at", "… into" right before a link says to open it, whatever the verb is. */
bool led_to(const work_t *w, const entity_t *e)
{
    static const char *const leads[] = {"tai", "vao",   "vo",   "o",   "qua", "link",
                                        "web", "trang", "theo", "len", "app", "day"};
    size_t i = word_from(w, e->start);
    if (!i) return false;
    str_t last = {w->f.text + w->words[i - 1].start, w->words[i - 1].end - w->words[i - 1].start};
    for (size_t k = 0; k < sizeof leads / sizeof *leads; k++)
        if (str_eq(last, str_of(leads[k]))) return true;
    return false;
}
