/* SPDX-License-Identifier: Apache-2.0
 *
 * The telephone plan, held against libphonenumber; and sums of money.
 */
#include "recognise/phone.h"
#include <stdio.h>
#include <stdlib.h>
#include "base/crypto.h"
#include "recognise/amount.h"
#include "support/check.h"

enum { TAILS = 6, NUMBERS_MOST = 40000 };

static char numbers[NUMBERS_MOST][16];
static size_t n_numbers;

/* Every beginning of three digits, in each length a national number can have, with random ends. */
static void make_numbers(void)
{
    rand_seed(84);
    for (int prefix = 100; prefix < 1000; prefix++)
        for (int length = 7; length <= 10; length++)
            for (int t = 0; t < TAILS; t++) {
                char *to = numbers[n_numbers++];
                int n = snprintf(to, 16, "%d", prefix);
                while (n < length) to[n++] = (char)('0' + rand_below(10));
                to[n] = '\0';
            }
    for (int code = 1000; code < 2000; code++)
        snprintf(numbers[n_numbers++], 16, "%d%04d", code, (int)rand_below(10000));
    rand_seed(0);
}

static FILE *ask_oracle(const char *python, const char *in)
{
    char command[600];
    snprintf(command, sizeof command, "%s -c 'import phonenumbers' 2>/dev/null", python);
    if (system(command) != 0) return NULL;
    snprintf(command, sizeof command, "%s %s < %s", python, PHONE_ORACLE, in);
    return popen(command, "r");
}

static void the_plan_is_libphonenumbers(void **state)
{
    (void)state;
    make_numbers();
    char path[] = "/tmp/cg-phones-XXXXXX", word[32];
    int fd = mkstemp(path), wrong = 0;
    FILE *out = fdopen(fd, "w");
    for (size_t i = 0; i < n_numbers; i++) fprintf(out, "+84%s\n", numbers[i]);
    fclose(out);
    FILE *in = ask_oracle("python3", path);
    if (!in) in = ask_oracle("/usr/bin/python3", path);
    if (!in) {
        remove(path);
        print_message("python3-phonenumbers is not here: this test is skipped\n");
        skip();
    }
    for (size_t i = 0; i < n_numbers; i++) {
        assert_non_null(fgets(word, sizeof word, in));
        word[strcspn(word, "\n")] = '\0';
        phone_t p;
        char full[20];
        snprintf(full, sizeof full, "84%s", numbers[i]);
        bool known = phone_read(str_of(full), true, &p) && !p.renumbered;
        const char *got = known ? phone_kind_name(p.kind) : "none";
        if (strcmp(got, word) == 0) continue;
        if (wrong++ < 20) print_error("+84%s: %s, not %s\n", numbers[i], got, word);
    }
    pclose(in);
    remove(path);
    print_message("libphonenumber: %zu numbers, %d told otherwise\n", n_numbers, wrong);
    assert_int_equal(wrong, 0);
}

static void numbers_have_one_form(void **state)
{
    (void)state;
    static const struct {
        const char *digits, *text, *place;
        bool plus;
        phone_kind_t kind;
    } rows[] = {
        {"0912345678", "0912345678", "VinaPhone", false, PHONE_MOBILE},
        {"84912345678", "0912345678", "VinaPhone", true, PHONE_MOBILE},
        {"84912345678", "0912345678", "VinaPhone", false, PHONE_MOBILE},
        {"0084912345678", "0912345678", "VinaPhone", false, PHONE_MOBILE},
        {"840912345678", "0912345678", "VinaPhone", true, PHONE_MOBILE},
        {"01672345678", "0372345678", "Viettel", false, PHONE_MOBILE},
        {"01992345678", "0592345678", "Gmobile", false, PHONE_MOBILE},
        {"02923812345", "02923812345", "Cần Thơ", false, PHONE_LANDLINE},
        {"842438251234", "02438251234", "Hà Nội", true, PHONE_LANDLINE},
        {"18001091", "18001091", NULL, false, PHONE_FREE},
        {"1900545413", "1900545413", NULL, false, PHONE_PAID},
        {"0692348560", NULL, NULL, false, PHONE_NONE},
        {"069219405", "069219405", NULL, false, PHONE_DESK},
        {"85512345678", "+85512345678", NULL, true, PHONE_FOREIGN},
        {"0095912345678", "+95912345678", NULL, false, PHONE_FOREIGN},
        {"0712345678", NULL, NULL, false, PHONE_NONE},
        {"123456", NULL, NULL, false, PHONE_NONE},
        {"0000000000", NULL, NULL, false, PHONE_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        phone_t p;
        bool got = phone_read(str_of(rows[i].digits), rows[i].plus, &p);
        if (got != (rows[i].kind != PHONE_NONE)) fail_msg("%s: kind %d", rows[i].digits, (int)p.kind);
        if (!got) continue;
        assert_int_equal(p.kind, rows[i].kind);
        assert_str(((str_t){p.text, p.n}), rows[i].text);
        assert_str(str_of(p.place), rows[i].place);
    }
}

static void sums_are_told_in_dong(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t dong;
        size_t end;
    } rows[] = {
        {"500k", 500000, 4},
        {"500k/ngay", 500000, 4},
        {"2tr5", 2500000, 4},
        {"1tr490", 1490000, 6},
        {"2,5 trieu", 2500000, 9},
        {"2.5tr", 2500000, 5},
        {"1.500.000d", 1500000, 10},
        {"1,500,000 vnd", 1500000, 13},
        {"50000d", 50000, 6},
        {"2 ty", 2000000000, 4},
        {"2 ty 300 trieu", 2300000000, 14},
        {"1ty2", 1200000000, 4},
        {"30 trieu dong", 30000000, 13},
        {"3 cu", 3000000, 4},
        {"500 nghin dong nhe", 500000, 14},
        {"5 ngan", 5000, 6},
        {"500", 0, 0},
        {"24h", 0, 0},
        {"5 trieuphu", 0, 0},
        {"3 dien", 0, 0},
        {"1.500.000", 0, 0},
        {"99999999999999999999 ty", 0, 0},
        {"999999999999999 ty", 0, 0},
        {"5k8k", 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        amount_t a;
        size_t end = amount_read(str_of(rows[i].text), 0, &a);
        if (end != rows[i].end || (end && a.dong != rows[i].dong))
            fail_msg("%s: %llu, %zu bytes", rows[i].text, (unsigned long long)a.dong, end);
    }
    amount_t a;
    assert_int_equal(amount_read(S("100 usd"), 0, &a), 7);
    assert_string_equal(a.currency, "USD");
    assert_int_equal(a.cents, 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_plan_is_libphonenumbers),
        cmocka_unit_test(numbers_have_one_form),
        cmocka_unit_test(sums_are_told_in_dong),
    };
    return crypto_start() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
