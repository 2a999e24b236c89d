/* SPDX-License-Identifier: Apache-2.0
 *
 * manners — what a fetcher remembers of the hosts it has met: when it may ask again, and what robots.txt said.
 */
#ifndef CG_PROOF_MANNERS_H
#define CG_PROOF_MANNERS_H
#include "proof/robots.h"
#include "proof/url.h"

typedef struct manners manners_t;
manners_t *manners_new(void);
void manners_free(manners_t *m);

/* Takes the host's next turn: the monotonic time at which one request may start. `delay` from now on lies between two
 * turns (at least what robots.txt asked, at most 10 s). */
ms_t manners_turn(manners_t *m, const url_t *u, ms_t delay);

/* One request at a time: enters when nobody else is asking the host (false: try again soon), and leaves. A host that was not left
 * after MANNERS_LONGEST is taken for free. */
#define MANNERS_LONGEST (2 * MS_MINUTE)
bool manners_enter(manners_t *m, const url_t *u);
void manners_leave(manners_t *m, const url_t *u);

typedef enum { ROBOTS_UNKNOWN, ROBOTS_RULES, ROBOTS_CLOSED } robots_known_t;
/* What is remembered of the site's robots.txt (for an hour); rules are copied to the arena. */
robots_known_t manners_robots(manners_t *m, arena_t *a, const url_t *u, robots_t *out);
/* Remembers it. `closed`: it could not be read, so nothing may be (RFC 9309 §2.3.1.4); forgotten after 10 minutes. */
void manners_keep(manners_t *m, const url_t *u, const robots_t *r, bool closed);
#endif
