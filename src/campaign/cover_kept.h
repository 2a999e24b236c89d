/* SPDX-License-Identifier: Apache-2.0
 *
 * cover_kept — one dispatch's duties, records and looks in memory, each with its time: read from the tables, brought up to the
 * journal, and given out as the rows of a grid as of any moment. cover_cache.h decides which are kept.
 */
#ifndef CG_CAMPAIGN_COVER_KEPT_H
#define CG_CAMPAIGN_COVER_KEPT_H
#include "campaign/campaign_internal.h"

typedef struct kept_look {
    ms_t at;
    unsigned char verdict; /* holds, fails, cannot tell */
} kept_look_t;

typedef struct kept_said {
    ident_t id, supersedes;
    ms_t received;
    int64_t amount;
    uint32_t look, looks; /* the first, and how many */
    bool beside;
} kept_said_t;

typedef struct kept_duty {
    ident_t id, unit;
    ms_t due, created, acknowledged, waived, ended;
    uint32_t said, records; /* the first, and how many */
    uint32_t clause_at;
    bool optional;
} kept_duty_t;

/* A growing array outside any arena. */
typedef struct list {
    void *at;
    size_t n, room;
} list_t;

typedef struct kept {
    ident_t dispatch;
    arena_t *texts; /* of units and clauses */
    cover_unit_t *units;
    size_t n_units;
    list_t duties, said, looks;
    id_map_t duty_at;
    size_t size;           /* duties when it was read */
    size_t waste;          /* records that are not a duty's any more */
    int64_t seq;           /* of the newest event it knows */
    _Atomic uint64_t used; /* when it was asked for last, by count */
} kept_t;

/* From so many duties on it pays to walk the whole indexes of duties, records and looks instead of joining them. */
enum { WALK_LEAST = 20000 };
/* Reads the dispatch whole, as of event `seq`, walking from `walk` duties on. *out is set also when it fails: kept_free it. ST_LIMIT: too large. */
must_use status_t kept_build(db_t *db, const dispatch_t *d, size_t walk, int64_t seq, kept_t **out, err_t *err);
/* Reads anew what events up to `seq` touched. ST_LIMIT: so much changed that all is to be read anew. */
must_use status_t kept_catch_up(db_t *db, arena_t *a, const dispatch_t *d, kept_t *k, int64_t seq, err_t *err);
/* The grid as of `at`; nothing in it points into what is kept. */
must_use status_t kept_give(const kept_t *k, const dispatch_t *d, arena_t *a, ms_t at, coverage_t *out, err_t *err);
size_t kept_bytes(const kept_t *k);

/* --- inside: between cover_kept.c and cover_scan.c --- */

/* How many duties the dispatch has. */
must_use status_t kept_size(db_t *db, const dispatch_t *d, size_t *out, err_t *err);
/* Fills an empty *k with them; units stand there already. Not for clauses that ask what a record says (campaign/rule.h). */
must_use status_t kept_scan(db_t *db, const dispatch_t *d, kept_t *k, err_t *err);
/* Room for one more, zeroed; NULL: none. */
void *kept_grow(list_t *l, size_t size);
unsigned char kept_verdict(str_t v);
void kept_free(kept_t *k);
#endif
