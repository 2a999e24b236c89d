/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands in a message, with its value and the very bytes it stands on.
 */
#include "support/engine.h"

typedef struct found {
    const char *text;
    entity_kind_t kind;
    const char *span, *value; /* span NULL: nothing of that kind */
} found_t;

static const found_t rows[] = {
    {"Xem tại https://a.example/x?y, nhé", ENTITY_URL, "https://a.example/x?y", "a.example/x?y"},
    {"vào hxxps://vcb[.]top/x ngay", ENTITY_URL, "hxxps://vcb[.]top/x", "vcb.top/x"},
    {"http://0x7f.1/otp", ENTITY_URL, "http://0x7f.1/otp", "127.0.0.1/otp"},
    {"http://[::1]/a b", ENTITY_URL, "http://[::1]/a", "[::1]/a"},
    {"https://vietcombank.com.vn%2eevil.top/x", ENTITY_URL, "https://vietcombank.com.vn%2eevil.top/x", NULL},
    {"https://vietcombank.com.vn@evil.example/x", ENTITY_URL, "https://vietcombank.com.vn@evil.example/x",
     "evil.example/x"},
    {"vào v\u0456etcombank.com nhé", ENTITY_HOST, "v\u0456etcombank.com", "xn--vetcombank-x2i.com"},
    {"vào nhóm zalo.me/g/abc nhé", ENTITY_URL, "zalo.me/g/abc", "zalo.me/g/abc"},
    {"Đi nhanh.len, họp tại TP.HCM, v.v", ENTITY_HOST, NULL, NULL},
    {"Giá 1.500.000 đ", ENTITY_HOST, NULL, NULL},
    {"thư an@example.com ngay", ENTITY_EMAIL, "an@example.com", "an@example.com"},
    {"gọi 0912.345.678 ngay", ENTITY_PHONE, "0912.345.678", "0912345678"},
    {"gọi +84 (0)912 345 678", ENTITY_PHONE, "+84 (0)912 345 678", "0912345678"},
    {"gọi (0292) 381 2345", ENTITY_PHONE, "0292) 381 2345", "02923812345"},
    {"gọi 09l2 34O 678", ENTITY_PHONE, "09l2 34O 678", "0912340678"},
    {"gọi lại +855 12 345 678", ENTITY_PHONE, "+855 12 345 678", "+85512345678"},
    {"gọi 156 để báo", ENTITY_PHONE, "156", "156"},
    {"soạn D5 gửi 9345", ENTITY_PHONE, "9345", "9345"},
    {"còn 156 cái", ENTITY_PHONE, NULL, NULL},
    {"Chuyển vào STK 0123456789012 VCB", ENTITY_ACCOUNT, "0123456789012", "0123456789012"},
    {"19036123456789 Techcombank CTK NGUYEN VAN A", ENTITY_ACCOUNT, "19036123456789", "19036123456789"},
    {"STK: 0912345678 momo", ENTITY_ACCOUNT, "0912345678", "0912345678"},
    {"thẻ 4111 1111 1111 1111 nhé", ENTITY_ACCOUNT, "4111 1111 1111 1111", "4111111111111111"},
    {"mã vận đơn 4111111111111112", ENTITY_ACCOUNT, NULL, NULL},
    {"Ma OTP 482913 cua ban", ENTITY_OTP, "482913", "482913"},
    {"chuyển 2tr5 nhé", ENTITY_AMOUNT, "2tr5", "2500000"},
    {"hoàn 1.500.000đ ngay", ENTITY_AMOUNT, "1.500.000đ", "1500000"},
    {"nhận 100 USD", ENTITY_AMOUNT, "100 USD", "100 USD"},
    {"nộp trước 17h ngày 20/11/2026 nhé", ENTITY_DEADLINE, "trước 17h ngày 20/11/2026", "2026-11-20T17:00"},
    {"trong 24h sẽ khóa", ENTITY_DEADLINE, "trong 24h", "PT24H"},
    {"hiệu lực trong 3 phút", ENTITY_DEADLINE, "trong 3 phút", "PT3M"},
    {"hạn thanh toán 15/11", ENTITY_DEADLINE, "hạn thanh toán 15/11", "2026-11-15"},
    {"hạn thanh toán 15/01", ENTITY_DEADLINE, "hạn thanh toán 15/01", "2027-01-15"},
    {"nộp trong hôm nay", ENTITY_DEADLINE, "hôm nay", "2026-11-01"},
    {"nộp trước 9h30 ngày mai", ENTITY_DEADLINE, "trước 9h30 ngày mai", "2026-11-02T09:30"},
    {"nộp trước 32/13/2026", ENTITY_DEADLINE, NULL, NULL},
    {"con học lớp 24h", ENTITY_DEADLINE, NULL, NULL},
    {"Công văn 2632/STTTT-CNTTVT ngày", ENTITY_DOCUMENT, "2632/STTTT-CNTTVT", "2632/STTTT-CNTTVT"},
    {"Nghị định 180/2025/NĐ-CP.", ENTITY_DOCUMENT, "180/2025/NĐ-CP", "180/2025/NĐ-CP"},
    {"số 12/QĐ", ENTITY_DOCUMENT, "12/QĐ", "12/QĐ"},
    {"trực 24/7, lãi 5/ngày, 20/11/2026, 3/kg", ENTITY_DOCUMENT, NULL, NULL},
    {"Chỉ thị 16/CT-TTg nhé", ENTITY_DOCUMENT, "16/CT-TTg", "16/CT-TTg"},
    {"Kế hoạch 7/CTr-UBND", ENTITY_DOCUMENT, "7/CTr-UBND", "7/CTr-UBND"},
    /* a full stop without a blank behind it */
    {"Mẹ chuyển rồi.Có gì báo con", ENTITY_HOST, NULL, NULL},
    {"đóng học phí MB Bank.Cảm ơn cô", ENTITY_HOST, NULL, NULL},
    {"nhan luong xong.Ba me khoe khong", ENTITY_HOST, NULL, NULL},
    {"biet roi.co gi noi", ENTITY_HOST, NULL, NULL},
    {"bit.ly là rút gọn", ENTITY_HOST, "bit.ly", "bit.ly"},
    {"xem roi.co/abc nhé", ENTITY_URL, "roi.co/abc", "roi.co/abc"},
    {"trang Shopee.Vn nè", ENTITY_HOST, "Shopee.Vn", "shopee.vn"},
    {"Xem https://viettel.vn. In hóa đơn", ENTITY_URL, "https://viettel.vn", "viettel.vn"},
    {"mở https://a-b. top/c đi", ENTITY_URL, "https://a-b. top/c", "a-b.top/c"},
    {"evil chấm com nhé", ENTITY_HOST, "evil chấm com", "evil.com"},
    {"hxxp[:]//a[.]evil[.]top", ENTITY_HOST, "a[.]evil[.]top", "a.evil.top"},
    {"https://my_shop.evil.com/x", ENTITY_URL, "https://my_shop.evil.com/x", "my_shop.evil.com/x"},
    {"https://abc%2dshop.com", ENTITY_URL, "https://abc%2dshop.com", "abc-shop.com"},
    {"vào //abc-shop.com/x", ENTITY_URL, "abc-shop.com/x", "abc-shop.com/x"},
    {"“https://abc-shop.com/x”,", ENTITY_URL, "https://abc-shop.com/x", "abc-shop.com/x"},
    {"(https://a.vn/b_(c))", ENTITY_URL, "https://a.vn/b_(c)", "a.vn/b_(c)"},
    {"thư an.nguyen+tag@example.com", ENTITY_EMAIL, "an.nguyen+tag@example.com", "an.nguyen+tag@example.com"},
    {"360430 là mã đăng nhập Facebook của bạn", ENTITY_OTP, "360430", "360430"},
    {"gọi 09I2345678 nhé", ENTITY_PHONE, "09I2345678", "0912345678"},
    {"góp 1tr200k nhé", ENTITY_AMOUNT, "1tr200k", "1200000"},
    {"đất 1 tỷ rưỡi", ENTITY_AMOUNT, "1 tỷ rưỡi", "1500000000"},
    {"giá 12.500₫", ENTITY_AMOUNT, "12.500₫", "12500"},
    {"lãi 5-10 triệu", ENTITY_AMOUNT, "10 triệu", "10000000"},
};

