/* SPDX-License-Identifier: Apache-2.0
 *
 * rows — the lines of a file worked on by all cores, in blocks, and written in the order of the file. Memory is a few blocks
 * for each core, however long the file; a pipe is answered as its lines come in and need not end.
 */
#ifndef CG_CLI_ROWS_H
#define CG_CLI_ROWS_H
#include "cli/cli.h"

typedef struct rows rows_t;

typedef struct rows_block {
    str_t lines; /* whole lines of the file, for str_line */
    long first;  /* the number of the first */
    arena_t *a;  /* the thread's own, to be reset for each line */
    buf_t out;   /* what is written for them */
    status_t status;
    err_t err; /* of a line that ends it: what stands in `out` is written, nothing after it */
} rows_block_t;

/* Called on any thread, for several blocks at once; sets status and err when a line ends it all. */
typedef void (*rows_fn)(const void *ctx, rows_block_t *b);

/* `file` "-" is standard input. --workers says how many threads; without it all cores. Lives in the command's arena. */
must_use status_t rows_open(cli_t *c, const char *file, rows_t **out);
/* Takes the first line away from those to come; false: there is none. The line is valid until rows_run. */
must_use status_t rows_head(rows_t *r, str_t *line, bool *found);
/* Gives every line to `fn`. An error of a block, of reading or of writing ends it. */
must_use status_t rows_run(rows_t *r, rows_fn fn, const void *ctx);
void rows_close(rows_t *r); /* NULL is fine */
#endif
