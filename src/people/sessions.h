/* SPDX-License-Identifier: Apache-2.0
 *
 * sessions — the room's own: every way in (password, passkey, a code) opens a session here.
 */
#ifndef CG_PEOPLE_SESSIONS_H
#define CG_PEOPLE_SESSIONS_H
#include "people/people.h"

/* 256 random bits as 43 characters of base64url. */
void token_new(char token[44]);
/* A session for the token, and the event; inside an act. Ended ones are swept. */
must_use status_t session_open(db_t *db, ident_t person, str_t token, str_t device, err_t *err);
/* The person of session `session` has just proved to be there; inside an act. */
must_use status_t session_prove(db_t *db, ident_t session, ident_t person, err_t *err);
#endif
