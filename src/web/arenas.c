/* SPDX-License-Identifier: Apache-2.0 */
#include "web/arenas.h"
#include <pthread.h>
#include <stdlib.h>

enum { KEPT = 16 }; /* each with 1 MiB at most (arena_reset) */

struct arenas {
    pthread_mutex_t lock; /* guards kept and n */
    arena_t *kept[KEPT];
    int n;
    size_t limit;
};

arenas_t *arenas_new(size_t limit)
{
    arenas_t *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->limit = limit;
    (void)pthread_mutex_init(&s->lock, NULL);
    return s;
}

void arenas_free(arenas_t *s)
{
    if (!s) return;
    while (s->n > 0) arena_free(s->kept[--s->n]);
    (void)pthread_mutex_destroy(&s->lock);
    free(s);
}

arena_t *arenas_take(arenas_t *s)
{
    pthread_mutex_lock(&s->lock);
    arena_t *a = s->n > 0 ? s->kept[--s->n] : NULL;
    pthread_mutex_unlock(&s->lock);
    return a ? a : arena_new(s->limit);
}

void arenas_give_back(arenas_t *s, arena_t *a)
{
    if (!a) return;
    arena_reset(a);
    pthread_mutex_lock(&s->lock);
    bool keep = s->n < KEPT;
    if (keep) s->kept[s->n++] = a;
    pthread_mutex_unlock(&s->lock);
    if (!keep) arena_free(a);
}
