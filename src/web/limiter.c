/* SPDX-License-Identifier: Apache-2.0
 *
 * Token buckets by client: an IPv4 address, or the /56 of an IPv6 one. Two clients that share a slot push each other out,
 * which only makes the limit looser.
 */
#include <stdlib.h>
#include "web/internal.h"

enum { SLOTS = 4096, BURST = 120, REFILL_MS = 500 }; /* two posts a second for long, a class at once */

struct limiter {
    pthread_mutex_t lock;
    struct {
        uint8_t key[16];
        ms_t at;
        int tokens;
    } slot[SLOTS];
};

struct limiter *limiter_new(void)
{
    struct limiter *l = calloc(1, sizeof *l);
    if (l) pthread_mutex_init(&l->lock, NULL);
    return l;
}

void limiter_free(struct limiter *l)
{
    if (!l) return;
    pthread_mutex_destroy(&l->lock);
    free(l);
}

bool limiter_pass(struct limiter *l, const uint8_t client[16], int cost)
{
    static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    uint8_t key[16] = {0};
    memcpy(key, client, memcmp(client, mapped, 12) == 0 ? 16 : 7);
    digest_t d = sha256((str_t){(const char *)key, 16});
    size_t i = ((size_t)d.b[0] << 8 | d.b[1]) % SLOTS;
    ms_t now = clock_mono();
    pthread_mutex_lock(&l->lock);
    if (memcmp(l->slot[i].key, key, 16) != 0) {
        memcpy(l->slot[i].key, key, 16);
        l->slot[i].tokens = BURST;
        l->slot[i].at = now;
    }
    ms_t more = (now - l->slot[i].at) / REFILL_MS;
    if (more > 0) {
        l->slot[i].tokens = l->slot[i].tokens + more > BURST ? BURST : l->slot[i].tokens + (int)more;
        l->slot[i].at += more * REFILL_MS;
    }
    bool pass = l->slot[i].tokens >= cost;
    if (pass) l->slot[i].tokens -= cost;
    pthread_mutex_unlock(&l->lock);
    return pass;
}
