/* SPDX-License-Identifier: Apache-2.0
 *
 * The description of the API against what the server really does: every path of one is in the other, every example and
 * every way to go wrong answers as described.
 */
#include <cairo.h>
#include <jansson.h>
#include <stdio.h>
#include <unistd.h>
#include "alert/alert.h"
#include "page/qr.h"
#include "web/router.h"
#include "web_world.h"

static int setup(void **state)
{
    return web_world(state, &(web_config_t){0});
}

static str_t post(test_t *t, const char *path, str_t body)
{
    str_t request = str_fmt(t->a,
                            "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: "
                            "%zu\r\n\r\n%.*s",
                            path, body.n, STRF(body));
    return client_ask(t->port, t->a, str_z(t->a, request));
}

static json_t *parsed(str_t body)
{
    json_t *j = json_loadb(body.p, body.n, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(j);
    return j;
}

static json_t *description(test_t *t)
{
    str_t r = ask(t, "GET /api/v1/openapi.json", "");
    assert_int_equal(answer_code(r), 200);
    assert_str(answer_field(r, "Content-Type"), "application/json");
    return parsed(answer_body(r));
}

/* "#/components/schemas/X" → what it names; others as they are. */
static json_t *resolved(json_t *doc, json_t *what)
{
    const char *ref = json_string_value(json_object_get(what, "$ref"));
    if (!ref) return what;
    str_t rest = str_of(ref + 2), name;
    json_t *at = doc;
    while (rest.p && str_cut(&rest, '/', &name)) {
        char key[64];
        snprintf(key, sizeof key, "%.*s", STRF(name));
        at = json_object_get(at, key);
    }
    if (!at) fail_msg("%s leads nowhere", ref);
    return at;
}

static bool is_of_type(json_t *value, const char *type)
{
    return (strcmp(type, "string") == 0 && json_is_string(value)) ||
           (strcmp(type, "integer") == 0 && json_is_integer(value)) ||
           (strcmp(type, "number") == 0 && json_is_number(value)) ||
           (strcmp(type, "array") == 0 && json_is_array(value)) ||
           (strcmp(type, "boolean") == 0 && json_is_boolean(value)) ||
           (strcmp(type, "object") == 0 && json_is_object(value)) || (strcmp(type, "null") == 0 && json_is_null(value));
}

/* The part of JSON Schema that the description uses. */
static void must_fit(json_t *doc, json_t *schema, json_t *value, const char *where)
{
    schema = resolved(doc, schema);
    json_t *type = json_object_get(schema, "type"), *one, *list = json_object_get(schema, "enum");
    size_t i;
    bool fits = !type || (json_is_string(type) && is_of_type(value, json_string_value(type)));
    json_array_foreach(type, i, one) fits = fits || is_of_type(value, json_string_value(one));
    if (!fits) fail_msg("%s is of another type", where);
    bool among = !list;
    json_array_foreach(list, i, one) among = among || json_equal(one, value);
    if (!among) fail_msg("%s is not in its list", where);
    json_array_foreach(json_object_get(schema, "required"), i, one) if (!json_object_get(value, json_string_value(one)))
        fail_msg("%s lacks %s", where, json_string_value(one));
    const char *name;
    json_object_foreach(json_object_get(schema, "properties"), name, one) if (json_object_get(value, name))
        must_fit(doc, one, json_object_get(value, name), name);
    json_t *items = json_object_get(schema, "items"), *item;
    if (items) json_array_foreach(value, i, item) must_fit(doc, items, item, where);
}

/* The answer's status, media type and body are among those the operation tells of. */
static void must_be_described(json_t *doc, json_t *operation, str_t answer, const char *what)
{
    char status[8], media[64];
    snprintf(status, sizeof status, "%d", answer_code(answer));
    json_t *response = json_object_get(json_object_get(operation, "responses"), status);
    if (!response) fail_msg("%s answers %s, which is not described", what, status);
    response = resolved(doc, response);
    str_t mime = answer_field(answer, "Content-Type");
    snprintf(media, sizeof media, "%.*s", STRF(mime));
    json_t *content = json_object_get(json_object_get(response, "content"), media);
    if (!content) fail_msg("%s: %.*s is not described", what, STRF(mime));
    json_t *body = parsed(answer_body(answer));
    must_fit(doc, json_object_get(content, "schema"), body, what);
    json_decref(body);
}

static json_t *operation_of(json_t *doc, const char *path, const char *method)
{
    return json_object_get(json_object_get(json_object_get(doc, "paths"), path), method);
}

static void what_is_described_is_there_and_what_is_there_is_described(void **state)
{
    test_t *t = *state;
    json_t *doc = description(t), *item;
    const char *path;
    size_t described = 0, there = 0;
    json_object_foreach(json_object_get(doc, "paths"), path, item)
    {
        char allow[32];
        str_t args[4];
        for (int m = 0; m < 2; m++)
            if (json_object_get(item, m ? "post" : "get")) {
                described++;
                if (!route_find(m ? S("POST") : S("GET"), str_of(path), args, allow)) fail_msg("no route for %s", path);
            }
    }
    const route_t *r;
    for (size_t i = 0; (r = route_at(i)) != NULL; i++) there += str_starts(str_of(r->pattern), S("/api/"));
    assert_int_equal(described, there);
    json_decref(doc);
}

/* "GET /a/{x}" with the example of each parameter in its place. */
static const char *with_examples(test_t *t, const char *path, json_t *get)
{
    buf_t b = buf_new(t->a, 4096);
    str_t rest = str_of(path), before, name;
    buf_putz(&b, "GET ");
    for (size_t i = 0; rest.n && str_cut(&rest, '{', &before); i++) {
        json_t *parameter = json_array_get(json_object_get(get, "parameters"), i);
        buf_put(&b, before);
        if (rest.p && str_cut(&rest, '}', &name))
            buf_putz(&b, json_string_value(json_object_get(parameter, "example")));
    }
    return str_z(t->a, buf_str(&b));
}

static void examples_are_answered_as_described(void **state)
{
    test_t *t = *state;
    assert_ok(alert_keys_make(t->dir, &t->err), &t->err);
    json_t *doc = description(t), *item;
    const char *path;
    json_object_foreach(json_object_get(doc, "paths"), path, item)
    {
        json_t *get = json_object_get(item, "get"), *put = json_object_get(item, "post");
        if (get) {
            must_be_described(doc, get, ask(t, with_examples(t, path, get), ""), path);
        }
        if (put) {
            json_t *content =
                json_object_get(json_object_get(json_object_get(put, "requestBody"), "content"), "application/json");
            if (!content) continue; /* pictures: below */
            char *example = json_dumps(json_object_get(content, "example"), 0);
            str_t answer = post(t, path, str_of(example));
            free(example);
            assert_in_range(answer_code(answer), 200, 201);
            must_be_described(doc, put, answer, path);
        }
    }
    json_decref(doc);
}

/* One message in many dresses of JSON, some read by jread and some by the library: one verdict. */
static void a_check_reads_all_of_json(void **state)
{
    test_t *t = *state;
    static const char *const bodies[] = {
        "{\"text\":\"Tài khoản bị \\\"khoá\\\", vào vietcombank-xacthuc.top để mở lại 😀\",\"channel\":\"sms\"}",
        " { \"channel\" : \"sms\" ,\r\n\"text\":\"T\\u00e0i kho\\u1ea3n b\\u1ECB \\u0022kho\\u00E1\\u0022, v\\u00e0o "
        "vietcombank-xacthuc.top \\u0111\\u1ec3 m\\u1edf l\\u1ea1i \\ud83d\\uDE00\" } ",
        "{\"text\":\"Tài khoản bị \\\"khoá\\\", vào vietcombank-xacthuc.top để mở lại "
        "😀\",\"channel\":\"sms\",\"more\":{\"n\":[1.5,null,true]}}",
        "{\"text\":\"Tài khoản bị \\\"khoá\\\", vào vietcombank-xacthuc.top để mở lại "
        "😀\",\"channel\":\"sms\",\"lang\":7,\"n\":12}"};
    str_t first = STR_NONE;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        str_t answer = post(t, "/api/v1/check", str_of(bodies[i]));
        assert_int_equal(answer_code(answer), 200);
        str_t body = str_sub(answer, str_find(answer, S("\r\n\r\n"), 0), answer.n);
        if (i == 0) first = body;
        assert_true(str_eq(body, first) && str_find(body, S("danger"), 0) != SIZE_MAX);
    }
}

