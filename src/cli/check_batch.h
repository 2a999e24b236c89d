/* SPDX-License-Identifier: Apache-2.0
 *
 * check_batch — a verdict for each line of a file, on all cores, in the order of the file.
 */
#ifndef CG_CLI_CHECK_BATCH_H
#define CG_CLI_CHECK_BATCH_H
#include "cli/cli.h"
#include "recognise/verdict.h"

/* `file` ("-": standard input) is TSV with a header that names id and text (sender, channel and date when it has them), or
 * plain lines with --lines. Writes id (or the line's number), level, score, forms and signs. A line that cannot be read ends it, named by its number. */
must_use status_t check_batch(cli_t *c, const canhgiac_t *know, const list_t *list, const char *file);
#endif
