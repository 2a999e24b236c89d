/* SPDX-License-Identifier: Apache-2.0
 *
 * feed — addresses and dates from what a site says of its own news: a site map (sitemaps.org 0.9) or its index, RSS, Atom.
 *
 * libxml2 reads it with everything switched off that could reach elsewhere or grow: no network, no DTD (a document with one
 * is refused), no entities but the five of XML, no more than FEED_ITEMS items.
 */
#ifndef CG_PROOF_FEED_H
#define CG_PROOF_FEED_H
#include "base/base.h"

enum { FEED_ITEMS = 2000 };

typedef enum feed_kind { FEED_NEWS, FEED_SITEMAP, FEED_INDEX } feed_kind_t;

typedef struct feed_item {
    str_t url, title; /* as written; title may be "" */
    ms_t at;          /* published or changed; 0: not said */
} feed_item_t;

typedef struct feed {
    feed_kind_t kind;
    feed_item_t *items; /* of an index: further site maps */
    size_t n;
    bool cut; /* there were more */
} feed_t;

/* ST_INPUT when it is none of these, or broken before its first item. */
must_use status_t feed_read(arena_t *a, str_t xml, feed_t *out, err_t *err);
#endif
