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
/* Counts an attempt as failed before it is looked at, so that a hundred sent at once are not all let through before the first
 * is found wrong. ST_RATE with its sentence when the slot is full. */
must_use status_t throttle_enter(size_t slot, err_t *err);
/* The attempt was right, or nothing was tried: it does not count. */
void throttle_leave(size_t slot);
#endif
