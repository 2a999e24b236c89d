/* SPDX-License-Identifier: Apache-2.0
 *
 * app — the services of the running program, made by `serve` and read by handlers. Fields do not change while it serves.
 */
#ifndef CG_PAGE_APP_H
#define CG_PAGE_APP_H
#include "store/store.h"

struct prober;   /* what reads portals: proof/proof.h */
struct canhgiac; /* the recogniser's mapped knowledge: recognise/verdict.h */

struct app {
    store_t *store;
    const struct canhgiac *know;
    str_t
        base_url; /* "http://127.0.0.1:8080", without a slash at the end: what links in feeds and QR codes start with */
    str_t hub;    /* WebSub hub told of changed feeds, "https://…"; n = 0: none */
    bool demo;    /* a demonstration data directory: pages say so, the clock may run from a chosen day */
    bool allow_private; /* probing may reach loopback addresses: only for the demonstration's own portals */
    bool mail;          /* a mail server is set: invitations may go by e-mail */
    str_t chromium;     /* the browser that draws pages made by script, for the probe; "": none */
    str_t tsa;          /* the RFC 3161 service for the journal's daily head; "": none */
    /* Asks the publisher to rebuild the public site soon (it folds several asks into one). May be NULL in tests. */
    void (*republish)(struct app *app);
    /* What an anonymous visitor gets at `path` ("/", "/en/tai-lieu/cam-nang", "/feeds/alerts.atom", "/assets/canhgiac.css"):
     * the bytes into *out, the media type into *mime; ST_NOT_FOUND when no route answers with 200. For publishing; set by
     * the web room, NULL in tests that do not publish. Called on a worker thread. */
    status_t (*render_path)(struct app *app, str_t path, buf_t *out, const char **mime, err_t *err);
    struct prober *prober;      /* set by proof_jobs_start; NULL while the jobs do not run */
    void *site;                 /* the web room's own */
    void *publisher;            /* the material room's own: see material/publish.h */
    struct memo *memo;          /* base/memo.h: what publishing asks at every page; NULL: none */
    struct cover_cache *covers; /* the campaign room's own: campaign/cover_cache.h; NULL: none */
    struct lists *lists;        /* the list in use: lists/lists.h; NULL: none */
};
#endif
