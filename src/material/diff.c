/* SPDX-License-Identifier: Apache-2.0 */
#include "material/diff.h"
#include "material/internal.h"

static status_t paragraphs(arena_t *a, str_t text, vec_t *out, err_t *err)
{
    str_t line;
    *out = vec_new(a, sizeof(str_t), DIFF_LINES);
    while (str_line(&text, &line)) {
        line = str_trim(line);
        if (!line.n) continue;
        str_t *p = vec_push(out);
        if (!p) return err_set(err, ST_LIMIT, "diff.long", N_("The text is too long to be compared."));
        *p = line;
    }
    return ST_OK;
}

/* length[i][k]: of the longest common subsequence of before[i…] and after[k…]. */
static uint16_t *lengths(arena_t *a, const vec_t *before, const vec_t *after)
{
    size_t wide = after->len + 1;
    uint16_t *length = ARENA_ARRAY(a, uint16_t, (before->len + 1) * wide);
    for (size_t i = before->len; length && i-- > 0;)
        for (size_t k = after->len; k-- > 0;) {
            uint16_t down = length[(i + 1) * wide + k], right = length[i * wide + k + 1];
            length[i * wide + k] = str_eq(VEC_AT(before, str_t, i), VEC_AT(after, str_t, k))
                                       ? (uint16_t)(length[(i + 1) * wide + k + 1] + 1)
                                   : down >= right ? down
                                                   : right;
        }
    return length;
}

status_t text_diff(arena_t *a, str_t before, str_t after, diff_t **out, size_t *n, err_t *err)
{
    vec_t x, y;
    *n = 0;
    status_t s = paragraphs(a, before, &x, err);
    if (s == ST_OK) s = paragraphs(a, after, &y, err);
    if (s != ST_OK) return s;
    uint16_t *length = lengths(a, &x, &y);
    diff_t *d = ARENA_ARRAY(a, diff_t, x.len + y.len + 1);
    if (!length || !d) return no_memory(err);
    size_t wide = y.len + 1;
    for (size_t i = 0, k = 0; i < x.len || k < y.len;) {
        if (i < x.len && k < y.len && str_eq(VEC_AT(&x, str_t, i), VEC_AT(&y, str_t, k))) {
            d[(*n)++] = (diff_t){DIFF_SAME, VEC_AT(&y, str_t, k)};
            i++, k++;
        } else if (k == y.len || (i < x.len && length[(i + 1) * wide + k] >= length[i * wide + k + 1])) {
            d[(*n)++] = (diff_t){DIFF_REMOVED, VEC_AT(&x, str_t, i++)};
        } else {
            d[(*n)++] = (diff_t){DIFF_ADDED, VEC_AT(&y, str_t, k++)};
        }
    }
    *out = d;
    return ST_OK;
}
