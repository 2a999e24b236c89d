/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a site map, RSS or Atom: items within their limit, each with an address.
 */
#include "fuzz.h"
#include "proof/feed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new(64 << 20);
    feed_t f;
    err_t err = err_new(0);
    if (feed_read(a, (str_t){(const char *)data, size}, &f, &err) == ST_OK) {
        if (f.n > FEED_ITEMS) abort();
        for (size_t i = 0; i < f.n; i++)
            if (!f.items[i].url.n || f.items[i].at < 0) abort();
    }
    arena_free(a);
    return 0;
}
