/* SPDX-License-Identifier: Apache-2.0
 *
 * Official documents: the real letter, typed and as a scanner read it, has nothing against it; forgeries of the kinds that
 * were seen (mission facts §7) are called so, and for the right reason.
 */
#include "support/check.h"
#include "base/file.h"
#include "recognise/document.h"

static document_t read_text(arena_t *a, str_t text)
{
    document_input_t in = {.text = text, .today = {2026, 11, 1}, .lang = LANG_VI};
    document_t d;
    assert_int_equal(document_read(a, &in, &d), ST_OK);
    for (size_t i = 0; i < d.n_findings; i++) {
        assert_true(d.findings[i].start <= d.findings[i].end && d.findings[i].end <= text.n);
        assert_true(d.findings[i].why[0]);
    }
    return d;
}

static bool has(const document_t *d, const char *code)
{
    for (size_t i = 0; i < d->n_findings; i++)
        if (strcmp(d->findings[i].code, code) == 0) return true;
    return false;
}

static void say_findings(const document_t *d)
{
    for (size_t i = 0; i < d->n_findings; i++)
        print_error("  %s %s\n", document_severity_name(d->findings[i].severity), d->findings[i].code);
}

#define must_have(d, code)                                                                                             \
    do {                                                                                                               \
        if (!has(&(d), code)) {                                                                                        \
            say_findings(&(d));                                                                                        \
            fail_msg("no %s", code);                                                                                   \
        }                                                                                                              \
    } while (0)

static str_t file_of(arena_t *a, const char *name)
{
    err_t err = err_new(LANG_EN);
    str_t text;
    assert_ok(file_read(a, str_z(a, str_fmt(a, "%s/%s", LETTERS, name)), 1 << 20, &text, &err), &err);
    return text;
}

static void the_real_letter_is_clean(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    str_t text = file_of(a, "2632-stttt-cnttvt.txt");
    document_t d = read_text(a, text);
    say_findings(&d);
    assert_int_equal(d.level, DOCUMENT_QUIET);
    assert_int_equal(d.n_findings, 0);
    assert_str(str_sub(text, d.number.start, d.number.end), "2632");
    assert_str(str_sub(text, d.symbol.start, d.symbol.end), "STTTT-CNTTVT");
    assert_str(str_sub(text, d.date_line.start, d.date_line.end), "Cần Thơ, ngày 28 tháng 10 năm 2024");
    assert_true(d.date.y == 2024 && d.date.m == 10 && d.date.d == 28);
    assert_true(str_starts(str_sub(text, d.issuer.start, d.issuer.end), S("UBND THÀNH PHỐ CẦN THƠ")));
    assert_false(d.scanned);
    arena_free(a);
}

/* What a scanner spoils is not held against a document. */
static void the_scan_of_it_is_clean(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    str_t text = file_of(a, "2632-stttt-cnttvt.ocr.txt");
    document_t d = read_text(a, text);
    say_findings(&d);
    assert_true(d.scanned);
    assert_int_equal(d.level, DOCUMENT_QUIET);
    assert_str(str_sub(text, d.number.start, d.number.end), "2632");
    assert_int_equal(d.date.d, 28);
    arena_free(a);
}

#define HEAD(superior, body, number, date)                                                                             \
    superior "     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n" body "     Độc lập - Tự do - Hạnh phúc\n\nSố: " number        \
             "        " date "\n\n"
#define FOOT                                                                                                                      \
    "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n                    KT. CHỦ TỊCH\n        PHÓ CHỦ TỊCH\n\n\n        " \
    "Nguyễn Văn A\n"

