/* SPDX-License-Identifier: Apache-2.0
 *
 * site_files — the files of a site that is being published: each written once, beside it its gzip and Brotli forms, all
 * listed with their SHA-256. What has not changed since the site before is not compressed again: the new site's file is a
 * second name (hard link) of the old one's bytes. Files of a published site are never written into, only given other names.
 */
#ifndef CG_MATERIAL_SITE_FILES_H
#define CG_MATERIAL_SITE_FILES_H
#include <limits.h>
#include <pthread.h>
#include "base/base.h"
#include "base/crypto.h"

/* Paths found by name: open addressing over what lies in a vec of its owner. */
typedef struct path_map {
    str_t *keys;
    uint32_t *values;
    size_t size, n; /* size: a power of two */
} path_map_t;
/* Room for `most` paths; false without memory. */
must_use bool path_map_make(path_map_t *m, arena_t *a, size_t most);
/* Adds; false when it is there already (or there is no room). `key` must live as long as the map. */
bool path_map_add(path_map_t *m, str_t key, uint32_t value);
/* SIZE_MAX when it is not there. */
size_t path_map_find(const path_map_t *m, str_t key);

typedef struct site_file {
    str_t path; /* "/en/tai-lieu.html" */
    digest_t sha256;
    uint64_t bytes;
} site_file_t;

/* Shared by the threads of a publishing; what lies in it changes under `lock` alone. */
typedef struct site_files {
    arena_t *a; /* for the whole publishing */
    pthread_mutex_t lock;
    char folder[PATH_MAX]; /* where the new site grows */
    vec_t list;            /* site_file_t */
    path_map_t at;         /* into list */
    char before[PATH_MAX]; /* the site before; "" none */
    vec_t old;             /* site_file_t: what its manifest says */
    path_map_t old_at;
    str_t old_base; /* the address it was made for */
    size_t linked;  /* taken over */
    uint64_t bytes; /* uncompressed, of all */
    size_t n;       /* files put, without the compressed forms */
} site_files_t;

/* What one thread needs of its own: an arena for one file, and its error. */
typedef struct site_hand {
    site_files_t *files;
    arena_t *one;
    err_t *err;
} site_hand_t;

/* Makes `folder`, and reads what stands in `before` ("" or a folder without a manifest: nothing is taken over). */
must_use status_t site_files_start(site_files_t *s, arena_t *a, arena_t *one, const char *folder, const char *before,
                                   err_t *err);
void site_files_end(site_files_t *s);
/* Puts a file; the same path again is left alone. `text`: with its compressed forms. */
must_use status_t site_files_put(const site_hand_t *h, str_t path, str_t bytes, bool text);
/* Takes over `path` as it stands in the site before, if it has the digest `same` (NULL: whatever it holds); false when it is
 * not so: then it must be put. */
bool site_files_keep(const site_hand_t *h, str_t path, const digest_t *same);
bool site_files_has(site_files_t *s, str_t path);
/* Did the file change since the site before (or is it new)? */
bool site_files_changed(site_files_t *s, str_t path);
/* Bytes beside the list: manifest.json itself. */
must_use status_t site_files_write(const char *path, str_t bytes, err_t *err);
#endif
