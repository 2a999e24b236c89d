/* SPDX-License-Identifier: Apache-2.0
 *
 * The verdict: how strong the signs are together, which form of scam they make, and what to do now.
 */
#include "recognise/engine.h"

enum { TEXT_LIMIT = 1 << 20 };

const char *canhgiac_level_name(level_t l)
{
    static const char *const names[] = {"unsure", "official", "suspicious", "danger"};
    return names[l];
}

/* Signs as independent witnesses: 1 − Π(1 − weight). */
static double strength(const verdict_t *v)
{
    double rest = 1;
    for (size_t i = 0; i < v->n_signs; i++) rest *= 1 - v->signs[i].weight;
    return 1 - rest;
}

static bool qualified(const verdict_t *v)
{
    for (size_t i = 0; i < v->n_signs; i++)
        if (v->signs[i].kind <= SIGN_LISTING && v->signs[i].weight >= 0.3) return true;
    return false;
}

/* The name in the text and the owner of the address are the same, as far as there is a name. */
static bool fits_the_name(const work_t *w, const entity_t *link)
{
    for (size_t i = 0; i < w->v->n_entities; i++) {
        const entity_t *e = &w->v->entities[i];
        if (e->kind != ENTITY_BRAND || !e->brand || str_eq(e->brand->kind, S("platform"))) continue;
        if (link->brand ? e->brand != link->brand : !str_eq(e->brand->kind, S("agency"))) return false;
    }
    return true;
}

static bool proven_official(const work_t *w)
{
    bool own = false;
    if (w->found.n[READING_HOST]) return false; /* an address that we put together is not where a tap leads */
    for (size_t i = 0; i < w->v->n_entities; i++) {
        const entity_t *e = &w->v->entities[i];
        if (e->kind != ENTITY_URL && e->kind != ENTITY_HOST) continue;
        if (e->disguised) return false;
        bool known = host_vouched(e->brand, e->host) || str_ends(e->host, S(".gov.vn"));
        if (!known || !fits_the_name(w, e)) return false;
        own = true;
    }
    return own;
}

/* Somebody has looked and put it on a list. */
static bool is_listed(const verdict_t *v)
{
    for (size_t i = 0; i < v->n_signs; i++)
        if (v->signs[i].kind == SIGN_LISTING) return true;
    return false;
}

/* The share of the bar at which a scam is called one where rules alone would call it that. */
#define GRAVE 0.45

/* How likely a scam must be before it is called one. Less is needed where rules that a person can check found more; beyond
 * 0.97 nothing is, for no wording around it may talk such findings away. A few words that nothing supports tell too little. */
static double enough(const work_t *w, double s)
{
    enum { FEW = 10 };
    const verdict_t *v = w->v;
    const model_t *m = &w->k->model;
    if (!v->n_signs && w->n_words < FEW) return (double)m->sure;
    if (!qualified(v) || s < 0.5) return (double)m->doubtful;
    return s >= 0.97 ? 0 : (double)m->doubtful * (s >= 0.8 ? GRAVE : 0.75);
}

static level_t level_of(const work_t *w, double s)
{
    const verdict_t *v = w->v;
    const model_t *m = &w->k->model;
    size_t strong = 0;
    for (size_t i = 0; i < v->n_signs; i++) strong += v->signs[i].kind <= SIGN_LISTING;
    bool grave = s >= 0.80 && qualified(v);
    if (!strong && s < 0.45 && proven_official(w)) return LEVEL_OFFICIAL;
    if (is_listed(v)) return LEVEL_DANGER; /* what people found no wording may talk away */
    if (w->vote.abstains) return level_of_score(s, qualified(v));
    double p = w->vote.p, least = enough(w, s);
    if (p < least) return LEVEL_UNSURE;
    bool sure = qualified(v) && p >= (double)m->sure;
    return sure || (grave && p >= (double)m->doubtful * GRAVE) ? LEVEL_DANGER : LEVEL_SUSPICIOUS;
}

