/* SPDX-License-Identifier: Apache-2.0
 *
 * A picture of a sheet against what was published.
 */
#include "box/glance.h"
#include "material/code.h"
#include "material/kit.h"

static status_t by_code(arena_t *a, const catalogue_t *c, str_t payload, const known_t **k, err_t *err)
{
    mark_t m;
    char code[CODE_LEN + 1];
    if (mark_parse(a, payload, &m, NULL) == ST_OK) return catalogue_mark(c, &m, k, err);
    if (str_find(payload, S("/v/"), 0) != SIZE_MAX && code_parse(payload, code, NULL) == ST_OK)
        *k = catalogue_code(c, str_of(code));
    return ST_OK;
}

status_t catalogue_look(arena_t *a, const catalogue_t *c, str_t bytes, const known_t **k, const char **how, err_t *err)
{
    glance_t g;
    int distance;
    *k = NULL;
    status_t s = glance_read(a, bytes, &g, err);
    *how = "qr";
    for (size_t i = 0; s == ST_OK && !*k && i < g.n_codes; i++) s = by_code(a, c, g.codes[i], k, err);
    if (s != ST_OK || *k) return s;
    *how = "picture";
    for (size_t i = 0; !*k && i < g.n_looks; i++) *k = catalogue_picture(c, g.looks[i], &distance);
    return *k ? ST_OK
              : err_set(err, ST_NOT_FOUND, "verify.unknown-picture",
                        N_("Nothing that we published was recognised in this picture."));
}
