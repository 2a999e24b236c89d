/* SPDX-License-Identifier: Apache-2.0
 *
 * The way of a request: published file, or route → who asks → may they → form → handler on the right thread → answer.
 */
#include "web/web.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/file.h"
#include "base/log.h"
#include "page/asset.h"
#include "web/form.h"
#include "web/internal.h"
#include "web/security.h"

enum { BODY_LIMIT = 64 * 1024, WAIT_TO_STOP = 10000 };

/* --- headers are in --- */

static bool wants_json(const exchange_t *x, str_t path)
{
    str_t accept = exchange_header(x, "Accept");
    if (str_starts(path, S("/api/"))) return true;
    return str_find(accept, S("application/json"), 0) != SIZE_MAX && str_find(accept, S("text/html"), 0) == SIZE_MAX;
}

static void fail_early(call_t *c, int http_status)
{
    call_fail(c, http_status);
    /* What follows on the connection may be the body we did not read. */
    if (!str_eq(c->x->method, S("GET")) && !str_eq(c->x->method, S("HEAD"))) c->x->reply.close = true;
}

static bool from_site(web_t *w, call_t *c)
{
    exchange_t *x = c->x;
    if ((!str_eq(x->method, S("GET")) && !str_eq(x->method, S("HEAD"))) || c->req.json || c->token.n) {
        /* Signed-in people see pages with their own navigation; assets are the same for all. */
        if (!str_starts(c->req.path, S("/assets/")) && !str_eq(c->req.path, S("/sw.js"))) return false;
    }
    str_t path = c->req.path;
    /* A question (a search, a code to verify) is answered live: the published page is the one without it. */
    if (str_chr(c->req.raw_path, '?', 0) != SIZE_MAX && !str_starts(path, S("/assets/"))) return false;
    if (c->req.lang == LANG_EN && !str_starts(path, S("/assets/")))
        path = str_fmt(x->a, "/en%.*s", STRF(str_eq(path, S("/")) ? S("") : path));
    c->site = shelf_take(w);
    return site_answer(c->site, x, path);
}

static str_t flash_of(exchange_t *x, lang_t lang)
{
    str_t v = cookie_get(exchange_header(x, "Cookie"), "cg_flash");
    if (!v.p || v.n > 400) return S("");
    /* Only sentences of the catalogue are ever shown: a forged cookie cannot put words into our mouth. */
    v = percent_decode(x->a, v, false);
    size_t n;
    const char *t = v.p ? tr_n(lang, v.p, v.n, &n) : NULL;
    return t ? (str_t){t, n} : S("");
}

static call_t *call_of(web_t *w, exchange_t *x)
{
    call_t *c = ARENA_NEW(x->a, call_t);
    if (!c) return NULL;
    x->user = c;
    c->web = w;
    c->x = x;
    c->csrf = c->flash = S("");
    c->err = err_new(LANG_VI);
    c->req = (req_t){.a = x->a,
                     .app = w->app,
                     .method = x->method,
                     .path = S("/"),
                     .raw_path = x->target,
                     .headers = x->headers,
                     .n_headers = x->n_headers,
                     .csrf = S(""),
                     .out = &c->out};
    return c;
}

/* 405 says what would be taken; OPTIONS asks for nothing else. */
static void no_route(call_t *c, const char *allow)
{
    const char *copy = str_z(c->x->a, str_of(allow));
    if (*allow && str_eq(c->x->method, S("OPTIONS"))) {
        c->x->reply.status = 204;
        c->x->reply.close = true; /* it may have come with a body */
        security_add(c->x, c->req.path);
    } else if (*allow) {
        err_set(&c->err, ST_USAGE, "http.method", N_("This address does not take that kind of request."));
        fail_early(c, 405);
    } else {
        err_set(&c->err, ST_NOT_FOUND, "http.not-found", N_("There is no page at this address. Perhaps it was moved."));
        fail_early(c, 404);
    }
    if (*allow) reply_header(c->x, "Allow", copy);
}

