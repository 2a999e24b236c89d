/* SPDX-License-Identifier: Apache-2.0 */
#include "support/check.h"
#include <math.h>
#include "learn/internal.h"

static void near(double got, double want, double within)
{
    if (fabs(got - want) > within) fail_msg("%f, not %f", got, want);
}

static void quantiles_agree_with_the_tables(void **state)
{
    (void)state;
    near(normal_quantile(0.5), 0, 1e-9);
    near(normal_quantile(0.975), 1.959963985, 1e-8);
    near(normal_quantile(0.001), -3.090232306, 1e-8);
    near(normal_quantile(0.84134474606854), 1, 1e-8);
}

/* 84 of 100 scams and 16 of 100 genuine called scams: by hand, (84.5/101 → .9768, 16.5/101 → −.9796) d′ = 1.956, c ≈ 0. */
static void discernment_agrees_with_a_hand_computed_group(void **state)
{
    (void)state;
    answers_t a = {.scam = {0, 10, 6, 34, 50}, .genuine = {0, 50, 34, 6, 10}};
    discernment_t d = discernment_of(&a);
    near(d.hits, 0.84, 1e-9);
    near(d.false_alarms, 0.16, 1e-9);
    near(d.d, 2 * normal_quantile(84.5 / 101), 1e-6);
    near(d.c, 0, 1e-6);
    assert_true(d.d_low < d.d && d.d < d.d_high);
    assert_true(d.auc > 0.8 && d.auc < 0.9);
}

/* Suspecting everything raises hits and false alarms alike and leaves d′ where it was: near nothing. */
static void suspicion_alone_is_not_discernment(void **state)
{
    (void)state;
    answers_t all = {.scam = {0, 0, 0, 0, 60}, .genuine = {0, 0, 0, 0, 60}};
    near(discernment_of(&all).d, 0, 1e-9);
    near(discernment_of(&all).auc, 0.5, 1e-9);
    answers_t perfect = {.scam = {0, 0, 0, 0, 60}, .genuine = {0, 60, 0, 0, 0}};
    assert_true(discernment_of(&perfect).d > 4 && isfinite(discernment_of(&perfect).d));
    near(discernment_of(&perfect).auc, 1, 1e-9);
}

static void each_form_has_six_of_each_kind(void **state)
{
    (void)state;
    for (char f = 'A'; f <= 'C'; f++) {
        quiz_item_t items[QUIZ_ITEMS];
        assert_int_equal(quiz_form(NULL, f, items), QUIZ_ITEMS);
        int scams = 0;
        for (int i = 0; i < QUIZ_ITEMS; i++) {
            scams += items[i].scam;
            assert_int_equal(items[i].n, i + 1);
            for (int l = 0; l < LANG_COUNT; l++) assert_true(items[i].text[l].n > 0 && items[i].why[l].n > 0);
        }
        assert_int_equal(scams, 6);
    }
    quiz_item_t none[QUIZ_ITEMS];
    assert_int_equal(quiz_form(NULL, 'D', none), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_agree_with_the_tables),
        cmocka_unit_test(discernment_agrees_with_a_hand_computed_group),
        cmocka_unit_test(suspicion_alone_is_not_discernment),
        cmocka_unit_test(each_form_has_six_of_each_kind),
    };
    return cmocka_run_group_tests_name("learn", tests, NULL, NULL);
}
