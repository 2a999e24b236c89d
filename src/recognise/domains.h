/* SPDX-License-Identifier: Apache-2.0
 *
 * domains — what is known of a domain by its end: the public suffix list whole, whose it is, and which services hide where a
 * link leads. One walk over a host's labels from the right answers all of it.
 *
 * A hash table over suffixes of hosts, keyed by their letters from the right, so that each label adds to one running hash;
 * every suffix of an entry is an entry too, so that the walk ends where nothing longer is known.
 */
#ifndef CG_RECOGNISE_DOMAINS_H
#define CG_RECOGNISE_DOMAINS_H
#include "base/str.h"
#include "recognise/know.h"

enum {
    DOMAIN_RULE = 1,       /* a public suffix */
    DOMAIN_WILD = 2,       /* so is each name under it ("*.ck") */
    DOMAIN_EXCEPTION = 4,  /* but not this one ("!www.ck") */
    DOMAIN_SHORTENER = 8,  /* hides where a link leads */
    DOMAIN_BAD_ENDING = 16 /* often used for throw-away sites */
};

typedef struct domains {
    const know_domain_t *slot;
    size_t mask;
    const char *pool;
} domains_t;

/* The slot of `name`, or the empty one where it would stand; `hash`: of its letters from the right, by domain_step. */
size_t domain_slot(const domains_t *d, uint32_t hash, str_t name);
#define DOMAIN_SEED 0x811C9DC5u
static inline uint32_t domain_step(uint32_t h, char c)
{
    return (h ^ (unsigned char)c) * 0x01000193u;
}

typedef struct domain_facts {
    str_t suffix;      /* the public suffix, by the list; of an unknown ending its last label */
    str_t registrable; /* the suffix and one label more; empty when the host is itself a suffix */
    int owner;         /* of the longest known domain above it, or its own; -1 */
    bool shortener;
    bool bad_ending;   /* its last labels are among the endings; not when the host is just that */
    bool known_ending; /* the last label is in the list */
} domain_facts_t;

/* What is known of `host` (lower case ASCII, no empty labels). Slices of it. */
void domains_look(const domains_t *d, str_t host, domain_facts_t *out);
#endif
