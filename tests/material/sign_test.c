/* SPDX-License-Identifier: Apache-2.0
 *
 * Signatures: what we sign the minisign program accepts, what it signs we accept, and nothing else.
 */
#include "support/check.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/file.h"
#include "material/sign.h"

typedef struct world {
    char dir[64];
    arena_t *a;
    err_t err;
    sign_secret_t secret;
    sign_ring_t ring;
} world_t;

static const char *at(world_t *w, const char *name)
{
    return str_fmt(w->a, "%s/%s", w->dir, name).p;
}

static int setup(void **state)
{
    world_t *w = calloc(1, sizeof *w);
    if (!w || !crypto_start()) return -1;
    memcpy(w->dir, "/tmp/cg-sign-XXXXXX", 20);
    if (!mkdtemp(w->dir)) return -1;
    w->a = arena_new(8 << 20);
    w->err = err_new(LANG_EN);
    *state = w;
    return material_keys_make(w->dir, &w->err) == ST_OK && material_key(w->dir, &w->secret, &w->err) == ST_OK &&
                   material_ring(w->dir, &w->ring, &w->err) == ST_OK
               ? 0
               : -1;
}

static int teardown(void **state)
{
    world_t *w = *state;
    static const char *const left[] = {"keys/release.key", "keys/release.pub", "keys/other.pub", "m",
                                       "m.minisig",        "their.key",        "their.pub",      "keys"};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) (void)remove(at(w, left[i]));
    (void)rmdir(w->dir);
    arena_free(w->a);
    free(w);
    return 0;
}

/* Runs a program silently; its exit status, or -1 when it is not installed. */
static int run(const char *const argv[])
{
    pid_t pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_RDWR);
        if (dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0) _exit(126);
        execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    int status = 0;
    if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status)) return -1;
    return WEXITSTATUS(status) == 127 ? -1 : WEXITSTATUS(status);
}

static void need_minisign(void)
{
    const char *const argv[] = {"minisign", "-v", NULL};
    if (run(argv) < 0) skip();
}

static str_t signed_text(world_t *w, str_t bytes, const char *comment)
{
    buf_t b = buf_new(w->a, SIGN_FILE_MAX);
    assert_ok(sign_make(&w->secret, bytes, str_of(comment), &b, &w->err), &w->err);
    return buf_str(&b);
}

static void minisign_verifies_what_we_sign(void **state)
{
    world_t *w = *state;
    need_minisign();
    str_t bytes = S("Cẩm nang: hãy chậm lại.\n");
    assert_ok(file_write(at(w, "m"), bytes, 0644, &w->err), &w->err);
    assert_ok(file_write(at(w, "m.minisig"), signed_text(w, bytes, "file:Cẩm nang.pdf"), 0644, &w->err), &w->err);
    const char *const good[] = {"minisign", "-V", "-p", at(w, "keys/release.pub"), "-m", at(w, "m"), NULL};
    assert_int_equal(run(good), 0);

    assert_ok(file_write(at(w, "m"), S("Cẩm nang: hãy nhanh lên.\n"), 0644, &w->err), &w->err);
    assert_int_not_equal(run(good), 0);
}

