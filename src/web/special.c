/* SPDX-License-Identifier: Apache-2.0
 *
 * special — what machines ask about the server itself: is it alive, is it ready, its figures.
 */
#include "web/internal.h"
#include "web/security.h"

static void plain(call_t *c, int status, const char *mime, str_t text)
{
    c->x->reply.status = status;
    c->x->reply.bytes = text;
    reply_header(c->x, "Content-Type", mime);
    reply_header(c->x, "Cache-Control", "no-store");
    security_add(c->x, c->req.path);
}

static bool machine_may_measure(call_t *c)
{
    db_t *db;
    machine_t m;
    err_t none = err_new(LANG_EN);
    if (store_read(c->web->app->store, &db, &none) != ST_OK) return false;
    bool may = gate_machine(c, db, &m) && m.scope == TOKEN_METRICS;
    store_done(c->web->app->store, db);
    return may;
}

/* A token that is shown must be good, wherever it is shown. */
static bool metrics_allowed(call_t *c)
{
    const web_t *w = c->web;
    str_t given = gate_bearer(c->x);
    if (given.p) return (w->cfg.metrics_token.n && secret_eq(w->cfg.metrics_token, given)) || machine_may_measure(c);
    return c->x->loopback && !exchange_header(c->x, "X-Forwarded-For").p;
}

bool special_answer(call_t *c)
{
    web_t *w = c->web;
    str_t p = c->req.path;
    bool health = str_eq(p, S("/healthz")), ready = str_eq(p, S("/readyz"));
    if (!health && !ready && !str_eq(p, S("/metrics"))) return false;
    if (!str_eq(c->x->method, S("GET")) && !str_eq(c->x->method, S("HEAD"))) {
        reply_header(c->x, "Allow", "GET, HEAD");
        c->x->reply.close = true;
        plain(c, 405, "text/plain", S("GET only\n"));
    } else if (health) {
        plain(c, 200, "text/plain", S("ok\n"));
    } else if (ready) {
        db_t *db;
        err_t err = err_new(LANG_EN);
        bool opens = store_read(w->app->store, &db, &err) == ST_OK;
        if (opens) store_done(w->app->store, db);
        plain(c, opens ? 200 : 503, "text/plain", opens ? S("ready\n") : S("not ready\n"));
    } else {
        buf_t b = buf_new(c->x->a, 1 << 20);
        bool allowed = metrics_allowed(c);
        if (allowed) metrics_write(&w->metrics, &b);
        plain(c, allowed ? 200 : 403,
              allowed ? "application/openmetrics-text; version=1.0.0; charset=utf-8" : "text/plain",
              allowed ? buf_str(&b) : S("loopback or token only\n"));
    }
    return true;
}
