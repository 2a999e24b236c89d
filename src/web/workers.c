/* SPDX-License-Identifier: Apache-2.0
 *
 * A few threads for handlers that block: passwords, the network, large files.
 */
#include "web/internal.h"

enum { QUEUE = 64 };

static void *work(void *arg)
{
    workers_t *w = arg;
    for (;;) {
        pthread_mutex_lock(&w->lock);
        while (!w->first && !w->stopping) pthread_cond_wait(&w->work, &w->lock);
        call_t *c = w->first;
        if (c) {
            w->first = c->next;
            if (!w->first) w->last = NULL;
            w->waiting--;
        }
        pthread_mutex_unlock(&w->lock);
        if (!c) return NULL;
        c->status = c->route->handler(&c->req, c->view, &c->err);
        http_done(c->x);
    }
}

bool workers_start(workers_t *w)
{
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->work, NULL);
    for (; w->n < (int)(sizeof w->threads / sizeof *w->threads); w->n++)
        if (pthread_create(&w->threads[w->n], NULL, work, w) != 0) break;
    return w->n > 0;
}

void workers_stop(workers_t *w)
{
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_broadcast(&w->work);
    pthread_mutex_unlock(&w->lock);
    for (int i = 0; i < w->n; i++) pthread_join(w->threads[i], NULL);
    pthread_cond_destroy(&w->work);
    pthread_mutex_destroy(&w->lock);
}

bool workers_take(workers_t *w, call_t *c)
{
    pthread_mutex_lock(&w->lock);
    bool room = w->waiting < QUEUE && !w->stopping;
    if (room) {
        c->next = NULL;
        if (w->last)
            w->last->next = c;
        else
            w->first = c;
        w->last = c;
        w->waiting++;
        pthread_cond_signal(&w->work);
    }
    pthread_mutex_unlock(&w->lock);
    return room;
}
