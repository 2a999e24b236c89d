/* SPDX-License-Identifier: Apache-2.0 */
#include "material/publish.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>
#include <brotli/encode.h>
#include <zlib.h>
#include "base/file.h"
#include "material/internal.h"
#include "page/asset.h"

#define PAGES_MAX 20000
#define PAGE_MAX  ((size_t)64 << 20)
#define HERE_MAX  ((size_t)192 << 20)

typedef struct site_file {
    str_t path; /* "/en/tai-lieu.html" */
    digest_t sha256;
    uint64_t bytes;
} site_file_t;

typedef struct work {
    app_t *app;
    arena_t *a;   /* for as long as the publishing takes */
    arena_t *one; /* for one page */
    char folder[PATH_MAX];
    vec_t queue; /* str_t: paths to visit, and visited */
    size_t next;
    vec_t files;
    published_t done;
    err_t *err;
} work_t;

/* --- what to visit --- */

static bool seen_before(const work_t *w, str_t path)
{
    for (size_t i = 0; i < w->queue.len; i++)
        if (str_eq(VEC_AT(&w->queue, str_t, i), path)) return true;
    return false;
}

/* Only what is the same for everybody: not the desk, not what a question is answered by, not figures of this minute. */
static bool is_static(str_t path)
{
    static const char *const live[] = {"/ban", "/api/", "/tien-do", "/oembed", "/healthz", "/readyz", "/metrics"};
    if (path.n == 0 || path.p[0] != '/' || path.n > 300 || str_starts(path, S("//"))) return false;
    str_t p = str_starts(path, S("/en/")) ? str_sub(path, 3, path.n) : path;
    for (size_t i = 0; i < sizeof live / sizeof *live; i++) {
        str_t l = str_of(live[i]);
        if (str_starts(p, l) && (p.n == l.n || l.p[l.n - 1] == '/' || p.p[l.n] == '/')) return false;
    }
    for (size_t i = 0; i < path.n; i++)
        if (path.p[i] == '?' || path.p[i] == '%' || path.p[i] == '\\' || (unsigned char)path.p[i] <= ' ') return false;
    return str_find(path, S(".."), 0) == SIZE_MAX;
}

static void visit_later(work_t *w, str_t path)
{
    size_t hash = str_chr(path, '#', 0);
    if (hash != SIZE_MAX) path = str_sub(path, 0, hash);
    if (path.n > 1 && path.p[path.n - 1] == '/') path.n--; /* "/en/" is "/en" */
    if (!is_static(path) || seen_before(w, path)) return;
    str_t *p = vec_push(&w->queue);
    if (p) *p = str_dup(w->a, path);
}

/* Links of our own pages; the template engine writes attributes in double quotes. */
static void follow_links(work_t *w, str_t html)
{
    static const char *const attributes[] = {" href=\"", " src=\""};
    for (size_t k = 0; k < 2; k++) {
        str_t mark = str_of(attributes[k]);
        for (size_t at = 0; (at = str_find(html, mark, at)) != SIZE_MAX;) {
            at += mark.n;
            size_t end = str_chr(html, '"', at);
            if (end == SIZE_MAX) break;
            visit_later(w, str_sub(html, at, end));
        }
    }
}

/* --- writing --- */

static status_t io_failed(err_t *err, const char *path)
{
    return err_set(err, errno == ENOSPC || errno == EFBIG || errno == EDQUOT ? ST_LIMIT : ST_IO, "publish.write",
                   N_("%s could not be written: %s."), path, strerror(errno));
}

/* Not durable one by one: the file system is synced once, before the site is switched. */
static status_t write_plain(const char *path, str_t bytes, err_t *err)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) return io_failed(err, path);
    for (size_t done = 0; done < bytes.n;) {
        ssize_t n = write(fd, bytes.p + done, bytes.n - done);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            status_t s = io_failed(err, path);
            (void)close(fd);
            return s;
        }
        done += (size_t)n;
    }
    return close(fd) == 0 ? ST_OK : io_failed(err, path);
}

