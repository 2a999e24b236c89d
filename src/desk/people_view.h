/* SPDX-License-Identifier: Apache-2.0
 *
 * people_view — persons and seats as pages of this room show them, and who sees and rules whom.
 */
#ifndef CG_DESK_PEOPLE_VIEW_H
#define CG_DESK_PEOPLE_VIEW_H
#include "desk/internal.h"

/* The path that covers every unit whose people the actor sees. */
str_t people_realm(const actor_t *who);
/* Is the row below a seat of the actor's that gives seats? */
bool people_sees(const actor_t *who, const person_seat_t *row);
/* May the actor decide about it? Never about oneself. */
bool people_rules(const actor_t *who, const person_seat_t *row);
/* A seat, and a person's factors and last sign-in, for templates. */
void people_seat(const req_t *q, view_t *v, const person_seat_t *row);
void people_factors(view_t *v, const person_seat_t *row);
#endif
