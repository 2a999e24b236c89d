/* SPDX-License-Identifier: Apache-2.0
 *
 * totp — the room's own: one-time codes (RFC 6238) by liboath.
 */
#ifndef CG_PEOPLE_TOTP_H
#define CG_PEOPLE_TOTP_H
#include "people/people.h"

/* True when `code` is right now (or one step either side) and its step is later than `last`; *step is that step. */
bool totp_matches(const uint8_t secret[20], int64_t last, str_t code, int64_t *step);
/* Uses the step up, inside an act: a second use of the same code is ST_DENIED. */
must_use status_t totp_use(db_t *db, ident_t person, int64_t step, err_t *err);
#endif
