/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "material/code.h"
#include "material/internal.h"
#include "material/kit.h"
#include "material/zip.h"

#define TEXT_MAX ((size_t)16 << 20)
#define FILE_MAX ((size_t)512 << 20)

typedef struct making {
    store_t *st;
    arena_t *a, *one;
    const kit_new_t *what;
    catalogue_t c;
    const char *folder; /* NULL: a ZIP file */
    zip_writer_t zip;
    buf_t list; /* the manifest's files so far */
    kit_made_t made;
    sign_secret_t key;
} making_t;

/* --- one file --- */

static status_t put_raw(making_t *k, str_t path, str_t bytes, err_t *err)
{
    if (!zip_name_ok(path))
        return err_set(err, ST_INPUT, "zip.name", N_("A file of the kit has a name that cannot be."));
    k->made.files++;
    k->made.bytes += bytes.n;
    if (!k->folder) return zip_add(&k->zip, path, bytes, err);
    str_t full = str_fmt(k->one, "%s/%.*s", k->folder, STRF(path));
    size_t end = full.n;
    while (end > 0 && full.p[end - 1] != '/') end--;
    status_t s = dir_make(str_z(k->one, str_sub(full, 0, end - 1)), 0755, err);
    return s == ST_OK ? file_write(full.p, bytes, 0644, err) : s;
}

static status_t put(making_t *k, str_t path, str_t bytes, err_t *err)
{
    char hex[65];
    digest_hex(sha256(bytes), hex);
    buf_putz(&k->list, k->made.files ? ",\n{\"path\":" : "\n{\"path\":");
    buf_json(&k->list, str_fmt(k->one, "/%.*s", STRF(path)));
    buf_fmt(&k->list, ",\"bytes\":%zu,\"sha256\":\"%s\"}", bytes.n, hex);
    return put_raw(k, path, bytes, err);
}

/* --- releases --- */

static bool chosen(const making_t *k, const known_t *r)
{
    if (!str_eq(r->newest, r->code)) return false;
    for (size_t i = 0; i < k->what->n_only; i++)
        if (str_eq(k->what->only[i], r->slug) || str_eq(k->what->only[i], r->code)) return true;
    return k->what->n_only == 0;
}

static status_t put_files(making_t *k, const known_t *r, err_t *err)
{
    status_t s = ST_OK;
    k->made.releases++;
    for (size_t i = 0; s == ST_OK && i < r->n_files; i++) {
        str_t bytes;
        s = blob_get(k->st, k->one, r->files[i].sha256, FILE_MAX, &bytes, err);
        if (s == ST_OK && !digest_eq(sha256(bytes), r->files[i].sha256))
            s = err_set(err, ST_IO, "kit.blob", N_("The stored file %.*s is damaged."), STRF(r->files[i].name));
        if (s == ST_OK)
            s = put(k, str_fmt(k->one, "tai-lieu/%.*s/%.*s", STRF(r->slug), STRF(r->files[i].name)), bytes, err);
        arena_reset(k->one);
    }
    return s;
}

static status_t put_manifest(making_t *k, const known_t *r, err_t *err)
{
    str_t name = str_fmt(k->a, "tai-lieu/%.*s/%.*s.json", STRF(r->slug), STRF(r->code)), rest = r->signature, one;
    status_t s = put(k, name, r->manifest, err);
    for (int i = 1; s == ST_OK && sign_next(&rest, &one); i++) {
        str_t ending = i == 1 ? S(".minisig") : str_fmt(k->one, ".%d.minisig", i);
        s = put(k, str_join(k->a, name, ending), one, err);
    }
    arena_reset(k->one);
    return s;
}

static void put_text(buf_t *b, const char *name, str_t value)
{
    buf_fmt(b, "\"%s\":", name);
    buf_json(b, value);
    buf_putc(b, ',');
}

static void known_row(buf_t *b, const known_t *r, bool first)
{
    char at[32];
    buf_putz(b, first ? "\n{" : ",\n{");
    put_text(b, "code", r->code);
    ms_iso_utc(r->expires == MS_NEVER ? 0 : r->expires, at);
    buf_fmt(b, r->expires == MS_NEVER ? "\"expires\":null," : "\"expires\":\"%s\",", at);
    put_text(b, "material", r->slug);
    put_text(b, "newest", r->newest);
    ms_iso_utc(r->published, at);
    buf_fmt(b, "\"published\":\"%s\",", at);
    put_text(b, "state", str_eq(r->state, S("expired")) ? S("published") : r->state);
    put_text(b, "title", r->title);
    put_text(b, "title_en", r->title_en);
    buf_fmt(b, "\"version\":%lld,", (long long)r->version);
    buf_putz(b, "\"why\":");
    buf_json(b, r->why);
    buf_putc(b, '}');
}

