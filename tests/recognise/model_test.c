/* SPDX-License-Identifier: Apache-2.0
 *
 * The statistical model: the same examples give the same bytes, a damaged file is no model, unknown words get no vote,
 * and its vote alone is never more than a suspicion.
 */
#include "recognise/model.h"
#include "base/fold.h"
#include "check/check.h"
#include "base/crypto.h"
#include "support/check.h"

static const char *const scams[] = {"nhan qua ngay tai day tai khoan cua ban bi khoa",
                                    "tai khoan bi khoa dang nhap ngay",
                                    "chuyen tien gap vao tai khoan nay de nhan thuong",
                                    "trung thuong lon dong phi nhan qua", "vay nhanh dong phi ho so duyet ngay"};
static const char *const hams[] = {"hom nay lop hoc luc bay gio tai truong", "me oi chieu nay con ve an com",
                                   "thong bao hop phu huynh vao chu nhat", "don hang dang duoc giao den nha ban",
                                   "chuc mung sinh nhat em nhe"};

static arena_t *a;
static err_t err;

static int setup(void **state)
{
    (void)state;
    a = arena_new(256 << 20);
    err = err_new(LANG_EN);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static findings_t found(const char *text)
{
    str_t s = str_of(text);
    fold_t f = {.text = arena_alloc(a, fold_bound(s.n)), .origin = ARENA_ARRAY(a, uint32_t, fold_bound(s.n) + 1)};
    fold_into(s, &f);
    words_t words = words_in(arena_alloc(a, words_size(words_bound(f.n))), words_bound(f.n));
    cut_words(&f, &words);
    uint32_t *numbers = ARENA_ARRAY(a, uint32_t, words.n + 1);
    model_words(f.text, words.at, words.has, words.n, numbers);
    return (findings_t){.words = numbers, .n_words = words.n, .n_others = words.others};
}

static str_t trained(size_t first)
{
    model_example_t x[10];
    for (size_t k = 0; k < 10; k++) {
        size_t i = (k + first) % 10;
        x[k] = (model_example_t){
            .seen = found(i < 5 ? scams[i] : hams[i - 5]), .group = i < 5, .fold = (uint32_t)i % 5, .scam = i < 5};
    }
    buf_t file = buf_new(a, MODEL_FILE);
    assert_ok(model_train(a, x, 10, 5, 0.01, &file, &err), &err);
    assert_int_equal(buf_str(&file).n, MODEL_FILE);
    return buf_str(&file);
}

static void the_same_examples_give_the_same_bytes(void **state)
{
    (void)state;
    str_t one = trained(0), two = trained(0);
    assert_true(str_eq(one, two));
}

static model_vote_t ask(const model_t *m, const char *text)
{
    findings_t f = found(text);
    return model_ask(m, &f);
}

static void training_tells_what_it_saw_apart(void **state)
{
    (void)state;
    model_t m;
    assert_true(model_open(trained(0), &m));
    for (size_t i = 0; i < 5; i++) {
        double scam = ask(&m, scams[i]).p, ham = ask(&m, hams[i]).p;
        assert_true(scam > ham);
    }
}

static void a_file_with_a_changed_byte_is_no_model(void **state)
{
    (void)state;
    str_t file = trained(0);
    char *bytes = arena_alloc(a, file.n);
    model_t m;
    for (size_t i = 0; i < file.n; i += i < 40 || i > file.n - 12 ? 1 : 97) {
        memcpy(bytes, file.p, file.n);
        bytes[i] ^= 0x10;
        if (model_open((str_t){bytes, file.n}, &m)) fail_msg("byte %zu may be changed", i);
    }
    assert_false(model_open(str_sub(file, 0, file.n - 1), &m));
    assert_false(model_open(STR_NONE, &m));
}

static void training_needs_both_labels(void **state)
{
    (void)state;
    model_example_t x = {.seen = found("mot hai ba"), .scam = true, .group = 1};
    buf_t file = buf_new(a, MODEL_FILE);
    assert_status(ST_INPUT, model_train(a, &x, 1, 5, 0.01, &file, &err), &err);
}

static void unknown_words_get_no_vote(void **state)
{
    (void)state;
    model_t m;
    assert_true(model_open(check_knowledge(S("model.bin")), &m));
    assert_true(ask(&m, "").abstains);
    assert_true(ask(&m, "zxqv wkjh pqrx mnbv lkjh gfds").abstains);
    assert_true(ask(&m, "tai khoan").abstains);
}

/* INTERFACES 3: resemblance or the model alone reaches suspicious at most; and it marks bytes of the text. */
static void its_vote_alone_is_a_suspicion(void **state)
{
    (void)state;
    canhgiac_t *know;
    assert_ok(check_engine(a, &know, &err), &err);
    static const char *const texts[] = {
        "Đăng kí tặng 88K, nạp đầu tặng 188K, thắng rút cực nhanh, chúc anh em thắng lớn",
        "Xin chúc mừng chị là khách hàng may mắn nhận ưu đãi mua xe điện giá ưu đãi hôm nay"};
    for (size_t i = 0; i < 2; i++) {
        verdict_t v;
        check_input_t in = {.text = str_of(texts[i]), .sender = S(""), .channel = S("sms"), .date = {2026, 11, 1}};
        assert_int_equal(canhgiac_check(know, a, &in, &v), ST_OK);
        for (size_t k = 0; k < v.n_signs; k++) {
            if (v.signs[k].kind != SIGN_MODEL) continue;
            assert_true(v.signs[k].start < v.signs[k].end && v.signs[k].end <= in.text.n);
            if (v.n_signs == 1) assert_true(v.level <= LEVEL_SUSPICIOUS);
        }
        if (v.level == LEVEL_DANGER) assert_true(v.signs[0].kind <= SIGN_LISTING);
    }
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_same_examples_give_the_same_bytes, setup, teardown),
        cmocka_unit_test_setup_teardown(training_tells_what_it_saw_apart, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_with_a_changed_byte_is_no_model, setup, teardown),
        cmocka_unit_test_setup_teardown(training_needs_both_labels, setup, teardown),
        cmocka_unit_test_setup_teardown(unknown_words_get_no_vote, setup, teardown),
        cmocka_unit_test_setup_teardown(its_vote_alone_is_a_suspicion, setup, teardown),
    };
    return cmocka_run_group_tests_name("model", tests, NULL, NULL);
}