/* What the rules saw is weighed together with the wording (model.h); where the model abstains the rules stand alone. */
static void decide(work_t *w)
{
    verdict_t *v = w->v;
    double s = strength(v);
    v->level = level_of(w, s);
    v->score = w->vote.abstains ? s : w->vote.p;
    v->has_score = !w->vote.abstains || v->level != LEVEL_UNSURE;
    if (v->level >= LEVEL_SUSPICIOUS && v->score < 0.5) v->score = 0.5;
    if (v->level == LEVEL_OFFICIAL) v->score *= 0.2;
    if (v->level < LEVEL_SUSPICIOUS) return;
    explain(w);
    if (s >= 0.45 || qualified(v)) return;
    /* Where nothing else says it, the wording does: its loudest words are marked. */
    model_loud_t loud = model_loudest(&w->k->model, &w->seen);
    if (loud.to > loud.from)
        add_sign(w, "model", w->f.origin[w->words[loud.from].start],
                 fold_end(w->in->text, &w->f, w->words[loud.to - 1].end - 1));
}

/* --- what to do --- */

static void step(verdict_t *v, const canhgiac_t *k, const char *ask)
{
    uint32_t code = code_hash(str_of(ask));
    for (size_t i = 0; i < k->n_steps && v->n_steps < STEPS_MOST; i++)
        if (k->steps[i].hash == code) v->steps[v->n_steps++] = k->steps[i].text[v->lang];
}

static void steps(const canhgiac_t *k, verdict_t *v)
{
    v->n_steps = 0;
    if (v->level >= LEVEL_SUSPICIOUS) {
        step(v, k, "always");
        for (size_t i = 0; i < v->n_asks; i++) step(v, k, v->asks[i]);
        step(v, k, "report");
    } else {
        step(v, k, v->level == LEVEL_OFFICIAL ? "official" : "unsure");
    }
}

static str_t headline_of(const canhgiac_t *k, const char *code, lang_t lang)
{
    uint32_t hash = code_hash(str_of(code));
    for (size_t i = 0; i < k->n_headlines; i++)
        if (k->headlines[i].hash == hash) return k->headlines[i].text[lang];
    return STR_NONE;
}

static void headline(work_t *w)
{
    verdict_t *v = w->v;
    const brand_t *b = v->level == LEVEL_DANGER ? v->imitates : NULL;
    const char *code = b                                        ? "danger-named"
                       : v->level == LEVEL_UNSURE && v->n_signs ? "unsure-signs"
                                                                : level_name(v->level);
    str_t line = headline_of(w->k, code, v->lang), slot = S("{name}");
    size_t at = b ? str_find(line, slot, 0) : SIZE_MAX;
    if (at != SIZE_MAX)
        line = str_join(w->a, str_join(w->a, str_sub(line, 0, at), b->name), str_sub(line, at + slot.n, line.n));
    v->headline = line;
}

/* What is written before it is read is not cleared first: most of a verdict stays empty. */
static void begin(verdict_t *v, const check_input_t *in, const canhgiac_t *k)
{
    v->level = LEVEL_UNSURE;
    v->has_score = false;
    v->score = 0;
    v->headline = STR_NONE;
    v->imitates = NULL;
    v->n_asks = v->n_signs = v->n_entities = v->n_listed = v->n_forms = v->n_steps = 0;
    v->lang = in->lang;
    v->version = k->version;
}

static bool buffers(arena_t *a, fold_t *f, size_t bound)
{
    f->text = arena_raw(a, bound);
    f->origin = arena_raw(a, (bound + 1) * sizeof *f->origin);
    return f->text && f->origin;
}

static bool cut(work_t *w, words_t *words)
{
    size_t most = words_bound(w->f.n);
    *words = words_in(arena_raw(w->a, words_size(most)), most);
    if (words->at) cut_words(&w->f, words);
    return words->at != NULL;
}

/* The fold with its origins and words; a reading of it with its own; then for each byte of that what the model reads. */
size_t canhgiac_scratch(size_t n)
{
    enum { FIXED = 80 << 10, BYTE = 1 + sizeof(uint32_t) + (sizeof(word_t) + 2) / 2, MORE = BYTE + sizeof(float) + 1 };
    if (n > TEXT_LIMIT) n = TEXT_LIMIT; /* a longer text is refused before anything is taken */
    size_t folded = fold_bound(n), read = reading_bound(folded);
    return folded * (BYTE + sizeof(word_t) + 2) + read * (BYTE + MORE) + FIXED;
}

