/* SPDX-License-Identifier: Apache-2.0
 *
 * nudge_internal — between the files that plan, schedule and send reminders.
 */
#ifndef CG_CAMPAIGN_NUDGE_INTERNAL_H
#define CG_CAMPAIGN_NUDGE_INTERNAL_H
#include "campaign/nudge.h"

nudge_kind_t nudge_kind(str_t name); /* NUDGE_KINDS: none of that name */
/* What the outbox holds of a message: the same for the same dispatch, kind and day. */
str_t nudge_body(arena_t *a, ident_t dispatch, nudge_kind_t kind, ms_t at);
/* Was this message to the unit put in the outbox? `did` is its kind: "nudge.send", "nudge.correct". */
must_use status_t nudge_known(db_t *db, ident_t unit, str_t did, str_t body, bool *out, err_t *err);

/* A message the rules ask for now. */
typedef struct scheduled {
    ident_t unit, dispatch;
    nudge_kind_t kind;
} scheduled_t;
/* Adds what the campaign's rules ask for at `at` under one dispatch. */
must_use status_t nudge_due(db_t *db, arena_t *a, const dispatch_t *d, ms_t at, vec_t *out, err_t *err);
ms_t nudge_step(const nudge_rules_t *r, const nudge_t *x, ms_t at);
/* The message about a claimed posting that was not found, from the event "post.doubt" or "post.gone"; false when it was
 * found again since, or there is nobody to tell. */
bool nudge_doubt(store_t *st, arena_t *a, ident_t unit, str_t body, nudge_t *out, err_t *err);
/* The message about a page that shows what was replaced or withdrawn, from the event "nudge.correct"; false when it was put right. */
bool nudge_correct(store_t *st, arena_t *a, ident_t unit, str_t body, nudge_t *out, err_t *err);
/* Puts such messages in the outbox: one when a correction is owed, one when its time is over. Adds to *queued. */
must_use status_t nudge_corrections(store_t *st, size_t *queued, err_t *err);
/* The invitation of a person, with a code made for this one message; false when it was taken back or has been used. */
bool nudge_invite(store_t *st, arena_t *a, ident_t person, nudge_t *out, err_t *err);
#endif
