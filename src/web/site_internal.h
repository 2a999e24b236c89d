/* SPDX-License-Identifier: Apache-2.0
 *
 * site_internal — a site as site_make.c makes it and site.c answers from it.
 */
#ifndef CG_WEB_SITE_INTERNAL_H
#define CG_WEB_SITE_INTERNAL_H
#include "web/site.h"

typedef enum { PLAIN, GZIP, BROTLI, FORMS } form_t;

typedef struct page {
    str_t path;
    const char *mime;
    char etag[FORMS][28];
    str_t bytes[FORMS];
    http_body_t *full[FORMS], *not_modified[FORMS];
} page_t;

struct site {
    arena_t *a;
    vec_t pages;
    uint32_t *index; /* open addressing; 0: empty, else page number + 1 */
    size_t mask;
    int holders; /* guarded by whoever shares the site */
};

/* site.c: headers that a part of a page has as well as the whole of it. */
extern const char site_vary[];
const char *site_cache_of(const page_t *p);
#endif
