/* SPDX-License-Identifier: Apache-2.0
 *
 * internal — one request on its way through the web room.
 */
#ifndef CG_WEB_INTERNAL_H
#define CG_WEB_INTERNAL_H
#include <pthread.h>
#include <stdatomic.h>
#include "page/answer.h"
#include "page/render.h"
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
    _Atomic(site_t *) site;
    pthread_mutex_t site_lock;
    /* Sites that were swapped out: answers under way still point into them, so they go only after two minutes. */
    struct {
        site_t *site;
        ms_t since;
    } retired[32];
    int n_retired;
    workers_t workers;
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
    str_t token, csrf, flash;
    view_t *view;
    err_t err;
    status_t status;
    bool routed; /* counted by route */
    call_t *next;
};

/* answer.c: turns status, answer and view into the reply. Needs no database. */
void call_answer(call_t *c);
void call_fail(call_t *c, int http_status);

/* workers.c */
must_use bool workers_start(workers_t *w);
void workers_stop(workers_t *w);
/* False when too many wait. */
bool workers_take(workers_t *w, call_t *c);

/* limiter.c: a token bucket for each client address, in memory only. */
struct limiter *limiter_new(void);
void limiter_free(struct limiter *l);
bool limiter_pass(struct limiter *l, const uint8_t client[16]);
#endif
