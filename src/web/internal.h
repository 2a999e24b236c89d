/* SPDX-License-Identifier: Apache-2.0
 *
 * internal — one request on its way through the web room.
 */
#ifndef CG_WEB_INTERNAL_H
#define CG_WEB_INTERNAL_H
#include <pthread.h>
#include "page/answer.h"
#include "page/render.h"
#include "people/token.h"
#include "web/http.h"
#include "web/metrics.h"
#include "web/site.h"
#include "web/web.h"

typedef struct call call_t;

typedef struct workers {
    pthread_t threads[4];
    int n;
    pthread_mutex_t lock;
    pthread_cond_t work;
    call_t *first, *last;
    int waiting;
    bool stopping;
} workers_t;

struct web {
    app_t *app;
    web_config_t cfg;
    http_t *http;
    struct {
        pthread_mutex_t lock; /* guards the pointer and every site's count of readers */
        site_t *site;
    } shelf;
    workers_t workers;
    router_t *router;
    metrics_t metrics;
    struct limiter *limiter;
};

/* A request with everything it needs; lives in the exchange's arena. */
struct call {
    web_t *web;
    exchange_t *x;
    const route_t *route;
    req_t req;
    answer_t out;
    actor_t actor;
    site_t *site; /* whose bytes the reply may be; given back when it is out */
    str_t token, csrf, flash;
    view_t *view;
    err_t err;
    status_t status;
    call_t *next;
};

/* answer.c: turns status, answer and view into the reply. Needs no database. */
void call_answer(call_t *c);
void call_fail(call_t *c, int http_status);

/* gate.c: each answers the call itself when it says no. */
void gate_session(call_t *c, db_t *db); /* finds who asks; nobody when the session is not good */
/* The token of a machine: p = NULL when there is none. And whose it is; notes its use. */
str_t gate_bearer(const exchange_t *x);
bool gate_machine(call_t *c, db_t *db, machine_t *out);
bool gate_permits(call_t *c);
/* The token of the session's forms. Without it a form of the desk is refused and a public one comes from nobody. */
bool gate_token(call_t *c);

/* special.c: /healthz, /readyz, /metrics; false for other paths. */
bool special_answer(call_t *c);

/* shelf.c: the published site, to be given back. */
site_t *shelf_take(web_t *w);
void shelf_give_back(web_t *w, site_t *s);
void shelf_clear(web_t *w);

/* workers.c */
must_use bool workers_start(workers_t *w);
void workers_stop(workers_t *w);
/* False when too many wait. */
bool workers_take(workers_t *w, call_t *c);

/* limiter.c: a token bucket for each client address, in memory only. */
struct limiter *limiter_new(void);
void limiter_free(struct limiter *l);
bool limiter_pass(struct limiter *l, const uint8_t client[16], int cost);
#endif
