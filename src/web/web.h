/* SPDX-License-Identifier: Apache-2.0
 *
 * web — the program's face to the network: routes, permissions, sessions, forms, the published site, metrics.
 */
#ifndef CG_WEB_WEB_H
#define CG_WEB_WEB_H
#include "page/app.h"
#include "page/page.h"

typedef struct web web_t;

typedef struct web_config {
    const char *host;         /* numeric */
    int port;                 /* 0: any */
    int threads, connections; /* 0: the default */
    bool rate_limit;
    bool behind_proxy;   /* who comes from loopback is a proxy that says in X-Forwarded-For for whom it asks */
    str_t metrics_token; /* n = 0: /metrics from loopback only */
    ms_t header_time;    /* 0: 10 s; tests shorten it */
} web_config_t;

/* Every room's routes, ended by NULL. */
extern const route_t *const web_rooms[];

must_use status_t web_start(const web_config_t *cfg, app_t *app, web_t **out, err_t *err);
int web_port(const web_t *w);
/* Lets what is under way finish, at most 10 s. */
void web_stop(web_t *w);

/* What an anonymous visitor gets at `path`: see app.h, render_path. */
must_use status_t web_render_path(app_t *app, str_t path, buf_t *out, const char **mime, err_t *err);

/* Takes the folder DIR/public/current as the published site from now on; the old one goes on being sent to those who
 * have begun to read it. Without such a folder pages are made for each request. */
must_use status_t web_load_site(web_t *w, err_t *err);
#endif
