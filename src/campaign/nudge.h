/* SPDX-License-Identifier: Apache-2.0
 *
 * nudge — reminders to exactly those who owe, and a word to the unit above when it is too late.
 *
 * A plan says who would get what, and why. Queueing it puts one event in the journal for each message: the outbox. An event is
 * claimed, durably, before its message goes out and marked done after: a message is never sent twice. One that was claimed and
 * not done when the program died is not sent again: it may have gone. What is certainly not taken (no connection, a refusal) is
 * tried again. Who no longer owes when the message would go gets none. No message goes outside the hours of its campaign's rules:
 * as usual not between 18:00 and 7:00 nor on a Sunday. With rules that are on, the server queues by itself.
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
    int64_t minutes;         /* asked of the unit by this dispatch (campaign/burden.h) */
    bool measured;           /* those for postings are a median, not an estimate */
    bool queued;             /* today already */
    str_t why;               /* one sentence, in the reader's language */
    str_t subject, mail;     /* Vietnamese */
    str_t text;              /* for Zalo or SMS: no link, nothing to tap */
} nudge_t;

/* When a campaign reminds by itself: so many days before and after the nearest day a unit owes by. Kept on the campaign. */
enum { NUDGE_STEPS = 6, NUDGE_DAYS_MOST = 90 };
typedef struct nudge_rules {
    bool on;
    int before[NUDGE_STEPS], after[NUDGE_STEPS]; /* days */
    size_t n_before, n_after;
    int above;    /* days late after which the unit above is told, and each week from then on; 0: never */
    int from, to; /* hours of Viet Nam's day in which messages go */
    bool sundays;
    int week; /* at most so many messages to one unit in seven days */
} nudge_rules_t;
/* The usual ones, off, until a coordinator sets others. A zero campaign has the usual ones. */
must_use status_t nudge_rules_of(db_t *db, arena_t *a, ident_t campaign, nudge_rules_t *out, err_t *err);
must_use status_t nudge_rules_set(db_t *db, arena_t *a, ident_t campaign, const nudge_rules_t *r, ident_t who,
                                  err_t *err);
bool nudge_hours_by(const nudge_rules_t *r, ms_t at);
/* Puts in the outbox what the rules of running campaigns ask for now. Again adds nothing. The job below does so each hour. */
must_use status_t nudge_schedule(store_t *st, size_t *queued, err_t *err);

/* What became of a message. */
typedef enum nudge_fate { FATE_WAITS, FATE_SENT, FATE_SETTLED, FATE_FAILED, FATE_UNKNOWN } nudge_fate_t;
typedef struct outbox {
    int64_t seq;
    ms_t at, done;
    str_t unit;
    nudge_kind_t kind;
    nudge_fate_t fate;
} outbox_t;
/* The newest messages under a dispatch. */
must_use status_t nudge_outbox(db_t *db, arena_t *a, ident_t dispatch, outbox_t **out, size_t *n, err_t *err);
/* A person decides over a message whose fate is unknown or failed: `again` puts it back, else it counts as sent. */
must_use status_t nudge_decide(db_t *db, arena_t *a, int64_t seq, ident_t dispatch, bool again, ident_t who,
                               err_t *err);

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
/* May a message go at that moment, by the usual rules? */
bool nudge_hours(ms_t at);

/* A thread that calls nudge_schedule each hour and nudge_send each minute where there is a mail server, and edxml_box_round each
 * minute where `edxml` names a folder; NULL *out when there is neither. Texts are copied. */
typedef struct nudge_jobs nudge_jobs_t;
must_use status_t nudge_jobs_start(store_t *st, const mail_t *m, str_t edxml, nudge_jobs_t **out, err_t *err);
void nudge_jobs_stop(nudge_jobs_t *j);
#endif
