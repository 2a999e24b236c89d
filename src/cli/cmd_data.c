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
