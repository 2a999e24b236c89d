/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_probe — reads portals now: `probe URL [--release ID]`, `probe --due`, `probe --all`.
 * Options: --release ID, --due, --all, --allow-private; words "[URL]", 0 to 1.
 */
#include <stdio.h>
#include "base/config.h"
#include "cli/commands.h"
#include "cli/settings.h"
#include "material/material.h"
#include "proof/printed.h"
#include "proof/proof.h"

/* --release takes an id or the six-character code. */
static status_t release_of(cli_t *c, store_t *st, ident_t *out)
{
    const char *given = cli_option(c, "release");
    *out = (ident_t){{0}};
    if (!given) return ST_OK;
    if (ident_parse(str_of(given), out)) return ST_OK;
    db_t *db;
    release_t r;
    status_t s = store_read(st, &db, &c->err);
    if (s != ST_OK) return s;
    s = release_by_code(db, c->a, str_of(given), &r, &c->err);
    store_done(st, db);
    if (s == ST_OK) *out = r.id;
    return s;
}

static status_t print_result(cli_t *c, const proof_result_t *r)
{
    buf_t b = buf_new(c->a, 1 << 20);
    if (c->json) {
        proof_json(r, &b);
    } else {
        buf_putz(&b, proof_verdict_name(r->verdict));
        if (r->fidelity) buf_fmt(&b, "  %s", r->fidelity);
        if (r->code.n) buf_fmt(&b, "  %.*s v%lld", STRF(r->code), (long long)r->version);
        buf_fmt(&b, "\n%.*s\n", STRF(r->final_url));
        for (size_t i = 0; i < r->n_reasons; i++) {
            str_t sentence = proof_reason_text(c->a, c->lang, r->reasons[i]);
            buf_fmt(&b, "- %.*s\n", STRF(sentence));
        }
    }
    if (c->json) buf_putc(&b, '\n');
    return cli_print(c, buf_str(&b));
}

static status_t one(cli_t *c, store_t *st, prober_t *p, proof_options_t *o)
{
    proof_result_t r;
    status_t s = release_of(c, st, &o->expect);
    if (s == ST_OK) s = proof_probe_url(p, c->a, str_of(c->words[0]), o, &r, &c->err);
    return s == ST_OK ? print_result(c, &r) : s;
}

static status_t round_now(cli_t *c, prober_t *p, const proof_options_t *o)
{
    enum { ADDRESSES_MOST = 20000 };
    size_t done = 0, printed = 0;
    bool all = cli_option(c, "all") != NULL;
    status_t s = proof_round(p, all, o, &done, &c->err);
    if (s == ST_OK) s = printed_round(p, !o->allow_private, all, ADDRESSES_MOST, o, &printed, &c->err);
    if (s != ST_OK) return s;
    str_t line = c->json
                     ? str_fmt(c->a, "{\"looks\":%zu,\"addresses\":%zu}\n", done, printed)
                     : str_fmt(c->a, tr(c->lang, N_("Pages read: %zu; printed addresses asked: %zu\n")), done, printed);
    return cli_print(c, line);
}

status_t cmd_probe(cli_t *c)
{
    bool rounds = cli_option(c, "due") || cli_option(c, "all");
    if (rounds == (c->n_words == 1))
        return err_set(&c->err, ST_USAGE, "probe.which", N_("Give one address, or --due, or --all."));
    store_t *st;
    prober_t *p = NULL;
    /* One address is read and told, and nothing is written: that may be done beside a server. */
    status_t s = rounds ? cli_store(c, &st) : cli_reader(c, &st);
    if (rounds && s == ST_BUSY)
        return err_set(
            &c->err, ST_BUSY, "probe.served",
            N_("The server that runs on %s makes these rounds itself and reads what is due within seconds; stop it to "
               "make them from here. One address can be read meanwhile: canhgiac probe URL"),
            c->data);
    if (s != ST_OK) return s;
    config_t *config = NULL;
    s = settings_load(c, NULL, &config);
    str_t base = s == ST_OK ? config_text(config, "server.base_url") : STR_NONE;
    if (s == ST_OK) s = prober_new(st, base.n ? str_z(c->a, base) : NULL, &p, &c->err);
    if (s == ST_OK) prober_browser(p, config_text(config, "proof.chromium"));
    proof_options_t o = {.allow_private = cli_option(c, "allow-private") != NULL};
    if (o.allow_private) o.delay = 10;
    if (s == ST_OK) s = rounds ? round_now(c, p, &o) : one(c, st, p, &o);
    prober_free(p);
    store_close(st);
    return s;
}
