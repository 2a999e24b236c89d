/* SPDX-License-Identifier: Apache-2.0
 *
 * publish_folder — the published site as a folder that opens without a server: from a memory card, a disk, an archive.
 * Links become relative and name files; what needs the server (forms, the desk, figures of the minute) points to its
 * address. The search carries its index in its page, for a browser reads no other files there.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "material/internal.h"
#include "material/publish.h"
#include "material/publish_internal.h"

enum { LIST_MOST = 32 << 20, FILE_MOST = 64 << 20, HERE_MOST = 256 << 20, OUT_MOST = 128 << 20 };

typedef struct folder {
    const char *from; /* the published site */
    str_t base;
    site_files_t old; /* what it holds */
    site_files_t out;
    arena_t *one;
    err_t *err;
} folder_t;

static bool holds(const folder_t *f, str_t path)
{
    return path_map_find(&f->old.old_at, path) != SIZE_MAX;
}

/* The file that answers at `path`; p = NULL when only the server does. */
static str_t file_of(const folder_t *f, str_t path)
{
    str_t name = path;
    if (str_eq(path, S("/")) || str_eq(path, S("/en")) || str_eq(path, S("/en/")))
        name = path.n == 1 ? S("/index.html") : S("/en/index.html");
    else if (!holds(f, path))
        name = str_fmt(f->one, "%.*s.html", STRF(path));
    return holds(f, name) ? name : STR_NONE;
}

/* An address of ours as it is written in the file `in`. */
static void put_address(const folder_t *f, buf_t *b, str_t in, str_t address, bool form)
{
    size_t end = 0;
    while (end < address.n && address.p[end] != '#' && address.p[end] != '?') end++;
    str_t path = str_sub(address, 0, end), rest = str_sub(address, end, address.n), file = STR_NONE;
    bool asks = rest.n && rest.p[0] == '?';
    if (!form && !asks) file = file_of(f, path);
    if (!file.p) {
        buf_html(b, f->base);
        buf_put(b, address);
        return;
    }
    for (size_t at = 1; (at = str_chr(in, '/', at)) != SIZE_MAX; at++) buf_putz(b, "../");
    buf_put(b, str_sub(file, 1, file.n));
    buf_put(b, rest);
}

/* Our own templates write attributes in double quotes, and addresses of ours with a slash first. */
static str_t relinked(const folder_t *f, str_t in, str_t html)
{
    static const char *const names[] = {" href=\"/", " src=\"/", " action=\"/", " data-search=\"/"};
    buf_t b = buf_new(f->one, OUT_MOST);
    for (size_t at = 0; at < html.n;) {
        size_t next = html.n, end, which = 0;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
            size_t found = str_find(html, str_of(names[k]), at);
            if (found < next) next = found, which = k;
        }
        buf_put(&b, str_sub(html, at, next));
        if (next == html.n) break;
        size_t from = next + strlen(names[which]) - 1;
        end = str_chr(html, '"', from);
        if (end == SIZE_MAX) end = html.n;
        buf_put(&b, str_sub(html, next, from));
        str_t address = str_sub(html, from, end);
        if (str_starts(address, S("//")))
            buf_put(&b, address);
        else
            put_address(f, &b, in, address, which == 2);
        at = end;
    }
    return buf_str(&b);
}

/* The search page with the index in it, its addresses as they are here. */
static str_t with_index(const folder_t *f, str_t in, str_t html, str_t index)
{
    static const str_t mark = {"{\"path\":\"", 9};
    size_t body = str_find(html, S("</body>"), 0);
    buf_t b = buf_new(f->one, OUT_MOST);
    buf_put(&b, str_sub(html, 0, body));
    buf_putz(&b, "<script type=\"application/json\" id=\"index\">");
    for (size_t at = 0; at < index.n;) {
        size_t next = str_find(index, mark, at), from, end;
        buf_put(&b, str_sub(index, at, next));
        if (next == SIZE_MAX) break;
        from = next + mark.n;
        end = str_chr(index, '"', from);
        buf_put(&b, mark);
        put_address(f, &b, in, str_sub(index, from, end), false);
        at = end;
    }
    buf_putz(&b, "</script>\n");
    buf_put(&b, str_sub(html, body, html.n));
    return buf_str(&b);
}

