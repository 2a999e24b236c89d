/* SPDX-License-Identifier: Apache-2.0
 *
 * settings — the one table of settings, and how a data directory's canhgiac.toml, the environment and flags fill it.
 */
#ifndef CG_CLI_SETTINGS_H
#define CG_CLI_SETTINGS_H
#include "base/config.h"
#include "campaign/nudge.h"
#include "cli/cli.h"

extern const config_key_t settings_keys[];

/* Reads DIR/canhgiac.toml (or `file` when not NULL), then CANHGIAC_…; sets the clock of a demonstration directory. */
must_use status_t settings_load(cli_t *c, const char *file, config_t **out);
/* The file `init` writes. `demo_shift`: what clock_shift gets in a demonstration directory; 0 for a real one. */
str_t settings_text(arena_t *a, bool demo, ms_t demo_shift);
/* How mail goes out, by the settings; the password is read from its file. */
must_use status_t mail_settings(cli_t *c, const config_t *cfg, mail_t *out);
#endif
