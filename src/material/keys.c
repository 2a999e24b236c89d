/* SPDX-License-Identifier: Apache-2.0
 *
 * keys — the key files of a data directory: DIR/keys/release.key signs, every DIR/keys/NAME.pub is trusted.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/file.h"
#include "material/internal.h"
#include "material/sign.h"

static bool path_in(char out[PATH_MAX], const char *dir, const char *name)
{
    int n = snprintf(out, PATH_MAX, "%s/%s", dir, name);
    return n > 0 && n < PATH_MAX;
}

static status_t path_too_long(err_t *err)
{
    return err_set(err, ST_INPUT, "path.too-long", N_("The path is too long."));
}

status_t material_keys_make(const char *dir, err_t *err)
{
    char folder[PATH_MAX], secret_path[PATH_MAX], public_path[PATH_MAX];
    if (!path_in(folder, dir, "keys") || !path_in(secret_path, dir, "keys/release.key") ||
        !path_in(public_path, dir, "keys/release.pub"))
        return path_too_long(err);
    if (file_exists(secret_path))
        return err_set(err, ST_CONFLICT, "key.exists", N_("There is a signing key already; it is never overwritten."));

    arena_t *a = arena_new(1 << 16);
    if (!a) return no_memory(err);
    sign_secret_t secret;
    sign_new(&secret);
    sign_public_t public = sign_public_of(&secret);
    buf_t secret_text = buf_new(a, SIGN_FILE_MAX), public_text = buf_new(a, SIGN_FILE_MAX);
    sign_secret_put(&secret_text, &secret);
    sign_public_put(&public_text, &public);
    /* The public key first: a secret key that nobody trusts would sign things nobody can verify. */
    status_t s = dir_make(folder, 0700, err);
    if (s == ST_OK) s = file_write(public_path, buf_str(&public_text), 0644, err);
    if (s == ST_OK) s = file_write(secret_path, buf_str(&secret_text), 0600, err);
    secret_wipe(&secret, sizeof secret);
    secret_wipe(secret_text.p, secret_text.n);
    arena_free(a);
    return s;
}

/* --- lists --- */

static int by_name(const void *a, const void *b)
{
    return str_cmp(*(const str_t *)a, *(const str_t *)b);
}

/* "list-0001.json" … of a folder, ascending: the number has four digits. */
static status_t list_names(arena_t *a, const char *folder, vec_t *names, err_t *err)
{
    *names = vec_new(a, sizeof(str_t), KEY_LISTS_MAX);
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        int64_t n;
        str_t name = str_of(e->d_name);
        if (name.n != 14 || !str_starts(name, S("list-")) || !str_ends(name, S(".json"))) continue;
        if (!str_int(str_sub(name, 5, 9), 1, 9999, &n)) continue;
        str_t *p = vec_push(names);
        if (p) *p = str_dup(a, name);
    }
    if (d) (void)closedir(d);
    if (names->failed) return no_memory(err);
    if (names->len) qsort(names->at, names->len, sizeof(str_t), by_name);
    return ST_OK;
}

status_t material_key_lists(arena_t *a, const char *folder, str_t **lists, str_t **signatures, size_t *n, err_t *err)
{
    vec_t names;
    char path[PATH_MAX];
    status_t s = list_names(a, folder, &names, err);
    *n = 0;
    *lists = ARENA_ARRAY(a, str_t, names.len + 1);
    *signatures = ARENA_ARRAY(a, str_t, names.len + 1);
    if (s == ST_OK && (!*lists || !*signatures)) s = no_memory(err);
    for (size_t i = 0; s == ST_OK && i < names.len; i++) {
        const char *name = VEC_AT(&names, str_t, i).p;
        if (!path_in(path, folder, name)) return path_too_long(err);
        s = file_read(a, path, 64 << 10, &(*lists)[i], err);
        if (s == ST_OK && !path_in(path, folder, str_fmt(a, "%s.minisig", name).p)) s = path_too_long(err);
        if (s == ST_OK) s = file_read(a, path, SIGN_FILE_MAX, &(*signatures)[i], err);
    }
    if (s == ST_OK) *n = names.len;
    return s;
}

