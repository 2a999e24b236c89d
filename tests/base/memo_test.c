/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include "support/check.h"
#include "base/memo.h"

static digest_t about(int n)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%d", n);
    return sha256((str_t){text, (size_t)len});
}

/* What is kept is given back, byte for byte, and to nobody who asks something else; nothing is no memo's answer. */
static void what_is_kept_is_given_back(void **state)
{
    str_t out;
    arena_t *a = arena_new(1 << 20);
    memo_t *m = memo_new(4 << 20);
    (void)state;
    assert_false(memo_get(m, about(1), a, &out));
    memo_put(m, about(1), S("one\0more"));
    memo_put(m, about(2), S(""));
    assert_true(memo_get(m, about(1), a, &out) && str_eq(out, S("one\0more")));
    assert_true(memo_get(m, about(2), a, &out) && out.n == 0);
    assert_false(memo_get(m, about(3), a, &out));
    memo_put(NULL, about(1), S("one"));
    assert_false(memo_get(NULL, about(1), a, &out));
    memo_free(m);
    memo_free(NULL);
    arena_free(a);
}

/* It keeps to its size: what is asked for again and again stays, what nobody asks for goes. */
static void what_nobody_asks_for_is_let_go(void **state)
{
    enum { MANY = 40000 };
    static char bytes[500];
    str_t out, long_one = {bytes, sizeof bytes};
    arena_t *a = arena_new(64 << 20);
    memo_t *m = memo_new(4 << 20);
    (void)state;
    memo_put(m, about(0), S("asked for"));
    for (int i = 1; i < MANY; i++, arena_reset(a)) {
        memo_put(m, about(i), long_one);
        assert_true(memo_get(m, about(0), a, &out) && str_eq(out, S("asked for")));
    }
    int left = 0;
    for (int i = 1; i < MANY; i++, arena_reset(a)) left += memo_get(m, about(i), a, &out);
    assert_true(left > 0 && (size_t)left * sizeof bytes < (size_t)4 << 20);
    memo_free(m);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_is_given_back),
        cmocka_unit_test(what_nobody_asks_for_is_let_go),
    };
    if (!crypto_start()) return 1;
    return cmocka_run_group_tests_name("memo", tests, NULL, NULL);
}
