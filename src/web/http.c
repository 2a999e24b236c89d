/* SPDX-License-Identifier: Apache-2.0 */
#include "web/http.h"
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>
#include "base/log.h"
#include "web/arenas.h"
#include "web/reaper.h"

enum {
    EXCHANGE_ARENA = 48 << 20,
    CONNECTION_MEMORY = 16 * 1024, /* of it a request line with its headers gets most; zeroed for each request */
    BODY_LIMIT = 64 * 1024,
    SPILL = 1 << 20,       /* of a body nobody wants, read so that the client hears why; then it is cut */
    SLOWEST = 16 * 1024,   /* bytes a second: whoever is slower is let go */
    SEND_TIME = 30 * 1000, /* for a short answer */
    IDLE_SECONDS = 30
};

struct http {
    http_config_t cfg;
    struct MHD_Daemon *daemon;
    int port, listener; /* listener: -1 until the daemon gave it back */
    reaper_t *reaper;
    arenas_t *arenas;
    _Atomic int running; /* exchanges between headers and the end of the answer */
    _Atomic int handed;  /* exchanges somebody else works on: http_done is still to come */
};

struct http_body {
    struct MHD_Response *r;
    size_t size;
};

typedef enum { ASKED, REFUSED, READY, FILLED } state_t;

typedef struct link {
    http_t *h;
    struct MHD_Connection *c;
    place_t *place;
    arena_t *upload; /* of a body larger than most; NULL: it lies in the exchange's arena */
    size_t spilled;
    bool routed, answered;
    state_t state; /* READY: http_done was called; FILLED: so is the reply */
} link_t;

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

/* --- exchanges --- */

void reply_header(exchange_t *x, const char *name, const char *value)
{
    if (!value || x->reply.n_headers == HTTP_HEADERS_OUT) return;
    x->reply.headers[x->reply.n_headers].name = name;
    x->reply.headers[x->reply.n_headers++].value = value;
}

str_t exchange_header(const exchange_t *x, const char *name)
{
    for (size_t i = 0; i < x->n_headers; i++)
        if (str_ieq(x->headers[i].name, str_of(name))) return str_trim(x->headers[i].value);
    return STR_NONE;
}

static enum MHD_Result one_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_n,
                                  const char *value, size_t value_n)
{
    exchange_t *x = cls;
    (void)kind;
    if (x->n_headers == HTTP_HEADERS_IN) return MHD_NO;
    x->headers[x->n_headers++] = (field_t){.name = {name, name_n}, .value = {value ? value : "", value ? value_n : 0}};
    return MHD_YES;
}

static int count(const exchange_t *x, const char *name)
{
    int n = 0;
    for (size_t i = 0; i < x->n_headers; i++) n += str_ieq(x->headers[i].name, str_of(name));
    return n;
}

/* Requests that two servers in a row could read differently (RFC 9112 §6.3, §3.2). */
static bool ambiguous(const exchange_t *x)
{
    int lengths = count(x, "Content-Length"), encodings = count(x, "Transfer-Encoding");
    return count(x, "Host") != 1 || lengths > 1 || encodings > 1 || (lengths && encodings) ||
           (encodings && !str_ieq(exchange_header(x, "Transfer-Encoding"), S("chunked")));
}

static void read_client(exchange_t *x, struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (!info || !info->client_addr) return;
    if (info->client_addr->sa_family == AF_INET6) {
        memcpy(x->client, &((const struct sockaddr_in6 *)(const void *)info->client_addr)->sin6_addr, 16);
    } else if (info->client_addr->sa_family == AF_INET) {
        x->client[10] = x->client[11] = 0xFF;
        memcpy(x->client + 12, &((const struct sockaddr_in *)(const void *)info->client_addr)->sin_addr, 4);
    }
    static const uint8_t six[16] = {[15] = 1};
    x->loopback = memcmp(x->client, six, 16) == 0 || (x->client[10] == 0xFF && x->client[12] == 127);
}

