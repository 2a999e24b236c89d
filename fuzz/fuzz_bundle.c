/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a bundle: opening and verifying it ends, and nothing unsigned is ever taken for whole.
 */
#include "campaign/bundle.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new((size_t)256 << 20);
    err_t err = err_new(LANG_EN);
    sign_ring_t ring = {.n = 1}; /* nobody's key */
    packed_t *files;
    size_t n;
    bundle_seen_t seen;
    status_t s = bundle_read(a, (str_t){(const char *)data, size}, &files, &n, &err);
    if (s == ST_OK && bundle_verify(a, files, n, &ring, LANG_EN, &seen, &err) == ST_OK) abort();
    arena_free(a);
    return 0;
}
