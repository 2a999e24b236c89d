/* SPDX-License-Identifier: Apache-2.0
 *
 * Publishing: all or nothing. Whatever goes wrong in the middle, the site that stood goes on standing, whole and signed.
 */
#include "support/check.h"
#include "support/world.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>
#include "base/file.h"
#include "material/publish.h"

typedef struct world {
    char dir[64];
    arena_t *a;
    err_t err;
    app_t app;
    sign_ring_t ring;
} world_t;

/* A site of four pages; `trouble` at the third. */
static enum { NONE, FAIL, DIE, DISK } trouble;
static const char *word = "one";

static status_t render(struct app *app, str_t path, buf_t *out, const char **mime, err_t *err)
{
    static int calls;
    (void)app;
    *mime = "text/html; charset=utf-8";
    if (trouble != NONE && str_eq(path, S("/c"))) {
        calls++;
        if (trouble == DIE) _exit(9);
        if (trouble == FAIL) return err_set(err, ST_STORE, "test", "the database is gone");
        for (int i = 0; i < 300000; i++) buf_putz(out, word);
        return ST_OK;
    }
    if (str_eq(path, S("/")))
        buf_fmt(out, "<a href=\"/b\">%s</a> <a href=\"/ban/x\">d</a> <a href=\"/c?x=1\">q</a> <a href=\"//evil\">e</a>",
                word);
    else if (str_eq(path, S("/b")))
        buf_fmt(out, "%s <a href=\"/c#top\">c</a><a href=\"/d/e\">d</a> <a href=\"/hoc/thu\">t</a> %0300d", word, 0);
    else if (str_eq(path, S("/c")) || str_eq(path, S("/d/e")) || str_eq(path, S("/en")) || str_eq(path, S("/hoc/thu")))
        buf_putz(out, word);
    else
        return err_set(err, ST_NOT_FOUND, "test", "no such page");
    return ST_OK;
}

static int setup(void **state)
{
    static world_t w;
    memset(&w, 0, sizeof w);
    w.app.store = world_store(w.dir);
    w.app.base_url = S("https://x.vn");
    w.app.render_path = render;
    w.a = arena_new(64 << 20);
    w.err = err_new(LANG_EN);
    assert_ok(material_keys_make(w.dir, &w.err), &w.err);
    assert_ok(material_ring(w.dir, &w.ring, &w.err), &w.err);
    trouble = NONE;
    word = "one";
    *state = &w;
    return 0;
}

static int teardown(void **state)
{
    world_t *w = *state;
    world_end(w->app.store, w->dir);
    arena_free(w->a);
    return 0;
}

static const char *at(world_t *w, const char *name)
{
    return str_fmt(w->a, "%s/public/%s", w->dir, name).p;
}

static str_t content(world_t *w, const char *name)
{
    str_t s;
    assert_ok(file_read(w->a, at(w, name), 1 << 20, &s, &w->err), &w->err);
    return s;
}

static void assert_whole(world_t *w, const char *first_word)
{
    folder_seen_t seen;
    assert_ok(material_verify_folder(w->a, at(w, "current"), &w->ring, &seen, &w->err), &w->err);
    assert_true(str_starts(content(w, "current/b.html"), str_of(first_word)));
    assert_str(content(w, "current/c.html"), first_word);
}

static void a_site_is_all_that_links_reach_and_nothing_of_the_desk(void **state)
{
    world_t *w = *state;
    published_t p;
    assert_ok(material_publish(&w->app, NULL, &p, &w->err), &w->err);
    assert_int_equal(p.number, 1);
    assert_int_equal(p.pages, 5);
    assert_whole(w, "one");
    assert_str(content(w, "current/d/e.html"), "one");
    assert_str(content(w, "current/en/index.html"), "one");
    assert_true(file_exists(at(w, "current/b.html.gz")) && file_exists(at(w, "current/b.html.br")));
    assert_false(file_exists(at(w, "current/ban/x.html")));
    assert_false(file_exists(at(w, "current/hoc/thu.html"))); /* each learner's attempt has an id of its own */
}