/* A large body is taken only from those who may send it: asked before the first byte of it is read, and again after. */
static void before_large_body(call_t *c)
{
    db_t *db;
    status_t s = store_read(c->web->app->store, &db, &c->err);
    if (s == ST_OK) {
        gate_session(c, db);
        (void)gate_permits(c);
        store_done(c->web->app->store, db);
    } else {
        call_fail(c, status_http(s));
    }
    if (c->x->reply.status) c->x->reply.close = true;
}

static void on_route(void *ctx, exchange_t *x)
{
    web_t *w = ctx;
    call_t *c = call_of(w, x);
    if (!c) {
        x->reply.status = 503;
        return;
    }
    str_t query;
    status_t s = route_path(x->a, x->target, &c->req.lang, &c->req.path, &query, &c->err);
    c->err.lang = c->req.lang;
    c->req.json = wants_json(x, c->req.path);
    c->token = cookie_get(exchange_header(x, "Cookie"), "cg");
    if (s == ST_OK) s = form_urlencoded(x->a, query, &c->req.query, &c->req.n_query, &c->err);
    if (s != ST_OK) {
        fail_early(c, status_http(s));
        return;
    }
    if (special_answer(c) || from_site(w, c)) return;
    char allow[32];
    c->route = router_ask(w->router, x->method, c->req.path, c->req.args, allow);
    if (!c->route) {
        no_route(c, allow);
        return;
    }
    x->body_limit = c->route->body_limit ? c->route->body_limit : BODY_LIMIT;
    x->waits = c->route->how != ROUTE_READ && c->route->how != ROUTE_PURE;
    if (x->body_limit > BODY_LIMIT && c->route->perm != PERM_PUBLIC) before_large_body(c);
}

/* The server itself refuses: the request is not one (400), or its body is too long (413). */
static void on_refused(void *ctx, exchange_t *x)
{
    web_t *w = ctx;
    call_t *c = x->user ? x->user : call_of(w, x);
    if (!c) return;
    if (x->reply.status == 413)
        err_set(&c->err, ST_LIMIT, "http.too-large", N_("What was sent is larger than %zu KB, the most taken here."),
                x->body_limit / 1024);
    else
        err_set(&c->err, ST_USAGE, "http.ambiguous", N_("The request is malformed."));
    call_fail(c, x->reply.status);
}

/* --- the body --- */

static bool read_form(call_t *c)
{
    if (!str_eq(c->req.method, S("POST"))) return true;
    str_t type = exchange_header(c->x, "Content-Type"), data = buf_str(&c->x->body);
    status_t s = ST_OK;
    if (!type.p || str_starts(type, S("application/x-www-form-urlencoded"))) {
        s = form_urlencoded(c->x->a, data, &c->req.form, &c->req.n_form, &c->err);
    } else if (str_starts(type, S("multipart/form-data"))) {
        s = form_multipart(c->x->a, type, data, &c->req.form, &c->req.n_form, &c->err);
    } else {
        c->req.body = data;
        c->req.body_type = type;
    }
    if (s != ST_OK) call_fail(c, status_http(s));
    return s == ST_OK;
}

/* --- running the handler --- */

static status_t act(db_t *db, void *arg, err_t *err)
{
    call_t *c = arg;
    c->req.db = db;
    status_t s =
        c->out.act ? c->out.act(&c->req, c->view, c->out.act_arg, err) : c->route->handler(&c->req, c->view, err);
    c->req.db = NULL;
    return s;
}

static void acted(void *arg, status_t s)
{
    call_t *c = arg;
    c->status = s;
    http_done(c->x);
}

/* Rendered on the server's thread: the writer's time is everybody's. */
static void on_finish(void *ctx, exchange_t *x)
{
    (void)ctx;
    call_answer(x->user);
}

