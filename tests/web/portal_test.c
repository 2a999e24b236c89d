/* SPDX-License-Identifier: Apache-2.0
 *
 * What other portals take from the site, over a real socket: whatever way they choose, the embed id or the link to /v/CODE
 * comes along; only the page made for frames may stand in one; search finds with and without marks.
 */
#include <jansson.h>
#include <zip.h>
#include "base/file.h"
#include "material/material.h"
#include "page/page.h"
#include "page/render.h"
#include "web_world.h"

static struct {
    char code[8], mark[32];
} seen;

static bool has(str_t text, const char *what)
{
    return str_find(text, str_of(what), 0) != SIZE_MAX;
}

static int setup(void **state)
{
    if (web_world(state, &(web_config_t){0}) != 0) return 1;
    test_t *t = *state;
    db_t *db;
    material_t m;
    release_t r;
    assert_ok(material_seed(t->st, t->unit, ident_new(), ident_new(), S("https://x.vn"), S("Sở"), S(""), &t->err),
              &t->err);
    t->app.base_url = S("https://x.vn");
    assert_ok(store_read(t->st, &db, &t->err), &t->err);
    assert_ok(material_by_slug(db, t->a, S("cam-nang"), &m, &t->err), &t->err);
    assert_ok(release_current(db, t->a, m.id, clock_now(), &r, &t->err), &t->err);
    snprintf(seen.code, sizeof seen.code, "%.*s", STRF(r.code));
    snprintf(seen.mark, sizeof seen.mark, "%.*s", STRF(embed_id(t->a, &r)));
    store_done(t->st, db);
    return 0;
}

static json_t *json_of(test_t *t, const char *line)
{
    str_t r = ask(t, line, ""), b = answer_body(r);
    assert_int_equal(answer_code(r), 200);
    json_t *j = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(j);
    return j;
}

static str_t text_of(json_t *o, const char *name)
{
    return str_of(json_string_value(json_object_get(o, name)));
}

static void oembed_answers_for_every_address_of_a_material(void **state)
{
    test_t *t = *state;
    const char *addresses[] = {"https%3A%2F%2Fx.vn%2Ftai-lieu%2Fcam-nang",
                               "https%3A%2F%2Fx.vn%2Fen%2Ftai-lieu%2Fcam-nang%3Fa%3D1",
                               str_fmt(t->a, "https%%3A%%2F%%2Fx.vn%%2Fv%%2F%s", seen.code).p,
                               str_fmt(t->a, "https%%3A%%2F%%2Fx.vn%%2Fen%%2Fv%%2F%s%%2Fnhung", seen.code).p};
    for (size_t i = 0; i < 4; i++) {
        json_t *j = json_of(t, str_fmt(t->a, "GET /oembed?maxwidth=400&url=%s", addresses[i]).p);
        assert_str(text_of(j, "version"), "1.0");
        assert_str(text_of(j, "type"), "rich");
        assert_int_equal(json_integer_value(json_object_get(j, "width")), 400);
        assert_true(has(text_of(j, "html"), seen.mark) && has(text_of(j, "html"), seen.code));
        assert_false(has(text_of(j, "html"), "<script"));
        json_decref(j);
    }
    str_t xml = ask(t, str_fmt(t->a, "GET /oembed?format=xml&url=%s", addresses[0]).p, "");
    assert_true(has(xml, "text/xml") && has(xml, "<type>rich</type>") && has(xml, seen.code));
    assert_int_equal(code(t, "GET /oembed?url=https%3A%2F%2Fevil.vn%2Ftai-lieu%2Fcam-nang", ""), 404);
    assert_int_equal(code(t, "GET /oembed?url=https%3A%2F%2Fx.vn%2Ftai-lieu%2Fno-such", ""), 404);
    assert_int_equal(code(t, "GET /oembed?url=https%3A%2F%2Fx.vn.evil.vn%2Fv%2FABC234", ""), 404);
    assert_int_equal(code(t, "GET /oembed?format=yaml&url=x", ""), 501);
    assert_int_equal(code(t, "GET /oembed", ""), 422);
}

