/* SPDX-License-Identifier: Apache-2.0 */
#include <sys/mman.h>
#include <unistd.h>
#include "base/file.h"
#include "lists/internal.h"

status_t list_file_write(arena_t *a, const char *path, str_t bytes, const sign_secret_t *key, str_t comment, err_t *err)
{
    buf_t sig = buf_new(a, SIGN_FILE_MAX);
    str_t side = str_fmt(a, "%s.minisig", path);
    if (!side.p) return no_memory(err);
    status_t s = key ? sign_make(key, bytes, comment, &sig, err) : ST_OK;
    /* Without its old signature the new file is unsigned for a moment; with it, it would look forged. */
    if (s == ST_OK) (void)unlink(side.p);
    if (s == ST_OK) s = file_write(path, bytes, 0644, err);
    return s == ST_OK && key ? file_write(side.p, buf_str(&sig), 0644, err) : s;
}

static status_t signature_holds(const char *path, const sign_ring_t *ring, str_t bytes, err_t *err)
{
    arena_t *a = arena_new(1 << 16);
    str_t sig, side = a ? str_fmt(a, "%s.minisig", path) : STR_NONE;
    status_t s = side.p ? ST_OK : no_memory(err);
    if (s == ST_OK && !file_exists(side.p))
        s = err_set(err, ST_DENIED, "lists.unsigned", N_("%s is not signed."), path);
    if (s == ST_OK) s = file_read(a, side.p, SIGN_FILE_MAX, &sig, err);
    if (s == ST_OK) s = sign_check(ring, bytes, sig, NULL, err);
    arena_free(a);
    return s;
}

status_t list_file_read(arena_t *a, const char *path, const sign_ring_t *ring, str_t *out, err_t *err)
{
    status_t s = file_read(a, path, LIST_FILE_MOST, out, err);
    return s == ST_OK && ring ? signature_holds(path, ring, *out, err) : s;
}

static status_t damaged(const char *path, err_t *err)
{
    return err_set(err, ST_INPUT, "lists.file-of", N_("%s is no list of canhgiac, or it is damaged."), path);
}

status_t list_file_open(const char *path, const sign_ring_t *ring, map_t *map, list_t *out, err_t *err)
{
    status_t s = file_map(path, map, err);
    if (s != ST_OK) return s;
    if (ring) s = signature_holds(path, ring, map->bytes, err);
    if (s == ST_OK && !list_open(map->bytes, out)) s = damaged(path, err);
    if (s != ST_OK) file_unmap(map);
    /* Opening read all of it; what answers strangers comes back by itself. */
    if (s == ST_OK) (void)madvise((void *)(uintptr_t)map->bytes.p, map->bytes.n, MADV_DONTNEED);
    return s;
}
