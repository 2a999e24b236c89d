/* SPDX-License-Identifier: Apache-2.0
 *
 * web_world — a server on a free port over a store of its own, with one person for each role.
 */
#ifndef CG_TESTS_WEB_WORLD_H
#define CG_TESTS_WEB_WORLD_H
#include "check/check.h"
#include "people/people.h"
#include "support/check.h"
#include "support/http_client.h"
#include "support/world.h"
#include "web/web.h"

typedef struct test {
    char dir[64];
    store_t *st;
    app_t app;
    web_t *web;
    arena_t *a;
    int port;
    char hash[128];
    ident_t unit;
    role_t role;
    err_t err;
} test_t;

/* For cmocka's setup and teardown; `wish` says what is not as usual. */
int web_world(void **state, const web_config_t *wish);
int web_world_end(void **state);

/* "GET /path" with headers, each ended by CRLF: the whole answer, or only its status. */
str_t ask(test_t *t, const char *line, const char *headers);
int code(test_t *t, const char *line, const char *headers);
/* POSTs an urlencoded body; `cookie` may be "". */
str_t form(test_t *t, const char *path, const char *cookie, const char *body);
/* The cookie of a new session of the person with that role's name. */
const char *sign_in_as(test_t *t, const char *login);
#endif
