/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/recall.h"
#include <pthread.h>
#include <stdlib.h>

enum { SETS = 512, WAYS = 4 };

typedef struct held {
    digest_t file; /* zero: free */
    ms_t used;
    bool picture;
    phash_t hash[2];
    char *text; /* malloc'd */
    size_t n;
} held_t;

struct recall {
    pthread_mutex_t lock;
    size_t bytes;
    held_t held[SETS][WAYS];
};

recall_t *recall_new(void)
{
    recall_t *r = calloc(1, sizeof *r);
    if (r) pthread_mutex_init(&r->lock, NULL);
    return r;
}

void recall_free(recall_t *r)
{
    if (!r) return;
    for (size_t i = 0; i < SETS; i++)
        for (size_t j = 0; j < WAYS; j++) free(r->held[i][j].text);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

/* The place of `file`; of another one, the longest unused of its set, when it has none. */
static held_t *place(recall_t *r, digest_t file)
{
    held_t *set = r->held[(file.b[0] | file.b[1] << 8) % SETS], *oldest = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (digest_eq(set[i].file, file)) return &set[i];
        if (set[i].used < oldest->used) oldest = &set[i];
    }
    return oldest;
}

static held_t *known(recall_t *r, digest_t file, bool picture)
{
    held_t *h = place(r, file);
    if (!digest_eq(h->file, file) || h->picture != picture) return NULL;
    h->used = clock_mono();
    return h;
}

static held_t *room(recall_t *r, digest_t file)
{
    held_t *h = place(r, file);
    r->bytes -= h->n;
    free(h->text);
    *h = (held_t){.file = file, .used = clock_mono()};
    return h;
}

bool recall_text(recall_t *r, arena_t *a, digest_t file, str_t *text)
{
    pthread_mutex_lock(&r->lock);
    held_t *h = known(r, file, false);
    if (h) *text = str_dup(a, (str_t){h->text, h->n});
    pthread_mutex_unlock(&r->lock);
    return h != NULL;
}

void recall_keep_text(recall_t *r, digest_t file, str_t text)
{
    char *copy = text.n <= RECALL_TEXT ? malloc(text.n + 1) : NULL;
    if (!copy) return;
    if (text.n) memcpy(copy, text.p, text.n);
    pthread_mutex_lock(&r->lock);
    held_t *h = room(r, file);
    if (r->bytes + text.n <= RECALL_BYTES) {
        h->text = copy;
        h->n = text.n;
        r->bytes += text.n;
        copy = NULL;
    } else {
        *h = (held_t){0};
    }
    pthread_mutex_unlock(&r->lock);
    free(copy);
}

bool recall_picture(recall_t *r, digest_t file, phash_t hash[2])
{
    pthread_mutex_lock(&r->lock);
    held_t *h = known(r, file, true);
    if (h) memcpy(hash, h->hash, sizeof h->hash);
    pthread_mutex_unlock(&r->lock);
    return h != NULL;
}

void recall_keep_picture(recall_t *r, digest_t file, const phash_t hash[2])
{
    pthread_mutex_lock(&r->lock);
    held_t *h = room(r, file);
    h->picture = true;
    memcpy(h->hash, hash, sizeof h->hash);
    pthread_mutex_unlock(&r->lock);
}