static void what_goes_wrong_goes_wrong_as_described(void **state)
{
    test_t *t = *state;
    json_t *doc = description(t);
    static const char *const paths[] = {"/api/v1/check", "/api/v1/reports", "/api/v1/records"};
    static const char *const bodies[] = {"",
                                         "[]",
                                         "{",
                                         "{}",
                                         "{\"text\":\"\"}",
                                         "{\"text\":7}",
                                         "\xff\xfe",
                                         "{\"text\":\"a\",\"text\":\"b\"}",
                                         "{\"text\":\"a\",\"date\":\"31/02/2024\"}",
                                         "{\"records\":7}",
                                         "{\"channel\":\"pigeon\",\"text\":\"a\"}"};
    for (size_t p = 0; p < sizeof paths / sizeof *paths; p++) {
        json_t *operation = operation_of(doc, paths[p], "post");
        for (size_t b = 0; b < sizeof bodies / sizeof *bodies; b++)
            must_be_described(doc, operation, post(t, paths[p], str_of(bodies[b])), paths[p]);
        str_t large = {arena_alloc(t->a, (1 << 20) + 1000), (1 << 20) + 1000};
        memset((char *)(uintptr_t)large.p, ' ', large.n);
        str_t answer = post(t, paths[p], large);
        assert_int_equal(answer_code(answer), 413);
        must_be_described(doc, operation, answer, paths[p]);
    }
    assert_int_equal(answer_code(post(t, "/api/v1/check", S("{\"text\":\"a\",\"channel\":\"pigeon\"}"))), 422);
    assert_int_equal(answer_code(post(t, "/api/v1/check", S("{\"text\":\"a\",\"lang\":\"fr\"}"))), 422);
    assert_int_equal(answer_code(post(t, "/api/v1/check", S("{\"text\":\"a\",\"channel\":\"zalo\"}"))), 200);
    assert_true(str_find(ask(t, "GET /oembed?url=x", ""), S("application/problem+json"), 0) != SIZE_MAX);
    json_t *state_of = operation_of(doc, "/api/v1/reports/{receipt}", "get");
    must_be_described(doc, state_of, ask(t, "GET /api/v1/reports/12", ""), "a short receipt");
    must_be_described(doc, state_of, ask(t, "GET /api/v1/reports/0000000000000000", ""), "a receipt nobody has");
    json_decref(doc);
}

