/* SPDX-License-Identifier: Apache-2.0
 *
 * Real pictures are hashed by the reader's test (tests/material/picture.sh); here the laws of the hash itself, on pages of
 * grey "words" laid out by a seed.
 */
#include "base/phash.h"
#include "support/check.h"

enum { MOST = 1000 };

typedef struct page {
    uint8_t p[MOST * MOST];
    size_t w, h;
} page_t;

static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    return *seed >> 8;
}

static void bar(page_t *g, size_t x, size_t y, size_t w, size_t h, uint8_t grey)
{
    for (size_t i = y; i < y + h && i < g->h; i++)
        for (size_t k = x; k < x + w && k < g->w; k++) g->p[i * g->w + k] = grey;
}

/* Dark words in lines on white, a heading and a block of colour: what a leaflet is from afar. */
static void leaflet(page_t *g, uint32_t seed)
{
    g->w = 600;
    g->h = 848;
    memset(g->p, 245, g->w * g->h);
    bar(g, 40, 40 + next(&seed) % 60, 300 + next(&seed) % 220, 50 + next(&seed) % 60, (uint8_t)(next(&seed) % 120));
    for (size_t y = 220; y + 40 < g->h; y += 22)
        for (size_t x = 40; x < 540;) {
            size_t w = 15 + next(&seed) % 60;
            if (next(&seed) % 5) bar(g, x, y, w, 11, 30);
            x += w + 9;
        }
    bar(g, 60 + next(&seed) % 300, 300 + next(&seed) % 300, 120, 120, (uint8_t)(90 + next(&seed) % 100));
}

static void scaled(const page_t *g, size_t w, size_t h, page_t *out)
{
    out->w = w;
    out->h = h;
    for (size_t y = 0; y < h; y++)
        for (size_t x = 0; x < w; x++) out->p[y * w + x] = g->p[y * g->h / h * g->w + x * g->w / w];
}

static phash_t hash(const page_t *g)
{
    phash_t h;
    assert_true(phash_grey(g->p, g->w, g->h, g->w, &h));
    return h;
}

static page_t one, two;

/* Smaller, larger, another shape, darker, noisy: still the same picture. */
static void a_copy_is_known_whatever_was_done_to_it(void **state)
{
    static const size_t sizes[][2] = {{300, 424}, {151, 213}, {97, 137}, {900, 1000}, {600, 600}};
    (void)state;
    leaflet(&one, 7);
    phash_t h = hash(&one);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        scaled(&one, sizes[i][0], sizes[i][1], &two);
        assert_in_range(phash_distance(h, hash(&two)), 0, 40); /* nearest-neighbour scaling is cruder than any program */
    }
    two = one;
    uint32_t seed = 5;
    for (size_t i = 0; i < two.w * two.h; i++) {
        int v = two.p[i] * 7 / 10 + 20 + (int)(next(&seed) % 41) - 20;
        two.p[i] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
    }
    assert_in_range(phash_distance(h, hash(&two)), 0, 40); /* nearest-neighbour scaling is cruder than any program */
}

/* Sixty leaflets of one layout with other words: none is taken for another. */
static void different_pages_are_not_alike(void **state)
{
    enum { PAGES = 60 };
    static phash_t h[PAGES];
    int nearest = 256;
    (void)state;
    for (uint32_t i = 0; i < PAGES; i++) {
        leaflet(&one, 1000 + 77 * i);
        h[i] = hash(&one);
        for (uint32_t k = 0; k < i; k++) {
            int d = phash_distance(h[i], h[k]);
            if (d < nearest) nearest = d;
        }
    }
    assert_in_range(nearest, PHASH_SAME + 1, 256);
}

static void an_empty_page_is_like_no_other(void **state)
{
    phash_t h;
    (void)state;
    one.w = one.h = 400;
    memset(one.p, 255, one.w * one.h);
    assert_false(phash_grey(one.p, one.w, one.h, one.w, &h));
    assert_false(phash_grey(one.p, 15, 400, 400, &h));
    assert_false(phash_grey(one.p, 400, 400, 399, &h));
    leaflet(&one, 3);
    assert_true(phash_grey(one.p + 60, 16, 848, 600, &h)); /* the narrowest */
}

static void a_hash_survives_being_written(void **state)
{
    phash_t h = {{0x0123456789abcdefU, 1, ~(uint64_t)0, 0}}, again;
    char text[PHASH_HEX + 1];
    (void)state;
    phash_text(h, text);
    assert_true(phash_parse(str_of(text), &again));
    assert_int_equal(phash_distance(h, again), 0);
    assert_false(phash_parse(str_sub(str_of(text), 1, 64), &again));
    text[9] = 'G';
    assert_false(phash_parse(str_of(text), &again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_is_known_whatever_was_done_to_it), cmocka_unit_test(different_pages_are_not_alike),
        cmocka_unit_test(an_empty_page_is_like_no_other), cmocka_unit_test(a_hash_survives_being_written)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
