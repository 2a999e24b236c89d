/* SPDX-License-Identifier: Apache-2.0 */
#include "support/check.h"
#include "base/config.h"

static const config_key_t keys[] = {
    {"server.listen", CONFIG_TEXT, "127.0.0.1:8080", 0, 0, ""},
    {"server.threads", CONFIG_INT, "2", 0, 64, ""},
    {"demo.on", CONFIG_BOOL, "false", 0, 0, ""},
    {NULL, CONFIG_TEXT, NULL, 0, 0, NULL},
};

static int setup(void **state)
{
    *state = arena_new(1 << 20);
    return 0;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void the_later_of_file_environment_and_flag_wins(void **state)
{
    err_t err = err_new(LANG_EN);
    config_t *c = config_new(*state, keys);
    assert_str(config_text(c, "server.listen"), "127.0.0.1:8080");
    str_t file = S("# a comment\n[server]\nlisten = \"0.0.0.0:1\" # here\nthreads = 8\n\n[demo]\non = true\n");
    assert_ok(config_read(c, file, &err), &err);
    assert_str(config_text(c, "server.listen"), "0.0.0.0:1");
    assert_int_equal(config_int(c, "server.threads"), 8);
    assert_true(config_bool(c, "demo.on"));
    char var[] = "CANHGIAC_SERVER_LISTEN=[::1]:2", other[] = "CANHGIAC_UNKNOWN=1", path[] = "PATH=/bin";
    char *env[] = {var, other, path, NULL};
    assert_ok(config_env(c, env, &err), &err);
    assert_str(config_text(c, "server.listen"), "[::1]:2");
    assert_ok(config_set(c, "server.listen", S("1.2.3.4:3"), &err), &err);
    assert_str(config_text(c, "server.listen"), "1.2.3.4:3");
}

/* A misspelt setting that is silently ignored is worse than a refusal; and a refusal changes nothing. */
static void a_bad_line_is_named_and_nothing_is_changed(void **state)
{
    static const struct {
        const char *text;
        long line;
    } bad[] = {
        {"[server]\nlisten = \"a\"\nthread = 3\n", 3},
        {"[server]\nthreads = 65\n", 2},
        {"[server]\nthreads = \"8\"\n", 2},
        {"[server]\nlisten = unquoted\n", 2},
        {"[demo]\non = yes\n", 2},
        {"[server\n", 1},
        {"nonsense\n", 1},
        {"[server]\nlisten = \"open\n", 2},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        err_t err = err_new(LANG_EN);
        config_t *c = config_new(*state, keys);
        assert_status(ST_INPUT, config_read(c, str_of(bad[i].text), &err), &err);
        assert_int_equal(err.line, bad[i].line);
        assert_str(config_text(c, "server.listen"), "127.0.0.1:8080");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_later_of_file_environment_and_flag_wins, setup, teardown),
        cmocka_unit_test_setup_teardown(a_bad_line_is_named_and_nothing_is_changed, setup, teardown),
    };
    return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
