/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/manners.h"
#include <pthread.h>
#include <stdlib.h>
#include "base/crypto.h"

enum { SETS = 1024, WAYS = 4 };
#define KEEP_RULES    MS_HOUR
#define KEEP_CLOSED   (10 * MS_MINUTE)
#define LONGEST_DELAY (10 * MS_SECOND)

typedef struct host {
    digest_t key; /* SHA-256 of scheme and place; zero: free */
    ms_t next;    /* monotonic */
    ms_t used;
    ms_t entered; /* somebody is asking it since; 0: nobody */
    ms_t robots_until;
    bool closed;
    ms_t robots_delay;
    char *rules; /* malloc'd */
    size_t rules_n;
} host_t;

struct manners {
    pthread_mutex_t lock;
    host_t hosts[SETS][WAYS];
};

manners_t *manners_new(void)
{
    manners_t *m = calloc(1, sizeof *m);
    if (m) pthread_mutex_init(&m->lock, NULL);
    return m;
}

void manners_free(manners_t *m)
{
    if (!m) return;
    for (size_t i = 0; i < SETS; i++)
        for (size_t j = 0; j < WAYS; j++) free(m->hosts[i][j].rules);
    pthread_mutex_destroy(&m->lock);
    free(m);
}

static void forget(host_t *h)
{
    free(h->rules);
    *h = (host_t){0};
}

/* The host's place in the table; the one longest unused of its set makes room. Called with the lock held. */
static host_t *find(manners_t *m, const url_t *u)
{
    sha256_t h;
    sha256_start(&h);
    sha256_add(&h, u->https ? S("s ") : S("h "));
    sha256_add(&h, u->place);
    digest_t key = sha256_end(&h);
    host_t *set = m->hosts[(key.b[0] | key.b[1] << 8) % SETS], *oldest = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (digest_eq(set[i].key, key)) return &set[i];
        if (set[i].used < oldest->used) oldest = &set[i];
    }
    forget(oldest);
    oldest->key = key;
    return oldest;
}

ms_t manners_turn(manners_t *m, const url_t *u, ms_t delay)
{
    pthread_mutex_lock(&m->lock);
    host_t *h = find(m, u);
    ms_t now = clock_mono(), at = h->next > now ? h->next : now;
    if (delay && h->robots_delay > delay) delay = h->robots_delay;
    if (delay > LONGEST_DELAY) delay = LONGEST_DELAY;
    h->next = at + delay;
    h->used = at;
    pthread_mutex_unlock(&m->lock);
    return at;
}

bool manners_enter(manners_t *m, const url_t *u)
{
    pthread_mutex_lock(&m->lock);
    host_t *h = find(m, u);
    ms_t now = clock_mono();
    bool mine = !h->entered || now - h->entered > MANNERS_LONGEST;
    if (mine) h->entered = now ? now : 1;
    h->used = now;
    pthread_mutex_unlock(&m->lock);
    return mine;
}

void manners_leave(manners_t *m, const url_t *u)
{
    pthread_mutex_lock(&m->lock);
    find(m, u)->entered = 0;
    pthread_mutex_unlock(&m->lock);
}

robots_known_t manners_robots(manners_t *m, arena_t *a, const url_t *u, robots_t *out)
{
    pthread_mutex_lock(&m->lock);
    host_t *h = find(m, u);
    robots_known_t known = ROBOTS_UNKNOWN;
    if (h->robots_until > clock_mono()) {
        known = h->closed ? ROBOTS_CLOSED : ROBOTS_RULES;
        out->rules = str_dup(a, (str_t){h->rules, h->rules_n});
        out->delay = h->robots_delay;
    }
    pthread_mutex_unlock(&m->lock);
    return known;
}

void manners_keep(manners_t *m, const url_t *u, const robots_t *r, bool closed)
{
    char *copy = r->rules.n ? malloc(r->rules.n) : NULL;
    if (copy) memcpy(copy, r->rules.p, r->rules.n);
    if (r->rules.n && !copy) closed = true;
    pthread_mutex_lock(&m->lock);
    host_t *h = find(m, u);
    free(h->rules);
    h->rules = copy;
    h->rules_n = copy ? r->rules.n : 0;
    h->robots_delay = r->delay;
    h->closed = closed;
    h->robots_until = clock_mono() + (closed ? KEEP_CLOSED : KEEP_RULES);
    h->used = clock_mono();
    pthread_mutex_unlock(&m->lock);
}
