/* SPDX-License-Identifier: Apache-2.0
 *
 * site — files that do not change while they are served: the embedded assets and the published site, each prepared once
 * in plain, gzip and br form with its headers, found by path in one hash look-up.
 */
#ifndef CG_WEB_SITE_H
#define CG_WEB_SITE_H
#include "web/http.h"

typedef struct site site_t;

/* Everything below `folder` (NULL: nothing) and the embedded assets under /assets/. Beside FILE may stand FILE.gz and
 * FILE.br. "index.html" is the folder itself; "x.html" is /x. Files above 2 MiB are left to the routes. */
must_use status_t site_load(const char *folder, site_t **out, err_t *err);
/* A site is born with one holder. site_release is true for the last, who then frees it; both under one lock. */
void site_hold(site_t *s);
bool site_release(site_t *s);
void site_free(site_t *s);
/* Fills x->reply from the site; false when the path is not in it. HEAD, If-None-Match, If-Range, one Range and
 * Accept-Encoding, in the order of RFC 9110 13.2.2. The bytes are the site's: hold it until they are out. */
bool site_answer(const site_t *s, exchange_t *x, str_t path);
size_t site_count(const site_t *s);
const char *site_mime(str_t path);
#endif
