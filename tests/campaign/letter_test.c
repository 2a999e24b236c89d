/* SPDX-License-Identifier: Apache-2.0
 *
 * Reading letters: the real one as scanned and as restored, and letters of other shapes.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/file.h"
#include "campaign/letter.h"
#include "support/check.h"

static arena_t *A;
static err_t E;

static int setup(void **state)
{
    (void)state;
    A = arena_new((size_t)512 << 20);
    E = err_new(LANG_EN);
    return A ? 0 : 1;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(A);
    return 0;
}

static str_t file(const char *path)
{
    const char *root = getenv("SOURCE_ROOT");
    str_t out = STR_NONE;
    assert_ok(file_read(A, str_fmt(A, "%s/%s", root ? root : ".", path).p, 1 << 20, &out, &E), &E);
    return out;
}

static letter_t read_text(str_t text)
{
    letter_t l;
    assert_ok(letter_read(A, text, &l, &E), &E);
    return l;
}

static str_t at(const vec_t *v, size_t k)
{
    return k < v->len ? VEC_AT(v, letter_text_t, k).text : S("(none)");
}
static const letter_clause_t *clause(const letter_t *l, size_t k)
{
    return &VEC_AT(&l->clauses, letter_clause_t, k);
}

/* Number, dates, basis, window, recipients and acts are the same from the scan and from the restored text. */
static void same_letter(const letter_t *l)
{
    static const char *const n[] = {"1a", "1b", "2", "3a", "3b", "3c", "opt"};
    static const verb_t verbs[] = {VERB_POST, VERB_BRIEF, VERB_TEACH, VERB_POST, VERB_DIRECT, VERB_BRIEF, VERB_BRIEF};
    assert_int_equal(l->number, 2632);
    assert_str(l->symbol.text, "STTTT-CNTTVT");
    assert_str(l->issuer.text, "Sở Thông tin và Truyền thông");
    assert_str(l->place.text, "Cần Thơ");
    assert_int_equal(l->date.day.d, 28);
    assert_int_equal(l->date.day.m, 10);
    assert_int_equal(l->to.day.d, 20);
    assert_int_equal(l->to.day.m, 11);
    assert_int_equal(l->from.day.d, 28);
    assert_int_equal(l->basis.len, 2);
    assert_int_equal(VEC_AT(&l->basis, letter_basis_t, 0).number, 4406);
    assert_int_equal(VEC_AT(&l->basis, letter_basis_t, 0).date.day.d, 22);
    assert_int_equal(VEC_AT(&l->basis, letter_basis_t, 1).number, 4322);
    assert_int_equal(VEC_AT(&l->basis, letter_basis_t, 1).date.day.d, 13);
    assert_int_equal(l->recipients.len, 3);
    assert_str(at(&l->recipients, 0), "Sở, Ban ngành thành phố");
    assert_str(at(&l->recipients, 1), "Phòng Văn hóa và Thông tin quận, huyện");
    assert_int_equal(l->clauses.len, 7);
    for (size_t k = 0; k < 7; k++) {
        assert_string_equal(clause(l, k)->n, n[k]);
        assert_int_equal(clause(l, k)->verb, verbs[k]);
        assert_int_equal(clause(l, k)->optional, k == 6);
    }
    assert_str(clause(l, 2)->audience.text, "học sinh, sinh viên");
    assert_str(clause(l, 4)->audience.text, "các hộ dân trên địa bàn");
    assert_int_equal(l->addresses.len, 2);
    assert_str(at(&l->addresses, 0), "https://khonggianmang.vn/");
    assert_int_equal(l->attachments.len, 3);
    assert_str(at(&l->attachments, 1), "Công văn số 4406/VPUB-KGVX");
    assert_str(l->signer_title.text, "PHÓ GIÁM ĐỐC");
    assert_int_equal(l->cc.len, 3);
}

static void the_restored_letter_leaves_nothing_open(void **state)
{
    (void)state;
    letter_t l = read_text(file("knowledge/letters/2632-stttt-cnttvt.txt"));
    same_letter(&l);
    assert_str(l.signer.text, "Nguyễn Hữu Thanh Bình");
    assert_int_equal(l.open.len, 0);
}

