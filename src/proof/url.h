/* SPDX-License-Identifier: Apache-2.0
 *
 * url — web addresses as the probe reads them: absolute, http or https, normalised by libcurl's parser, which is also
 * the one that fetches them, so that what was judged is what is asked for.
 */
#ifndef CG_PROOF_URL_H
#define CG_PROOF_URL_H
#include "base/base.h"

#define URL_LIMIT 2048

typedef struct url {
    str_t text;  /* the whole address, without fragment, percent-encoded, host in lower case and Punycode */
    str_t host;  /* "cantho.gov.vn", "127.0.0.1", "[::1]"; no trailing dot */
    str_t place; /* host, and ":port" when it is not the scheme's own */
    str_t path;  /* path and query, begins with "/" */
    long port;
    bool https;
} url_t;

/* Reads `text`, against `base` when it is relative (base may be NULL: then a missing scheme means http). ST_INPUT for
 * other schemes, user names and passwords, control characters, longer than URL_LIMIT, or not an address at all. IP
 * literals in decimal, octal or hexadecimal become their dotted form. */
must_use status_t url_parse(arena_t *a, str_t text, const url_t *base, url_t *out, err_t *err);

/* The same site: same host, with or without "www.", and the same port, or a step from http to https on the schemes'
 * own ports. */
bool url_same_site(const url_t *from, const url_t *to);

/* True when the registered place ("host" or "host:port") is where `u` is: "www." aside the very host, never a parent
 * domain; a place without a port means the scheme's own. */
bool url_at_place(const url_t *u, str_t place);

/* The last segment of the path, without query: a file's name. */
str_t url_file(const url_t *u);
#endif
