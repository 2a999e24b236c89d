/* SPDX-License-Identifier: Apache-2.0 */
#include "base/crypto.h"
#include "fuzz.h"
#include "material/sign.h"

/* No input is a signature by a key nobody has; keys that parse are written back as they were. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static sign_ring_t ring;
    str_t s = {(const char *)data, size};
    if (ring.n == 0) {
        sign_secret_t secret;
        if (!crypto_start()) abort();
        sign_new(&secret);
        ring.keys[0] = sign_public_of(&secret);
        ring.n = 1;
    }
    if (sign_check(&ring, S("canhgiac"), s, NULL, NULL) == ST_OK) abort();

    sign_public_t key, again;
    sign_secret_t secret;
    if (sign_public_parse(s, &key, NULL) == ST_OK) {
        arena_t *a = arena_new(1 << 16);
        buf_t b = buf_new(a, SIGN_FILE_MAX);
        sign_public_put(&b, &key);
        if (sign_public_parse(buf_str(&b), &again, NULL) != ST_OK || memcmp(&key, &again, sizeof key) != 0) abort();
        arena_free(a);
    }
    return sign_secret_parse(s, &secret, NULL) == ST_BUG;
}