static str_t post_bytes(test_t *t, const char *path, const char *type, str_t body)
{
    buf_t b = buf_new(t->a, body.n + 1024);
    buf_fmt(&b, "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n", path, type, body.n);
    buf_put(&b, body);
    int fd = client_open(t->port);
    assert_true(fd >= 0 && client_send(fd, b.p, b.n));
    str_t answer = client_read(fd, t->a, false);
    close(fd);
    return answer;
}

static cairo_status_t grow(void *ctx, const unsigned char *p, unsigned n)
{
    buf_put(ctx, (str_t){(const char *)p, n});
    return CAIRO_STATUS_SUCCESS;
}

/* A picture of the words and, when there is a payload, its QR code. */
static str_t picture(test_t *t, const char *words, const char *payload)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1000, 600);
    cairo_t *c = cairo_create(s);
    qr_t q = {.width = 0};
    if (payload) assert_ok(qr_make(t->a, str_of(payload), &q, &t->err), &t->err);
    cairo_set_source_rgb(c, 1, 1, 1);
    cairo_paint(c);
    cairo_set_source_rgb(c, 0, 0, 0);
    cairo_select_font_face(c, "Noto Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(c, 28);
    cairo_move_to(c, 30, 60);
    cairo_show_text(c, words);
    for (size_t i = 0; i < q.width * q.width; i++)
        if (q.dark[i]) cairo_rectangle(c, 60 + 8 * (double)(i % q.width), 120 + 8 * (double)(i / q.width), 8, 8);
    cairo_fill(c);
    buf_t b = buf_new(t->a, 4 << 20);
    cairo_surface_write_to_png_stream(s, grow, &b);
    cairo_destroy(c);
    cairo_surface_destroy(s);
    return buf_str(&b);
}

