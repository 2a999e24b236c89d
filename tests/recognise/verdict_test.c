/* SPDX-License-Identifier: Apache-2.0
 *
 * Golden messages of our own: wordings that were seen (mission facts §7.1) must be caught, genuine ones that look alike
 * (§7.3) must be let alone; and the laws of a verdict hold for whatever comes in.
 */
#include "support/engine.h"
#include <stdlib.h>
#include "base/crypto.h"

static level_t level_of(arena_t *a, const char *text, verdict_t *v)
{
    check_input_t in = {
        .text = str_of(text), .sender = S(""), .channel = S("sms"), .date = {2026, 11, 1}, .lang = LANG_VI};
    assert_int_equal(canhgiac_check(know, a, &in, v), ST_OK);
    return v->level;
}

static bool has_sign(const verdict_t *v, const char *code)
{
    for (size_t i = 0; i < v->n_signs; i++)
        if (str_eq(v->signs[i].code, str_of(code))) return true;
    return false;
}

static const char *const dangers[] = {
    "Chung toi phat hien tai khoan cua ban dang tieu dung o nuoc ngoai. Neu khong phai ban vui long nhap vao "
    "acb.vn-ul.top đe huy thanh toan",
    "Vietcombank: phat hien tai khoan dang nhap khac vung bat thuong, vui long dang nhap vietcombank.vn-ms.top de xac "
    "nhan thong tin va thay doi mat khau",
    "Ứng dụng VCB Digibank của khách hàng được phát hiện kích hoạt trên một thiết bị lạ. Truy cập "
    "https://vcb-digibank.xyz để hủy",
    "MB Bank: diem thuong sap het han, doi qua hoan tien tai http://mbbank.vn-doiqua.top",
    "(TB) BUU DIEN VIET NAM: the hoi vien kich hoat, 4.600.000d/thang se bi tru, huy tai http://buudien-huythe.xyz",
    "EVN thong bao hoan tien dien do sai sot he thong, trong 24 gio nhan tai http://evn-hoantien.vip",
    "CSGT: phuong tien vi pham giao thong, nop phat nguoi tai http://csgt-phatnguoi.top ngay hom nay",
    "Chi cuc thue moi ho kinh doanh cai dat ung dung hoan thue tai http://etax-mobile.cc/etax.apk",
    "Xã đã sáp nhập, công dân cập nhật VNeID tại http://vneid-capnhat.top nếu không sẽ bị khóa",
    "Công an: anh liên quan vụ án rửa tiền, chuyển toàn bộ tiền vào tài khoản tạm giữ số tài khoản 0123456789012, "
    "không được nói với ai",
    "Hệ thống gửi nhầm mã OTP, gửi giúp mình nhé! Cho mình xin mã",
    "Thue bao se bi khoa sau 2 gio. Bam **21*0912345678# de xac nhan, doc ma OTP cho nhan vien",
    "Nhan vien dien luc: nha minh no tien, ket ban zalo 0987654321 cai dat ung dung va quet khuon mat",
    "Con chị bị tai nạn đang cấp cứu phải mổ gấp, chị chuyển khoản 30 triệu vào STK 0123456789 ngay lập tức",
    "Lấy lại tiền bị lừa 99,9%, đóng phí hồ sơ 2 triệu, nhắn tin qua zalo 0912345678",
    "Em phải ở một mình trong phòng, không được nói với ai, chuyển tiền để chứng minh vô tội",
    "Tôi có clip nhạy cảm của anh, chuyển tiền 80 triệu nếu không phát tán clip",
    "Dich vu cong quoc gia: nhan tro cap tai http://dichvucong-hotro.com",
    "Kính gửi chủ hộ: Thẻ ATM gắn chip hết hiệu lực, cung cấp số thẻ và mã CVV để đổi thẻ tại nhà",
    /* a code that comes is a notice; a code that is asked for is a theft */
    "Ma OTP cua quy khach la 495028. Gui ma nay cho em de em huy giao dich giup chi",
    "Ma OTP cua ban la 495028, gui lai ma cho nhan vien qua zalo.me/abc",
    /* one genuine address does not vouch for another */
    "Vietcombank: https://vietcombank.com.vn va http://vietcombank-xacthuc.top dang nhap de xac minh",
    "Vietcombank: tai khoan bi khoa, xac thuc ngay tai http://3232235777/login",
};

