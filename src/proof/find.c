/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/find.h"
#include <stdlib.h>
#include "base/log.h"
#include "proof/find_internal.h"
#include "proof/places.h"
#include "proof/queries.h"

enum { SITE_ARENA = 192 << 20, LOOK_ARENA = 128 << 20, UNITS_MOST = 20000 };

/* --- the search --- */

static int likelier(const void *a, const void *b)
{
    const post_t *x = a, *y = b;
    if (x->rank != y->rank) return x->rank - y->rank;
    if (x->at != y->at) return x->at > y->at ? -1 : 1;
    return str_cmp(x->url.text, y->url.text);
}

typedef struct telling {
    ident_t unit;
    const char *did;
    str_t body;
} telling_t;

static status_t tell_act(db_t *db, void *arg, err_t *err)
{
    const telling_t *t = arg;
    static const ident_t program;
    stmt_t *q = db_query(db, &q_proof_told_on, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &t->unit);
    bind_text(q, 2, str_of(t->did));
    bind_text(q, 3, t->body);
    status_t s = stmt_next(q, err);
    stmt_done(q);
    return s == ST_END ? journal_add(db, program, t->did, t->unit, t->body, err) : s == ST_ROW ? ST_OK : s;
}

static status_t propose(search_t *s, ident_t unit, const proof_result_t *r, str_t url, err_t *err)
{
    char release[IDENT_TEXT];
    buf_t b = buf_new(s->a, 16 << 10);
    ident_text(r->release, release);
    buf_putz(&b, "{\"url\":"), buf_json(&b, url);
    buf_putz(&b, ",\"title\":"), buf_json(&b, str_sub(r->title, 0, 300));
    buf_fmt(&b, ",\"release\":\"%s\",\"code\":", release), buf_json(&b, r->code);
    buf_fmt(&b, ",\"version\":%lld,\"fidelity\":\"%s\"}", (long long)r->version, r->fidelity);
    telling_t t = {unit, "post.found", buf_str(&b)};
    return buf_ok(&b) ? store_act(s->p->store, tell_act, &t, err) : ST_OK;
}

static status_t look_at_posts(search_t *s, ident_t unit, find_done_t *out, err_t *err)
{
    arena_t *a = arena_new(LOOK_ARENA);
    status_t st = a ? ST_OK : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    if (s->posts.len) qsort(s->posts.at, s->posts.len, sizeof(post_t), likelier);
    for (size_t i = 0; st == ST_OK && i < s->posts.len && !(s->o->stop && *s->o->stop); i++) {
        const post_t *p = &VEC_AT(&s->posts, post_t, i);
        uint64_t key = find_key(p->url.text);
        proof_result_t r;
        if (find_met(s, key)) continue;
        if (out->looked == FIND_PAGES) {
            out->left++;
            continue;
        }
        st = proof_probe_url(s->p, a, p->url.text, s->o, &r, err);
        if (st != ST_OK) break;
        out->looked++;
        find_mark(s, key);
        if (r.verdict == PROOF_SEEN && r.fidelity) {
            st = propose(s, unit, &r, p->url.text, err);
            out->found++;
        }
        arena_reset(a);
    }
    arena_free(a);
    return st;
}

static status_t remember(search_t *s, ident_t unit, str_t host, const find_done_t *d, err_t *err)
{
    digest_t blob;
    char hex[65];
    buf_t b = buf_new(s->a, 2048);
    str_t keys = {s->seen.at ? s->seen.at : "", s->seen.len * sizeof(uint64_t)};
    status_t st = blob_put(s->p->store, keys, &blob, err);
    if (st != ST_OK) return st;
    digest_hex(blob, hex);
    buf_putz(&b, "{\"host\":"), buf_json(&b, host);
    buf_fmt(&b, ",\"at\":%lld,\"looked\":%zu,\"found\":%zu,\"left\":%zu,\"seen\":\"%s\"}", (long long)clock_now(),
            d->looked, d->found, d->left, hex);
    telling_t t = {unit, "place.search", buf_str(&b)};
    return store_act(s->p->store, tell_act, &t, err);
}