/* As bytes or as a form's file, a picture gets a verdict with what was read; a code that pays tells to whom. */
static void a_picture_is_answered_as_described(void **state)
{
    test_t *t = *state;
    json_t *doc = description(t), *operation = operation_of(doc, "/api/v1/check/image", "post");
    str_t png = picture(t, "Vietcombank: tai khoan bi khoa, dang nhap vietcombank.vn-ms.top",
                        "00020101021138540010A00000072701240006970423011001234567890208QRIBFTTA53037045802VN6304F64B");
    str_t answer = post_bytes(t, "/api/v1/check/image", "image/png", png);
    assert_int_equal(answer_code(answer), 200);
    must_be_described(doc, operation, answer, "image");
    json_t *j = parsed(answer_body(answer)), *code = json_array_get(json_object_get(j, "codes"), 0);
    assert_string_equal(json_string_value(json_object_get(j, "level")), "danger");
    assert_string_equal(json_string_value(json_object_get(code, "kind")), "payment");
    assert_string_equal(json_string_value(json_object_get(code, "account")), "0123456789");
    assert_string_equal(json_string_value(json_object_get(code, "bank")), "TPBank");
    json_decref(j);

    buf_t b = buf_new(t->a, 4 << 20);
    buf_putz(&b, "--x\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\nContent-Type: "
                 "image/png\r\n\r\n");
    buf_put(&b, png);
    buf_putz(&b, "\r\n--x--\r\n");
    answer = post_bytes(t, "/api/v1/check/image", "multipart/form-data; boundary=x", buf_str(&b));
    assert_int_equal(answer_code(answer), 200);
    must_be_described(doc, operation, answer, "a form");
    json_decref(doc);
}

static void a_picture_that_goes_wrong_goes_wrong_as_described(void **state)
{
    test_t *t = *state;
    json_t *doc = description(t), *operation = operation_of(doc, "/api/v1/check/image", "post");
    str_t png = picture(t, "x", NULL);
    char *bomb = str_z(t->a, png);
    memset(bomb + 16, 0x7f, 8); /* its head claims more points than there is memory */
    const struct {
        str_t body;
        int code;
    } wrong[] = {
        {S(""), 422},
        {S("GIF89a"), 422},
        {str_sub(png, 0, 60), 422},
        {{bomb, png.n}, 413},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        str_t answer = post_bytes(t, "/api/v1/check/image", "image/png", wrong[i].body);
        assert_int_equal(answer_code(answer), wrong[i].code);
        must_be_described(doc, operation, answer, "image");
    }
    /* Refused by what its head says, before the bytes are sent. */
    str_t answer = client_ask(t->port, t->a,
                              "POST /api/v1/check/image HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\n"
                              "Content-Length: 5300000\r\n\r\n");
    assert_int_equal(answer_code(answer), 413);
    must_be_described(doc, operation, answer, "a large image");
    json_decref(doc);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_described_is_there_and_what_is_there_is_described),
        cmocka_unit_test(examples_are_answered_as_described),
        cmocka_unit_test(a_check_reads_all_of_json),
        cmocka_unit_test(what_goes_wrong_goes_wrong_as_described),
        cmocka_unit_test(a_picture_is_answered_as_described),
        cmocka_unit_test(a_picture_that_goes_wrong_goes_wrong_as_described),
    };
    return cmocka_run_group_tests_name("api", tests, setup, web_world_end);
}
