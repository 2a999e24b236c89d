/* SPDX-License-Identifier: Apache-2.0 */
#include "people/throttle.h"
#include <pthread.h>

enum { SLOTS = 1024, FAILURES = 5 };
#define WINDOW (15 * MS_MINUTE)

static struct {
    pthread_mutex_t lock;
    struct {
        ms_t since;
        int failures;
    } slot[SLOTS];
} throttle = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* Names share a slot by hash and so its count: a stranger can at worst slow down, for a quarter of an hour, who shares it.
 * A count that knew its name would be forgotten when a name of the same slot is tried between, and guessing would go on
 * without end; for the same reason a success forgives no failure but
 * takes back its own attempt alone. */
size_t throttle_slot(str_t name)
{
    digest_t d = sha256(name);
    uint64_t k;
    memcpy(&k, d.b, sizeof k);
    return k % SLOTS;
}

size_t throttle_slot_of(ident_t person)
{
    char id[IDENT_TEXT];
    ident_text(person, id);
    return throttle_slot(str_of(id));
}

status_t throttle_enter(size_t i, err_t *err)
{
    ms_t now = clock_wall();
    pthread_mutex_lock(&throttle.lock);
    if (now - throttle.slot[i].since >= WINDOW) {
        throttle.slot[i].since = now;
        throttle.slot[i].failures = 0;
    }
    bool full = throttle.slot[i].failures >= FAILURES;
    if (!full) throttle.slot[i].failures++;
    pthread_mutex_unlock(&throttle.lock);
    if (!full) return ST_OK;
    return err_set(err, ST_RATE, "sign-in.throttled",
                   N_("Too many failed attempts. Wait a quarter of an hour and try again."));
}

void throttle_leave(size_t i)
{
    pthread_mutex_lock(&throttle.lock);
    if (throttle.slot[i].failures) throttle.slot[i].failures--;
    pthread_mutex_unlock(&throttle.lock);
}
