/* SPDX-License-Identifier: Apache-2.0
 *
 * router — from method and path to a row of a route table.
 */
#ifndef CG_WEB_ROUTER_H
#define CG_WEB_ROUTER_H
#include "web/web.h"

enum { ROUTES_MOST = 400 };

/* Takes the path apart: "/en/x" is language English and "/x". Percent escapes are decoded; ST_USAGE for malformed ones,
 * NUL, "..", a backslash or text that is not UTF-8. */
must_use status_t route_path(arena_t *a, str_t target, lang_t *lang, str_t *path, str_t *query, err_t *err);
/* The route, and what {} matched. NULL: none; *allow says then which methods the path knows ("" if none). */
const route_t *route_find(str_t method, str_t path, str_t args[4], char allow[32]);
/* The same by one look for a path that a row names letter for letter, as most do; args and allow are set as there. */
typedef struct router router_t;
router_t *router_new(void); /* NULL: no memory */
void router_free(router_t *r);
const route_t *router_ask(const router_t *r, str_t method, str_t path, str_t args[4], char allow[32]);
uint64_t path_hash(str_t path);
/* A small number for each route, for counters; and back. */
size_t route_index(const route_t *r);
const route_t *route_at(size_t index); /* NULL past the last */
#endif