static const char *const genuine[] = {
    HEAD("ỦY BAN NHÂN DÂN", "PHƯỜNG CÁI KHẾ", "12/QĐ-UBND",
         "Cái Khế, ngày 05 tháng 9 năm 2025") "QUYẾT ĐỊNH\nVề việc thành lập Tổ công nghệ số cộng đồng\n\nCHỦ TỊCH ỦY "
                                              "BAN NHÂN DÂN PHƯỜNG CÁI KHẾ\n\nQUYẾT ĐỊNH:\n"
                                              "Điều 1. Thành lập Tổ công nghệ số cộng đồng gồm 03 người." FOOT,
    HEAD("UBND THÀNH PHỐ CẦN THƠ", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "345/TB-SGDĐT",
         "Cần Thơ, ngày 10 tháng 01 năm 2026") "THÔNG BÁO\nVề việc thu học phí\n\nHọc phí nộp vào tài khoản số "
                                               "3713012345678 tại Kho bạc Nhà nước khu vực XIX.\n"
                                               "Chi tiết tại https://cantho.edu.vn/hoc-phi" FOOT,
    /* a warning quotes every word of a scam */
    HEAD("BỘ CÔNG AN", "CÔNG AN THÀNH PHỐ CẦN THƠ", "88/TB-CATP-PA05",
         "Cần Thơ, ngày 12 tháng 3 năm 2026") "THÔNG BÁO\nVề thủ đoạn giả danh cơ quan công an\n\nCác đối tượng gửi "
                                              "lệnh bắt giả, yêu cầu chuyển tiền vào tài khoản tạm "
                                              "giữ, dọa nạn nhân sẽ bị bắt tạm giam và không được nói với ai. Người "
                                              "dân tuyệt đối không chuyển tiền vào tài khoản lạ, "
                                              "không cung cấp mã OTP cho bất kỳ ai, không cài đặt ứng dụng theo đường "
                                              "dẫn http://vneid-capnhat.top/a.apk."
                                              "\n\nNơi nhận:\n- Lưu: VT, PA05.\n        KT. GIÁM ĐỐC\n        PHÓ GIÁM "
                                              "ĐỐC\n\n        Đại tá Trần Văn B\n",
    HEAD("VIỆN KIỂM SÁT NHÂN DÂN", "TỐI CAO", "1204/VKSTC-V14",
         "Hà Nội, ngày 02 tháng 4 năm 2025") "V/v giải đáp vướng mắc\n\n        Kính gửi: Viện trưởng Viện kiểm sát "
                                             "nhân dân các tỉnh\n\nThực hiện kế hoạch công tác."
                                             "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n        KT. VIỆN TRƯỞNG\n        "
                                             "PHÓ VIỆN TRƯỞNG\n\n        Lê Văn C\n",
    /* two columns of one line: the name above ends where the state's begins */
    "BẢO HIỂM XÃ HỘI VIỆT NAM          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "BHXH THÀNH PHỐ CẦN THƠ                 Độc lập - Tự do - Hạnh phúc\n"
    "Số: 77/BHXH-TST                Cần Thơ, ngày 12 tháng 11 năm 2025\nV/v đóng bảo hiểm y tế học sinh\n"
    "Kính gửi: Các trường học.\n\nĐề nghị đóng vào tài khoản chuyên thu tại Kho bạc Nhà nước." FOOT,
    HEAD("UBND THÀNH PHỐ CẦN THƠ", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "9/QC-SGDĐT",
         "Cần Thơ, ngày 10 tháng 01 năm 2026") "QUY CHẾ\nLàm việc của Sở\n\nĐiều 1. Phạm vi." FOOT,
    "ỦY BAN NHÂN DÂN\nPHƯỜNG CÁI KHẾ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Cái Khế, ngày 05 tháng 9 năm 2025\nTHƯ CẢM ƠN\n\nKính gửi: Các nhà hảo tâm." FOOT,
};

static void genuine_forms_are_let_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof genuine / sizeof *genuine; i++) {
        arena_t *a = arena_new(16 << 20);
        document_t d = read_text(a, str_of(genuine[i]));
        if (d.level != DOCUMENT_QUIET) {
            say_findings(&d);
            fail_msg("%zu: %s", i, document_level_name(d.level));
        }
        arena_free(a);
    }
}

typedef struct forgery {
    const char *text, *code, *more;
    document_level_t level;
} forgery_t;

