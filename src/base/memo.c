/* SPDX-License-Identifier: Apache-2.0 */
#include "base/memo.h"
#include <pthread.h>
#include <stdlib.h>

enum { SLOTS = 8192 }; /* of a half; it is full when half of them are taken */

typedef struct kept {
    digest_t question;
    str_t answer; /* p = NULL: an empty slot */
} kept_t;

typedef struct half {
    arena_t *a;
    kept_t *slots; /* open addressing; a digest is its own hash */
    size_t n;
} half_t;

struct memo {
    pthread_mutex_t lock;
    half_t now, before;
    size_t most; /* of a half */
};

static bool half_start(half_t *h, size_t most)
{
    *h = (half_t){.a = arena_new(most), .slots = calloc(SLOTS, sizeof *h->slots)};
    return h->a && h->slots;
}

static void half_free(half_t *h)
{
    arena_free(h->a);
    free(h->slots);
}

static kept_t *slot_of(const half_t *h, const digest_t *question)
{
    size_t at;
    memcpy(&at, question->b, sizeof at);
    for (at %= SLOTS; h->slots[at].answer.p && !digest_eq(h->slots[at].question, *question);) at = (at + 1) % SLOTS;
    return &h->slots[at];
}

memo_t *memo_new(size_t most)
{
    memo_t *m = calloc(1, sizeof *m);
    if (!m) return NULL;
    m->most = most / 2;
    (void)pthread_mutex_init(&m->lock, NULL);
    if (half_start(&m->now, m->most) && half_start(&m->before, m->most)) return m;
    memo_free(m);
    return NULL;
}

void memo_free(memo_t *m)
{
    if (!m) return;
    half_free(&m->now);
    half_free(&m->before);
    (void)pthread_mutex_destroy(&m->lock);
    free(m);
}

/* The older half is forgotten and begins anew. */
static void turn(memo_t *m)
{
    half_t fresh = m->before;
    arena_reset(fresh.a);
    memset(fresh.slots, 0, SLOTS * sizeof *fresh.slots);
    fresh.n = 0;
    m->before = m->now;
    m->now = fresh;
}

static void keep(memo_t *m, const digest_t *question, str_t answer)
{
    size_t need = answer.n + 2 * ARENA_ALIGN;
    if (need > m->most / 4) return;
    if (m->now.n >= SLOTS / 2 || arena_used(m->now.a) + need > m->most) turn(m);
    kept_t *k = slot_of(&m->now, question);
    str_t copy = k->answer.p ? STR_NONE : str_dup(m->now.a, answer);
    if (!copy.p) return;
    *k = (kept_t){*question, copy};
    m->now.n++;
}

bool memo_get(memo_t *m, digest_t question, arena_t *a, str_t *answer)
{
    if (!m) return false;
    pthread_mutex_lock(&m->lock);
    const kept_t *k = slot_of(&m->now, &question);
    bool old = !k->answer.p;
    if (old) k = slot_of(&m->before, &question);
    *answer = k->answer.p ? str_dup(a, k->answer) : STR_NONE;
    if (old && answer->p) keep(m, &question, *answer);
    pthread_mutex_unlock(&m->lock);
    return answer->p != NULL;
}

void memo_put(memo_t *m, digest_t question, str_t answer)
{
    if (!m) return;
    pthread_mutex_lock(&m->lock);
    keep(m, &question, answer);
    pthread_mutex_unlock(&m->lock);
}