static status_t put_releases(making_t *k, err_t *err)
{
    status_t s = ST_OK;
    buf_t b = buf_new(k->a, TEXT_MAX);
    buf_putz(&b, "{\"format\":1,\"releases\":[");
    for (size_t i = 0; s == ST_OK && i < k->c.n; i++) {
        known_row(&b, &k->c.list[i], i == 0);
        s = put_manifest(k, &k->c.list[i], err);
        if (s == ST_OK && chosen(k, &k->c.list[i])) s = put_files(k, &k->c.list[i], err);
    }
    buf_putz(&b, "\n]}\n");
    if (s == ST_OK && !buf_ok(&b)) s = no_memory(err);
    return s == ST_OK ? put(k, S("releases.json"), buf_str(&b), err) : s;
}

/* --- for people --- */

static void index_release(buf_t *b, const known_t *r)
{
    buf_putz(b, "<h2>");
    buf_html(b, r->title);
    buf_fmt(b, "</h2>\n<p>Mã xác minh · code: <strong>%.*s</strong> · v%lld</p>\n<ul>\n", STRF(r->code),
            (long long)r->version);
    for (size_t i = 0; i < r->n_files; i++)
        if (!str_eq(r->files[i].role, S("page")))
            buf_fmt(b, "<li><a href=\"tai-lieu/%.*s/%.*s\">%.*s</a></li>\n", STRF(r->slug), STRF(r->files[i].name),
                    STRF(r->files[i].name));
    buf_putz(b, "</ul>\n");
}

static status_t put_index(making_t *k, err_t *err)
{
    static const char readme[] =
        "BỘ TÀI LIỆU CẢNH GIÁC LỪA ĐẢO TRỰC TUYẾN\n\n"
        "Mở index.html để xem. Muốn biết bộ này có thật và còn nguyên không, không cần mạng:\n\n"
        "    minisign -V -p release.pub -m manifest.json\n"
        "    canhgiac verify THƯ-MỤC --key release.pub\n\n"
        "Đối chiếu khóa release.pub với khóa ghi ở nơi khác (công văn, trang web) trước khi tin.\n\n"
        "MATERIALS AGAINST ONLINE SCAMS\n\n"
        "Open index.html. The two commands above say, without a network, whether this copy is genuine and whole.\n"
        "Compare release.pub with the key you know from a second place before you trust it.\n";
    buf_t b = buf_new(k->a, TEXT_MAX);
    buf_putz(&b,
             "<!doctype html>\n<html lang=\"vi\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
             "content=\"width=device-width\"><title>Tài liệu cảnh giác lừa đảo trực tuyến</title>\n"
             "<style>body{font:18px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 1em}a{display:inline-block;"
             "padding:.4em 0}</style>\n<h1>Tài liệu cảnh giác lừa đảo trực tuyến</h1>\n");
    for (size_t i = 0; i < k->c.n; i++)
        if (chosen(k, &k->c.list[i])) index_release(&b, &k->c.list[i]);
    buf_putz(
        &b,
        "<p>Kiểm tra bộ này có thật không · to verify this copy: <a href=\"README.txt\">README.txt</a></p>\n</html>\n");
    if (!buf_ok(&b)) return no_memory(err);
    status_t s = put(k, S("index.html"), buf_str(&b), err);
    return s == ST_OK ? put(k, S("README.txt"), str_of(readme), err) : s;
}

/* --- keys and the manifest --- */

static status_t put_keys(making_t *k, err_t *err)
{
    str_t *lists, *signatures;
    size_t n;
    sign_public_t public = sign_public_of(&k->key);
    buf_t b = buf_new(k->a, SIGN_FILE_MAX);
    sign_public_put(&b, &public);
    status_t s = put(k, S("release.pub"), buf_str(&b), err);
    if (s == ST_OK)
        s = material_key_lists(k->a, str_fmt(k->a, "%s/keys", store_dir(k->st)).p, &lists, &signatures, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        str_t name = str_fmt(k->a, "keys/list-%04zu.json", i + 1);
        s = put(k, name, lists[i], err);
        if (s == ST_OK) s = put(k, str_join(k->a, name, S(".minisig")), signatures[i], err);
    }
    return s;
}

