/* SPDX-License-Identifier: Apache-2.0
 *
 * engine — the recogniser's own: knowledge in memory, and the parts of a check.
 */
#ifndef CG_RECOGNISE_ENGINE_H
#define CG_RECOGNISE_ENGINE_H
#include "base/fold.h"
#include "recognise/canhgiac.h"
#include "recognise/letters.h"
#include "recognise/model.h"

enum { PHRASE_WORDS = 12, WORDS_MOST = 200000, GAP = 4 };

/* A phrase: folded words in order; "*" lets up to GAP words stand between; "a|b" is either. */
typedef struct phrase {
    str_t sign; /* its code */
    str_t words[PHRASE_WORDS];
    uint32_t hash[PHRASE_WORDS]; /* word_hash of each; 0: it is one of several */
    uint8_t n;
    bool gap[PHRASE_WORDS]; /* a gap may stand before word i */
    int next;               /* next phrase with the same hash of its first word; -1: none */
} phrase_t;

typedef struct sign_fact {
    str_t code;
    sign_kind_t kind;
    double weight;
    str_t why[LANG_COUNT], check[LANG_COUNT];
} sign_fact_t;

typedef struct suffix_set {
    str_t *slot; /* "com.vn", "*.ck", "!www.ck" */
    size_t mask;
} suffix_set_t;

typedef struct step_fact {
    str_t ask;
    str_t text[LANG_COUNT];
} step_fact_t;

enum { PHRASE_BUCKETS = 4096, NAME_BUCKETS = 4096 };

/* A brand's name; `next` and `same_first` chain those of one bucket and of one first letter (-1: the last). */
typedef struct name {
    str_t text;
    const brand_t *brand;
    int next, same_first;
} name_t;

typedef struct names {
    name_t *all; /* in the order of brands.tsv */
    size_t n;
    int bucket[NAME_BUCKETS], first[256];
} names_t;

typedef struct domain_slot {
    str_t domain;
    const brand_t *brand; /* NULL: an empty slot */
} domain_slot_t;

typedef struct domain_set {
    domain_slot_t *slot;
    size_t mask;
} domain_set_t;

struct canhgiac {
    arena_t *a;
    brand_t *brands;
    size_t n_brands;
    form_t *forms;
    size_t n_forms;
    sign_fact_t *signs;
    size_t n_signs;
    step_fact_t *steps;
    size_t n_steps;
    step_fact_t *headlines; /* by level */
    size_t n_headlines;
    phrase_t *phrases;
    size_t n_phrases;
    int bucket[PHRASE_BUCKETS];
    names_t in_texts; /* by the hash of their first word */
    names_t in_hosts; /* without spaces, by their first three letters */
    domain_set_t domains;
    suffix_set_t suffixes;
    model_t model; /* weights NULL: there is none */
    str_t *shorteners, *bad_endings;
    size_t n_shorteners, n_bad_endings;
};

typedef struct word {
    uint32_t start, end; /* in the folded text */
    uint32_t hash;       /* word_hash of it */
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
    /* What the phrases said, by sign code, before they are signs. */
    struct {
        str_t code;
        size_t from, to; /* words */
        bool negated;
    } hits[256];
    size_t n_hits;
    uint64_t heard; /* said_bit of every hit that is not negated */
} work_t;

const sign_fact_t *sign_fact(const canhgiac_t *k, str_t code);
bool suffix_has(const suffix_set_t *s, str_t name);
uint32_t word_hash(str_t w);

/* names.c */
must_use status_t names_build(canhgiac_t *k); /* after the brands are read */
str_t first_word(str_t name);
/* The first of the names that can begin with the word of that hash, or with the three letters at p; -1: none. */
int names_by_word(const names_t *set, uint32_t hash);
int names_by_letters(const names_t *set, const char *p);
const brand_t *domain_brand(const domain_set_t *set, str_t domain);
/* phrases.c */
void phrases_find(work_t *w);
/* One of 64 for each code. Judging asks for some eighty codes and a message says few: one bit answers most questions. */
static inline uint64_t said_bit(str_t code)
{
    unsigned mixed = (unsigned)code.n;
    if (code.n > 6) mixed += (unsigned char)code.p[6] * 5u + (unsigned char)code.p[code.n - 1] * 11u;
    return (uint64_t)1 << (mixed & 63);
}
bool heard_at(const work_t *w, str_t code, size_t *start, size_t *end);
static inline bool said_at(const work_t *w, const char *code, size_t *start, size_t *end) /* and not negated */
{
    return (w->heard & said_bit(str_of(code))) && heard_at(w, str_of(code), start, end);
}
static inline bool said(const work_t *w, const char *code)
{
    size_t s, e;
    return said_at(w, code, &s, &e);
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
