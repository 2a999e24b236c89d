/* SPDX-License-Identifier: Apache-2.0
 *
 * campaign_internal — between the files of this room.
 */
#ifndef CG_CAMPAIGN_INTERNAL_H
#define CG_CAMPAIGN_INTERNAL_H
#include "campaign/campaign.h"
#include "store/record.h"

#define UNITS_MOST 200000

/* A campaign that was being prepared runs once its first dispatch is sent; any other stays as it is. */
must_use status_t campaign_opens(db_t *db, ident_t id, err_t *err);

/* The path of the root above `unit`: "/92/". */
must_use status_t unit_root(db_t *db, arena_t *a, ident_t unit, str_t *root, err_t *err);

/* A map from id to index: open addressing, in the arena. */
typedef struct id_map {
    arena_t *a;
    ident_t *key;
    uint32_t *value;
    size_t mask, n;
} id_map_t;
/* Room for `expected` to begin with; it grows. */
must_use bool id_map_new(arena_t *a, size_t expected, id_map_t *out);
void id_map_clear(id_map_t *m);
/* What the arena has no room for is not put, and the arena says so. */
void id_map_put(id_map_t *m, ident_t id, uint32_t value);
/* UINT32_MAX when it is not there. */
uint32_t id_map_get(const id_map_t *m, ident_t id);

/* Whom the clauses reach. */
typedef struct target {
    ident_t unit;
    str_t code;
} target_t;
typedef struct targets {
    target_t *at;
    size_t n;
} targets_t;
must_use status_t clause_targets(db_t *db, arena_t *a, const dispatch_t *d, ms_t at, targets_t **out, err_t *err);

/* A new draft with every field of *d but id, state and the marks of who and when. Writes no event. */
must_use status_t dispatch_put(db_t *db, arena_t *a, const dispatch_t *d, ident_t who, ident_t *out, err_t *err);
/* A dispatch that passes another down keeps to it: no clause that may not be passed down, no later end, no unit outside. */
must_use status_t passed_rightly(db_t *db, arena_t *a, const dispatch_t *d, err_t *err);
/* The id of a duty: the same for everybody who knows what it is of. */
ident_t duty_name(arena_t *a, ident_t dispatch, str_t clause, ident_t unit);
/* A dispatch that was just sent takes the place of the one it replaces. */
must_use status_t dispatch_takes_over(db_t *db, arena_t *a, const dispatch_t *d, ident_t who, err_t *err);

/* Fills duty, unit and campaign of a record; ST_NOT_FOUND when there is no such duty. */
must_use status_t duty_place(db_t *db, ident_t id, record_t *r, err_t *err);
/* The bytes of an id, as `ref` of a record about it. */
static inline str_t ref_of(const ident_t *id)
{
    return (str_t){(const char *)id->b, sizeof id->b};
}

/* dispatch.clauses from and to JSON. */
must_use status_t clauses_read(arena_t *a, str_t json, clause_t **out, size_t *n, err_t *err);
str_t clauses_write(arena_t *a, const clause_t *c, size_t n);
/* dispatch.words from and to JSON; the reading of a letter (letter_json) is read the same. */
must_use status_t words_read(arena_t *a, str_t json, wording_t *out, err_t *err);
str_t words_write(arena_t *a, const wording_t *w);
/* The clause of that number; NULL if none. */
const clause_t *clause_by_n(const clause_t *c, size_t n, str_t number);

/* How the looks at one record add up: it holds after a look that held, until two looks in a row failed. */
typedef struct looks {
    ms_t received, first_hold, last_hold, last_fail, before_fail, last;
    int64_t amount; /* of the record (campaign/rule.h); 1 where nothing is counted */
    bool cannot_tell, superseded;
    bool beside; /* of a kind that does not answer the clause */
} looks_t;
void looks_add(looks_t *k, ms_t at, str_t verdict);
bool looks_hold(const looks_t *k);
bool looks_failed(const looks_t *k);

/* One duty's state as of `at` from what is known of it. */
typedef struct duty_facts {
    ms_t due, acknowledged, waived, at;
    ms_t claimed;                               /* when what was said reached the target; 0: not yet */
    ms_t verified;                              /* when what still holds had been seen to reach it; 0: not */
    bool failed, cannot_tell, optional, lapsed; /* lapsed: seen once, not there any more */
    int64_t said, held;                         /* amounts of what was said, of what holds */
} duty_facts_t;
/* Counts one cell; CELL_NONE counts nothing. */
void sum_cell(cover_sum_t *s, const cell_t *c);
cell_state_t duty_state(const duty_facts_t *f, bool *late);
/* Adds up the looks at all records of one duty, whose order it may change. */
void facts_of(duty_facts_t *f, looks_t *l, size_t n, int64_t target);

/* --- a grid from whatever holds its rows: the database, or the evidence a report carries --- */

typedef struct cover_unit {
    ident_t id;
    str_t code, name, kind;
    ms_t to;
    str_t becomes, path;
} cover_unit_t;

/* A duty with one look at one record of it; a zero record: none was made; verdict.p = NULL: none was looked at. */
typedef struct cover_said {
    ident_t duty, unit;
    uint32_t clause_at; /* among the clauses; UINT32_MAX: none of them any more */
    bool optional;
    ms_t due, created, acknowledged, waived, ended;
    ident_t record, supersedes;
    ms_t received, looked;
    int64_t amount; /* of the record, and whether it is beside what the clause asks (campaign/rule.h) */
    bool beside;
    str_t verdict; /* as it counts for the clause */
} cover_said_t;

/* Each gives the next row (ST_ROW) or ST_END; the rows of one duty follow one another. A unit's texts must outlive the
 * grid; those of a duty only until the next row. */
typedef struct cover_source {
    void *ctx;
    status_t (*unit)(void *ctx, cover_unit_t *out, err_t *err);
    status_t (*said)(void *ctx, cover_said_t *out, err_t *err);
    clause_t *clauses;
    size_t n_clauses;
    ms_t closes;
    const int64_t *targets; /* of the clauses (campaign/rule.h) */
    size_t n_units;         /* 0: not known */
    ms_t paused;            /* since when no day comes (campaign/state.h); 0: they come */
} cover_source_t;
/* The rows of a dispatch's tables, whenever they happened; of one duty alone when `duty` is not NULL, without units. What `unit`
 * and `said` return other than ST_OK ends it. Texts of units stand in `a`. */
typedef struct cover_reader {
    void *ctx;
    status_t (*unit)(void *ctx, const cover_unit_t *u);
    status_t (*said)(void *ctx, const cover_said_t *x);
} cover_reader_t;
must_use status_t cover_read(db_t *db, arena_t *a, const dispatch_t *d, const ident_t *duty, const cover_reader_t *to,
                             err_t *err);
/* Where the clause of that number stands; UINT32_MAX: nowhere. */
uint32_t clause_index(const clause_t *c, size_t n, str_t number);
must_use status_t coverage_from(arena_t *a, const cover_source_t *from, ms_t at, coverage_t *out, err_t *err);
#endif
