/* SPDX-License-Identifier: Apache-2.0
 *
 * robots — what a site's robots.txt lets us read (RFC 9309): the group for our name, else the group for "*"; the longest
 * matching rule wins, allow before disallow; "*" and a final "$" are understood. Crawl-delay is honoured up to a limit.
 */
#ifndef CG_PROOF_ROBOTS_H
#define CG_PROOF_ROBOTS_H
#include "base/base.h"

#define ROBOTS_LIMIT       (512u << 10) /* bytes read of a robots.txt; RFC 9309 asks for 500 KiB at least */
#define ROBOTS_RULES_LIMIT (32u << 10)  /* bytes of rules kept for one site */

typedef struct robots {
    str_t rules; /* lines "A/path" and "D/path": what concerns us, nothing else */
    ms_t delay;  /* between two requests; 0: not asked */
} robots_t;

/* Reads the text for the product name `agent` ("canhgiac"). Never fails: what is not a rule is skipped. */
robots_t robots_parse(arena_t *a, str_t text, str_t agent);
/* May `path` (with query, as in url_t) be read? /robots.txt itself always may. */
bool robots_allow(const robots_t *r, str_t path);
#endif