static const char *const at_least_suspicious[] = {
    "TK còn tiền không cho mượn 10 triệu, 1h chiều trả",
    "Chị ơi, tài khoản của em bị lỗi, nhờ chị chuyển giùm em, mai em chuyển khoản lại",
    "Có đứa cháu thi tiếng Anh cần chú nhắn một like cho cháu",
    "GẤP!!! Tuyển nhân viên nữ đánh máy, làm việc tại nhà, không yêu cầu bằng cấp, lh zalo 0912345678",
    "E Nhan lam cac Loai Giay Phep Laj Xe, bằng cấp, lien he zalo 0912345678",
    "Thầy phím lệnh miễn phí, cam kết lãi 5%/ngày, vào nhóm VIP https://t.me/vipstock",
    "Vay nhanh 30 phút, nợ xấu duyệt, đóng phí bảo hiểm khoản vay",
    "Tặng 188k thành viên mới nhà cái uy tín https://vip88.top",
};

static const char *const genuine[] = {
    "me oi con can 500k dong tien hoc, thu 6 co thu",
    "Cài VNeID từ App Store hoặc CH Play nhé bác",
    "Vui long nhap ma OTP 119044 de xac thuc trong 3 phut.",
    "Báo đưa tin: trang vietcombank.vn-ms.top giả mạo ngân hàng, nhiều người bị lừa đảo",
    "https://service.gov.uk/apply",
    "https://google.de",
    "[QC] Tang 10.000 diem khi dang ky My Viettel tai https://myviettel.go.link/abc. Chi tiet goi 198",
    "Don hang cua Quy khach se duoc giao truoc 24 gio. Lien he nhan vien giao hang 0984000000 hoac tra cuu "
    "https://viettelpost.vn/app",
    "Nhập mật khẩu",
    "Chia sẻ màn hình của bạn với một trang",
    "Tòa án tuyên án 12 bị cáo trong vụ án rửa tiền, lệnh bắt giam được thi hành",
    "Ma OTP cua quy khach la 495028. Hieu luc trong 3 phut.",
    "Ma OTP cua quy khach tren VinID la 246276. Khong cung cap ma nay cho bat ky ai",
    "360430 là mã đăng nhập Facebook của bạn.",
    "Khong cung cap ma nay cho bat ky ai, ke ca nhan vien ngan hang. Neu ban khong thuc hien giao dich nay, vui long "
    "goi 1900 545 413",
    "TK 1903xxxx0123 -50,000 VND luc 23:50 SD 900,000 VND",
    "VIETTEL: [TB] Theo co so du lieu quoc gia, thong tin thue bao chua trung khop va co the bi chan 1 chieu tu ngay "
    "17 den 31/03/2023. De khong bi chan, "
    "Quy khach truy cap https://viettel.vn/s/chtt",
    "(TB) VinaPhone trân trọng thông báo để thuê bao không bị tạm ngưng dịch vụ 1 chiều từ ngày 31/3/2023 "
    "https://my.vnpt.com.vn/tttb CSKH: 18001091 (0đ)",
    "VIETTEL_HN [QC] Co hoi TRUNG Tivi Samsung 4K. Soan D5 gui 9345",
    "9345 (TB) NHAN NGAY 1GB data toc do cao. Soan D5 gui 9345",
    "BO TU PHAP [TB] Hưởng ứng Ngày Pháp luật nước Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Công an cảnh báo: tuyệt đối không cung cấp mã OTP, không chuyển tiền, không bấm vào link lạ. Thủ đoạn giả danh "
    "công an lừa đảo qua điện thoại.",
    "Giảm -50% cho đơn hàng từ 200,000 VND khi thanh toán bằng thẻ",
    "Trường mời phụ huynh họp 8h chủ nhật tại lớp.",
    "Shipper: em giao don COD 185.000d, chi ra nhan giup em",
    "Mẹ ơi chiều con tan học 5h mẹ đón con nha",
    "EVNSPC: tien dien thang 10 la 412.350d, han thanh toan 15/11. Xem tren app CSKH EVNSPC",
    "Bệnh viện nhắc lịch tái khám 9h ngày 12/11, mang theo thẻ BHYT",
    "Chinh phu ho tro: tra cuu tai https://dichvucong.gov.vn",
};

