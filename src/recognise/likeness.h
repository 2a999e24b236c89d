/* SPDX-License-Identifier: Apache-2.0
 *
 * likeness — whom a host that is not theirs is made to look like, and how.
 *
 * Of Vietnamese fakes seven in ten are a brand's name with a word beside it, one in ten is a letter away, the rest is the name
 * under another ending, in a sub-domain, or in other letters. So names are searched for in the host's labels first, at any
 * place when they are long enough not to be chance (six letters), as a token when they are short; then what the eye reads
 * (0 for o, rn for m, letters of other scripts); then one edit, by the names' one-deletion neighbourhoods, with exits after
 * Chromium's look-alike rules: not in the first letter, not a letter more or less at the end, not for short names.
 *
 * Read-only after it is built; no allocation while looking.
 */
#ifndef CG_RECOGNISE_LIKENESS_H
#define CG_RECOGNISE_LIKENESS_H
#include "recognise/domains.h"
#include "recognise/idna.h"

typedef enum likeness_how {
    LIKE_NOBODY,
    LIKE_FAINTLY, /* the name stands there, but so that it may be chance or their own: a short one, inside a longer word */
    LIKE_ENDING,    /* the very name under another ending */
    LIKE_COMBINED,  /* the name with words beside it */
    LIKE_LETTERS,   /* a letter changed, or another letter that looks the same */
    LIKE_SUBDOMAIN, /* the name in front, somebody else's domain behind it */
} likeness_how_t;

enum { LIKE_NAME = 40, LIKE_TRIPLES = 1 << 15, LIKE_BUCKETS = 1 << 12, LIKE_EDITS = 1 << 16, LIKE_LURES = 1 << 10 };

typedef enum like_kind {
    LIKE_BODY,
    LIKE_PLATFORM, /* everybody speaks of it and builds on it: its name with any word beside it says little */
    LIKE_TRADE,    /* a whole trade ("ngan hang"): gives way to any body */
    LIKE_GAMBLE    /* no body: a word of gambling and loan sites */
} like_kind_t;

typedef struct like_name {
    uint32_t at;    /* in the text: its letters, then the same as the eye sees them */
    uint8_t n, eye; /* lengths of the two */
    int16_t brand;  /* as the caller counts them */
    int32_t next;   /* of the same bucket; -1 */
    uint8_t kind;   /* of like_kind_t */
} like_name_t;

typedef struct like_edit {
    uint32_t hash;
    int32_t name; /* -1: an empty slot */
} like_edit_t;

typedef struct likenesses {
    like_name_t *name;
    size_t n, most;
    char *text;
    size_t bytes;
    int32_t bucket[LIKE_BUCKETS];       /* by the first three letters, as the eye sees them */
    uint64_t triple[LIKE_TRIPLES / 64]; /* whether a name begins with these three */
    like_edit_t *edit;                  /* names and their one-deletion neighbours */
    size_t edit_mask;
    uint64_t edited[LIKE_EDITS / 64];  /* whether any of them has this hash */
    uint64_t lured[LIKE_BUCKETS / 64]; /* whether a lure has this hash */
    str_t lure[LIKE_LURES];            /* words that fakes put beside a name; p = NULL: an empty slot */
    size_t n_lures;
} likenesses_t;

/* Room for so many names. False without memory. */
must_use bool likeness_new(arena_t *a, likenesses_t *l, size_t names);
/* A brand's name, folded, with or without spaces; names under three letters and over LIKE_NAME are passed over. */
must_use bool likeness_add(likenesses_t *l, str_t name, int brand, like_kind_t kind);
/* A word that fakes put beside a name ("login", "hotro"); kept as a slice. False when there is no room. */
must_use bool likeness_add_lure(likenesses_t *l, str_t word);

typedef struct likeness {
    int brand; /* -1: nobody */
    likeness_how_t how;
    str_t name;   /* the name it resembles */
    bool gambles; /* a word of gambling and loan sites stands in the registrable label */
} likeness_t;

/* Looks at `host`, whose ends are `facts`; `seen`: the host as the eye sees it, the same when it is plain ASCII. */
void likeness_look(const likenesses_t *l, str_t host, const domain_facts_t *facts, str_t seen, likeness_t *out);
#endif
