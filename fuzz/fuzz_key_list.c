/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "material/sign.h"

/* A list that is taken, written again and taken again, says the same. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    key_list_t one, two;
    str_t again;
    arena_t *a = arena_new(1 << 20);
    if (a && key_list_parse((str_t){(const char *)data, size}, &one, NULL) == ST_OK) {
        if (key_list_make(a, &one.ring, one.number, 0, &again, NULL) != ST_OK) abort();
        if (key_list_parse(again, &two, NULL) != ST_OK || two.number != one.number || two.ring.n != one.ring.n) abort();
        for (size_t i = 0; i < one.ring.n; i++)
            if (memcmp(one.ring.keys[i].key, two.ring.keys[i].key, 32) != 0) abort();
    }
    arena_free(a);
    return 0;
}
