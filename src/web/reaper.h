/* SPDX-License-Identifier: Apache-2.0
 *
 * reaper — a deadline for every connection. The HTTP library's own timeout begins anew with each byte, so a client that
 * sends or takes one byte a second would hold its place for ever; here a place is held until a moment and no longer.
 */
#ifndef CG_WEB_REAPER_H
#define CG_WEB_REAPER_H
#include "base/base.h"

typedef struct reaper reaper_t;
typedef struct place place_t; /* of one connection; valid until reaper_leave */

/* Watches `most` connections at most, on a thread of its own. */
must_use bool reaper_start(int most, reaper_t **out);
void reaper_stop(reaper_t *r);

/* NULL when there is no room: such a connection is not watched. */
place_t *reaper_enter(reaper_t *r, int fd, ms_t patience);
void reaper_leave(reaper_t *r, place_t *p);
/* From now on the connection has `patience` milliseconds, then it is cut; MS_NEVER: as long as it takes. */
void reaper_allow(reaper_t *r, place_t *p, ms_t patience);
/* True until the first call of reaper_allow: nothing has been asked on this connection yet. */
bool reaper_fresh(const place_t *p);
#endif
