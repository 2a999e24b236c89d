/* SPDX-License-Identifier: Apache-2.0
 *
 * Sheets photographed from aside: laid flat they look like themselves and like no other, and where there is no sheet none is
 * found. A look that is wrong could call a forgery genuine, so the second half of that is the one that matters.
 */
#include "support/check.h"
#include <cairo.h>
#include <leptonica/allheaders.h>
#include <stdlib.h>
#include "box/glance.h"

enum { WIDTH = 700, HEIGHT = 990, TABLE = 1500, KINDS = 6, FAR = PHASH_SAME + 8 };

/* A sheet of `kind`: a heading, blocks of lines as words make them, a box at its foot; `band`: a coloured head over its whole
 * width, as a poster has. */
static PIX *sheet(unsigned kind, bool band)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    cairo_t *c = cairo_create(s);
    uint32_t seed = 77 + kind * 7919;
    cairo_set_source_rgb(c, 1, 1, 1);
    cairo_paint(c);
    if (band) {
        cairo_set_source_rgb(c, 0.1, 0.2, 0.8);
        cairo_rectangle(c, 0, 0, WIDTH, 310 + 20 * kind);
        cairo_fill(c);
    }
    for (double y = 70; y < HEIGHT - 180; y += 26) {
        seed = seed * 1664525 + 1013904223;
        if (seed >> 28 < 4) continue; /* between paragraphs */
        double x = 60 + (double)(seed >> 16 & 31), ink = band && y < 300 ? 1 : 0.1;
        cairo_set_source_rgb(c, ink, ink, ink);
        for (double end = x + 200 + (double)(seed >> 8 & 255); x < end; x += 60) cairo_rectangle(c, x, y, 48, 14);
        cairo_fill(c);
    }
    cairo_rectangle(c, 60 + 90 * (double)(kind % 5), HEIGHT - 150, 100, 100);
    cairo_fill(c);
    cairo_surface_flush(s);
    PIX *p = pixCreate(WIDTH, HEIGHT, 32);
    const unsigned char *from = cairo_image_surface_get_data(s);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            const unsigned char *b = from + (size_t)y * (size_t)cairo_image_surface_get_stride(s) + (size_t)x * 4;
            pixSetRGBPixel(p, x, y, b[2], b[1], b[0]);
        }
    cairo_destroy(c);
    cairo_surface_destroy(s);
    return p;
}

/* The photograph of a sheet that lies on a dark table, seen so that its corners are at `at`; a shadow falls across it. */
static PIX *photograph(PIX *flat, const float at[8])
{
    PIX *wide = pixCreate(TABLE, TABLE, 32), *table = pixCreate(TABLE, TABLE, 32);
    PTA *from = ptaCreate(4), *to = ptaCreate(4);
    const float corner[8] = {0, 0, WIDTH - 1, 0, WIDTH - 1, HEIGHT - 1, 0, HEIGHT - 1};
    for (int i = 0; i < 4; i++) {
        ptaAddPt(from, corner[2 * i], corner[2 * i + 1]);
        ptaAddPt(to, at[2 * i], at[2 * i + 1]);
    }
    pixRasterop(wide, 0, 0, WIDTH, HEIGHT, PIX_SRC, flat, 0, 0);
    PIX *seen = pixProjectivePtaColor(wide, to, from, 0x01020300); /* a colour that no sheet has */
    for (int y = 0; y < TABLE; y++)
        for (int x = 0; x < TABLE; x++) {
            int r, g, b, shade = 100 - (x + y) / 100, grain = (x * 13 + y * 7) % 19;
            pixGetRGBPixel(seen, x, y, &r, &g, &b);
            if (r < 4 && g < 4 && b < 6)
                pixSetRGBPixel(table, x, y, 70 + grain, 52 + grain, 40 + grain);
            else
                pixSetRGBPixel(table, x, y, r * shade / 100, g * shade / 100, b * shade / 100);
        }
    pixDestroy(&seen);
    pixDestroy(&wide);
    ptaDestroy(&from);
    ptaDestroy(&to);
    return table;
}

