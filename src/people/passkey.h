/* SPDX-License-Identifier: Apache-2.0
 *
 * passkey — key pairs on a person's devices: added, used at the door or before a dangerous act, named, taken away.
 *
 * A passkey is asked for with user verification (PIN, finger or face), so it is two factors in one and stands in for password and
 * one-time code together. It is discoverable: nobody types a sign-in name, and nobody learns whether one exists. What the
 * browser sends comes as texts in base64url. A challenge is bound to `bound`: in a session the session's id, at the door a
 * random text the browser holds in a cookie.
 */
#ifndef CG_PEOPLE_PASSKEY_H
#define CG_PEOPLE_PASSKEY_H
#include "people/people.h"

enum { PASSKEYS_MOST = 20, PASSKEY_CHALLENGE = 76 };

/* The name a passkey is made for, and the origin pages must come from, by the site's address. A passkey needs a name: of the
 * loopback addresses it is "localhost" with the same port. False for other addresses without a name. */
typedef struct passkey_site {
    str_t host, origin;
} passkey_site_t;
must_use bool passkey_site(arena_t *a, str_t base_url, passkey_site_t *out);

typedef enum passkey_for { PASSKEY_ADD, PASSKEY_IN, PASSKEY_PROVE } passkey_for_t;
void passkey_challenge(passkey_for_t what, str_t bound, char out[PASSKEY_CHALLENGE]);

typedef struct passkey_answer {
    passkey_site_t site;
    str_t bound;
    str_t client;              /* clientDataJSON */
    str_t data;                /* authenticatorData; for PASSKEY_ADD the attestationObject */
    str_t id, signature, user; /* not for PASSKEY_ADD; user may be "" */
} passkey_answer_t;

/* Adds what the browser made to the person; inside an act. ST_INPUT when it does not hold, ST_CONFLICT when the passkey is known,
 * ST_LIMIT above PASSKEYS_MOST. The debt of a second factor is paid. */
must_use status_t passkey_add(db_t *db, arena_t *a, ident_t person, const passkey_answer_t *x, str_t name, err_t *err);
/* A session for whom the passkey belongs to; inside an act. One sentence and ST_DENIED for all that is wrong. */
must_use status_t passkey_sign_in(db_t *db, arena_t *a, const passkey_answer_t *x, str_t device, char token[44],
                                  err_t *err);
/* The person of the session proves to be there once more; inside an act. */
must_use status_t passkey_prove(db_t *db, arena_t *a, const actor_t *who, const passkey_answer_t *x, err_t *err);

typedef struct passkey {
    ident_t id;
    str_t name, credential; /* credential: base64url */
    ms_t made, used;        /* machine time; used 0: never */
    ms_t fell_back; /* when its counter last went backwards, perhaps because of a copy; 0: never. Told, not fatal. */
} passkey_t;
must_use status_t passkey_list(db_t *db, arena_t *a, ident_t person, passkey_t **out, size_t *n, err_t *err);
must_use status_t passkey_rename(db_t *db, ident_t person, ident_t passkey, str_t name, err_t *err);
must_use status_t passkey_end(db_t *db, ident_t person, ident_t passkey, err_t *err);
/* All of a person's: recovery. */
must_use status_t passkeys_end(db_t *db, ident_t person, err_t *err);
#endif
