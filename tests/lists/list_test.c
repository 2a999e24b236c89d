/* SPDX-License-Identifier: Apache-2.0
 *
 * The file of a list: what is in it is found, nothing else is; what was changed is refused; a delta gives the same bytes.
 */
#include "support/check.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/crypto.h"
#include "lists/lists.h"

enum { TODAY = 20400, SOME = 20000, STRANGERS = 1000000 };

typedef struct test {
    arena_t *a;
    err_t err;
} test_t;

static int setup(void **state)
{
    static test_t t;
    t = (test_t){.a = arena_new((size_t)1 << 30), .err = err_new(LANG_EN)};
    *state = &t;
    return t.a && crypto_start() ? 0 : 1;
}

static int teardown(void **state)
{
    arena_free(((test_t *)*state)->a);
    return 0;
}

static void add(list_items_t *to, list_kind_t kind, const char *value, bool allow, int until)
{
    list_item_t it = {.kind = kind,
                      .allow = allow,
                      .value = str_of(value),
                      .source = allow ? S("desk") : S("hostsvn"),
                      .reason = allow ? S("a newspaper") : S("scam"),
                      .who = allow ? S("its editor") : S(""),
                      .since = TODAY - 10,
                      .until = until};
    assert_true(list_items_add(to, &it, "test", 1));
}

static str_t built(test_t *t, list_items_t *items, uint64_t number, list_t *out)
{
    list_head_t h = {.number = number, .made = (ms_t)TODAY * MS_DAY};
    buf_t b = buf_new(t->a, (size_t)64 << 20);
    list_key(0, h.key);
    assert_ok(list_settle(items, &t->err), &t->err);
    assert_ok(list_snapshot(items, &h, &b, &t->err), &t->err);
    assert_true(list_open(buf_str(&b), out));
    return buf_str(&b);
}

static str_t host_number(test_t *t, unsigned i)
{
    return str_fmt(t->a, "h%u.example-%u.top", i * 2654435761u, i);
}

static list_items_t many(test_t *t, unsigned from, unsigned to)
{
    list_items_t items = list_items_new(t->a, NULL);
    for (unsigned i = from; i < to; i++)
        add(&items, LIST_HOST, host_number(t, i).p, false, i % 3 ? LIST_DAY_NEVER : TODAY + (int)(i % 50));
    return items;
}

/* The hash is SipHash-2-4: libsodium's, of every length to 64. */
static void the_hash_is_siphash(void **state)
{
    (void)state;
    uint8_t key[LIST_KEY], bytes[64], want[8];
    for (size_t i = 0; i < sizeof key; i++) key[i] = (uint8_t)(i * 7 + 1);
    for (size_t n = 0; n <= sizeof bytes; n++) {
        for (size_t i = 0; i < n; i++) bytes[i] = (uint8_t)(i * 31 + n);
        crypto_shorthash(want, bytes, n, key);
        uint64_t got = list_hash(key, LIST_HOST, false, (str_t){(const char *)bytes, n});
        for (int i = 0; i < 8; i++) assert_int_equal((uint8_t)(got >> (8 * i)), want[i]);
    }
}

/* Every entry is found with its facts; of a million strangers the filter lets few through and the list none. */
static void entries_are_found_and_strangers_are_not(void **state)
{
    test_t *t = *state;
    list_t l;
    list_entry_t e;
    list_items_t items = many(t, 0, SOME);
    built(t, &items, 1, &l);
    for (unsigned i = 0; i < SOME; i++) {
        assert_int_equal(list_value(&l, LIST_HOST, host_number(t, i), TODAY, &e), LIST_LISTED);
        assert_str(e.source, "hostsvn");
        assert_int_equal(e.until, i % 3 ? LIST_DAY_NEVER : TODAY + (int)(i % 50));
    }
    size_t passed = 0;
    for (unsigned i = 0; i < STRANGERS; i++) {
        char name[40];
        int n = snprintf(name, sizeof name, "%u.stranger.vn", i);
        uint64_t h = list_hash(l.key, LIST_HOST, false, (str_t){name, (size_t)n});
        passed += list_may_have(&l, h);
        assert_false(list_entry(&l, h, &e));
    }
    assert_in_range(passed, 0, 60); /* 15 expected of 2^-16 */
}