static const forgery_t forgeries[] = {
    {HEAD("VIỆN KIỂM SÁT NHÂN DÂN", "TỐI CAO", "18/VKSNDTC-LBG",
          "Hà Nội, ngày 14 tháng 8 năm 2026") "LỆNH BẮT TẠM GIAM\n\nBà Nguyễn Thị X liên quan vụ án rửa tiền. Yêu cầu "
                                              "bà chuyển toàn bộ số tiền vào tài khoản tạm giữ số tài "
                                              "khoản 1903456789012 để xác minh. Không được nói với ai, kể cả người "
                                              "thân. Nếu không chấp hành sẽ bị bắt tạm giam trong "
                                              "vòng 24 giờ." FOOT,
     "arrest-order", "transfer", DOCUMENT_FORGED},
    {HEAD("VIỆN KIỂM SÁT NHÂN DÂN", "TỐI CAO", "18/VKSNDTC-LBG",
          "Hà Nội, ngày 14 tháng 8 năm 2026") "V/v xác minh\n\nKính gửi: Ông Trần Văn Y\n\nMời ông phối hợp." FOOT,
     "issuer-symbol", NULL, DOCUMENT_DOUBTFUL},
    /* seen in 2025-2026: a decree's symbol on a tax invitation */
    {HEAD("CỤC THUẾ", "CHI CỤC THUẾ KHU VỰC", "180/2025/NĐ-CP",
          "Quảng Ngãi, ngày 05 tháng 01 năm 2026") "GIẤY MỜI\n\nKính gửi: Hộ kinh doanh\n\nĐề nghị tải ứng dụng tại "
                                                   "http://thue-dientu.cc/etax.apk để kê khai." FOOT,
     "law-symbol", "app-file", DOCUMENT_FORGED},
    {HEAD("CÔNG AN TỈNH HẬU GIANG", "CÔNG AN HUYỆN PHỤNG HIỆP", "45/CAH-ĐTTH",
          "Phụng Hiệp, ngày 20 tháng 9 năm 2025") "GIẤY TRIỆU TẬP\n\nYêu cầu ông có mặt làm việc qua Zalo số "
                                                  "0912345678, mở camera trong suốt buổi làm việc." FOOT,
     "ended-body", "remote-work", DOCUMENT_FORGED},
    {HEAD("BỘ THÔNG TIN VÀ TRUYỀN THÔNG", "CỤC AN TOÀN THÔNG TIN", "77/CATTT-NCSC",
          "Hà Nội, ngày 03 tháng 6 năm 2026") "V/v thu hồi tiền bị lừa đảo\n\nKính gửi: Nạn nhân\n\nĐể nhận lại tiền, "
                                              "đề nghị cung cấp mã OTP." FOOT,
     "ended-body", NULL, DOCUMENT_FORGED},
    {"CÔNG HÒA XÃ HỘI CHỮ NGHĨA VIỆT NAN\nĐộc lập - Tự do - Hạnh phúc\nSố: 11/CATP-PC02     Hà Nội, ngày 31 tháng 2 "
     "năm 2026\n"
     "THÔNG BÁO\nÔng bà nộp tiền vào tài khoản 0123456789." FOOT,
     "impossible-date", "motto-wrong", DOCUMENT_FORGED},
    {HEAD("SỞ TÀI CHÍNH", "CẦN THƠ", "9/BC-STC",
          "Cần Thơ, ngày 03 tháng 6 năm 2026") "QUYẾT ĐỊNH\nVề việc hỗ trợ\n\nĐiều 1. Chi hỗ trợ." FOOT,
     "kind-symbol", NULL, DOCUMENT_DOUBTFUL},
    {HEAD("UBND PHƯỜNG NINH KIỀU", "VĂN PHÒNG", "thông báo khẩn/2026",
          "Ninh Kiều, 03/06/2026") "THÔNG BÁO\n\nQuét mã QR để nộp phí cập nhật dữ liệu." FOOT,
     "date-form", "scan-to-pay", DOCUMENT_FORGED},
    {"VIỆT NAM DÂN CHỦ CỘNG HÒA\nĐộc lập - Tự do - Hạnh phúc\nSố: 01/TB-CQĐT   Hà Nội, ngày 02 tháng 6 năm 2026\n"
     "THÔNG BÁO\nKính gửi: Ông X\nMời ông đến cơ quan." FOOT,
     "other-motto", NULL, DOCUMENT_FORGED},
    {HEAD("CÔNG AN THÀNH PHỐ CẦN THƠ", "PHÒNG CẢNH SÁT GIAO THÔNG", "99/TB-CATP-CSGT",
          "Cần Thơ, ngày 03 tháng 6 năm 2026") "THÔNG BÁO\n\nNộp phạt qua mã QR vào tài khoản cá nhân của cán bộ." FOOT,
     "scan-to-pay", "transfer", DOCUMENT_FORGED},
    {HEAD("CÔNG AN THÀNH PHỐ CẦN THƠ", "CƠ QUAN ĐIỀU TRA", "12/GTT-CSĐT",
          "Cần Thơ, ngày 03 tháng 6 năm 2026") "GIẤY TRIỆU TẬP\n\nÔng có mặt trực tuyến qua Zalo." FOOT,
     "summons", "remote-work", DOCUMENT_FORGED},
    {HEAD("UBND PHƯỜNG NINH KIỀU", "VĂN PHÒNG", "5/TB-UBND",
          "Ninh Kiều, ngày 03 tháng 6 năm 2027") "THÔNG BÁO\n\nLiên hệ Zalo 0912345678 hoặc "
                                                 "canbo.phuong@gmail.com." FOOT,
     "future-date", "private-contact", DOCUMENT_DOUBTFUL},
};

