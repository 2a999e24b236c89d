/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_journal — the journal re-checked, here or from a file, and written to one.
 */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/settings.h"

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

static status_t verify_store(cli_t *c, journal_state_t *j)
{
    store_t *st;
    db_t *db;
    status_t s = open_reader(c, &st, &db);
    if (s != ST_OK) return s;
    s = journal_verify(db, j, &c->err);
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
    char head[65];
    status_t s = c->n_words ? verify_file(c, c->words[0], &j) : verify_store(c, &j);
    if (s != ST_OK && s != ST_DENIED) return s;
    digest_hex(j.head, head);
    status_t printed = ST_OK;
    if (c->json)
        printed = cli_print(c, str_fmt(c->a, "{\"holds\":%s,\"events\":%lld,\"head\":\"%s\",\"bad\":%lld}\n",
                                       s == ST_OK ? "true" : "false", (long long)j.events, head, (long long)j.bad_seq));
    else if (s == ST_OK)
        printed = cli_print(
            c, str_fmt(c->a, tr(c->lang, N_("The journal holds: %lld events, head %s\n")), (long long)j.events, head));
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
