/* SPDX-License-Identifier: Apache-2.0
 *
 * pages_duty — what the pages about duties share: the unit's own, what is done there, and the coordinator's.
 */
#ifndef CG_CAMPAIGN_PAGES_DUTY_H
#define CG_CAMPAIGN_PAGES_DUTY_H
#include "campaign/around.h"
#include "campaign/pages_internal.h"

/* One look: when, what it said, and why. */
void show_look(view_t *look, req_t *q, const said_t *s);
/* What a record says: an address, a number of people, a count or words. */
void show_body(view_t *item, arena_t *a, str_t body);
void show_question(view_t *i, const question_t *x);
must_use status_t show_waiver(req_t *q, view_t *item, const duty_t *d, err_t *err);
bool does_duties(const seat_t *s);
/* The desk of `unit`, or of the one asked for, when NULL. */
must_use status_t fill_duties(req_t *q, view_t *v, const ident_t *unit, err_t *err);
/* The duty in the path, and a seat of the signed-in person that may do it. */
must_use status_t own_duty(req_t *q, duty_t *d, ident_t *seat, err_t *err);
/* The duty in the path, for those who coordinate or sign where its dispatch comes from, with that seat. */
must_use status_t led_duty(req_t *q, duty_t *d, ident_t *seat, err_t *err);
#endif
