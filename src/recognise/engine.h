/* SPDX-License-Identifier: Apache-2.0
 *
 * engine — the recogniser's own: knowledge in memory, and the parts of a check.
 */
#ifndef CG_RECOGNISE_ENGINE_H
#define CG_RECOGNISE_ENGINE_H
#include "base/fold.h"
#include "recognise/domains.h"
#include "recognise/hostname.h"
#include "recognise/know.h"
#include "recognise/letters.h"
#include "recognise/likeness.h"
#include "recognise/model.h"
#include "recognise/reading.h"
#include "recognise/verdict.h"

enum { TRIES_AT_ONCE = 4, PHRASE_WORDS = 12, WORDS_MOST = 200000, GAP = 4, CODES_MOST = 256, PLAIN_SIGNS = 128 };

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
    uint32_t hash; /* code_hash */
    str_t text[LANG_COUNT];
} line_fact_t;

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
    const sign_fact_t *host_signs[HOST_SIGN_COUNT];
    /* What is looked up, where it lies in the file. */
    const char *pool;
    const know_word_t *words;
    const know_slot_t *word_slots;
    size_t word_mask;
    const know_phrase_t *phrases;
    const uint16_t *items;
    const know_try_t *tries;
    const know_pair_t *pair_slots;
    size_t pair_mask;
    const uint64_t *pairs;
    const uint32_t *codes;
    const know_plain_t *plain;
    const uint16_t *plain_from, *plain_items;
    size_t n_plain;
    const know_name_t *names;
    const know_form_t *form_rules; /* beside `forms` */
    const uint32_t *conditions;
    likenesses_t in_hosts;
    domains_t domains;
    model_t model;            /* weights NULL: there is none */
    const know_bank_t *banks; /* BINs and whose they are */
    size_t n_banks;
    char version[64];
};

enum { TRAITS_MOST = 160 };

/* What was found in a message, as hashes, each once (traits.c). */
typedef struct traits {
    uint32_t at[TRAITS_MOST];
    size_t n;
    uint64_t bits; /* one of 64 for each that is there */
} traits_t;

