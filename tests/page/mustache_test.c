/* SPDX-License-Identifier: Apache-2.0
 *
 * The Mustache specification's own vectors, run against the engine that draws the pages.
 */
#include "support/check.h"
#include <jansson.h>
#include <stdlib.h>
#include "page/template.h"

static const char *folder;

static void fill(view_t *v, const char *name, json_t *j)
{
    const char *key;
    json_t *x;
    size_t i;
    switch (json_typeof(j)) {
    case JSON_OBJECT: {
        view_t *o = *name ? view_object(v, name) : view_item(v);
        json_object_foreach(j, key, x) fill(o, key, x);
        break;
    }
    case JSON_ARRAY: {
        view_t *l = view_list(v, name);
        json_array_foreach(j, i, x) fill(l, "", x);
        break;
    }
    case JSON_STRING: view_text(v, name, (str_t){json_string_value(j), json_string_length(j)}); break;
    case JSON_INTEGER: view_int(v, name, json_integer_value(j)); break;
    case JSON_REAL: view_real(v, name, json_real_value(j), json_real_value(j) == 1.21 ? 2 : 1); break;
    case JSON_TRUE: view_flag(v, name, true); break;
    case JSON_FALSE: view_flag(v, name, false); break;
    case JSON_NULL: break;
    }
}

static const template_t *partial(void *ctx, arena_t *a, str_t name)
{
    json_t *text = json_object_getn(ctx, name.p, name.n);
    const template_t *t = NULL;
    err_t err = err_new(LANG_EN);
    if (!text || template_parse(a, (str_t){json_string_value(text), json_string_length(text)}, &t, &err) != ST_OK)
        return NULL;
    return t;
}

static bool one(json_t *test, const char *file)
{
    arena_t *a = arena_new(4 << 20);
    err_t err = err_new(LANG_EN);
    view_t *root = view_new(a);
    json_t *data = json_object_get(test, "data");
    const char *key;
    json_t *x;
    const view_t *v = root;
    if (json_is_object(data)) {
        json_object_foreach(data, key, x) fill(root, key, x);
    } else {
        fill(root, "it", data);
        v = view_first(root);
    }
    template_env_t env = {.lang = LANG_EN, .partial = partial, .ctx = json_object_get(test, "partials"), .spec = true};
    const template_t *t = NULL;
    buf_t out = buf_new(a, 1 << 20);
    assert_ok(template_parse(a, str_of(json_string_value(json_object_get(test, "template"))), &t, &err), &err);
    template_render(t, v, &env, &out);
    bool same = str_eq(buf_str(&out), str_of(json_string_value(json_object_get(test, "expected"))));
    if (!same)
        print_error("%s: %s\n got: \"%.*s\"\nwant: \"%s\"\n", file, json_string_value(json_object_get(test, "name")),
                    STRF(buf_str(&out)), json_string_value(json_object_get(test, "expected")));
    arena_free(a);
    return same;
}

static void run_file(const char *file)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    json_t *spec = json_load_file(path, 0, NULL);
    if (!spec) skip();
    size_t i;
    json_t *test;
    int wrong = 0;
    json_array_foreach(json_object_get(spec, "tests"), i, test) wrong += !one(test, file);
    json_decref(spec);
    assert_int_equal(wrong, 0);
}

#define SPEC(name)                                                                                                     \
    static void spec_##name(void **state)                                                                              \
    {                                                                                                                  \
        (void)state;                                                                                                   \
        run_file(#name ".json");                                                                                       \
    }
SPEC(comments)
SPEC(delimiters)
SPEC(interpolation)
SPEC(inverted)
SPEC(partials)
SPEC(sections)

/* What a citizen typed can never become markup, whatever tag the template uses. */
static void raw_output_is_only_for_html_of_our_own(void **state)
{
    (void)state;
    arena_t *a = arena_new(1 << 20);
    err_t err = err_new(LANG_VI);
    view_t *v = view_new(a);
    view_text(v, "typed", S("<script>"));
    view_html(v, "made", S("<b>ok</b>"));
    view_int(v, "n", 1234567);
    view_real(v, "x", 0.5, 1);
    view_time(v, "due", date_end((date_t){2024, 11, 20}));
    const template_t *t = NULL;
    template_env_t env = {.lang = LANG_VI};
    assert_ok(
        template_parse(a, S("{{{typed}}}{{&typed}}|{{{made}}}|{{made}}|{{n}}|{{x}}|{{due}}|{{due_date}}|{{due_iso}}"),
                       &t, &err),
        &err);
    buf_t out = buf_new(a, 1000);
    template_render(t, v, &env, &out);
    assert_str(buf_str(&out), "&lt;script&gt;&lt;script&gt;|<b>ok</b>|&lt;b&gt;ok&lt;/b&gt;|1.234.567|0,5|20/11/2024 "
                              "23:59|20/11/2024|2024-11-20T23:59:59+07:00");
    out = buf_new(a, 1000);
    view_json(v, &out);
    assert_str(buf_str(&out),
               "{\"typed\":\"\\u003cscript\\u003e\",\"n\":1234567,\"x\":0.5,\"due\":\"2024-11-20T23:59:59+07:00\"}");
    arena_free(a);
}

static void a_broken_template_is_refused_with_its_line(void **state)
{
    (void)state;
    static const char *const broken[] = {"a\n{{#x}}", "a\n{{/x}}", "a\n{{#x}}{{/y}}", "a\n{{x", "a\n{{=x=}}"};
    arena_t *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        err_t err = err_new(LANG_EN);
        const template_t *t;
        assert_status(ST_INPUT, template_parse(a, str_of(broken[i]), &t, &err), &err);
        assert_int_equal(err.line, 2);
    }
    arena_free(a);
}

int main(void)
{
    static char path[400];
    const char *shared = getenv("CANHGIAC_SHARED");
    snprintf(path, sizeof path, "%s/data/mustache_spec", shared ? shared : "../shared");
    folder = path;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spec_comments),
        cmocka_unit_test(spec_delimiters),
        cmocka_unit_test(spec_interpolation),
        cmocka_unit_test(spec_inverted),
        cmocka_unit_test(spec_partials),
        cmocka_unit_test(spec_sections),
        cmocka_unit_test(raw_output_is_only_for_html_of_our_own),
        cmocka_unit_test(a_broken_template_is_refused_with_its_line),
    };
    return cmocka_run_group_tests_name("mustache", tests, NULL, NULL);
}
