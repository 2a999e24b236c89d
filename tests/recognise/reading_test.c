/* SPDX-License-Identifier: Apache-2.0
 *
 * Readings: what is put together, what is let alone, and that a disguise costs the verdict nothing.
 */
#include "support/engine.h"
#include <stdio.h>
#include <time.h>
#include "base/crypto.h"
#include "base/file.h"
#include "base/fold.h"
#include "recognise/reading.h"

enum { TEXT_MOST = 1 << 20, LONG_TEXT = 1 << 18 };

static fold_t room(arena_t *a, size_t bound)
{
    return (fold_t){.text = arena_alloc(a, bound + 1), .origin = ARENA_ARRAY(a, uint32_t, bound + 1)};
}

static words_t cut(arena_t *a, const fold_t *f)
{
    words_t w = words_in(arena_alloc(a, words_size(words_bound(f->n))), words_bound(f->n));
    cut_words(f, &w);
    return w;
}

/* The words that a reading makes out of those of the fold are those that a cut would find. */
static void same_words(arena_t *a, const fold_t *r, const words_t *made)
{
    words_t w = cut(a, r);
    assert_int_equal(made->n, w.n);
    assert_int_equal(made->others, w.others);
    assert_memory_equal(made->at, w.at, w.n * sizeof *w.at);
    for (size_t i = 0; i < w.n; i++) { /* but for what was looked at closer since */
        assert_int_equal(made->then[i] | THEN_BLANK_DOT, w.then[i] | THEN_BLANK_DOT);
        assert_int_equal(made->has[i] | WORD_SHORTHAND, w.has[i] | WORD_SHORTHAND);
    }
}

static fold_t read_text(arena_t *a, str_t src, reading_found_t *found)
{
    fold_t f = room(a, fold_bound(src.n));
    fold_into(src, &f);
    fold_t r = room(a, reading_bound(f.n));
    words_t words = cut(a, &f);
    unsigned wanted = reading_wanted(&f, &words);
    size_t most = reading_words_bound(f.n);
    words_t made = words_in(arena_alloc(a, words_size(most)), most);
    if (reading_into(src, &f, &words, wanted, NULL, NULL, &r, &made, found)) same_words(a, &r, &made);
    return r;
}

static size_t asked;

static bool counted(const void *ctx, str_t word)
{
    (void)ctx;
    asked += word.n > 0;
    return false;
}

static void reads(const char *text, const char *want)
{
    arena_t *a = arena_new(1 << 22);
    reading_found_t found;
    fold_t r = read_text(a, str_of(text), &found);
    assert_str(((str_t){r.text, r.n}), want);
    arena_free(a);
}

static void letters_apart_come_together(void **state)
{
    (void)state;
    reads("c h u y ể n  k h o ả n ngay", "chuyen khoan ngay");
    reads("c h u y e n k h o a n", "chuyen khoan");
    reads("c.h.u.y.e.n k.h.o.a.n", "chuyen khoan");
    reads("c-h-u-y-ể-n tiền", "chuyen tien");
    reads("đọc m ã o t p, c h u y ể n", "doc ma otp, chuyen");
    reads("chuy.en kh.oan ti.en", "chuyen khoan tien");
    reads("tài_khoản của_bạn bị_khóa", "tai khoan cua ban bi khoa");
}

static void digits_are_letters_between_letters(void **state)
{
    (void)state;
    reads("l0i nhu4n ch1nh ch0ng", "loi nhuan chinh chong");
    reads("m4t kh@u ch1nh", "mat khau chinh");
    /* where all is written so, what looks like a number is a word, but for what is counted */
    reads("7h0ng b40 7u C0ng 4n: 741 kh04n cu4 b4n 53 b1 kh04", "thong bao tu cong an: tai khoan cua ban se bi khoa");
    reads("ch0 v4y n0p 713n kh04n 50 7r13u v4 50m 741 nh4", "cho vay nop tien khoan 50 trieu va 50m tai nha");
    reads("4n 741 nh4 53 m4", "4n 741 nh4 53 m4");
    reads("kh04n t41 kh0ng m4", "khoan tai khong ma");
    reads("taif khoanr cuar banj", "tai khoan cua ban");
    reads("chuyeern tieenf dduwowcj", "chuyen tien duoc");
    reads("tai2 khoan3 d9u7o7c5", "tai khoan duoc");
}

