/* SPDX-License-Identifier: Apache-2.0 */
#include "web/reaper.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROUND_US = 250000 };

struct place {
    int fd; /* -1: free */
    int next_free;
    ms_t until;
    bool fresh;
};

struct reaper {
    pthread_mutex_t lock; /* guards places */
    place_t *places;
    int most, first_free;
    pthread_t thread;
    _Atomic bool stopping;
};

/* Only shut down: closing is the library's, which hears of it on the connection's own thread. The lock keeps the number
 * from being another connection's by then. */
static void *rounds(void *arg)
{
    reaper_t *r = arg;
    while (!atomic_load(&r->stopping)) {
        usleep(ROUND_US);
        ms_t now = clock_mono();
        pthread_mutex_lock(&r->lock);
        for (int i = 0; i < r->most; i++)
            if (r->places[i].fd >= 0 && now > r->places[i].until) shutdown(r->places[i].fd, SHUT_RDWR);
        pthread_mutex_unlock(&r->lock);
    }
    return NULL;
}

bool reaper_start(int most, reaper_t **out)
{
    reaper_t *r = calloc(1, sizeof *r);
    if (!r) return false;
    r->most = most;
    r->places = calloc((size_t)most, sizeof *r->places);
    for (int i = 0; r->places && i < most; i++)
        r->places[i] = (place_t){.fd = -1, .next_free = i + 1 < most ? i + 1 : -1};
    pthread_mutex_init(&r->lock, NULL);
    if (r->places && pthread_create(&r->thread, NULL, rounds, r) == 0) {
        *out = r;
        return true;
    }
    pthread_mutex_destroy(&r->lock);
    free(r->places);
    free(r);
    return false;
}

void reaper_stop(reaper_t *r)
{
    if (!r) return;
    atomic_store(&r->stopping, true);
    pthread_join(r->thread, NULL);
    pthread_mutex_destroy(&r->lock);
    free(r->places);
    free(r);
}

static ms_t moment(ms_t patience)
{
    return patience == MS_NEVER ? MS_NEVER : clock_mono() + patience;
}

place_t *reaper_enter(reaper_t *r, int fd, ms_t patience)
{
    place_t *p = NULL;
    pthread_mutex_lock(&r->lock);
    if (r->first_free >= 0) {
        p = &r->places[r->first_free];
        r->first_free = p->next_free;
        *p = (place_t){.fd = fd, .until = moment(patience), .fresh = true};
    }
    pthread_mutex_unlock(&r->lock);
    return p;
}

void reaper_leave(reaper_t *r, place_t *p)
{
    if (!p) return;
    pthread_mutex_lock(&r->lock);
    p->fd = -1;
    p->next_free = r->first_free;
    r->first_free = (int)(p - r->places);
    pthread_mutex_unlock(&r->lock);
}

void reaper_allow(reaper_t *r, place_t *p, ms_t patience)
{
    if (!p) return;
    pthread_mutex_lock(&r->lock);
    p->until = moment(patience);
    p->fresh = false;
    pthread_mutex_unlock(&r->lock);
}

bool reaper_fresh(const place_t *p)
{
    return p && p->fresh;
}