static str_t gzipped(arena_t *a, str_t s)
{
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) return STR_NONE;
    size_t most = deflateBound(&z, s.n);
    unsigned char *out = arena_alloc(a, most);
    z.next_in = (unsigned char *)(uintptr_t)s.p;
    z.avail_in = (unsigned)s.n;
    z.next_out = out;
    z.avail_out = (unsigned)most;
    bool whole = out && deflate(&z, Z_FINISH) == Z_STREAM_END;
    str_t r = whole ? (str_t){(char *)out, z.total_out} : STR_NONE;
    (void)deflateEnd(&z);
    return r;
}

static str_t brotlied(arena_t *a, str_t s)
{
    size_t n = BrotliEncoderMaxCompressedSize(s.n);
    uint8_t *out = n ? arena_alloc(a, n) : NULL;
    bool whole =
        out && BrotliEncoderCompress(9, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, s.n, (const uint8_t *)s.p, &n, out);
    return whole ? (str_t){(char *)out, n} : STR_NONE;
}

static status_t folder_for(work_t *w, str_t path)
{
    for (size_t at = 1; (at = str_chr(path, '/', at)) != SIZE_MAX; at++) {
        char *dir = str_z(w->one, str_fmt(w->one, "%s%.*s", w->folder, (int)at, path.p));
        if (!dir) return no_memory(w->err);
        status_t s = dir_make(dir, 0755, w->err);
        if (s != ST_OK) return s;
    }
    return ST_OK;
}

/* Every file is listed, the compressed ones too: whoever verifies a copy must not be served what nobody signed. */
static status_t put_bytes(work_t *w, str_t path, str_t bytes)
{
    site_file_t *f = vec_push(&w->files);
    char *to = str_z(w->one, str_fmt(w->one, "%s%.*s", w->folder, STRF(path)));
    if (!f || !to) return no_memory(w->err);
    *f = (site_file_t){str_dup(w->a, path), sha256(bytes), bytes.n};
    return write_plain(to, bytes, w->err);
}

/* A release's file may also be linked from its page. */
static bool put_before(const work_t *w, str_t path)
{
    for (size_t i = 0; i < w->files.len; i++)
        if (str_eq(VEC_AT(&w->files, site_file_t, i).path, path)) return true;
    return false;
}

static status_t put_file(work_t *w, str_t path, str_t bytes, bool text)
{
    if (put_before(w, path)) return ST_OK;
    status_t s = folder_for(w, path);
    if (s == ST_OK) s = put_bytes(w, path, bytes);
    str_t gz = text && bytes.n > 200 ? gzipped(w->one, bytes) : STR_NONE;
    str_t br = gz.p ? brotlied(w->one, bytes) : STR_NONE;
    if (s == ST_OK && gz.p && gz.n < bytes.n) s = put_bytes(w, str_fmt(w->one, "%.*s.gz", STRF(path)), gz);
    if (s == ST_OK && br.p && br.n < bytes.n) s = put_bytes(w, str_fmt(w->one, "%.*s.br", STRF(path)), br);
    w->done.files++;
    w->done.bytes += bytes.n;
    return s;
}

static bool is_text(const char *mime)
{
    return strncmp(mime, "text/", 5) == 0 || strstr(mime, "json") || strstr(mime, "xml") || strstr(mime, "wasm") ||
           strstr(mime, "javascript") || strstr(mime, "canhgiac") || strstr(mime, "manifest");
}

static status_t put_page(work_t *w, str_t path)
{
    const char *mime = "";
    buf_t page = buf_new(w->one, PAGE_MAX);
    status_t s = w->app->render_path(w->app, path, &page, &mime, w->err);
    if (s == ST_NOT_FOUND) return ST_OK; /* a link to what is served from the store, or is not built yet */
    if (s != ST_OK) return s;
    if (!buf_ok(&page)) return no_memory(w->err);
    bool html = strncmp(mime, "text/html", 9) == 0;
    if (html) follow_links(w, buf_str(&page));
    bool folder = str_eq(path, S("/")) || str_eq(path, S("/en"));
    str_t name =
        html ? str_fmt(w->one, "%.*s%s", (int)(path.n > 1 ? path.n : 0), path.p, folder ? "/index.html" : ".html")
             : path;
    w->done.pages += html;
    return put_file(w, name, buf_str(&page), is_text(mime));
}

