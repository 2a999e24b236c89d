/* SPDX-License-Identifier: Apache-2.0 */
#include "material/publish.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/file.h"
#include "material/internal.h"
#include "material/portal.h"
#include "material/publish_internal.h"
#include "material/websub.h"
#include "page/asset.h"

#define PAGES_MAX 40000
#define PAGE_MAX  ((size_t)64 << 20)
#define HERE_MAX  ((size_t)256 << 20)

typedef struct work {
    app_t *app;
    arena_t *a;   /* for as long as the publishing takes */
    arena_t *one; /* for one page */
    site_files_t files;
    vec_t queue; /* str_t: paths to visit, and visited */
    path_map_t queued;
    size_t next;
    published_t done;
    err_t *err;
} work_t;

/* --- what to visit --- */

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
    if (!is_static(path) || path_map_find(&w->queued, path) != SIZE_MAX) return;
    str_t *p = vec_push(&w->queue);
    if (!p) return;
    *p = str_dup(w->a, path);
    (void)path_map_add(&w->queued, *p, 0);
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

/* --- pages --- */

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
    return site_files_put(&w->files, name, buf_str(&page), is_text(mime));
}

/* --- the releases' files --- */

/* Everything for a portal; made again only when the release is another. */
static status_t put_kit(work_t *w, const material_t *m, const release_t *r, str_t folder)
{
    str_t zip, path = str_fmt(w->a, "%.*s/cong-thong-tin.zip", STRF(folder));
    bool same = str_eq(w->files.old_base, w->app->base_url) &&
                !site_files_changed(&w->files, str_fmt(w->one, "%.*s/manifest.json", STRF(folder)));
    if (str_eq(m->kind, S("alert")) || (same && site_files_keep(&w->files, path, NULL))) return ST_OK;
    status_t s = portal_kit(w->app->store, w->one, m, r, w->app->base_url, &zip, w->err);
    return s == ST_OK ? site_files_put(&w->files, path, zip, false) : s;
}

static status_t put_rendition(work_t *w, str_t folder, const rendition_t *f)
{
    str_t bytes, path = str_fmt(w->one, "%.*s/%.*s", STRF(folder), STRF(f->name));
    if (site_files_keep(&w->files, path, &f->sha256)) return ST_OK;
    status_t s = blob_get(w->app->store, w->one, f->sha256, PAGE_MAX, &bytes, w->err);
    return s == ST_OK ? site_files_put(&w->files, path, bytes, str_starts(f->mime, S("text/"))) : s;
}

static status_t put_release(work_t *w, const material_t *m, const release_t *r)
{
    rendition_t *f;
    size_t n;
    str_t folder = str_fmt(w->a, "/tai-lieu/%.*s", STRF(m->slug));
    status_t s = release_renditions(w->a, r, &f, &n, w->err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        /* A page fragment is inside its page already, and ".html" would stand for another address. */
        if (!str_eq(f[i].role, S("page"))) s = put_rendition(w, folder, &f[i]);
        arena_reset(w->one);
    }
    str_t base = str_fmt(w->a, "%.*s/manifest.json", STRF(folder));
    if (s == ST_OK) s = site_files_put(&w->files, base, r->manifest, true);
    if (s == ST_OK) s = site_files_put(&w->files, str_fmt(w->a, "%.*s.minisig", STRF(base)), r->signature, false);
    if (s == ST_OK) s = put_kit(w, m, r, folder);
    arena_reset(w->one);
    return s;
}

/* A code's pages in both languages, and what it stands for: an alert may be older than the list of alerts is long. The page
 * for frames is of what portals take. */
