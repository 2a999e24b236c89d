/* SPDX-License-Identifier: Apache-2.0
 *
 * The server's life, its connections, and bodies prepared once.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/log.h"
#include "web/http_internal.h"

enum {
    EXCHANGE_ARENA = 48 << 20,
    CONNECTION_MEMORY = 16 * 1024 /* of it a request line with its headers gets most; zeroed for each request */
};

/* --- prepared bodies --- */

http_body_t *http_body_new(str_t bytes, bool copy, const char *const *headers)
{
    http_body_t *b = malloc(sizeof *b);
    if (!b) return NULL;
    b->size = bytes.n;
    b->r = MHD_create_response_from_buffer(bytes.n, (void *)(uintptr_t)(bytes.n ? bytes.p : ""),
                                           copy ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT);
    for (; b->r && headers && headers[0]; headers += 2) MHD_add_response_header(b->r, headers[0], headers[1]);
    if (b->r) return b;
    free(b);
    return NULL;
}

void http_body_drop(http_body_t *b)
{
    if (!b) return;
    MHD_destroy_response(b->r);
    free(b);
}

/* --- connections --- */

static void connection_changed(void *cls, struct MHD_Connection *c, void **ctx,
                               enum MHD_ConnectionNotificationCode what)
{
    http_t *h = cls;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
        *ctx = info ? reaper_enter(h->reaper, info->connect_fd, h->cfg.header_time) : NULL;
    } else {
        reaper_leave(h->reaper, *ctx);
        *ctx = NULL;
    }
}

/* The target is decoded by the router, which knows what it means. */
static size_t keep_escapes(void *cls, struct MHD_Connection *c, char *s)
{
    (void)cls;
    (void)c;
    return strlen(s);
}

static void library_log(void *cls, const char *fmt, va_list ap)
{
    char line[256];
    (void)cls;
    vsnprintf(line, sizeof line, fmt, ap);
    log_line(LOG_DEBUG, "http.library", "text=\"%s\"", line);
}

static status_t listen_on(const http_config_t *cfg, struct sockaddr_storage *addr, socklen_t *len, err_t *err)
{
    struct sockaddr_in *v4 = (struct sockaddr_in *)addr;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)addr;
    memset(addr, 0, sizeof *addr);
    if (inet_pton(AF_INET, cfg->host, &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons((uint16_t)cfg->port);
        *len = sizeof *v4;
        return ST_OK;
    }
    if (inet_pton(AF_INET6, cfg->host, &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons((uint16_t)cfg->port);
        *len = sizeof *v6;
        return ST_OK;
    }
    return err_set(err, ST_USAGE, "http.address", N_("%s is not a numeric address."), cfg->host);
}

static struct MHD_Daemon *start_daemon(http_t *h, const struct sockaddr *addr)
{
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    if (addr->sa_family == AF_INET6) flags |= MHD_USE_IPv6;
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_SOCK_ADDR, 0, (void *)(uintptr_t)addr},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)exchange_over, h},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)connection_changed, h},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)exchange_begin, h},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)keep_escapes, h},
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)library_log, h},
        {MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, h->cfg.connections, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {h->cfg.threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, h->cfg.threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(flags, (uint16_t)h->cfg.port, NULL, NULL, exchange_goes_on, h, MHD_OPTION_ARRAY, options,
                            MHD_OPTION_END);
}

status_t http_start(const http_config_t *cfg, http_t **out, err_t *err)
{
    struct sockaddr_storage addr;
    socklen_t len;
    status_t s = listen_on(cfg, &addr, &len, err);
    if (s != ST_OK) return s;
    http_t *h = calloc(1, sizeof *h);
    if (!h) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    h->cfg = *cfg;
    if (h->cfg.threads <= 0) h->cfg.threads = (int)sysconf(_SC_NPROCESSORS_ONLN);
    /* The pool shares the limit out; less than one each would refuse everybody. */
    if (h->cfg.connections < h->cfg.threads * 4) h->cfg.connections = h->cfg.threads * 4;
    h->listener = -1;
    h->arenas = arenas_new(EXCHANGE_ARENA);
    if (!h->arenas || !reaper_start(h->cfg.connections, &h->reaper)) {
        arenas_free(h->arenas);
        free(h);
        return err_set(err, ST_MEMORY, "web.threads", N_("The server's threads could not be started."));
    }
    h->daemon = start_daemon(h, (const struct sockaddr *)&addr);
    if (!h->daemon) {
        reaper_stop(h->reaper);
        arenas_free(h->arenas);
        free(h);
        return err_set(err, ST_IO, "http.listen", N_("Cannot listen on %s port %d. Is another program using it?"),
                       cfg->host, cfg->port);
    }
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(h->daemon, MHD_DAEMON_INFO_BIND_PORT);
    h->port = info ? info->port : cfg->port;
    *out = h;
    return ST_OK;
}

int http_port(const http_t *h)
{
    return h->port;
}

void http_quiet(http_t *h, ms_t patience)
{
    if (!h) return;
    h->listener = MHD_quiesce_daemon(h->daemon);
    for (ms_t until = clock_mono() + patience; atomic_load(&h->running) > 0 && clock_mono() < until;) usleep(10000);
}

void http_stop(http_t *h)
{
    if (!h) return;
    /* The library may not be stopped under a suspended connection; whoever works on it is sure to call http_done. */
    while (atomic_load(&h->handed) > 0) usleep(10000);
    MHD_stop_daemon(h->daemon);
    if (h->listener >= 0) close(h->listener);
    reaper_stop(h->reaper);
    arenas_free(h->arenas);
    free(h);
}