static bool brand_word(const void *k, str_t word)
{
    return is_name(k, word);
}

/* The text as it is judged, and its words: the fold, or a reading of it where there is something to undo. */
static bool read_text(work_t *w)
{
    words_t words;
    if (!buffers(w->a, &w->f, fold_bound(w->in->text.n))) return false;
    fold_into(w->in->text, &w->f);
    if (!cut(w, &words)) return false;
    unsigned wanted = reading_wanted(&w->f, &words);
    if (wanted) {
        fold_t read;
        size_t most = reading_words_bound(w->f.n);
        words_t its = words_in(arena_raw(w->a, words_size(most)), most);
        if (!its.at || !buffers(w->a, &read, reading_bound(w->f.n))) return false;
        bool cut_too = reading_into(w->in->text, &w->f, &words, wanted, brand_word, w->k, &read, &its, &w->found);
        w->f = read;
        words = its;
        if (!cut_too && !cut(w, &words)) return false;
    }
    w->words = words.at;
    w->has = words.has;
    w->then = words.then;
    w->n_words = words.n < WORDS_MOST ? words.n : WORDS_MOST;
    w->n_others = words.others;
    return true;
}

static int look(const canhgiac_t *k, arena_t *a, const check_input_t *in, verdict_t *out, work_t **at)
{
    if (in->text.n > TEXT_LIMIT) return ST_LIMIT;
    work_t *w = *at = a ? arena_raw(a, sizeof *w) : NULL;
    if (!w) return ST_MEMORY;
    memset(w, 0, offsetof(work_t, hosts));
    w->k = k;
    w->a = a;
    w->in = in;
    w->v = out;
    begin(out, in, k);
    if (!read_text(w)) return ST_MEMORY;
    if (!words_sort(w)) return ST_MEMORY;
    phrases_find(w);
    entities_find(w);
    listed_find(w);
    judge(w);
    return ST_OK;
}

int canhgiac_check(const canhgiac_t *k, arena_t *a, const check_input_t *in, verdict_t *out)
{
    work_t *w;
    int s = look(k, a, in, out, &w);
    if (s != ST_OK) return s;
    decide(w);
    forms_find(w);
    tell_once(out);
    steps(k, out);
    headline(w);
    return ST_OK;
}

int canhgiac_findings(const canhgiac_t *k, arena_t *a, const check_input_t *in, findings_t *out)
{
    verdict_t *v = ARENA_NEW(a, verdict_t);
    work_t *w;
    int s = v ? look(k, a, in, v, &w) : ST_MEMORY;
    if (s == ST_OK && !w->seen.words) s = ST_MEMORY;
    if (s == ST_OK) *out = w->seen;
    return s;
}

void canhgiac_use(canhgiac_t *k, const model_t *m)
{
    k->model = *m;
}

/* --- evidence from elsewhere --- */

void verdict_ask(verdict_t *v, const char *what)
{
    for (size_t i = 0; i < v->n_asks; i++)
        if (strcmp(v->asks[i], what) == 0) return;
    if (v->n_asks < sizeof v->asks / sizeof *v->asks) v->asks[v->n_asks++] = what;
}

void canhgiac_add(verdict_t *v, const sign_t *sign, const char *ask)
{
    if (ask) verdict_ask(v, ask);
    if (v->n_signs == SIGNS_MOST) return;
    size_t i = v->n_signs++;
    for (; i > 0 && v->signs[i - 1].weight < sign->weight; i--) v->signs[i] = v->signs[i - 1];
    v->signs[i] = *sign;
}

void canhgiac_raise(const canhgiac_t *k, verdict_t *v, level_t floor, str_t headline)
{
    if (v->level < floor) {
        v->level = floor;
        v->headline = headline;
    }
    if (v->level >= LEVEL_SUSPICIOUS) {
        double s = strength(v);
        if (!v->has_score || v->score < s) v->score = s;
        v->has_score = true;
    }
    steps(k, v);
}
