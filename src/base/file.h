/* SPDX-License-Identifier: Apache-2.0
 *
 * file — whole files in, whole files out. Writing is atomic and durable: a temporary name beside it, fsync, rename,
 * fsync of the folder; after a crash either the old or the new content is there, never half.
 */
#ifndef CG_BASE_FILE_H
#define CG_BASE_FILE_H
#include "base/buf.h"

/* The whole file ("-" is standard input), at most `limit` bytes: a larger one is ST_LIMIT and nothing is read into *out. */
must_use status_t file_read(arena_t *a, const char *path, size_t limit, str_t *out, err_t *err);
/* For those who read it piece by piece. *size is 0 when it is not known; standard input is not to be closed. */
must_use status_t file_open(const char *path, int *fd, uint64_t *size, err_t *err);
/* Whole or not at all: the file appears in one step. Standard output ("-"), devices and pipes are written into. */
must_use status_t file_write(const char *path, str_t bytes, unsigned mode, err_t *err);
/* mkdir -p; existing folders are fine. */
must_use status_t dir_make(const char *path, unsigned mode, err_t *err);
/* Removes a folder with all in it, following no links; what cannot be removed stays. */
void dir_remove(const char *path);
bool file_exists(const char *path);

/* A file mapped read-only. */
typedef struct map {
    str_t bytes;
} map_t;
must_use status_t file_map(const char *path, map_t *out, err_t *err);
void file_unmap(map_t *m);
#endif
