/* SPDX-License-Identifier: Apache-2.0
 *
 * throttle — the room's own: five failures for a name in a quarter of an hour, then nothing more until it is over.
 */
#ifndef CG_PEOPLE_THROTTLE_H
#define CG_PEOPLE_THROTTLE_H
#include "people/people.h"

/* The slot of a name: a login, or a person's id. */
size_t throttle_slot(str_t name);
size_t throttle_slot_of(ident_t person);
/* ST_RATE with its sentence when the slot is full. */
must_use status_t throttle_pass(size_t slot, err_t *err);
/* A failure. */
void throttle_note(size_t slot);
#endif
