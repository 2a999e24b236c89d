/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_kit — offline kits, and the keys that sign: kit build, key list, key rotate, key policy.
 */
#include <stdio.h>
#include "cli/commands.h"
#include "cli/release_cli.h"
#include "material/kit.h"

/* --- kit build -o FILE.zip [MATERIAL|CODE…] --- */

status_t cmd_kit_build(cli_t *c)
{
    store_t *st;
    kit_made_t made;
    kit_new_t what = {.n_only = (size_t)c->n_words};
    const char *to = cli_option(c, "output");
    if (!to) return err_set(&c->err, ST_USAGE, "kit.output", N_("Say where the kit goes: -o FILE.zip, or -o FOLDER"));
    str_t *only = ARENA_ARRAY(c->a, str_t, what.n_only + 1);
    if (!only) return err_set(&c->err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    for (int i = 0; i < c->n_words; i++) only[i] = str_of(c->words[i]);
    what.only = only;
    status_t s = cli_base(c, &what.base);
    if (s == ST_OK) s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = kit_build(st, &what, to, &made, &c->err);
    store_close(st);
    if (s != ST_OK) return s;
    return cli_print(c, str_fmt(c->a,
                                c->json ? "{\"releases\":%zu,\"files\":%zu,\"bytes\":%llu}\n"
                                        : tr(c->lang, N_("Releases: %zu; files: %zu; bytes: %llu\n")),
                                made.releases, made.files, (unsigned long long)made.bytes));
}

/* --- keys --- */

status_t cmd_key_list(cli_t *c)
{
    sign_ring_t ring;
    sign_secret_t secret;
    status_t s = material_key(c->data, &secret, &c->err);
    sign_public_t now = s == ST_OK ? sign_public_of(&secret) : (sign_public_t){.until = 0};
    secret_wipe(&secret, sizeof secret);
    if (s == ST_OK) s = material_ring(c->data, &ring, &c->err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(c->a, 64 << 10);
    if (c->json) buf_putc(&b, '[');
    for (size_t i = 0; i < ring.n; i++) {
        char id[17], until[32] = "";
        const sign_public_t *k = &ring.keys[i];
        bool signs = memcmp(k->key, now.key, sizeof now.key) == 0;
        sign_id_text(k->id, id);
        if (k->until != MS_NEVER) ms_iso_utc(k->until, until);
        if (c->json)
            buf_fmt(&b, "%s\n{\"id\":\"%s\",\"signs\":%s,\"until\":%s%s%s}", i ? "," : "", id, signs ? "true" : "false",
                    *until ? "\"" : "", *until ? until : "null", *until ? "\"" : "");
        else
            buf_fmt(&b, "%s  %s  %s\n", id, signs ? tr(c->lang, N_("signs")) : tr(c->lang, N_("trusted")), until);
    }
    if (c->json) buf_putz(&b, "]\n");
    return cli_print(c, buf_str(&b));
}

typedef struct key_job {
    cli_t *c;
    int64_t number, needs;
} key_job_t;

/* The journal says that the keys changed; the files did before, and hold on their own. */
static status_t rotated_act(db_t *db, void *arg, err_t *err)
{
    static const ident_t program;
    key_job_t *j = arg;
    return journal_add(db, program, "key.rotate", program, str_fmt(j->c->a, "{\"list\":%lld}", (long long)j->number),
                       err);
}

status_t cmd_key_rotate(cli_t *c)
{
    store_t *st;
    key_job_t j = {.c = c};
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = material_keys_rotate(store_dir(st), &j.number, &c->err);
    if (s == ST_OK) s = store_act(st, rotated_act, &j, &c->err);
    store_close(st);
    return s == ST_OK ? cmd_key_list(c) : s;
}

static status_t policy_act(db_t *db, void *arg, err_t *err)
{
    static const ident_t program;
    key_job_t *j = arg;
    return release_needs_set(db, str_of(j->c->words[0]), (size_t)j->needs, program, err);
}

status_t cmd_key_policy(cli_t *c)
{
    store_t *st;
    key_job_t j = {.c = c};
    if (!str_int(str_of(c->words[1]), 1, SIGN_MANY_MAX, &j.needs))
        return err_set(&c->err, ST_USAGE, "release.needs", N_("A release needs 1 to %d signatures."), SIGN_MANY_MAX);
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = store_act(st, policy_act, &j, &c->err);
    store_close(st);
    if (s != ST_OK) return s;
    return cli_print(c, str_fmt(c->a, c->json ? "{\"kind\":\"%s\",\"signatures\":%lld}\n" : "%s: %lld\n", c->words[0],
                                (long long)j.needs));
}
