/* SPDX-License-Identifier: Apache-2.0
 *
 * look — the parts of one look at a page: walls told from pages, and the files worth reading. Inside the room.
 */
#ifndef CG_PROOF_LOOK_H
#define CG_PROOF_LOOK_H
#include <pthread.h>
#include "proof/fetch.h"
#include "proof/html.h"
#include "proof/match.h"
#include "proof/proof.h"

/* The releases and their index as of one moment; counted references, see prober.c. */
typedef struct books {
    arena_t *a;
    const release_print_t *prints;
    size_t n;
    match_index_t *index;
    int64_t stamp; /* journal number of the last act on a release */
    int users;
    bool old;
} books_t;

struct prober {
    store_t *store;
    fetcher_t *fetcher;
    pthread_mutex_t lock;
    books_t *books;
};
/* Never NULL with ST_OK; give it back. */
must_use status_t books_take(prober_t *p, books_t **out, err_t *err);
void books_give(prober_t *p, books_t *b);

void reason_add(arena_t *a, proof_result_t *r, const char *code, str_t detail);

/* Why a page that shows none of our releases may still be hiding one: "login", "waf", "soft-404", "drawn-by-script",
 * "empty". NULL: it is a plain page. `moved_home`: it was reached by a redirect to the front page. */
const char *page_excuse(arena_t *a, const html_page_t *page, bool moved_home);
/* A host whose pages cannot be read by a program: Facebook, YouTube, Zalo, TikTok … */
bool social_host(str_t host);

typedef struct candidate {
    url_t url;
    int rank; /* smaller is likelier */
    html_link_kind_t kind;
    bool document; /* by its name a document or clip, not a picture */
} candidate_t;
/* The files of the same site that may be a rendition, likeliest first; also what a viewer's address names
 * ("viewer.html?file=…"). *player: a player or frame of another site stands in the main part. */
must_use status_t page_candidates(arena_t *a, const html_page_t *page, const url_t *base, candidate_t **out, size_t *n,
                                  bool *player, err_t *err);
#endif
