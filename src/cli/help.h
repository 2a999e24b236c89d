/* SPDX-License-Identifier: Apache-2.0
 *
 * help — what the command table says, as help text, as a man page, as shell completions.
 */
#ifndef CG_CLI_HELP_H
#define CG_CLI_HELP_H
#include "cli/cli.h"

void help_version(void);
/* The list of commands, to standard output. */
void help_all(const cli_t *c);
/* The commands that begin with `word`; false when there are none. */
bool help_group(const cli_t *c, const char *word);
/* One command: c->command, or the list when none was named. */
void help_command(const cli_t *c);

/* `canhgiac man` and `canhgiac completions bash|zsh|fish`. */
must_use status_t cmd_man(cli_t *c);
must_use status_t cmd_completions(cli_t *c);
#endif
