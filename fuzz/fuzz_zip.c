/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "material/zip.h"

/* What is taken lies inside the archive, one member after the other, under names that stay inside. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    zip_member_t *m;
    size_t n;
    str_t s = {(const char *)data, size};
    arena_t *a = arena_new(64 << 20);
    if (a && zip_read(a, s, &m, &n, NULL) == ST_OK)
        for (size_t i = 0; i < n; i++) {
            if (!zip_name_ok(m[i].name)) abort();
            if (m[i].bytes.n && (m[i].bytes.p < s.p || m[i].bytes.p + m[i].bytes.n > s.p + s.n)) abort();
            if (i && m[i].bytes.p < m[i - 1].bytes.p + m[i - 1].bytes.n) abort();
        }
    arena_free(a);
    return 0;
}
