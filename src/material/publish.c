/* SPDX-License-Identifier: Apache-2.0 */
#include "material/publish.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/file.h"
#include "material/crawl.h"
#include "material/internal.h"
#include "material/portal.h"
#include "material/publish_internal.h"
#include "material/websub.h"
#include "page/asset.h"

#define PAGE_MAX ((size_t)64 << 20)
#define HERE_MAX ((size_t)256 << 20)

typedef struct work {
    app_t *app;
    arena_t *a;   /* the publishing thread's, for as long as it takes */
    arena_t *one; /* the same, for one file */
    site_files_t files;
    crawl_t crawl;
    atomic_size_t pages;
    published_t done;
    err_t *err;
} work_t;

static const char *const feeds[] = {"/feeds/materials.atom",    "/feeds/materials.json",    "/feeds/materials.rss",
                                    "/en/feeds/materials.atom", "/en/feeds/materials.json", "/en/feeds/materials.rss",
                                    "/feeds/alerts.atom",       "/feeds/alerts.json"};

/* --- pages --- */

static bool is_text(const char *mime)
{
    return strncmp(mime, "text/", 5) == 0 || strstr(mime, "json") || strstr(mime, "xml") || strstr(mime, "wasm") ||
           strstr(mime, "javascript") || strstr(mime, "canhgiac") || strstr(mime, "manifest");
}

static status_t put_page(void *ctx, const crawl_hand_t *hand, str_t path)
{
    work_t *w = ctx;
    const char *mime = "";
    buf_t page = buf_new(hand->one, PAGE_MAX);
    status_t s = w->app->render_path(w->app, path, &page, &mime, hand->err);
    if (s == ST_NOT_FOUND) return ST_OK; /* a link to what is served from the store, or is not built yet */
    if (s != ST_OK) return s;
    if (!buf_ok(&page)) return no_memory(hand->err);
    bool html = strncmp(mime, "text/html", 9) == 0, folder = str_eq(path, S("/")) || str_eq(path, S("/en"));
    if (html) crawl_links(&w->crawl, buf_str(&page));
    str_t name =
        html ? str_fmt(hand->one, "%.*s%s", (int)(path.n > 1 ? path.n : 0), path.p, folder ? "/index.html" : ".html")
             : path;
    if (html) atomic_fetch_add(&w->pages, 1);
    site_hand_t files = {&w->files, hand->one, hand->err};
    return site_files_put(&files, name, buf_str(&page), is_text(mime));
}

static site_hand_t hand_of(work_t *w)
{
    return (site_hand_t){&w->files, w->one, w->err};
}

/* --- the releases' files --- */

/* Everything for a portal; made again only when the release is another. */
static status_t put_kit(work_t *w, const material_t *m, const release_t *r, str_t folder)
{
    site_hand_t hand = hand_of(w);
    str_t zip, path = str_fmt(w->a, "%.*s/cong-thong-tin.zip", STRF(folder));
    bool same = str_eq(w->files.old_base, w->app->base_url) &&
                !site_files_changed(&w->files, str_fmt(w->one, "%.*s/manifest.json", STRF(folder)));
    if (str_eq(m->kind, S("alert")) || (same && site_files_keep(&hand, path, NULL))) return ST_OK;
    status_t s = portal_kit(w->app->store, w->one, m, r, w->app->base_url, NULL, &zip, w->err);
    return s == ST_OK ? site_files_put(&hand, path, zip, false) : s;
}

static status_t put_rendition(work_t *w, str_t folder, const rendition_t *f)
{
    site_hand_t hand = hand_of(w);
    str_t bytes, path = str_fmt(w->one, "%.*s/%.*s", STRF(folder), STRF(f->name));
    if (site_files_keep(&hand, path, &f->sha256)) return ST_OK;
    status_t s = blob_get(w->app->store, w->one, f->sha256, PAGE_MAX, &bytes, w->err);
    return s == ST_OK ? site_files_put(&hand, path, bytes, str_starts(f->mime, S("text/"))) : s;
}

static status_t put_release(work_t *w, const material_t *m, const release_t *r)
{
    site_hand_t hand = hand_of(w);
    rendition_t *f;
    size_t n;
    str_t folder = str_fmt(w->a, "/tai-lieu/%.*s", STRF(m->slug));
    status_t s = release_renditions(w->a, r, &f, &n, w->err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        /* A page fragment is inside its page already, and ".html" would stand for another address. */
        if (!str_eq(f[i].role, S("page"))) s = put_rendition(w, folder, &f[i]);
        arena_reset(w->one);
    }
    str_t base = str_fmt(w->a, "%.*s/manifest.json", STRF(folder)), rest = r->signature, one;
    if (s == ST_OK) s = site_files_put(&hand, base, r->manifest, true);
    for (int i = 1; s == ST_OK && sign_next(&rest, &one); i++) {
        str_t name =
            i == 1 ? str_fmt(w->a, "%.*s.minisig", STRF(base)) : str_fmt(w->a, "%.*s.%d.minisig", STRF(base), i);
        s = site_files_put(&hand, name, one, false);
    }
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
        crawl_add(&w->crawl, page);
        if (!alert) crawl_add(&w->crawl, str_fmt(w->a, "%.*s/nhung", STRF(page)));
        if (current)
            crawl_add(&w->crawl, str_fmt(w->a, "%s/%s/%.*s", langs[i], alert ? "canh-bao" : "tai-lieu", STRF(m->slug)));
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
    crawl_add(ctx, lasting);
}

/* --- the whole --- */

static status_t publish(work_t *w, const char *dir)
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
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) crawl_add(&w->crawl, str_of(first[i]));
    asset_each(w->a, visit_asset, &w->crawl);
    if (s == ST_OK) s = put_releases(w);
    if (s == ST_OK) s = crawl_run(&w->crawl, w->one, w->err);
    if (s == ST_OK && arena_failed(w->a)) s = no_memory(w->err);
    if (s == ST_OK && w->pages == 0)
        s = err_set(w->err, ST_NOT_FOUND, "publish.nothing", N_("There is no page to publish."));
    if (s == ST_OK) s = site_manifest(&w->files, dir, w->app->base_url, w->done.number, w->err);
    if (s == ST_OK) s = site_switch(&w->files, dir, w->done.number, w->err);
    w->done.pages = w->pages;
    w->done.files = w->files.n;
    w->done.kept = w->files.linked;
    w->done.bytes = w->files.bytes;
    for (size_t i = 0; s == ST_OK && i < sizeof feeds / sizeof *feeds; i++)
        w->done.feeds |= (unsigned)site_files_changed(&w->files, str_of(feeds[i])) << i;
    return s;
}

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
    status_t s = crawl_start(&w.crawl, put_page, &w, err);
    w.crawl.progress = progress;
    w.done.number = site_last_number(releases, true) + 1;
    if (s == ST_OK) s = w.a && w.one ? dir_make(releases, 0755, err) : no_memory(err);
    if (s == ST_OK) {
        (void)snprintf(folder, sizeof folder, "%s/%04lld.part", releases, (long long)w.done.number);
        site_current(dir, before);
        s = site_files_start(&w.files, w.a, w.one, folder, before, err);
        if (s == ST_OK) s = publish(&w, dir);
        if (s != ST_OK) dir_remove(folder);
        site_files_end(&w.files);
    }
    w.done.took = clock_mono() - from;
    if (s == ST_OK && out) *out = w.done;
    crawl_end(&w.crawl);
    arena_free(w.one);
    arena_free(w.a);
    (void)pthread_mutex_unlock(&one_at_a_time);
    return s;
}