/* What a host shows (hosts.c). */
enum {
    HOST_SHORT = 1,      /* a short or deep link: where it leads is not to be seen */
    HOST_BAD_ENDING = 2, /* an ending often used for throw-away sites */
    HOST_STATE = 4,      /* a state's name in somebody else's host */
    HOST_IDN = 8,        /* letters of another script */
    HOST_NUMBER = 16,    /* an IP address */
    HOST_GAMBLES = 32    /* has the shape of gambling and loan sites */
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
/* The same of a link's host, kept for those who ask later. */
typedef struct host_seen {
    bool read; /* it is a host; nothing else is set when it is none */
    bool shortener, number;
    unsigned marks;
    const brand_t *like;
    likeness_how_t how;
} host_seen_t;

/* Who looks at which words: a bit for each word. */
typedef enum reader_kind {
    READER_PHRASES,
    READER_NOTS,
    READER_LINKS,
    READER_DATES,
    READER_DIGITS,
    READER_NAMES,
    READERS
} reader_kind_t;

/* A check at work. */
typedef struct work {
    const canhgiac_t *k;
    arena_t *a;
    const check_input_t *in;
    fold_t f;              /* the text as it is judged: the fold, or a reading of it */
    reading_found_t found; /* what the reading had to undo */
    const word_t *words;
    const uint8_t *has, *then; /* as words_t has them */
    size_t n_words, n_others;  /* others: words that are none of Latin letters */
    uint16_t *ids;             /* of the words, in KNOW_WORDS, 0: none; KNOW_SPARE zeros behind them */
    uint64_t *look[READERS];   /* words_sort */
    verdict_t *v;
    /* What the phrases said and no "not" turned off, each code once, where it stands first. */
    uint64_t heard; /* said_bit of all of them */
    uint64_t heard_codes[CODES_MOST / 64];
    uint64_t denied_codes[CODES_MOST / 64]; /* what a "not" turned off */
    traits_t traits;
    findings_t seen;
    model_vote_t vote;
    size_t n_hits;
    /* What follows is written before it is read. */
    host_seen_t hosts[ENTITIES_MOST]; /* of the entities that are links or addresses of mail */
    struct {
        uint32_t code;     /* code_hash */
        uint32_t from, to; /* words */
    } hits[CODES_MOST];
} work_t;

/* Where looking for a word begins, among `mask` + 1 slots of up to 2^32. */
static inline size_t word_slot(uint32_t mix, size_t mask)
{
    return (mix ^ mix >> 16) & mask;
}
/* Of a domain: FNV-1a, stirred. */
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

/* The same of a kind of body, which a condition names "brand:KIND". */
static inline uint32_t kind_hash(str_t kind)
{
    return ~code_hash(kind) ^ (uint32_t)kind.n;
}

/* The names that can begin with a word of the text, the longest first. */
static inline const know_name_t *names_by_word(const canhgiac_t *k, uint16_t id, size_t *n)
{
    *n = k->words[id].n_names;
    return k->names + k->words[id].name;
}
/* words_sort.c */
bool words_sort(work_t *w); /* looks each word up and says who looks at it closer; false: no memory */
bool is_name(const canhgiac_t *k, str_t word); /* the word alone is a brand's */
/* The first word from `i` on that this reader looks at; n_words when there is none. */
static inline size_t word_to_look_at(const work_t *w, reader_kind_t reader, size_t i)
{
    for (; i < w->n_words; i = (i | 63) + 1) {
        uint64_t left = w->look[reader][i / 64] >> i % 64;
        if (left) return i + (size_t)__builtin_ctzll(left);
    }
    return w->n_words;
}
/* phrases.c */
void phrases_find(work_t *w);
bool negated(const work_t *w, size_t i); /* a "not" before word i turns off what begins there */
/* Judging asks for some eighty codes and a message says few: one bit of 64 answers most questions. */
bool heard_at(const work_t *w, uint32_t code, size_t *start, size_t *end);
static inline bool said_at(const work_t *w, const char *code, size_t *start, size_t *end) /* and not negated */
{
    uint32_t hash = code_hash(str_of(code));
    return (w->heard >> (hash & 63) & 1) && heard_at(w, hash, start, end);
}
static inline bool said(const work_t *w, const char *code)
{
    size_t s, e;
    return said_at(w, code, &s, &e);
}
/* explain.c */
/* Signs for what a message called a scam asks and tells, where the rules alone saw too little in it. */
void explain(work_t *w);
/* Of signs that tell the same thing only the more telling one. */
void tell_once(verdict_t *v);
/* forms.c */
void forms_find(work_t *w);
/* entities.c */
void entities_find(work_t *w);
/* hosts.c */
/* Looks at v->name, which the caller has read. */
void host_look(const canhgiac_t *k, host_view_t *v);
/* Of e, an entity of w: what its host shows, looked at when it was found. */
void host_keep(work_t *w, const entity_t *e, const host_view_t *v /* NULL: e->host is still to be looked at */);
static inline const host_seen_t *host_of(const work_t *w, const entity_t *e)
{
    return &w->hosts[e - w->v->entities];
}
bool link_is_short(const work_t *w, const entity_t *e);
bool host_gamble_shape(str_t label);           /* gamble.c: of a registrable label */
const char *likeness_sign(likeness_how_t how); /* the sign's code; NULL: none */
/* The same by parts, for a host in plain ASCII. */
const brand_t *host_owner(const canhgiac_t *k, str_t host);
const brand_t *host_resembles(const canhgiac_t *k, str_t host, str_t registrable, const char **how);
bool host_is_shortener(const canhgiac_t *k, str_t host);
bool host_is_number(str_t host);
bool names_app(str_t address); /* an app file, by its ending */
bool host_bad_ending(const canhgiac_t *k, str_t registrable);
/* listed.c */
void listed_find(work_t *w); /* after the entities: fills listed[] and marks what is allowed */
void listed_sign(work_t *w);
void hosts_ready(canhgiac_t *k); /* once signs and brands are read */
/* Whether the domain has a source and its owner speaks there alone: what proves an address. */
bool host_vouched(const brand_t *owner, str_t host);
/* judge.c */
void judge(work_t *w);
void verdict_ask(verdict_t *v, const char *what); /* verdict.c: once each */
void add_sign(work_t *w, const char *code, size_t start, size_t end);
void add_fact(work_t *w, const sign_fact_t *f, size_t start, size_t end); /* the same, each once */
/* verdict.c: from signs together to a level; `proof`: one of them is more than resemblance. OFFICIAL is decided apart. */
static inline level_t level_of_score(double score, bool proof)
{
    return score >= 0.80 && proof ? LEVEL_DANGER : score >= 0.45 ? LEVEL_SUSPICIOUS : LEVEL_UNSURE;
}
#endif
