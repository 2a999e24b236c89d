/* SPDX-License-Identifier: Apache-2.0 */
#include "material/crawl.h"
#include <unistd.h>
#include "material/internal.h"

enum { PAGES_MAX = 40000, PATHS_MAX = 32 << 20, THREADS_MOST = 4 };
#define ONE_MAX ((size_t)192 << 20)

/* Only what is the same for everybody: not the desk, not what a question is answered by, not figures of this minute, not a quiz
 * whose attempt is one learner's own (published, all would hand in under one id, and all but the first be told so). */
static bool is_static(str_t path)
{
    static const char *const live[] = {"/ban",    "/api/",    "/tien-do", "/hoc/thu",
                                       "/oembed", "/healthz", "/readyz",  "/metrics"};
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

void crawl_add(crawl_t *c, str_t path)
{
    size_t hash = str_chr(path, '#', 0);
    if (hash != SIZE_MAX) path = str_sub(path, 0, hash);
    if (path.n > 1 && path.p[path.n - 1] == '/') path.n--; /* "/en/" is "/en" */
    if (!is_static(path)) return;
    pthread_mutex_lock(&c->lock);
    if (path_map_find(&c->queued, path) == SIZE_MAX) {
        str_t *p = vec_push(&c->queue);
        if (p) *p = str_dup(c->a, path);
        if (p && path_map_add(&c->queued, *p, 0)) (void)pthread_cond_signal(&c->more);
    }
    pthread_mutex_unlock(&c->lock);
}

/* Links of our own pages; the template engine writes attributes in double quotes. */
void crawl_links(crawl_t *c, str_t html)
{
    static const char *const attributes[] = {" href=\"", " src=\""};
    for (size_t k = 0; k < 2; k++) {
        str_t mark = str_of(attributes[k]);
        for (size_t at = 0; (at = str_find(html, mark, at)) != SIZE_MAX;) {
            at += mark.n;
            size_t end = str_chr(html, '"', at);
            if (end == SIZE_MAX) break;
            crawl_add(c, str_sub(html, at, end));
        }
    }
}

status_t crawl_start(crawl_t *c, crawl_visit_fn visit, void *ctx, err_t *err)
{
    *c = (crawl_t){.visit = visit, .ctx = ctx, .a = arena_new(PATHS_MAX)};
    (void)pthread_mutex_init(&c->lock, NULL);
    (void)pthread_cond_init(&c->more, NULL);
    if (!c->a || !path_map_make(&c->queued, c->a, PAGES_MAX)) return no_memory(err);
    c->queue = vec_new(c->a, sizeof(str_t), PAGES_MAX);
    return ST_OK;
}

void crawl_end(crawl_t *c)
{
    (void)pthread_cond_destroy(&c->more);
    (void)pthread_mutex_destroy(&c->lock);
    arena_free(c->a);
}

/* The next path, waiting while others may still find some; false when there is none any more. */
static bool next_path(crawl_t *c, str_t *path)
{
    pthread_mutex_lock(&c->lock);
    while (c->failed == ST_OK && c->next == c->queue.len && c->busy) pthread_cond_wait(&c->more, &c->lock);
    bool found = c->failed == ST_OK && c->next < c->queue.len;
    if (found) *path = VEC_AT(&c->queue, str_t, c->next++);
    c->busy += found;
    if (found && c->progress) c->progress(c->next, c->queue.len);
    pthread_mutex_unlock(&c->lock);
    return found;
}

static void path_done(crawl_t *c, status_t s, const err_t *why)
{
    pthread_mutex_lock(&c->lock);
    c->busy--;
    if (s != ST_OK && c->failed == ST_OK) c->failed = s, c->why = why;
    (void)pthread_cond_broadcast(&c->more);
    pthread_mutex_unlock(&c->lock);
}

typedef struct walker {
    crawl_t *crawl;
    crawl_hand_t hand;
    err_t own;
    pthread_t thread;
} walker_t;

static void *walk(void *arg)
{
    walker_t *w = arg;
    str_t path;
    while (next_path(w->crawl, &path)) {
        status_t s = w->crawl->visit(w->crawl->ctx, &w->hand, path);
        arena_reset(w->hand.one);
        path_done(w->crawl, s, w->hand.err);
        if (s != ST_OK) break;
    }
    return NULL;
}

static bool walker_start(walker_t *w, crawl_t *c, const err_t *like)
{
    *w = (walker_t){.crawl = c, .own = err_new(like ? like->lang : LANG_EN)};
    w->hand = (crawl_hand_t){arena_new(ONE_MAX), &w->own};
    if (w->hand.one && pthread_create(&w->thread, NULL, walk, w) == 0) return true;
    arena_free(w->hand.one);
    return false;
}

/* The calling thread is one of them. */
status_t crawl_run(crawl_t *c, arena_t *one, err_t *err)
{
    walker_t more[THREADS_MOST], self = {.crawl = c, .hand = {one, err}};
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t n = 0, wanted = cores > THREADS_MOST ? THREADS_MOST : cores > 1 ? (size_t)cores : 1;
    while (n + 1 < wanted && walker_start(&more[n], c, err)) n++;
    (void)walk(&self);
    for (size_t i = 0; i < n; i++) {
        (void)pthread_join(more[i].thread, NULL);
        arena_free(more[i].hand.one);
        if (err && c->why == &more[i].own) *err = more[i].own;
    }
    if (c->failed != ST_OK) return c->failed;
    return c->queue.failed || arena_failed(c->a) ? no_memory(err) : ST_OK;
}
