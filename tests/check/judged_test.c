/* SPDX-License-Identifier: Apache-2.0
 *
 * Words, codes and the form of a paper judged together: a shop's code is no sign, an altered one is; a forged order is
 * danger whatever its words alone would be; what must be shown to nobody is not repeated.
 */
#include "support/engine.h"
#include <jansson.h>
#include "base/crypto.h"
#include "base/file.h"
#include "recognise/judged.h"

#define SHOP "00020101021138540010A00000072701240006970423011001234567890208QRIBFTTA53037045802VN6304"

static judged_t *judge(arena_t *a, str_t text, str_t code)
{
    check_input_t in = {.text = text, .sender = S(""), .channel = S(""), .date = {2026, 11, 1}, .lang = LANG_VI};
    judged_t *j;
    assert_int_equal(judged_of(know, a, &in, &code, code.n ? 1 : 0, in.date, &j), ST_OK);
    for (size_t i = 0; i < j->verdict.n_signs; i++)
        assert_true(j->verdict.signs[i].start <= j->verdict.signs[i].end && j->verdict.signs[i].end <= j->text.n);
    return j;
}

static bool has(const judged_t *j, const char *code)
{
    for (size_t i = 0; i < j->verdict.n_signs; i++)
        if (str_eq(j->verdict.signs[i].code, str_of(code))) return true;
    return false;
}

static str_t letter(arena_t *a)
{
    err_t err = err_new(LANG_EN);
    str_t text;
    assert_ok(file_read(a, LETTERS "/2632-stttt-cnttvt.txt", 1 << 20, &text, &err), &err);
    return text;
}

static str_t payment(arena_t *a, const char *purpose)
{
    size_t n = strlen(purpose);
    str_t body = str_fmt(a,
                         "00020101021238540010A00000072701240006970423011001234567890208QRIBFTTA5303704540615000058"
                         "02VN62%02zu08%02zu%s6304",
                         n + 4, n, purpose);
    return str_fmt(a, "%.*s%04X", STRF(body), vietqr_crc(body));
}

/* What people paste is a code only when it can be nothing else: what they write begins with the same words. */
static void a_message_is_no_code(void **state)
{
    (void)state;
    static const char *const codes[] = {SHOP "1234",
                                        "  000201010211\t38540010A000000727",
                                        "WIFI:T:WPA;S:Quan;P:1;;",
                                        "BEGIN:VCARD\nFN:An\nEND:VCARD",
                                        "2|99|0912345678|AN||0|0|0",
                                        "079203001234|123456789|An|01012003|Nam|CT|01012021",
                                        "otpauth://totp/a?secret=B",
                                        "bitcoin:1BoatSLRHtKNngkdXEeobR76b53LETtpyT"};
    static const char *const words[] = {"000201 là mã OTP của bạn, đừng đọc cho ai",
                                        "000201",
                                        "Wifi: quán cà phê, mật khẩu 12345678",
                                        "Bitcoin: giá hôm nay tăng",
                                        "https://vietcombank.com.vn",
                                        "tel:1900545413",
                                        "Ton: 5 cái",
                                        ""};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (!judged_is_code(str_of(codes[i]))) fail_msg("a code: %s", codes[i]);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (judged_is_code(str_of(words[i]))) fail_msg("words: %s", words[i]);
}

/* What is raised by a paper's form is a whole verdict: a score, the acts, and steps for danger. */
static void a_raised_verdict_is_whole(void **state)
{
    (void)state;
    arena_t *a = arena_new(32 << 20);
    judged_t *j = judge(a,
                        S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 12/LB-VKS\nLỆNH BẮT\n"
                          "Đối với ông Nguyễn Văn A."),
                        S(""));
    check_input_t plain = {.text = S("Chào bạn"), .sender = S(""), .channel = S(""), .lang = LANG_VI};
    verdict_t *v = ARENA_NEW(a, verdict_t);
    assert_int_equal(canhgiac_check(know, a, &plain, v), ST_OK);
    assert_int_equal(j->document.level, DOCUMENT_FORGED);
    assert_int_equal(j->verdict.level, LEVEL_DANGER);
    assert_true(j->verdict.has_score && j->verdict.score >= 0.9);
    assert_true(j->verdict.n_steps > 0 && !str_eq(j->verdict.steps[0], v->steps[0]));
    arena_free(a);
}

/* A host that only ends in the letters of a state's domain is not the state's. */
static void a_neighbour_of_the_state_is_foreign(void **state)
{
    (void)state;
    arena_t *a = arena_new(32 << 20);
    static const struct {
        const char *host;
        bool foreign;
    } hosts[] = {{"www.quochoi.vn", false},   {"evilquochoi.vn", true}, {"khonggianmang.vn", false},
                 {"xkhonggianmang.vn", true}, {"cantho.gov.vn", false}, {"cantho-gov.vn", true}};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        judged_t *j = judge(a,
                            str_fmt(a,
                                    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
                                    "Số: 12/QĐ-UBND\nQUYẾT ĐỊNH\nXem tại https://%s/a để biết thêm.",
                                    hosts[i].host),
                            S(""));
        bool foreign = false;
        for (size_t k = 0; k < j->document.n_findings; k++)
            foreign = foreign || strcmp(j->document.findings[k].code, "foreign-link") == 0;
        if (foreign != hosts[i].foreign) fail_msg("%s", hosts[i].host);
    }
    arena_free(a);
}

