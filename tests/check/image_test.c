/* SPDX-License-Identifier: Apache-2.0
 *
 * Pictures: drawn here, read back by the confined reader in each of its formats; and the ones that must never reach a decoder.
 */
#include "support/check.h"
#include <cairo-pdf.h>
#include <cairo.h>
#include <leptonica/allheaders.h>
#include <stdlib.h>
#include "box/image.h"
#include "page/qr.h"

enum { SIDE = 700 };

static const char payload[] =
    "00020101021138540010A00000072701240006970423011001234567890208QRIBFTTA53037045802VN6304F64B";

static cairo_status_t grow(void *ctx, const unsigned char *p, unsigned n)
{
    buf_put(ctx, (str_t){(const char *)p, n});
    return CAIRO_STATUS_SUCCESS;
}

/* Two lines of words and a QR code. */
static void draw(arena_t *a, cairo_t *c)
{
    err_t err = err_new(LANG_EN);
    qr_t q;
    assert_ok(qr_make(a, str_of(payload), &q, &err), &err);
    cairo_set_source_rgb(c, 1, 1, 1);
    cairo_paint(c);
    cairo_set_source_rgb(c, 0, 0, 0);
    cairo_select_font_face(c, "Noto Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(c, 30);
    cairo_move_to(c, 30, 60);
    cairo_show_text(c, "Chuyển tiền vào tài khoản tạm giữ");
    cairo_move_to(c, 30, 120);
    cairo_show_text(c, "Không được nói với ai");
    for (size_t y = 0; y < q.width; y++)
        for (size_t x = 0; x < q.width; x++)
            if (q.dark[y * q.width + x]) cairo_rectangle(c, 100 + 8 * (double)x, 200 + 8 * (double)y, 8, 8);
    cairo_fill(c);
}

static str_t png_of(arena_t *a)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, SIDE, SIDE);
    cairo_t *c = cairo_create(s);
    draw(a, c);
    buf_t b = buf_new(a, 4 << 20);
    cairo_surface_write_to_png_stream(s, grow, &b);
    cairo_destroy(c);
    cairo_surface_destroy(s);
    assert_true(buf_ok(&b));
    return buf_str(&b);
}

static str_t pdf_of(arena_t *a)
{
    buf_t b = buf_new(a, 4 << 20);
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(grow, &b, SIDE, SIDE);
    cairo_t *c = cairo_create(s);
    draw(a, c);
    cairo_show_page(c);
    cairo_destroy(c);
    cairo_surface_destroy(s);
    return buf_str(&b);
}

static str_t turned_into(arena_t *a, str_t png, bool webp)
{
    PIX *p = pixReadMemPng((const l_uint8 *)png.p, png.n);
    l_uint8 *bytes = NULL;
    size_t n = 0;
    assert_non_null(p);
    assert_int_equal(webp ? pixWriteMemWebP(&bytes, &n, p, 90, 0) : pixWriteMemJpeg(&bytes, &n, p, 90, 0), 0);
    pixDestroy(&p);
    str_t out = str_dup(a, (str_t){(const char *)bytes, n});
    free(bytes);
    return out;
}

static void must_read(arena_t *a, str_t bytes, image_kind_t kind)
{
    err_t err = err_new(LANG_EN);
    image_size_t size;
    image_text_t got;
    assert_true(image_size(bytes, &size));
    assert_int_equal(size.kind, kind);
    if (kind != IMAGE_PDF) assert_true(size.width == SIDE && size.height == SIDE);
    assert_ok(image_read(a, bytes, &got, &err), &err);
    assert_int_equal(got.n_codes, 1);
    assert_str(got.codes[0], payload);
    if (str_find(got.text, S("tài khoản tạm giữ"), 0) == SIZE_MAX) fail_msg("%.*s", STRF(got.text));
    assert_true(str_find(got.text, S("nói với ai"), 0) != SIZE_MAX);
    assert_false(got.cut);
}

