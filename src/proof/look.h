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
#include "proof/recall.h"
#include "proof/round.h"

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

enum { SHAPES = 512 }; /* pictures of releases */

struct prober {
    store_t *store;
    fetcher_t *fetcher;
    rounds_t *rounds;
    recall_t *recall;
    char browser[256];    /* "": none */
    pthread_mutex_t lock; /* over what follows */
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
/* A post or clip there, not a page's front nor a "share this" button. */
bool social_post(const url_t *u);

/* One look under way. */
typedef struct look {
    prober_t *p;
    arena_t *a;
    const proof_options_t *o;
    const books_t *books;
    proof_result_t *r;
    fetch_options_t net;
    match_t best;
    fetched_t got;
    html_page_t page;
    buf_t frames;        /* the text of frames of the same site */
    double nearest;      /* the greatest share of a text that was too little to be a posting */
    bool drawn;          /* by the browser: what stands there now is what a reader sees */
    bool file_unread;    /* a likely document could not be read */
    bool player, social; /* another site's player; a link to a post of a social network, in the main part */
    size_t read, papers, pictures, n_frames; /* files fetched, taken apart, compared */
} look_t;
/* Takes `m` when it is better than what was found so far. */
void look_consider(look_t *k, match_t m);
void look_marks(look_t *k, const html_page_t *page);
bool look_is_html(const fetched_t *g);
/* An answer as a page, its text in Unicode. */
must_use status_t look_page(look_t *k, const fetched_t *got, html_page_t *out, err_t *err);
/* Which release stands in `text`, and how faithfully. */
must_use status_t look_text(look_t *k, str_t text, const char *method, err_t *err);

typedef struct candidate {
    url_t url;
    int rank; /* smaller is likelier */
    html_link_kind_t kind;
    bool document; /* by its name a document or clip, not a picture */
} candidate_t;
/* The files of the same site that may be a rendition, likeliest first; also what a viewer's address names
 * ("viewer.html?file=…"). *player: a player or frame of another site stands in the main part; *social: a link to a post or
 * clip of a social network does. Neither is touched otherwise. */
must_use status_t page_candidates(arena_t *a, const html_page_t *page, const url_t *base, candidate_t **out, size_t *n,
                                  bool *player, bool *social, err_t *err);
#endif
