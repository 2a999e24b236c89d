/* SPDX-License-Identifier: Apache-2.0
 *
 * UUID version 7 by method 3 of RFC 9562 §6.2: the 12 bits after the time hold a sub-millisecond counter, so that ids made
 * in one process sort in the order they were made.
 */
#include "base/ident.h"
#include <pthread.h>
#include "base/crypto.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last_tick;

/* Time in 1/4096 ms, always one more than before even when the clock stands still or steps back a little. */
static uint64_t next_tick(void)
{
    uint64_t now = (uint64_t)clock_now() << 12;
    pthread_mutex_lock(&lock);
    uint64_t tick = now > last_tick || last_tick - now > (uint64_t)MS_MINUTE << 12 ? now : last_tick + 1;
    last_tick = tick;
    pthread_mutex_unlock(&lock);
    return tick;
}

ident_t ident_new(void)
{
    ident_t id;
    uint64_t tick = next_tick(), ms = tick >> 12;
    rand_bytes(id.b + 8, 8);
    for (int i = 0; i < 6; i++) id.b[i] = (uint8_t)(ms >> (40 - 8 * i));
    id.b[6] = (uint8_t)(0x70 | (tick >> 8 & 0x0F));
    id.b[7] = (uint8_t)tick;
    id.b[8] = (uint8_t)(0x80 | (id.b[8] & 0x3F));
    return id;
}

ident_t ident_named(str_t ns, str_t name)
{
    sha256_t h;
    sha256_start(&h);
    sha256_add(&h, ns);
    sha256_add(&h, (str_t){"\0", 1});
    sha256_add(&h, name);
    digest_t d = sha256_end(&h);
    ident_t id;
    memcpy(id.b, d.b, 16);
    id.b[6] = (uint8_t)(0x80 | (id.b[6] & 0x0F));
    id.b[8] = (uint8_t)(0x80 | (id.b[8] & 0x3F));
    return id;
}

bool ident_eq(ident_t a, ident_t b)
{
    return memcmp(a.b, b.b, 16) == 0;
}

bool ident_none(ident_t a)
{
    static const ident_t none;
    return ident_eq(a, none);
}

void ident_text(ident_t id, char out[IDENT_TEXT])
{
    static const char hex[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10) *out++ = '-';
        *out++ = hex[id.b[i] >> 4];
        *out++ = hex[id.b[i] & 15];
    }
    *out = '\0';
}

bool ident_parse(str_t s, ident_t *out)
{
    if (s.n != 36) return false;
    size_t i = 0;
    for (int k = 0; k < 16; k++) {
        if ((k == 4 || k == 6 || k == 8 || k == 10) && s.p[i++] != '-') return false;
        if (!hex_get(str_sub(s, i, i + 2), out->b + k, 1)) return false;
        i += 2;
    }
    return true;
}

ms_t ident_time(ident_t id)
{
    if (id.b[6] >> 4 != 7) return -1;
    ms_t t = 0;
    for (int i = 0; i < 6; i++) t = t << 8 | id.b[i];
    return t;
}