/* What a scanner made of it gives the same; a name stands in no lexicon, so the signer is left to a person. */
static void the_scanned_letter_reads_the_same(void **state)
{
    (void)state;
    letter_t l = read_text(file("knowledge/letters/2632-stttt-cnttvt.ocr.txt"));
    same_letter(&l);
    assert_true(l.damaged);
    assert_null(l.signer.text.p);
    assert_str(l.signer_seen.text, "guyen Hiru Thanh Binh");
    assert_int_equal(l.open.len, 1);
    assert_str(VEC_AT(&l.open, letter_open_t, 0).field, "signer");
}

/* Spans are bytes of the source as it was given. */
static void spans_point_into_the_source(void **state)
{
    (void)state;
    str_t src = file("knowledge/letters/2632-stttt-cnttvt.ocr.txt");
    letter_t l = read_text(src);
    assert_str(str_sub(src, l.symbol.from, l.symbol.to), "STTTT-CNTTVT");
    assert_str(str_sub(src, l.number_from, l.number_to), "2632");
    assert_str(str_sub(src, l.to.from, l.to.to), "20/11/2024");
    assert_str(str_sub(src, clause(&l, 0)->text.from, clause(&l, 0)->text.from + 8), "Ping tai");
}

/* Wording that fits no phrase stays as scanned: restoring never invents. */
static void unknown_wording_stays_as_scanned(void **state)
{
    (void)state;
    str_t src = file("knowledge/letters/2632-stttt-cnttvt.ocr.txt");
    str_t head = S("UBND THANH PHO CAN THO\nSb: 7/XYZ Can Tho, ngay 28 thang 10 nam 2024\nVIv zaqxw vbnmk plokij\n\n");
    str_t text = str_fmt(A, "%.*s%.*s", STRF(head), STRF(str_sub(src, str_find(src, S("Kinh gui"), 0), src.n)));
    letter_t l = read_text(text);
    assert_str(l.subject.text, "zaqxw vbnmk plokij");
    assert_true(l.subject.sure < 0.5);
}

/* The same letter decomposed, with CRLF, or without blank lines is the same letter. */
static void forms_of_the_text_do_not_matter(void **state)
{
    (void)state;
    str_t src = file("knowledge/letters/2632-stttt-cnttvt.txt"), rest = src, line;
    buf_t tight = buf_new(A, 1 << 20), crlf = buf_new(A, 1 << 20);
    while (str_line(&rest, &line)) {
        buf_put(&crlf, line);
        buf_putz(&crlf, "\r\n");
        if (!str_trim(line).n) continue;
        buf_put(&tight, line);
        buf_putc(&tight, '\n');
    }
    letter_t l = read_text(buf_str(&tight));
    same_letter(&l);
    assert_int_equal(l.open.len, 0);
    l = read_text(buf_str(&crlf));
    same_letter(&l);
    assert_int_equal(l.open.len, 0);
    buf_t nfd = buf_new(A, 1 << 20);
    for (size_t i = 0; i < src.n;) { /* Ở as O, horn, hook */
        size_t from = i;
        uint32_t c = utf8_next(src, &i);
        if (c == 0x1EDE)
            buf_putz(&nfd, "O\u031B\u0309");
        else if (c == 0x1EC0)
            buf_putz(&nfd, "E\u0302\u0300");
        else
            buf_put(&nfd, str_sub(src, from, i));
    }
    l = read_text(buf_str(&nfd));
    same_letter(&l);
}

static const char *const LETTERS[] = {"01-report-deadline",   "02-letters-abc",      "03-plain-dashes",
                                      "04-impossible-date",   "05-two-deadlines",    "06-plan",
                                      "07-scanned",           "08-urgent-many-acts", "09-plan-in-parts",
                                      "10-telegram",          "11-party-form",       "12-table",
                                      "13-slashed-numbers",   "14-numbers-in-words", "15-parts-addressed",
                                      "16-hours-and-bullets", "17-hardly-a-letter"};

