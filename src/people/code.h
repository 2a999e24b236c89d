/* SPDX-License-Identifier: Apache-2.0
 *
 * code — the room's own: 80 random bits as people write them, "ABCD-EFGH-JKLM-NPQR".
 */
#ifndef CG_PEOPLE_CODE_H
#define CG_PEOPLE_CODE_H
#include "people/invite.h"

void slip_code_new(char code[CODE_TEXT], digest_t *hash);
/* The hash of what somebody typed; false when it cannot be a code. */
must_use bool slip_code_hash(str_t typed, digest_t *hash);
#endif
