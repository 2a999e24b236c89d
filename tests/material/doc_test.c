/* SPDX-License-Identifier: Apache-2.0
 *
 * The campaign's own texts: every source reads, both languages go together, and the PDF gives every letter back.
 */
#include "support/check.h"
#include "support/world.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/crypto.h"
#include "base/file.h"
#include "material/doc.h"
#include "material/internal.h"

static char dir[64] = "/tmp/cg-doc-XXXXXX";
static const print_mark_t mark = {
    {"K7M2QX", 6}, {"https://canhgiac.example.vn/v/K7M2QX", 36}, {"", 0}, 1, LANG_VI, {"UBND", 4}, PAPER_A4};

static int setup(void **state)
{
    (void)state;
    return crypto_start() && mkdtemp(dir) ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    world_remove(dir);
    return 0;
}

static bool run(const char *const argv[])
{
    pid_t pid = fork();
    if (pid == 0) {
        execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    int status = 0;
    return waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void every_source_reads_and_has_its_twin_in_the_other_language(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    err_t err = err_new(LANG_EN);
    size_t n = 0;
    for (const embed_t *e = material_sources; e->path; e++, n++) {
        doc_t d, twin;
        str_t path = str_of(e->path),
              other = str_fmt(a, "%.*s%s", (int)(path.n - 5), path.p, str_ends(path, S("vi.md")) ? "en.md" : "vi.md");
        assert_ok(doc_parse(a, (str_t){e->start, (size_t)(e->end - e->start)}, &d, &err), &err);
        assert_ok(doc_parse(a, embed_find(material_sources, other), &twin, &err), &err);
        assert_true(str_eq(d.slug, twin.slug) && str_eq(d.kind, twin.kind));
        if (d.n != twin.n) fail_msg("%s has %zu blocks, its twin %zu", e->path, d.n, twin.n);
        for (size_t i = 0; i < d.n; i++)
            if (d.blocks[i].kind != twin.blocks[i].kind || d.blocks[i].number != twin.blocks[i].number)
                fail_msg("%s: block %zu is of another kind than its twin", e->path, i);
        assert_true(d.summary.n > 0 && utf8_len(d.summary) <= 600);
    }
    assert_int_equal(n, 38);
    arena_free(a);
}

/* Only numbers that a source gives: 156, 5656, 111. */
static void no_telephone_number_stands_in_a_text_that_no_source_gives(void **state)
{
    (void)state;
    for (const embed_t *e = material_sources; e->path; e++) {
        size_t run_length = 0;
        for (const char *p = e->start; p < e->end; p++) {
            run_length = *p >= '0' && *p <= '9' ? run_length + 1 : 0;
            if (run_length > 4) fail_msg("%s: a long number before offset %zu", e->path, (size_t)(p - e->start));
        }
        assert_int_equal(str_find((str_t){e->start, (size_t)(e->end - e->start)}, S("113"), 0), SIZE_MAX);
    }
}

static void every_vietnamese_letter_survives_into_the_pdf_and_back(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    err_t err = err_new(LANG_EN);
    static const char letters[] = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư ẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặ "
                                  "ẸẹẺẻẼẽẾếỀềỂểỄễỆệ ỈỉỊị ỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợ "
                                  "ỤụỦủỨứỪừỬửỮữỰự ỲỳỴỵỶỷỸỹ ₫";
    doc_t d;
    str_t pdf, text;
    str_t source =
        str_fmt(a, "---\nslug: x\nkind: handbook\ntitle: Ặ\n---\n# %s\n\n%s\n\n> %s\n", letters, letters, letters);
    assert_ok(doc_parse(a, source, &d, &err), &err);
    assert_ok(doc_pdf(a, &d, &mark, &pdf, &err), &err);
    const char *pdf_path = str_fmt(a, "%s/x.pdf", dir).p, *text_path = str_fmt(a, "%s/x.txt", dir).p;
    assert_ok(file_write(pdf_path, pdf, 0644, &err), &err);
    const char *const argv[] = {"pdftotext", "-layout", pdf_path, text_path, NULL};
    if (!run(argv)) skip();
    assert_ok(file_read(a, text_path, 1 << 20, &text, &err), &err);
    str_t all = str_of(letters);
    for (size_t i = 0; i < all.n;) {
        size_t from = i;
        (void)utf8_next(all, &i);
        str_t letter = str_sub(all, from, i);
        if (str_find(text, letter, 0) == SIZE_MAX) fail_msg("lost: %.*s", STRF(letter));
    }
    assert_int_not_equal(str_find(text, S("K7M2QX"), 0), SIZE_MAX);
    arena_free(a);
}

static void the_same_input_gives_the_same_pdf(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    err_t err = err_new(LANG_EN);
    doc_t d;
    str_t one, two;
    assert_ok(doc_parse(a, embed_find(material_sources, S("to-roi.vi.md")), &d, &err), &err);
    assert_ok(doc_pdf(a, &d, &mark, &one, &err), &err);
    assert_ok(doc_pdf(a, &d, &mark, &two, &err), &err);
    assert_true(str_eq(one, two));
    arena_free(a);
}

static void html_in_a_source_stays_text(void **state)
{
    (void)state;
    arena_t *a = arena_new(8 << 20);
    err_t err = err_new(LANG_EN);
    doc_t d;
    str_t html, text;
    assert_ok(doc_parse(a, S("---\nslug: x\nkind: post\ntitle: t\n---\n<script>alert(1)</script>\n\n2. hai **đậm**\n"),
                        &d, &err),
              &err);
    assert_ok(doc_html(a, &d, &html, &err), &err);
    assert_int_equal(str_find(html, S("<script"), 0), SIZE_MAX);
    assert_ok(doc_text(a, &d, &text, &err), &err);
    assert_str(text, "<script>alert(1)</script>\n\n2. hai đậm\n");
    arena_free(a);
}

static void a_source_without_its_head_names_the_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        long line;
    } bad[] = {
        {"# no head", 1},
        {"---\nslug: x\ncolour: red\n---\nx", 3},
        {"---\nslug: x\n", 2},
        {"", 1},
    };
    arena_t *a = arena_new(8 << 20);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        doc_t d;
        err_t err = err_new(LANG_EN);
        assert_status(ST_INPUT, doc_parse(a, str_of(bad[i].text), &d, &err), &err);
        assert_int_equal(err.line, bad[i].line);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_source_reads_and_has_its_twin_in_the_other_language),
        cmocka_unit_test(no_telephone_number_stands_in_a_text_that_no_source_gives),
        cmocka_unit_test(every_vietnamese_letter_survives_into_the_pdf_and_back),
        cmocka_unit_test(the_same_input_gives_the_same_pdf),
        cmocka_unit_test(html_in_a_source_stays_text),
        cmocka_unit_test(a_source_without_its_head_names_the_line),
    };
    return cmocka_run_group_tests_name("doc", tests, setup, teardown);
}