static void each_is_found_on_its_own_bytes(void **state)
{
    (void)state;
    int wrong = 0;
    arena_t *a = arena_new(8 << 20);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const found_t *r = &rows[i];
        arena_reset(a);
        verdict_t *v = ARENA_NEW(a, verdict_t);
        check_input_t in = {.text = str_of(r->text), .sender = S(""), .channel = S("sms"), .date = {2026, 11, 1}};
        assert_int_equal(canhgiac_check(know, a, &in, v), ST_OK);
        const entity_t *e = NULL;
        for (size_t k = 0; k < v->n_entities && !e; k++)
            if (v->entities[k].kind == r->kind) e = &v->entities[k];
        str_t span = e ? str_sub(in.text, e->start, e->end) : S("");
        bool right =
            r->span ? e && str_eq(span, str_of(r->span)) && (!r->value || str_eq(e->value, str_of(r->value))) : !e;
        if (right) continue;
        wrong++;
        print_error("%s: \"%.*s\" = \"%.*s\"\n", r->text, STRF(span), STRF(e ? e->value : S("nothing")));
    }
    arena_free(a);
    assert_int_equal(wrong, 0);
}

static void an_account_knows_its_bank(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"STK 0123456789012 VCB", "vietcombank"},
                                           {"19036123456789 Techcombank CTK NGUYEN VAN A", "techcombank"},
                                           {"MB Bank 0987654321012 Le Thi B, goi Vietcombank sau", "mb"},
                                           {"STK 0912345678 vi momo", "momo"}};
    arena_t *a = arena_new(8 << 20);
    for (size_t i = 0; i < 4; i++) {
        verdict_t *v = ARENA_NEW(a, verdict_t);
        check_input_t in = {.text = str_of(pairs[i][0]), .sender = S(""), .channel = S("sms")};
        assert_int_equal(canhgiac_check(know, a, &in, v), ST_OK);
        const brand_t *bank = NULL;
        for (size_t k = 0; k < v->n_entities; k++)
            if (v->entities[k].kind == ENTITY_ACCOUNT) bank = v->entities[k].brand;
        assert_str(bank ? bank->key : S("none"), pairs[i][1]);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_is_found_on_its_own_bytes),
                                       cmocka_unit_test(an_account_knows_its_bank)};
    return cmocka_run_group_tests(tests, know_setup, know_teardown);
}
