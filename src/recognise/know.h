/* SPDX-License-Identifier: Apache-2.0
 *
 * know — canhgiac.know: all the recogniser knows in one file, which is mapped and read where it lies.
 *
 * A head, then parts at multiples of eight bytes, each an array of one kind of item: the table in the head says where it
 * begins and how many items it has. Numbers are little-endian. Texts are slices of one pool. `sum` is over every byte after
 * it: it finds damage, not forgery, so know_open checks each offset, count and index once, and what it has checked is never
 * looked at again. The compiler (compile.h) writes the file; a change of any structure here is a new KNOW_FORMAT.
 */
#ifndef CG_RECOGNISE_KNOW_H
#define CG_RECOGNISE_KNOW_H
#include "base/arena.h"
#include "base/str.h"

enum { KNOW_FORMAT = 6, KNOW_ALIGN = 8 };
#define KNOW_MAGIC "CGKNOW\r\n"

typedef enum know_kind {
    KNOW_POOL,       /* char: every text */
    KNOW_TEXTS,      /* ktext_t: names and domains of brands */
    KNOW_BRANDS,     /* know_brand_t */
    KNOW_FORMS,      /* know_form_t */
    KNOW_CONDITIONS, /* uint32_t: when a form is one; code_hash or kind_hash of all that must be shown, then 0 */
    KNOW_SIGNS,      /* know_sign_t */
    KNOW_STEPS,      /* know_line_t */
    KNOW_HEADLINES,  /* know_line_t */
    KNOW_WORDS,      /* know_word_t; word 0 is none, then those of KNOW_SUM … */
    KNOW_WORD_SLOTS, /* know_slot_t: words by word_slot, open addressing; a power of two; id 0: empty */
    KNOW_PHRASES,    /* know_phrase_t, those of one first word together, the longest first */
    KNOW_ITEMS,      /* uint16_t: the words of phrases after the first, KNOW_GAP where a gap may stand before */
    KNOW_TRIES,      /* know_try_t: phrases in stretches, each of which a word or a pair of words has tried */
    KNOW_PAIR_SLOTS, /* know_pair_t: by know_pair, open addressing; a power of two; first 0: empty */
    KNOW_PAIRS, /* uint64_t[KNOW_PAIRS_BITS / 64]: bits by know_pair of those and of the first two words of names */
    KNOW_PLAIN, /* know_plain_t, by first word */
    KNOW_PLAIN_FROM,   /* uint16_t: of each word the first that begins with it; where none does, 0 */
    KNOW_PLAIN_ITEMS,  /* uint16_t: the words of those after the first */
    KNOW_CODES,        /* uint32_t: code_hash of what phrases say */
    KNOW_NAMES,        /* know_name_t: brands as texts name them, by first word, the longest first */
    KNOW_LIKE_NAMES,   /* know_like_name_t: names as hosts hold them, and words of gambling sites */
    KNOW_LIKE_BUCKETS, /* int16_t[LIKE_BUCKETS]: the last of those by the first three letters the eye sees; -1: none */
    KNOW_LIKE_TRIPLES, /* uint64_t[LIKE_TRIPLES / 64]: bits: whether a name begins with these three letters */
    KNOW_LIKE_EDITS,   /* int16_t: names by the hashes of their one-deletion neighbours; a power of two; -1: empty */
    KNOW_LIKE_EDITED,  /* uint64_t[LIKE_EDITS / 64]: bits: whether one of those has this hash */
    KNOW_LURES,        /* ktext_t[LIKE_LURES]: words fakes put beside names, by hash; n = 0: empty */
    KNOW_LURED,        /* uint64_t[LIKE_BUCKETS / 64]: bits: whether one of those has this hash */
    KNOW_DOMAINS,      /* know_domain_t: ends of hosts by hash, open addressing; a power of two */
    KNOW_BANKS,        /* know_bank_t */
    KNOW_MODEL,        /* char: model.h, without its digest; may be empty */
    /* What no verdict rests on, so that it may be absent: it comes after what versions are digests of. */
    KNOW_TOLD,      /* ktext_t[KNOW_FORM_TOLD] of each form, in KNOW_TOLD_POOL: what pages tell of it */
    KNOW_TOLD_POOL, /* char */
    KNOW_PARTS
} know_kind_t;

typedef struct know_part {
    uint32_t at, n; /* bytes from the file's begin; items */
} know_part_t;

typedef struct know_head {
    char magic[8];
    uint64_t sum;
    uint32_t format, size;
    uint32_t knowledge, model; /* versions: digests of what was compiled */
    uint32_t parts, zero;
    know_part_t part[KNOW_PARTS];
} know_head_t;

typedef struct ktext {
    uint32_t at, n; /* in the pool */
} ktext_t;

typedef struct know_brand {
    ktext_t key, kind, name, hotline;
    uint32_t names, n_names, domains, n_domains, n_vouched; /* in KNOW_TEXTS */
} know_brand_t;

enum { KNOW_FORM_TEXTS = 5, KNOW_FORM_TOLD = 8 }; /* code group name×2 when; look×2 example×2 signs×2 do×2 */
typedef struct know_form {
    ktext_t text[KNOW_FORM_TEXTS];
    uint32_t number;
    uint32_t when, n_when; /* in KNOW_CONDITIONS */
} know_form_t;

