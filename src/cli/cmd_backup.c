/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_backup — the data directory copied whole, and put in place again.
 */
#include "cli/commands.h"
#include "cli/settings.h"

static void copied(uint64_t done)
{
    progress_step("files", done, 0);
}

/* Also while the program serves. */
status_t cmd_backup(cli_t *c)
{
    store_t *st;
    config_t *config;
    status_t s = settings_load(c, NULL, &config);
    if (s == ST_OK) s = store_open_reader(c->data, &st, &c->err);
    if (s != ST_OK) return s;
    s = store_backup(st, c->words[0], copied, &c->err);
    progress_end();
    store_close(st);
    return s;
}

status_t cmd_restore(cli_t *c)
{
    status_t s = store_restore(c->words[0], c->data, copied, &c->err);
    progress_end();
    return s;
}
