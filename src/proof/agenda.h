/* SPDX-License-Identifier: Apache-2.0
 *
 * agenda — which claims are to be looked at, and when: a heap by the time of the next look, in memory, so that 200,000 claims
 * cost nothing while none is due. It is only a memory of what the check rows say: thrown away and read again, it is the same.
 * Inside the room; one thread at a time.
 */
#ifndef CG_PROOF_AGENDA_H
#define CG_PROOF_AGENDA_H
#include "proof/proof.h"

typedef struct agenda agenda_t;
/* NULL without memory. */
agenda_t *agenda_new(void);
void agenda_free(agenda_t *g);
void agenda_clear(agenda_t *g);
size_t agenda_size(const agenda_t *g);

/* Puts `record` in for `next`, or moves it there; MS_NEVER takes it out. False without memory. */
must_use bool agenda_put(agenda_t *g, ident_t record, ms_t next);
/* Takes out the one whose look is longest due at `now`; false when none is. */
bool agenda_take(agenda_t *g, ms_t now, ident_t *record);
/* When the next one is due; MS_NEVER: nothing is. */
ms_t agenda_next(agenda_t *g);
#endif
