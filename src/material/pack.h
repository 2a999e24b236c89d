/* SPDX-License-Identifier: Apache-2.0
 *
 * pack — files in memory as one zip archive in memory. The same files give the same bytes: they keep their order, and all
 * are dated 1980-01-01. libzip writes no extra fields, which EPUB forbids on its first file (OCF 3.3, 4.2.6.3).
 */
#ifndef CG_MATERIAL_PACK_H
#define CG_MATERIAL_PACK_H
#include "base/base.h"

#define PACK_MAX ((size_t)128 << 20)

typedef struct pack_file {
    str_t name; /* "folder/file.txt" */
    str_t bytes;
    bool stored; /* as it is, without compression */
} pack_file_t;

/* The archive in the arena. ST_LIMIT above PACK_MAX. */
must_use status_t pack_make(arena_t *a, const pack_file_t *files, size_t n, str_t *out, err_t *err);
#endif