static void publishing_switches_at_once_and_keeps_three(void **state)
{
    world_t *w = *state;
    static const char *const words[] = {"one", "two", "three", "four", "five"};
    published_t p;
    int64_t back;
    for (size_t i = 0; i < 5; i++) {
        word = words[i];
        assert_ok(material_publish(&w->app, NULL, &p, &w->err), &w->err);
        assert_whole(w, words[i]);
    }
    assert_false(file_exists(at(w, "releases/0002")));
    assert_true(file_exists(at(w, "releases/0003")));
    assert_ok(material_publish_back(w->dir, &back, &w->err), &w->err);
    assert_int_equal(back, 4);
    assert_whole(w, "four");
    assert_ok(material_publish_back(w->dir, &back, &w->err), &w->err);
    assert_whole(w, "three");
    assert_status(ST_NOT_FOUND, material_publish_back(w->dir, &back, &w->err), &w->err);
}

/* What did not change is the same file under a second name; what did is new; the older site keeps its own. */
static void only_what_changed_is_made_anew(void **state)
{
    world_t *w = *state;
    published_t p;
    struct stat before, after;
    assert_ok(material_publish(&w->app, NULL, &p, &w->err), &w->err);
    assert_int_equal(p.kept, 0);
    assert_int_equal(stat(at(w, "current/b.html.br"), &before), 0);
    assert_ok(material_publish(&w->app, NULL, &p, &w->err), &w->err);
    assert_int_equal(p.kept, p.files);
    assert_int_equal(stat(at(w, "current/b.html.br"), &after), 0);
    assert_true(before.st_ino == after.st_ino);
    assert_whole(w, "one");
    word = "two";
    assert_ok(material_publish(&w->app, NULL, &p, &w->err), &w->err);
    assert_true(p.kept < p.files);
    assert_whole(w, "two");
    int64_t back;
    assert_ok(material_publish_back(w->dir, &back, &w->err), &w->err);
    assert_whole(w, "one");
}

/* A folder from a memory card: every link leads to a file beside it or to the server, never to the disk's root. */
static void the_folder_opens_without_a_server(void **state)
{
    world_t *w = *state;
    published_t p;
    size_t files;
    folder_seen_t seen;
    const char *out = str_fmt(w->a, "%s/card", w->dir).p;
    assert_ok(material_publish(&w->app, NULL, &p, &w->err), &w->err);
    assert_ok(material_publish_folder(&w->app, p.number, out, &files, &w->err), &w->err);
    str_t index, deep;
    assert_ok(file_read(w->a, str_fmt(w->a, "%s/index.html", out).p, 1 << 20, &index, &w->err), &w->err);
    assert_str(index,
               "<a href=\"b.html\">one</a> <a href=\"https://x.vn/ban/x\">d</a> <a href=\"https://x.vn/c?x=1\">q</a> "
               "<a href=\"//evil\">e</a>");
    assert_ok(file_read(w->a, str_fmt(w->a, "%s/b.html", out).p, 1 << 20, &deep, &w->err), &w->err);
    assert_true(str_find(deep, S("<a href=\"c.html#top\">c</a><a href=\"d/e.html\">d</a>"), 0) != SIZE_MAX);
    assert_ok(material_verify_folder(w->a, out, &w->ring, &seen, &w->err), &w->err);
    assert_ok(material_publish_folder(&w->app, p.number, out, &files, &w->err), &w->err); /* ours: replaced */
    const char *other = str_fmt(w->a, "%s/other", w->dir).p;
    assert_ok(dir_make(other, 0755, &w->err), &w->err);
    assert_ok(file_write(str_fmt(w->a, "%s/x", other).p, S("y"), 0644, &w->err), &w->err);
    assert_status(ST_CONFLICT, material_publish_folder(&w->app, p.number, other, &files, &w->err), &w->err);
    assert_true(file_exists(str_fmt(w->a, "%s/x", other).p));
}

static void a_page_that_fails_leaves_the_old_site(void **state)
{
    world_t *w = *state;
    assert_ok(material_publish(&w->app, NULL, NULL, &w->err), &w->err);
    trouble = FAIL;
    word = "two";
    assert_status(ST_STORE, material_publish(&w->app, NULL, NULL, &w->err), &w->err);
    assert_whole(w, "one");
    assert_false(file_exists(at(w, "releases/0002.part")));
}

