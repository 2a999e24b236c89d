/* SPDX-License-Identifier: Apache-2.0
 *
 * printed — the addresses that our own materials, dispatches and pages print, and whether anybody still answers there. The
 * letter this campaign began with printed two that died.
 *
 * Where they come from: the texts of published releases, the clauses of sent dispatches, and knowledge/ (official domains of
 * brands that are shown, first steps, the site's own pages). Each is asked for by one polite GET: once a week while it
 * answers, once a day while it does not. The look is the event
 *
 *     address.look on the address's id {"url","state":"alive|dead|unclear","status","why"}
 *
 * Dead means that nobody can be there: no such name, nobody listens, 404, 410. A wall, a time-out, a bad certificate or an
 * error of the server is unclear and says nothing. Dead at two looks PRINTED_APART apart is the event "address.dead" {"url",
 * "case"} with a new case for the duty desk, and "address.notice" {"url","what"} on the owner of each thing that prints it;
 * alive again is "address.back". A round in which nobody at all answers tells of our own line and is not written down.
 */
#ifndef CG_PROOF_PRINTED_H
#define CG_PROOF_PRINTED_H
#include "proof/proof.h"

#define PRINTED_WEEK  (7 * MS_DAY)
#define PRINTED_APART (20 * MS_HOUR)

typedef enum printed_state { PRINTED_UNCHECKED, PRINTED_ALIVE, PRINTED_UNCLEAR, PRINTED_DEAD } printed_state_t;

typedef struct printed_in {
    const char *kind; /* "release", "dispatch", "knowledge" */
    str_t name;       /* "to-roi v1", "2632/STTTT-CNTTVT", "brands.tsv" */
    ident_t owner;    /* unit; zero: the program's makers */
} printed_in_t;

typedef struct printed {
    str_t url;
    vec_t in; /* printed_in_t */
    printed_state_t state;
    ms_t last, since; /* last look; since when in this state; 0: never looked */
    int status;       /* of HTTP at the last look */
    str_t why;        /* reason code of the last look; "" */
    ident_t case_id;  /* of a dead one; zero: none yet */
} printed_t;

/* All of them with their state, by address. `knowledge`: also what the program itself knows. */
must_use status_t printed_list(store_t *st, db_t *db, arena_t *a, bool knowledge, printed_t **out, size_t *n,
                               err_t *err);
/* Looks at those that are due, or all; at most `most`. Waits for the network. *looked: how many were written down. */
must_use status_t printed_round(prober_t *p, bool knowledge, bool all, size_t most, const proof_options_t *o,
                                size_t *looked, err_t *err);
/* The addresses a text prints, whole ("https://x.vn/a") or as a bare name ("x.vn"), as they would be asked for. */
must_use status_t printed_find(arena_t *a, str_t text, vec_t *urls, err_t *err);
ident_t printed_id(str_t url);
/* Was it said to be dead, and not back since? */
must_use status_t printed_is_dead(db_t *db, arena_t *a, str_t url, bool *out, err_t *err);
#endif
