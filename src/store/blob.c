/* SPDX-License-Identifier: Apache-2.0
 *
 * Files named by their SHA-256, two hex digits of folder, so that no folder grows without end.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "store/internal.h"

static status_t blob_path(store_t *st, digest_t d, char folder[4200], char path[4300], err_t *err)
{
    char hex[65];
    digest_hex(d, hex);
    if (snprintf(folder, 4200, "%s/blobs/%.2s", st->dir, hex) >= 4200)
        return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    snprintf(path, 4300, "%s/%s", folder, hex + 2);
    return ST_OK;
}

status_t blob_put(store_t *st, str_t bytes, digest_t *out, err_t *err)
{
    char folder[4200], path[4300];
    *out = sha256(bytes);
    status_t s = blob_path(st, *out, folder, path, err);
    if (s != ST_OK) return s;
    struct stat info;
    if (stat(path, &info) == 0 && (uint64_t)info.st_size == bytes.n) return ST_OK;
    s = dir_make(folder, 0700, err);
    return s == ST_OK ? file_write(path, bytes, 0600, err) : s;
}

static bool content_holds(int fd, digest_t want)
{
    char piece[65536];
    sha256_t h;
    sha256_start(&h);
    ssize_t n;
    while ((n = read(fd, piece, sizeof piece)) > 0) sha256_add(&h, (str_t){piece, (size_t)n});
    return n == 0 && digest_eq(sha256_end(&h), want) && lseek(fd, 0, SEEK_SET) == 0;
}

status_t blob_open(store_t *st, digest_t d, bool check, int *fd, uint64_t *size, err_t *err)
{
    char folder[4200], path[4300];
    status_t s = blob_path(st, d, folder, path, err);
    if (s != ST_OK) return s;
    int f = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (f < 0)
        return err_set(err, errno == ENOENT ? ST_NOT_FOUND : ST_IO, "blob.none", N_("That file is not in the store."));
    if (fstat(f, &info) != 0 || (check && !content_holds(f, d))) {
        close(f);
        return err_set(err, ST_STORE, "blob.damaged",
                       N_("A stored file is damaged: its content no longer fits its name."));
    }
    *fd = f;
    *size = (uint64_t)info.st_size;
    return ST_OK;
}

status_t blob_get(store_t *st, arena_t *a, digest_t d, size_t limit, str_t *out, err_t *err)
{
    char folder[4200], path[4300];
    status_t s = blob_path(st, d, folder, path, err);
    if (s == ST_OK) s = file_read(a, path, limit, out, err);
    if (s == ST_OK && !digest_eq(sha256(*out), d))
        return err_set(err, ST_STORE, "blob.damaged",
                       N_("A stored file is damaged: its content no longer fits its name."));
    return s;
}
