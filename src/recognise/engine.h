/* SPDX-License-Identifier: Apache-2.0
 *
 * engine — the recogniser's own: knowledge in memory, and the parts of a check.
 */
#ifndef CG_RECOGNISE_ENGINE_H
#define CG_RECOGNISE_ENGINE_H
#include "base/fold.h"
#include "recognise/canhgiac.h"
#include "recognise/domains.h"
#include "recognise/hostname.h"
#include "recognise/letters.h"
#include "recognise/likeness.h"
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

typedef struct step_fact {
    str_t ask;
    str_t text[LANG_COUNT];
} step_fact_t;

enum { PHRASE_BUCKETS = 4096, NAME_BUCKETS = 4096 };

/* The signs a host can bear alone; the first ones in the order of likeness_how_t. */
typedef enum host_sign {
    HOST_SIGN_FAINT = LIKE_FAINTLY,
    HOST_SIGN_ENDING,
    HOST_SIGN_COMBINED,
    HOST_SIGN_LETTERS,
    HOST_SIGN_SUBDOMAIN,
    HOST_SIGN_STATE,
    HOST_SIGN_BAD_ENDING,
    HOST_SIGN_IDN,
    HOST_SIGN_NUMBER,
    HOST_SIGN_SHORT,
    HOST_SIGN_GAMBLES,
    HOST_SIGN_APP,
    HOST_SIGN_COUNT
} host_sign_t;

/* A brand's name; `next` chains those of one bucket (-1: the last). */
typedef struct name {
    str_t text;
    const brand_t *brand;
    int next;
} name_t;

typedef struct names {
    name_t *all; /* in the order of brands.tsv */
    size_t n;
    int bucket[NAME_BUCKETS];
} names_t;

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
    likenesses_t in_hosts;
    const sign_fact_t *host_signs[HOST_SIGN_COUNT];
    domains_t domains; /* public suffixes, the brands' own, shorteners and endings */
    model_t model;     /* weights NULL: there is none */
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
uint32_t word_hash(str_t w);

/* names.c */
must_use status_t names_build(canhgiac_t *k,
                              size_t more); /* after the brands are read; `more` words of hosts.tsv follow */
str_t first_word(str_t name);
/* The first of the names that can begin with the word of that hash; -1: none. */
int names_by_word(const names_t *set, uint32_t hash);
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
/* hosts.c */
enum {
    HOST_SHORT = 1,       /* a short or deep link: where it leads is not to be seen */
    HOST_BAD_ENDING = 2,  /* an ending often used for throw-away sites */
    HOST_STATE = 4,       /* a state's name in somebody else's host */
    HOST_IDN = 8,         /* letters of another script */
    HOST_NUMBER = 16,     /* an IP address */
    HOST_GAMBLES = 32,    /* has the shape of gambling and loan sites */
    HOST_UNKNOWN_END = 64 /* its last label is no top-level domain we know */
};
/* All that one look at a host tells; slices of `name`, which must stay. */
typedef struct host_view {
    hostname_t name;
    domain_facts_t ends;
    const brand_t *owner; /* NULL: nobody we know */
    const brand_t *like;  /* whom it resembles without being theirs */
    likeness_how_t how;
    unsigned marks; /* of HOST_* */
} host_view_t;
/* Looks at v->name, which the caller has read. */
void host_look(const canhgiac_t *k, host_view_t *v);
bool host_gamble_shape(str_t label);           /* gamble.c: of a registrable label */
const char *likeness_sign(likeness_how_t how); /* the sign's code; NULL: none */
/* The same by parts, for a host in plain ASCII. */
const brand_t *host_owner(const canhgiac_t *k, str_t host);
const brand_t *host_resembles(const canhgiac_t *k, str_t host, str_t registrable, const char **how);
bool host_is_shortener(const canhgiac_t *k, str_t host);
bool host_is_number(str_t host);
bool host_claims_state(str_t host);
bool host_bad_ending(const canhgiac_t *k, str_t registrable);
void hosts_ready(canhgiac_t *k); /* once signs and brands are read */
/* Whether the domain has a source and its owner speaks there alone: what proves an address. */
bool host_vouched(const brand_t *owner, str_t host);
/* judge.c */
void judge(work_t *w);
void verdict_ask(verdict_t *v, const char *what); /* verdict.c: once each */
void add_sign(work_t *w, const char *code, size_t start, size_t end);
bool has_sign(const work_t *w, str_t code);
/* verdict.c: from signs together to a level; `proof`: one of them is more than resemblance. OFFICIAL is decided apart. */
static inline level_t level_of_score(double score, bool proof)
{
    return score >= 0.80 && proof ? LEVEL_DANGER : score >= 0.45 ? LEVEL_SUSPICIOUS : LEVEL_UNSURE;
}
#endif
