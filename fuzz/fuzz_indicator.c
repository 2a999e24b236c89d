/* SPDX-License-Identifier: Apache-2.0 */
#include "alert/indicator.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new((size_t)1 << 20);
    if (!a) return 0;
    str_t text = {(const char *)data, size};
    indicator_t found[INDICATORS_MAX];
    static indicator_t list[CASE_INDICATORS_MAX];
    size_t n = indicators_find(a, text, found);
    for (size_t i = 0; i < n; i++)
        if (found[i].value.n == 0 || found[i].value.n > INDICATOR_VALUE) abort();
    /* What was found is kept and read back as it was. */
    size_t kept = indicators_merge(list, 0, found, n, 1);
    if (indicators_read(a, indicators_write(a, list, kept), list) != n) abort();
    (void)indicators_read(a, text, list);
    arena_free(a);
    return 0;
}
