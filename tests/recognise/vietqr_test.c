/* SPDX-License-Identifier: Apache-2.0
 *
 * What a QR code says. Payments are built here field by field with a checksum of a second, bitwise kind, so that the reader
 * is not measured by itself; one payload is a published reference vector.
 */
#include "support/check.h"
#include <stdio.h>
#include "recognise/vietqr.h"

typedef struct maker {
    char text[400];
    size_t n;
} maker_t;

static void put(maker_t *m, const char *tag, const char *value)
{
    m->n += (size_t)snprintf(m->text + m->n, sizeof m->text - m->n, "%s%02zu%s", tag, strlen(value), value);
}

/* The definition itself, bit by bit. */
static unsigned slow_crc(const char *p, size_t n)
{
    unsigned crc = 0xFFFF;
    for (size_t i = 0; i < n; i++)
        for (int bit = 7; bit >= 0; bit--) {
            unsigned in = ((unsigned char)p[i] >> bit) & 1u, top = (crc >> 15) & 1u;
            crc = (crc << 1) & 0xFFFF;
            if (in != top) crc ^= 0x1021;
        }
    return crc;
}

static str_t seal(maker_t *m)
{
    m->n += (size_t)snprintf(m->text + m->n, sizeof m->text - m->n, "6304");
    m->n += (size_t)snprintf(m->text + m->n, sizeof m->text - m->n, "%04X", slow_crc(m->text, m->n));
    return (str_t){m->text, m->n};
}

static const char *merchant(char out[400], const char *bin, const char *account, const char *service)
{
    maker_t who = {.n = 0}, all = {.n = 0};
    put(&who, "00", bin);
    put(&who, "01", account);
    put(&all, "00", "A000000727");
    put(&all, "01", who.text);
    if (service[0]) put(&all, "02", service);
    snprintf(out, 400, "%s", all.text);
    return out;
}

/* A payment to `account`; amount and purpose may be "". */
static str_t payment(maker_t *m, const char *bin, const char *account, const char *service, const char *amount,
                     const char *purpose)
{
    char who[400];
    *m = (maker_t){.n = 0};
    put(m, "00", "01");
    put(m, "01", amount[0] ? "12" : "11");
    put(m, "38", merchant(who, bin, account, service));
    put(m, "53", "704");
    if (amount[0]) put(m, "54", amount);
    put(m, "58", "VN");
    if (purpose[0]) {
        maker_t more = {.n = 0};
        put(&more, "08", purpose);
        put(m, "62", more.text);
    }
    return seal(m);
}

static vietqr_t read_of(str_t s)
{
    vietqr_t q;
    vietqr_read(s, &q);
    return q;
}

static vietqr_kind_t kind_of(const char *s)
{
    return read_of(str_of(s)).kind;
}

static void the_checksum_is_ccitt_false(void **state)
{
    (void)state;
    assert_int_equal(vietqr_crc(S("123456789")), 0x29B1);
    assert_int_equal(vietqr_crc(S("")), 0xFFFF);
}

static void a_published_vector_is_read(void **state)
{
    (void)state;
    str_t s = S("00020101021138540010A00000072701240006970423011001234567890208QRIBFTTA53037045802VN6304F64B");
    vietqr_t q = read_of(s);
    assert_int_equal(q.kind, VIETQR_PAYMENT);
    assert_int_equal(q.fault, VIETQR_SOUND);
    assert_true(q.vietqr && !q.once && !q.to_card && q.dong == 0);
    assert_str(vietqr_part(s, q.bin), "970423");
    assert_str(vietqr_part(s, q.account), "0123456789");
    assert_str(vietqr_part(s, q.guid), "A000000727");
    assert_str(vietqr_part(s, q.service), "QRIBFTTA");
    assert_str(vietqr_part(s, q.country), "VN");
}

static void a_payment_tells_who_how_much_and_what_for(void **state)
{
    (void)state;
    maker_t m;
    str_t s = payment(&m, "970436", "1012345678901", "QRIBFTTA", "1500000", "NOP PHAT VI PHAM");
    vietqr_t q = read_of(s);
    assert_int_equal(q.fault, VIETQR_SOUND);
    assert_true(q.once && q.dong == 1500000);
    assert_str(vietqr_part(s, q.purpose), "NOP PHAT VI PHAM");
    assert_str(vietqr_part(s, q.amount), "1500000");
    assert_str(vietqr_part(s, q.currency), "704");
    s = payment(&m, "970403", "9704031234567890", "QRIBFTTC", "0.5", "");
    q = read_of(s);
    assert_int_equal(q.fault, VIETQR_SOUND);
    assert_true(q.to_card && q.dong == 0);
    assert_int_equal(read_of((str_t){s.p, s.n}).purpose.end, 0);
}