static void seen_scams_are_called_dangerous(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof dangers / sizeof *dangers; i++) {
        arena_t *a = arena_new(16 << 20);
        verdict_t v;
        if (level_of(a, dangers[i], &v) != LEVEL_DANGER) {
            print_error("%s (%.2f): %s\n", level_name(v.level), v.score, dangers[i]);
            wrong++;
        }
        arena_free(a);
    }
    assert_int_equal(wrong, 0);
}

static void doubtful_ones_are_at_least_suspicious(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof at_least_suspicious / sizeof *at_least_suspicious; i++) {
        arena_t *a = arena_new(16 << 20);
        verdict_t v;
        if (level_of(a, at_least_suspicious[i], &v) < LEVEL_SUSPICIOUS) {
            print_error("%s (%.2f): %s\n", level_name(v.level), v.score, at_least_suspicious[i]);
            wrong++;
        }
        arena_free(a);
    }
    assert_int_equal(wrong, 0);
}

static void genuine_look_alikes_are_let_alone(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < sizeof genuine / sizeof *genuine; i++) {
        arena_t *a = arena_new(16 << 20);
        verdict_t v;
        if (level_of(a, genuine[i], &v) >= LEVEL_SUSPICIOUS) {
            print_error("%s (%.2f) %.*s: %s\n", level_name(v.level), v.score, STRF(v.signs[0].code), genuine[i]);
            wrong++;
        }
        arena_free(a);
    }
    assert_int_equal(wrong, 0);
}

static bool private_sender(arena_t *a, const char *text, const char *sender)
{
    verdict_t *v = ARENA_NEW(a, verdict_t);
    check_input_t in = {.text = str_of(text), .sender = str_of(sender), .channel = S("sms"), .date = {2026, 11, 1}};
    assert_int_equal(canhgiac_check(know, a, &in, v), ST_OK);
    for (size_t i = 0; i < v->n_signs; i++)
        if (str_eq(v->signs[i].code, S("private-number"))) return true;
    return false;
}

/* A bank does not write from somebody's telephone; its own name as sender is no mismatch, and proves nothing. */
static void a_bank_does_not_write_from_a_private_number(void **state)
{
    (void)state;
    static const char text[] = "Vietcombank: moi quy khach lien he nhan vien ho tro va cung cap so cccd de cap nhat";
    arena_t *a = arena_new(16 << 20);
    assert_true(private_sender(a, text, "0912345678"));
    assert_true(private_sender(a, text, "+84 912 345 678"));
    assert_false(private_sender(a, text, "Vietcombank"));
    assert_false(private_sender(a, text, "191"));
    assert_false(private_sender(a, text, ""));
    assert_false(private_sender(a, "Con da chuyen tien qua Vietcombank cho me roi nha", "0912345678"));
    verdict_t *v = ARENA_NEW(a, verdict_t);
    check_input_t in = {
        .text = S("Kinh chuc quy khach nam moi an khang"), .sender = S("Vietcombank"), .channel = S("sms")};
    assert_int_equal(canhgiac_check(know, a, &in, v), ST_OK);
    assert_true(v->level != LEVEL_OFFICIAL);
    arena_free(a);
}

/* A text that long honest words are wound around stays what its signs say: wording may not talk them away. */
static void honest_words_around_it_hide_no_scam(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    for (size_t i = 0; i < 4; i++) {
        buf_t b = buf_new(a, 1 << 16);
        for (int k = 0; k < 40; k++) buf_putz(&b, "Hôm nay trời đẹp, cả nhà mình cùng nhau đi chợ rồi về nấu cơm. ");
        buf_putz(&b, dangers[i]);
        verdict_t v;
        level_t l = level_of(a, str_z(a, buf_str(&b)), &v);
        if (l < LEVEL_SUSPICIOUS) fail_msg("%s: %s", level_name(l), dangers[i]);
    }
    arena_free(a);
}