static glance_t glance_of(arena_t *a, PIX *p)
{
    err_t err = err_new(LANG_EN);
    glance_t g;
    l_uint8 *bytes = NULL;
    size_t n = 0;
    assert_int_equal(pixWriteMemJpeg(&bytes, &n, p, 80, 0), 0);
    str_t jpeg = str_dup(a, (str_t){(const char *)bytes, n});
    free(bytes);
    assert_ok(glance_read(a, jpeg, &g, &err), &err);
    return g;
}

static int nearest(const glance_t *g, phash_t to)
{
    int best = 257;
    for (size_t i = 0; i < g->n_looks; i++) {
        int d = phash_distance(g->looks[i], to);
        if (d < best) best = d;
    }
    return best;
}

static const float slants[][8] = {
    {300, 200, 1000, 260, 1060, 1240, 260, 1180}, /* nearly from above */
    {420, 260, 1010, 330, 1240, 1200, 240, 1050}, /* from the foot */
    {520, 200, 1180, 430, 860, 1300, 240, 1010},  /* turned */
    {500, 600, 840, 640, 830, 1100, 470, 1060},   /* small */
};

enum { PHOTOS = KINDS * (sizeof slants / sizeof *slants) };

/* How many photographs of PHOTOS are known; none may be taken for another. */
static size_t known_from(bool band)
{
    size_t known = 0;
    arena_t *a = arena_new(64 << 20);
    phash_t own[KINDS];
    for (unsigned k = 0; k < KINDS; k++) {
        PIX *flat = sheet(k, band);
        own[k] = glance_of(a, flat).looks[0];
        pixDestroy(&flat);
    }
    for (unsigned k = 0; k < KINDS; k++) {
        PIX *flat = sheet(k, band);
        for (size_t i = 0; i < sizeof slants / sizeof *slants; i++) {
            PIX *photo = photograph(flat, slants[i]);
            glance_t g = glance_of(a, photo);
            pixDestroy(&photo);
            known += nearest(&g, own[k]) <= PHASH_SAME;
            for (unsigned other = 0; other < KINDS; other++)
                if (other != k && nearest(&g, own[other]) < FAR)
                    fail_msg("sheet %u, slant %zu: taken for sheet %u", k, i, other);
        }
        pixDestroy(&flat);
    }
    arena_free(a);
    return known;
}

static void a_sheet_from_aside_looks_like_itself_and_no_other(void **state)
{
    (void)state;
    assert_int_equal(known_from(false), PHOTOS);
}

/* A coloured head runs into what lies around it sooner than white paper does. */
static void so_do_most_posters(void **state)
{
    (void)state;
    assert_true(known_from(true) >= PHOTOS / 2);
}

/* What is no whole sheet gives no look but the photograph's own. */
static void where_there_is_no_sheet_none_is_found(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    PIX *flat = sheet(1, false), *photo = photograph(flat, slants[0]);
    for (int y = 900; y < TABLE; y++)
        for (int x = 780; x < TABLE; x++) pixSetRGBPixel(photo, x, y, 78, 60, 50); /* a corner lies under something */
    assert_true(glance_of(a, photo).n_looks <= 2);
    pixDestroy(&photo);
    photo = photograph(flat, (const float[8]){40, 40, 300, 60, 290, 130, 50, 120}); /* too small to tell */
    assert_true(glance_of(a, photo).n_looks <= 2);
    assert_true(glance_of(a, flat).n_looks <= 2); /* a scan is not seen from aside */
    pixDestroy(&photo);
    pixDestroy(&flat);
    arena_free(a);
}

int main(void)
{
    setMsgSeverity(L_SEVERITY_NONE);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_from_aside_looks_like_itself_and_no_other),
        cmocka_unit_test(so_do_most_posters),
        cmocka_unit_test(where_there_is_no_sheet_none_is_found),
    };
    return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