static bool post(web_t *w, call_t *c)
{
    c->req.db = NULL; /* the snapshot is the caller's to give back */
    status_t s = store_post(w->app->store, act, c, &c->err, acted, c);
    if (s != ST_OK) call_fail(c, status_http(s));
    return s != ST_OK;
}

static bool run(web_t *w, call_t *c)
{
    switch (c->route->how) {
    case ROUTE_READ:
    case ROUTE_PURE:
        c->status = c->route->handler(&c->req, c->view, &c->err);
        call_answer(c);
        return true;
    case ROUTE_THEN_ACT:
        c->status = c->route->handler(&c->req, c->view, &c->err);
        if (c->status != ST_OK || !c->out.act) {
            call_answer(c);
            return true;
        }
        return post(w, c);
    case ROUTE_ACT: return post(w, c);
    case ROUTE_SLOW:
        if (workers_take(&w->workers, c)) return false;
        err_set(&c->err, ST_BUSY, "http.busy", N_("Too many people are asking at once; try again in a moment."));
        call_fail(c, 503);
        return true;
    }
    return true;
}

/* A crowd of pupils behind one address is normal, a thousand posts a minute are not. Guessing at the desk's doors costs more. */
static bool slow_enough(call_t *c)
{
    enum { AT_A_DOOR = 4 };
    web_t *w = c->web;
    int cost = c->route && str_starts(str_of(c->route->pattern), S("/ban/")) ? AT_A_DOOR : 1;
    if (!str_eq(c->req.method, S("POST")) || c->route->perm != PERM_PUBLIC || !w->cfg.rate_limit || c->x->loopback ||
        limiter_pass(w->limiter, c->x->client, cost))
        return true;
    err_set(&c->err, ST_RATE, "http.too-often", N_("That was too often in a short time. Wait a little and try again."));
    call_fail(c, 429);
    return false;
}

static bool on_handle(void *ctx, exchange_t *x)
{
    web_t *w = ctx;
    call_t *c = x->user;
    if (x->reply.status) return true;
    c->view = view_new(x->a);
    c->flash = flash_of(x, c->req.lang);
    db_t *db = NULL;
    bool reads = c->route->how == ROUTE_READ || c->route->how == ROUTE_THEN_ACT;
    status_t s = reads || c->token.n || gate_bearer(x).p ? store_read(w->app->store, &db, &c->err) : ST_OK;
    if (s != ST_OK) {
        call_fail(c, status_http(s));
        return true;
    }
    if (db) gate_session(c, db);
    bool go = gate_permits(c) && slow_enough(c) && read_form(c) && gate_token(c);
    if (!reads && db) {
        store_done(w->app->store, db);
        db = NULL;
    }
    c->req.db = db;
    bool ready = go ? run(w, c) : true;
    if (db) store_done(w->app->store, db);
    return ready;
}

/* --- the log: no address, no query, no names --- */

static void on_sent(void *ctx, exchange_t *x)
{
    web_t *w = ctx;
    call_t *c = x->user;
    ms_t took = clock_mono() - x->began;
    uint64_t bytes = x->reply.bytes.n ? x->reply.bytes.n : x->reply.size;
    metrics_note(&w->metrics, x->reply.status, took, bytes);
    if (!c) return;
    shelf_give_back(w, c->site);
    if (c->route) atomic_fetch_add(&w->metrics.routes[route_index(c->route)], 1);
    if (c->route || x->reply.status >= 400)
        log_line(x->reply.status >= 500 ? LOG_WARN : LOG_DEBUG, "http.request",
                 "method=%.*s route=%s status=%d ms=%lld", (int)(x->method.n < 8 ? x->method.n : 8), x->method.p,
                 c->route ? c->route->pattern : "-", x->reply.status, (long long)took);
}

/* --- life --- */