/* The same entries give the same bytes, in whatever order they came. */
static void the_same_entries_give_the_same_bytes(void **state)
{
    test_t *t = *state;
    list_t l;
    list_items_t up = many(t, 0, 500), down = list_items_new(t->a, NULL);
    for (size_t i = 500; i-- > 0;) assert_true(list_items_add(&down, &VEC_AT(&up.items, list_item_t, i), "test", 1));
    str_t x = built(t, &up, 7, &l), y = built(t, &down, 7, &l);
    assert_true(str_eq(x, y));
}

static void an_empty_list_knows_nobody(void **state)
{
    test_t *t = *state;
    list_t l;
    list_entry_t e;
    list_items_t none = list_items_new(t->a, NULL);
    built(t, &none, 1, &l);
    assert_int_equal(list_value(&l, LIST_HOST, S("a.vn"), TODAY, &e), LIST_UNKNOWN);
    for (unsigned n = 1; n < 40; n++) { /* small filters are the ones that are hard to fill */
        list_items_t few = many(t, 0, n);
        built(t, &few, n, &l);
        for (unsigned i = 0; i < n; i++)
            assert_int_equal(list_value(&l, LIST_HOST, host_number(t, i), TODAY, &e), LIST_LISTED);
    }
}

static list_items_t mixed(test_t *t)
{
    list_items_t items = list_items_new(t->a, NULL);
    add(&items, LIST_HOST, "bad.top", false, LIST_DAY_NEVER);
    add(&items, LIST_HOST, "good.bad.top", true, LIST_DAY_NEVER);
    add(&items, LIST_HOST, "worse.good.bad.top", false, LIST_DAY_NEVER);
    add(&items, LIST_HOST, "both.vn", false, LIST_DAY_NEVER);
    add(&items, LIST_HOST, "both.vn", true, TODAY);
    add(&items, LIST_HOST, "old.top", false, TODAY - 1);
    add(&items, LIST_URL, "sites.google.com/view/scam", false, LIST_DAY_NEVER);
    add(&items, LIST_PHONE, "+84 912 345 678", false, LIST_DAY_NEVER);
    add(&items, LIST_ACCOUNT, "970436:0011223344", false, LIST_DAY_NEVER);
    return items;
}

static list_answer_t host(const list_t *l, const char *name, const char *registrable, int day)
{
    list_entry_t e;
    return list_host(l, str_of(name), str_of(registrable), day, &e);
}

/* The most exact entry holds; of equals the one that allows, and it says who asked; nothing above the registrable domain. */
static void the_most_exact_entry_holds(void **state)
{
    test_t *t = *state;
    list_t l;
    list_entry_t e;
    list_items_t items = mixed(t);
    built(t, &items, 1, &l);
    assert_int_equal(host(&l, "a.b.bad.top", "bad.top", TODAY), LIST_LISTED);
    assert_int_equal(host(&l, "x.good.bad.top", "bad.top", TODAY), LIST_ALLOWED);
    assert_int_equal(host(&l, "x.worse.good.bad.top", "bad.top", TODAY), LIST_LISTED);
    assert_int_equal(host(&l, "a.bad.top", "a.bad.top", TODAY), LIST_UNKNOWN);
    assert_int_equal(host(&l, "xbad.top", "xbad.top", TODAY), LIST_UNKNOWN);
    assert_int_equal(list_value(&l, LIST_HOST, S("both.vn"), TODAY, &e), LIST_ALLOWED);
    assert_str(e.who, "its editor");
    assert_int_equal(list_value(&l, LIST_HOST, S("both.vn"), TODAY + 1, &e), LIST_LISTED);
}

/* The day of the check decides, its last day included. */
static void what_has_expired_does_not_count(void **state)
{
    test_t *t = *state;
    list_t l;
    list_items_t items = mixed(t);
    built(t, &items, 1, &l);
    assert_int_equal(host(&l, "old.top", "old.top", TODAY - 1), LIST_LISTED);
    assert_int_equal(host(&l, "old.top", "old.top", TODAY), LIST_UNKNOWN);
}

static list_answer_t url(const list_t *l, const char *address)
{
    char normal[LIST_VALUE_MOST];
    list_entry_t e;
    return list_url(l, (str_t){normal, list_url_normal(str_of(address), normal)}, TODAY, &e);
}