static void a_shops_code_is_no_sign(void **state)
{
    (void)state;
    arena_t *a = arena_new(32 << 20);
    judged_t *j = judge(a, S(""), S(SHOP "F64B"));
    assert_int_equal(j->verdict.level, LEVEL_UNSURE);
    assert_int_equal(j->verdict.n_signs, 0);
    assert_str(j->codes[0].bank, "TPBank");
    assert_str(j->text, "Mã QR chuyển tiền vào số tài khoản 0123456789 TPBank");
    assert_int_equal(judge(a, S(""), payment(a, "TIEN CA PHE"))->verdict.level, LEVEL_UNSURE);
    arena_free(a);
}

static void a_code_that_is_wrong_or_speaks_for_an_agency_is_suspicious(void **state)
{
    (void)state;
    arena_t *a = arena_new(32 << 20);
    judged_t *j = judge(a, S(""), S(SHOP "F64C"));
    assert_int_equal(j->verdict.level, LEVEL_SUSPICIOUS);
    assert_true(has(j, "qr-checksum"));
    j = judge(a, S(""), payment(a, "NOP PHAT NGUOI 65A12345"));
    assert_int_equal(j->verdict.level, LEVEL_SUSPICIOUS);
    assert_true(has(j, "qr-agency-fee"));
    j = judge(a, S(""), S("http://vietcombank-xacthuc.top"));
    assert_true(j->verdict.level >= LEVEL_SUSPICIOUS);
    arena_free(a);
}

static void a_letter_with_a_code_that_pays_is_suspicious(void **state)
{
    (void)state;
    arena_t *a = arena_new(32 << 20);
    assert_int_equal(judge(a, letter(a), STR_NONE)->verdict.level, LEVEL_UNSURE);
    judged_t *j = judge(a, letter(a), S(SHOP "F64B"));
    assert_int_equal(j->document.level, DOCUMENT_QUIET);
    assert_int_equal(j->verdict.level, LEVEL_SUSPICIOUS);
    assert_true(has(j, "qr-pays-in-document"));
    arena_free(a);
}

/* Law: every danger has a sign that is an act, a mismatch, a breach of law or a listing. */
static void a_forged_order_is_danger_with_its_reason(void **state)
{
    (void)state;
    arena_t *a = arena_new(32 << 20);
    judged_t *j =
        judge(a,
              S("VIỆN KIỂM SÁT NHÂN DÂN     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỐI CAO     Độc lập - Tự do - Hạnh "
                "phúc\nSố: 18/LBG-VKSTC     Hà Nội, ngày 14 tháng 8 năm 2026\n\nLỆNH BẮT TẠM GIAM\n\nĐối với bà X."),
              STR_NONE);
    assert_int_equal(j->verdict.level, LEVEL_DANGER);
    assert_true(has(j, "document-arrest-order"));
    assert_int_equal(j->verdict.signs[0].kind, SIGN_LAW);
    arena_free(a);
}

static void what_must_be_shown_to_nobody_is_not_repeated(void **state)
{
    (void)state;
    arena_t *a = arena_new(32 << 20);
    judged_t *j = judge(a, S(""), S("092203001234|361234567|Nguyễn Văn A|01012003|Nam|Cái Khế, Cần Thơ|10102022"));
    buf_t b = buf_new(a, 1 << 20);
    judged_json(j, &b);
    assert_true(buf_ok(&b) && has(j, "qr-id-card"));
    assert_int_equal(str_find(buf_str(&b), S("092203001234"), 0), SIZE_MAX);
    j = judge(a, S(""), S("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP"));
    b.n = 0;
    judged_json(j, &b);
    assert_int_equal(str_find(buf_str(&b), S("JBSWY3"), 0), SIZE_MAX);
    arena_free(a);
}

static void the_json_is_one_object_with_what_was_read(void **state)
{
    (void)state;
    arena_t *a = arena_new(32 << 20);
    judged_t *j = judge(a, letter(a), payment(a, "\"<>\\"));
    buf_t b = buf_new(a, 1 << 20);
    judged_json(j, &b);
    json_t *o = json_loadb(b.p, b.n, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(o);
    json_t *code = json_array_get(json_object_get(o, "codes"), 0), *paper = json_object_get(o, "document");
    assert_string_equal(json_string_value(json_object_get(code, "amount")), "150000");
    assert_string_equal(json_string_value(json_object_get(code, "purpose")), "\"<>\\");
    assert_string_equal(json_string_value(json_object_get(paper, "level")), "quiet");
    assert_string_equal(json_string_value(json_object_get(paper, "date")), "2024-10-28");
    json_decref(o);
    arena_free(a);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_is_no_code),
        cmocka_unit_test(a_raised_verdict_is_whole),
        cmocka_unit_test(a_neighbour_of_the_state_is_foreign),
        cmocka_unit_test(a_shops_code_is_no_sign),
        cmocka_unit_test(a_code_that_is_wrong_or_speaks_for_an_agency_is_suspicious),
        cmocka_unit_test(a_letter_with_a_code_that_pays_is_suspicious),
        cmocka_unit_test(a_forged_order_is_danger_with_its_reason),
        cmocka_unit_test(what_must_be_shown_to_nobody_is_not_repeated),
        cmocka_unit_test(the_json_is_one_object_with_what_was_read),
    };
    return cmocka_run_group_tests_name("judged", tests, know_setup, know_teardown);
}
