/* SPDX-License-Identifier: Apache-2.0
 *
 * The check's pages over a real socket: the box, the verdict, pictures without scripts, lessons, and the files a phone needs.
 */
#include "check/forms.h"
#include "page/asset.h"
#include "web_world.h"

static int setup(void **state)
{
    return web_world(state, &(web_config_t){0});
}

static bool has(str_t text, const char *what)
{
    return str_find(text, str_of(what), 0) != SIZE_MAX;
}

static str_t get(test_t *t, str_t path)
{
    return ask(t, str_z(t->a, str_fmt(t->a, "GET %.*s", STRF(path))), "");
}

/* What names its content in its address lasts for ever, comes compressed from the build, and under no other mark. */
static void an_asset_that_names_its_content_lasts(void **state)
{
    test_t *t = *state;
    static const char *const names[] = {"canhgiac.css",  "check.js",           "recogniser.mjs",
                                        "canhgiac.wasm", "canhgiac-simd.wasm", "canhgiac.pack"};
    if (!asset_find(S("canhgiac.wasm")).p) skip();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        str_t path = asset_path(t->a, str_of(names[i])), line = str_fmt(t->a, "GET %.*s", STRF(path));
        str_t r = ask(t, str_z(t->a, line), "Accept-Encoding: br\r\n");
        assert_int_equal(answer_code(r), 200);
        assert_str(answer_field(r, "Cache-Control"), "public, max-age=31536000, immutable");
        assert_true(answer_body(get(t, path)).n == asset_find(str_of(names[i])).n);
        if (asset_packed(t->a, str_of(names[i]), ".br").p) {
            assert_str(answer_field(r, "Content-Encoding"), "br");
            assert_true(str_eq(answer_body(r), asset_packed(t->a, str_of(names[i]), ".br")));
        }
        char *other = str_z(t->a, path);
        size_t dot = path.n - 1;
        while (other[dot] != '.') dot--;
        other[dot - 1] = other[dot - 1] == '0' ? '1' : '0';
        assert_int_equal(answer_code(get(t, str_of(other))), 404);
    }
    str_t wasm = get(t, asset_path(t->a, S("canhgiac.wasm")));
    assert_str(answer_field(wasm, "Content-Type"), "application/wasm");
    assert_str(answer_field(get(t, S("/assets/check.js")), "Cache-Control"), "public, max-age=3600");
    assert_false(asset_find(S("x.js")).p != NULL || asset_find(S("check.000000000000.js")).p != NULL);
}

/* The worker is made with the addresses of this build, and is asked for anew by browsers. */
static void the_service_worker_knows_this_build(void **state)
{
    test_t *t = *state;
    str_t r = get(t, S("/sw.js")), body = answer_body(r), path = asset_path(t->a, S("check.js"));
    assert_true(str_find(body, path, 0) != SIZE_MAX);
    assert_false(has(body, "@VERSION@") || has(body, "@ASSETS@"));
    assert_false(has(answer_field(r, "Cache-Control"), "immutable"));
}

/* CSP allows our own files alone: a page that breaks it would lose its script or its style. */
static void no_page_of_the_check_has_script_or_style_in_it(void **state)
{
    test_t *t = *state;
    static const char *const pages[] = {"/",      "/kiem-tra", "/en/kiem-tra", "/hinh-thuc", "/hinh-thuc/fake-police",
                                        "/so-cuu"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        str_t r = get(t, str_of(pages[i])), csp = answer_field(r, "Content-Security-Policy");
        assert_int_equal(answer_code(r), 200);
        assert_true(has(csp, "script-src 'self' 'wasm-unsafe-eval'") && !has(csp, "unsafe-inline"));
        assert_false(has(answer_body(r), "<script>") || has(answer_body(r), " style=\"") ||
                     has(answer_body(r), " onclick="));
    }
}

