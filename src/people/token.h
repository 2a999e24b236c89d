/* SPDX-License-Identifier: Apache-2.0
 *
 * token — tokens for machines: a program of the city's that reads figures. A token is "cg_" and 43 characters (256 random
 * bits), shown once when it is made; the store keeps its SHA-256. It says what it may do (a scope), for which unit and all
 * below it, and until when. It is sent as "Authorization: Bearer TOKEN" and never gives anything but reading.
 */
#ifndef CG_PEOPLE_TOKEN_H
#define CG_PEOPLE_TOKEN_H
#include "people/people.h"

typedef enum token_scope {
    TOKEN_METRICS,  /* /metrics from another machine */
    TOKEN_PROGRESS, /* what the coordinator of the unit reads of its duties: the grid and its exports */
    TOKEN_SCOPES
} token_scope_t;
const char *token_scope_name(token_scope_t s); /* "metrics" */
must_use bool token_scope_parse(str_t s, token_scope_t *out);

enum { TOKEN_TEXT = 47 }; /* with NUL */

/* `until`: machine time. `unit` may be the zero id for TOKEN_METRICS alone. */
must_use status_t token_make(db_t *db, str_t label, token_scope_t scope, ident_t unit, ms_t until, ident_t by,
                             char text[TOKEN_TEXT], ident_t *out, err_t *err);
must_use status_t token_revoke(db_t *db, ident_t token, ident_t by, err_t *err);

typedef struct token {
    ident_t id;
    str_t label, scope, unit_code, unit_name, unit_path; /* unit: p = NULL for none */
    ms_t made, until, used;                              /* used: at most an hour old; 0 never */
    bool revoked;
} token_t;
/* All of them, newest first. */
must_use status_t token_list(db_t *db, arena_t *a, token_t **out, size_t *n, err_t *err);

/* A machine that showed its token. */
typedef struct machine {
    ident_t token;
    token_scope_t scope;
    ident_t unit; /* zero: none */
    bool note;    /* its use was last noted more than an hour ago: call token_seen in an act */
} machine_t;
/* Whose token this is; ST_DENIED with one sentence for unknown, void and over. */
must_use status_t token_machine(db_t *db, str_t text, machine_t *out, err_t *err);
must_use status_t token_seen(db_t *db, ident_t token, err_t *err);
#endif