/* A path on a shared host takes what lies below along, and not its neighbours. */
static void an_address_covers_what_lies_below_its_path(void **state)
{
    test_t *t = *state;
    list_t l;
    list_items_t items = mixed(t);
    built(t, &items, 1, &l);
    assert_int_equal(url(&l, "https://sites.google.com/view/scam"), LIST_LISTED);
    assert_int_equal(url(&l, "HTTP://www.Sites.Google.com:443/view/scam/?x=1#y"), LIST_LISTED);
    assert_int_equal(url(&l, "https://u:p@sites.google.com/view/%73cam/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q"),
                     LIST_LISTED);
    assert_int_equal(url(&l, "https://sites.google.com\\view\\scam?a"), LIST_LISTED);
    assert_int_equal(url(&l, "https://sites.google.com/view/scam2"), LIST_UNKNOWN);
    assert_int_equal(url(&l, "https://sites.google.com/view/Scam"), LIST_UNKNOWN); /* paths have their case */
    assert_int_equal(url(&l, "https://sites.google.com/view"), LIST_UNKNOWN);
    assert_int_equal(url(&l, "https://sites.google.com"), LIST_UNKNOWN);
}

static void kinds_are_apart(void **state)
{
    test_t *t = *state;
    list_t l;
    list_entry_t e;
    list_items_t items = mixed(t);
    built(t, &items, 1, &l);
    assert_int_equal(list_value(&l, LIST_PHONE, S("0912345678"), TODAY, &e), LIST_LISTED);
    assert_int_equal(list_value(&l, LIST_ACCOUNT, S("0912345678"), TODAY, &e), LIST_UNKNOWN);
    assert_int_equal(canhgiac_listed_account(&l, S("970436"), S("0011223344"), TODAY, &e), LIST_LISTED);
    assert_int_equal(canhgiac_listed_account(&l, S("970415"), S("0011223344"), TODAY, &e), LIST_UNKNOWN);
    assert_int_equal(canhgiac_listed_account(&l, S(""), S("0011223344"), TODAY, &e), LIST_UNKNOWN);
    assert_int_equal(l.counts[LIST_HOST], 4);
    assert_int_equal(l.counts[LIST_HOST + LIST_KINDS], 2);
}

/* A byte changed anywhere, or the end cut off anywhere: no list. */
static void a_damaged_file_is_refused(void **state)
{
    test_t *t = *state;
    list_t l;
    list_items_t items = mixed(t);
    str_t file = built(t, &items, 1, &l);
    char *copy = arena_alloc(t->a, file.n);
    for (size_t i = 0; i < file.n; i++) {
        memcpy(copy, file.p, file.n);
        copy[i] = (char)(copy[i] ^ 0x10);
        if (list_open((str_t){copy, file.n}, &l)) fail_msg("byte %zu may be changed", i);
        assert_false(list_open((str_t){file.p, i}, &l));
    }
}

/* With its checksum made good again a forged file opens or not, and is asked without harm. */
static void a_forged_file_does_no_harm(void **state)
{
    test_t *t = *state;
    list_t l;
    list_entry_t e;
    uint64_t h;
    list_items_t items = mixed(t);
    str_t file = built(t, &items, 1, &l);
    size_t opened = 0;
    for (size_t i = 0; i < file.n; i++) {
        char *copy = malloc(file.n); /* of its own, so that the sanitizer sees a byte too far */
        assert_non_null(copy);
        memcpy(copy, file.p, file.n);
        copy[i] = (char)0xff;
        uint64_t sum = list_checksum((str_t){copy, file.n});
        for (int k = 0; k < 8; k++) copy[120 + k] = (char)(sum >> (8 * k));
        if (list_open((str_t){copy, file.n}, &l)) {
            opened++;
            for (size_t k = 0; k < 20; k++) (void)list_at(&l, k, &h, &e);
            (void)host(&l, "a.b.bad.top", "bad.top", TODAY);
            (void)url(&l, "https://sites.google.com/view/scam");
        }
        free(copy);
    }
    assert_true(opened > 0);
}

/* --- deltas and fronts --- */

