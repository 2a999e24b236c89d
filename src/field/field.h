/* SPDX-License-Identifier: Apache-2.0
 *
 * field — household visits of community digital teams, and the door by which records come in from devices.
 *
 * A visit says whether somebody was met, how many people roughly, in which language, what was left behind: no name and no
 * address, and a field that is not of these is refused, not stored. Its id is made on the device; it may arrive any number
 * of times. A device proves its team by a token that outlives the session (a volunteer comes home in the evening): HMAC of
 * the seat and an expiry under DIR/keys/field.key.
 */
#ifndef CG_FIELD_FIELD_H
#define CG_FIELD_FIELD_H
#include "page/page.h"
#include "store/record.h"

/* Makes DIR/keys/field.key when there is none. */
must_use status_t field_keys_make(const char *dir, err_t *err);

typedef struct visit {
    str_t outcome;                  /* met absent refused moved */
    str_t people;                   /* 1-2 3-5 6+ ; empty unless met */
    str_t language;                 /* vi km zh en other */
    bool handbook, leaflet, poster; /* left behind */
} visit_t;

/* Adds one visit of the team at `seat`. Idempotent by id. ST_INPUT names the field. */
must_use status_t field_visit_add(db_t *db, arena_t *a, ident_t id, const visit_t *v, ident_t seat, ident_t unit,
                                  ident_t who, record_answer_t *answer, err_t *err);

/* A token for `seat` good for 30 days, and back: the seat and its unit. ST_DENIED for a forged or old one. */
must_use status_t field_token(const char *dir, arena_t *a, ident_t seat, ident_t unit, str_t *out, err_t *err);
must_use status_t field_token_read(const char *dir, arena_t *a, str_t token, ident_t *seat, ident_t *unit, err_t *err);

/* Visits of the units below `path` by outcome, for the desk. */
typedef struct field_count {
    str_t outcome, language;
    int64_t n;
} field_count_t;
must_use status_t field_counts(db_t *db, arena_t *a, str_t path, field_count_t **out, size_t *n, err_t *err);

extern const route_t field_routes[];
#endif
