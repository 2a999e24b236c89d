/* SPDX-License-Identifier: Apache-2.0
 *
 * Uploads: a file is what its bytes say, one thing only, and nothing that acts by itself.
 */
#include "support/check.h"
#include "material/sniff.h"

static const struct {
    const char *bytes;
    size_t n;
    const char *answer; /* the ending, or the error's code */
} files[] = {
#define FILE_(bytes, answer)                                                                                           \
    {                                                                                                                  \
        bytes, sizeof(bytes) - 1, answer                                                                               \
    }
    FILE_("%PDF-1.5\n1 0 obj << /Type /Catalog >>", "pdf"),
    FILE_("%PDF-1.5\n<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>", "file.pdf-acts"),
    FILE_("%PDF-1.5\n<< /S /#4aavaScript >>", "file.pdf-acts"),
    FILE_("%PDF-1.5\n<< /S /Launch /F (cmd.exe) >>", "file.pdf-acts"),
    FILE_("\x89PNG\r\n\x1a\n....", "png"),
    FILE_("\x89PNG\r\n\x1a\n<script>alert(1)</script>", "file.polyglot"),
    FILE_("\xff\xd8\xff\xe0....", "jpg"),
    FILE_("\xff\xd8\xff\xe0....PK\x05\x06..................", "file.polyglot"),
    FILE_("\0\0\0\x20"
          "ftypisom....",
          "mp4"),
    FILE_("Cảnh giác!\nHãy chậm lại.", "txt"),
    FILE_("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "file.kind"),
    FILE_("  <html>", "file.kind"),
    FILE_("PK\x03\x04", "file.kind"),
    FILE_("MZ\x90\0", "file.kind"),
    FILE_("abc\0def", "file.kind"),
    FILE_("\xff\xfe"
          "a\0",
          "file.kind"),
    FILE_("", "file.empty"),
};

static void a_file_is_taken_for_what_its_bytes_say(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        sniffed_t k = {0};
        err_t err = err_new(LANG_EN);
        status_t s = file_sniff((str_t){files[i].bytes, files[i].n}, &k, &err);
        const char *got = s == ST_OK ? k.ending : err.code;
        if (strcmp(got, files[i].answer) != 0) fail_msg("file %zu: %s, not %s", i, got, files[i].answer);
    }
}

static void a_text_may_not_be_large(void **state)
{
    (void)state;
    arena_t *a = arena_new(4 << 20);
    char *p = arena_alloc(a, (1 << 20) + 1);
    memset(p, 'x', (1 << 20) + 1);
    sniffed_t k;
    err_t err = err_new(LANG_EN);
    assert_status(ST_LIMIT, file_sniff((str_t){p, (1 << 20) + 1}, &k, &err), &err);
    assert_ok(file_sniff((str_t){p, 1 << 20}, &k, &err), &err);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_taken_for_what_its_bytes_say),
        cmocka_unit_test(a_text_may_not_be_large),
    };
    return cmocka_run_group_tests_name("sniff", tests, NULL, NULL);
}
