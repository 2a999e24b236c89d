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
 * Tables lie in the knowledge file (know.h); nothing is allocated.
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

typedef enum like_kind {
    LIKE_BODY,
    LIKE_PLATFORM, /* everybody speaks of it and builds on it: its name with any word beside it says little */
    LIKE_TRADE,    /* a whole trade ("ngan hang"): gives way to any body */
    LIKE_GAMBLE,   /* no body: a word of gambling and loan sites */
    LIKE_WORD      /* no body: an everyday word that begins with a body's name ("dichvucongchung") */
} like_kind_t;

typedef struct likenesses {
    const know_like_name_t *name;
    const int16_t *bucket, *edit;
    size_t edit_mask;
    const ktext_t *lure;
    const uint64_t *triple, *edited, *lured;
    const char *pool;
} likenesses_t;

typedef struct likeness {
    int brand; /* -1: nobody */
    likeness_how_t how;
    bool gambles; /* a word of gambling and loan sites stands in the registrable label */
} likeness_t;

/* Looks at `host`, whose ends are `facts`; `seen`: the host as the eye sees it, the same when it is plain ASCII. */
void likeness_look(const likenesses_t *l, str_t host, const domain_facts_t *facts, str_t seen, likeness_t *out);
/* Whether an everyday word that begins with a body's name stands at the begin of `host`. */
bool likeness_everyday(const likenesses_t *l, str_t host);
#endif
