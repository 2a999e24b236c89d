/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include "page/asset.h"
#include "web/negotiate.h"
#include "web/router.h"
#include "web/security.h"
#include "web/site_internal.h"

/* A signed-in visitor gets another page at the same address, and a program gets JSON. */
const char site_vary[] = "Accept-Encoding, Accept, Cookie";

const char *site_cache_of(const page_t *p)
{
    if (asset_lasts(p->path)) return "public, max-age=31536000, immutable";
    return str_starts(p->path, S("/assets/")) ? "public, max-age=3600" : "public, max-age=60";
}

void site_hold(site_t *s)
{
    s->holders++;
}

bool site_release(site_t *s)
{
    return --s->holders == 0;
}

void site_free(site_t *s)
{
    if (!s) return;
    for (size_t i = 0; i < s->pages.len; i++) {
        page_t *p = &VEC_AT(&s->pages, page_t, i);
        for (form_t f = PLAIN; f < FORMS; f++) {
            http_body_drop(p->full[f]);
            http_body_drop(p->not_modified[f]);
        }
    }
    arena_free(s->a);
}

size_t site_count(const site_t *s)
{
    return s->pages.len;
}

/* --- answering --- */

static const page_t *find(const site_t *s, str_t path)
{
    for (size_t at = path_hash(path) & s->mask; s->index[at]; at = (at + 1) & s->mask) {
        const page_t *p = &VEC_AT(&s->pages, page_t, s->index[at] - 1);
        if (str_eq(p->path, path)) return p;
    }
    return NULL;
}

static void part_headers(exchange_t *x, const page_t *p)
{
    reply_header(x, "ETag", p->etag[PLAIN]);
    reply_header(x, "Vary", site_vary);
    reply_header(x, "Cache-Control", site_cache_of(p));
    reply_header(x, "Accept-Ranges", "bytes");
    security_add(x, p->path);
}

static void answer_range(exchange_t *x, const page_t *p, uint64_t from, uint64_t n)
{
    x->reply.status = 206;
    x->reply.bytes = str_sub(p->bytes[PLAIN], from, from + n);
    reply_header(x, "Content-Type", p->mime);
    reply_header(x, "Content-Range",
                 str_z(x->a, str_fmt(x->a, "bytes %llu-%llu/%zu", (unsigned long long)from,
                                     (unsigned long long)(from + n - 1), p->bytes[PLAIN].n)));
    part_headers(x, p);
}

static void answer_no_range(exchange_t *x, const page_t *p)
{
    x->reply.status = 416;
    reply_header(x, "Content-Range", str_z(x->a, str_fmt(x->a, "bytes */%zu", p->bytes[PLAIN].n)));
    part_headers(x, p);
}

static form_t best_form(const page_t *p, str_t accept)
{
    int br = p->full[BROTLI] ? coding_quality(accept, "br") : 0;
    int gzip = p->full[GZIP] ? coding_quality(accept, "gzip") : 0;
    return br && br >= gzip ? BROTLI : gzip ? GZIP : PLAIN;
}

bool site_answer(const site_t *s, exchange_t *x, str_t path)
{
    const page_t *p = find(s, path);
    if (!p) return false;
    str_t range = exchange_header(x, "Range"), none = exchange_header(x, "If-None-Match");
    form_t best = best_form(p, exchange_header(x, "Accept-Encoding"));
    uint64_t from, n;
    for (form_t f = PLAIN; none.n && f < FORMS; f++) {
        if (!p->full[f] || !etag_matches(none, p->etag[f])) continue;
        x->reply.status = 304;
        x->reply.body = p->not_modified[f];
        return true;
    }
    if (range.n && str_eq(x->method, S("GET")) && range_allowed(exchange_header(x, "If-Range"), p->etag[PLAIN])) {
        int r = range_parse(range, p->bytes[PLAIN].n, &from, &n);
        if (r > 0) answer_range(x, p, from, n);
        if (r < 0) answer_no_range(x, p);
        if (r != 0) return true;
    }
    x->reply.status = 200;
    x->reply.body = p->full[best];
    return true;
}