static void words_and_codes_are_read_in_every_format(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    str_t png = png_of(a);
    must_read(a, png, IMAGE_PNG);
    must_read(a, turned_into(a, png, false), IMAGE_JPEG);
    must_read(a, turned_into(a, png, true), IMAGE_WEBP);
    must_read(a, pdf_of(a), IMAGE_PDF);
    arena_free(a);
}

static status_t refused(arena_t *a, str_t bytes)
{
    err_t err = err_new(LANG_VI);
    image_text_t got;
    status_t s = image_read(a, bytes, &got, &err);
    if (s != ST_OK) assert_true(err.text[0]);
    return s;
}

static void put_be(char *p, uint32_t v)
{
    for (int i = 0; i < 4; i++) p[i] = (char)(v >> (24 - 8 * i) & 0xFF);
}

/* A few bytes that claim gigabytes are refused by their head. */
static void a_bomb_is_refused_before_it_is_decoded(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    str_t png = png_of(a);
    char *bomb = str_z(a, png);
    put_be(bomb + 16, 30000);
    put_be(bomb + 20, 30000);
    ms_t from = clock_mono();
    assert_int_equal(refused(a, (str_t){bomb, png.n}), ST_LIMIT);
    put_be(bomb + 16, 39000000);
    put_be(bomb + 20, 1);
    assert_int_equal(refused(a, (str_t){bomb, png.n}), ST_LIMIT);
    put_be(bomb + 16, 0);
    assert_int_equal(refused(a, (str_t){bomb, png.n}), ST_INPUT);
    assert_true(clock_mono() - from < 100);
    /* Within the limit, and a lie: the decoder runs out of bytes, in its own room. */
    put_be(bomb + 16, 6000);
    put_be(bomb + 20, 6000);
    assert_int_equal(refused(a, (str_t){bomb, png.n}), ST_INPUT);
    arena_free(a);
}

static void what_is_no_picture_is_refused(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    str_t png = png_of(a), jpeg = turned_into(a, png, false), webp = turned_into(a, png, true);
    assert_int_equal(refused(a, S("")), ST_INPUT);
    assert_int_equal(refused(a, S("GIF89a\1\0\1\0")), ST_INPUT);
    assert_int_equal(refused(a, S("%PDF-1.7 nothing")), ST_INPUT);
    assert_int_equal(refused(a, str_sub(png, 0, 40)), ST_INPUT);
    assert_int_equal(refused(a, str_sub(jpeg, 0, 12)), ST_INPUT);
    assert_int_equal(refused(a, str_sub(webp, 0, 40)), ST_INPUT);
    str_t large = {arena_alloc(a, IMAGE_BYTES + 1), IMAGE_BYTES + 1};
    assert_int_equal(refused(a, large), ST_LIMIT);
    arena_free(a);
}

/* Heads cut at every byte, and bytes changed at random: a size or none, never a read past the end. */
static void a_torn_head_tells_nothing(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    str_t png = png_of(a);
    str_t all[] = {png, turned_into(a, png, false), turned_into(a, png, true)};
    for (size_t k = 0; k < 3; k++)
        for (size_t n = 0; n < 700 && n < all[k].n; n++) {
            char *exact = malloc(n ? n : 1);
            image_size_t size;
            assert_non_null(exact);
            memcpy(exact, all[k].p, n);
            (void)image_size((str_t){exact, n}, &size);
            free(exact);
        }
    arena_free(a);
}

static void without_its_reader_it_says_so(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    const char *was = getenv("CANHGIAC_IMAGE");
    char *kept = str_z(a, str_of(was ? was : ""));
    setenv("CANHGIAC_IMAGE", "/nonexistent/canhgiac-image", 1);
    assert_int_equal(refused(a, png_of(a)), ST_IO);
    setenv("CANHGIAC_IMAGE", kept, 1);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_codes_are_read_in_every_format),
        cmocka_unit_test(a_bomb_is_refused_before_it_is_decoded),
        cmocka_unit_test(what_is_no_picture_is_refused),
        cmocka_unit_test(a_torn_head_tells_nothing),
        cmocka_unit_test(without_its_reader_it_says_so),
    };
    return cmocka_run_group_tests_name("image", tests, NULL, NULL);
}
