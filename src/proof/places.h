/* SPDX-License-Identifier: Apache-2.0
 *
 * places — the hosts on which a unit's postings count, and how it shows that a host is its own.
 *
 * A place stands in unit.places: {"kind":"web","host":"…","proved":ms|null} as the units file brings it: registered by a
 * coordinator. One that the unit proposes has "proposed" and a "token" besides and counts only when it is proved: the token
 * stands in a file or a tag on the site, or a coordinator says so ("how": file meta coordinator). "ended" ends it; what was
 * seen there before stays. Each change is the event "unit.places".
 */
#ifndef CG_PROOF_PLACES_H
#define CG_PROOF_PLACES_H
#include "page/view.h"
#include "proof/proof.h"

enum { PLACES_MOST = 40, PLACE_TOKEN = 22 };

typedef enum place_state {
    PLACE_REGISTERED, /* by the units file */
    PLACE_PROPOSED,   /* waits for its proof: does not count */
    PLACE_PROVED,
    PLACE_ENDED,
} place_state_t;

typedef struct place {
    str_t kind, host, token, how; /* "" where there is none */
    ms_t proposed, proved, ended; /* 0: not */
    place_state_t state;
} place_t;

/* From unit.places; anything it cannot read is no place. */
must_use status_t places_read(arena_t *a, str_t json, place_t **out, size_t *n, err_t *err);
str_t places_json(arena_t *a, const place_t *p, size_t n);
/* Does a posting there count? */
static inline bool place_counts(const place_t *p)
{
    return p->state == PLACE_REGISTERED || p->state == PLACE_PROVED;
}
/* The host of what a person wrote, a host or a whole address: "sct.cantho.gov.vn". ST_INPUT with the reason: no address, a
 * number instead of a name, a platform where everybody has pages. `allow_private`: numbers too. */
must_use status_t place_host(arena_t *a, str_t text, bool allow_private, str_t *out, err_t *err);

/* Acts on one unit's places. */
typedef enum place_act { PLACE_PROPOSE, PLACE_PROVE, PLACE_END } place_act_t;
/* PROPOSE: ST_CONFLICT when it is there already; an ended one is proposed anew. PROVE: `how` says by what; END: from now on.
 * ST_NOT_FOUND when the unit has no such place. */
must_use status_t place_change(db_t *db, arena_t *a, ident_t unit, place_act_t act, str_t host, const char *how,
                               ident_t who, err_t *err);

/* Looks for the token on the site, now: "file", "meta", or NULL when it is not there; *why: a stable code then. Waits for the
 * network. */
must_use status_t place_look(prober_t *p, arena_t *a, const place_t *place, bool allow_private, const char **how,
                             const char **why, err_t *err);
#endif