/* Letters of other shapes; UPDATE_GOLDEN=1 writes the golden files again. */
static void other_letters_read_as_recorded(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof LETTERS / sizeof *LETTERS; k++) {
        letter_t l = read_text(file(str_fmt(A, "tests/campaign/letters/%s.txt", LETTERS[k]).p));
        buf_t b = buf_new(A, 1 << 20);
        letter_json(&l, &b);
        buf_putc(&b, '\n');
        str_t golden = str_fmt(A, "tests/campaign/letters/%s.json", LETTERS[k]);
        if (getenv("UPDATE_GOLDEN")) assert_ok(file_write(golden.p, buf_str(&b), 0644, &E), &E);
        str_t want = file(golden.p);
        if (!str_eq(buf_str(&b), want)) fail_msg("%s reads:\n%.*s", LETTERS[k], STRF(buf_str(&b)));
    }
}

/* With its marks a word is what it says: "đường dây" teaches nobody, "tội phạm" is no audience, "nhận tin" sends nothing. */
static void marks_tell_words_apart(void **state)
{
    (void)state;
    letter_t l = read_text(file("tests/campaign/letters/08-urgent-many-acts.txt"));
    assert_int_equal(clause(&l, l.clauses.len - 1)->verb, VERB_OTHER);
    assert_str(clause(&l, l.clauses.len - 1)->to.text, "Công an Thành phố");
    l = read_text(file("tests/campaign/letters/10-telegram.txt"));
    assert_int_equal(clause(&l, 1)->verb, VERB_BRIEF);
    assert_str(clause(&l, 1)->audience.text, "");
}

/* Word puts no empty line between "Kính gửi" and what follows it. */
static void recipients_end_where_a_sentence_asks(void **state)
{
    (void)state;
    letter_t l = read_text(S("Số: 813/SKHCN-CĐS\nV/v triển khai chiến dịch\nVĩnh Long, ngày 06 tháng 11 năm 2025\n"
                             "Kính gửi: Các sở, ban, ngành tỉnh\nĐề nghị các đơn vị thực hiện:\n"
                             "1. Đăng tải tài liệu trên trang thông tin điện tử.\n2. Phổ biến đến viên chức.\n"
                             "Nơi nhận:          GIÁM ĐỐC\n- Như trên.          Phạm Văn Hòa\n"));
    assert_int_equal(l.recipients.len, 1);
    assert_int_equal(l.clauses.len, 2);
    assert_str(l.signer.text, "Phạm Văn Hòa");
}

static bool is_open(const letter_t *l, const char *field, const char *code)
{
    for (size_t k = 0; k < l->open.len; k++) {
        const letter_open_t *o = &VEC_AT(&l->open, letter_open_t, k);
        if (str_eq(o->field, str_of(field))) return strcmp(o->code, code) == 0;
    }
    return false;
}

static void contradictions_stay_open_with_their_reason(void **state)
{
    (void)state;
    letter_t l = read_text(file("tests/campaign/letters/05-two-deadlines.txt"));
    assert_true(is_open(&l, "window", "two-deadlines"));
    assert_true(is_open(&l, "number", "blank"));
    assert_int_equal(l.to.day.y, 0);
    l = read_text(file("tests/campaign/letters/04-impossible-date.txt"));
    assert_true(is_open(&l, "date", "impossible-date"));
    assert_true(is_open(&l, "window", "impossible-date"));
    assert_true(is_open(&l, "basis[0].date", "impossible-date"));
}

static status_t give(str_t bytes)
{
    str_t text;
    letter_t l;
    status_t s = letter_decode(A, bytes, &text, &E);
    return s == ST_OK ? letter_read(A, text, &l, &E) : s;
}

/* Bad input is normal input: each kind has its own sentence. */
static void what_is_no_letter_is_refused(void **state)
{
    (void)state;
    assert_int_equal(give(S("")), ST_INPUT);
    assert_string_equal(E.code, "letter.empty");
    assert_int_equal(give(S(" \n\n ")), ST_INPUT);
    assert_int_equal(give(S("Chào bạn, tối nay ăn gì?\nGặp nhau lúc 7 giờ.\n")), ST_INPUT);
    assert_string_equal(E.code, "letter.not-a-letter");
    assert_int_equal(give(((str_t){"a\0b", 3})), ST_INPUT);
    assert_string_equal(E.code, "letter.binary");
    char *large = arena_alloc(A, (size_t)50 << 20);
    memset(large, 'a', (size_t)50 << 20);
    assert_int_equal(give((str_t){large, (size_t)50 << 20}), ST_LIMIT);
    assert_int_equal(give((str_t){large, LETTER_LIMIT}), ST_INPUT);
}

