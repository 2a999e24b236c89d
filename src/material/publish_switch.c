/* SPDX-License-Identifier: Apache-2.0
 *
 * publish_switch — the end of a publishing: the signed list of its files, the switch to it, the way back.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "material/internal.h"
#include "material/publish.h"
#include "material/publish_internal.h"

/* --- manifest, switch, clearing away --- */

status_t site_manifest(site_files_t *w, const char *dir, str_t base, int64_t number, err_t *err)
{
    char hex[65], at[32];
    sign_secret_t key;
    status_t s = material_key(dir, &key, err);
    if (s != ST_OK) return s;
    ms_iso_utc(clock_now(), at);
    buf_t b = buf_new(w->a, 16 << 20), sig = buf_new(w->a, SIGN_FILE_MAX);
    buf_fmt(&b, "{\"format\":1,\"made\":\"%s\",\"number\":%lld,\"base\":", at, (long long)number);
    buf_json(&b, base);
    buf_putz(&b, ",\"files\":[");
    for (size_t i = 0; i < w->list.len; i++) {
        const site_file_t *f = &VEC_AT(&w->list, site_file_t, i);
        digest_hex(f->sha256, hex);
        buf_fmt(&b, "%s\n{\"path\":", i ? "," : "");
        buf_json(&b, f->path);
        buf_fmt(&b, ",\"bytes\":%llu,\"sha256\":\"%s\"}", (unsigned long long)f->bytes, hex);
    }
    buf_putz(&b, "\n]}\n");
    s = sign_make(&key, buf_str(&b), str_fmt(w->a, "canhgiac site %lld %s", (long long)number, at), &sig, err);
    secret_wipe(&key, sizeof key);
    if (s == ST_OK && !buf_ok(&b)) s = no_memory(err);
    if (s == ST_OK) s = site_files_write(str_fmt(w->a, "%s/manifest.json", w->folder).p, buf_str(&b), err);
    return s == ST_OK ? site_files_write(str_fmt(w->a, "%s/manifest.json.minisig", w->folder).p, buf_str(&sig), err)
                      : s;
}

/* Highest number in DIR/public/releases; what was left half made is removed. */
int64_t site_last_number(const char *releases, bool clear)
{
    int64_t last = 0;
    DIR *d = opendir(releases);
    for (struct dirent *e; d && (e = readdir(d));) {
        int64_t n;
        char path[PATH_MAX];
        str_t name = str_of(e->d_name);
        if (str_int(name, 1, 99999999, &n) && n > last) last = n;
        int len = snprintf(path, sizeof path, "%s/%s", releases, e->d_name);
        if (clear && str_ends(name, S(".part")) && len > 0 && len < PATH_MAX) dir_remove(path);
    }
    if (d) (void)closedir(d);
    return last;
}

static status_t io_failed(err_t *err, const char *path)
{
    return err_set(err, errno == ENOSPC || errno == EFBIG || errno == EDQUOT ? ST_LIMIT : ST_IO, "publish.write",
                   N_("%s could not be written: %s."), path, strerror(errno));
}

static status_t point_to(const char *dir, int64_t number, err_t *err)
{
    char target[64], link[PATH_MAX], fresh[PATH_MAX];
    (void)snprintf(target, sizeof target, "releases/%04lld", (long long)number);
    int a = snprintf(link, sizeof link, "%s/public/current", dir), b = snprintf(fresh, sizeof fresh, "%s.new", link);
    if (a >= PATH_MAX || b >= PATH_MAX) return err_set(err, ST_INPUT, "path.too-long", N_("The path is too long."));
    (void)unlink(fresh);
    if (symlink(target, fresh) != 0 || rename(fresh, link) != 0) return io_failed(err, link);
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)syncfs(fd);
        (void)close(fd);
    }
    return ST_OK;
}

status_t site_switch(site_files_t *w, const char *dir, int64_t number, err_t *err)
{
    char done[PATH_MAX];
    int fd = open(w->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || syncfs(fd) != 0) {
        status_t s = io_failed(err, w->folder);
        if (fd >= 0) (void)close(fd);
        return s;
    }
    (void)close(fd);
    (void)snprintf(done, sizeof done, "%.*s", (int)strlen(w->folder) - 5, w->folder); /* without ".part" */
    if (rename(w->folder, done) != 0) return io_failed(err, done);
    status_t s = point_to(dir, number, err);
    for (int64_t old = number - PUBLISH_KEPT; s == ST_OK && old > 0 && old > number - PUBLISH_KEPT - 8; old--)
        dir_remove(str_fmt(w->a, "%s/public/releases/%04lld", dir, (long long)old).p);
    return s;
}

/* The folder that is served now; "" when there is none. */
void site_current(const char *dir, char out[PATH_MAX])
{
    char link[PATH_MAX];
    out[0] = '\0';
    if (snprintf(link, sizeof link, "%s/public/current", dir) >= PATH_MAX || !realpath(link, out)) out[0] = '\0';
}

status_t material_publish_back(const char *dir, int64_t *number, err_t *err)
{
    char link[PATH_MAX], target[PATH_MAX], before[PATH_MAX];
    int64_t now = 0;
    (void)snprintf(link, sizeof link, "%s/public/current", dir);
    ssize_t n = readlink(link, target, sizeof target - 1);
    str_t t = n > 0 ? (str_t){target, (size_t)n} : S("");
    if (str_starts(t, S("releases/")) && str_int(str_sub(t, 9, t.n), 1, 99999999, &now))
        for (int64_t old = now - 1; old > 0 && old >= now - PUBLISH_KEPT; old--) {
            if (snprintf(before, sizeof before, "%s/public/releases/%04lld", dir, (long long)old) >= PATH_MAX) break;
            if (!file_exists(before)) continue;
            *number = old;
            return point_to(dir, old, err);
        }
    return err_set(err, ST_NOT_FOUND, "publish.no-older", N_("No older site was kept."));
}
