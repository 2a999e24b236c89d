/* SPDX-License-Identifier: Apache-2.0
 *
 * NFC (UAX 15).
 */
#include "base/buf.h"
#include "base/fold.h"
#include "base/fold_internal.h"

static uint32_t class_of(uint32_t c)
{
    size_t lo = 0, hi = c < 0x300 ? 0 : fold_n_classes;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (fold_classes[mid].c == c) return fold_classes[mid].ccc;
        if (fold_classes[mid].c < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

static const fold_decomp_t *decomp_of(uint32_t c)
{
    size_t lo = 0, hi = c < 0xC0 ? 0 : fold_n_decomps;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (fold_decomps[mid].c == c) return &fold_decomps[mid];
        if (fold_decomps[mid].c < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return NULL;
}

static uint32_t composed(uint32_t a, uint32_t b)
{
    if (a >= 0x1100 && a < 0x1113 && b >= 0x1161 && b < 0x1176) /* Hangul is made by rule */
        return 0xAC00 + ((a - 0x1100) * 21 + (b - 0x1161)) * 28;
    if (a >= 0xAC00 && a < 0xD7A4 && (a - 0xAC00) % 28 == 0 && b > 0x11A7 && b < 0x11C3) return a + (b - 0x11A7);
    size_t lo = 0, hi = fold_n_pairs;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        const fold_pair_t *p = &fold_pairs[mid];
        if (p->a == a && p->b == b) return p->c;
        if (p->a < a || (p->a == a && p->b < b))
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

static void decompose(uint32_t c, uint32_t *out, size_t *n)
{
    const fold_decomp_t *d = decomp_of(c);
    if (!d) {
        out[(*n)++] = c;
        return;
    }
    decompose(d->to[0], out, n);
    if (d->to[1]) out[(*n)++] = d->to[1]; /* the second is never composed itself (UAX 15) */
}

/* Marks in canonical order: a stable insertion by class. */
static void order(uint32_t *c, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t x = c[i], k = class_of(x);
        size_t at = i;
        while (k && at > 0 && class_of(c[at - 1]) > k) {
            c[at] = c[at - 1];
            at--;
        }
        c[at] = x;
    }
}

static size_t compose(uint32_t *c, size_t n)
{
    size_t starter = SIZE_MAX, out = 0;
    uint32_t last = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t k = class_of(c[i]);
        bool open = starter != SIZE_MAX && (out == starter + 1 || (last != 0 && last < k));
        uint32_t made = open ? composed(c[starter], c[i]) : 0;
        if (made) {
            c[starter] = made;
            continue;
        }
        if (k == 0) starter = out;
        last = k;
        c[out++] = c[i];
    }
    return out;
}

size_t nfc_points(uint32_t *c, size_t n, size_t most)
{
    size_t at = most - n,
           k = 0; /* what is still to be read stands at the end, so that reading stays ahead of writing */
    if (n > most) return 0;
    memmove(c + at, c, n * sizeof *c);
    for (; at < most; at++) {
        uint32_t got[8] = {0};
        size_t many = 0;
        decompose(c[at], got, &many);
        if (k + many > at + 1) return 0;
        memcpy(c + k, got, many * sizeof *got);
        k += many;
    }
    order(c, k);
    return compose(c, k);
}

/* One starter with its marks at a time; more than RUN marks on one letter are cut there, as streams do (UAX 15, §13). */
enum { RUN = 64 };

str_t nfc_dup(arena_t *a, str_t s)
{
    buf_t b = buf_new(a, s.n * 3 + 16);
    uint32_t run[RUN + 8];
    size_t n = 0;
    for (size_t i = 0; i <= s.n;) {
        uint32_t c = 0;
        bool end = i == s.n;
        if (!end) c = utf8_next(s, &i);
        uint32_t got[8] = {0};
        size_t k = 0;
        if (!end) decompose(c, got, &k);
        /* A new starter closes the run, unless it composes with what stands (Hangul, a few Indic vowels). */
        bool starts = !end && class_of(got[0]) == 0;
        if (n && (end || starts || n + k > RUN)) {
            order(run, n);
            n = compose(run, n);
            starts = starts && !(n == 1 && composed(run[0], got[0]));
        }
        if (n && (end || starts || n + k > RUN)) {
            for (size_t x = 0; x < n; x++) {
                char out[4];
                buf_put(&b, (str_t){out, utf8_put(run[x], out)});
            }
            n = 0;
        }
        if (end) break;
        for (size_t x = 0; x < k; x++) run[n++] = got[x];
    }
    buf_putc(&b, 0);
    return buf_ok(&b) && b.p ? (str_t){b.p, b.n - 1} : STR_NONE;
}
