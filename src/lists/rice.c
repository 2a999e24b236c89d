/* SPDX-License-Identifier: Apache-2.0
 *
 * rice — Golomb codes with a divisor that is a power of two (Golomb 1966, Rice 1979): for numbers drawn evenly, half a bit
 * above what is possible.
 */
#include "lists/internal.h"

unsigned rice_k(unsigned width, size_t n)
{
    double gap = n ? 0.69 : 0;
    for (unsigned i = 0; i < width; i++) gap *= 2;
    gap /= n ? (double)n : 1;
    unsigned k = 0;
    while (k < 63 && gap >= 2) {
        gap /= 2;
        k++;
    }
    return k;
}

static void bit_put(bits_out_t *b, uint64_t v, unsigned n)
{
    for (unsigned i = 0; i < n;) {
        unsigned now = n - i < 64 - b->n ? n - i : 64 - b->n;
        uint64_t part = v >> i & (now == 64 ? UINT64_MAX : ((uint64_t)1 << now) - 1);
        b->word |= part << b->n;
        b->n += now;
        i += now;
        if (b->n == 64) {
            put64(b->to, b->word);
            b->word = 0;
            b->n = 0;
        }
    }
}

void rice_put(bits_out_t *b, uint64_t v, unsigned k)
{
    for (uint64_t q = v >> k; q; q--) bit_put(b, 1, 1);
    bit_put(b, 0, 1);
    bit_put(b, v, k);
}

void rice_end(bits_out_t *b)
{
    if (b->n) put64(b->to, b->word);
    b->word = 0;
    b->n = 0;
}

static uint64_t bit_get(bits_in_t *b, unsigned n)
{
    uint64_t v = 0;
    for (unsigned i = 0; i < n;) {
        unsigned off = b->at & 7, now = n - i < 8 - off ? n - i : 8 - off;
        v |= (uint64_t)((b->p[b->at >> 3] >> off) & ((1u << now) - 1)) << i;
        b->at += now;
        i += now;
    }
    return v;
}

bool rice_get(bits_in_t *b, unsigned k, uint64_t *v)
{
    uint64_t q = 0, most = k ? UINT64_MAX >> k : UINT64_MAX;
    while (b->at < b->n && bit_get(b, 1)) q++;
    if (b->at + k > b->n || q > most) return false;
    *v = q << k | bit_get(b, k);
    return true;
}