static status_t ends_by_list(const char *folder, sign_ring_t *ring, err_t *err)
{
    str_t *lists, *signatures;
    size_t n;
    key_list_t newest;
    arena_t *a = arena_new(32 << 20);
    if (!a) return no_memory(err);
    status_t s = material_key_lists(a, folder, &lists, &signatures, &n, err);
    if (s == ST_OK && n) s = key_list_parse(lists[n - 1], &newest, err);
    for (size_t i = 0; s == ST_OK && n && i < ring->n; i++)
        for (size_t k = 0; k < newest.ring.n; k++)
            if (memcmp(ring->keys[i].key, newest.ring.keys[k].key, 32) == 0)
                ring->keys[i].until = newest.ring.keys[k].until;
    arena_free(a);
    return s;
}

/* --- the key that signs --- */

static status_t secret_read(const char *path, sign_secret_t *out, err_t *err)
{
    str_t text;
    arena_t *a = arena_new(1 << 16);
    if (!a) return no_memory(err);
    status_t s = file_read(a, path, SIGN_FILE_MAX, &text, err);
    if (s == ST_OK) s = sign_secret_parse(text, out, err);
    if (s == ST_OK) secret_wipe((void *)(uintptr_t)text.p, text.n);
    arena_free(a);
    return s;
}

/* A rotation is decided when its list is on disk. One that broke off after that is brought to its end here: the key that
 * waits takes its place. A key that no list names is from a rotation that never was. */
static void rotation_finish(const char *dir, const char *secret_path)
{
    char waiting[PATH_MAX], folder[PATH_MAX];
    sign_secret_t next;
    sign_ring_t ring = {.n = 1};
    if (!path_in(waiting, dir, "keys/next.key") || !path_in(folder, dir, "keys") || !file_exists(waiting)) return;
    if (secret_read(waiting, &next, NULL) != ST_OK) return;
    ring.keys[0] = sign_public_of(&next);
    ring.keys[0].until = 0;
    secret_wipe(&next, sizeof next);
    if (ends_by_list(folder, &ring, NULL) == ST_OK && ring.keys[0].until == MS_NEVER)
        (void)rename(waiting, secret_path);
}

status_t material_key(const char *dir, sign_secret_t *out, err_t *err)
{
    char path[PATH_MAX];
    if (!path_in(path, dir, "keys/release.key")) return path_too_long(err);
    rotation_finish(dir, path);
    if (!file_exists(path))
        return err_set(err, ST_NOT_FOUND, "key.none", N_("There is no signing key in this data directory."));
    return secret_read(path, out, err);
}

/* --- rotation --- */

typedef struct rotation {
    arena_t *a;
    const char *dir;
    sign_secret_t old, next;
    sign_public_t old_public, next_public;
    int64_t number;
} rotation_t;

static status_t write_in_keys(const rotation_t *r, const char *name, str_t bytes, unsigned mode, err_t *err)
{
    char path[PATH_MAX];
    if (!path_in(path, r->dir, str_fmt(r->a, "keys/%s", name).p)) return path_too_long(err);
    return file_write(path, bytes, mode, err);
}

static status_t write_public(rotation_t *r, const char *name, const sign_public_t *key, err_t *err)
{
    buf_t b = buf_new(r->a, SIGN_FILE_MAX);
    sign_public_put(&b, key);
    return write_in_keys(r, name, buf_str(&b), 0644, err);
}