static void a_delta_gives_the_new_list_byte_for_byte(void **state)
{
    test_t *t = *state;
    list_t from, to, back;
    list_items_t x = many(t, 0, SOME), y = many(t, SOME / 100, SOME + SOME / 100);
    add(&y, LIST_HOST, "new.vn", true, LIST_DAY_NEVER);
    built(t, &x, 1, &from);
    str_t want = built(t, &y, 2, &to);
    buf_t d = buf_new(t->a, 8 << 20), got = buf_new(t->a, 8 << 20), other = buf_new(t->a, 8 << 20);
    assert_ok(list_delta(t->a, &from, &to, &d, &t->err), &t->err);
    assert_ok(list_delta_apply(t->a, &from, buf_str(&d), &got, &t->err), &t->err);
    assert_true(str_eq(buf_str(&got), want));
    assert_true(d.n < (size_t)SOME / 100 * 10 + 2048); /* ten bytes for one in and one out, and the facts */
    assert_status(ST_CONFLICT, list_delta_apply(t->a, &to, buf_str(&d), &other, &t->err), &t->err);
    assert_int_equal(other.n, 0);
    assert_true(list_open(buf_str(&got), &back));
}

static void changed_facts_are_in_the_delta(void **state)
{
    test_t *t = *state;
    list_t from, to;
    list_items_t x = list_items_new(t->a, NULL), y = list_items_new(t->a, NULL), none = list_items_new(t->a, NULL);
    add(&x, LIST_HOST, "a.vn", false, TODAY);
    add(&y, LIST_HOST, "a.vn", false, TODAY + 9);
    built(t, &x, 1, &from);
    str_t want = built(t, &y, 2, &to);
    buf_t d = buf_new(t->a, 1 << 20), got = buf_new(t->a, 1 << 20);
    assert_ok(list_delta(t->a, &from, &to, &d, &t->err), &t->err);
    assert_ok(list_delta_apply(t->a, &from, buf_str(&d), &got, &t->err), &t->err);
    assert_true(str_eq(buf_str(&got), want));
    /* from nothing, and to nothing */
    want = built(t, &none, 3, &from);
    buf_t d2 = buf_new(t->a, 1 << 20), d3 = buf_new(t->a, 1 << 20), g2 = buf_new(t->a, 1 << 20),
          g3 = buf_new(t->a, 1 << 20);
    assert_ok(list_delta(t->a, &from, &to, &d2, &t->err), &t->err);
    assert_ok(list_delta_apply(t->a, &from, buf_str(&d2), &g2, &t->err), &t->err);
    assert_true(str_eq(buf_str(&g2), buf_str(&got)));
    assert_ok(list_delta(t->a, &to, &from, &d3, &t->err), &t->err);
    assert_ok(list_delta_apply(t->a, &to, buf_str(&d3), &g3, &t->err), &t->err);
    assert_true(str_eq(buf_str(&g3), want));
}

static void a_damaged_delta_is_refused_and_writes_nothing(void **state)
{
    test_t *t = *state;
    list_t from, to;
    list_items_t x = many(t, 0, 60), y = many(t, 3, 64);
    built(t, &x, 1, &from);
    built(t, &y, 2, &to);
    buf_t d = buf_new(t->a, 1 << 20), got = buf_new(t->a, 1 << 20);
    assert_ok(list_delta(t->a, &from, &to, &d, &t->err), &t->err);
    char *copy = arena_alloc(t->a, d.n);
    for (size_t i = 0; i < d.n; i++) {
        memcpy(copy, d.p, d.n);
        copy[i] = (char)(copy[i] ^ 0x21);
        assert_true(list_delta_apply(t->a, &from, (str_t){copy, d.n}, &got, &t->err) != ST_OK);
        assert_true(list_delta_apply(t->a, &from, (str_t){d.p, i}, &got, &t->err) != ST_OK);
        /* its checksum made good again: another result than its maker had is refused still */
        uint64_t sum = list_checksum((str_t){copy, d.n});
        for (int k = 0; k < 8; k++) copy[120 + k] = (char)(sum >> (8 * k));
        arena_t *a = arena_new(16 << 20);
        if (list_delta_apply(a, &from, (str_t){copy, d.n}, &got, &t->err) == ST_OK) got.n = 0;
        arena_free(a);
        assert_int_equal(got.n, 0);
    }
}