/* A shop's code of another scheme carries its name; nothing says VietQR. */
static void another_scheme_is_a_payment_without_a_bank(void **state)
{
    (void)state;
    maker_t m = {.n = 0}, shop = {.n = 0}, more = {.n = 0};
    put(&shop, "00", "A000000775");
    put(&shop, "01", "0109876543");
    put(&more, "01", "HD0042");
    put(&more, "07", "QUAY2");
    put(&m, "00", "01");
    put(&m, "26", shop.text);
    put(&m, "52", "5812");
    put(&m, "53", "704");
    put(&m, "58", "VN");
    put(&m, "59", "CA PHE BEN NINH KIEU");
    put(&m, "60", "CAN THO");
    put(&m, "62", more.text);
    str_t s = seal(&m);
    vietqr_t q = read_of(s);
    assert_int_equal(q.fault, VIETQR_SOUND);
    assert_false(q.vietqr);
    assert_str(vietqr_part(s, q.account), "0109876543");
    assert_str(vietqr_part(s, q.name), "CA PHE BEN NINH KIEU");
    assert_str(vietqr_part(s, q.city), "CAN THO");
    assert_str(vietqr_part(s, q.category), "5812");
    assert_str(vietqr_part(s, q.bill), "HD0042");
    assert_str(vietqr_part(s, q.terminal), "QUAY2");
}

/* The standard counts characters, most makers bytes: both are read, by the checksum. */
static void lengths_may_count_characters(void **state)
{
    (void)state;
    char who[400];
    maker_t m = {.n = 0};
    put(&m, "00", "01");
    put(&m, "38", merchant(who, "970436", "0123456789", "QRIBFTTA"));
    put(&m, "53", "704");
    put(&m, "58", "VN");
    m.n += (size_t)snprintf(m.text + m.n, sizeof m.text - m.n, "5909QUÁN PHỞ1"); /* nine letters, twelve bytes */
    str_t s = seal(&m);
    vietqr_t q = read_of(s);
    assert_int_equal(q.fault, VIETQR_SOUND);
    assert_str(vietqr_part(s, q.name), "QUÁN PHỞ1");
}

static void each_fault_has_its_name(void **state)
{
    (void)state;
    maker_t m;
    assert_int_equal(read_of(payment(&m, "97043", "0123456789", "QRIBFTTA", "", "")).fault, VIETQR_BIN);
    assert_int_equal(read_of(payment(&m, "97043X", "0123456789", "QRIBFTTA", "", "")).fault, VIETQR_BIN);
    assert_int_equal(read_of(payment(&m, "970436", "01234567890123456789", "QRIBFTTA", "", "")).fault, VIETQR_ACCOUNT);
    assert_int_equal(read_of(payment(&m, "970436", "012 345", "QRIBFTTA", "", "")).fault, VIETQR_ACCOUNT);
    assert_int_equal(read_of(payment(&m, "970436", "0123456789", "QRFREE", "", "")).fault, VIETQR_SERVICE);
    assert_int_equal(read_of(payment(&m, "970436", "0123456789", "QRIBFTTA", "1.2.3", "")).fault, VIETQR_AMOUNT);
    assert_int_equal(read_of(payment(&m, "970436", "0123456789", "QRIBFTTA", "-5", "")).fault, VIETQR_AMOUNT);
    assert_int_equal(read_of(payment(&m, "970436", "0123456789", "QRIBFTTA", "0", "")).fault, VIETQR_AMOUNT);
    assert_int_equal(read_of(S("0002010102115303704")).fault, VIETQR_NO_ACCOUNT);
    assert_int_equal(read_of(S("00020138990010A0")).fault, VIETQR_TORN);
    assert_int_equal(read_of(S("0002013x")).fault, VIETQR_TORN);
    assert_int_equal(read_of(S("000201000201")).fault, VIETQR_TWICE);

    str_t s = payment(&m, "970436", "0123456789", "QRIBFTTA", "250000", "HOC PHI");
    assert_int_equal(read_of(str_sub(s, 0, s.n - 8)).fault, VIETQR_NO_CHECKSUM);
    m.n += (size_t)snprintf(m.text + m.n, sizeof m.text - m.n, "6304ABCD");
    assert_int_equal(read_of((str_t){m.text, m.n}).fault, VIETQR_ORDER);

    m = (maker_t){.n = 0};
    char who[400];
    put(&m, "00", "01");
    put(&m, "38", merchant(who, "970436", "0123456789", "QRIBFTTA"));
    put(&m, "53", "840");
    put(&m, "58", "VN");
    assert_int_equal(read_of(seal(&m)).fault, VIETQR_CURRENCY);
    char long_one[VIETQR_MOST + 2];
    memset(long_one, 'a', sizeof long_one);
    assert_int_equal(read_of((str_t){long_one, sizeof long_one}).fault, VIETQR_LONG);
    for (int f = VIETQR_TORN; f <= VIETQR_LONG; f++) {
        assert_true(vietqr_fault_name((vietqr_fault_t)f)[0]);
        assert_string_not_equal(vietqr_fault_text((vietqr_fault_t)f, LANG_VI),
                                vietqr_fault_text((vietqr_fault_t)f, LANG_EN));
    }
}

