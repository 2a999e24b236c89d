/* SPDX-License-Identifier: Apache-2.0
 *
 * lists_file — what every `lists` command does with the file of a list. Beside F.cgl stands F.tsv, the same list in plain
 * words. Errors go to the command's own error.
 */
#ifndef CG_CLI_LISTS_FILE_H
#define CG_CLI_LISTS_FILE_H
#include "cli/cli.h"
#include "lists/lists.h"

enum { LISTS_BIG = 1 << 29 }; /* bytes: no list is larger */

/* The keys a signature may be by: --key, else the data directory's. A signature that is there must hold; with --key there
 * must be one. *checked: whether there is one to look at. */
must_use status_t lists_keys(cli_t *c, const char *path, sign_ring_t *ring, bool *checked);
/* Maps the list at `path`, its signature checked as above; file_unmap ends it. */
must_use status_t lists_map(cli_t *c, const char *path, map_t *map, list_t *l, bool *checked);
/* F.cgl → F.tsv (arena) */
const char *lists_table(cli_t *c, const char *path);
/* The option `name`, a date, as days since 1970; `initial` when it is not given. */
must_use status_t lists_day(cli_t *c, const char *name, int initial, int *out);
#endif
