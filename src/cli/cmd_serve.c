/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_serve — the web server and the background jobs in one process; SIGTERM and SIGINT let what is under way finish.
 */
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include "base/log.h"
#include "campaign/cover_cache.h"
#include "cli/commands.h"
#include "cli/settings.h"
#include "cli/sign_ins.h"
#include "web/web.h"

/* "127.0.0.1:8080" or "[::1]:8080". */
static status_t split_listen(cli_t *c, str_t listen, char host[64], int *port)
{
    size_t colon = SIZE_MAX;
    for (size_t i = 0; i < listen.n; i++)
        if (listen.p[i] == ':') colon = i;
    int64_t p = 0;
    str_t h = colon == SIZE_MAX ? STR_NONE : str_sub(listen, 0, colon);
    if (h.n > 2 && h.p[0] == '[' && h.p[h.n - 1] == ']') h = str_sub(h, 1, h.n - 1);
    if (str_eq(h, S("localhost"))) h = S("127.0.0.1");
    if (!h.n || h.n > 60 || !str_int(str_sub(listen, colon + 1, listen.n), 0, 65535, &p))
        return err_set(&c->err, ST_USAGE, "serve.listen", N_("--listen is ADDRESS:PORT, for example 127.0.0.1:8080."));
    snprintf(host, 64, "%.*s", STRF(h));
    *port = (int)p;
    return ST_OK;
}

static void say(cli_t *c, const app_t *app)
{
    fprintf(stderr, "%s %.*s\n", tr(c->lang, N_("canhgiac serves on")), STRF(app->base_url));
    fprintf(stderr, "  %-28s %.*s/\n", tr(c->lang, N_("the public site")), STRF(app->base_url));
    fprintf(stderr, "  %-28s %.*s/en/\n", tr(c->lang, N_("in English")), STRF(app->base_url));
    fprintf(stderr, "  %-28s %.*s/ban\n", tr(c->lang, N_("the desk")), STRF(app->base_url));
    if (app->demo) sign_ins_print(c);
}

static status_t run(cli_t *c, const config_t *cfg, app_t *app, const web_config_t *wc, const sigset_t *ends)
{
    int sig;
    web_t *web;
    app->covers = cover_cache_new((size_t)config_int(cfg, "grid.memory_mb") << 20);
    status_t s = web_start(wc, app, &web, &c->err);
    if (s != ST_OK) {
        cover_cache_free(app->covers);
        return s;
    }
    services_t jobs;
    s = services_start(c, cfg, app, web, &jobs);
    if (s == ST_OK) {
        say(c, app);
        sigwait(ends, &sig);
        log_line(LOG_INFO, "serve.stop", "signal=%d", sig);
        services_stop(&jobs);
    }
    web_stop(web);
    cover_cache_free(app->covers);
    return s;
}

status_t cmd_serve(cli_t *c)
{
    config_t *cfg;
    char host[64];
    int port = 0;
    sigset_t ends;
    /* What a publishing or a great table took goes back to the machine at once, where the C library would keep it between what
     * stays. Its own threshold rises with each such block that is freed. */
    (void)mallopt(M_MMAP_THRESHOLD, 256 << 10);
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    /* Blocked before any thread starts, so that every thread inherits it and only sigwait takes the signal. */
    pthread_sigmask(SIG_BLOCK, &ends, NULL);
    status_t s = settings_load(c, cli_option(c, "config"), &cfg);
    if (s != ST_OK) return s;
    if (cli_option(c, "listen")) s = config_set(cfg, "server.listen", str_of(cli_option(c, "listen")), &c->err);
    if (s == ST_OK && cli_option(c, "workers"))
        s = config_set(cfg, "server.threads", str_of(cli_option(c, "workers")), &c->err);
    if (s == ST_OK) s = split_listen(c, config_text(cfg, "server.listen"), host, &port);
    if (s != ST_OK) return s;
    app_t app;
    s = app_open(c, cfg, str_fmt(c->a, strchr(host, ':') ? "http://[%s]:%d" : "http://%s:%d", host, port), &app);
    if (s != ST_OK) return s;
    web_config_t wc = {.host = host,
                       .port = port,
                       .threads = (int)config_int(cfg, "server.threads"),
                       .connections = (int)config_int(cfg, "server.connections"),
                       .rate_limit = config_bool(cfg, "server.rate_limit"),
                       .behind_proxy = config_bool(cfg, "server.behind_proxy"),
                       .metrics_token = config_text(cfg, "server.metrics_token")};
    s = run(c, cfg, &app, &wc, &ends);
    app_close(&app);
    return s;
}