/* Behind a proxy of this machine the client is the last address the proxy wrote; those before it anybody may have made up. */
static void read_forwarded(exchange_t *x)
{
    str_t list = exchange_header(x, "X-Forwarded-For");
    size_t from = list.n;
    while (from > 0 && list.p[from - 1] != ',') from--;
    char text[64];
    struct in_addr v4;
    struct in6_addr v6;
    str_t last = str_trim(str_sub(list, from, list.n));
    if (!last.n || last.n >= sizeof text) return;
    snprintf(text, sizeof text, "%.*s", STRF(last));
    if (inet_pton(AF_INET, text, &v4) == 1) {
        memset(x->client, 0, 10);
        x->client[10] = x->client[11] = 0xFF;
        memcpy(x->client + 12, &v4, 4);
    } else if (inet_pton(AF_INET6, text, &v6) == 1) {
        memcpy(x->client, &v6, 16);
    } else {
        return;
    }
    x->loopback = false;
}

static place_t *place_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* Called with the raw request target, before the headers are read. */
static void *begin(void *cls, const char *uri, struct MHD_Connection *c)
{
    http_t *h = cls;
    arena_t *a = arenas_take(h->arenas);
    exchange_t *x = a ? arena_raw(a, sizeof *x) : NULL;
    link_t *l = x ? ARENA_NEW(a, link_t) : NULL;
    if (!l) {
        arenas_give_back(h->arenas, a);
        return NULL;
    }
    memset(x, 0, offsetof(exchange_t, headers));
    x->a = a;
    x->began = clock_mono();
    x->target = str_dup(a, str_of(uri));
    x->reply.fd = -1;
    x->library = l;
    *l = (link_t){.h = h, .c = c, .place = place_of(c)};
    return x;
}

static struct MHD_Response *response_of(exchange_t *x)
{
    http_reply_t *r = &x->reply;
    if (r->body) return r->body->r;
    if (r->fd >= 0) {
        int fd = r->fd;
        r->fd = -1;
        return MHD_create_response_from_fd_at_offset64(r->size, fd, r->offset);
    }
    return MHD_create_response_from_buffer(r->bytes.n, (void *)(uintptr_t)(r->bytes.n ? r->bytes.p : ""),
                                           MHD_RESPMEM_PERSISTENT);
}

static enum MHD_Result answer(exchange_t *x)
{
    link_t *l = x->library;
    uint64_t size = x->reply.body ? x->reply.body->size : x->reply.fd >= 0 ? x->reply.size : x->reply.bytes.n;
    struct MHD_Response *r = response_of(x);
    if (!r) return MHD_NO;
    reaper_allow(l->h->reaper, l->place, SEND_TIME + (ms_t)(size / SLOWEST * MS_SECOND));
    if (!x->reply.body) {
        for (int i = 0; i < x->reply.n_headers; i++)
            MHD_add_response_header(r, x->reply.headers[i].name, x->reply.headers[i].value);
        if (x->reply.close) MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
    }
    enum MHD_Result ok = MHD_queue_response(l->c, (unsigned)x->reply.status, r);
    if (!x->reply.body) MHD_destroy_response(r);
    l->answered = true;
    return ok;
}

static void refuse(http_t *h, exchange_t *x, int status)
{
    x->reply.status = status;
    if (h->cfg.refused) h->cfg.refused(h->cfg.ctx, x);
    x->reply.close = true;
}

/* A large body has an arena of its own, with room for the copies it makes while it grows. */
static buf_t body_buffer(exchange_t *x, link_t *l)
{
    if (x->body_limit <= BODY_LIMIT) return buf_new(x->a, x->body_limit);
    l->upload = arena_new(3 * x->body_limit);
    return buf_new(l->upload ? l->upload : x->a, x->body_limit);
}

/* Headers are in: who is it, is it one request, and how large may the body be. */
static void headers_in(http_t *h, exchange_t *x, struct MHD_Connection *c, const char *method)
{
    link_t *l = x->library;
    l->c = c;
    l->routed = true;
    x->method = str_of(method);
    x->body_limit = BODY_LIMIT;
    atomic_fetch_add(&h->running, 1);
    MHD_get_connection_values_n(c, MHD_HEADER_KIND, one_header, x);
    read_client(x, c);
    if (x->loopback && h->cfg.behind_proxy) read_forwarded(x);
    if (ambiguous(x) || x->n_headers == HTTP_HEADERS_IN)
        refuse(h, x, 400);
    else
        h->cfg.route(h->cfg.ctx, x);
    int64_t length = (int64_t)x->body_limit;
    str_t given = exchange_header(x, "Content-Length");
    if (!x->reply.status && given.p && (!str_int(given, 0, INT64_MAX, &length) || (uint64_t)length > x->body_limit))
        refuse(h, x, 413);
    if (x->reply.status)
        l->state = REFUSED;
    else
        x->body = body_buffer(x, l);
    reaper_allow(h->reaper, l->place, h->cfg.body_time + (l->state == REFUSED ? 0 : length / SLOWEST * MS_SECOND));
}