static void every_entry_of_every_feed_carries_its_mark(void **state)
{
    test_t *t = *state;
    json_t *j = json_of(t, "GET /feeds/materials.json"), *items = json_object_get(j, "items"), *item;
    size_t i;
    assert_true(json_array_size(items) >= 6);
    json_array_foreach(items, i, item)
    {
        str_t mark = text_of(json_object_get(item, "_canhgiac"), "embed");
        assert_true(mark.n && str_find(text_of(item, "content_html"), mark, 0) != SIZE_MAX);
        assert_true(str_starts(text_of(item, "url"), S("https://x.vn/tai-lieu/")));
    }
    json_decref(j);
    static const char *const others[] = {"GET /feeds/materials.atom", "GET /en/feeds/materials.rss"};
    for (i = 0; i < 2; i++) {
        str_t r = ask(t, others[i], "");
        assert_int_equal(answer_code(r), 200);
        assert_true(has(r, seen.mark) && has(r, str_fmt(t->a, "/v/%s", seen.code).p));
        assert_str(answer_field(r, "Access-Control-Allow-Origin"), "*");
    }
}

static void only_the_page_made_for_frames_stands_in_one(void **state)
{
    test_t *t = *state;
    str_t frame = ask(t, str_fmt(t->a, "GET /v/%s/nhung", seen.code).p, "");
    str_t csp = answer_field(frame, "Content-Security-Policy");
    assert_int_equal(answer_code(frame), 200);
    assert_true(has(csp, "frame-ancestors *") && !has(csp, "script-src"));
    assert_true(has(frame, seen.mark) && !has(frame, "<script") && !has(frame, "<form"));
    static const char *const others[] = {"GET /", "GET /tai-lieu/cam-nang", "GET /ban/vao", "GET /nhung",
                                         "GET /ban/v/nhung"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_true(has(answer_field(ask(t, others[i], ""), "Content-Security-Policy"), "frame-ancestors 'none'"));
    assert_int_equal(code(t, "GET /v/ABCDEF/nhung", ""), 422); /* no code has that check character */
}

static void the_zip_holds_all_an_editor_needs_and_is_the_same_each_time(void **state)
{
    test_t *t = *state;
    str_t r = ask(t, "GET /tai-lieu/cam-nang/cong-thong-tin.zip", ""), b = answer_body(r);
    assert_int_equal(answer_code(r), 200);
    assert_true(str_eq(b, answer_body(ask(t, "GET /tai-lieu/cam-nang/cong-thong-tin.zip", ""))));
    zip_source_t *s = zip_source_buffer_create(b.p, b.n, 0, NULL);
    zip_t *z = zip_open_from_source(s, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
    assert_non_null(z);
    static const char *const marked[] = {"nhung.html",    "khung.html",      "bai-viet.txt",
                                         "nhung.en.html", "bai-viet.en.txt", "DOC-TRUOC.txt"};
    for (size_t i = 0; i < sizeof marked / sizeof *marked; i++) {
        char text[20000] = "";
        zip_file_t *f = zip_fopen(z, marked[i], 0);
        if (!f) fail_msg("%s is not in the zip", marked[i]);
        zip_int64_t n = zip_fread(f, text, sizeof text - 1);
        assert_true(n > 0 && has((str_t){text, (size_t)n}, str_fmt(t->a, "/v/%s", seen.code).p));
        zip_fclose(f);
    }
    static const char *const there[] = {"manifest.json", "manifest.json.minisig", "tep/cam-nang.vi.pdf",
                                        "tep/cam-nang.vi.txt"};
    for (size_t i = 0; i < 4; i++) assert_true(zip_name_locate(z, there[i], 0) >= 0);
    zip_discard(z);
    assert_int_equal(code(t, "GET /tai-lieu/no-such/cong-thong-tin.zip", ""), 404);
}

/* The same zip for one unit: its mark and its name, and nothing for a unit that is not there. */
static void the_zip_for_one_unit_carries_its_mark(void **state)
{
    test_t *t = *state;
    str_t r = ask(t, "GET /tai-lieu/cam-nang/cong-thong-tin.zip?don-vi=916", ""), b = answer_body(r);
    assert_int_equal(answer_code(r), 200);
    assert_true(has(answer_field(r, "Content-Disposition"), "-916.zip"));
    zip_source_t *s = zip_source_buffer_create(b.p, b.n, 0, NULL);
    zip_t *z = zip_open_from_source(s, ZIP_RDONLY | ZIP_CHECKCONS, NULL);
    assert_non_null(z);
    char text[20000] = "";
    zip_file_t *f = zip_fopen(z, "nhung.html", 0);
    assert_non_null(f);
    assert_true(zip_fread(f, text, sizeof text - 1) > 0);
    assert_true(has(str_of(text), ":916\""));
    assert_true(has(str_of(text), "Đăng bởi "));
    zip_fclose(f);
    zip_discard(z);
    assert_int_equal(code(t, "GET /tai-lieu/cam-nang/cong-thong-tin.zip?don-vi=no-such", ""), 404);
}

/* Drawn at the first asking, kept after it, and the same in either case. */
static void a_page_has_a_picture_to_be_shared_with(void **state)
{
    test_t *t = *state;
    char path[200];
    snprintf(path, sizeof path, "%s/pictures", store_dir(t->st));
    assert_false(file_exists(path));
    str_t first = ask(t, "GET /tai-lieu/cam-nang/anh.png", ""), png = answer_body(first);
    assert_int_equal(answer_code(first), 200);
    assert_true(str_starts(png, S("\x89PNG")) && png.n < 64 << 10);
    assert_int_equal((uint8_t)png.p[18] << 8 | (uint8_t)png.p[19], 1200);
    assert_int_equal((uint8_t)png.p[22] << 8 | (uint8_t)png.p[23], 630);
    assert_true(file_exists(path));
    assert_true(str_eq(png, answer_body(ask(t, "GET /tai-lieu/cam-nang/anh.png", ""))));
    assert_false(str_eq(png, answer_body(ask(t, "GET /en/tai-lieu/cam-nang/anh.png", ""))));
    assert_int_equal(code(t, "GET /tai-lieu/no-such/anh.png", ""), 404);
    assert_int_equal(code(t, "GET /canh-bao/no-such/anh.png", ""), 404);
    assert_int_equal(code(t, "GET /hinh-thuc/no-such/anh.png", ""), 404);
}

static void a_page_says_to_machines_what_it_is(void **state)
{
    test_t *t = *state;
    page_strict(true);
    str_t r = ask(t, "GET /en/tai-lieu/cam-nang", "");
    static const char *const there[] = {"<link rel=\"canonical\" href=\"https://x.vn/en/tai-lieu/cam-nang\">",
                                        "hreflang=\"vi\" href=\"https://x.vn/tai-lieu/cam-nang\"",
                                        "<meta property=\"og:image\" content=\"https://x.vn/",
                                        "type=\"application/json+oembed\"",
                                        "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\""};
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        if (!has(r, there[i])) fail_msg("the head lacks %s", there[i]);
    uint64_t missing = page_missing();
    (void)ask(t, "GET /tim?q=otp", "");
    assert_int_equal(page_missing(), missing);
    page_strict(false);
    assert_false(has(ask(t, "GET /ban/vao", ""), "rel=\"canonical\"")); /* the desk is nobody's search result */
    str_t map = ask(t, "GET /sitemap.xml", "");
    assert_true(has(map, "<loc>https://x.vn/en/tai-lieu/cam-nang</loc>") && has(map, "hreflang=\"vi\""));
    assert_true(has(ask(t, "GET /robots.txt", ""), "Sitemap: https://x.vn/sitemap.xml"));
}

static void search_finds_with_and_without_marks(void **state)
{
    test_t *t = *state;
    static const char *const asked[] = {"GET /tim?q=c%E1%BA%A9m+nang", "GET /tim?q=CAM+NANG", "GET /en/tim?q=handbook"};
    for (size_t i = 0; i < 3; i++) assert_true(has(ask(t, asked[i], ""), "/tai-lieu/cam-nang\""));
    assert_true(has(ask(t, "GET /tim?q=xyzzyx", ""), "class=\"empty\""));
    str_t hostile = ask(t, "GET /tim?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "");
    assert_int_equal(answer_code(hostile), 200);
    assert_false(has(hostile, "<script>alert"));
    char line[600] = "GET /tim?q=";
    memset(line + strlen(line), 'a', 300);
    assert_int_equal(code(t, line, ""), 422);
    json_t *j = json_of(t, "GET /tim.json"), *entries = json_object_get(j, "entries"), *e;
    size_t i;
    json_array_foreach(entries, i, e) /* what the index promises is there */
        assert_int_equal(code(t, str_fmt(t->a, "GET %.*s", STRF(text_of(e, "path"))).p, ""), 200);
    assert_true(i > 20);
    json_decref(j);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oembed_answers_for_every_address_of_a_material),
        cmocka_unit_test(every_entry_of_every_feed_carries_its_mark),
        cmocka_unit_test(only_the_page_made_for_frames_stands_in_one),
        cmocka_unit_test(the_zip_holds_all_an_editor_needs_and_is_the_same_each_time),
        cmocka_unit_test(the_zip_for_one_unit_carries_its_mark),
        cmocka_unit_test(a_page_has_a_picture_to_be_shared_with),
        cmocka_unit_test(a_page_says_to_machines_what_it_is),
        cmocka_unit_test(search_finds_with_and_without_marks),
    };
    return cmocka_run_group_tests_name("portal", tests, setup, web_world_end);
}
