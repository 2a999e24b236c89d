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

enum { KNOW_FORMAT = 1, KNOW_ALIGN = 8 };
#define KNOW_MAGIC "CGKNOW\r\n"

typedef enum know_kind {
    KNOW_POOL,         /* char: every text */
    KNOW_TEXTS,        /* ktext_t: names and domains of brands */
    KNOW_BRANDS,       /* know_brand_t */
    KNOW_FORMS,        /* know_form_t */
    KNOW_SIGNS,        /* know_sign_t */
    KNOW_STEPS,        /* know_line_t */
    KNOW_HEADLINES,    /* know_line_t */
    KNOW_SHORTENERS,   /* ktext_t */
    KNOW_ENDINGS,      /* ktext_t */
    KNOW_WORDS,        /* know_word_t; word 0 is none */
    KNOW_WORD_SLOTS,   /* uint16_t: words by hash, open addressing; a power of two; 0: empty */
    KNOW_PHRASES,      /* know_phrase_t, those of one first word together */
    KNOW_ITEMS,        /* uint16_t: the words of phrases after the first, KNOW_GAP where a gap may stand before */
    KNOW_CODES,        /* uint32_t: code_hash of what phrases say */
    KNOW_NAMES,        /* know_name_t: brands as texts name them, by first word, the longest first */
    KNOW_HOST_NAMES,   /* know_host_name_t: the same as hosts hold them, in the order of brands.tsv */
    KNOW_HOST_BUCKETS, /* int16_t[NAME_BUCKETS]: the last host name whose first three letters fall there; -1: none */
    KNOW_HOST_FIRST,   /* int16_t[256]: the last host name with that first letter */
    KNOW_DOMAINS,      /* know_domain_t: brands' domains by hash, open addressing; a power of two */
    KNOW_SUFFIXES,     /* know_label_t: public suffixes, a tree of labels from the right; label 0 is the root */
    KNOW_MODEL,        /* char: model.h, without its digest; may be empty */
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

enum { KNOW_FORM_TEXTS = 13 }; /* code group name×2 when look×2 example×2 signs×2 do×2 */
typedef struct know_form {
    ktext_t text[KNOW_FORM_TEXTS];
    uint32_t number;
} know_form_t;

typedef struct know_sign {
    ktext_t code, why[LANG_COUNT], check[LANG_COUNT];
    uint16_t kind, weight; /* of 100 */
} know_sign_t;

typedef struct know_line {
    ktext_t code, text[LANG_COUNT];
} know_line_t;

enum { KNOW_GAP = 0x8000, KNOW_WORDS_MOST = 0x7FFF };
typedef struct know_word {
    uint32_t hash; /* word_hash */
    uint32_t at;   /* in the pool */
    uint16_t n, phrase, n_phrases, name, n_names, zero;
} know_word_t;

typedef struct know_phrase {
    uint32_t item;
    uint16_t code; /* in KNOW_CODES */
    uint16_t n;    /* items: the phrase's words but the first */
} know_phrase_t;

typedef struct know_name {
    uint32_t at;
    uint16_t n, brand;
} know_name_t;

typedef struct know_host_name {
    uint32_t at;
    uint16_t n, brand;
    int16_t next, same_first; /* earlier ones of that bucket and letter; -1: none */
} know_host_name_t;

enum { KNOW_NOBODY = 0xFFFF };
typedef struct know_domain {
    uint32_t at;
    uint16_t n, brand; /* KNOW_NOBODY: an empty slot */
} know_domain_t;

enum { LABEL_RULE = 1, LABEL_WILD = 2 /* whatever stands below is a suffix */, LABEL_EXCEPT = 4, LABEL_MOST = 63 };
typedef struct know_label {
    uint32_t at;
    uint8_t n, flags;
    uint16_t n_below; /* its labels, sorted as str_cmp does */
    uint32_t below;
} know_label_t;

/* The sum of a file's bytes after its own. */
uint64_t know_sum(const char *p, size_t n);
#endif