/* A flood of links must not push the name they abuse out of sight, and no state address vouches for a bank. */
static void names_are_seen_behind_a_flood(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    buf_t b = buf_new(a, 1 << 16);
    for (int i = 0; i < 90; i++) buf_fmt(&b, "http://a%d.example.com ", i);
    buf_putz(&b, "Vietcombank: tai khoan bi khoa, dang nhap http://b.example.top");
    verdict_t v;
    assert_true(level_of(a, str_z(a, buf_str(&b)), &v) == LEVEL_DANGER);
    assert_non_null(v.imitates);
    assert_str(v.imitates->key, "vietcombank");
    assert_true(level_of(a, "Vietcombank thong bao: xem https://dichvucong.gov.vn", &v) != LEVEL_OFFICIAL);
    assert_true(level_of(a, "https://dichvucong.gov.vn", &v) == LEVEL_OFFICIAL);
    arena_free(a);
}

/* The laws of INTERFACES §3, on messages mixed at random. */
static void a_pause_is_no_host(void **state)
{
    (void)state;
    arena_t *a = arena_new(4 << 20);
    verdict_t *v = ARENA_NEW(a, verdict_t);
    level_of(a, "Kính gửi các doanh nghiệp...về việc báo cáo tháng 10", v);
    assert_int_equal(v->n_entities, 0);
    level_of(a, "Mời bạn xem doanhnghiep.ve", v);
    assert_int_equal(v->n_entities, 1);
    assert_int_equal(level_of(a, "Mã hết hạn, không chia sẻ. vietcombank.com.vn", v), LEVEL_OFFICIAL);
    level_of(a, "Ma cua ban la 73920. datlichkham-bvct.vn", v);
    assert_int_equal(v->n_signs, 0);
    level_of(a, "vao ngay vietcombank. xacminh. com", v);
    assert_true(has_sign(v, "disguise-host"));
    arena_free(a);
}

/* Of several names the first in the text comes first, and of names at one place the longest. */
static void names_come_in_the_order_of_the_text(void **state)
{
    (void)state;
    arena_t *a = arena_new(4 << 20);
    verdict_t *v = ARENA_NEW(a, verdict_t);
    level_of(a, "Bảo hiểm BIDV hợp tác cùng Vietcombank", v);
    assert_int_equal(v->n_entities, 2);
    assert_string_equal(str_z(a, v->entities[0].value), "bic");
    assert_string_equal(str_z(a, v->entities[1].value), "vietcombank");
    level_of(a, "Vietcombank hợp tác cùng bảo hiểm BIDV", v);
    assert_string_equal(str_z(a, v->entities[0].value), "vietcombank");
    arena_free(a);
}

/* A domain known from hearsay keeps an honest message from suspicion, but proves nothing and is not shown. */
static void hearsay_proves_nothing(void **state)
{
    (void)state;
    size_t n, hearsay = 0;
    arena_t *a = arena_new(4 << 20);
    verdict_t *v = ARENA_NEW(a, verdict_t);
    const brand_t *all = canhgiac_brands(know, &n);
    for (size_t i = 0; i < n; i++) {
        if (str_eq(all[i].kind, S("platform"))) continue; /* a link into a chat is an act of its own */
        for (size_t k = 0; k < all[i].n_domains; k++) {
            level_t l = level_of(a, str_z(a, str_fmt(a, "https://%.*s/", STRF(all[i].domains[k]))), v);
            bool state_own = str_ends(all[i].domains[k], S(".gov.vn"));
            hearsay += k >= all[i].n_vouched;
            if (l > LEVEL_OFFICIAL || (k >= all[i].n_vouched && !state_own && l == LEVEL_OFFICIAL))
                fail_msg("%.*s: %s", STRF(all[i].domains[k]), level_name(l));
            if (str_chr(all[i].domains[k], '?', 0) != SIZE_MAX) fail_msg("a mark was left: %.*s", STRF(all[i].key));
            arena_reset(a);
            v = ARENA_NEW(a, verdict_t);
        }
    }
    assert_true(hearsay > 0);
    assert_int_equal(level_of(a, "https://vietcombank.com.vn/", v), LEVEL_OFFICIAL);
    arena_free(a);
}

