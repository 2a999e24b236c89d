/* SPDX-License-Identifier: Apache-2.0
 *
 * check_hosts — a verdict for each host of a list, as fast as it can be read: blocks of lines, a share for each core.
 */
#ifndef CG_CLI_CHECK_HOSTS_H
#define CG_CLI_CHECK_HOSTS_H
#include "cli/cli.h"
#include "recognise/verdict.h"

/* Each line of `file` ("-": standard input) is a host or an address; what stands behind a tab is passed over. Writes the host as
 * given, level, score, signs and whom it imitates, in the order of the file, as lines come in: a pipe need not end. A line
 * longer than a block ends it, named by its number. */
must_use status_t check_hosts(cli_t *c, const canhgiac_t *know, const list_t *list, const char *file);
#endif
