/* SPDX-License-Identifier: Apache-2.0
 *
 * cover_cache — what grids are made of, kept in memory: duties, records and looks of the dispatches last asked for.
 *
 * Every change of these is an event in the journal; before a grid is made, the duties that events since touched are read anew,
 * and all of it when units or the dispatch itself changed. As everything is kept with its time, a grid as of any past moment
 * costs the same. Memory is bounded: what was not asked for longest makes room, and a dispatch too large for it is read from
 * the tables each time. For several threads at once.
 */
#ifndef CG_CAMPAIGN_COVER_CACHE_H
#define CG_CAMPAIGN_COVER_CACHE_H
#include "campaign/campaign.h"

typedef struct cover_cache cover_cache_t;
/* At most `bytes`; NULL without memory: then grids come from the tables. */
cover_cache_t *cover_cache_new(size_t bytes);
void cover_cache_free(cover_cache_t *c);
/* Dispatches of so many duties and more are read by walking whole indexes (cover_kept.h says when that pays); for tests. */
void cover_cache_walk(cover_cache_t *c, size_t duties);
/* As coverage_of; `c` may be NULL. */
must_use status_t cover_cached(cover_cache_t *c, db_t *db, arena_t *a, ident_t dispatch, ms_t at, coverage_t *out,
                               err_t *err);
#endif
