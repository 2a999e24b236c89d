/* SPDX-License-Identifier: Apache-2.0
 *
 * fetch_once — one request and its answer through libcurl, with every limit. Between the files of fetch.
 */
#ifndef CG_PROOF_FETCH_ONCE_H
#define CG_PROOF_FETCH_ONCE_H
#include "proof/cache.h"
#include "proof/manners.h"

struct fetcher {
    manners_t *manners;
    cache_t *cache;
    char agent[256];
};

/* One request under way. */
typedef struct ask {
    arena_t *a;
    const fetch_options_t *o;
    fetched_t *out;
    size_t limit, wire_limit, headers;
    char *body; /* malloc'd while it grows, then copied: an arena would keep every size it had */
    size_t n, cap;
    sha256_t hash;
    uint64_t length; /* announced; 0: not */
    bool encoded, refused, too_large, other_size;
    str_t location;
    buf_t head, asked;
} ask_t;

/* Asks for `u` within `left` ms. The answer goes to k->out; k->location is set when it redirects. k->body grows by malloc and is the
 * caller's to free. */
must_use status_t fetch_once(fetcher_t *f, ask_t *k, const url_t *u, ms_t left, err_t *err);
#endif
