/* SPDX-License-Identifier: Apache-2.0
 *
 * around — what people arrange around a duty: who of the unit does it, what they ask the coordinator, how a unit is let off.
 *
 * A duty stays its unit's whatever is arranged. Who does it is an event in the journal; the last one holds. A question is
 * answered once; the answer may be told to every unit that owes the clause. A waiver needs three persons or two: a unit may
 * ask, a coordinator proposes, and another than both grants; only then the duty is the unit's no more. Words are records of kinds
 * "question", "answer" and "waiver", found by what they are about (`ref`): they are not claims, and no look counts for them.
 */
#ifndef CG_CAMPAIGN_AROUND_H
#define CG_CAMPAIGN_AROUND_H
#include "campaign/campaign.h"

/* --- a colleague does it --- */

typedef struct colleague {
    ident_t person;
    str_t name;
} colleague_t;
/* Those who hold a seat of contact or editor at the unit at `at`, by name. */
must_use status_t unit_colleagues(db_t *db, arena_t *a, ident_t unit, ms_t at, colleague_t **out, size_t *n,
                                  err_t *err);
typedef struct delegate {
    ident_t to, by; /* to: zero when nobody, or taken back */
    str_t to_name, by_name;
    ms_t at;
} delegate_t;
/* Hands the duty to a colleague, or takes it back (zero `to`). ST_INPUT for somebody who is no colleague. */
must_use status_t duty_delegate(db_t *db, arena_t *a, ident_t duty, ident_t to, ident_t who, err_t *err);
must_use status_t duty_delegated(db_t *db, arena_t *a, ident_t duty, delegate_t *out, err_t *err);

/* --- a question to the coordinator --- */

typedef struct question {
    ident_t id, duty, dispatch;
    str_t unit, clause, text, by;
    ms_t at;
    str_t answer, answered_by; /* answer.p = NULL: not answered yet */
    ms_t answered;
} question_t;
must_use status_t duty_ask(db_t *db, arena_t *a, ident_t duty, str_t text, ident_t seat, ident_t who, ident_t *out,
                           err_t *err);
/* Once: ST_CONFLICT when it was answered before. `to_all`: every unit that owes the clause reads question and answer. */
must_use status_t duty_answer(db_t *db, arena_t *a, ident_t question, str_t text, bool to_all, ident_t seat,
                              ident_t who, err_t *err);
must_use status_t question_get(db_t *db, arena_t *a, ident_t id, question_t *out, err_t *err);
/* What was asked on this duty, oldest first. */
must_use status_t duty_questions(db_t *db, arena_t *a, ident_t duty, question_t **out, size_t *n, err_t *err);
/* What was answered to all who owe the clause: text and answer alone; nobody is named. */
must_use status_t clause_answers(db_t *db, arena_t *a, ident_t dispatch, str_t clause, question_t **out, size_t *n,
                                 err_t *err);
/* Unanswered, on dispatches sent by units whose path begins with `under`, oldest first. */
must_use status_t questions_open(db_t *db, arena_t *a, str_t under, question_t **out, size_t *n, err_t *err);

/* --- a waiver --- */

typedef enum waiver_step { WAIVER_NONE, WAIVER_ASKED, WAIVER_PROPOSED, WAIVER_REFUSED, WAIVER_GRANTED } waiver_step_t;
typedef struct waiver {
    waiver_step_t step;
    ident_t duty, dispatch, asker, proposer; /* persons; zero: none */
    str_t unit, clause, why, by;             /* why: the reason last given; by: who gave it */
    ms_t at;
} waiver_t;
/* Where it stands; WAIVER_NONE when nobody asked or proposed. */
must_use status_t duty_waiver(db_t *db, arena_t *a, ident_t duty, waiver_t *out, err_t *err);
/* The unit asks. ST_CONFLICT while one is asked, proposed or granted. */
must_use status_t waiver_ask(db_t *db, arena_t *a, ident_t duty, str_t why, ident_t seat, ident_t who, err_t *err);
/* The coordinator proposes, asked or not; an empty `why` takes over the unit's reason. */
must_use status_t waiver_propose(db_t *db, arena_t *a, ident_t duty, str_t why, ident_t seat, ident_t who, err_t *err);
/* Another grants what was proposed: the duty is waived, for that reason. ST_DENIED for who proposed or asked. */
must_use status_t waiver_grant(db_t *db, arena_t *a, ident_t duty, ident_t seat, ident_t who, err_t *err);
/* Asked or proposed, and not granted. */
must_use status_t waiver_refuse(db_t *db, arena_t *a, ident_t duty, str_t why, ident_t seat, ident_t who, err_t *err);
/* Asked or proposed and not settled, on dispatches sent from under `under`, oldest first. */
must_use status_t waivers_open(db_t *db, arena_t *a, str_t under, waiver_t **out, size_t *n, err_t *err);
/* Granted under a dispatch by `at`: unit, clause, why and when. */
must_use status_t waivers_of(db_t *db, arena_t *a, ident_t dispatch, ms_t at, waiver_t **out, size_t *n, err_t *err);
#endif
