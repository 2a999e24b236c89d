/* SPDX-License-Identifier: Apache-2.0 */
#include "people/challenge.h"
#include <pthread.h>
#include <sodium.h>
#include "base/crypto.h"

enum { NONCE = 16, WHEN = 8, MAC = 32, WHOLE = NONCE + WHEN + MAC, USED = 8192 };

static struct {
    pthread_mutex_t lock;
    bool keyed;
    uint8_t key[32];
    struct {
        uint8_t nonce[NONCE];
        ms_t ends;
    } used[USED];
} state = {.lock = PTHREAD_MUTEX_INITIALIZER};

static str_t process_key(void)
{
    pthread_mutex_lock(&state.lock);
    if (!state.keyed) rand_bytes(state.key, sizeof state.key);
    state.keyed = true;
    pthread_mutex_unlock(&state.lock);
    return (str_t){(const char *)state.key, sizeof state.key};
}

static digest_t mac_of(const uint8_t head[NONCE + WHEN], str_t purpose, str_t bound)
{
    sha256_t h;
    sha256_start(&h);
    sha256_field(&h, (str_t){(const char *)head, NONCE + WHEN});
    sha256_field(&h, purpose);
    sha256_field(&h, bound);
    digest_t d = sha256_end(&h);
    return hmac256(process_key(), (str_t){(const char *)d.b, sizeof d.b});
}

void challenge_make(str_t purpose, str_t bound, char out[CHALLENGE_TEXT])
{
    uint8_t raw[WHOLE];
    uint64_t ends = (uint64_t)(clock_wall() + CHALLENGE_LASTS);
    rand_bytes(raw, NONCE);
    for (int i = 0; i < WHEN; i++) raw[NONCE + i] = (uint8_t)(ends >> (8 * (WHEN - 1 - i)));
    digest_t mac = mac_of(raw, purpose, bound);
    memcpy(raw + NONCE + WHEN, mac.b, MAC);
    sodium_bin2base64(out, CHALLENGE_TEXT, raw, sizeof raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static bool open_text(str_t text, uint8_t raw[WHOLE], ms_t *ends)
{
    size_t n = 0;
    const char *end = NULL;
    if (sodium_base642bin(raw, WHOLE, text.p ? text.p : "", text.n, NULL, &n, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        n != WHOLE || end != text.p + text.n)
        return false;
    uint64_t t = 0;
    for (int i = 0; i < WHEN; i++) t = t << 8 | raw[NONCE + i];
    *ends = (ms_t)t;
    return true;
}

bool challenge_good(str_t purpose, str_t bound, str_t text)
{
    uint8_t raw[WHOLE];
    ms_t ends;
    if (!open_text(text, raw, &ends)) return false;
    digest_t mac = mac_of(raw, purpose, bound);
    return sodium_memcmp(mac.b, raw + NONCE + WHEN, MAC) == 0 && clock_wall() < ends;
}

bool challenge_take(str_t text)
{
    uint8_t raw[WHOLE];
    ms_t ends, now = clock_wall();
    if (!open_text(text, raw, &ends)) return false;
    bool seen = false;
    size_t place = USED;
    pthread_mutex_lock(&state.lock);
    for (size_t i = 0; i < USED; i++) {
        if (state.used[i].ends <= now)
            place = i;
        else
            seen = seen || memcmp(state.used[i].nonce, raw, NONCE) == 0;
    }
    if (!seen && place < USED) {
        memcpy(state.used[place].nonce, raw, NONCE);
        state.used[place].ends = ends;
    }
    pthread_mutex_unlock(&state.lock);
    return !seen && place < USED;
}
