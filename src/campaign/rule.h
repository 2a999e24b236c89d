/* SPDX-License-Identifier: Apache-2.0
 *
 * rule — what answers a clause: which kinds of record, how much of them, and on which material.
 *
 * A clause says what counts as done (`evidence`), how often or how many (`target`) and what it is about (`releases`). A record
 * that its rule does not take is kept and shown, and answers nothing. A look that held on a page verifies a clause with
 * releases only when it found one of them, or a later version of the same material; anything else on that page is not what
 * was asked. A clause is claimed when the amounts of what was said reach its target, verified when those of what holds do.
 *
 * An amount: one for a page and a session, the number given for a count, for visits, and one for a word.
 */
#ifndef CG_CAMPAIGN_RULE_H
#define CG_CAMPAIGN_RULE_H
#include "campaign/campaign.h"

typedef enum answer_kind {
    ANSWER_ANY,     /* a page or a session: the clause does not say */
    ANSWER_PAGE,    /* record "post" */
    ANSWER_SESSION, /* record "session" */
    ANSWER_VISITS,  /* record "count" of visits made */
    ANSWER_COUNT,   /* record "count" */
    ANSWER_WORD     /* record "word": what the unit says in words */
} answer_kind_t;

typedef struct rule {
    answer_kind_t answer;
    bool strict; /* the clause names its evidence: other kinds do not count */
    bool about;  /* it names releases; `found` may be empty when none of its codes is known */
    int64_t target;
    const ident_t *releases;
    size_t n_releases;
} rule_t;

/* Without the releases' ids: they are the caller's to find. */
rule_t rule_of(const clause_t *c);
/* Does any clause ask for more than one record of any kind? Then what was said and seen must be read, not only counted. */
bool rules_bind(const clause_t *c, size_t n);
bool rule_takes(const rule_t *r, str_t kind);
/* At least 0; 1 where the record is no count. */
int64_t rule_amount(const rule_t *r, str_t kind, str_t body);
/* `verdict` as it counts for the clause: a look that held on other material has failed. `seen`: JSON of the look. */
str_t rule_verdict(const rule_t *r, str_t verdict, str_t seen);
/* The target of each clause; NULL without memory. */
const int64_t *rule_targets(arena_t *a, const clause_t *c, size_t n);
/* The rules of all clauses, with their releases and later versions of them. */
must_use status_t rules_load(db_t *db, arena_t *a, const clause_t *c, size_t n, rule_t **out, err_t *err);
#endif
