/* SPDX-License-Identifier: Apache-2.0
 *
 * site_make — reads a site into memory, each file in its forms, with its headers and its place in the index.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <zlib.h>
#include <brotli/encode.h>
#include "base/file.h"
#include "page/asset.h"
#include "web/router.h"
#include "web/security.h"
#include "web/site_internal.h"

/* Larger files (clips) are not held in memory: their own routes send them from the disk. */
enum { SITE_ARENA = 512 << 20, FILE_LIMIT = 2 << 20, DEEPEST = 12 };

const char *site_mime(str_t p)
{
    static const struct {
        const char *end, *mime;
    } types[] = {{".html", "text/html; charset=utf-8"},
                 {".css", "text/css; charset=utf-8"},
                 {".js", "text/javascript; charset=utf-8"},
                 {".mjs", "text/javascript; charset=utf-8"},
                 {".svg", "image/svg+xml"},
                 {"/feeds/materials.json", "application/feed+json"},
                 {"/feeds/alerts.json", "application/feed+json"},
                 {".json", "application/json"},
                 {".xml", "application/xml"},
                 {".atom", "application/atom+xml; charset=utf-8"},
                 {".rss", "application/rss+xml; charset=utf-8"},
                 {".epub", "application/epub+zip"},
                 {".zip", "application/zip"},
                 {".txt", "text/plain; charset=utf-8"},
                 {".png", "image/png"},
                 {".jpg", "image/jpeg"},
                 {".pdf", "application/pdf"},
                 {".wasm", "application/wasm"},
                 {".webmanifest", "application/manifest+json"},
                 {".ico", "image/x-icon"},
                 {".minisig", "text/plain; charset=utf-8"},
                 {".pub", "text/plain; charset=utf-8"},
                 {".mp4", "video/mp4"},
                 {".ogg", "audio/ogg"},
                 {".know", "application/vnd.canhgiac.know"},
                 {".pack", "application/vnd.canhgiac.pack"}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (str_ends(p, str_of(types[i].end))) return types[i].mime;
    return "application/octet-stream";
}

static bool worth_compressing(const char *mime)
{
    return strncmp(mime, "text/", 5) == 0 || strstr(mime, "json") || strstr(mime, "xml") || strstr(mime, "wasm") ||
           strstr(mime, "canhgiac") || strstr(mime, "manifest");
}

static str_t gzip_of(arena_t *a, str_t s)
{
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return STR_NONE;
    size_t most = deflateBound(&z, s.n);
    char *out = arena_alloc(a, most);
    z.next_in = (unsigned char *)(uintptr_t)s.p;
    z.avail_in = (unsigned)s.n;
    z.next_out = (unsigned char *)out;
    z.avail_out = (unsigned)most;
    bool ok = out && deflate(&z, Z_FINISH) == Z_STREAM_END;
    size_t n = z.total_out;
    deflateEnd(&z);
    return ok ? (str_t){out, n} : STR_NONE;
}

static str_t brotli_of(arena_t *a, str_t s)
{
    size_t n = BrotliEncoderMaxCompressedSize(s.n);
    uint8_t *out = n ? arena_alloc(a, n) : NULL;
    if (!out || !BrotliEncoderCompress(9, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, s.n, (const uint8_t *)s.p, &n, out))
        return STR_NONE;
    return (str_t){(char *)out, n};
}

static http_body_t *prepare(const page_t *p, form_t f, bool body)
{
    static const char *const codings[FORMS] = {NULL, "gzip", "br"};
    const char *headers[48];
    int n = 0;
    headers[n++] = "Content-Type", headers[n++] = p->mime;
    if (f != PLAIN) headers[n++] = "Content-Encoding", headers[n++] = codings[f];
    headers[n++] = "ETag", headers[n++] = p->etag[f];
    headers[n++] = "Vary", headers[n++] = site_vary;
    headers[n++] = "Cache-Control", headers[n++] = site_cache_of(p);
    if (f == PLAIN) headers[n++] = "Accept-Ranges", headers[n++] = "bytes";
    for (const char *const *h = security_headers(p->path); h[0] && n < 46; h += 2)
        headers[n++] = h[0], headers[n++] = h[1];
    headers[n] = NULL;
    return http_body_new(body ? p->bytes[f] : S(""), false, headers);
}

static void add(site_t *s, str_t path, str_t plain, str_t gz, str_t br)
{
    page_t *p = vec_push(&s->pages);
    if (!p) return;
    p->path = path;
    p->mime = site_mime(str_chr(path, '.', 0) == SIZE_MAX ? S(".html") : path);
    p->bytes[PLAIN] = plain;
    bool compress = worth_compressing(p->mime) && plain.n > 200;
    p->bytes[GZIP] = gz.p ? gz : compress ? gzip_of(s->a, plain) : STR_NONE;
    p->bytes[BROTLI] = br.p ? br : compress ? brotli_of(s->a, plain) : STR_NONE;
    digest_t d = sha256(plain);
    char hex[65];
    digest_hex(d, hex);
    for (form_t f = PLAIN; f < FORMS; f++) {
        if (f != PLAIN && (!p->bytes[f].p || p->bytes[f].n >= plain.n)) continue;
        snprintf(p->etag[f], sizeof p->etag[f], "\"%.16s%s\"", hex, f == GZIP ? "-g" : f == BROTLI ? "-b" : "");
        p->full[f] = prepare(p, f, true);
        p->not_modified[f] = prepare(p, f, false);
    }
}

static void add_file(site_t *s, const char *file, str_t path)
{
    err_t err = err_new(LANG_EN);
    str_t plain, gz = STR_NONE, br = STR_NONE;
    if (file_read(s->a, file, FILE_LIMIT, &plain, &err) != ST_OK) return;
    char *side = str_z(s->a, str_fmt(s->a, "%s.gz", file));
    if (side && file_exists(side) && file_read(s->a, side, FILE_LIMIT, &gz, &err) != ST_OK) gz = STR_NONE;
    side = str_z(s->a, str_fmt(s->a, "%s.br", file));
    if (side && file_exists(side) && file_read(s->a, side, FILE_LIMIT, &br, &err) != ST_OK) br = STR_NONE;
    if (str_ends(path, S("/index.html")))
        path = path.n == 11 ? S("/") : str_sub(path, 0, path.n - 11);
    else if (str_ends(path, S(".html")))
        path = str_sub(path, 0, path.n - 5);
    add(s, path, plain, gz, br);
}

static void walk(site_t *s, const char *folder, str_t path, int depth)
{
    DIR *d = depth < DEEPEST ? opendir(folder) : NULL;
    if (!d) return;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        str_t name = str_of(e->d_name);
        if (name.p[0] == '.' || str_ends(name, S(".gz")) || str_ends(name, S(".br"))) continue;
        char *full = str_z(s->a, str_fmt(s->a, "%s/%s", folder, e->d_name));
        str_t below = str_fmt(s->a, "%.*s/%s", STRF(path), e->d_name);
        struct stat info;
        if (!full || lstat(full, &info) != 0) continue;
        if (S_ISDIR(info.st_mode))
            walk(s, full, below, depth + 1);
        else if (S_ISREG(info.st_mode))
            add_file(s, full, below);
    }
    closedir(d);
}

