/* SPDX-License-Identifier: Apache-2.0
 *
 * keys — the key files of a data directory: DIR/keys/release.key signs, every DIR/keys/NAME.pub is trusted.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
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

status_t material_key(const char *dir, sign_secret_t *out, err_t *err)
{
    char path[PATH_MAX];
    if (!path_in(path, dir, "keys/release.key")) return path_too_long(err);
    if (!file_exists(path))
        return err_set(err, ST_NOT_FOUND, "key.none", N_("There is no signing key in this data directory."));
    arena_t *a = arena_new(1 << 16);
    if (!a) return no_memory(err);
    str_t text;
    status_t s = file_read(a, path, SIGN_FILE_MAX, &text, err);
    if (s == ST_OK) s = sign_secret_parse(text, out, err);
    arena_free(a);
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
    if (s == ST_OK && out->n == 0)
        return err_set(err, ST_NOT_FOUND, "key.none-trusted", N_("There is no public key to verify with."));
    return s;
}