static void addresses_come_in_one_piece(void **state)
{
    (void)state;
    reads("vao vcb-online . xyz ngay", "vao vcb-online.xyz ngay");
    reads("vcb-online[.]top, vcb (dot) com", "vcb-online.top, vcb.com");
    reads("vietcombank chấm com", "vietcombank.com");
    reads("https : // vcb-x . top / a", "https://vcb-x.top/a");
    reads("https://www . vcb-x . top/a", "https://www.vcb-x.top/a");
    reads("vcb-x。top", "vcb-x.top");
}

/* Behind a full stop and a blank these begin no sentence, each of them. */
static void a_rare_ending_is_put_back(void **state)
{
    static const char *const endings[] = {"cc", "cfd", "com", "edu", "gov", "icu", "net", "org", "sbs", "vn", "xyz"};
    (void)state;
    arena_t *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        reads(str_fmt(a, "vao vcbzq. %s ngay", endings[i]).p, str_fmt(a, "vao vcbzq.%s ngay", endings[i]).p);
    arena_free(a);
}

static void shorthand_is_spelt_out(void **state)
{
    (void)state;
    reads("ck vao tk cho ko dc", "chuyen khoan vao tai khoan cho khong duoc");
    reads("nhap mk, mk di day", "nhap mat khau, minh di day");
}

/* Initials, amounts, units, codes, hosts, mail, dates, lists, programs: as they stand. */
static void honest_text_is_let_alone(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "ubnd t.p.h.c.m, q.1, a/c, th.s. n.v.a",
        "3g, 4x, o2o, b2b, 5tr, 2h, 100 k, 1 l, 12/03/2024, covid19, mp3, h5n1",
        "soan v120b gui 191, st70d, dk5 gui 999",
        "abc@gmail.com vao vietcombank.com.vn/a1b2 hay t.me/xyz",
        "a b c d, i. ii. iii.",
        "for x in range(10): print(x.y, a_b)",
        "an com. com ngon lam. vn vo dich",
        "phong 5a lop 8a tang2",
        "please open the box for us, see you tomorrow",
        "wi-fi, e-mail, ti-vi, con-tai-no",
        "so 0912 345 678, 19001234, 1.000.000d",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) reads(texts[i], texts[i]);
}

/* What is marked is what was written, from its first character to its last. */
static void a_found_disguise_knows_its_place(void **state)
{
    (void)state;
    arena_t *a = arena_new(1 << 22);
    reading_found_t found;
    str_t text = S("Vui lòng c h u y ể n tiền");
    fold_t r = read_text(a, text, &found);
    assert_true(found.plain[READING_SPACED]);
    assert_str(str_sub(text, found.from[READING_SPACED], found.to[READING_SPACED]), "c h u y ể n");
    size_t at = str_find((str_t){r.text, r.n}, S("chuyen"), 0);
    assert_str(str_sub(text, r.origin[at], fold_end(text, &r, at + 5)), "c h u y ể n");
    text = S("gửi tk cho em");
    r = read_text(a, text, &found);
    at = str_find((str_t){r.text, r.n}, S("tai khoan"), 0);
    assert_str(str_sub(text, r.origin[at], fold_end(text, &r, at + 8)), "tk");
    assert_false(found.plain[READING_SHORTHAND]);
    arena_free(a);
}

/* --- our own messages under every disguise --- */

/* Writes one character of the text another way; 0: as it is. */
typedef size_t (*dress_fn)(uint32_t c, bool in_word, char *out);

static size_t cyrillic(uint32_t c, bool in_word, char *out)
{
    static const char is[] = "aceiopxy";
    static const uint32_t as[] = {0x430, 0x441, 0x435, 0x456, 0x43E, 0x440, 0x445, 0x443};
    (void)in_word;
    const char *p = c && c < 0x80 ? strchr(is, (int)c) : NULL;
    return p ? utf8_put(as[p - is], out) : 0;
}

static size_t mathematical(uint32_t c, bool in_word, char *out)
{
    (void)in_word;
    return c >= 'a' && c <= 'z' ? utf8_put(0x1D41A + c - 'a', out) : 0;
}

