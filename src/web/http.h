/* SPDX-License-Identifier: Apache-2.0
 *
 * http — HTTP/1.1 behind an interface of our own; no other file knows the library underneath (GNU libmicrohttpd).
 *
 * The server calls `route` once when the headers are in (to learn how large a body may be) and `handle` when the body is
 * in. `handle` either fills x->reply and returns true, or returns false and lets somebody else call http_done(x) later,
 * from any thread; then `finish` is called, on a thread of the server again, to fill the reply. An exchange's arena and
 * all it holds live until the answer has gone out.
 *
 * What the library does not guard, this file does: exactly one Host, at most one Content-Length and never beside
 * Transfer-Encoding, no coding but chunked, headers that drip in slowly, bodies that never end, answers nobody takes.
 */
#ifndef CG_WEB_HTTP_H
#define CG_WEB_HTTP_H
#include "base/base.h"
#include "page/page.h"

typedef struct http http_t;
typedef struct http_body http_body_t; /* bytes and headers prepared once and shared by all exchanges */

enum { HTTP_HEADERS_IN = 64, HTTP_HEADERS_OUT = 32 };

typedef struct http_reply {
    int status;
    struct {
        const char *name;
        const char *value;
    } headers[HTTP_HEADERS_OUT];
    int n_headers;
    str_t bytes;           /* sent when body and fd are not set; must live in the exchange's arena or for ever */
    http_body_t *body;     /* not owned; the library counts its own uses, so it may be dropped while it is being sent */
    int fd;                /* -1: none; the server closes it */
    uint64_t offset, size; /* of fd */
    bool close;            /* end the connection after this answer */
} http_reply_t;

typedef struct exchange {
    arena_t *a;
    str_t method, target; /* as sent; target with its query */
    buf_t body;
    size_t body_limit;
    uint8_t client[16]; /* address, IPv4 mapped */
    bool loopback;
    bool waits; /* set by `route`: handle may return false */
    ms_t began; /* monotonic */
    http_reply_t reply;
    void *user;    /* the owner's, set by `route` */
    void *library; /* http.c's */
    size_t n_headers;
    field_t headers[HTTP_HEADERS_IN]; /* last, for only those that came are set */
} exchange_t;

typedef struct http_config {
    const char *host; /* numeric address */
    int port;         /* 0: any */
    int threads;      /* 0: one for each core */
    int connections;
    ms_t header_time;  /* a request's headers must be in within this after the connection opened */
    ms_t body_time;    /* and a short body within this; longer ones have more, by their length */
    bool behind_proxy; /* a client on loopback is a proxy: the last address of its X-Forwarded-For is the client */
    /* Sets x->body_limit; a reply with status ≠ 0 refuses before the body is read. */
    void (*route)(void *ctx, exchange_t *x);
    bool (*handle)(void *ctx, exchange_t *x);
    void (*finish)(void *ctx, exchange_t *x);  /* after http_done */
    void (*refused)(void *ctx, exchange_t *x); /* x->reply.status is 400 or 413: fills in the rest. May be NULL. */
    void (*sent)(void *ctx, exchange_t *x);    /* after the answer went out (or the peer left); may be NULL */
    void *ctx;
} http_config_t;

must_use status_t http_start(const http_config_t *cfg, http_t **out, err_t *err);
int http_port(const http_t *h);
/* Takes no new connections; returns when the answers under way are out, or after `patience`. */
void http_quiet(http_t *h, ms_t patience);
/* After http_quiet. Waits, however long, for each http_done that is still to come: who has to call it must be able to. */
void http_stop(http_t *h);
/* The answer of an exchange whose handle returned false is ready. */
void http_done(exchange_t *x);

/* Headers of the reply; name and value must live as long as the exchange's arena. */
void reply_header(exchange_t *x, const char *name, const char *value);
/* First request header of that name, any case; p = NULL when absent. */
str_t exchange_header(const exchange_t *x, const char *name);

/* Prepared bodies. `headers` are name, value, … ended by NULL; bytes are copied when `copy`. */
http_body_t *http_body_new(str_t bytes, bool copy, const char *const *headers);
void http_body_drop(http_body_t *b);
#endif
