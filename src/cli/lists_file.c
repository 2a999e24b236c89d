/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/lists_file.h"
#include "base/file.h"
#include "check/check.h"
#include "cli/commands.h"

/* --key, of a secret key (who builds has that) its public half; else the data directory's keys; *ring->n is 0 when there are
 * none. */
static status_t ring_of(cli_t *c, sign_ring_t *ring)
{
    str_t text;
    err_t ignored = err_new(c->lang);
    const char *file = cli_option(c, "key");
    ring->n = 0;
    if (!file) {
        if (material_ring(c->data, ring, &ignored) != ST_OK) ring->n = 0;
        return ST_OK;
    }
    status_t s = file_read(c->a, file, SIGN_FILE_MAX, &text, &c->err);
    sign_secret_t secret;
    if (s == ST_OK && sign_secret_parse(text, &secret, &ignored) == ST_OK)
        ring->keys[0] = sign_public_of(&secret);
    else if (s == ST_OK)
        s = sign_public_parse(text, &ring->keys[0], &c->err);
    secret_wipe(&secret, sizeof secret);
    if (s == ST_OK) ring->n = 1;
    return s;
}

status_t lists_keys(cli_t *c, const char *path, sign_ring_t *ring, bool *checked)
{
    status_t s = ring_of(c, ring);
    const char *side = str_fmt(c->a, "%s.minisig", path).p;
    *checked = ring->n > 0 && (cli_option(c, "key") || (side && file_exists(side)));
    return s;
}

status_t lists_map(cli_t *c, const char *path, map_t *map, list_t *l, bool *checked)
{
    sign_ring_t ring;
    status_t s = lists_keys(c, path, &ring, checked);
    return s == ST_OK ? list_file_open(path, *checked ? &ring : NULL, map, l, &c->err) : s;
}

status_t cli_list(cli_t *c, const char *path, list_t *out)
{
    sign_ring_t ring;
    err_t none = err_new(c->lang);
    map_t map; /* until the program ends */
    if (!path && lists_current(c->a, c->data, &path, &none) != ST_OK) return ST_NOT_FOUND;
    const char *side = str_fmt(c->a, "%s.minisig", path).p;
    bool check = side && file_exists(side) && material_ring(c->data, &ring, &none) == ST_OK;
    return list_file_open(path, check ? &ring : NULL, &map, out, &c->err);
}

const char *lists_table(cli_t *c, const char *path)
{
    str_t p = str_of(path);
    if (str_ends(p, S(".cgl"))) p.n -= 4;
    return str_ends(p, S(".tsv")) ? path : str_fmt(c->a, "%.*s.tsv", STRF(p)).p;
}

status_t lists_day(cli_t *c, const char *name, int initial, int *out)
{
    const char *v = cli_option(c, name);
    date_t d;
    *out = initial;
    if (!v) return ST_OK;
    if (!date_parse(str_of(v), &d)) return err_set(&c->err, ST_USAGE, "check.date", N_("The date is YYYY-MM-DD."));
    *out = list_day(d);
    return ST_OK;
}