static size_t zero_width(uint32_t c, bool in_word, char *out)
{
    size_t n = utf8_put(c, out);
    return in_word ? n + utf8_put(0x200B, out + n) : 0;
}

static size_t directed(uint32_t c, bool in_word, char *out)
{
    size_t n = utf8_put(c, out);
    return in_word ? n + utf8_put(0x200E, out + n) : 0;
}

static bool letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0x1F00);
}

/* Addresses and numbers stay: what is tried is the words. */
static str_t dressed(arena_t *a, str_t text, dress_fn dress)
{
    buf_t b = buf_new(a, TEXT_MOST);
    for (size_t from = 0, to; from < text.n; from = to) {
        for (to = from; to < text.n && text.p[to] != ' '; to++) {
        }
        while (to < text.n && text.p[to] == ' ') to++;
        str_t word = str_sub(text, from, to);
        bool plain = false;
        for (size_t i = 0; i < word.n; i++) plain = plain || strchr("./@:0123456789", word.p[i]) != NULL;
        for (size_t i = 0; i < word.n;) {
            char out[8];
            size_t at = i;
            uint32_t c = utf8_next(word, &i), next = i < word.n ? utf8_next(word, &(size_t){i}) : 0;
            size_t n = plain ? 0 : dress(c, letter(c) && letter(next), out);
            buf_put(&b, n ? (str_t){out, n} : str_sub(word, at, i));
        }
    }
    return buf_str(&b);
}

static void judged(arena_t *a, str_t text, verdict_t *v)
{
    check_input_t in = {.text = text, .sender = S(""), .channel = S("sms"), .date = {2026, 11, 1}, .lang = LANG_VI};
    assert_int_equal(canhgiac_check(know, a, &in, v), ST_OK);
}

static bool border(str_t text, size_t at)
{
    return at == text.n || ((unsigned char)text.p[at] & 0xC0) != 0x80;
}

/* The same words under a sign of the same code, whatever letters they are written in. */
static void marks_the_same(arena_t *a, str_t plain, const verdict_t *p, str_t hidden, const verdict_t *h)
{
    for (size_t i = 0; i < h->n_signs; i++) {
        const sign_t *s = &h->signs[i];
        if (!border(hidden, s->start) || !border(hidden, s->end)) fail_msg("%.*s cuts a character", STRF(s->code));
        for (size_t k = 0; k < p->n_signs; k++) {
            const sign_t *o = &p->signs[k];
            if (!str_eq(o->code, s->code) || s->kind == SIGN_DISGUISE || s->kind == SIGN_MODEL) continue;
            str_t is = fold_dup(a, str_sub(hidden, s->start, s->end)),
                  was = fold_dup(a, str_sub(plain, o->start, o->end));
            if (!str_eq(is, was)) fail_msg("%.*s marks \"%.*s\", not \"%.*s\"", STRF(s->code), STRF(is), STRF(was));
        }
    }
}

static size_t try_dresses(arena_t *a, str_t text)
{
    static const struct {
        const char *name;
        dress_fn dress;
    } dresses[] = {
        {"cyrillic", cyrillic}, {"mathematical", mathematical}, {"zero width", zero_width}, {"directed", directed}};
    verdict_t plain, hidden;
    judged(a, text, &plain);
    if (plain.n_signs == SIGNS_MOST) return 0;
    for (size_t k = 0; k < sizeof dresses / sizeof *dresses; k++) {
        str_t other = dressed(a, text, dresses[k].dress);
        judged(a, other, &hidden);
        bool lower = hidden.level < plain.level && plain.level > LEVEL_OFFICIAL;
        if (lower)
            fail_msg("%s: %s instead of %s: %.*s", dresses[k].name, level_name(hidden.level), level_name(plain.level),
                     STRF(text));
        marks_the_same(a, text, &plain, other, &hidden);
    }
    return 1;
}

