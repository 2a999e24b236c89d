/* SPDX-License-Identifier: Apache-2.0
 *
 * http_exchange — one request from its first line to the end of its answer.
 */
#include <stddef.h>
#include <unistd.h>
#include "web/http_internal.h"

enum {
    SPILL = 1 << 20,      /* of a body nobody wants, read so that the client hears why; then it is cut */
    SEND_TIME = 30 * 1000 /* for a short answer */
};

void reply_header(exchange_t *x, const char *name, const char *value)
{
    if (!value || x->reply.n_headers == HTTP_HEADERS_OUT) return;
    x->reply.headers[x->reply.n_headers].name = name;
    x->reply.headers[x->reply.n_headers++].value = value;
}

static place_t *place_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* Called with the raw request target, before the headers are read. */
void *exchange_begin(void *cls, const char *uri, struct MHD_Connection *c)
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
    if (request_read(h, x, c))
        h->cfg.route(h->cfg.ctx, x);
    else
        refuse(h, x, 400);
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

enum MHD_Result exchange_goes_on(void *cls, struct MHD_Connection *c, const char *url, const char *method,
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

void exchange_over(void *cls, struct MHD_Connection *c, void **con_cls, enum MHD_RequestTerminationCode why)
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
