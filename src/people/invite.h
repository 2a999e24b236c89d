/* SPDX-License-Identifier: Apache-2.0
 *
 * invite — codes that let a person in once: an invitation to a seat, or recovery by a second person.
 *
 * A code is 16 letters and digits without 0 O 1 I (80 random bits), written in groups of four. It is shown to who made it and
 * nowhere else: the store keeps its SHA-256, journal and logs never see it. It serves once, ends by itself, and a new one of
 * the same kind for the same person makes the old one void. Times are the machine's.
 */
#ifndef CG_PEOPLE_INVITE_H
#define CG_PEOPLE_INVITE_H
#include "people/people.h"

#define INVITE_LASTS   (14 * MS_DAY)
#define RECOVERY_LASTS (2 * MS_DAY)
enum { CODE_TEXT = 20, INVITES_WAITING = 500 }; /* "ABCD-EFGH-JKLM-NPQR" and NUL */

/* --- for who invites; all inside an act --- */

/* A new person, who has not come yet, with a seat that has no power yet (seat: role, unit, from, to). ST_LIMIT above
 * INVITES_WAITING of the officer. That the officer may is the caller's to check (actor_over). */
must_use status_t invite_make(db_t *db, str_t name, const seat_t *seat, ident_t by, char code[CODE_TEXT],
                              ident_t *person, err_t *err);
/* A new code instead of the last. ST_CONFLICT when the person has come already. */
must_use status_t invite_again(db_t *db, ident_t person, ident_t by, char code[CODE_TEXT], err_t *err);
/* The live invitation of a person goes by e-mail, and the code on the slip is void: the outbox (campaign/nudge.h) makes another
 * when the message goes. So no code is ever kept, not even sealed; the address is, until the message went. ST_INPUT when it
 * is no address. */
must_use status_t invite_by_mail(db_t *db, ident_t person, str_t email, ident_t by, err_t *err);
typedef struct invite_letter {
    str_t email, name, by; /* by: p = NULL: the command line */
    ms_t ends;
    char code[CODE_TEXT];
} invite_letter_t;
/* What such a message says, with a fresh code, once more for each try. ST_NOT_FOUND when nothing is to go any more. */
must_use status_t invite_mail_take(db_t *db, arena_t *a, ident_t person, invite_letter_t *out, err_t *err);
must_use status_t invite_mail_went(db_t *db, ident_t person, err_t *err);
/* Takes the invitation back; a person who never came leaves no trace but the events. */
must_use status_t invite_withdraw(db_t *db, ident_t person, ident_t by, err_t *err);
/* A code for somebody who lost password, telephone or both. Ends the person's sessions at once; the person reads who granted
 * it at the next sign-in, however that comes about. ST_DENIED for oneself. */
must_use status_t recovery_grant(db_t *db, ident_t person, ident_t by, char code[CODE_TEXT], err_t *err);

typedef struct invite_state {
    ms_t ends; /* 0: never one */
    bool used, revoked, over;
    bool mail_waits; /* to go by e-mail, and has not gone yet */
} invite_state_t;
/* The newest ticket of `kind` ("invitation", "recovery") of a person. */
must_use status_t invite_state(db_t *db, ident_t person, str_t kind, invite_state_t *out, err_t *err);

/* --- for who holds a code --- */

typedef struct invited {
    ident_t ticket, person;
    bool recovery;
    str_t login, name, by; /* login "" for an invitation; by: name, p = NULL: the command line */
} invited_t;
/* Whom a code lets in; spaces, hyphens and small letters do not matter. One sentence and ST_INPUT for all that is wrong. */
must_use status_t invite_look(db_t *db, arena_t *a, str_t code, invited_t *out, err_t *err);

typedef struct joining {
    str_t code, password;
    str_t login, name; /* of an invitation; not read for a recovery */
    str_t device;
} joining_t;
/* Uses the code up. An invitation makes the account and its seats live; a recovery sets the password, takes away passkeys and
 * one-time codes, ends all sessions and asks for a new second factor before anything else, as it is asked of invited signers,
 * coordinators and duty desks. Then opens a session as sign_in does. Slow: from ROUTE_SLOW. */
must_use status_t invite_join(store_t *st, const joining_t *j, char token[44], err_t *err);

/* --- recoveries the person has not been told of --- */

typedef struct recovery_news {
    ms_t made, used; /* used 0: nobody has used the code */
    str_t by;
} recovery_news_t;
must_use status_t recovery_news(db_t *db, arena_t *a, ident_t person, recovery_news_t **out, size_t *n, err_t *err);
/* The person has read them. */
must_use status_t recovery_told(db_t *db, ident_t person, err_t *err);

/* --- the room's own --- */

bool login_good(str_t s);
/* seat_grant, and a seat that waits for its person when `invited`. Of `seat` are read: role, unit, from, to. */
must_use status_t seat_put(db_t *db, const seat_t *seat, ident_t person, bool invited, ident_t by, ident_t *out,
                           err_t *err);
/* From here on the person owes a second factor, or no longer. */
must_use status_t factor_owed(db_t *db, ident_t person, bool owed, err_t *err);
#endif
