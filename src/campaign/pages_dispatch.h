/* SPDX-License-Identifier: Apache-2.0
 *
 * pages_dispatch — the parts of a dispatch's page, each filled from the draft as it was read (JSON) and as it stands now.
 */
#ifndef CG_CAMPAIGN_PAGES_DISPATCH_H
#define CG_CAMPAIGN_PAGES_DISPATCH_H
#include <jansson.h>
#include "campaign/pages_internal.h"

/* The letter's text, in pieces, with the places of fields marked. */
void show_letter(req_t *q, view_t *v, const json_t *draft, str_t text);
void show_fields(req_t *q, view_t *v, const json_t *draft, const dispatch_t *d);
void show_words(req_t *q, view_t *v, const wording_t *w);
/* Options of a kind of act; VERB_COUNT: none is chosen. */
void show_verbs(req_t *q, view_t *verbs, verb_t chosen);
/* `plan` may be NULL: then nothing is said of whom they reach. */
void show_clauses(req_t *q, view_t *v, const json_t *draft, const dispatch_t *d, const plan_t *plan);
#endif
