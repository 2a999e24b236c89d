/* SPDX-License-Identifier: Apache-2.0
 *
 * cache — answers a site let us keep, so that it is asked only whether they changed (RFC 9110 §13: ETag, Last-Modified). In memory,
 * of fixed size; an answer is forgotten after a day at the latest, so that a site which always says "unchanged" is read anew. Several
 * threads may share one. Inside the room.
 */
#ifndef CG_PROOF_CACHE_H
#define CG_PROOF_CACHE_H
#include "proof/fetch.h"

#define CACHE_BODY  (512u << 10) /* longer ones are not kept */
#define CACHE_BYTES (64u << 20)  /* of all bodies */

typedef struct cache cache_t;
/* NULL without memory. */
cache_t *cache_new(void);
void cache_free(cache_t *c);
/* The answer kept for `url` as it came, copied to the arena; false when there is none. */
must_use bool cache_get(cache_t *c, arena_t *a, str_t url, fetched_t *out);
/* Keeps an answer with status 200 and an ETag or Last-Modified; others are left. */
void cache_put(cache_t *c, str_t url, const fetched_t *f);
#endif