static status_t read_old(const folder_t *f, str_t path, str_t *out)
{
    return file_read(f->one, str_z(f->one, str_fmt(f->one, "%s%.*s", f->from, STRF(path))), FILE_MOST, out, f->err);
}

static status_t put_one(folder_t *f, str_t path)
{
    str_t bytes, index;
    if (str_ends(path, S(".gz")) || str_ends(path, S(".br"))) return ST_OK; /* nobody negotiates with a folder */
    status_t s = read_old(f, path, &bytes);
    if (s != ST_OK) return s;
    if (str_ends(path, S(".html"))) {
        bytes = relinked(f, path, bytes);
        bool search = str_ends(path, S("/tim.html"));
        if (search) s = read_old(f, str_fmt(f->one, "%.*sjson", (int)path.n - 4, path.p), &index);
        if (search && s == ST_OK) bytes = with_index(f, path, bytes, index);
    }
    site_hand_t hand = {&f->out, f->one, f->err};
    return s == ST_OK ? site_files_put(&hand, path, bytes, false) : s;
}

/* A folder of somebody else's is not ours to replace. */
static status_t may_replace(const char *out, err_t *err)
{
    char manifest[PATH_MAX];
    if (snprintf(manifest, sizeof manifest, "%s/manifest.json", out) >= PATH_MAX)
        return err_set(err, ST_INPUT, "path.too-long", N_("The path is too long."));
    if (!file_exists(out) || file_exists(manifest) || rmdir(out) == 0) return ST_OK;
    return err_set(err, ST_CONFLICT, "publish.out", N_("%s holds something already. Choose a new folder."), out);
}

static status_t put_in_place(const char *part, const char *out, err_t *err)
{
    char old[PATH_MAX];
    (void)snprintf(old, sizeof old, "%.*s.old", PATH_MAX - 5, out);
    dir_remove(old);
    if (file_exists(out) && rename(out, old) != 0)
        return err_set(err, ST_IO, "publish.write", N_("%s could not be written: %s."), out, strerror(errno));
    if (rename(part, out) != 0)
        return err_set(err, ST_IO, "publish.write", N_("%s could not be written: %s."), out, strerror(errno));
    dir_remove(old);
    return ST_OK;
}

status_t material_publish_folder(const app_t *app, int64_t number, const char *out, size_t *files, err_t *err)
{
    char from[PATH_MAX], part[PATH_MAX];
    const char *dir = store_dir(app->store);
    site_current(dir, from);
    if (!from[0]) return err_set(err, ST_NOT_FOUND, "publish.nothing", N_("There is no page to publish."));
    status_t s = may_replace(out, err);
    if (s != ST_OK) return s;
    if (snprintf(part, sizeof part, "%s.part", out) >= PATH_MAX)
        return err_set(err, ST_INPUT, "path.too-long", N_("The path is too long."));
    dir_remove(part);
    arena_t *a = arena_new(HERE_MOST), *one = arena_new(3 * (size_t)OUT_MOST);
    folder_t f = {.from = from, .base = app->base_url, .one = one, .err = err};
    s = a && one ? site_files_start(&f.old, a, one, part, from, err) : no_memory(err);
    if (s == ST_OK) s = site_files_start(&f.out, a, one, part, "", err);
    for (size_t i = 0; s == ST_OK && i < f.old.old.len; i++) {
        s = put_one(&f, VEC_AT(&f.old.old, site_file_t, i).path);
        arena_reset(one);
    }
    if (s == ST_OK) s = site_manifest(&f.out, dir, app->base_url, number, err);
    if (s == ST_OK) s = put_in_place(part, out, err);
    if (s != ST_OK) dir_remove(part);
    *files = f.out.n;
    site_files_end(&f.out);
    site_files_end(&f.old);
    arena_free(one);
    arena_free(a);
    return s;
}
