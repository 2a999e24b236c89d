/* SPDX-License-Identifier: Apache-2.0
 *
 * http_internal — what the files behind http.h share; only they know the library underneath.
 */
#ifndef CG_WEB_HTTP_INTERNAL_H
#define CG_WEB_HTTP_INTERNAL_H
#include <microhttpd.h>
#include <stdatomic.h>
#include "web/arenas.h"
#include "web/http.h"
#include "web/reaper.h"

enum {
    BODY_LIMIT = 64 * 1024,
    SLOWEST = 16 * 1024, /* bytes a second: whoever is slower is let go */
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

/* http_read.c: who asks, and the headers. False when two servers in a row could read the request differently, or there are too
 * many headers. */
must_use bool request_read(http_t *h, exchange_t *x, struct MHD_Connection *c);
/* http_exchange.c: what the library calls in an exchange's life, in this order. */
void *exchange_begin(void *cls, const char *uri, struct MHD_Connection *c);
enum MHD_Result exchange_goes_on(void *cls, struct MHD_Connection *c, const char *url, const char *method,
                                 const char *version, const char *data, size_t *size, void **con_cls);
void exchange_over(void *cls, struct MHD_Connection *c, void **con_cls, enum MHD_RequestTerminationCode why);
#endif
