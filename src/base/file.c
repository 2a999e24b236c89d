/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static status_t failed(err_t *err, const char *code, const char *path)
{
    int e = errno;
    if (e == ENOENT) return err_set(err, ST_NOT_FOUND, code, N_("There is no file %s."), path);
    return err_set(err, ST_IO, code, N_("%s: %s."), path, strerror(e));
}

static status_t read_fd(arena_t *a, int fd, const char *path, size_t limit, str_t *out, err_t *err)
{
    buf_t b = buf_new(a, limit + 1);
    char piece[65536];
    for (;;) {
        ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed(err, "file.read", path);
        if (n == 0) break;
        buf_put(&b, (str_t){piece, (size_t)n});
        if (!buf_ok(&b) || b.n > limit)
            return err_set(err, ST_LIMIT, "file.too-large", N_("%s is larger than %zu bytes."), path, limit);
    }
    *out = buf_str(&b);
    return ST_OK;
}

status_t file_open(const char *path, int *fd, uint64_t *size, err_t *err)
{
    struct stat st;
    *size = 0;
    *fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (*fd < 0) return failed(err, "file.open", path);
    if (fstat(*fd, &st) != 0) return ST_OK;
    if (S_ISREG(st.st_mode) && st.st_size > 0) *size = (uint64_t)st.st_size;
    if (*fd == STDIN_FILENO || !S_ISDIR(st.st_mode)) return ST_OK;
    close(*fd);
    return err_set(err, ST_INPUT, "file.is-folder", N_("%s is a folder, not a file."), path);
}

status_t file_read(arena_t *a, const char *path, size_t limit, str_t *out, err_t *err)
{
    int fd;
    uint64_t size;
    status_t s = file_open(path, &fd, &size, err);
    if (s != ST_OK) return s;
    if (fd != STDIN_FILENO && size > limit)
        s = err_set(err, ST_LIMIT, "file.too-large", N_("%s is larger than %zu bytes."), path, limit);
    else
        s = read_fd(a, fd, path, limit, out, err);
    if (fd != STDIN_FILENO) close(fd);
    return s;
}

static bool write_all(int fd, str_t bytes)
{
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        bytes = str_sub(bytes, (size_t)n, bytes.n);
    }
    return true;
}

/* A rename is durable only when the folder that holds the name is on disk too. */
static bool sync_folder(const char *path)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) : 0;
    if (n >= sizeof folder) return false;
    memcpy(folder, path, n);
    folder[n] = '\0';
    int fd = open(!slash ? "." : n ? folder : "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return false;
    bool ok = fsync(fd) == 0;
    close(fd);
    return ok;
}

/* Standard output, a device or a pipe: written into; a file put in its place would be no longer what it was. */
static bool written_into(const char *path)
{
    struct stat info;
    return strcmp(path, "-") == 0 || (stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode));
}

static status_t write_into(const char *path, str_t bytes, err_t *err)
{
    bool out = strcmp(path, "-") == 0;
    int fd = out ? STDOUT_FILENO : open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write_all(fd, bytes);
    int e = errno;
    if (fd >= 0 && !out) ok = close(fd) == 0 && ok;
    errno = e;
    return ok ? ST_OK : failed(err, "file.write", path);
}

status_t file_write(const char *path, str_t bytes, unsigned mode, err_t *err)
{
    char tmp[4096];
    if (written_into(path)) return write_into(path, bytes, err);
    if ((size_t)snprintf(tmp, sizeof tmp, "%s.XXXXXX", path) >= sizeof tmp)
        return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    int fd = mkostemp(tmp, O_CLOEXEC);
    if (fd < 0) return failed(err, "file.write", path);
    bool ok = write_all(fd, bytes) && fchmod(fd, (mode_t)mode) == 0 && fsync(fd) == 0;
    int e = errno;
    ok = close(fd) == 0 && ok;
    if (ok && rename(tmp, path) == 0 && sync_folder(path)) return ST_OK;
    if (ok) e = errno;
    unlink(tmp);
    errno = e;
    if (e == ENOSPC)
        return err_set(err, ST_IO, "file.disk-full", N_("The disk is full: %s was not written, nothing was changed."),
                       path);
    return failed(err, "file.write", path);
}

status_t dir_make(const char *path, unsigned mode, err_t *err)
{
    char p[4096];
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof p) return err_set(err, ST_INPUT, "file.long-name", N_("The file name is too long."));
    memcpy(p, path, n + 1);
    for (size_t i = 1; i <= n; i++) {
        if (p[i] != '/' && p[i] != '\0') continue;
        char c = p[i];
        p[i] = '\0';
        if (mkdir(p, (mode_t)mode) != 0 && errno != EEXIST) return failed(err, "file.mkdir", p);
        p[i] = c;
    }
    struct stat st;
    if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode))
        return err_set(err, ST_INPUT, "file.not-folder", N_("%s is a file, not a folder."), path);
    return ST_OK;
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return remove(path);
}

void dir_remove(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

bool file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

status_t file_map(const char *path, map_t *out, err_t *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return failed(err, "file.open", path);
    struct stat st;
    void *p = NULL;
    status_t s = ST_OK;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        s = err_set(err, ST_INPUT, "file.not-file", N_("%s is not a file."), path);
    } else if (st.st_size > 0) {
        p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (p == MAP_FAILED) s = failed(err, "file.map", path);
    }
    close(fd);
    if (s == ST_OK) out->bytes = (str_t){p, p ? (size_t)st.st_size : 0};
    /* cppcheck-suppress memleak ; the mapping is the caller's now */
    return s;
}

void file_unmap(map_t *m)
{
    if (m->bytes.p) munmap((void *)(uintptr_t)m->bytes.p, m->bytes.n);
    m->bytes = STR_NONE;
}
