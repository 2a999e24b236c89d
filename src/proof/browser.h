/* SPDX-License-Identifier: Apache-2.0
 *
 * browser — a page as a headless Chromium draws it: for pages whose text comes by script, and for pictures of what was seen.
 *
 * A browser is started for one page and ended with it, in a process group of its own, with an empty profile in a folder of its own,
 * as nobody when we are root, with limits of memory and time. It has no way out but the gate (gate.h): names are not resolved,
 * WebRTC and QUIC are off, every request goes through the proxy that judges addresses. It is driven over a pipe (the DevTools
 * protocol), so nothing listens. What it says is input like any other. Inside the room.
 */
#ifndef CG_PROOF_BROWSER_H
#define CG_PROOF_BROWSER_H
#include <stdatomic.h>
#include "proof/fetch.h"

#define BROWSER_SECONDS 40
#define BROWSER_DOM     (8u << 20)
#define BROWSER_PNG     (6u << 20)
#define BROWSER_MEMORY  (1536u << 20) /* resident, of all its processes together */

typedef struct browser_options {
    const char *program; /* "/usr/bin/chromium" */
    const char *agent;   /* how it calls itself */
    bool allow_private;
    bool picture;  /* a PNG too */
    int seconds;   /* in all; 0: BROWSER_SECONDS */
    size_t memory; /* resident, of all its processes; 0: BROWSER_MEMORY */
    ms_t settle;   /* how long the text must stay the same to be done; 0: 700 ms */
    const atomic_bool *stop;
} browser_options_t;

typedef struct drawn {
    fetch_end_t end; /* FETCH_OK; FETCH_TIMEOUT, FETCH_TOO_LARGE, FETCH_AWAY (it went to another site), FETCH_BROKEN */
    url_t url;       /* where it is now */
    str_t dom;       /* UTF-8 HTML of the document and its frames of the same site */
    str_t png;       /* p = NULL when not asked for or not had */
    int refused;     /* addresses the gate refused */
} drawn_t;

/* Draws `url`. Whatever the page does is ST_OK with out->end; ST_IO: Chromium does not start. One at a time in a process: others
 * wait for their turn. */
must_use status_t browser_draw(arena_t *a, const url_t *url, const browser_options_t *o, drawn_t *out, err_t *err);
#endif