/* What is checked is text, whatever it holds; the answer is kept nowhere. */
static void a_message_is_shown_as_text(void **state)
{
    test_t *t = *state;
    str_t r = form(t, "/kiem-tra", "",
                   "text=%3Cscript%3Ealert(1)%3C/script%3E+dang+nhap+thiet+bi+la+https://vietcombank.vn-ms.top");
    assert_int_equal(answer_code(r), 200);
    assert_str(answer_field(r, "Cache-Control"), "private, no-store");
    assert_true(has(answer_body(r), "&lt;script&gt;alert(1)") && !has(answer_body(r), "<script>alert"));
    assert_true(has(answer_body(r), "verdict-danger") && has(answer_body(r), "vietcombank.com.vn"));
}

/* Without scripts a code's content and a picture go to the server by their forms. */
static void codes_and_pictures_need_no_script(void **state)
{
    test_t *t = *state;
    str_t r =
        form(t, "/kiem-tra", "",
             "text=00020101021238570010A00000072701270006970436011300110012345670208QRIBFTTA53037045802VN63040CE9");
    assert_int_equal(answer_code(r), 200);
    assert_true(has(answer_body(r), "class=\"codes\"") && has(answer_body(r), "Vietcombank"));
    str_t body =
        S("--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\nno picture\r\n--x--\r\n");
    str_t request =
        str_fmt(t->a,
                "POST /kiem-tra/anh HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                "Content-Length: %zu\r\n\r\n%.*s",
                body.n, STRF(body));
    r = client_ask(t->port, t->a, str_z(t->a, request));
    assert_int_equal(answer_code(r), 422);
    assert_true(has(answer_body(r), "PNG"));
}

/* A program that asks for the page gets its data, not the shape that scripts fill. */
static void the_page_as_json_is_data(void **state)
{
    test_t *t = *state;
    str_t r = ask(t, "GET /kiem-tra", "Accept: application/json\r\n");
    assert_int_equal(answer_code(r), 200);
    assert_false(has(answer_body(r), "shape") || has(answer_body(r), "examples"));
}

/* One page a form, in two languages, with its lesson; all of them in the site map. */
static void every_form_has_its_lesson(void **state)
{
    test_t *t = *state;
    size_t n;
    const form_t *f = canhgiac_forms(t->app.know, &n);
    str_t map = answer_body(get(t, S("/sitemap.xml")));
    assert_true(n >= 33);
    for (size_t i = 0; i < n; i++)
        for (int l = 0; l < LANG_COUNT; l++) {
            str_t lesson = form_lesson(t->a, f[i].code, (lang_t)l);
            if (!lesson.n || str_starts(lesson, S("# "))) fail_msg("%.*s has no lesson", STRF(f[i].code));
            str_t path = str_fmt(t->a, "%s/hinh-thuc/%.*s", l == LANG_EN ? "/en" : "", STRF(f[i].code));
            str_t page = get(t, path);
            assert_int_equal(answer_code(page), 200);
            assert_true(has(answer_body(page), "<h2>") && !has(answer_body(page), "slug:"));
            assert_true(str_find(map, str_fmt(t->a, "%.*s</loc>", STRF(path)), 0) != SIZE_MAX);
        }
    assert_int_equal(answer_code(get(t, S("/hinh-thuc/khong-co"))), 404);
}

/* People type without marks, and in any order. */
static void a_lesson_is_found_without_marks(void **state)
{
    test_t *t = *state;
    str_t r = answer_body(get(t, S("/hinh-thuc?tim=vien+kiem+sat+gia")));
    assert_true(has(r, "/hinh-thuc/fake-police"));
    r = answer_body(get(t, S("/hinh-thuc?tim=khongcochunay")));
    assert_true(has(r, "class=\"empty\"") && !has(r, "<article"));
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_asset_that_names_its_content_lasts),
        cmocka_unit_test(the_service_worker_knows_this_build),
        cmocka_unit_test(no_page_of_the_check_has_script_or_style_in_it),
        cmocka_unit_test(a_message_is_shown_as_text),
        cmocka_unit_test(codes_and_pictures_need_no_script),
        cmocka_unit_test(the_page_as_json_is_data),
        cmocka_unit_test(every_form_has_its_lesson),
        cmocka_unit_test(a_lesson_is_found_without_marks),
    };
    return cmocka_run_group_tests_name("check pages", tests, setup, web_world_end);
}
