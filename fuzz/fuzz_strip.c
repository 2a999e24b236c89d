/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "material/strip.h"

/* What was cleaned is clean: cleaned again it gives the same bytes. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str_t once, twice;
    arena_t *a = arena_new(64 << 20);
    if (a && picture_strip(a, (str_t){(const char *)data, size}, &once, NULL) == ST_OK)
        if (picture_strip(a, once, &twice, NULL) != ST_OK || !str_eq(once, twice)) abort();
    arena_free(a);
    return 0;
}