typedef struct know_sign {
    ktext_t code, why[LANG_COUNT], check[LANG_COUNT];
    uint16_t kind, weight; /* of 100 */
} know_sign_t;

typedef struct know_line {
    ktext_t code, text[LANG_COUNT];
} know_line_t;

enum { KNOW_GAP = 0x8000, KNOW_WORDS_MOST = 0x7FFF, KNOW_SPARE = 8 };
/* What is asked of every word of a text. */
enum {
    KNOW_OPEN = 1,      /* a phrase that begins with it says nothing of the word behind */
    KNOW_NAMED = 2,     /* it is the name of a brand */
    KNOW_LEADS = 4,     /* deadlines begin with it (entity_dates.c) */
    KNOW_DENIES = 8,    /* it says "not" (phrases.c) */
    KNOW_BEGINS = 16,   /* phrases begin with it */
    KNOW_NAMES_ON = 32, /* names of several words do */
    KNOW_PLAINS = 64    /* what is said plainly does (explain.c) */
};
typedef struct know_word {
    uint64_t head;         /* word_head */
    uint32_t at;           /* in the pool */
    uint16_t n;            /* bytes */
    uint16_t open, n_open; /* in KNOW_TRIES: phrases that say nothing of the word behind */
    uint16_t name, n_names;
    uint16_t is; /* of KNOW_OPEN … */
} know_word_t;

/* What is asked of a word first, in one piece of memory. */
typedef struct know_slot {
    uint64_t head;
    uint16_t id, n, is, zero;
} know_slot_t;

/* Two words with which phrases begin, and these: in KNOW_TRIES, those of the first word that are open among them. */
typedef struct know_pair {
    uint16_t first, second, at, n;
} know_pair_t;

/* A phrase, and for a quick no the words that must follow its first two up to a gap, as far as they are here; where there is
 * none, or a gap before the second, 0. */
enum { KNOW_AHEAD = 4 };
typedef struct know_try {
    uint16_t must[KNOW_AHEAD], mask[KNOW_AHEAD]; /* mask: all bits or none */
    uint16_t phrase, code;                       /* code: the phrase's */
    uint16_t n; /* words of the phrase, if the pair and these are all of it; 0: there are more, or gaps */
} know_try_t;

/* Words that no text holds: each stands for what was found there. */
enum { KNOW_SUM = 1, KNOW_LINK, KNOW_PHONE, KNOW_ACCOUNT };
/* What a message that is called a scam asks or tells. A word after the first may be one of several: KNOW_OR, or the next item;
 * KNOW_GAP, a gap may stand before; KNOW_NEAR, one word may. `first` 0: the phrases of a code say it, `item` is that code in KNOW_CODES. */
enum { KNOW_OR = 0x4000, KNOW_NEAR = 0x2000, KNOW_PLAIN_WORD = 0x1FFF };
typedef struct know_plain {
    uint64_t next; /* bits by plain_bit of the words that may stand second; all: none need to */
    uint16_t first, item, n;
    uint16_t sign; /* in KNOW_SIGNS */
    uint16_t rank; /* the lower, the more telling */
    uint16_t zero[3];
} know_plain_t;
static inline uint64_t plain_bit(uint16_t word)
{
    return (uint64_t)1 << (word & 63);
}

/* 131,072 bits, of which each pair sets one; and where looking for one begins. */
enum { KNOW_PAIRS_BITS = 1 << 17 };
static inline uint32_t know_pair(uint16_t first, uint16_t second)
{
    return ((uint32_t)first << 16 | second) * 0x9E3779B1u >> 15;
}
static inline bool know_pair_may(const uint64_t *pairs, uint16_t first, uint16_t second)
{
    uint32_t bit = know_pair(first, second);
    return pairs[bit >> 6] >> (bit & 63) & 1;
}

typedef struct know_phrase {
    uint16_t item;
    uint16_t code; /* in KNOW_CODES */
    uint16_t n;    /* items: the phrase's words but the first */
} know_phrase_t;

typedef struct know_name {
    uint32_t at;
    uint16_t n, brand;
} know_name_t;

enum { LIKE_NAME = 40, LIKE_TRIPLES = 1 << 15, LIKE_BUCKETS = 1 << 12, LIKE_EDITS = 1 << 16, LIKE_LURES = 1 << 10 };
typedef struct know_like_name {
    uint32_t at;        /* its letters, and after them the same as the eye sees them */
    uint8_t n, eye;     /* lengths of the two */
    int16_t brand;      /* -1: none */
    int16_t next;       /* an earlier one of the same bucket; -1: none */
    uint8_t kind, zero; /* of like_kind_t */
} know_like_name_t;

/* A name at the right end of a host. Every end of an entry is an entry too: a walk from the right stops where none is. */
typedef struct know_domain {
    uint32_t at;
    uint8_t n;     /* 0: an empty slot */
    uint8_t flags; /* of DOMAIN_* (domains.h) */
    int16_t owner; /* the brand whose it is; -1: nobody's we know */
} know_domain_t;

/* A number by which payments name a bank (BIN). */
typedef struct know_bank {
    ktext_t bin, name;
    int32_t brand; /* whose it is; -1: of nobody in brands.tsv */
} know_bank_t;

/* The sum of a file's bytes after its own. */
uint64_t know_sum(const char *p, size_t n);
#endif