static size_t rows_of(const char *file, size_t column)
{
    arena_t *a = arena_new(64 << 20), *each = arena_new(64 << 20);
    err_t err = err_new(LANG_EN);
    str_t all, line, cell = STR_NONE;
    size_t n = 0;
    assert_ok(file_read(a, file, TEXT_MOST, &all, &err), &err);
    while (str_line(&all, &line)) {
        if (!line.n || line.p[0] == '#') continue;
        str_t rest = line;
        for (size_t i = 0; i <= column; i++)
            if (!str_cut(&rest, '\t', &cell)) break;
        arena_reset(each);
        n += try_dresses(each, cell);
    }
    arena_free(each);
    arena_free(a);
    return n;
}

static void a_disguise_that_folds_away_lowers_no_verdict(void **state)
{
    (void)state;
    assert_true(rows_of(ROOT "/knowledge/messages.tsv", 3) > 50);
    assert_true(rows_of(ROOT "/tests/recognise/spans.tsv", 1) > 200);
}

static const sign_t *sign_of(const verdict_t *v, const char *code)
{
    for (size_t i = 0; i < v->n_signs; i++)
        if (str_eq(v->signs[i].code, str_of(code))) return &v->signs[i];
    return NULL;
}

/* Each disguise that a second reading undoes is named, on its place, and the verdict is that of the plain words. */
static void a_second_reading_names_what_it_undid(void **state)
{
    (void)state;
    static const struct {
        const char *text, *sign, *part;
        level_t level;
    } all[] = {
        {"Vietcombank: d\u200băng n\u200bhập vietcombank.vn-ms.top để xác nhận", "disguise-invisible", "d\u200băng",
         LEVEL_DANGER},
        {"Vietcombank: đăng nhập vietcombank.vn-ms.top để xác nhậ\u0578 t\u043eài kh\u043eản", "disguise-letters",
         "nhậ\u0578", LEVEL_DANGER},
        {"Anh c h u y ể n  k h o ả n vào STK 0123456789 ngay", "disguise-spaced", "c h u y ể n  k h o ả n",
         LEVEL_SUSPICIOUS},
        {"Vietcombank: đ.ă.n.g n.h.ậ.p vietcombank.vn-ms.top để xác nhận", "disguise-spaced", "đ.ă.n.g", LEVEL_DANGER},
        {"Đầu tư l0i nhu4n cao, vào nhóm https://t.me/vip", "disguise-leet", "l0i", LEVEL_SUSPICIOUS},
        {"Vietcombank: đăng nhập vietcombank-xacthuc . top để xác thực", "disguise-host", "vietcombank-xacthuc . top",
         LEVEL_DANGER},
        {"Đọc m@ 0tp cho em, m4t kh@u ch1nh chủ", "disguise-leet", "m@", LEVEL_DANGER},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        arena_t *a = arena_new(16 << 20);
        verdict_t v;
        str_t text = str_of(all[i].text);
        judged(a, text, &v);
        const sign_t *s = sign_of(&v, all[i].sign);
        if (!s || v.level < all[i].level) fail_msg("%s: %s", all[i].text, level_name(v.level));
        assert_str(str_sub(text, s->start, s->end), all[i].part);
        arena_free(a);
    }
}

/* Emoji, flags, areas, a number copied from a telephone, Russian: what folds away there is no disguise. */
static void honest_letters_are_no_disguise(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Chúc mừng ❤️❤️❤️ 👨‍👩‍👧 1️⃣ 2️⃣ 🇻🇳🇻🇳",
        "Gọi em số \u202d0912 345 678\u202c nhé, \u202d0987 654 321\u202c",
        "Phòng 25 m² và 30 m², căn 2ᵉ, Sữa™ Bột™ ①②③④",
        "Привет, это сообщение от Анны, скоро увидимся",
        "Mu\u0308ller, San\u0303o, Bjo\u0308rn, Franc\u0327oise, cafe\u0301",
        "Góc α β γ δ, điện trở 5 Ω",
        "你好，今天见 ありがとう 안녕하세요",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        arena_t *a = arena_new(16 << 20);
        verdict_t v;
        judged(a, str_of(texts[i]), &v);
        for (size_t k = 0; k < v.n_signs; k++)
            if (v.signs[k].kind == SIGN_DISGUISE) fail_msg("%s: %.*s", texts[i], STRF(v.signs[k].code));
        arena_free(a);
    }
}

