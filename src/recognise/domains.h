/* SPDX-License-Identifier: Apache-2.0
 *
 * domains — what is known of a domain by its end: the public suffix list whole, whose it is, and which services hide where a
 * link leads. One walk over a host's labels from the right answers all of it.
 *
 * A hash table over suffixes of hosts, keyed by their letters from the right, so that each label adds to one running hash;
 * every suffix of an entry is an entry too, so that the walk ends where nothing longer is known. Entries are numbers and
 * places in a text: the tables may be written to a file and mapped as they are.
 */
#ifndef CG_RECOGNISE_DOMAINS_H
#define CG_RECOGNISE_DOMAINS_H
#include "base/arena.h"
#include "base/str.h"

enum {
    DOMAIN_RULE = 1,       /* a public suffix */
    DOMAIN_WILD = 2,       /* so is each name under it ("*.ck") */
    DOMAIN_EXCEPTION = 4,  /* but not this one ("!www.ck") */
    DOMAIN_SHORTENER = 8,  /* hides where a link leads */
    DOMAIN_BAD_ENDING = 16 /* often used for throw-away sites */
};

typedef struct domain {
    uint32_t hash;
    uint32_t at;   /* in the text */
    uint8_t n;     /* its length; 0: an empty slot */
    uint8_t flags; /* of DOMAIN_* */
    int16_t owner; /* whose it is, as the caller counts them; -1: nobody's we know */
} domain_t;

typedef struct domains {
    domain_t *slot;
    size_t mask, used;
    char *text;
    size_t n, room;
} domains_t;

/* Room for `most` names of `bytes` bytes together. False without memory. */
must_use bool domains_new(arena_t *a, domains_t *d, size_t most, size_t bytes);
/* Adds what `flags` says of a name (in any script, any case) and, unless it is -1, whose it is: the first owner keeps it.
 * False when the name is none or there is no room. */
must_use bool domains_add(domains_t *d, str_t name, unsigned flags, int owner);
/* A line of public_suffix_list.dat; comments and empty lines are passed over. */
must_use bool domains_add_rule(domains_t *d, str_t line);

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
