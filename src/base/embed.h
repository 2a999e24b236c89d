/* SPDX-License-Identifier: Apache-2.0
 *
 * embed — files carried inside the program (templates, assets, knowledge), made by tools/embed.py. Tables are sorted by
 * path and end with a NULL path. Each file's bytes are followed by a NUL that is not counted.
 */
#ifndef CG_BASE_EMBED_H
#define CG_BASE_EMBED_H
#include "base/str.h"

typedef struct embed {
    const char *path, *start, *end;
} embed_t;

/* The bytes of the file at `path` in `table`; p = NULL when it is not there. */
str_t embed_find(const embed_t *table, str_t path);
#endif