static void the_laws_of_a_verdict_hold_for_anything(void **state)
{
    (void)state;
    size_t n = sizeof dangers / sizeof *dangers;
    rand_seed(11);
    for (int round = 0; round < 400; round++) {
        arena_t *a = arena_new(16 << 20);
        buf_t b = buf_new(a, 8192);
        for (int k = 0; k < 3; k++) {
            str_t t = str_of(k % 2 ? genuine[rand_below(28)] : dangers[rand_below((uint32_t)n)]);
            size_t from = rand_below((uint32_t)t.n);
            buf_put(&b, str_sub(t, from, from + rand_below(120)));
        }
        str_t text = buf_str(&b);
        verdict_t v;
        check_input_t in = {.text = text, .sender = S(""), .channel = S("sms"), .date = {2026, 1, 1}, .lang = LANG_EN};
        assert_int_equal(canhgiac_check(know, a, &in, &v), ST_OK);
        bool proof = false;
        for (size_t i = 0; i < v.n_signs; i++) {
            proof = proof || v.signs[i].kind <= SIGN_LISTING;
            assert_true(v.signs[i].start <= v.signs[i].end && v.signs[i].end <= text.n);
            assert_true(v.signs[i].why.n > 0);
        }
        for (size_t i = 0; i < v.n_entities; i++)
            assert_true(v.entities[i].start < v.entities[i].end && v.entities[i].end <= text.n);
        if (v.level == LEVEL_DANGER) assert_true(proof);
        buf_t json = buf_new(a, 1 << 20);
        canhgiac_json(&v, text, &json);
        assert_true(buf_ok(&json));
        arena_free(a);
    }
    rand_seed(0);
}

/* An account or a number alone says nothing about who stands behind it, in whatever shorthand it is written. */
static void a_lone_number_is_unsure(void **state)
{
    (void)state;
    static const char *const alone[] = {"STK 0011223344 VCB", "0011223344 Vietcombank", "0912345678", "19001234"};
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++) {
        arena_t *a = arena_new(16 << 20);
        verdict_t v;
        assert_int_equal(level_of(a, alone[i], &v), LEVEL_UNSURE);
        arena_free(a);
    }
}

/* Resemblance alone never reaches danger. */
static void a_look_alike_host_alone_is_suspicious_at_most(void **state)
{
    (void)state;
    static const char *const hosts[] = {"https://vietcombank-news.com", "https://vietcornbank.com",
                                        "http://sacombannk.com", "http://shopee-vn.top"};
    for (size_t i = 0; i < 4; i++) {
        arena_t *a = arena_new(16 << 20);
        verdict_t v;
        assert_int_equal(level_of(a, hosts[i], &v), LEVEL_SUSPICIOUS);
        assert_non_null(v.imitates);
        arena_free(a);
    }
}

/* `official` needs proof: a host that only looks like the brand's, in whatever letters, is never it. */
static void a_host_in_disguise_is_never_official(void **state)
{
    (void)state;
    static const char *const hosts[] = {
        "https://vi\xD0\xB5tcombank.com.vn/",        "vi\xD0\xB5tcombank.com.vn",
        "https://vietc\xE1\xBB\x8Dmbank.com.vn/",    "https://vi\xC3\xAAtc\xC3\xB4mbank.com.vn/",
        "https://dichvucong.g\xD0\xBEv.vn/",         "https://evil.example\\@vietcombank.com.vn/",
        "https://vietcombank.com.vn_x.evil.top/",    "https://vietcombank.com.vn%2eevil.top/",
        "https://vietcombank.com.vn\u3002evil.top/", "vietcombank.com.vn_x",
        "ｖｉｅｔｃｏｍｂａｎｋ．ｃｏｍ．ｖｎ_x",    "ｖｉｅｔｃｏｍｂａｎｋ．ｃｏｍ．ｖｎ．evil.top",
    };
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
        arena_t *a = arena_new(16 << 20);
        verdict_t v;
        level_t got = level_of(a, hosts[i], &v);
        if (got == LEVEL_OFFICIAL) fail_msg("official: %s", hosts[i]);
        if (i < 5) assert_int_equal(got, LEVEL_SUSPICIOUS);
        arena_free(a);
    }
    arena_t *a = arena_new(16 << 20);
    verdict_t v;
    assert_int_equal(level_of(a, "https://www.VIETCOMBANK.com.vn/", &v), LEVEL_OFFICIAL);
    arena_free(a);
}