static void visit_code(work_t *w, const material_t *m, const release_t *r)
{
    static const char *const langs[] = {"", "/en"};
    bool alert = str_eq(m->kind, S("alert")), current = str_eq(r->state, S("published"));
    for (size_t i = 0; i < 2; i++) {
        str_t page = str_fmt(w->a, "%s/v/%.*s", langs[i], STRF(r->code));
        visit_later(w, page);
        if (!alert) visit_later(w, str_fmt(w->a, "%.*s/nhung", STRF(page)));
        if (current)
            visit_later(w, str_fmt(w->a, "%s/%s/%.*s", langs[i], alert ? "canh-bao" : "tai-lieu", STRF(m->slug)));
    }
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
        visit_code(w, &m, &r[i]);
        if (str_eq(r[i].state, S("published"))) s = put_release(w, &m, &r[i]);
    }
    store_done(w->app->store, db);
    return s;
}

/* --- the whole --- */

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
                                        "/feeds/materials.json",
                                        "/feeds/materials.rss",
                                        "/en/feeds/materials.atom",
                                        "/en/feeds/materials.json",
                                        "/en/feeds/materials.rss",
                                        "/feeds/alerts.atom",
                                        "/feeds/alerts.json",
                                        "/anh-chung.png",
                                        "/en/anh-chung.png",
                                        "/tim",
                                        "/en/tim",
                                        "/tim.json",
                                        "/en/tim.json",
                                        "/xac-minh",
                                        "/en/xac-minh",
                                        "/sw.js",
                                        "/assets/canhgiac.css",
                                        "/assets/mark.svg",
                                        "/manifest.webmanifest"};
    status_t s = ST_OK;
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
    if (s == ST_OK) s = site_manifest(&w->files, dir, w->app->base_url, w->done.number);
    if (s == ST_OK) s = site_switch(&w->files, dir, w->done.number);
    w->done.files = w->files.n;
    w->done.kept = w->files.linked;
    w->done.bytes = w->files.bytes;
    return s;
}

static const char *const feeds[] = {"/feeds/materials.atom",    "/feeds/materials.json",    "/feeds/materials.rss",
                                    "/en/feeds/materials.atom", "/en/feeds/materials.json", "/en/feeds/materials.rss",
                                    "/feeds/alerts.atom",       "/feeds/alerts.json"};

void material_tell_hub(const app_t *app, const published_t *done)
{
    str_t topics[sizeof feeds / sizeof *feeds];
    size_t n = 0;
    arena_t *a = done->feeds && app->hub.n ? arena_new(64 * 1024) : NULL;
    if (!a) return;
    for (size_t i = 0; i < sizeof feeds / sizeof *feeds; i++)
        if (done->feeds >> i & 1) topics[n++] = str_fmt(a, "%.*s%s", STRF(app->base_url), feeds[i]);
    websub_tell(app->hub, topics, n);
    arena_free(a);
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
    char folder[PATH_MAX], before[PATH_MAX];
    work_t w = {.app = app, .a = arena_new(HERE_MAX), .one = arena_new(3 * PAGE_MAX), .err = err};
    status_t s =
        w.a && w.one && path_map_make(&w.queued, w.a, PAGES_MAX) ? dir_make(releases, 0755, err) : no_memory(err);
    if (s == ST_OK) {
        w.queue = vec_new(w.a, sizeof(str_t), PAGES_MAX);
        w.done.number = site_last_number(releases, true) + 1;
        (void)snprintf(folder, sizeof folder, "%s/%04lld.part", releases, (long long)w.done.number);
        site_current(dir, before);
        s = site_files_start(&w.files, w.a, w.one, folder, before, err);
        if (s == ST_OK) s = publish(&w, dir, progress);
        if (s != ST_OK) dir_remove(folder);
        for (size_t i = 0; s == ST_OK && i < sizeof feeds / sizeof *feeds; i++)
            w.done.feeds |= (unsigned)site_files_changed(&w.files, str_of(feeds[i])) << i;
    }
    w.done.took = clock_mono() - from;
    if (s == ST_OK && out) *out = w.done;
    arena_free(w.one);
    arena_free(w.a);
    (void)pthread_mutex_unlock(&one_at_a_time);
    return s;
}