status_t find_site(prober_t *p, ident_t unit, str_t host, const proof_options_t *o, find_done_t *out, err_t *err)
{
    search_t s = {.p = p, .o = o, .a = arena_new(SITE_ARENA)};
    *out = (find_done_t){0};
    if (!s.a) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    s.indexes = vec_new(s.a, sizeof(url_t), FIND_INDEXES);
    s.posts = vec_new(s.a, sizeof(post_t), FIND_POSTS);
    s.seen = vec_new(s.a, sizeof(uint64_t), FIND_SEEN);
    const char *scheme = str_chr(host, ':', 0) == SIZE_MAX ? "https" : "http"; /* a port of its own: a demonstration */
    status_t st = find_begin(&s, unit, host, err);
    if (st == ST_OK) st = url_parse(s.a, str_fmt(s.a, "%s://%.*s/", scheme, STRF(host)), NULL, &s.root, err);
    if (st == ST_OK) {
        find_add_index(&s, S("/"), &s.root);
        find_add_index(&s, S("/sitemap.xml"), &s.root);
    }
    for (size_t i = 0; st == ST_OK && i < s.indexes.len && !(o->stop && *o->stop); i++) {
        url_t at = VEC_AT(&s.indexes, url_t, i);
        st = find_read_index(&s, &at, i == 0, err);
    }
    if (st == ST_OK) st = look_at_posts(&s, unit, out, err);
    if (st == ST_OK && !(o->stop && *o->stop)) st = remember(&s, unit, host, out, err);
    arena_free(s.a);
    return st;
}

/* --- rounds --- */

typedef struct site {
    ident_t unit;
    str_t host;
} site_t;

static status_t due_of_unit(db_t *db, arena_t *a, ident_t unit, str_t places, vec_t *out, err_t *err)
{
    place_t *p;
    size_t n;
    status_t s = places_read(a, places, &p, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        last_t last;
        if (!place_counts(&p[i])) continue;
        s = find_last(db, a, unit, p[i].host, &last, err);
        ms_t again = last.left ? FIND_SOON : FIND_EVERY;
        if (s != ST_OK || (last.any && clock_now() < last.at + again)) continue;
        site_t *x = vec_push(out);
        if (x) *x = (site_t){unit, p[i].host};
    }
    return s;
}

static status_t due_sites(store_t *st, arena_t *a, vec_t *out, err_t *err)
{
    db_t *db;
    vec_t units = vec_new(a, sizeof(site_t), UNITS_MOST);
    status_t s = store_read(st, &db, err);
    if (s != ST_OK) return s;
    stmt_t *q = db_query(db, &q_proof_units_to_search, err);
    if (q) {
        bind_ms(q, 1, clock_now());
        while ((s = stmt_next(q, err)) == ST_ROW) {
            site_t *u = vec_push(&units);
            if (!u) break;
            *u = (site_t){col_id(q, 0), col_text(q, a, 1)};
        }
        stmt_done(q);
        s = s == ST_END || s == ST_ROW ? ST_OK : s;
    } else {
        s = ST_STORE;
    }
    for (size_t i = 0; s == ST_OK && i < units.len; i++) {
        const site_t *u = &VEC_AT(&units, site_t, i);
        s = due_of_unit(db, a, u->unit, u->host, out, err);
    }
    store_done(st, db);
    return s;
}

status_t find_round(prober_t *p, size_t most, const proof_options_t *o, size_t *sites, err_t *err)
{
    arena_t *a = arena_new(128 << 20);
    vec_t due = a ? vec_new(a, sizeof(site_t), UNITS_MOST) : (vec_t){0};
    *sites = 0;
    status_t s = a ? due_sites(p->store, a, &due, err)
                   : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    for (size_t i = 0; s == ST_OK && i < due.len && i < most && !(o->stop && *o->stop); i++) {
        const site_t *x = &VEC_AT(&due, site_t, i);
        find_done_t d;
        s = find_site(p, x->unit, x->host, o, &d, err);
        *sites += s == ST_OK;
        if (s == ST_OK && d.found) log_line(LOG_INFO, "proof.find", "looked=%zu found=%zu", d.looked, d.found);
    }
    arena_free(a);
    return s;
}
