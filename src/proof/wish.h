/* SPDX-License-Identifier: Apache-2.0
 *
 * wish — what a browser asks of the gate: the first line of a request to a proxy. The browser may have been taken over: it is input
 * like any other. Inside the room.
 */
#ifndef CG_PROOF_WISH_H
#define CG_PROOF_WISH_H
#include "base/base.h"

#define WISH_HOST 256

typedef struct wish {
    bool tunnel;                   /* CONNECT */
    char host[WISH_HOST], port[8]; /* a name or address without brackets; a number */
    str_t method, path;            /* of a plain request; point into the line */
} wish_t;

/* "CONNECT host:443 HTTP/1.1" or "GET http://host/path HTTP/1.1". False for anything else. */
must_use bool wish_read(str_t line, wish_t *w);
#endif