static void resume(exchange_t *x, state_t state)
{
    link_t *l = x->library;
    http_t *h = l->h; /* once resumed, x may be gone */
    l->state = state;
    MHD_resume_connection(l->c);
    atomic_fetch_sub(&h->handed, 1);
}

void http_done(exchange_t *x)
{
    resume(x, READY);
}

/* The body is in. What never waits is answered on this thread at once, without the cost of suspending. */
static enum MHD_Result body_in(http_t *h, exchange_t *x)
{
    link_t *l = x->library;
    reaper_allow(h->reaper, l->place, MS_NEVER);
    if (!x->waits) return h->cfg.handle(h->cfg.ctx, x) ? answer(x) : MHD_NO;
    /* Suspended before the work is handed over: the answer may be ready before handle returns. */
    atomic_fetch_add(&h->handed, 1);
    MHD_suspend_connection(l->c);
    if (h->cfg.handle(h->cfg.ctx, x)) resume(x, FILLED);
    return MHD_YES;
}

static enum MHD_Result more_body(http_t *h, exchange_t *x, const char *data, size_t n)
{
    link_t *l = x->library;
    if (l->state == REFUSED || x->body.failed) {
        l->spilled += n;
        return l->spilled > SPILL + BODY_LIMIT ? MHD_NO : MHD_YES;
    }
    buf_put(&x->body, (str_t){data, n});
    if (!buf_ok(&x->body)) refuse(h, x, 413);
    return MHD_YES;
}

/* A refusal goes out before a long body is read, and the library then ends the connection. A short one is read first: a
 * client that is still sending when the connection ends may never see the answer. */
static bool refused_at_once(const exchange_t *x)
{
    int64_t length;
    str_t given = exchange_header(x, "Content-Length");
    if (str_eq(x->method, S("GET")) || str_eq(x->method, S("HEAD"))) return false;
    if (exchange_header(x, "Expect").p || exchange_header(x, "Transfer-Encoding").p) return true;
    return given.p && (!str_int(given, 0, INT64_MAX, &length) || length > SPILL + BODY_LIMIT);
}

static enum MHD_Result access_handler(void *cls, struct MHD_Connection *c, const char *url, const char *method,
                                      const char *version, const char *data, size_t *size, void **con_cls)
{
    http_t *h = cls;
    exchange_t *x = *con_cls;
    (void)url;
    (void)version;
    if (!x) return MHD_NO;
    link_t *l = x->library;
    if (!l->routed) {
        headers_in(h, x, c, method);
        return l->state == REFUSED && refused_at_once(x) ? answer(x) : MHD_YES;
    }
    if (l->answered) return MHD_YES;
    if (*size) {
        size_t n = *size;
        *size = 0;
        return more_body(h, x, data, n);
    }
    if (l->state == READY) h->cfg.finish(h->cfg.ctx, x);
    return l->state != ASKED || x->reply.status ? answer(x) : body_in(h, x);
}

static void completed(void *cls, struct MHD_Connection *c, void **con_cls, enum MHD_RequestTerminationCode why)
{
    http_t *h = cls;
    exchange_t *x = *con_cls;
    (void)c;
    (void)why;
    if (!x) return;
    *con_cls = NULL;
    link_t *l = x->library;
    reaper_allow(h->reaper, l->place, h->cfg.header_time + IDLE_SECONDS * MS_SECOND);
    if (l->routed) {
        if (h->cfg.sent) h->cfg.sent(h->cfg.ctx, x);
        atomic_fetch_sub(&h->running, 1);
    }
    if (x->reply.fd >= 0) close(x->reply.fd);
    arena_free(l->upload);
    arenas_give_back(h->arenas, x->a);
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
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)completed, h},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)connection_changed, h},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)begin, h},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)keep_escapes, h},
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)library_log, h},
        {MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, h->cfg.connections, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL},
        {MHD_OPTION_LISTENING_ADDRESS_REUSE, 1, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {h->cfg.threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, h->cfg.threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    return MHD_start_daemon(flags, (uint16_t)h->cfg.port, NULL, NULL, access_handler, h, MHD_OPTION_ARRAY, options,
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
