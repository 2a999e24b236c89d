/* SPDX-License-Identifier: Apache-2.0
 *
 * The other dresses of a text: a book that readers open, a poster in three sizes, slides, the picture of a link, a voice.
 */
#include "support/check.h"
#include <libxml/parser.h>
#include <zip.h>
#include "base/crypto.h"
#include "material/doc.h"
#include "material/internal.h"
#include "page/picture.h"
#include "material/sound.h"

static const print_mark_t mark = {
    {"K7M2QX", 6}, {"https://canhgiac.example.vn/v/K7M2QX", 36}, {"", 0}, 1, LANG_VI, {"UBND", 4}, PAPER_A4};

static doc_t source_of(arena_t *a, const char *name, err_t *err)
{
    doc_t d;
    assert_ok(doc_parse(a, embed_find(material_sources, str_of(name)), &d, err), err);
    return d;
}

/* OCF 3.3: the first member is "mimetype", stored, with nothing between its name and its bytes; and every page is XML. */
static void a_book_is_what_readers_open(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    err_t err = err_new(LANG_EN);
    static const char *const names[] = {"cam-nang.vi.md", "cam-nang.en.md", "sau-khong.vi.md"};
    for (size_t i = 0; i < 3; i++) {
        doc_t d = source_of(a, names[i], &err);
        str_t one, two;
        assert_ok(doc_epub(a, &d, &mark, &one, &err), &err);
        assert_ok(doc_epub(a, &d, &mark, &two, &err), &err);
        assert_true(str_eq(one, two));
        assert_true(one.n > 58 && memcmp(one.p + 30, "mimetypeapplication/epub+zip", 28) == 0);
        zip_source_t *s = zip_source_buffer_create(one.p, one.n, 0, NULL);
        zip_t *z = zip_open_from_source(s, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
        assert_non_null(z);
        zip_int64_t n = zip_get_num_entries(z, 0);
        assert_true(n >= 6);
        for (zip_int64_t k = 1; k < n; k++) {
            zip_stat_t info;
            assert_int_equal(zip_stat_index(z, (zip_uint64_t)k, 0, &info), 0);
            if (str_ends(str_of(info.name), S(".css"))) continue;
            char *text = arena_alloc(a, info.size + 1);
            zip_file_t *f = zip_fopen_index(z, (zip_uint64_t)k, 0);
            assert_int_equal(zip_fread(f, text, info.size), (zip_int64_t)info.size);
            zip_fclose(f);
            xmlDocPtr x = xmlReadMemory(text, (int)info.size, info.name, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
            if (!x) fail_msg("%s: %s is no XML", names[i], info.name);
            xmlFreeDoc(x);
        }
        zip_discard(z);
    }
    arena_free(a);
}

static void a_poster_comes_in_the_sizes_printers_have(void **state)
{
    (void)state;
    static const char *const boxes[] = {
        [PAPER_A4] = "[ 0 0 595.28", [PAPER_A3] = "[ 0 0 841.8", [PAPER_A5] = "[ 0 0 420.9"};
    arena_t *a = arena_new(64 << 20);
    err_t err = err_new(LANG_EN);
    doc_t d = source_of(a, "ap-phich-otp.vi.md", &err);
    for (paper_t p = PAPER_A4; p <= PAPER_A5; p++) {
        print_mark_t m = mark;
        str_t pdf;
        m.paper = p;
        assert_ok(doc_pdf(a, &d, &m, &pdf, &err), &err);
        if (str_find(pdf, str_of(boxes[p]), 0) == SIZE_MAX) fail_msg("size %d has no page of its size", (int)p);
    }
    arena_free(a);
}

static size_t pages_of(str_t pdf)
{
    size_t n = 0;
    for (size_t at = 0; (at = str_find(pdf, S("/Type /Page"), at)) != SIZE_MAX; at++) n += pdf.p[at + 11] != 's';
    return n;
}

static void a_talk_has_a_slide_for_each_of_its_headings(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    err_t err = err_new(LANG_EN);
    doc_t d = source_of(a, "trinh-chieu.vi.md", &err);
    str_t pdf;
    size_t headings = 1; /* the title */
    for (size_t i = 0; i < d.n; i++) headings += d.blocks[i].kind == DOC_H2;
    assert_ok(doc_pdf(a, &d, &mark, &pdf, &err), &err);
    assert_true(str_find(pdf, S("[ 0 0 960 540 ]"), 0) != SIZE_MAX);
    assert_int_equal(pages_of(pdf), headings);
    arena_free(a);
}

static void what_is_told_to_be_large_does_not_shrink(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    err_t err = err_new(LANG_EN);
    doc_t d = source_of(a, "nguoi-cao-tuoi.vi.md", &err);
    str_t large, usual;
    assert_str(d.size, "18");
    assert_ok(doc_pdf(a, &d, &mark, &large, &err), &err);
    d.size = S("");
    assert_ok(doc_pdf(a, &d, &mark, &usual, &err), &err);
    assert_int_equal(pages_of(usual), 1);
    assert_int_equal(pages_of(large), 2);
    assert_status(ST_INPUT, doc_parse(a, S("---\nslug: x\nkind: post\ntitle: t\nsize: 99\n---\nx"), &d, &err), &err);
    assert_string_equal(err.code, "doc.size");
    assert_status(ST_INPUT, doc_parse(a, S("---\nslug: x\nkind: post\ntitle: t\nlayout: wheel\n---\nx"), &d, &err),
                  &err);
    assert_string_equal(err.code, "doc.layout");
    arena_free(a);
}

static void the_picture_of_a_link_is_1200_by_630_whatever_the_words(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    err_t err = err_new(LANG_EN);
    buf_t endless = buf_new(a, 1 << 16);
    for (int i = 0; i < 300; i++) buf_putz(&endless, "Cảnh giác <b>&amp; ");
    const picture_t words[] = {{S("Ặ"), S(""), S("")}, {buf_str(&endless), buf_str(&endless), buf_str(&endless)}};
    for (size_t i = 0; i < 2; i++) {
        str_t png, again;
        assert_ok(picture_png(a, &words[i], LANG_VI, &png, &err), &err);
        assert_ok(picture_png(a, &words[i], LANG_VI, &again, &err), &err);
        assert_true(str_eq(png, again) && png.n < 150 * 1024);
        static const unsigned char head[] = {0, 0, 4, 0xB0, 0, 0, 2, 0x76}; /* IHDR: 1200, 630 */
        assert_memory_equal(png.p + 16, head, sizeof head);
    }
    arena_free(a);
}

static void a_text_is_read_aloud_where_there_is_a_voice(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    err_t err = err_new(LANG_EN);
    str_t one, longer;
    if (!sound_can()) skip();
    assert_ok(sound_ogg(a, S("Bà con chú ý."), LANG_VI, &one, &err), &err);
    assert_ok(sound_ogg(a, S("Bà con chú ý. Tắt máy, tự gọi cho con cháu, không gửi gì cả."), LANG_VI, &longer, &err),
              &err);
    assert_true(str_starts(one, S("OggS")) && longer.n > one.n);
    arena_free(a);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_book_is_what_readers_open),
        cmocka_unit_test(a_poster_comes_in_the_sizes_printers_have),
        cmocka_unit_test(a_talk_has_a_slide_for_each_of_its_headings),
        cmocka_unit_test(what_is_told_to_be_large_does_not_shrink),
        cmocka_unit_test(the_picture_of_a_link_is_1200_by_630_whatever_the_words),
        cmocka_unit_test(a_text_is_read_aloud_where_there_is_a_voice),
    };
    return cmocka_run_group_tests_name("dress", tests, NULL, NULL);
}
