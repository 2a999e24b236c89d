/* SPDX-License-Identifier: Apache-2.0
 *
 * parse — takes the words of the command line apart by the command table.
 */
#ifndef CG_CLI_PARSE_H
#define CG_CLI_PARSE_H
#include "cli/cli.h"

/* Fills c->command, words and options. ST_END: help or the version was asked and is printed. ST_USAGE: c->err says what
 * is wrong. A word after "--" is never an option; "-" alone is a word. */
must_use status_t cli_parse(cli_t *c, int argc, char **argv);
#endif
