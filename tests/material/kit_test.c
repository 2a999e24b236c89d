/* SPDX-License-Identifier: Apache-2.0
 *
 * Archives that are read in place, marks in QR codes, signatures of several keys, keys that follow one another.
 */
#include "support/check.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/file.h"
#include "material/mark.h"
#include "material/zip.h"

static arena_t *a;
static err_t err;

static int setup(void **state)
{
    (void)state;
    a = arena_new(64 << 20);
    err = err_new(LANG_EN);
    return a && crypto_start() ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static str_t archive(size_t n, const char *const *names)
{
    char path[] = "/tmp/canhgiac-zip-XXXXXX";
    str_t whole;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    zip_writer_t z = zip_begin(a, fd);
    for (size_t i = 0; i < n; i++) assert_ok(zip_add(&z, str_of(names[i]), str_fmt(a, "member %zu", i), &err), &err);
    assert_ok(zip_end(&z, &err), &err);
    close(fd);
    assert_ok(file_read(a, path, 1 << 20, &whole, &err), &err);
    unlink(path);
    return whole;
}

static const char *const names[] = {"a.txt", "tai-lieu/cẩm-nang.pdf", "z"};

static void what_was_packed_comes_back(void **state)
{
    zip_member_t *m;
    size_t n;
    (void)state;
    str_t whole = archive(3, names);
    assert_ok(zip_read(a, whole, &m, &n, &err), &err);
    assert_int_equal(n, 3);
    assert_str(zip_find(m, n, S("tai-lieu/cẩm-nang.pdf")), "member 1");
    assert_null(zip_find(m, n, S("a")).p);
}

/* Whatever single byte is changed: the archive is refused, or a member's bytes differ, which its digest then tells; never
 * does another name or another number of members come out. */
static void no_changed_byte_goes_unseen(void **state)
{
    zip_member_t *m;
    size_t n;
    (void)state;
    str_t whole = archive(3, names);
    char *p = str_z(a, whole);
    for (size_t i = 0; i < whole.n; i++) {
        p[i] ^= 0x41;
        if (zip_read(a, (str_t){p, whole.n}, &m, &n, NULL) == ST_OK) {
            assert_int_equal(n, 3);
            for (size_t k = 0; k < n; k++) assert_str(m[k].name, names[k]);
        }
        p[i] ^= 0x41;
    }
    for (size_t cut = 0; cut < whole.n; cut++)
        assert_status(ST_INPUT, zip_read(a, str_sub(whole, 0, cut), &m, &n, &err), &err);
    assert_status(ST_INPUT, zip_read(a, str_join(a, whole, S("x")), &m, &n, &err), &err);
    assert_status(ST_INPUT, zip_read(a, str_join(a, S("x"), whole), &m, &n, &err), &err);
}

static void two_members_of_one_name_are_refused(void **state)
{
    static const char *const twice[] = {"a.txt", "b", "a.txt"};
    zip_member_t *m;
    size_t n;
    (void)state;
    assert_status(ST_INPUT, zip_read(a, archive(3, twice), &m, &n, &err), &err);
}

static void names_stay_inside(void **state)
{
    static const char *const bad[] = {"",    "/etc/passwd", "../x", "a/../b", "a//b", "a/",
                                      "C:x", "a\\b",        "a\nb", ".",      "a/./b"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_false(zip_name_ok(str_of(bad[i])));
    assert_true(zip_name_ok(S("tai-lieu/a..b/c.pdf")));
}

/* --- marks --- */

static void a_mark_holds_for_its_code_and_text_alone(void **state)
{
    sign_secret_t key, other;
    sign_ring_t ring = {.n = 1}, strange = {.n = 1};
    mark_t m;
    (void)state;
    sign_new(&key);
    sign_new(&other);
    ring.keys[0] = sign_public_of(&key);
    strange.keys[0] = sign_public_of(&other);
    str_t payload = mark_make(a, &key, S("https://x.vn"), S("222222"), 7, sha256(S("text")));
    assert_ok(mark_parse(a, payload, &m, &err), &err);
    assert_string_equal(m.code, "222222");
    assert_int_equal(m.version, 7);
    assert_ok(mark_check(&ring, &m, NULL, &err), &err);
    assert_status(ST_DENIED, mark_check(&strange, &m, NULL, &err), &err);
    mark_t forged = m;
    forged.version++;
    assert_status(ST_DENIED, mark_check(&ring, &forged, NULL, &err), &err);
    forged = m;
    forged.core[15] ^= 1;
    assert_status(ST_DENIED, mark_check(&ring, &forged, NULL, &err), &err);
    forged = m;
    forged.code[0] = '3';
    assert_status(ST_DENIED, mark_check(&ring, &forged, NULL, &err), &err);
    assert_status(ST_INPUT, mark_parse(a, S("https://x.vn/v/222222"), &m, &err), &err);
    assert_status(ST_INPUT, mark_parse(a, str_join(a, payload, S("A")), &m, &err), &err);
    assert_in_range(payload.n, 1, 160); /* still a QR code that a cheap camera reads */
}

/* --- several signatures --- */

static str_t signed_by(const sign_secret_t *key, str_t bytes)
{
    buf_t b = buf_new(a, SIGN_FILE_MAX);
    assert_ok(sign_make(key, bytes, S("c"), &b, &err), &err);
    return buf_str(&b);
}

static void k_signatures_are_of_k_different_keys(void **state)
{
    sign_secret_t key[3];
    sign_ring_t ring = {.n = 2};
    sign_seen_t seen[SIGN_MANY_MAX];
    size_t n;
    str_t bytes = S("{\"a\":1}"), one, two, three;
    (void)state;
    for (int i = 0; i < 3; i++) sign_new(&key[i]);
    for (int i = 0; i < 2; i++) ring.keys[i] = sign_public_of(&key[i]);
    one = signed_by(&key[0], bytes);
    two = signed_by(&key[1], bytes);
    three = signed_by(&key[2], bytes);
    assert_ok(sign_check_many(&ring, bytes, str_join(a, one, two), 2, MS_NEVER, seen, &n, &err), &err);
    assert_int_equal(n, 2);
    assert_status(ST_DENIED, sign_check_many(&ring, bytes, str_join(a, one, one), 2, MS_NEVER, seen, &n, &err), &err);
    assert_string_equal(err.code, "sign.too-few");
    assert_status(ST_DENIED, sign_check_many(&ring, bytes, str_join(a, one, three), 2, MS_NEVER, seen, &n, &err), &err);
    assert_ok(sign_check_many(&ring, bytes, str_join(a, three, str_join(a, one, two)), 2, MS_NEVER, seen, &n, &err),
              &err);
    /* one that does not hold is never passed over */
    assert_status(ST_DENIED, sign_check_many(&ring, S("{\"a\":2}"), str_join(a, one, two), 1, MS_NEVER, seen, &n, &err),
                  &err);
    /* the second key was retired before the bytes were made */
    ring.keys[1].until = 1000;
    assert_status(ST_DENIED, sign_check_many(&ring, bytes, str_join(a, one, two), 2, 2000, seen, &n, &err), &err);
    assert_string_equal(err.code, "sign.retired-key");
    assert_ok(sign_check_many(&ring, bytes, str_join(a, one, two), 2, 900, seen, &n, &err), &err);
    /* one key under two names is one key */
    ring.keys[1] = ring.keys[0];
    ring.keys[1].id[0] ^= 1;
    sign_secret_t renamed = key[0];
    renamed.id[0] ^= 1;
    assert_status(
        ST_DENIED,
        sign_check_many(&ring, bytes, str_join(a, one, signed_by(&renamed, bytes)), 2, MS_NEVER, seen, &n, &err), &err);
}

/* --- keys --- */

static str_t list_of(const sign_secret_t *retired, const sign_secret_t *now, int64_t number)
{
    sign_ring_t r = {.n = retired ? 2 : 1};
    str_t list;
    r.keys[0] = sign_public_of(now);
    if (retired) r.keys[1] = sign_public_of(retired);
    if (retired) r.keys[1].until = 5000;
    assert_ok(key_list_make(a, &r, number, 5000, &list, &err), &err);
    return list;
}

/* A → B → C: who noted A trusts C; a key that was retired cannot name another successor; a gap ends the way. */
static void trust_follows_the_lists(void **state)
{
    sign_secret_t k[4];
    (void)state;
    for (int i = 0; i < 4; i++) sign_new(&k[i]);
    str_t lists[2] = {list_of(&k[0], &k[1], 1), list_of(&k[1], &k[2], 2)};
    str_t sigs[2] = {signed_by(&k[0], lists[0]), signed_by(&k[1], lists[1])};
    sign_ring_t ring = {.n = 1, .keys = {sign_public_of(&k[0])}};
    assert_ok(key_lists_follow(&ring, lists, sigs, 2, &err), &err);
    assert_int_equal(ring.n, 2);
    assert_memory_equal(ring.keys[0].key, sign_public_of(&k[2]).key, 32);
    assert_int_equal(ring.keys[1].until, 5000);

    ring = (sign_ring_t){.n = 1, .keys = {sign_public_of(&k[1])}}; /* who noted B begins at the second list */
    assert_ok(key_lists_follow(&ring, lists, sigs, 2, &err), &err);
    assert_memory_equal(ring.keys[0].key, sign_public_of(&k[2]).key, 32);

    ring = (sign_ring_t){.n = 1, .keys = {sign_public_of(&k[3])}}; /* who trusts another goes nowhere */
    assert_ok(key_lists_follow(&ring, lists, sigs, 2, &err), &err);
    assert_memory_equal(ring.keys[0].key, sign_public_of(&k[3]).key, 32);

    str_t stolen = list_of(&k[1], &k[3], 2), by_retired[2] = {sigs[0], signed_by(&k[0], stolen)};
    str_t taken[2] = {lists[0], stolen};
    ring = (sign_ring_t){.n = 1, .keys = {sign_public_of(&k[0])}};
    assert_status(ST_DENIED, key_lists_follow(&ring, taken, by_retired, 2, &err), &err);

    str_t gap[2] = {lists[0], list_of(&k[1], &k[2], 3)}, gap_sigs[2] = {sigs[0], signed_by(&k[1], gap[1])};
    ring = (sign_ring_t){.n = 1, .keys = {sign_public_of(&k[0])}};
    assert_status(ST_DENIED, key_lists_follow(&ring, gap, gap_sigs, 2, &err), &err);
    assert_string_equal(err.code, "keys.gap");
}

/* A rotation that broke off before its list was written changes nothing; one that broke off after it is finished. */
static void a_broken_rotation_ends_one_way_or_the_other(void **state)
{
    char dir[] = "/tmp/canhgiac-keys-XXXXXX", path[128], aside[128];
    sign_secret_t before, after, next;
    int64_t number;
    (void)state;
    assert_non_null(mkdtemp(dir));
    assert_ok(material_keys_make(dir, &err), &err);
    assert_ok(material_key(dir, &before, &err), &err);
    sign_new(&next);
    buf_t b = buf_new(a, SIGN_FILE_MAX);
    sign_secret_put(&b, &next);
    (void)snprintf(path, sizeof path, "%s/keys/next.key", dir);
    assert_ok(file_write(path, buf_str(&b), 0600, &err), &err);
    assert_ok(material_key(dir, &after, &err), &err);
    assert_memory_equal(before.key, after.key, 64);

    assert_ok(material_keys_rotate(dir, &number, &err), &err);
    assert_int_equal(number, 1);
    assert_ok(material_key(dir, &next, &err), &err);
    assert_memory_not_equal(before.key, next.key, 64);
    /* as if the last step had not been reached */
    (void)snprintf(aside, sizeof aside, "%s/keys/release.key", dir);
    assert_int_equal(rename(aside, path), 0);
    b = buf_new(a, SIGN_FILE_MAX);
    sign_secret_put(&b, &before);
    assert_ok(file_write(aside, buf_str(&b), 0600, &err), &err);
    assert_ok(material_key(dir, &after, &err), &err);
    assert_memory_equal(after.key, next.key, 64);
    sign_ring_t ring;
    assert_ok(material_ring(dir, &ring, &err), &err);
    assert_int_equal(ring.n, 2);
    dir_remove(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_packed_comes_back),
        cmocka_unit_test(no_changed_byte_goes_unseen),
        cmocka_unit_test(two_members_of_one_name_are_refused),
        cmocka_unit_test(names_stay_inside),
        cmocka_unit_test(a_mark_holds_for_its_code_and_text_alone),
        cmocka_unit_test(k_signatures_are_of_k_different_keys),
        cmocka_unit_test(trust_follows_the_lists),
        cmocka_unit_test(a_broken_rotation_ends_one_way_or_the_other),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
