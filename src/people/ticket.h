/* SPDX-License-Identifier: Apache-2.0
 *
 * ticket — the room's own: rows of the table of codes and tokens.
 */
#ifndef CG_PEOPLE_TICKET_H
#define CG_PEOPLE_TICKET_H
#include "people/people.h"

typedef struct ticket {
    digest_t hash;
    str_t kind, scope, label;
    ident_t person, unit; /* zero id: NULL */
    ident_t made_by;
    ms_t ends;
} ticket_t;
must_use status_t ticket_put(db_t *db, const ticket_t *t, ident_t *out, err_t *err);
#endif
