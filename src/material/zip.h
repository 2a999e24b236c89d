/* SPDX-License-Identifier: Apache-2.0
 *
 * zip — archives whose members are stored as they are: written for kits, and read without unpacking anything.
 *
 * What a kit holds is packed already (PDF, JPEG, MP4), so nothing is gained by packing it again, and an archive that is read
 * in place cannot be a bomb. The reader takes exactly what the writer makes: members stored, one after the other without
 * a gap, named by clean relative paths, the directory at the end; whatever else a ZIP may be is refused, so that no two
 * programs see different things in one file. After PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12, 4.3.16.
 */
#ifndef CG_MATERIAL_ZIP_H
#define CG_MATERIAL_ZIP_H
#include "base/base.h"

#define ZIP_MEMBERS_MAX 20000
#define ZIP_NAME_MAX    300
#define ZIP_BYTES_MAX   ((uint64_t)2 << 30)

typedef struct zip_member {
    str_t name, bytes; /* slices of the archive */
} zip_member_t;

/* Every member, in the archive's order. ST_INPUT when it is no such archive. */
must_use status_t zip_read(arena_t *a, str_t archive, zip_member_t **out, size_t *n, err_t *err);
/* The member of that name; p = NULL when there is none. */
str_t zip_find(const zip_member_t *m, size_t n, str_t name);
/* "a/b.pdf": no "..", no "\", no leading slash, no control character, at most ZIP_NAME_MAX bytes of UTF-8. */
bool zip_name_ok(str_t name);

/* --- writing --- */

typedef struct zip_writer {
    int fd;
    uint64_t at;
    buf_t directory;
    size_t n;
} zip_writer_t;

/* Writes to `fd` from where it stands, which must be the file's start. `a` holds the directory until the end. */
zip_writer_t zip_begin(arena_t *a, int fd);
/* ST_INPUT: a name that zip_name_ok refuses; ST_LIMIT: too much for one archive, or the disk is full; ST_IO. */
must_use status_t zip_add(zip_writer_t *z, str_t name, str_t bytes, err_t *err);
/* The directory. The file is whole after that; syncing and closing it is the caller's. */
must_use status_t zip_end(zip_writer_t *z, err_t *err);
#endif