static status_t write_list(rotation_t *r, err_t *err)
{
    sign_ring_t ring;
    str_t list;
    ms_t now = clock_now();
    status_t s = material_ring(r->dir, &ring, err);
    if (s != ST_OK) return s;
    for (size_t i = 0; i < ring.n; i++)
        if (memcmp(ring.keys[i].key, r->old_public.key, 32) == 0 && ring.keys[i].until == MS_NEVER)
            ring.keys[i].until = now;
    s = key_list_make(r->a, &ring, r->number, now, &list, err);
    buf_t sig = buf_new(r->a, SIGN_FILE_MAX);
    if (s == ST_OK) s = sign_make(&r->old, list, str_fmt(r->a, "canhgiac keys %lld", (long long)r->number), &sig, err);
    str_t name = str_fmt(r->a, "list-%04lld.json", (long long)r->number);
    if (s == ST_OK) s = write_in_keys(r, str_fmt(r->a, "%.*s.minisig", STRF(name)).p, buf_str(&sig), 0644, err);
    return s == ST_OK ? write_in_keys(r, name.p, list, 0644, err) : s;
}

static str_t public_name(const rotation_t *r, const sign_public_t *key)
{
    char id[17];
    sign_id_text(key->id, id);
    return str_fmt(r->a, "%s.pub", id);
}

static status_t rotate(rotation_t *r, err_t *err)
{
    char path[PATH_MAX];
    str_t *lists, *signatures;
    size_t n;
    if (!path_in(path, r->dir, "keys")) return path_too_long(err);
    status_t s = material_key_lists(r->a, path, &lists, &signatures, &n, err);
    r->number = (int64_t)n + 1;
    sign_new(&r->next);
    r->old_public = sign_public_of(&r->old);
    r->next_public = sign_public_of(&r->next);
    if (s == ST_OK) s = write_public(r, public_name(r, &r->old_public).p, &r->old_public, err);
    buf_t secret = buf_new(r->a, SIGN_FILE_MAX);
    sign_secret_put(&secret, &r->next);
    if (s == ST_OK) s = write_in_keys(r, "next.key", buf_str(&secret), 0600, err);
    secret_wipe(secret.p, secret.n);
    if (s == ST_OK) s = write_public(r, "release.pub", &r->next_public, err);
    if (s == ST_OK) s = write_list(r, err);
    if (s == ST_OK && path_in(path, r->dir, "keys/release.key")) rotation_finish(r->dir, path);
    return s;
}

status_t material_keys_rotate(const char *dir, int64_t *number, err_t *err)
{
    rotation_t r = {.a = arena_new(32 << 20), .dir = dir};
    if (!r.a) return no_memory(err);
    status_t s = material_key(dir, &r.old, err);
    if (s == ST_OK) s = rotate(&r, err);
    *number = r.number;
    secret_wipe(&r.old, sizeof r.old);
    secret_wipe(&r.next, sizeof r.next);
    arena_free(r.a);
    return s;
}

status_t material_ring(const char *dir, sign_ring_t *out, err_t *err)
{
    char folder[PATH_MAX], path[PATH_MAX];
    out->n = 0;
    if (!path_in(folder, dir, "keys")) return path_too_long(err);
    arena_t *a = arena_new(1 << 17);
    if (!a) return no_memory(err);
    status_t s = ST_OK;
    DIR *d = opendir(folder);
    for (struct dirent *e; s == ST_OK && d && (e = readdir(d));) {
        str_t text;
        if (!str_ends(str_of(e->d_name), S(".pub"))) continue;
        if (out->n == SIGN_KEYS_MAX) break;
        if (!path_in(path, folder, e->d_name)) continue;
        s = file_read(a, path, SIGN_FILE_MAX, &text, err);
        if (s == ST_OK) s = sign_public_parse(text, &out->keys[out->n], err);
        if (s == ST_OK) out->n++;
    }
    if (d) (void)closedir(d);
    arena_free(a);
    if (s == ST_OK) s = ends_by_list(folder, out, err);
    if (s == ST_OK && out->n == 0)
        return err_set(err, ST_NOT_FOUND, "key.none-trusted", N_("There is no public key to verify with."));
    return s;
}