static void lists_of_two_epochs_have_no_delta(void **state)
{
    test_t *t = *state;
    list_t from, to;
    list_items_t x = many(t, 0, 9);
    built(t, &x, 1, &from);
    to = from;
    to.key[0] ^= 1;
    buf_t d = buf_new(t->a, 1 << 20);
    assert_status(ST_CONFLICT, list_delta(t->a, &from, &to, &d, &t->err), &t->err);
}

/* A front holds the first 32 bits of every hash in at most half a bit more than is possible. */
static void a_front_is_small_and_whole(void **state)
{
    test_t *t = *state;
    list_t l;
    uint32_t *first;
    size_t n;
    uint64_t h;
    list_entry_t e;
    list_items_t items = many(t, 0, SOME);
    built(t, &items, 1, &l);
    buf_t f = buf_new(t->a, 1 << 20);
    assert_ok(list_front(t->a, &l, &f, &t->err), &t->err);
    assert_ok(list_front_read(t->a, buf_str(&f), &first, &n, &t->err), &t->err);
    assert_int_equal(n, SOME);
    for (size_t i = 0; i < n; i++) {
        assert_true(list_at(&l, i, &h, &e));
        assert_int_equal(first[i], (uint32_t)(h >> 32));
    }
    assert_true((double)f.n * 8 / SOME < 17.71 + 1.44 + 0.6); /* log2(2^32 / 20000), log2(e) */
    for (size_t i = 0; i < f.n; i += 7)
        assert_status(ST_INPUT, list_front_read(t->a, str_sub(buf_str(&f), 0, i), &first, &n, &t->err), &t->err);
}

/* --- ranges --- */

/* Who asks by four digits of a hash finds the whole answer there, and the digests vouch for it. */
static void a_range_holds_what_begins_so(void **state)
{
    test_t *t = *state;
    char hex[65];
    list_items_t items = many(t, 0, 3000);
    assert_ok(list_settle(&items, &t->err), &t->err);
    buf_t text = buf_new(t->a, 1 << 20), sums = buf_new(t->a, 1 << 20);
    assert_ok(list_range_text(&items, LIST_HOST, &text, &t->err), &t->err);
    assert_ok(list_range_sums(buf_str(&text), &sums, &t->err), &t->err);
    size_t total = 0;
    for (unsigned p = 0; p < 0x10000; p++) {
        char prefix[8];
        snprintf(prefix, sizeof prefix, "%04x", p);
        str_t lines = list_range_find(buf_str(&text), str_of(prefix)), rest = lines, line;
        while (str_line(&rest, &line)) {
            assert_true(str_starts(line, str_of(prefix)));
            total++;
        }
        if (!lines.n) continue;
        digest_hex(sha256(lines), hex);
        assert_true(str_find(buf_str(&sums), str_fmt(t->a, "%s  %s.txt\n", hex, prefix), 0) != SIZE_MAX);
    }
    assert_int_equal(total, items.items.len);
    digest_hex(sha256(str_fmt(t->a, "host:%.*s", STRF(host_number(t, 5)))), hex);
    str_t lines = list_range_find(buf_str(&text), (str_t){hex, 4});
    assert_true(str_find(lines, str_fmt(t->a, "%.32s\tblock\t", hex), 0) != SIZE_MAX);
    assert_int_equal(str_find(buf_str(&text), S("example"), 0), SIZE_MAX); /* no name in it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_hash_is_siphash),
        cmocka_unit_test(entries_are_found_and_strangers_are_not),
        cmocka_unit_test(the_same_entries_give_the_same_bytes),
        cmocka_unit_test(an_empty_list_knows_nobody),
        cmocka_unit_test(the_most_exact_entry_holds),
        cmocka_unit_test(what_has_expired_does_not_count),
        cmocka_unit_test(an_address_covers_what_lies_below_its_path),
        cmocka_unit_test(kinds_are_apart),
        cmocka_unit_test(a_damaged_file_is_refused),
        cmocka_unit_test(a_forged_file_does_no_harm),
        cmocka_unit_test(a_delta_gives_the_new_list_byte_for_byte),
        cmocka_unit_test(changed_facts_are_in_the_delta),
        cmocka_unit_test(a_damaged_delta_is_refused_and_writes_nothing),
        cmocka_unit_test(lists_of_two_epochs_have_no_delta),
        cmocka_unit_test(a_front_is_small_and_whole),
        cmocka_unit_test(a_range_holds_what_begins_so),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
