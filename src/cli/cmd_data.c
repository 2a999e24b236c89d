/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_data — commands on a data directory.
 */
#include "cli/commands.h"
#include "cli/settings.h"

status_t cli_store(cli_t *c, store_t **out)
{
    config_t *config;
    status_t s = settings_load(c, NULL, &config);
    return s == ST_OK ? store_open(c->data, out, &c->err) : s;
}

/* --- journal verify --- */

status_t cmd_journal_verify(cli_t *c)
{
    store_t *st;
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    db_t *db;
    journal_state_t j = {0};
    s = store_read(st, &db, &c->err);
    if (s == ST_OK) {
        s = journal_verify(db, &j, &c->err);
        store_done(st, db);
    }
    store_close(st);
    if (s != ST_OK && s != ST_DENIED) return s;
    char head[65];
    digest_hex(j.head, head);
    str_t out;
    if (c->json)
        out = str_fmt(c->a, "{\"holds\":%s,\"events\":%lld,\"head\":\"%s\",\"bad\":%lld}\n",
                      s == ST_OK ? "true" : "false", (long long)j.events, head, (long long)j.bad_seq);
    else if (s == ST_OK)
        out = str_fmt(c->a, tr(c->lang, N_("The journal holds: %lld events, head %s\n")), (long long)j.events, head);
    else
        return s;
    status_t printed = cli_print(c, out);
    return s == ST_OK ? printed : s;
}
