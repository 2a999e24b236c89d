/* SPDX-License-Identifier: Apache-2.0
 *
 * find_internal — a search under way, shared by find.c (the search and its rounds), find_index.c (which addresses a site names)
 * and find_memory.c (what was met before, and what is open).
 */
#ifndef CG_PROOF_FIND_INTERNAL_H
#define CG_PROOF_FIND_INTERNAL_H
#include "proof/find.h"
#include "proof/look.h"

enum { FIND_POSTS = 8000, FIND_EVENTS = 500 };

typedef struct post {
    url_t url;
    ms_t at;
    int rank; /* smaller is likelier */
} post_t;

typedef struct search {
    prober_t *p;
    arena_t *a;
    const proof_options_t *o;
    url_t root;
    ms_t since;    /* posts dated before this are of another time */
    vec_t indexes; /* url_t: pages that name posts, to be read */
    vec_t posts;   /* post_t */
    vec_t seen;    /* uint64_t: addresses looked at before or now */
} search_t;

/* The name under which an address is remembered. */
uint64_t find_key(str_t url);
bool find_met(const search_t *s, uint64_t key);
void find_mark(search_t *s, uint64_t key);

/* A page that names posts, to be read once; others than the site's own are left alone. */
void find_add_index(search_t *s, str_t url, const url_t *base);
/* Reads such a page, feed or site map: its posts and further pages are added. `front`: also its feeds and search form. */
must_use status_t find_read_index(search_t *s, const url_t *u, bool front, err_t *err);

/* The last search of a site. */
typedef struct last {
    ms_t at;
    size_t left;
    digest_t seen;
    bool any;
} last_t;
must_use status_t find_last(db_t *db, arena_t *a, ident_t unit, str_t host, last_t *out, err_t *err);
/* Recalls what was met before and since when posts count. */
must_use status_t find_begin(search_t *s, ident_t unit, str_t host, err_t *err);
#endif
