/* SPDX-License-Identifier: Apache-2.0
 *
 * zip — files in memory as one zip archive in memory. The same files give the same bytes: they keep their order, and all
 * are dated 1980-01-01. libzip writes no extra fields, which EPUB forbids on its first file (OCF 3.3, 4.2.6.3).
 */
#ifndef CG_MATERIAL_ZIP_H
#define CG_MATERIAL_ZIP_H
#include "base/base.h"

#define ZIP_MAX ((size_t)128 << 20)

typedef struct zip_file {
    str_t name; /* "folder/file.txt" */
    str_t bytes;
    bool stored; /* as it is, without compression */
} zip_file_t;

/* The archive in the arena. ST_LIMIT above ZIP_MAX. */
must_use status_t zip_make(arena_t *a, const zip_file_t *files, size_t n, str_t *out, err_t *err);
#endif