/* --- the releases' files --- */

static status_t put_release(work_t *w, const material_t *m, const release_t *r)
{
    rendition_t *f;
    size_t n;
    status_t s = release_renditions(w->a, r, &f, &n, w->err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        str_t bytes;
        s = blob_get(w->app->store, w->one, f[i].sha256, PAGE_MAX, &bytes, w->err);
        str_t path = str_fmt(w->one, "/tai-lieu/%.*s/%.*s", STRF(m->slug), STRF(f[i].name));
        /* A page fragment is inside its page already, and ".html" would stand for another address. */
        if (s == ST_OK && !str_eq(f[i].role, S("page")))
            s = put_file(w, path, bytes, str_starts(f[i].mime, S("text/")));
        arena_reset(w->one);
    }
    str_t base = str_fmt(w->a, "/tai-lieu/%.*s/manifest.json", STRF(m->slug));
    if (s == ST_OK) s = put_file(w, base, r->manifest, true);
    if (s == ST_OK) s = put_file(w, str_fmt(w->a, "%.*s.minisig", STRF(base)), r->signature, false);
    arena_reset(w->one);
    return s;
}

static status_t put_releases(work_t *w)
{
    db_t *db;
    release_t *r;
    size_t n;
    status_t s = store_read(w->app->store, &db, w->err);
    if (s != ST_OK) return s;
    s = release_list(db, w->a, (ident_t){{0}}, false, &r, &n, w->err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        material_t m;
        s = material_by_id(db, w->a, r[i].material, &m, w->err);
        if (s != ST_OK) continue;
        visit_later(w, str_fmt(w->a, "/v/%.*s", STRF(r[i].code)));
        visit_later(w, str_fmt(w->a, "/en/v/%.*s", STRF(r[i].code)));
        if (str_eq(r[i].state, S("published"))) s = put_release(w, &m, &r[i]);
    }
    store_done(w->app->store, db);
    return s;
}

/* --- manifest, switch, clearing away --- */

static status_t put_manifest(work_t *w)
{
    char hex[65], at[32];
    sign_secret_t key;
    status_t s = material_key(store_dir(w->app->store), &key, w->err);
    if (s != ST_OK) return s;
    ms_iso_utc(clock_now(), at);
    buf_t b = buf_new(w->a, 16 << 20), sig = buf_new(w->a, SIGN_FILE_MAX);
    buf_fmt(&b, "{\"format\":1,\"made\":\"%s\",\"number\":%lld,\"base\":", at, (long long)w->done.number);
    buf_json(&b, w->app->base_url);
    buf_putz(&b, ",\"files\":[");
    for (size_t i = 0; i < w->files.len; i++) {
        const site_file_t *f = &VEC_AT(&w->files, site_file_t, i);
        digest_hex(f->sha256, hex);
        buf_fmt(&b, "%s\n{\"path\":", i ? "," : "");
        buf_json(&b, f->path);
        buf_fmt(&b, ",\"bytes\":%llu,\"sha256\":\"%s\"}", (unsigned long long)f->bytes, hex);
    }
    buf_putz(&b, "\n]}\n");
    s = sign_make(&key, buf_str(&b), str_fmt(w->a, "canhgiac site %lld %s", (long long)w->done.number, at), &sig,
                  w->err);
    secret_wipe(&key, sizeof key);
    if (s == ST_OK && !buf_ok(&b)) s = no_memory(w->err);
    if (s == ST_OK) s = write_plain(str_fmt(w->a, "%s/manifest.json", w->folder).p, buf_str(&b), w->err);
    return s == ST_OK ? write_plain(str_fmt(w->a, "%s/manifest.json.minisig", w->folder).p, buf_str(&sig), w->err) : s;
}

/* Highest number in DIR/public/releases; what was left half made is removed. */
static int64_t last_number(const char *releases, bool clear)
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