static void the_registrable_domain_follows_the_public_suffix_list(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"a.b.com.vn", "b.com.vn"},
        {"www.vietcombank.com.vn", "vietcombank.com.vn"},
        {"x.gov.vn", "x.gov.vn"},
        {"vietcombank.vn-ms.top", "vn-ms.top"},
        {"a.b.example.co.uk", "example.co.uk"},
        {"www.ck", "www.ck"},
        {"b.c.kobe.jp", "b.c.kobe.jp"},
        {"a.shop.io.vn", "shop.io.vn"},
        {"b.an.id.vn", "an.id.vn"},
        {"city.kobe.jp", "city.kobe.jp"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_str(canhgiac_registrable(know, str_of(pairs[i][0])), pairs[i][1]);
}

/* Wide letters hide nothing where they lead to the very body they name, and are a sign where they lead elsewhere. */
static void wide_letters_are_a_sign_only_where_they_hide(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    verdict_t v;
    assert_int_equal(level_of(a, "Xem biểu phí mới tại ｖｉｅｔｃｏｍｂａｎｋ．ｃｏｍ．ｖｎ", &v), LEVEL_OFFICIAL);
    assert_int_equal(v.n_signs, 0);
    assert_int_equal(level_of(a, "ｈｔｔｐｓ：／／ｖｉｅｔｔｅｌ．ｖｎ／ｄ", &v), LEVEL_OFFICIAL);
    assert_int_equal(v.n_signs, 0);
    level_of(a, "Ｎｇａｎ ｈａｎｇ ｔｈｏｎｇ ｂａｏ ｄｏｉ ｌｉｃｈ ｌａｍ ｖｉｅｃ", &v);
    assert_int_equal(v.n_signs, 1);
    assert_str(v.signs[0].code, "disguise-letters");
    assert_int_equal(level_of(a, "https://viettel。vn/d", &v), LEVEL_OFFICIAL);
    assert_true(level_of(a, "Đăng nhập ngay ｖｉｅｔｃｏｍｂａｎｋ－ｖｎ．ｔｏｐ để xác minh", &v) >= LEVEL_SUSPICIOUS);
    assert_true(level_of(a, "Đăng nhập ngay vietcombank。top/d để xác minh", &v) >= LEVEL_SUSPICIOUS);
    arena_free(a);
}

/* A body's own address proves nothing where an act is asked that no body asks for. */
static void no_address_vouches_for_what_nobody_asks(void **state)
{
    (void)state;
    static const char *const asked[] = {
        "vietcombank.com.vn xin anh doc ma OTP cho em",
        "Quy khach truy cap vietcombank.com.vn va doc ma OTP cho nhan vien",
        "mo Teamviewer chia se man hinh, vietcombank.com.vn",
        "bocongan.gov.vn: yeu cau giu bi mat, khong noi voi nguoi nha",
        "https://vietcombank.com.vn chuyen tien ngay vao tai khoan an toan cua chung toi",
        "gdt.gov.vn moi cai ung dung eTax qua file apk",
        "Vào https://dichvucong.gov.vn rồi cung cấp mật khẩu và mã xác thực cho cán bộ",
    };
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        arena_t *a = arena_new(16 << 20);
        verdict_t v;
        if (level_of(a, asked[i], &v) == LEVEL_OFFICIAL || !v.n_signs) fail_msg("vouched for: %s", asked[i]);
        arena_free(a);
    }
}

/* "xong.Mẹ": a blank left out behind a full stop makes no address of a bank's message. */
static void a_blank_left_out_makes_no_link(void **state)
{
    (void)state;
    static const char *const said[] = {
        "Mẹ chuyển Vietcombank rồi.Có gì báo con", "Vietcombank da chuyen xong.Me kiem tra nhe",
        "Em nhận lương Techcombank xong.Ba mẹ khỏe không", "Chuyển VietinBank xong.Bé đi học nha"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        arena_t *a = arena_new(16 << 20);
        verdict_t v;
        if (level_of(a, said[i], &v) != LEVEL_UNSURE || v.n_asks) fail_msg("a link in: %s", said[i]);
        arena_free(a);
    }
}

/* A few words of everyday talk are nobody's scam, and "đọc mà" is not "đọc mã". */
static void everyday_words_are_let_alone(void **state)
{
    (void)state;
    static const char *const said[] = {"Em đang ở đâu vậy?", "Cô ấy đang cần anh.",
                                       "Bài báo hay lắm, đọc mà thương bà cụ", "má đang cần con về gấp nghe con"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        arena_t *a = arena_new(16 << 20);
        verdict_t v;
        if (level_of(a, said[i], &v) != LEVEL_UNSURE) fail_msg("not let alone: %s", said[i]);
        arena_free(a);
    }
}

