/* SPDX-License-Identifier: Apache-2.0
 *
 * challenge — the room's own: what a passkey has to sign. A challenge is made from nothing that is kept: it carries when it
 * ends and a MAC that binds it to what it is for and to whom it was given (a session, or the browser's own cookie), under a key
 * of this process. Only a challenge that was answered rightly is remembered, until it has ended, so that it serves once;
 * asking for challenges costs no memory and pushes nobody's out.
 */
#ifndef CG_PEOPLE_CHALLENGE_H
#define CG_PEOPLE_CHALLENGE_H
#include "base/base.h"

#define CHALLENGE_LASTS (5 * MS_MINUTE)
enum { CHALLENGE_TEXT = 76 }; /* base64url of 56 bytes, and NUL */

void challenge_make(str_t purpose, str_t bound, char out[CHALLENGE_TEXT]);
/* Is it ours, for that, for them, and not over? */
must_use bool challenge_good(str_t purpose, str_t bound, str_t text);
/* Uses it up; false when it was used already (or more than 8,192 were in five minutes). */
must_use bool challenge_take(str_t text);
#endif