static status_t switch_over(work_t *w, const char *dir)
{
    char done[PATH_MAX];
    int fd = open(w->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || syncfs(fd) != 0) {
        status_t s = io_failed(w->err, w->folder);
        if (fd >= 0) (void)close(fd);
        return s;
    }
    (void)close(fd);
    (void)snprintf(done, sizeof done, "%.*s", (int)strlen(w->folder) - 5, w->folder); /* without ".part" */
    if (rename(w->folder, done) != 0) return io_failed(w->err, done);
    status_t s = point_to(dir, w->done.number, w->err);
    for (int64_t old = w->done.number - PUBLISH_KEPT; s == ST_OK && old > 0 && old > w->done.number - PUBLISH_KEPT - 8;
         old--)
        dir_remove(str_fmt(w->a, "%s/public/releases/%04lld", dir, (long long)old).p);
    return s;
}

/* Scripts ask for some of them by themselves. */
static void visit_asset(void *ctx, str_t name, str_t lasting)
{
    (void)name;
    visit_later(ctx, lasting);
}

static status_t publish(work_t *w, const char *dir, void (*progress)(size_t, size_t))
{
    static const char *const first[] = {"/",
                                        "/en",
                                        "/robots.txt",
                                        "/sitemap.xml",
                                        "/release.pub",
                                        "/feeds/materials.atom",
                                        "/feeds/alerts.atom",
                                        "/xac-minh",
                                        "/en/xac-minh",
                                        "/sw.js",
                                        "/assets/canhgiac.css",
                                        "/assets/mark.svg",
                                        "/manifest.webmanifest"};
    status_t s = dir_make(w->folder, 0755, w->err);
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) visit_later(w, str_of(first[i]));
    asset_each(w->a, visit_asset, w);
    if (s == ST_OK) s = put_releases(w);
    for (; s == ST_OK && w->next < w->queue.len; w->next++) {
        s = put_page(w, VEC_AT(&w->queue, str_t, w->next));
        arena_reset(w->one);
        if (progress) progress(w->next + 1, w->queue.len);
    }
    if (s == ST_OK && (w->queue.failed || arena_failed(w->a))) s = no_memory(w->err);
    if (s == ST_OK && w->done.pages == 0)
        s = err_set(w->err, ST_NOT_FOUND, "publish.nothing", N_("There is no page to publish."));
    if (s == ST_OK) s = put_manifest(w);
    return s == ST_OK ? switch_over(w, dir) : s;
}

status_t material_publish(app_t *app, void (*progress)(size_t done, size_t known), published_t *out, err_t *err)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    char releases[PATH_MAX - 64];
    const char *dir = store_dir(app->store);
    if (snprintf(releases, sizeof releases, "%s/public/releases", dir) >= (int)sizeof releases)
        return err_set(err, ST_INPUT, "path.too-long", N_("The path is too long."));
    if (!app->render_path) return err_set(err, ST_BUG, "publish.no-pages", N_("There is no page to publish."));
    if (pthread_mutex_trylock(&one_at_a_time) != 0)
        return err_set(err, ST_BUSY, "publish.running", N_("The site is being published already."));
    ms_t from = clock_mono();
    work_t w = {.app = app, .a = arena_new(HERE_MAX), .one = arena_new(3 * PAGE_MAX), .err = err};
    status_t s = w.a && w.one ? dir_make(releases, 0755, err) : no_memory(err);
    if (s == ST_OK) {
        w.queue = vec_new(w.a, sizeof(str_t), PAGES_MAX);
        w.files = vec_new(w.a, sizeof(site_file_t), 2 * PAGES_MAX);
        w.done.number = last_number(releases, true) + 1;
        (void)snprintf(w.folder, sizeof w.folder, "%s/%04lld.part", releases, (long long)w.done.number);
        s = publish(&w, dir, progress);
        if (s != ST_OK) dir_remove(w.folder);
    }
    w.done.took = clock_mono() - from;
    if (s == ST_OK && out) *out = w.done;
    arena_free(w.one);
    arena_free(w.a);
    (void)pthread_mutex_unlock(&one_at_a_time);
    return s;
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
