/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_journal — the journal re-checked, here or from a file, and written to one.
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/settings.h"
#include "proof/heads.h"

/* Also while the program serves. */
static status_t open_reader(cli_t *c, store_t **st, db_t **db)
{
    config_t *config;
    status_t s = settings_load(c, NULL, &config);
    if (s == ST_OK) s = store_open_reader(c->data, st, &c->err);
    if (s != ST_OK) return s;
    s = store_read(*st, db, &c->err);
    if (s != ST_OK) store_close(*st);
    return s;
}

/* The chain, what records say, and the heads that were signed of it. */
static status_t verify_store(cli_t *c, journal_state_t *j, heads_seen_t *h)
{
    store_t *st;
    db_t *db;
    status_t s = open_reader(c, &st, &db);
    if (s != ST_OK) return s;
    s = journal_verify(db, j, &c->err);
    if (s == ST_OK) s = heads_verify(db, c->data, h, &c->err);
    store_done(st, db);
    store_close(st);
    return s;
}

static status_t verify_file(cli_t *c, const char *file, journal_state_t *j)
{
    enum { LARGEST = 512 << 20 };
    str_t lines;
    status_t s = file_read(c->a, file, LARGEST, &lines, &c->err);
    return s == ST_OK ? journal_verify_file(lines, j, &c->err) : s;
}

status_t cmd_journal_verify(cli_t *c)
{
    journal_state_t j = {0};
    heads_seen_t h = {0};
    char head[65];
    status_t s = c->n_words ? verify_file(c, c->words[0], &j) : verify_store(c, &j, &h);
    if (s != ST_OK && s != ST_DENIED) return s;
    digest_hex(j.head, head);
    status_t printed = ST_OK;
    if (c->json)
        printed = cli_print(c, str_fmt(c->a,
                                       "{\"holds\":%s,\"events\":%lld,\"head\":\"%s\",\"bad\":%lld,\"heads\":%zu,"
                                       "\"stamped\":%zu}\n",
                                       s == ST_OK ? "true" : "false", (long long)j.events, head, (long long)j.bad_seq,
                                       h.heads, h.stamped));
    else if (s == ST_OK)
        printed = cli_print(
            c, str_fmt(c->a, tr(c->lang, N_("The journal holds: %lld events, head %s\n")), (long long)j.events, head));
    if (s == ST_OK && printed == ST_OK && !c->json && h.heads)
        printed =
            cli_print(c, str_fmt(c->a, tr(c->lang, N_("%zu daily heads agree with it, %zu of them time-stamped.\n")),
                                 h.heads, h.stamped));
    return s == ST_OK ? printed : s;
}

static status_t print_line(void *cli, str_t json, err_t *err)
{
    (void)err;
    return cli_print(cli, json);
}

status_t cmd_journal_export(cli_t *c)
{
    store_t *st;
    db_t *db;
    status_t s = open_reader(c, &st, &db);
    if (s != ST_OK) return s;
    s = journal_export(db, print_line, c, &c->err);
    store_done(st, db);
    store_close(st);
    return s;
}

static status_t list_heads(cli_t *c)
{
    head_files_t *f;
    sign_ring_t ring;
    size_t n;
    str_t ca;
    buf_t b = buf_new(c->a, 8 << 20);
    status_t s = heads_read(c->a, c->data, &f, &n, &ca, &c->err);
    if (s == ST_OK) s = material_ring(c->data, &ring, &c->err);
    if (c->json) buf_putc(&b, '[');
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        head_seen_t h;
        char hex[65], at[32] = "";
        s = head_check(&f[i], &ring, ca, &h, &c->err);
        digest_hex(h.hash, hex);
        if (h.is_stamped) ms_iso_utc(h.stamped, at);
        if (c->json)
            buf_fmt(&b, "%s{\"day\":\"%.*s\",\"events\":%lld,\"hash\":\"%s\",\"stamped\":%s%s%s}", i ? ",\n" : "",
                    STRF(f[i].day), (long long)h.events, hex, *at ? "\"" : "null", at, *at ? "\"" : "");
        else
            buf_fmt(&b, "%.*s  %lld  %s  %s\n", STRF(f[i].day), (long long)h.events, hex, at);
    }
    if (c->json) buf_putz(&b, "]\n");
    return s == ST_OK ? cli_print(c, buf_str(&b)) : s;
}

status_t cmd_journal_heads(cli_t *c)
{
    config_t *config;
    store_t *st;
    size_t made;
    status_t s = settings_load(c, NULL, &config);
    if (s == ST_OK) s = store_open(c->data, &st, &c->err);
    if (s == ST_OK) {
        s = heads_make(st, config_text(config, "proof.tsa"), &made, &c->err);
        store_close(st);
    } else if (s == ST_BUSY) {
        s = ST_OK; /* the program that serves makes them; they are listed all the same */
    }
    return s == ST_OK ? list_heads(c) : s;
}
