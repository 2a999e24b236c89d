/* SPDX-License-Identifier: Apache-2.0 */
#include "web/negotiate.h"

int range_parse(str_t header, uint64_t size, uint64_t *from, uint64_t *n)
{
    if (!str_starts(header, S("bytes=")) || str_chr(header, ',', 0) != SIZE_MAX) return 0;
    str_t rest = str_sub(header, 6, header.n), first;
    (void)str_cut(&rest, '-', &first);
    int64_t a = 0, b = INT64_MAX;
    if (!rest.p) return 0;
    if (first.n ? !str_int(first, 0, INT64_MAX, &a) : !rest.n) return 0;
    if (rest.n && !str_int(rest, 0, INT64_MAX, &b)) return 0;
    if (!first.n) { /* the last b bytes */
        if (b == 0 || size == 0) return -1;
        *n = (uint64_t)b < size ? (uint64_t)b : size;
        *from = size - *n;
        return 1;
    }
    if (rest.n && b < a) return 0;
    if ((uint64_t)a >= size) return -1;
    *from = (uint64_t)a;
    *n = ((uint64_t)b < size - 1 ? (uint64_t)b : size - 1) - *from + 1;
    return 1;
}

bool etag_matches(str_t header, const char *etag)
{
    str_t piece;
    while (header.n && str_cut(&header, ',', &piece)) {
        piece = str_trim(piece);
        if (str_eq(piece, S("*"))) return true;
        if (str_starts(piece, S("W/"))) piece = str_sub(piece, 2, piece.n);
        if (str_eq(piece, str_of(etag))) return true;
    }
    return false;
}

/* "0.8" in thousandths; what is not a weight counts as 1. */
static int weight_of(str_t parameter)
{
    str_t q = str_trim(parameter);
    if (!str_starts(q, S("q=")) && !str_starts(q, S("Q="))) return 1000;
    if (q.n < 3 || q.p[2] != '0') return 1000;
    int w = 0;
    for (size_t i = 4; i < 7; i++) w = 10 * w + (i < q.n && q.p[i] >= '0' && q.p[i] <= '9' ? q.p[i] - '0' : 0);
    return w;
}

int coding_quality(str_t accept, const char *coding)
{
    str_t piece;
    int any = 0;
    while (accept.n && str_cut(&accept, ',', &piece)) {
        str_t rest = str_trim(piece), name;
        (void)str_cut(&rest, ';', &name);
        int w = rest.p ? weight_of(rest) : 1000;
        if (str_ieq(str_trim(name), str_of(coding))) return w;
        if (str_eq(str_trim(name), S("*"))) any = w;
    }
    return any;
}

bool range_allowed(str_t if_range, const char *etag)
{
    return !if_range.n || str_eq(if_range, str_of(etag)); /* a date never equals: we send no Last-Modified */
}