/* The law of a checksum: no single byte changes without a fault. */
static void every_altered_byte_is_noticed(void **state)
{
    (void)state;
    maker_t m;
    str_t s = payment(&m, "970436", "0123456789", "QRIBFTTA", "250000", "HOC PHI THANG 9");
    for (size_t i = 6; i < s.n; i++)
        for (int c = ' '; c < 127; c++) {
            char was = m.text[i];
            if (c == was || (i >= s.n - 4 && (c | 0x20) == (was | 0x20))) continue; /* hex digits: either case */
            m.text[i] = (char)c;
            assert_int_not_equal(read_of(s).fault, VIETQR_SOUND);
            m.text[i] = was;
        }
    assert_int_equal(read_of(s).fault, VIETQR_SOUND);
}

static void what_is_no_payment_is_known_by_its_kind(void **state)
{
    (void)state;
    assert_int_equal(kind_of("https://dichvucong.gov.vn/x?y=1"), VIETQR_URL);
    assert_int_equal(kind_of("HTTP://EVIL.TOP"), VIETQR_URL);
    assert_int_equal(kind_of("www.vietcombank.com.vn"), VIETQR_URL);
    assert_int_equal(kind_of("bit.ly/3xYz"), VIETQR_URL);
    assert_int_equal(kind_of("WIFI:T:WPA;S:Quan Ca Phe;P:12345678;;"), VIETQR_WIFI);
    assert_int_equal(kind_of("BEGIN:VCARD\nVERSION:3.0\nFN:Lan\nEND:VCARD"), VIETQR_CONTACT);
    assert_int_equal(kind_of("MECARD:N:Lan;TEL:0912345678;;"), VIETQR_CONTACT);
    assert_int_equal(kind_of("tel:+84912345678"), VIETQR_PHONE);
    assert_int_equal(kind_of("SMSTO:8088:DK VIP"), VIETQR_PHONE);
    assert_int_equal(kind_of("mailto:a@b.vn?subject=x"), VIETQR_MAIL);
    assert_int_equal(kind_of("momo://app?action=pay"), VIETQR_APP);
    assert_int_equal(kind_of("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP"), VIETQR_ONE_TIME);
    assert_int_equal(kind_of("bitcoin:bc1qxyz?amount=1"), VIETQR_CRYPTO);
    assert_int_equal(kind_of("092203001234|361234567|Nguyễn Văn A|01012003|Nam|Cái Khế, Ninh Kiều, Cần Thơ|10102022"),
                     VIETQR_ID_CARD);
    assert_int_equal(kind_of("092203001234||Nguyễn Văn A|01012003|Nam|Cần Thơ|10102022"), VIETQR_ID_CARD);
    assert_int_equal(kind_of("2|99|0912345678|NGUYEN VAN A|a@b.vn|0|0|50000|tien an|transfer_myqr"), VIETQR_WALLET);
    assert_int_equal(kind_of(""), VIETQR_TEXT);
    assert_int_equal(kind_of("note: buy milk"), VIETQR_TEXT);
    assert_int_equal(kind_of("Bàn số 7. Xin gọi phục vụ."), VIETQR_TEXT);
    assert_int_equal(kind_of("12.5"), VIETQR_TEXT);
}

static void parts_are_spans_of_the_payload(void **state)
{
    (void)state;
    str_t s = S("WIFI:T:nopass;S:Free \\; fast;P:;;");
    vietqr_t q = read_of(s);
    assert_str(vietqr_part(s, q.network), "Free \\; fast");
    assert_true(q.open_network);
    s = S("BEGIN:VCARD\r\nFN:Cong an phuong\r\nTEL;TYPE=CELL:+84912345678\r\nURL:http://a.top\r\nEND:VCARD\r\n");
    q = read_of(s);
    assert_str(vietqr_part(s, q.name), "Cong an phuong");
    assert_str(vietqr_part(s, q.phone), "+84912345678");
    assert_str(vietqr_part(s, q.link), "http://a.top");
    s = S("sms:9029?body=VIP");
    q = read_of(s);
    assert_str(vietqr_part(s, q.phone), "9029");
    s = S("2|99|0912345678|LAN|x|0|0|50000|tien an|t");
    q = read_of(s);
    assert_int_equal(q.dong, 50000);
    assert_str(vietqr_part(s, q.purpose), "tien an");
    s = S("vietinbankmobile://pay?to=1");
    q = read_of(s);
    assert_str(vietqr_part(s, q.scheme), "vietinbankmobile");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_checksum_is_ccitt_false),
        cmocka_unit_test(a_published_vector_is_read),
        cmocka_unit_test(a_payment_tells_who_how_much_and_what_for),
        cmocka_unit_test(another_scheme_is_a_payment_without_a_bank),
        cmocka_unit_test(lengths_may_count_characters),
        cmocka_unit_test(each_fault_has_its_name),
        cmocka_unit_test(every_altered_byte_is_noticed),
        cmocka_unit_test(what_is_no_payment_is_known_by_its_kind),
        cmocka_unit_test(parts_are_spans_of_the_payload),
    };
    return cmocka_run_group_tests_name("vietqr", tests, NULL, NULL);
}