/* An address that we put together is where no tap leads: it proves nothing. */
static void an_address_in_pieces_is_never_official(void **state)
{
    (void)state;
    arena_t *a = arena_new(16 << 20);
    verdict_t v;
    judged(a, S("Xem tai vietcombank . com.vn"), &v);
    assert_int_not_equal(v.level, LEVEL_OFFICIAL);
    arena_free(a);
}

/* Reads `n` bytes of a piece over and over, looking for all there is; seconds on the processor. */
static double read_again_and_again(arena_t *a, str_t piece, size_t n)
{
    arena_reset(a);
    buf_t b = buf_new(a, TEXT_MOST + 64);
    while (b.n < n) buf_put(&b, piece);
    fold_t f = room(a, fold_bound(b.n));
    reading_found_t found;
    clock_t from = clock();
    fold_into(buf_str(&b), &f);
    fold_t r = room(a, reading_bound(f.n));
    words_t words = cut(a, &f);
    (void)reading_wanted(&f, &words);
    (void)reading_into(buf_str(&b), &f, &words, ~0u, counted, NULL, &r, NULL, &found);
    return (double)(clock() - from) / CLOCKS_PER_SEC;
}

/* Eight times the text, about eight times the time; and a byte has the caller asked of few words, however often letters
 * apart could be cut anew. */
static void grows_with_the_text(arena_t *a, str_t piece, size_t n)
{
    double few = read_again_and_again(a, piece, n / 8);
    asked = 0;
    double all = read_again_and_again(a, piece, n);
    if (all > 0.05 && all > 40 * few) fail_msg("\"%.*s\": %.3f s, then %.3f s", STRF(piece), few, all);
    if (asked > 24 * n) fail_msg("\"%.*s\": asked of %zu words", STRF(piece), asked);
}

static void time_grows_with_the_text(void **state)
{
    (void)state;
    static const char *const pieces[] = {"c h u y e n ",
                                         "c h u y e n a a ",
                                         "l0i ",
                                         "a.",
                                         "a ",
                                         "vcb . ",
                                         "taif ",
                                         "k ",
                                         "h",
                                         "a b_",
                                         "[",
                                         "1a",
                                         "1!",
                                         "c~",
                                         "a\'b ",
                                         "_"};
    arena_t *a = arena_new(512 << 20);
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) grows_with_the_text(a, str_of(pieces[k]), LONG_TEXT);
    arena_free(a);
}

/* Any piece of one to twelve bytes: the same ones on each run. */
static void no_piece_makes_time_grow_faster(void **state)
{
    (void)state;
    enum { PIECES = 300, PIECE = 12, TEXT = 1 << 14 };
    static const char of[] = "aeiouyncthgmdrskw 1430.-_*@/:!x[]~|'v  ";
    arena_t *a = arena_new(64 << 20);
    uint32_t chance = 1;
    for (size_t k = 0; k < PIECES; k++) {
        char piece[PIECE];
        for (size_t i = 0; i < PIECE; i++) {
            chance = chance * 1664525u + 1013904223u;
            piece[i] = of[(chance >> 16) % (sizeof of - 1)];
        }
        grows_with_the_text(a, (str_t){piece, 1 + k % PIECE}, TEXT);
    }
    arena_free(a);
}

int main(void)
{
    if (!crypto_start()) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_apart_come_together),
        cmocka_unit_test(digits_are_letters_between_letters),
        cmocka_unit_test(addresses_come_in_one_piece),
        cmocka_unit_test(a_rare_ending_is_put_back),
        cmocka_unit_test(shorthand_is_spelt_out),
        cmocka_unit_test(honest_text_is_let_alone),
        cmocka_unit_test(a_found_disguise_knows_its_place),
        cmocka_unit_test(a_disguise_that_folds_away_lowers_no_verdict),
        cmocka_unit_test(a_second_reading_names_what_it_undid),
        cmocka_unit_test(honest_letters_are_no_disguise),
        cmocka_unit_test(an_address_in_pieces_is_never_official),
        cmocka_unit_test(time_grows_with_the_text),
        cmocka_unit_test(no_piece_makes_time_grow_faster),
    };
    return cmocka_run_group_tests(tests, know_setup, know_teardown);
}