/* A letter saved as UTF-16 is the same letter. */
static void utf16_is_read(void **state)
{
    (void)state;
    str_t src = file("tests/campaign/letters/01-report-deadline.txt");
    buf_t b = buf_new(A, 1 << 20);
    buf_put(&b, S("\xFF\xFE"));
    for (size_t i = 0; i < src.n;) {
        uint32_t c = utf8_next(src, &i);
        buf_putc(&b, (char)(c & 255));
        buf_putc(&b, (char)(c >> 8));
    }
    str_t text;
    assert_ok(letter_decode(A, buf_str(&b), &text, &E), &E);
    assert_true(str_eq(text, src));
}

/* Old encodings are recognised by the words they give. The bytes are what offices of the time wrote. */
static void old_encodings_are_read(void **state)
{
    (void)state;
    /* "Thực hiện công văn của thành phố, các đơn vị đến ngày" in TCVN3, VNI and Windows-1258. */
    static const char *const bytes[] = {
        "Th\xF9"
        "c hi\xD6n c\xABng v\xA8n c\xF1"
        "a th\xB5nh ph\xE8, c\xB8"
        "c \xAE\xACn v\xDE \xAE\xD5n ng\xB5y",
        "Th\xF6\xEF"
        "c hie\xE4n co\xE2ng va\xEAn cu\xFB"
        "a tha\xF8nh pho\xE1, ca\xF9"
        "c \xF1\xF4n v\xF2 \xF1"
        "e\xE1n nga\xF8y",
        "Th\xFD\xF2"
        "c hi\xEA\xF2n c\xF4ng v\xE3n cu\xD2"
        "a tha\xCCnh ph\xF4\xEC, ca\xEC"
        "c \xF0\xF5n vi\xF2 \xF0\xEA\xECn nga\xCCy",
    };
    for (size_t k = 0; k < 3; k++) {
        str_t text = STR_NONE;
        assert_ok(letter_decode(A, str_of(bytes[k]), &text, &E), &E);
        assert_str(text, "Thực hiện công văn của thành phố, các đơn vị đến ngày");
    }
    str_t text; /* TCVN3 has no capitals with tones: another font showed them large */
    assert_ok(letter_decode(A,
                            S("KT. GI\xB8M \xA7\xE8"
                              "C, \xA7\xE9 H\xB5 th\xF9"
                              "c hi\xD6n c\xF1"
                              "a c\xB8"
                              "c"),
                            &text, &E),
              &E);
    assert_str(text, "KT. GIÁM ĐỐC, Độ Hà thực hiện của các");
    assert_ok(letter_decode(A, S("một\rhai"), &text, &E), &E);
    assert_str(text, "một\nhai");
    assert_int_equal(letter_decode(A, S("\xFF\x80\x81 abc \x90"), &text, &E), ST_INPUT);
    assert_string_equal(E.code, "letter.encoding");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_restored_letter_leaves_nothing_open),
        cmocka_unit_test(the_scanned_letter_reads_the_same),
        cmocka_unit_test(spans_point_into_the_source),
        cmocka_unit_test(unknown_wording_stays_as_scanned),
        cmocka_unit_test(forms_of_the_text_do_not_matter),
        cmocka_unit_test(other_letters_read_as_recorded),
        cmocka_unit_test(recipients_end_where_a_sentence_asks),
        cmocka_unit_test(marks_tell_words_apart),
        cmocka_unit_test(contradictions_stay_open_with_their_reason),
        cmocka_unit_test(what_is_no_letter_is_refused),
        cmocka_unit_test(utf16_is_read),
        cmocka_unit_test(old_encodings_are_read),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
