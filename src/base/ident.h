/* SPDX-License-Identifier: Apache-2.0
 *
 * ident — names of things: 16 bytes, a UUID of version 7 (RFC 9562), made where the thing happens and ordered by time.
 */
#ifndef CG_BASE_IDENT_H
#define CG_BASE_IDENT_H
#include "base/clock.h"

typedef struct ident {
    uint8_t b[16];
} ident_t;

#define IDENT_TEXT 37 /* 36 characters and NUL */

/* A new one from clock_now and the random source; later calls in one process sort after earlier ones. */
ident_t ident_new(void);
/* The same for everybody who knows `ns` and `name`: SHA-256 shaped as UUID version 8. For seeds and imports. */
ident_t ident_named(str_t ns, str_t name);
bool ident_eq(ident_t a, ident_t b);
bool ident_none(ident_t a); /* all zero */
void ident_text(ident_t id, char out[IDENT_TEXT]);
/* Takes the 36-character form, upper or lower case; any version. */
must_use bool ident_parse(str_t s, ident_t *out);
/* Milliseconds in a version 7 id; -1 for other versions. A claim by whoever made it. */
ms_t ident_time(ident_t id);
#endif
