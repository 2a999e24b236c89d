/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "material/mark.h"

/* Nothing that anybody writes into a QR code holds under a key that never signed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mark_t m;
    static sign_ring_t ring = {.n = 1};
    arena_t *a = arena_new(1 << 20);
    if (a && mark_parse(a, (str_t){(const char *)data, size}, &m, NULL) == ST_OK) {
        memcpy(ring.keys[0].id, m.key_id, 8);
        memset(ring.keys[0].key, 9, 32);
        if (mark_check(&ring, &m, NULL, NULL) == ST_OK) abort();
    }
    arena_free(a);
    return 0;
}
