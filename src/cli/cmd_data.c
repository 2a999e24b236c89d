/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_data — commands on a data directory.
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>
#include "alert/alert.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/seed.h"
#include "cli/settings.h"
#include "field/field.h"
#include "material/sign.h"

status_t cli_store(cli_t *c, store_t **out)
{
    config_t *config;
    status_t s = settings_load(c, NULL, &config);
    return s == ST_OK ? store_open(c->data, out, &c->err) : s;
}

status_t cli_reader(cli_t *c, store_t **out)
{
    config_t *config;
    status_t s = settings_load(c, NULL, &config);
    return s == ST_OK ? store_open_reader(c->data, out, &c->err) : s;
}

/* --- init --- */

static status_t fill(cli_t *c, const char *dir, const char *url, int demo, int port)
{
    store_t *st;
    ms_t shift = 0;
    status_t s = url ? store_create_at(dir, url, &c->err) : store_create(dir, &c->err);
    if (s == ST_OK) s = store_open(dir, &st, &c->err);
    if (s != ST_OK) return s;
    s = demo ? seed_can_tho(c, st, demo, port, &shift) : material_keys_make(dir, &c->err);
    if (s == ST_OK) s = alert_keys_make(dir, &c->err);
    if (s == ST_OK) s = field_keys_make(dir, &c->err);
    store_close(st);
    if (s != ST_OK) return s;
    char *path = str_z(c->a, str_fmt(c->a, "%s/canhgiac.toml", dir));
    return file_write(path, settings_text(c->a, demo != 0, shift), 0600, &c->err);
}

/* Everything is made beside the place and moved there at the end: an interrupted init leaves no half campaign. */
status_t cmd_init(cli_t *c)
{
    const char *demo = cli_option(c, "demo");
    int year = 0; /* of the demonstration; 0: none */
    if (demo && strcmp(demo, "can-tho-2024") == 0) year = 2024;
    if (demo && strcmp(demo, "can-tho-2025") == 0) year = 2025;
    if (demo && !year && strcmp(demo, "none") != 0)
        return err_set(&c->err, ST_USAGE, "init.demo",
                       N_("There is no demonstration named %s; there are can-tho-2024 and can-tho-2025."), demo);
    const char *url = cli_option(c, "store");
    if (url && strcmp(url, "sqlite") == 0) url = NULL;
    config_t *cfg;
    status_t s = settings_load(c, NULL, &cfg);
    if (s != ST_OK) return s;
    if (file_exists(c->data) && rmdir(c->data) != 0)
        return err_set(&c->err, ST_CONFLICT, "init.exists",
                       N_("%s is there already. Choose another folder, or remove it first."), c->data);
    char *tmp = str_z(c->a, str_fmt(c->a, "%s.making-%d", c->data, (int)getpid()));
    s = fill(c, tmp, url, year, (int)config_int(cfg, "demo.portal_port"));
    if (s == ST_OK && rename(tmp, c->data) != 0)
        s = err_set(&c->err, ST_IO, "init.rename", N_("%s could not be made: %s."), c->data, strerror(errno));
    if (s != ST_OK) {
        store_discard(tmp);
        dir_remove(tmp);
        return s;
    }
    fprintf(stderr, tr(c->lang, N_("Made %s. Serve it: canhgiac serve --data %s\n")), c->data, c->data);
    return ST_OK;
}

/* --- migrate --to postgresql://…|sqlite --- */

static void moved(uint64_t done)
{
    progress_step("rows", done, 0);
}

status_t cmd_migrate(cli_t *c)
{
    const char *to = cli_option(c, "to");
    config_t *cfg;
    if (!to)
        return err_set(&c->err, ST_USAGE, "migrate.to",
                       N_("Say with --to where the database goes: postgresql://… or sqlite."));
    status_t s = settings_load(c, NULL, &cfg);
    if (s != ST_OK) return s;
    s = store_move(c->data, to, moved, &c->err);
    progress_end();
    if (s == ST_OK) fprintf(stderr, "%s", tr(c->lang, N_("The database was moved, and its journal holds there.\n")));
    return s;
}