/* Marks apart from their letters are how some telephones write, and no other message. */
static void decomposed_is_the_same_message(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    verdict_t one, apart;
    level_of(a, "Chị ơi tiền chuyển rồi mà chưa thấy, chị xem giúp em", &one);
    level_of(
        a,
        "Chi\u0323 o\u031Bi tie\u0302\u0300n chuye\u0302\u0309n ro\u0302\u0300i ma\u0300 chu\u031Ba tha\u0302\u0301y, "
        "chi\u0323 xem giu\u0301p em",
        &apart);
    assert_true(one.has_score && apart.has_score && one.score == apart.score);
    assert_int_equal(one.level, apart.level);
    arena_free(a);
}

/* "Tại ứng dụng" says where; only "tải" says to install something. */
static void at_an_app_is_no_installing(void **state)
{
    (void)state;
    static const char *const where[] = {"Kiểm tra đơn tại ứng dụng GHTK, nhân viên 0912345678 sẽ giao",
                                        "Kiểm tra đơn ta\u0323i ứng dụng GHTK, nhân viên 0912345678 sẽ giao"};
    arena_t *a = arena_new(16 << 20);
    verdict_t v;
    for (size_t i = 0; i < sizeof where / sizeof *where; i++) {
        level_of(a, where[i], &v);
        assert_false(has_sign(&v, "ask-install"));
    }
    level_of(a, "Tải ứng dụng GHTK theo nhân viên 0912345678 hướng dẫn", &v);
    assert_true(has_sign(&v, "ask-install"));
    arena_free(a);
}

/* The same words under a disguise that folds away give the same level, and the disguise is a sign of its own. */
static void disguise_changes_nothing_but_adds_a_sign(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    verdict_t plain, hidden;
    level_t was = level_of(a, "Vui long dang nhap vietcombank.vn-ms.top de xac nhan thong tin", &plain);
    level_t is = level_of(a,
                          "Vui l\xE2\x80\x8Bong d\xE2\x80\x8B\xC4\x83ng nh\xE1\xBA\xADp vietcombank.vn-ms.top "
                          "\xC4\x91\xE1\xBB\x83 x\xC3\xA1\x63 nh\xE1\xBA\xADn th\xE2\x80\x8B\xC3\xB4ng tin",
                          &hidden);
    assert_int_equal(was, is);
    assert_int_equal(hidden.n_signs, plain.n_signs + 1);
    arena_free(a);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(seen_scams_are_called_dangerous),
        cmocka_unit_test(doubtful_ones_are_at_least_suspicious),
        cmocka_unit_test(genuine_look_alikes_are_let_alone),
        cmocka_unit_test(a_bank_does_not_write_from_a_private_number),
        cmocka_unit_test(honest_words_around_it_hide_no_scam),
        cmocka_unit_test(names_are_seen_behind_a_flood),
        cmocka_unit_test(a_pause_is_no_host),
        cmocka_unit_test(names_come_in_the_order_of_the_text),
        cmocka_unit_test(hearsay_proves_nothing),
        cmocka_unit_test(the_laws_of_a_verdict_hold_for_anything),
        cmocka_unit_test(a_lone_number_is_unsure),
        cmocka_unit_test(a_look_alike_host_alone_is_suspicious_at_most),
        cmocka_unit_test(a_host_in_disguise_is_never_official),
        cmocka_unit_test(the_registrable_domain_follows_the_public_suffix_list),
        cmocka_unit_test(wide_letters_are_a_sign_only_where_they_hide),
        cmocka_unit_test(no_address_vouches_for_what_nobody_asks),
        cmocka_unit_test(a_blank_left_out_makes_no_link),
        cmocka_unit_test(everyday_words_are_let_alone),
        cmocka_unit_test(decomposed_is_the_same_message),
        cmocka_unit_test(at_an_app_is_no_installing),
        cmocka_unit_test(disguise_changes_nothing_but_adds_a_sign),
    };
    return cmocka_run_group_tests_name("verdict", tests, know_setup, know_teardown);
}
