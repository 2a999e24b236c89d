/* SPDX-License-Identifier: Apache-2.0
 *
 * Which form of scam the signs make: "a b+c" is a, or b and c; the compiler made numbers of the codes.
 */
#include "recognise/engine.h"

/* What the message shows: codes of its signs, of what its phrases said, and the kind of body it imitates. */
typedef struct shown {
    uint64_t bits; /* one of 64 for each, for a quick no */
    uint32_t code[SIGNS_MOST + CODES_MOST + 1];
    size_t n;
} shown_t;

static void show(shown_t *s, uint32_t code)
{
    s->bits |= (uint64_t)1 << (code & 63);
    s->code[s->n++] = code;
}

static void gather(const work_t *w, shown_t *s)
{
    const brand_t *b = w->v->imitates;
    s->bits = 0;
    s->n = 0;
    for (size_t i = 0; i < w->v->n_signs; i++) show(s, code_hash(w->v->signs[i].code));
    for (size_t i = 0; i < w->n_hits; i++) show(s, w->hits[i].code);
    if (b) show(s, kind_hash(b->kind));
}

static bool has(const shown_t *s, uint32_t code)
{
    if (!(s->bits >> (code & 63) & 1)) return false;
    for (size_t i = 0; i < s->n; i++)
        if (s->code[i] == code) return true;
    return false;
}

/* Each condition is its codes and a 0. The more it asks for, the surer it is. */
static double form_score(const shown_t *s, const uint32_t *when, size_t n)
{
    double best = 0, terms = 0;
    bool whole = true;
    for (size_t i = 0; i < n; i++) {
        if (when[i]) {
            whole = whole && has(s, when[i]);
            terms++;
            continue;
        }
        double score = whole && terms > 0 ? 0.5 + 0.15 * terms : 0;
        if (score > best) best = score > 0.95 ? 0.95 : score;
        terms = 0;
        whole = true;
    }
    return best;
}

static void keep(verdict_t *v, const form_t *form, double score)
{
    size_t at = v->n_forms;
    while (at > 0 && v->form_scores[at - 1] < score) at--;
    if (at == FORMS_MOST) return;
    if (v->n_forms < FORMS_MOST) v->n_forms++;
    for (size_t k = v->n_forms - 1; k > at; k--) {
        v->forms[k] = v->forms[k - 1];
        v->form_scores[k] = v->form_scores[k - 1];
    }
    v->forms[at] = form;
    v->form_scores[at] = score;
}

void forms_find(work_t *w)
{
    const canhgiac_t *k = w->k;
    shown_t shown;
    if (w->v->level < LEVEL_SUSPICIOUS) return;
    gather(w, &shown);
    for (size_t i = 0; i < k->n_forms; i++) {
        double score = form_score(&shown, k->conditions + k->form_rules[i].when, k->form_rules[i].n_when);
        if (score > 0) keep(w->v, &k->forms[i], score);
    }
}
