/* SPDX-License-Identifier: Apache-2.0
 *
 * negotiate — the headers by which a client says which part and which form of a file it wants (RFC 9110).
 */
#ifndef CG_WEB_NEGOTIATE_H
#define CG_WEB_NEGOTIATE_H
#include "base/base.h"

/* One byte range of `size`: 0 none or several (send all), 1 good, -1 cannot be satisfied. */
int range_parse(str_t header, uint64_t size, uint64_t *from, uint64_t *n);
/* Is `etag` among those of If-None-Match? */
bool etag_matches(str_t header, const char *etag);
/* How gladly the client takes this coding ("br", "gzip"), in thousandths: 0 not at all (RFC 9110 12.5.3). */
int coding_quality(str_t accept, const char *coding);
/* Does If-Range (empty: absent) let a range of the representation `etag` be sent? */
bool range_allowed(str_t if_range, const char *etag);
#endif