static void forgeries_are_called_so_and_why(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forgeries / sizeof *forgeries; i++) {
        arena_t *a = arena_new(16 << 20);
        document_t d = read_text(a, str_of(forgeries[i].text));
        if (!has(&d, forgeries[i].code)) print_error("forgery %zu\n", i);
        must_have(d, forgeries[i].code);
        if (forgeries[i].more) must_have(d, forgeries[i].more);
        if (d.level != forgeries[i].level) {
            say_findings(&d);
            fail_msg("%zu: %s", i, document_level_name(d.level));
        }
        arena_free(a);
    }
}

static void findings_mark_their_words(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    str_t text = str_of(forgeries[0].text);
    document_t d = read_text(a, text);
    for (size_t i = 0; i < d.n_findings; i++) {
        str_t marked = str_sub(text, d.findings[i].start, d.findings[i].end);
        if (strcmp(d.findings[i].code, "arrest-order") == 0) assert_str(marked, "LỆNH BẮT TẠM GIAM");
        if (strcmp(d.findings[i].code, "account") == 0) assert_str(marked, "1903456789012");
        if (strcmp(d.findings[i].code, "safe-account") == 0) assert_str(marked, "tài khoản tạm giữ");
        if (i) assert_true(d.findings[i - 1].severity >= d.findings[i].severity);
    }
    arena_free(a);
}

static void a_message_is_no_document(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "Mẹ ơi chiều con tan học 5h mẹ đón con nha",
                                        "Vietcombank: tai khoan bi khoa, truy cap vietcombank.vn-ms.top",
                                        "Công an gửi lệnh bắt qua Zalo, yêu cầu chuyển tiền vào tài khoản tạm giữ",
                                        "Thông báo: ngày 12 tháng 3 năm 2026 họp tổ dân phố lúc 19 giờ."};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        arena_t *a = arena_new(16 << 20);
        document_t d = read_text(a, str_of(texts[i]));
        assert_int_equal(d.level, DOCUMENT_NONE);
        arena_free(a);
    }
}

/* A letter cut anywhere, or with bytes of noise, gives spans inside it and never a crash. */
static void a_torn_letter_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    arena_t *a = arena_new(64 << 20);
    str_t text = file_of(a, "2632-stttt-cnttvt.txt");
    for (size_t cut = 0; cut < text.n; cut += 37) {
        arena_t *b = arena_new(16 << 20);
        (void)read_text(b, str_sub(text, 0, cut));
        (void)read_text(b, str_sub(text, cut, text.n));
        arena_free(b);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_real_letter_is_clean),
        cmocka_unit_test(the_scan_of_it_is_clean),
        cmocka_unit_test(genuine_forms_are_let_alone),
        cmocka_unit_test(forgeries_are_called_so_and_why),
        cmocka_unit_test(findings_mark_their_words),
        cmocka_unit_test(a_message_is_no_document),
        cmocka_unit_test(a_torn_letter_is_read_as_far_as_it_goes),
    };
    return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
