/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "material/material.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    manifest_t m;
    rendition_t *f;
    release_text_t *t;
    size_t n;
    arena_t *a = arena_new(8 << 20);
    release_t r = {.manifest = {(const char *)data, size}};
    if (a) {
        if (manifest_read(a, r.manifest, &m, NULL) == ST_OK && (m.needs < 1 || m.needs > SIGN_MANY_MAX)) abort();
        if (release_renditions(a, &r, &f, &n, NULL) == ST_OK && (n == 0 || n > RENDITIONS_MAX)) abort();
        if (release_texts(a, &r, &t, &n, NULL) == ST_OK && n > 1000) abort();
    }
    arena_free(a);
    return 0;
}
