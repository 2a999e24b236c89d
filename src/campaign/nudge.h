/* SPDX-License-Identifier: Apache-2.0
 *
 * nudge — reminders to exactly those who owe, and a word to the unit above when it is too late.
 *
 * A plan says who would get what, and why. Queueing it puts one event in the journal for each message: the outbox. An event is
 * claimed, durably, before its message goes out and marked done after: a message is never sent twice. One that was claimed and
 * not done when the program died is not sent again: it may have gone. What is certainly not taken (no connection, a refusal) is
 * tried again. Who no longer owes when the message would go gets none. No message goes between 18:00 and 7:00 or on a Sunday.
 *
 * Addresses are offices' mailboxes, read when a message goes; the journal holds none.
 */
#ifndef CG_CAMPAIGN_NUDGE_H
#define CG_CAMPAIGN_NUDGE_H
#include "campaign/campaign.h"

typedef enum nudge_kind { NUDGE_REMIND, NUDGE_LATE, NUDGE_ABOVE, NUDGE_KINDS } nudge_kind_t;

typedef struct nudge {
    ident_t unit;
    nudge_kind_t kind;
    str_t code, name, email; /* email "": the ready text is all there is */
    int64_t open, late;      /* obligatory duties nobody claimed; those of them whose day is over */
    ms_t due;                /* the nearest day */
    str_t below;             /* NUDGE_ABOVE: the units it is about */
    int64_t minutes;         /* asked of the unit by this dispatch, so far, as estimated (docs/nudges.md) */
    bool queued;             /* today already */
    str_t why;               /* one sentence, in the reader's language */
    str_t subject, mail;     /* Vietnamese */
    str_t text;              /* for Zalo or SMS: no link, nothing to tap */
} nudge_t;

/* Who would get what at `at`. Nothing for a dispatch that is not sent. */
must_use status_t nudge_plan(db_t *db, arena_t *a, const dispatch_t *d, ms_t at, lang_t lang, nudge_t **out, size_t *n,
                             err_t *err);
/* Puts the plan's messages that have an address in the outbox, each once a day. *queued: how many were new. */
must_use status_t nudge_queue(db_t *db, arena_t *a, ident_t dispatch, ident_t who, size_t *queued, err_t *err);

/* How mail goes out. */
typedef struct mail {
    str_t server; /* "smtps://mail.example.gov.vn:465", or "smtp://…:587" with STARTTLS; "": no mail */
    str_t from, user, password;
    str_t ca; /* a file of certificates instead of the system's; "": the system's */
} mail_t;

typedef struct nudge_sent {
    size_t sent, settled, failed,
        waiting; /* settled: nothing owed any more; waiting: quiet hours, or to be tried again */
} nudge_sent_t;
/* Sends what waits in the outbox and may go now. Blocks on the network; one caller at a time. */
must_use status_t nudge_send(store_t *st, const mail_t *m, nudge_sent_t *out, err_t *err);
/* May a message go at that moment? */
bool nudge_hours(ms_t at);

/* A thread that calls nudge_send each minute; NULL *out when there is no server. `m` is copied. */
typedef struct nudge_jobs nudge_jobs_t;
must_use status_t nudge_jobs_start(store_t *st, const mail_t *m, nudge_jobs_t **out, err_t *err);
void nudge_jobs_stop(nudge_jobs_t *j);
#endif
