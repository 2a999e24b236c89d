/* SPDX-License-Identifier: Apache-2.0 */
#include "web/site.h"
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

/* Larger files (clips) are not held in memory: their own routes send them from the disk. */
enum { SITE_ARENA = 512 << 20, FILE_LIMIT = 2 << 20, DEEPEST = 12 };

typedef enum { PLAIN, GZIP, BROTLI, FORMS } form_t;

typedef struct page {
    str_t path;
    const char *mime;
    char etag[FORMS][28];
    str_t bytes[FORMS];
    http_body_t *full[FORMS], *not_modified[FORMS];
} page_t;

struct site {
    arena_t *a;
    vec_t pages;
    uint32_t *index; /* open addressing; 0: empty, else page number + 1 */
    size_t mask;
    int holders; /* guarded by whoever shares the site */
};

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

/* --- preparing --- */

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

/* A signed-in visitor gets another page at the same address, and a program gets JSON. */
static const char vary[] = "Accept-Encoding, Accept, Cookie";

static const char *cache_of(const page_t *p)
{
    if (asset_lasts(p->path)) return "public, max-age=31536000, immutable";
    return str_starts(p->path, S("/assets/")) ? "public, max-age=3600" : "public, max-age=60";
}

static http_body_t *prepare(const page_t *p, form_t f, bool body)
{
    static const char *const codings[FORMS] = {NULL, "gzip", "br"};
    const char *headers[48];
    int n = 0;
    headers[n++] = "Content-Type", headers[n++] = p->mime;
    if (f != PLAIN) headers[n++] = "Content-Encoding", headers[n++] = codings[f];
    headers[n++] = "ETag", headers[n++] = p->etag[f];
    headers[n++] = "Vary", headers[n++] = vary;
    headers[n++] = "Cache-Control", headers[n++] = cache_of(p);
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

void site_hold(site_t *s)
{
    s->holders++;
}

bool site_release(site_t *s)
{
    return --s->holders == 0;
}

void site_free(site_t *s)
{
    if (!s) return;
    for (size_t i = 0; i < s->pages.len; i++) {
        page_t *p = &VEC_AT(&s->pages, page_t, i);
        for (form_t f = PLAIN; f < FORMS; f++) {
            http_body_drop(p->full[f]);
            http_body_drop(p->not_modified[f]);
        }
    }
    arena_free(s->a);
}

size_t site_count(const site_t *s)
{
    return s->pages.len;
}

/* --- answering --- */

int range_parse(str_t header, uint64_t size, uint64_t *from, uint64_t *n)
{
    if (!str_starts(header, S("bytes=")) || str_chr(header, ',', 0) != SIZE_MAX) return 0;
    str_t rest = str_sub(header, 6, header.n), first;
    (void)str_cut(&rest, '-', &first);
    int64_t a = 0, b = INT64_MAX;
    if (!rest.p) return 0;
    if (first.n ? !str_int(first, 0, INT64_MAX, &a) : !rest.n) return 0;
    if (rest.n && !str_int(rest, 0, INT64_MAX, &b)) return 0;
    if (!first.n) { /* the last b bytes */
        if (b == 0 || size == 0) return -1;
        *n = (uint64_t)b < size ? (uint64_t)b : size;
        *from = size - *n;
        return 1;
    }
    if (rest.n && b < a) return 0;
    if ((uint64_t)a >= size) return -1;
    *from = (uint64_t)a;
    *n = ((uint64_t)b < size - 1 ? (uint64_t)b : size - 1) - *from + 1;
    return 1;
}

bool etag_matches(str_t header, const char *etag)
{
    str_t piece;
    while (header.n && str_cut(&header, ',', &piece)) {
        piece = str_trim(piece);
        if (str_eq(piece, S("*"))) return true;
        if (str_starts(piece, S("W/"))) piece = str_sub(piece, 2, piece.n);
        if (str_eq(piece, str_of(etag))) return true;
    }
    return false;
}

/* "0.8" in thousandths; what is not a weight counts as 1. */
static int weight_of(str_t parameter)
{
    str_t q = str_trim(parameter);
    if (!str_starts(q, S("q=")) && !str_starts(q, S("Q="))) return 1000;
    if (q.n < 3 || q.p[2] != '0') return 1000;
    int w = 0;
    for (size_t i = 4; i < 7; i++) w = 10 * w + (i < q.n && q.p[i] >= '0' && q.p[i] <= '9' ? q.p[i] - '0' : 0);
    return w;
}

int coding_quality(str_t accept, const char *coding)
{
    str_t piece;
    int any = 0;
    while (accept.n && str_cut(&accept, ',', &piece)) {
        str_t rest = str_trim(piece), name;
        (void)str_cut(&rest, ';', &name);
        int w = rest.p ? weight_of(rest) : 1000;
        if (str_ieq(str_trim(name), str_of(coding))) return w;
        if (str_eq(str_trim(name), S("*"))) any = w;
    }
    return any;
}

bool range_allowed(str_t if_range, const char *etag)
{
    return !if_range.n || str_eq(if_range, str_of(etag)); /* a date never equals: we send no Last-Modified */
}

static const page_t *find(const site_t *s, str_t path)
{
    for (size_t at = path_hash(path) & s->mask; s->index[at]; at = (at + 1) & s->mask) {
        const page_t *p = &VEC_AT(&s->pages, page_t, s->index[at] - 1);
        if (str_eq(p->path, path)) return p;
    }
    return NULL;
}

static void part_headers(exchange_t *x, const page_t *p)
{
    reply_header(x, "ETag", p->etag[PLAIN]);
    reply_header(x, "Vary", vary);
    reply_header(x, "Cache-Control", cache_of(p));
    reply_header(x, "Accept-Ranges", "bytes");
    security_add(x, p->path);
}

static void answer_range(exchange_t *x, const page_t *p, uint64_t from, uint64_t n)
{
    x->reply.status = 206;
    x->reply.bytes = str_sub(p->bytes[PLAIN], from, from + n);
    reply_header(x, "Content-Type", p->mime);
    reply_header(x, "Content-Range",
                 str_z(x->a, str_fmt(x->a, "bytes %llu-%llu/%zu", (unsigned long long)from,
                                     (unsigned long long)(from + n - 1), p->bytes[PLAIN].n)));
    part_headers(x, p);
}

static void answer_no_range(exchange_t *x, const page_t *p)
{
    x->reply.status = 416;
    reply_header(x, "Content-Range", str_z(x->a, str_fmt(x->a, "bytes */%zu", p->bytes[PLAIN].n)));
    part_headers(x, p);
}

static form_t best_form(const page_t *p, str_t accept)
{
    int br = p->full[BROTLI] ? coding_quality(accept, "br") : 0;
    int gzip = p->full[GZIP] ? coding_quality(accept, "gzip") : 0;
    return br && br >= gzip ? BROTLI : gzip ? GZIP : PLAIN;
}

bool site_answer(const site_t *s, exchange_t *x, str_t path)
{
    const page_t *p = find(s, path);
    if (!p) return false;
    str_t range = exchange_header(x, "Range"), none = exchange_header(x, "If-None-Match");
    form_t best = best_form(p, exchange_header(x, "Accept-Encoding"));
    uint64_t from, n;
    for (form_t f = PLAIN; none.n && f < FORMS; f++) {
        if (!p->full[f] || !etag_matches(none, p->etag[f])) continue;
        x->reply.status = 304;
        x->reply.body = p->not_modified[f];
        return true;
    }
    if (range.n && str_eq(x->method, S("GET")) && range_allowed(exchange_header(x, "If-Range"), p->etag[PLAIN])) {
        int r = range_parse(range, p->bytes[PLAIN].n, &from, &n);
        if (r > 0) answer_range(x, p, from, n);
        if (r < 0) answer_no_range(x, p);
        if (r != 0) return true;
    }
    x->reply.status = 200;
    x->reply.body = p->full[best];
    return true;
}
