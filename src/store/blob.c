/* SPDX-License-Identifier: Apache-2.0
 *
 * blob — files named by their SHA-256 in DIR/blobs/ab/cdef…; written once, atomically, never changed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "store/store.h"

static status_t blob_path(store_t *st, digest_t d, char folder[4096], char path[4096], err_t *err)
{
    char hex[65];
    digest_hex(d, hex);
    if ((size_t)snprintf(folder, 4096, "%s/blobs/%.2s", store_dir(st), hex) >= 4096 ||
        (size_t)snprintf(path, 4096, "%s/blobs/%.2s/%s", store_dir(st), hex, hex + 2) >= 4096)
        return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    return ST_OK;
}

static status_t damaged(err_t *err)
{
    return err_set(err, ST_STORE, "blob.damaged", N_("A stored file is damaged: it does not match its name."));
}

/* The digest of what the file holds, from its start; the offset goes back to the start. */
static bool fd_digest(int fd, digest_t *out)
{
    sha256_t h;
    sha256_start(&h);
    char piece[65536];
    ssize_t n;
    while ((n = read(fd, piece, sizeof piece)) != 0) {
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        sha256_add(&h, (str_t){piece, (size_t)n});
    }
    *out = sha256_end(&h);
    return lseek(fd, 0, SEEK_SET) == 0;
}

status_t blob_put(store_t *st, str_t bytes, digest_t *out, err_t *err)
{
    char folder[4096], path[4096];
    digest_t d = sha256(bytes), had;
    status_t s = blob_path(st, d, folder, path, err);
    if (s != ST_OK) return s;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) { /* the same bytes twice are one file, unless the one there is damaged: then it is mended */
        bool good = fd_digest(fd, &had) && digest_eq(had, d);
        close(fd);
        if (good) {
            *out = d;
            return ST_OK;
        }
    }
    s = dir_make(folder, 0700, err);
    if (s == ST_OK) s = file_write(path, bytes, 0400, err);
    if (s == ST_OK) *out = d;
    return s;
}

status_t blob_open(store_t *st, digest_t d, bool check, int *fd, uint64_t *size, err_t *err)
{
    char folder[4096], path[4096];
    status_t s = blob_path(st, d, folder, path, err);
    if (s != ST_OK) return s;
    int f = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (f < 0) {
        int e = errno;
        if (e == ENOENT) return err_set(err, ST_NOT_FOUND, "blob.none", N_("The stored file is not there."));
        return err_set(err, ST_IO, "blob.open", N_("%s: %s."), path, strerror(e));
    }
    digest_t had;
    if (fstat(f, &info) != 0 || !S_ISREG(info.st_mode) || (check && (!fd_digest(f, &had) || !digest_eq(had, d)))) {
        close(f);
        return damaged(err);
    }
    *fd = f;
    *size = (uint64_t)info.st_size;
    return ST_OK;
}

status_t blob_get(store_t *st, arena_t *a, digest_t d, size_t limit, str_t *out, err_t *err)
{
    char folder[4096], path[4096];
    status_t s = blob_path(st, d, folder, path, err);
    if (s == ST_OK && !file_exists(path))
        s = err_set(err, ST_NOT_FOUND, "blob.none", N_("The stored file is not there."));
    str_t bytes = STR_NONE;
    if (s == ST_OK) s = file_read(a, path, limit, &bytes, err);
    if (s == ST_OK && !digest_eq(sha256(bytes), d)) s = damaged(err);
    if (s == ST_OK) *out = bytes;
    return s;
}
