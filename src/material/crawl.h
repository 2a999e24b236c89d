/* SPDX-License-Identifier: Apache-2.0
 *
 * crawl — which pages a site has: those that links reach, each visited once, by as many threads as there are cores.
 */
#ifndef CG_MATERIAL_CRAWL_H
#define CG_MATERIAL_CRAWL_H
#include <pthread.h>
#include "material/site_files.h"

/* What one thread needs of its own. */
typedef struct crawl_hand {
    arena_t *one; /* for one page; reset after each */
    err_t *err;
} crawl_hand_t;

/* Visits one page; called on several threads at once. */
typedef status_t (*crawl_visit_fn)(void *ctx, const crawl_hand_t *hand, str_t path);

/* The queue changes under `lock` alone. */
typedef struct crawl {
    pthread_mutex_t lock;
    pthread_cond_t more;
    arena_t *a;
    vec_t queue; /* str_t: paths to visit, and visited */
    path_map_t queued;
    size_t next, busy;
    status_t failed; /* the first that went wrong */
    const err_t *why;
    crawl_visit_fn visit;
    void *ctx;
    void (*progress)(size_t done, size_t known); /* may be NULL */
} crawl_t;

must_use status_t crawl_start(crawl_t *c, crawl_visit_fn visit, void *ctx, err_t *err);
void crawl_end(crawl_t *c);
/* A page to visit, unless it was named before or is not the same for everybody (the desk, the API, a question's answer). */
void crawl_add(crawl_t *c, str_t path);
/* The same for every link in a page of ours. */
void crawl_links(crawl_t *c, str_t html);
/* Visits until no page is left. The error is that of the first page that failed; then the others are left. */
must_use status_t crawl_run(crawl_t *c, arena_t *one, err_t *err);
#endif
