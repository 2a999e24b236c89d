/* SPDX-License-Identifier: Apache-2.0 */
#include "base/phash.h"
#include <math.h>

enum { SIDE = 64, POINTS = SIDE * SIDE, LOW = 16, BITS = LOW * LOW };
#define PI 3.14159265358979323846
/* Mean distance from the mean grey below which a picture is taken for empty. */
#define EMPTY 1.5

/* The share of place `i` of SIDE that a line of `n` points covers: points from..to-1, the first and last in part. */
typedef struct span {
    size_t from, to;
    double first, last, all;
} span_t;

static span_t span_of(size_t i, size_t n)
{
    double begin = (double)(i * n) / SIDE, end = (double)((i + 1) * n) / SIDE;
    span_t s = {.from = i * n / SIDE, .to = ((i + 1) * n + SIDE - 1) / SIDE, .all = end - begin};
    s.first = (double)(s.from + 1) - begin;
    s.last = end - (double)(s.to - 1);
    if (s.to - s.from == 1) s.first = s.all;
    return s;
}

static double share(const span_t *s, size_t at)
{
    return at == s->from ? s->first : at + 1 == s->to ? s->last : 1;
}

static double row_mean(const uint8_t *row, const span_t *s)
{
    uint64_t inner = 0;
    double sum = s->first * row[s->from];
    for (size_t x = s->from + 1; x + 1 < s->to; x++) inner += row[x];
    if (s->to - s->from > 1) sum += s->last * row[s->to - 1];
    return (sum + (double)inner) / s->all;
}

static void shrink(const uint8_t *rows, size_t width, size_t height, size_t stride, double small[SIDE][SIDE])
{
    span_t across[SIDE];
    for (size_t x = 0; x < SIDE; x++) across[x] = span_of(x, width);
    for (size_t y = 0; y < SIDE; y++) {
        span_t down = span_of(y, height);
        for (size_t k = down.from; k < down.to; k++) {
            double part = share(&down, k) / down.all;
            for (size_t x = 0; x < SIDE; x++) small[y][x] += part * row_mean(rows + k * stride, &across[x]);
        }
    }
}

static bool is_empty(double small[SIDE][SIDE])
{
    double mean = 0, off = 0;
    for (size_t i = 0; i < POINTS; i++) mean += small[i / SIDE][i % SIDE] / POINTS;
    for (size_t i = 0; i < POINTS; i++) off += fabs(small[i / SIDE][i % SIDE] - mean) / POINTS;
    return off < EMPTY;
}

/* The frequencies 1 … LOW both ways of the cosine transform (type II, without its factors: only the order matters). */
static void frequencies(double small[SIDE][SIDE], double out[BITS])
{
    double wave[LOW][SIDE], across[SIDE][LOW];
    for (size_t k = 0; k < LOW; k++)
        for (size_t x = 0; x < SIDE; x++) wave[k][x] = cos(PI * (double)((2 * x + 1) * (k + 1)) / (2 * SIDE));
    for (size_t y = 0; y < SIDE; y++)
        for (size_t k = 0; k < LOW; k++) {
            across[y][k] = 0;
            for (size_t x = 0; x < SIDE; x++) across[y][k] += small[y][x] * wave[k][x];
        }
    for (size_t j = 0; j < LOW; j++)
        for (size_t k = 0; k < LOW; k++) {
            double sum = 0;
            for (size_t y = 0; y < SIDE; y++) sum += across[y][k] * wave[j][y];
            out[j * LOW + k] = sum;
        }
}

/* The value that half of them are below; by insertion, there are 256. */
static double median(const double v[BITS])
{
    double sorted[BITS] = {0};
    for (size_t i = 0; i < BITS; i++) {
        size_t at = i;
        for (; at > 0 && sorted[at - 1] > v[i]; at--) sorted[at] = sorted[at - 1];
        sorted[at] = v[i];
    }
    return (sorted[BITS / 2 - 1] + sorted[BITS / 2]) / 2;
}

/* --- margins --- */

typedef struct box {
    const uint8_t *rows;
    size_t stride, x, y, w, h;
} box_t;

/* `n` points `step` apart that are all one grey, but for the noise of saving: that of `margin`. */
static bool plain_line(const uint8_t *p, size_t n, size_t step, uint8_t margin)
{
    enum { NOISE = 24 };
    for (size_t i = 0; i < n; i++) {
        int d = p[i * step] - margin;
        if (d > NOISE || d < -NOISE) return false;
    }
    return true;
}

/* Takes the lines off its edges that are as plain as its corner; leaves it whole when hardly anything were left. */
static void trim(box_t *b)
{
    box_t t = *b;
    const uint8_t *at = b->rows + b->y * b->stride + b->x;
    uint8_t corner = *at;
    while (t.h > PHASH_LEAST && plain_line(at, t.w, 1, corner)) at += t.stride, t.y++, t.h--;
    while (t.h > PHASH_LEAST && plain_line(at + (t.h - 1) * t.stride, t.w, 1, corner)) t.h--;
    while (t.w > PHASH_LEAST && plain_line(at, t.h, t.stride, corner)) at++, t.x++, t.w--;
    while (t.w > PHASH_LEAST && plain_line(at + t.w - 1, t.h, t.stride, corner)) t.w--;
    if (t.w > PHASH_LEAST && t.h > PHASH_LEAST) *b = t;
}

/* Twice: the dark bars around a sheet of paper, then the paper around what is printed on it. */
static box_t without_margins(const uint8_t *rows, size_t width, size_t height, size_t stride)
{
    box_t b = {rows, stride, 0, 0, width, height};
    trim(&b);
    trim(&b);
    return b;
}

bool phash_grey(const uint8_t *rows, size_t width, size_t height, size_t stride, phash_t *out)
{
    double small[SIDE][SIDE] = {{0}}, v[BITS];
    *out = (phash_t){{0}};
    if (width < PHASH_LEAST || height < PHASH_LEAST || stride < width || width > UINT32_MAX || height > UINT32_MAX)
        return false;
    box_t b = without_margins(rows, width, height, stride);
    shrink(rows + b.y * stride + b.x, b.w, b.h, stride, small);
    if (is_empty(small)) return false;
    frequencies(small, v);
    double middle = median(v);
    for (size_t i = 0; i < BITS; i++)
        if (v[i] > middle) out->w[i / 64] |= (uint64_t)1 << (63 - i % 64);
    return true;
}

int phash_distance(phash_t a, phash_t b)
{
    int n = 0;
    for (size_t i = 0; i < 4; i++) n += __builtin_popcountll(a.w[i] ^ b.w[i]);
    return n;
}

void phash_text(phash_t h, char out[PHASH_HEX + 1])
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < PHASH_HEX; i++) out[i] = hex[h.w[i / 16] >> (60 - 4 * (i % 16)) & 15];
    out[PHASH_HEX] = 0;
}

bool phash_parse(str_t s, phash_t *out)
{
    *out = (phash_t){{0}};
    if (s.n != PHASH_HEX) return false;
    for (size_t i = 0; i < PHASH_HEX; i++) {
        char c = s.p[i];
        int v = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (v < 0) return false;
        out->w[i / 16] = out->w[i / 16] << 4 | (uint64_t)v;
    }
    return true;
}
