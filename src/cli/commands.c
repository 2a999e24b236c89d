/* SPDX-License-Identifier: Apache-2.0
 *
 * The one table of commands (INTERFACES §2): parser, help, man page and completions read it.
 */
#include "cli/commands.h"
#include "cli/help.h"

const command_t commands[] = {
    {"man", "", 0, 0, N_("Print the manual page (roff)."), NULL, cmd_man},
    {"completions", "bash|zsh|fish", 1, 1, N_("Print completions for a shell."), NULL, cmd_completions},
    {NULL, NULL, 0, 0, NULL, NULL, NULL},
};