static void minisign_signs_with_our_key_file(void **state)
{
    world_t *w = *state;
    need_minisign();
    struct stat st;
    assert_int_equal(stat(at(w, "keys/release.key"), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_ok(file_write(at(w, "m"), S("x"), 0644, &w->err), &w->err);
    const char *const sign[] = {"minisign", "-S",       "-s", at(w, "keys/release.key"), "-t", "ngày 20/11",
                                "-m",       at(w, "m"), NULL};
    assert_int_equal(run(sign), 0);
    str_t text;
    sign_seen_t seen;
    assert_ok(file_read(w->a, at(w, "m.minisig"), SIGN_FILE_MAX, &text, &w->err), &w->err);
    assert_ok(sign_check(&w->ring, S("x"), text, &seen, &w->err), &w->err);
    assert_str(seen.comment, "ngày 20/11");
}

/* Both kinds: prehashed and the older one. */
static void we_verify_what_minisign_signs_with_its_own_key(void **state)
{
    world_t *w = *state;
    need_minisign();
    const char *const make[] = {"minisign", "-G", "-W", "-f", "-p", at(w, "their.pub"), "-s", at(w, "their.key"), NULL};
    const char *const hashed[] = {"minisign", "-S", "-s", at(w, "their.key"), "-m", at(w, "m"), NULL};
    const char *const older[] = {"minisign", "-S", "-l", "-s", at(w, "their.key"), "-m", at(w, "m"), NULL};
    assert_int_equal(run(make), 0);
    str_t text;
    sign_ring_t theirs = {.n = 1};
    sign_secret_t secret;
    assert_ok(file_read(w->a, at(w, "their.pub"), SIGN_FILE_MAX, &text, &w->err), &w->err);
    assert_ok(sign_public_parse(text, &theirs.keys[0], &w->err), &w->err);
    assert_ok(file_read(w->a, at(w, "their.key"), SIGN_FILE_MAX, &text, &w->err), &w->err);
    assert_ok(sign_secret_parse(text, &secret, &w->err), &w->err);
    assert_memory_equal(sign_public_of(&secret).key, theirs.keys[0].key, 32);

    assert_ok(file_write(at(w, "m"), S("hello"), 0644, &w->err), &w->err);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(run(i ? older : hashed), 0);
        assert_ok(file_read(w->a, at(w, "m.minisig"), SIGN_FILE_MAX, &text, &w->err), &w->err);
        assert_ok(sign_check(&theirs, S("hello"), text, NULL, &w->err), &w->err);
        assert_status(ST_DENIED, sign_check(&theirs, S("hellO"), text, NULL, &w->err), &w->err);
        assert_status(ST_DENIED, sign_check(&w->ring, S("hello"), text, NULL, &w->err), &w->err);
        assert_string_equal(w->err.code, "sign.unknown-key");
    }
}

static void a_change_of_any_byte_of_a_signature_is_refused(void **state)
{
    world_t *w = *state;
    str_t bytes = S("Chỉ gọi số in ở mặt sau thẻ."), good = signed_text(w, bytes, "code:K7M2QX");
    assert_ok(sign_check(&w->ring, bytes, good, NULL, &w->err), &w->err);
    size_t first_line = str_chr(good, '\n', 0);
    char *copy = str_z(w->a, good);
    for (size_t i = first_line; i < good.n; i++)
        for (int bit = 0; bit < 8; bit++) {
            copy[i] = (char)(copy[i] ^ (1 << bit));
            if (sign_check(&w->ring, bytes, (str_t){copy, good.n}, NULL, &w->err) == ST_OK) {
                /* Only the very last line feed may go: it carries nothing. */
                if (i != good.n - 1) fail_msg("byte %zu, bit %d: %.*s", i, bit, STRF(good));
            }
            copy[i] = good.p[i];
        }
}

static void a_truncated_file_is_named_as_no_signature(void **state)
{
    world_t *w = *state;
    str_t bytes = S("x"), good = signed_text(w, bytes, "c");
    for (size_t n = 0; n + 1 < good.n; n++)
        assert_status(ST_INPUT, sign_check(&w->ring, bytes, str_sub(good, 0, n), NULL, &w->err), &w->err);
    sign_public_t p;
    sign_secret_t k;
    str_t text;
    assert_ok(file_read(w->a, at(w, "keys/release.pub"), SIGN_FILE_MAX, &text, &w->err), &w->err);
    for (size_t n = 0; n + 1 < text.n; n++)
        assert_status(ST_INPUT, sign_public_parse(str_sub(text, 0, n), &p, &w->err), &w->err);
    assert_ok(file_read(w->a, at(w, "keys/release.key"), SIGN_FILE_MAX, &text, &w->err), &w->err);
    for (size_t n = 0; n + 1 < text.n; n++)
        assert_status(ST_INPUT, sign_secret_parse(str_sub(text, 0, n), &k, &w->err), &w->err);
}

static void a_comment_cannot_break_out_of_its_line(void **state)
{
    world_t *w = *state;
    buf_t b = buf_new(w->a, SIGN_FILE_MAX);
    assert_status(ST_INPUT, sign_make(&w->secret, S("x"), S("a\nb"), &b, &w->err), &w->err);
    assert_int_equal(b.n, 0);
}

static void a_key_is_never_overwritten(void **state)
{
    world_t *w = *state;
    assert_status(ST_CONFLICT, material_keys_make(w->dir, &w->err), &w->err);
}

/* Rotation: what the retired key signed stays good while its .pub lies among the trusted ones. */
static void a_retired_key_stays_trusted_until_its_file_is_taken_away(void **state)
{
    world_t *w = *state;
    sign_secret_t other;
    sign_ring_t ring;
    sign_new(&other);
    buf_t pub = buf_new(w->a, SIGN_FILE_MAX), sig = buf_new(w->a, SIGN_FILE_MAX);
    sign_public_t p = sign_public_of(&other);
    sign_public_put(&pub, &p);
    assert_ok(sign_make(&other, S("x"), S("c"), &sig, &w->err), &w->err);
    assert_status(ST_DENIED, sign_check(&w->ring, S("x"), buf_str(&sig), NULL, &w->err), &w->err);
    assert_ok(file_write(at(w, "keys/other.pub"), buf_str(&pub), 0644, &w->err), &w->err);
    assert_ok(material_ring(w->dir, &ring, &w->err), &w->err);
    assert_int_equal(ring.n, 2);
    assert_ok(sign_check(&ring, S("x"), buf_str(&sig), NULL, &w->err), &w->err);
    assert_int_equal(unlink(at(w, "keys/other.pub")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minisign_verifies_what_we_sign),
        cmocka_unit_test(minisign_signs_with_our_key_file),
        cmocka_unit_test(we_verify_what_minisign_signs_with_its_own_key),
        cmocka_unit_test(a_change_of_any_byte_of_a_signature_is_refused),
        cmocka_unit_test(a_truncated_file_is_named_as_no_signature),
        cmocka_unit_test(a_comment_cannot_break_out_of_its_line),
        cmocka_unit_test(a_key_is_never_overwritten),
        cmocka_unit_test(a_retired_key_stays_trusted_until_its_file_is_taken_away),
    };
    return cmocka_run_group_tests_name("sign", tests, setup, teardown);
}
