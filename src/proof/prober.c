/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include "box/glance.h"
#include "proof/look.h"
#include "proof/queries.h"

enum { BOOKS_ARENA = 512 << 20 };

status_t prober_new(store_t *st, const char *contact, prober_t **out, err_t *err)
{
    prober_t *p = calloc(1, sizeof *p);
    if (p) p->fetcher = fetcher_new(contact);
    if (p) p->rounds = rounds_new();
    if (p) p->recall = recall_new();
    if (!p || !p->fetcher || !p->rounds || !p->recall) {
        if (p) rounds_free(p->rounds);
        if (p) recall_free(p->recall);
        if (p) fetcher_free(p->fetcher);
        free(p);
        return err_set(err, ST_MEMORY, "fetch.memory", N_("There is not enough memory to read the page."));
    }
    p->store = st;
    pthread_mutex_init(&p->lock, NULL);
    *out = p;
    return ST_OK;
}

void prober_browser(prober_t *p, str_t program)
{
    (void)snprintf(p->browser, sizeof p->browser, "%.*s", STRF(program));
}

static void books_drop(books_t *b)
{
    if (b) arena_free(b->a);
}

void prober_free(prober_t *p)
{
    if (!p) return;
    books_drop(p->books);
    rounds_free(p->rounds);
    recall_free(p->recall);
    fetcher_free(p->fetcher);
    pthread_mutex_destroy(&p->lock);
    free(p);
}

static status_t stamp_now(db_t *db, int64_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_release_stamp, err);
    if (!q) return ST_STORE;
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = col_int(q, 0);
    stmt_done(q);
    return s == ST_ROW ? ST_OK : s == ST_END ? ST_STORE : s;
}

/* --- the pictures of releases --- */

static bool is_picture(const rendition_t *r)
{
    bool shown = str_eq(r->role, S("poster")) || str_eq(r->role, S("picture"));
    if (r->has_phash) return true;
    return shown && str_starts(r->mime, S("image/")) && r->bytes <= IMAGE_BYTES;
}

/* What a picture looks like: from what the prober has read before, else by the confined reader. */
static bool shape_of(prober_t *p, arena_t *a, const rendition_t *r, phash_t out[2])
{
    err_t quiet = err_new(LANG_EN);
    if (r->has_phash) { /* it stands in the signed manifest */
        out[0] = out[1] = r->phash;
        return true;
    }
    if (recall_picture(p->recall, r->sha256, out)) return true;
    str_t bytes;
    if (blob_get(p->store, a, r->sha256, IMAGE_BYTES, &bytes, &quiet) != ST_OK) return false;
    if (glance_picture(a, bytes, out, &quiet) != ST_OK) return false; /* too plain, or not now */
    recall_keep_picture(p->recall, r->sha256, out);
    return true;
}

static void shapes_read(prober_t *p, books_t *b)
{
    size_t n = 0;
    arena_t *a = arena_new(32 << 20);
    match_shape_t *v = ARENA_ARRAY(b->a, match_shape_t, SHAPES * 2);
    for (size_t i = 0; a && v && i < b->n; i++)
        for (size_t k = 0; k < b->prints[i].n_renditions && n < SHAPES * 2; k++, arena_reset(a)) {
            phash_t hash[2] = {{{0}}};
            if (!is_picture(&b->prints[i].renditions[k]) || !shape_of(p, a, &b->prints[i].renditions[k], hash))
                continue;
            v[n++] = (match_shape_t){hash[0], (uint32_t)i};
            v[n++] = (match_shape_t){hash[1], (uint32_t)i};
        }
    arena_free(a);
    if (v) match_shapes(b->index, v, n);
}

static status_t books_read(prober_t *p, db_t *db, int64_t stamp, books_t **out, err_t *err)
{
    arena_t *a = arena_new(BOOKS_ARENA);
    books_t *b = a ? ARENA_NEW(a, books_t) : NULL;
    if (!b) {
        arena_free(a);
        return err_set(err, ST_MEMORY, "match.memory", N_("There is not enough memory to compare releases."));
    }
    release_print_t *prints = NULL;
    status_t s = release_prints(db, a, &prints, &b->n, err);
    if (s == ST_OK) s = match_index_new(a, prints, b->n, &b->index, err);
    if (s != ST_OK) {
        arena_free(a);
        return s;
    }
    b->a = a;
    b->prints = prints;
    b->stamp = stamp;
    shapes_read(p, b);
    *out = b;
    return ST_OK;
}

status_t books_take(prober_t *p, books_t **out, err_t *err)
{
    db_t *db;
    int64_t stamp = 0;
    status_t s = store_read(p->store, &db, err);
    if (s != ST_OK) return s;
    s = stamp_now(db, &stamp, err);
    pthread_mutex_lock(&p->lock);
    books_t *now = p->books, *gone = NULL;
    if (s == ST_OK && (!now || now->stamp != stamp)) {
        books_t *fresh = NULL;
        s = books_read(p, db, stamp, &fresh, err);
        if (s == ST_OK) {
            if (now) now->old = true;
            if (now && !now->users) gone = now;
            now = p->books = fresh;
        }
    }
    if (s == ST_OK) {
        now->users++;
        *out = now;
    }
    pthread_mutex_unlock(&p->lock);
    store_done(p->store, db);
    books_drop(gone);
    return s;
}

void books_give(prober_t *p, books_t *b)
{
    pthread_mutex_lock(&p->lock);
    bool last = --b->users == 0 && b->old;
    pthread_mutex_unlock(&p->lock);
    if (last) books_drop(b);
}
