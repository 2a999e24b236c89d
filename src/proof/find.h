/* SPDX-License-Identifier: Apache-2.0
 *
 * find — posts that carry a release, found on a unit's own sites before anybody claims them. What is found is proposed to the
 * unit's editor and counts for nothing until it is claimed.
 *
 * A search of one site reads its front page, its site map (or the parts its index names), the feeds and search page that its
 * front page names, and its news pages: at most FIND_INDEXES of them. Of the addresses they give it looks at those not
 * looked at before, the likeliest and newest first, at most FIND_PAGES a time, each as any claimed page is (proof_probe_url),
 * through the same fetcher with its manners. Who was looked at is remembered as a blob that the event names:
 *
 *     place.search on the unit  {"host","at","looked","found","left","seen":sha256}
 *     post.found   on the unit  {"url","title","release","code","version","fidelity"}     once for each address and release
 *     post.dismiss on the unit  {"url"}                                           an editor does not want to see it again
 *
 * A site is searched again after FIND_EVERY, after an hour while pages are left; never when no duty to post is open.
 */
#ifndef CG_PROOF_FIND_H
#define CG_PROOF_FIND_H
#include "proof/proof.h"

#define FIND_EVERY (12 * MS_HOUR)
#define FIND_SOON  MS_HOUR
enum { FIND_INDEXES = 8, FIND_PAGES = 12, FIND_SEEN = 20000 };

/* Searches the sites that are due, at most `most` of them. *sites: how many were. */
must_use status_t find_round(prober_t *p, size_t most, const proof_options_t *o, size_t *sites, err_t *err);
/* One site now, whether due or not. */
typedef struct find_done {
    size_t looked, found, left;
} find_done_t;
must_use status_t find_site(prober_t *p, ident_t unit, str_t host, const proof_options_t *o, find_done_t *out,
                            err_t *err);

typedef struct found {
    ident_t release;
    str_t url, title, code, fidelity;
    int64_t version;
    ms_t at;
} found_t;
/* What was found for the unit and neither claimed nor dismissed, newest first. */
must_use status_t find_open(db_t *db, arena_t *a, ident_t unit, found_t **out, size_t *n, err_t *err);
#endif