status_t web_start(const web_config_t *cfg, app_t *app, web_t **out, err_t *err)
{
    web_t *w = calloc(1, sizeof *w);
    if (!w) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    w->app = app;
    w->cfg = *cfg;
    w->metrics.started = clock_mono();
    w->limiter = limiter_new();
    w->router = router_new();
    pthread_mutex_init(&w->shelf.lock, NULL);
    status_t s = page_start(err);
    if (s == ST_OK) s = web_load_site(w, err);
    if (s == ST_OK && (!w->limiter || !w->router || !workers_start(&w->workers)))
        s = err_set(err, ST_IO, "web.threads", N_("The server's threads could not be started."));
    http_config_t h = {.host = cfg->host,
                       .port = cfg->port,
                       .threads = cfg->threads,
                       .connections = cfg->connections ? cfg->connections : 4096,
                       .header_time = cfg->header_time ? cfg->header_time : 10 * MS_SECOND,
                       .body_time = 60 * MS_SECOND,
                       .route = on_route,
                       .behind_proxy = cfg->behind_proxy,
                       .handle = on_handle,
                       .finish = on_finish,
                       .refused = on_refused,
                       .sent = on_sent,
                       .ctx = w};
    if (s == ST_OK) s = http_start(&h, &w->http, err);
    if (s != ST_OK) {
        web_stop(w);
        return s;
    }
    *out = w;
    return ST_OK;
}

int web_port(const web_t *w)
{
    return http_port(w->http);
}

void web_stop(web_t *w)
{
    if (!w) return;
    http_quiet(w->http, WAIT_TO_STOP);
    if (w->workers.n) workers_stop(&w->workers);
    /* Acts that still wait are the writer's, which goes on until the store is closed. */
    http_stop(w->http);
    shelf_clear(w);
    limiter_free(w->limiter);
    router_free(w->router);
    free(w);
}

static status_t rendered(app_t *app, const route_t *r, req_t *q, buf_t *out, const char **mime, err_t *err)
{
    view_t *v = view_new(q->a);
    status_t s = r->handler(q, v, err);
    answer_t *answer = q->out;
    if (s != ST_OK) return s;
    if (answer->is_blob) return ST_NOT_FOUND; /* blobs are served from the store */
    *mime = answer->mime ? answer->mime : "text/html; charset=utf-8";
    if (answer->mime) {
        buf_put(out, answer->bytes);
        return buf_ok(out) ? ST_OK : ST_MEMORY;
    }
    page_frame_t f = {.lang = q->lang,
                      .path = q->path,
                      .title = r->title,
                      .csrf = S(""),
                      .flash = S(""),
                      .base_url = app->base_url,
                      .demo = app->demo};
    return page_render(q->a, r->template_name, v, &f, out, err);
}

status_t web_render_path(app_t *app, str_t path, buf_t *out, const char **mime, err_t *err)
{
    char allow[32];
    answer_t answer = {0};
    str_t query;
    req_t q = {.a = out->a, .app = app, .method = S("GET"), .raw_path = path, .csrf = S(""), .out = &answer};
    status_t s = route_path(q.a, path, &q.lang, &q.path, &query, err);
    if (s != ST_OK) return s;
    str_t asset = str_starts(q.path, S("/assets/")) ? asset_find(str_sub(q.path, 8, q.path.n)) : STR_NONE;
    if (str_eq(q.path, S("/sw.js"))) asset = asset_find(S("sw.js"));
    if (asset.p) {
        *mime = site_mime(q.path);
        buf_put(out, asset);
        return buf_ok(out) ? ST_OK : ST_MEMORY;
    }
    const route_t *r = route_find(q.method, q.path, q.args, allow);
    if (!r || r->perm != PERM_PUBLIC || r->how != ROUTE_READ)
        return err_set(err, ST_NOT_FOUND, "http.not-found",
                       N_("There is no page at this address. Perhaps it was moved."));
    s = store_read(app->store, &q.db, err);
    if (s != ST_OK) return s;
    s = rendered(app, r, &q, out, mime, err);
    store_done(app->store, q.db);
    return s;
}