static status_t put_list(making_t *k, err_t *err)
{
    char at[32];
    ms_iso_utc(k->c.at, at);
    buf_t b = buf_new(k->a, 2 * TEXT_MAX), sig = buf_new(k->a, SIGN_FILE_MAX);
    buf_putz(&b, "{\"format\":1,\"kind\":\"kit\",\"base\":");
    buf_json(&b, k->what->base);
    buf_fmt(&b, ",\"made\":\"%s\",\"files\":[", at);
    buf_put(&b, buf_str(&k->list));
    buf_putz(&b, "\n]}\n");
    if (!buf_ok(&b) || !buf_ok(&k->list)) return no_memory(err);
    status_t s = sign_make(&k->key, buf_str(&b), str_fmt(k->a, "canhgiac kit %s", at), &sig, err);
    if (s == ST_OK) s = put_raw(k, S("manifest.json"), buf_str(&b), err);
    return s == ST_OK ? put_raw(k, S("manifest.json.minisig"), buf_str(&sig), err) : s;
}

static status_t all_known(const making_t *k, err_t *err)
{
    for (size_t i = 0; i < k->what->n_only; i++) {
        bool found = false;
        for (size_t r = 0; r < k->c.n; r++)
            found =
                found || (str_eq(k->c.list[r].newest, k->c.list[r].code) &&
                          (str_eq(k->what->only[i], k->c.list[r].slug) || str_eq(k->what->only[i], k->c.list[r].code)));
        if (!found)
            return err_set(err, ST_NOT_FOUND, "kit.none", N_("“%.*s” names no release that is current."),
                           STRF(k->what->only[i]));
    }
    if (k->c.n == 0) return err_set(err, ST_NOT_FOUND, "kit.empty", N_("Nothing was published yet."));
    return ST_OK;
}

static status_t make(making_t *k, err_t *err)
{
    db_t *db;
    status_t s = material_key(store_dir(k->st), &k->key, err);
    if (s == ST_OK) s = store_read(k->st, &db, err);
    if (s != ST_OK) return s;
    s = catalogue_of_store(db, k->a, store_dir(k->st), &k->c, err);
    store_done(k->st, db);
    if (s == ST_OK) s = all_known(k, err);
    k->list = buf_new(k->a, TEXT_MAX);
    if (s == ST_OK) s = put_releases(k, err);
    if (s == ST_OK) s = put_index(k, err);
    if (s == ST_OK) s = put_keys(k, err);
    if (s == ST_OK) s = put_list(k, err);
    return s == ST_OK && !k->folder ? zip_end(&k->zip, err) : s;
}

/* --- where it goes: made beside its place, moved there when it is whole --- */

static status_t cannot(err_t *err, const char *path)
{
    return err_set(err, errno == ENOSPC || errno == EFBIG || errno == EDQUOT ? ST_LIMIT : ST_IO, "kit.write",
                   N_("%s could not be written: %s."), path, strerror(errno));
}

static status_t make_zip(making_t *k, const char *part, const char *to, err_t *err)
{
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0) return cannot(err, part);
    k->zip = zip_begin(k->a, fd);
    status_t s = make(k, err);
    if (s == ST_OK && fsync(fd) != 0) s = cannot(err, part);
    if (close(fd) != 0 && s == ST_OK) s = cannot(err, part);
    if (s == ST_OK && rename(part, to) != 0) s = cannot(err, to);
    if (s != ST_OK) (void)unlink(part);
    return s;
}

static status_t make_folder(making_t *k, const char *part, const char *to, err_t *err)
{
    dir_remove(part);
    status_t s = dir_make(part, 0755, err);
    k->folder = part;
    if (s == ST_OK) s = make(k, err);
    if (s == ST_OK && rename(part, to) != 0) s = cannot(err, to);
    if (s != ST_OK) dir_remove(part);
    return s;
}

status_t kit_build(store_t *st, const kit_new_t *what, const char *to, kit_made_t *out, err_t *err)
{
    char part[PATH_MAX];
    bool zip = str_ends(str_of(to), S(".zip"));
    if (snprintf(part, sizeof part, "%s.part", to) >= PATH_MAX)
        return err_set(err, ST_INPUT, "path.too-long", N_("The path is too long."));
    if (!zip && file_exists(to)) return err_set(err, ST_CONFLICT, "kit.there", N_("%s is there already."), to);
    making_t k = {.st = st, .what = what, .a = arena_new((size_t)256 << 20), .one = arena_new((size_t)600 << 20)};
    status_t s = k.a && k.one ? ST_OK : no_memory(err);
    if (s == ST_OK) s = zip ? make_zip(&k, part, to, err) : make_folder(&k, part, to, err);
    secret_wipe(&k.key, sizeof k.key);
    *out = k.made;
    arena_free(k.one);
    arena_free(k.a);
    return s;
}
