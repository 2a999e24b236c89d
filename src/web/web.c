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
#include "web/form.h"
#include "web/internal.h"
#include "web/security.h"

enum { BODY_LIMIT = 64 * 1024, WAIT_TO_STOP = 10000 };

static const int role_of_perm[PERM_COUNT] = {
    [PERM_PUBLIC] = -1,          [PERM_SIGNED_IN] = -1,         [PERM_COORDINATE] = ROLE_COORDINATOR,
    [PERM_SIGN] = ROLE_SIGNER,   [PERM_UNIT] = ROLE_CONTACT,    [PERM_EDIT] = ROLE_EDITOR,
    [PERM_CHECK] = ROLE_CHECKER, [PERM_FIELD] = ROLE_VOLUNTEER, [PERM_TEACH] = ROLE_TEACHER,
    [PERM_DESK] = ROLE_DUTY,     [PERM_AUDIT] = ROLE_AUDITOR};

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

static bool special(web_t *w, call_t *c);

static bool from_site(web_t *w, call_t *c)
{
    exchange_t *x = c->x;
    if ((!str_eq(x->method, S("GET")) && !str_eq(x->method, S("HEAD"))) || c->req.json || c->token.n) {
        /* Signed-in people see pages with their own navigation; assets are the same for all. */
        if (!str_starts(c->req.path, S("/assets/")) && !str_eq(c->req.path, S("/sw.js"))) return false;
    }
    site_t *site = atomic_load(&w->site);
    str_t path = c->req.path;
    /* A question (a search, a code to verify) is answered live: the published page is the one without it. */
    if (str_chr(c->req.raw_path, '?', 0) != SIZE_MAX && !str_starts(path, S("/assets/"))) return false;
    if (c->req.lang == LANG_EN && !str_starts(path, S("/assets/")))
        path = str_fmt(x->a, "/en%.*s", STRF(str_eq(path, S("/")) ? S("") : path));
    return site && site_answer(site, x, path);
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

static void on_route(void *ctx, exchange_t *x)
{
    web_t *w = ctx;
    call_t *c = ARENA_NEW(x->a, call_t);
    if (!c) {
        x->reply.status = 503;
        return;
    }
    x->user = c;
    c->web = w;
    c->x = x;
    c->csrf = c->flash = S("");
    str_t query;
    lang_t lang = LANG_VI;
    c->err = err_new(lang);
    status_t s = route_path(x->a, x->target, &lang, &c->req.path, &query, &c->err);
    c->err.lang = lang;
    c->req = (req_t){.a = x->a,
                     .app = w->app,
                     .lang = lang,
                     .method = x->method,
                     .path = c->req.path,
                     .raw_path = x->target,
                     .headers = x->headers,
                     .n_headers = x->n_headers,
                     .csrf = S(""),
                     .out = &c->out};
    c->req.json = wants_json(x, c->req.path);
    c->token = cookie_get(exchange_header(x, "Cookie"), "cg");
    if (s == ST_OK) s = form_urlencoded(x->a, query, &c->req.query, &c->req.n_query, &c->err);
    if (s != ST_OK) {
        fail_early(c, status_http(s));
        return;
    }
    if (special(w, c) || from_site(w, c)) return;
    char allow[32];
    c->route = route_find(x->method, c->req.path, c->req.args, allow);
    if (!c->route) {
        err_set(&c->err, ST_NOT_FOUND, *allow ? "http.method" : "http.not-found",
                *allow ? N_("This address does not take that kind of request.")
                       : N_("There is no page at this address. Perhaps it was moved."));
        if (*allow) reply_header(x, "Allow", str_z(x->a, str_of(allow)));
        fail_early(c, *allow ? 405 : 404);
        return;
    }
    x->body_limit = c->route->body_limit ? c->route->body_limit : BODY_LIMIT;
    x->waits = c->route->how != ROUTE_READ;
}

/* --- health and figures --- */

static void plain(call_t *c, int status, const char *mime, str_t text)
{
    c->x->reply.status = status;
    c->x->reply.bytes = text;
    reply_header(c->x, "Content-Type", mime);
    reply_header(c->x, "Cache-Control", "no-store");
    security_add(c->x);
}

static bool metrics_allowed(const web_t *w, const exchange_t *x)
{
    str_t given = exchange_header(x, "Authorization");
    if (w->cfg.metrics_token.n && str_starts(given, S("Bearer ")))
        return secret_eq(w->cfg.metrics_token, str_sub(given, 7, given.n));
    return x->loopback && !exchange_header(x, "X-Forwarded-For").p;
}

static bool special(web_t *w, call_t *c)
{
    str_t p = c->req.path;
    if (str_eq(p, S("/healthz"))) {
        plain(c, 200, "text/plain", S("ok\n"));
    } else if (str_eq(p, S("/readyz"))) {
        db_t *db;
        err_t err = err_new(LANG_EN);
        bool ready = store_read(w->app->store, &db, &err) == ST_OK;
        if (ready) store_done(w->app->store, db);
        plain(c, ready ? 200 : 503, "text/plain", ready ? S("ready\n") : S("not ready\n"));
    } else if (str_eq(p, S("/metrics"))) {
        buf_t b = buf_new(c->x->a, 1 << 20);
        bool allowed = metrics_allowed(w, c->x);
        if (allowed) metrics_write(&w->metrics, &b);
        plain(c, allowed ? 200 : 403,
              allowed ? "application/openmetrics-text; version=1.0.0; charset=utf-8" : "text/plain",
              allowed ? buf_str(&b) : S("loopback or token only\n"));
    } else {
        return false;
    }
    return true;
}

/* --- who asks --- */

static status_t touch_act(db_t *db, void *arg, err_t *err)
{
    return session_touch(db, *(ident_t *)arg, err);
}

static void touched(void *arg, status_t s)
{
    (void)s;
    free(arg);
}

/* Notes that a session was used, without waiting for it. */
static void touch(web_t *w, ident_t session)
{
    ident_t *copy = malloc(sizeof *copy);
    if (!copy) return;
    *copy = session;
    if (store_post(w->app->store, touch_act, copy, NULL, touched, copy) != ST_OK) free(copy);
}

static void read_session(call_t *c, db_t *db)
{
    err_t none = err_new(c->req.lang);
    if (!c->token.n || session_actor(db, c->x->a, c->token, &c->actor, &none) != ST_OK) return;
    c->req.who = &c->actor;
    /* Bound to the session and underivable without its token. */
    digest_t d = hmac256(c->token, S("canhgiac csrf 1"));
    buf_t b = buf_new(c->x->a, 64);
    base64url_put(&b, d.b, sizeof d.b);
    c->csrf = c->req.csrf = buf_str(&b);
    if (c->actor.touch) touch(c->web, c->actor.session);
}

static bool permitted(call_t *c)
{
    perm_t p = c->route->perm;
    if (p == PERM_PUBLIC) return true;
    if (!c->req.who) {
        err_set(&c->err, ST_DENIED, "session.none", N_("You are not signed in."));
        if (c->req.json || str_eq(c->req.method, S("POST"))) {
            call_fail(c, 401);
        } else {
            buf_t b = buf_new(c->x->a, 4096);
            buf_putz(&b, "/ban/vao?tiep=");
            buf_url(&b, c->req.path);
            c->out.redirect = buf_str(&b);
            c->status = ST_OK;
            call_answer(c);
        }
        return false;
    }
    bool has = p == PERM_SIGNED_IN ? c->actor.n_seats > 0 : actor_seat(c->req.who, (role_t)role_of_perm[p]) != NULL;
    if (has) return true;
    err_set(&c->err, ST_DENIED, "perm.role",
            N_("Your seats do not allow this. Ask the coordinator for the right one."));
    call_fail(c, 403);
    return false;
}

static bool csrf_good(call_t *c)
{
    if (c->route->perm == PERM_PUBLIC || !str_eq(c->req.method, S("POST"))) return true;
    str_t given = req_form(&c->req, "csrf");
    if (!given.p) given = req_header(&c->req, "X-CSRF");
    if (given.p && secret_eq(given, c->csrf)) return true;
    err_set(
        &c->err, ST_DENIED, "csrf",
        N_("The form is too old or did not come from this site. Go back, load the page again and send it once more."));
    call_fail(c, 403);
    return false;
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
    status_t s = c->route->handler(&c->req, c->view, err);
    c->req.db = NULL;
    return s;
}

/* Rendering happens here, on the writer's thread, after the commit: pages of acts are redirects or small. */
static void acted(void *arg, status_t s)
{
    call_t *c = arg;
    c->status = s;
    call_answer(c);
    http_done(c->x);
}

static bool run(web_t *w, call_t *c)
{
    status_t s;
    switch (c->route->how) {
    case ROUTE_READ:
        c->status = c->route->handler(&c->req, c->view, &c->err);
        call_answer(c);
        return true;
    case ROUTE_ACT:
        s = store_post(w->app->store, act, c, &c->err, acted, c);
        if (s == ST_OK) return false;
        call_fail(c, status_http(s));
        return true;
    case ROUTE_SLOW:
        if (workers_take(&w->workers, c)) return false;
        err_set(&c->err, ST_BUSY, "http.busy", N_("Too many people are asking at once; try again in a moment."));
        call_fail(c, 503);
        return true;
    }
    return true;
}

static bool on_handle(void *ctx, exchange_t *x)
{
    web_t *w = ctx;
    call_t *c = x->user;
    if (x->reply.status) return true;
    c->view = view_new(x->a);
    c->flash = flash_of(x, c->req.lang);
    c->routed = true;
    db_t *db = NULL;
    bool needs_db = c->route->how == ROUTE_READ || c->token.n;
    status_t s = needs_db ? store_read(w->app->store, &db, &c->err) : ST_OK;
    if (s != ST_OK) {
        call_fail(c, status_http(s));
        return true;
    }
    if (db) read_session(c, db);
    bool go = permitted(c);
    bool post = str_eq(c->req.method, S("POST"));
    if (go && post && c->route->perm == PERM_PUBLIC && w->cfg.rate_limit && !x->loopback &&
        !limiter_pass(w->limiter, x->client)) {
        err_set(&c->err, ST_LIMIT, "http.too-often",
                N_("That was too often in a short time. Wait a little and try again."));
        call_fail(c, 429);
        go = false;
    }
    go = go && read_form(c) && csrf_good(c);
    if (c->route->how != ROUTE_READ && db) {
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
    if (c->route) atomic_fetch_add(&w->metrics.routes[route_index(c->route)], 1);
    if (c->route || x->reply.status >= 400)
        log_line(x->reply.status >= 500 ? LOG_WARN : LOG_DEBUG, "http.request",
                 "method=%.*s route=%s status=%d ms=%lld", (int)(x->method.n < 8 ? x->method.n : 8), x->method.p,
                 c->route ? c->route->pattern : "-", x->reply.status, (long long)took);
}

/* --- life --- */

/* Frees the sites that were retired before `until`; the oldest in any case when there is no room for one more. */
static void let_go(web_t *w, ms_t until)
{
    int kept = 0, most = (int)(sizeof w->retired / sizeof *w->retired);
    for (int i = 0; i < w->n_retired; i++) {
        bool crowded = w->n_retired == most && i == 0;
        if (w->retired[i].since < until || crowded)
            site_free(w->retired[i].site);
        else
            w->retired[kept++] = w->retired[i];
    }
    w->n_retired = kept;
}

status_t web_load_site(web_t *w, err_t *err)
{
    char folder[4200];
    snprintf(folder, sizeof folder, "%s/public/current", store_dir(w->app->store));
    site_t *s = NULL;
    status_t st = site_load(file_exists(folder) ? folder : NULL, &s, err);
    if (st != ST_OK) return st;
    pthread_mutex_lock(&w->site_lock);
    site_t *before = atomic_exchange(&w->site, s);
    let_go(w, clock_mono() - 2 * MS_MINUTE);
    if (before) {
        w->retired[w->n_retired].site = before;
        w->retired[w->n_retired++].since = clock_mono();
    }
    pthread_mutex_unlock(&w->site_lock);
    log_line(LOG_INFO, "web.site", "pages=%zu", site_count(s));
    return ST_OK;
}

status_t web_start(const web_config_t *cfg, app_t *app, web_t **out, err_t *err)
{
    web_t *w = calloc(1, sizeof *w);
    if (!w) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    w->app = app;
    w->cfg = *cfg;
    w->metrics.started = clock_mono();
    w->limiter = limiter_new();
    pthread_mutex_init(&w->site_lock, NULL);
    status_t s = page_start(err);
    if (s == ST_OK) s = web_load_site(w, err);
    if (s == ST_OK && (!w->limiter || !workers_start(&w->workers)))
        s = err_set(err, ST_IO, "web.threads", N_("The server's threads could not be started."));
    http_config_t h = {.host = cfg->host,
                       .port = cfg->port,
                       .threads = cfg->threads,
                       .connections = cfg->connections ? cfg->connections : 4096,
                       .header_time = cfg->header_time ? cfg->header_time : 10 * MS_SECOND,
                       .body_time = 60 * MS_SECOND,
                       .route = on_route,
                       .handle = on_handle,
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
    http_stop(w->http, WAIT_TO_STOP);
    if (w->workers.n) workers_stop(&w->workers);
    site_free(atomic_load(&w->site));
    let_go(w, MS_NEVER);
    limiter_free(w->limiter);
    pthread_mutex_destroy(&w->site_lock);
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