static bool make_index(site_t *s)
{
    size_t size = 16;
    while (size < s->pages.len * 2 + 1) size *= 2;
    s->index = ARENA_ARRAY(s->a, uint32_t, size);
    s->mask = size - 1;
    for (size_t i = 0; s->index && i < s->pages.len; i++) {
        size_t at = path_hash(VEC_AT(&s->pages, page_t, i).path) & s->mask;
        while (s->index[at]) at = (at + 1) & s->mask;
        s->index[at] = (uint32_t)i + 1;
    }
    return s->index != NULL;
}

static void add_asset(void *ctx, str_t name, str_t lasting)
{
    site_t *s = ctx;
    str_t bytes = asset_find(name), gz = asset_packed(s->a, name, ".gz"), br = asset_packed(s->a, name, ".br");
    bool root = str_eq(name, S("sw.js")); /* a service worker rules only over what lies below its own address */
    add(s, str_fmt(s->a, root ? "/%.*s" : "/assets/%.*s", STRF(name)), bytes, gz, br);
    if (!root) add(s, lasting, bytes, gz, br);
}

status_t site_load(const char *folder, site_t **out, err_t *err)
{
    arena_t *a = arena_new(SITE_ARENA);
    site_t *s = a ? ARENA_NEW(a, site_t) : NULL;
    if (!s) {
        arena_free(a);
        return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    }
    s->a = a;
    s->holders = 1;
    s->pages = vec_new(a, sizeof(page_t), 200000);
    asset_each(a, add_asset, s);
    if (folder) walk(s, folder, S(""), 0);
    if (!make_index(s) || s->pages.failed) {
        site_free(s);
        return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    }
    *out = s;
    return ST_OK;
}
