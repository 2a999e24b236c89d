/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include "fuzz.h"
#include "proof/compare.h"

/* Two texts, apart by a NUL: what is kept is part of the original, each change lies in its text, and a text against itself was
 * not changed. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 16) return 0;
    str_t all = {(const char *)data, size};
    size_t cut = str_chr(all, 0, 0);
    str_t original = str_sub(all, 0, cut), page = cut == SIZE_MAX ? S("") : str_sub(all, cut + 1, size);
    arena_t *a = arena_new(256 << 20);
    err_t err = err_new(LANG_EN);
    compared_t c;
    if (text_compare(a, original, page, &c, &err) != ST_OK || c.kept > c.words || c.reworded > c.words) abort();
    for (size_t i = 0; i < c.n_changes; i++) {
        const change_t *g = &c.changes[i];
        if (g->is.n && (g->is.p < page.p || g->is.p + g->is.n > page.p + page.n + original.n)) continue; /* a folded host */
        if (g->was.n > original.n || !change_code(g->kind)) abort();
    }
    if (text_compare(a, original, original, &c, &err) != ST_OK || c.grave) abort();
    arena_free(a);
    return 0;
}
