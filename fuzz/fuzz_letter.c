/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/letter.h"
#include "fuzz.h"

/* Whatever stands in the file: no crash, spans within the text, JSON within its limit. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 16384) return 0;
    arena_t *a = arena_new((size_t)64 << 20);
    err_t err = err_new(LANG_EN);
    str_t text;
    letter_t l;
    if (letter_decode(a, (str_t){(const char *)data, size}, &text, &err) == ST_OK &&
        letter_read(a, text, &l, &err) == ST_OK) {
        if (l.symbol.to > text.n || l.subject.to > text.n || l.to.to > text.n) abort();
        for (size_t k = 0; k < l.clauses.len; k++)
            if (VEC_AT(&l.clauses, letter_clause_t, k).text.to > text.n) abort();
        buf_t b = buf_new(a, (size_t)4 << 20);
        letter_json(&l, &b);
        letter_show(&l, LANG_VI, &b);
    }
    arena_free(a);
    return 0;
}
