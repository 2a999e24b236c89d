/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands amid our text, and right beside it: both are told, and only the first changes it.
 */
#include "support/check.h"
#include <stdio.h>
#include "proof/compare.h"

#define OURS                                                                                                                                             \
    "Công an không làm việc qua điện thoại. Ai xưng công an mà bảo chuyển tiền vào tài khoản để kiểm tra là lừa đảo. " \
    "Hãy tắt máy, gọi số 156 để báo cuộc gọi lừa đảo, và kể lại cho người nhà cùng biết mà đề phòng."

static compared_t compared_with(const char *page)
{
    compared_t c;
    err_t err = err_new(LANG_EN);
    assert_ok(text_compare(S(OURS), str_of(page), &c, &err), &err);
    return c;
}

static bool tells(const compared_t *c, change_kind_t kind, const char *number)
{
    for (size_t i = 0; i < c->n_changes; i++)
        if (c->changes[i].kind == kind && str_find(c->changes[i].is, str_of(number), 0) != SIZE_MAX) return true;
    return false;
}

static void our_text_alone_has_nothing_to_tell(void **state)
{
    (void)state;
    compared_t c = compared_with("Trang chủ. " OURS " Bản quyền thuộc Sở Tư pháp, điện thoại 0292 3820 731");
    assert_int_equal(c.n_changes, 0);
    assert_false(c.grave);
}

static void a_strangers_mobile_number_beside_it_is_told(void **state)
{
    (void)state;
    compared_t behind = compared_with(OURS " Cần hỗ trợ lấy lại tiền xin gọi luật sư 0901 234 567 ngay.");
    assert_true(tells(&behind, CHANGE_BESIDE, "0901"));
    assert_false(behind.grave);
    compared_t before = compared_with("Hỗ trợ lấy lại tiền bị lừa: Zalo 0987654321. " OURS);
    assert_true(tells(&before, CHANGE_BESIDE, "0987654321"));
    assert_int_equal(before.kept, before.words);
}

static void one_far_away_is_the_portals_own(void **state)
{
    (void)state;
    char page[4096];
    int n = snprintf(page, sizeof page, "%s", OURS);
    for (int i = 0; i < 60; i++) n += snprintf(page + n, sizeof page - (size_t)n, " tin khác số %d", i);
    snprintf(page + n, sizeof page - (size_t)n, " quảng cáo 0901234567");
    compared_t c = compared_with(page);
    assert_int_equal(c.n_changes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_text_alone_has_nothing_to_tell),
        cmocka_unit_test(a_strangers_mobile_number_beside_it_is_told),
        cmocka_unit_test(one_far_away_is_the_portals_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