/* As a disk that is full in the middle: a write that stops short. */
static void a_full_disk_leaves_the_old_site_and_says_so(void **state)
{
    world_t *w = *state;
    assert_ok(material_publish(&w->app, NULL, NULL, &w->err), &w->err);
    struct rlimit before, small = {.rlim_cur = 64 << 10};
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small.rlim_max = before.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    trouble = DISK;
    word = "two";
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    status_t s = material_publish(&w->app, NULL, NULL, &w->err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(s, ST_LIMIT);
    assert_whole(w, "one");
    trouble = NONE;
    assert_ok(material_publish(&w->app, NULL, NULL, &w->err), &w->err);
    assert_whole(w, "two");
}

static void killed_in_the_middle_the_old_site_stands_and_the_next_one_comes(void **state)
{
    world_t *w = *state;
    assert_ok(material_publish(&w->app, NULL, NULL, &w->err), &w->err);
    trouble = DIE;
    word = "two";
    pid_t pid = fork();
    if (pid == 0) {
        err_t err = err_new(LANG_EN);
        _exit(material_publish(&w->app, NULL, NULL, &err) == ST_OK ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(WEXITSTATUS(status), 9);
    assert_true(file_exists(at(w, "releases/0002.part")));
    assert_whole(w, "one");
    trouble = NONE;
    assert_ok(material_publish(&w->app, NULL, NULL, &w->err), &w->err);
    assert_whole(w, "two");
    assert_false(file_exists(at(w, "releases/0002.part")));
}

static void without_a_key_no_site_is_published(void **state)
{
    world_t *w = *state;
    assert_int_equal(unlink(str_fmt(w->a, "%s/keys/release.key", w->dir).p), 0);
    assert_status(ST_NOT_FOUND, material_publish(&w->app, NULL, NULL, &w->err), &w->err);
    assert_false(file_exists(at(w, "current")));
}

static void a_copy_that_was_touched_is_found_out(void **state)
{
    world_t *w = *state;
    folder_seen_t seen;
    assert_ok(material_publish(&w->app, NULL, NULL, &w->err), &w->err);
    const char *folder = at(w, "current");
    static const char *const touched[] = {"current/c.html", "current/b.html.br"};
    for (size_t i = 0; i < 2; i++) {
        str_t was = content(w, touched[i]);
        assert_ok(file_write(at(w, touched[i]), S("Chuyển tiền ngay!"), 0644, &w->err), &w->err);
        assert_status(ST_DENIED, material_verify_folder(w->a, folder, &w->ring, &seen, &w->err), &w->err);
        assert_ok(file_write(at(w, touched[i]), was, 0644, &w->err), &w->err);
    }
    assert_ok(file_write(at(w, "current/extra.html"), S("x"), 0644, &w->err), &w->err);
    assert_status(ST_DENIED, material_verify_folder(w->a, folder, &w->ring, &seen, &w->err), &w->err);
    assert_string_equal(w->err.code, "verify.stranger");
    assert_int_equal(unlink(at(w, "current/extra.html")), 0);
    assert_int_equal(unlink(at(w, "current/d/e.html")), 0);
    assert_status(ST_DENIED, material_verify_folder(w->a, folder, &w->ring, &seen, &w->err), &w->err);
    assert_string_equal(w->err.code, "verify.missing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_site_is_all_that_links_reach_and_nothing_of_the_desk, setup, teardown),
        cmocka_unit_test_setup_teardown(publishing_switches_at_once_and_keeps_three, setup, teardown),
        cmocka_unit_test_setup_teardown(only_what_changed_is_made_anew, setup, teardown),
        cmocka_unit_test_setup_teardown(the_folder_opens_without_a_server, setup, teardown),
        cmocka_unit_test_setup_teardown(a_page_that_fails_leaves_the_old_site, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_leaves_the_old_site_and_says_so, setup, teardown),
        cmocka_unit_test_setup_teardown(killed_in_the_middle_the_old_site_stands_and_the_next_one_comes, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(without_a_key_no_site_is_published, setup, teardown),
        cmocka_unit_test_setup_teardown(a_copy_that_was_touched_is_found_out, setup, teardown),
    };
    return cmocka_run_group_tests_name("publish", tests, NULL, NULL);
}
