/* SPDX-License-Identifier: Apache-2.0
 *
 * engine — the recogniser's own: knowledge in memory, and the parts of a check.
 */
#ifndef CG_RECOGNISE_ENGINE_H
#define CG_RECOGNISE_ENGINE_H
#include "base/fold.h"
#include "recognise/canhgiac.h"
#include "recognise/know.h"
#include "recognise/letters.h"
#include "recognise/model.h"

enum { PHRASE_WORDS = 12, WORDS_MOST = 200000, GAP = 4, CODES_MOST = 256, NAME_BUCKETS = 4096 };

typedef struct sign_fact {
    str_t code;
    uint32_t hash; /* code_hash */
    sign_kind_t kind;
    double weight;
    str_t why[LANG_COUNT], check[LANG_COUNT];
} sign_fact_t;

/* What to do about an act, or the headline of a level. */
typedef struct line_fact {
    str_t code;
    str_t text[LANG_COUNT];
} line_fact_t;

/* A brand's name as hosts hold it; `next` and `same_first` chain those of one bucket and of one first letter (-1: the last). */
typedef struct name {
    str_t text;
    const brand_t *brand;
    int next, same_first;
} name_t;

typedef struct names {
    name_t *all; /* in the order of brands.tsv */
    size_t n;
    const int16_t *bucket, *first;
} names_t;

typedef struct domain_set {
    const know_domain_t *slot;
    size_t mask;
    const char *pool;
    const brand_t *brands;
} domain_set_t;

typedef struct suffix_set {
    const know_label_t *label;
    const char *pool;
} suffix_set_t;

struct canhgiac {
    /* What people read and judging asks for by name: slices of the file, made when it was opened. */
    brand_t *brands;
    size_t n_brands;
    form_t *forms;
    size_t n_forms;
    sign_fact_t *signs;
    size_t n_signs;
    line_fact_t *steps, *headlines;
    size_t n_steps, n_headlines;
    str_t *shorteners, *bad_endings;
    size_t n_shorteners, n_bad_endings;
    names_t in_hosts;
    /* What is looked up, where it lies in the file. */
    const char *pool;
    const know_word_t *words;
    const uint16_t *word_slots;
    size_t word_mask;
    const know_phrase_t *phrases;
    const uint16_t *items;
    const uint32_t *codes;
    const know_name_t *names;
    domain_set_t domains;
    suffix_set_t suffixes;
    model_t model; /* weights NULL: there is none */
    char version[64];
};

typedef struct word {
    uint32_t start, end; /* in the folded text */
    uint16_t id;         /* in KNOW_WORDS; 0: no word of a phrase or a name */
} word_t;

/* A check at work. */
typedef struct work {
    const canhgiac_t *k;
    arena_t *a;
    const check_input_t *in;
    fold_t f;
    word_t *words;
    size_t n_words;
    verdict_t *v;
    /* What the phrases said and no "not" turned off, each code once, where it stands first. */
    uint64_t heard; /* said_bit of all of them */
    uint64_t heard_codes[CODES_MOST / 64];
    size_t n_hits;
    struct {
        uint32_t code;     /* code_hash */
        uint32_t from, to; /* words */
    } hits[CODES_MOST];
} work_t;

/* FNV-1a, stirred. */
uint32_t word_hash(str_t w);
const sign_fact_t *sign_fact(const canhgiac_t *k, str_t code);

/* A number for a code of four letters or more: of a literal the compiler makes a constant of it. The knowledge's compiler
 * sees to it that no two codes share one. */
static inline uint32_t code_hash(str_t code)
{
    uint64_t first = 0, last = 0;
    if (code.n >= 8) {
        memcpy(&first, code.p, 8);
        memcpy(&last, code.p + code.n - 8, 8);
    } else if (code.n >= 4) {
        memcpy(&first, code.p, 4);
        memcpy(&last, code.p + code.n - 4, 4);
    }
    uint64_t h = (first ^ code.n) * 0x9E3779B97F4A7C15u ^ last;
    h = (h ^ h >> 32) * 0xD6E8FEB86659FD93u;
    return (uint32_t)(h >> 32);
}

/* names.c */
str_t first_word(str_t name);
/* The names that can begin with a word of the text, the longest first. */
static inline const know_name_t *names_by_word(const canhgiac_t *k, const word_t *word, size_t *n)
{
    *n = k->words[word->id].n_names;
    return k->names + k->words[word->id].name;
}
/* The first of the names that can begin with the three letters at p; -1: none. */
int names_by_letters(const names_t *set, const char *p);
size_t names_bucket(const char *p); /* of the first three letters */
const brand_t *domain_brand(const domain_set_t *set, str_t domain);
/* suffix.c: whether a rule of the public suffix list reads so ("com.vn", "*.ck", "!www.ck"); and how many bytes of the end of
 * `host` are the public suffix: its last label when no rule fits. */
bool suffix_has(const suffix_set_t *s, str_t rule);
size_t suffix_of(const suffix_set_t *s, str_t host);
/* phrases.c */
bool phrases_find(work_t *w); /* false: no memory */
/* Judging asks for some eighty codes and a message says few: one bit of 64 answers most questions. */
bool heard_at(const work_t *w, uint32_t code, size_t *start, size_t *end);
static inline bool said_at(const work_t *w, const char *code, size_t *start, size_t *end) /* and not negated */
{
    uint32_t hash = code_hash(str_of(code));
    return (w->heard >> (hash & 63) & 1) && heard_at(w, hash, start, end);
}
static inline bool said_code(const work_t *w, str_t code)
{
    size_t s, e;
    uint32_t hash = code_hash(code);
    return (w->heard >> (hash & 63) & 1) && heard_at(w, hash, &s, &e);
}
static inline bool said(const work_t *w, const char *code)
{
    return said_code(w, str_of(code));
}
/* entities.c */
void entities_find(work_t *w);
/* hosts.c: whose domain it is, and whom it resembles without being theirs */
const brand_t *host_owner(const canhgiac_t *k, str_t host);
const brand_t *host_resembles(const canhgiac_t *k, str_t host, str_t registrable, const char **how);
bool host_is_shortener(const canhgiac_t *k, str_t host); /* or a deep link: where it leads is not to be seen */
bool host_is_number(str_t host);
bool host_claims_state(str_t host);
bool host_bad_ending(const canhgiac_t *k, str_t registrable);
/* judge.c */
void judge(work_t *w);
void verdict_ask(verdict_t *v, const char *what); /* verdict.c: once each */
void add_sign(work_t *w, const char *code, size_t start, size_t end);
bool has_sign(const work_t *w, str_t code);
#endif
