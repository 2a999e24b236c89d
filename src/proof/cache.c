/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/cache.h"
#include <pthread.h>
#include <stdlib.h>

enum { SETS = 1024, WAYS = 4, PARTS = 8 };
#define LONGEST MS_DAY

/* One block of memory holds the parts one after the other: mime, charset, etag, modified, head, asked, peer, body. */
typedef struct kept {
    digest_t url; /* SHA-256 of the address; zero: free */
    ms_t at, used;
    digest_t sha256;
    uint64_t bytes;
    char *p;
    size_t n[PARTS];
} kept_t;

struct cache {
    pthread_mutex_t lock;
    size_t bytes;
    kept_t kept[SETS][WAYS];
};

cache_t *cache_new(void)
{
    cache_t *c = calloc(1, sizeof *c);
    if (c) pthread_mutex_init(&c->lock, NULL);
    return c;
}

void cache_free(cache_t *c)
{
    if (!c) return;
    for (size_t i = 0; i < SETS; i++)
        for (size_t j = 0; j < WAYS; j++) free(c->kept[i][j].p);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

static size_t length(const kept_t *k)
{
    size_t n = 0;
    for (size_t i = 0; i < PARTS; i++) n += k->n[i];
    return n;
}

static void forget(cache_t *c, kept_t *k)
{
    c->bytes -= length(k);
    free(k->p);
    *k = (kept_t){0};
}

/* The place of `url`: its own, or that of the one of its set longest unused. */
static kept_t *place(cache_t *c, digest_t url)
{
    kept_t *set = c->kept[(url.b[0] | url.b[1] << 8) % SETS], *oldest = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (digest_eq(set[i].url, url)) return &set[i];
        if (set[i].used < oldest->used) oldest = &set[i];
    }
    return oldest;
}

bool cache_get(cache_t *c, arena_t *a, str_t url, fetched_t *out)
{
    digest_t key = sha256(url);
    pthread_mutex_lock(&c->lock);
    kept_t *k = place(c, key);
    bool known = k->p && digest_eq(k->url, key);
    if (known && clock_mono() - k->at > LONGEST) {
        forget(c, k);
        known = false;
    }
    if (known) {
        str_t *parts[PARTS] = {&out->mime, &out->charset, &out->etag, &out->modified,
                               &out->head, &out->asked,   &out->peer, &out->body};
        size_t at = 0;
        for (size_t i = 0; i < PARTS; at += k->n[i++]) *parts[i] = str_dup(a, (str_t){k->p + at, k->n[i]});
        if (!k->n[1]) out->charset = STR_NONE;
        out->sha256 = k->sha256;
        out->bytes = k->bytes;
        k->used = clock_mono();
    }
    pthread_mutex_unlock(&c->lock);
    return known && !arena_failed(a);
}

void cache_put(cache_t *c, str_t url, const fetched_t *f)
{
    str_t parts[PARTS] = {f->mime, f->charset, f->etag, f->modified, f->head, f->asked, f->peer, f->body};
    digest_t key = sha256(url);
    size_t n = 0, at = 0;
    if (f->status != 200 || (!f->etag.n && !f->modified.n) || f->body.n > CACHE_BODY) return;
    for (size_t i = 0; i < PARTS; i++) n += parts[i].n;
    char *p = malloc(n + 1);
    if (!p) return;
    for (size_t i = 0; i < PARTS; at += parts[i++].n)
        if (parts[i].n) memcpy(p + at, parts[i].p, parts[i].n);
    pthread_mutex_lock(&c->lock);
    kept_t *k = place(c, key);
    forget(c, k);
    if (c->bytes + n <= CACHE_BYTES) {
        *k = (kept_t){
            .url = key, .at = clock_mono(), .used = clock_mono(), .sha256 = f->sha256, .bytes = f->bytes, .p = p};
        for (size_t i = 0; i < PARTS; i++) k->n[i] = parts[i].n;
        c->bytes += n;
        p = NULL;
    }
    pthread_mutex_unlock(&c->lock);
    free(p);
}
