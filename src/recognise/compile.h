/* SPDX-License-Identifier: Apache-2.0
 *
 * compile — knowledge as people edit it (the tables in knowledge/, the public suffix list, a model) becomes canhgiac.know (know.h).
 *
 * It is also the lint: a row that cannot be right is refused with its file, line and column, and nothing is written. Runs
 * when the program is built; nothing here is in the library. The same files give the same bytes.
 */
#ifndef CG_RECOGNISE_COMPILE_H
#define CG_RECOGNISE_COMPILE_H
#include "base/arena.h"
#include "base/buf.h"

enum { KNOW_MOST = 64 << 20 /* bytes of a compiled file */ };

/* A file by its name ("brands.tsv", "public_suffix_list.dat", "model.bin"); p = NULL when there is none. */
typedef str_t (*know_source_fn)(void *ctx, str_t name);
/* The compiled file in *out, aligned as know_open wants it. ST_INPUT: err names the row. */
must_use status_t know_compile(arena_t *a, know_source_fn source, void *ctx, str_t *out, err_t *err);
#endif
