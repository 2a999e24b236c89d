/* SPDX-License-Identifier: Apache-2.0
 *
 * Shorthand of everyday messages, folded, and the words it stands for: those that matter to a scam and those that turn its
 * sense ("ko", "dc"). Shorthand that phrases.tsv itself knows ("ib", "ctv") is not here. In order, for the search.
 */
#include "recognise/reading_internal.h"

typedef struct pair {
    char is[8];
    const char *means;
} pair_t;

static const pair_t pairs[] = {
    {"acc", "tai khoan"},
    {"bik", "biet"},
    {"bjt", "biet"},
    {"ccap", "cung cap"},
    {"ck", "chuyen khoan"},
    {"ckhoan", "chuyen khoan"},
    {"cskh", "cham soc khach hang"},
    {"cty", "cong ty"},
    {"cx", "cung"},
    {"dag", "dang"},
    {"dc", "duoc"},
    {"dk", "dang ky"},
    {"dki", "dang ky"},
    {"dky", "dang ky"},
    {"dnhap", "dang nhap"},
    {"dt", "dien thoai"},
    {"fb", "facebook"},
    {"gdich", "giao dich"},
    {"hk", "khong"},
    {"hnay", "hom nay"},
    {"hok", "khong"},
    {"hum", "hom"},
    {"iu", "yeu"},
    {"j", "gi"},
    {"k", "khong"},
    {"kbiet", "khong biet"},
    {"kh", "khach hang"},
    {"ko", "khong"},
    {"ktra", "kiem tra"},
    {"lh", "lien he"},
    {"lhe", "lien he"},
    {"lm", "lam"},
    {"lun", "luon"},
    {"mik", "minh"},
    {"mjk", "minh"},
    {"mk", "minh"},
    {"mn", "moi nguoi"},
    {"ngta", "nguoi ta"},
    {"nhiu", "nhieu"},
    {"nhju", "nhieu"},
    {"nhug", "nhung"},
    {"nt", "nhan tin"},
    {"ntin", "nhan tin"},
    {"nv", "nhan vien"},
    {"qk", "quy khach"},
    {"r", "roi"},
    {"sdt", "so dien thoai"},
    {"sdung", "su dung"},
    {"sp", "san pham"},
    {"stk", "so tai khoan"},
    {"tbao", "thong bao"},
    {"tele", "telegram"},
    {"thik", "thich"},
    {"thui", "thoi"},
    {"tk", "tai khoan"},
    {"tkhoan", "tai khoan"},
    {"tknh", "tai khoan ngan hang"},
    {"tnhan", "tin nhan"},
    {"trc", "truoc"},
    {"ttin", "thong tin"},
    {"vs", "voi"},
    {"wa", "qua"},
    {"wen", "quen"},
    {"xn", "xac nhan"},
    {"xnhan", "xac nhan"},
    {"xog", "xong"},
    {"z", "vay"},
    {"zl", "zalo"},
};

/* Made of the words above; tests/recognise/reading_test.c reads every one of them. */
const uint64_t shorthand_bits[16] = {0x2031010000042000, 0x20000000400810, 0x21004500000010,  0x80410c080000400,
                                     0x8000000000100b00, 0x200000020400,   0x8220000002908,   0x100800000000002,
                                     0x2000000a01000,    0x840014040000,   0x10000000,        0x2000000000820a00,
                                     0x20068000200010,   0x4000000001,     0x800000010000000, 0x10020};

static str_t sized(const char *z)
{
    return (str_t){z, strlen(z)};
}

/* "mk" is a password where one is typed or asked for, and "mình" else. */
static bool of_a_password(str_t before)
{
    static const char *const verbs[] = {"nhap", "doi", "cap", "cho", "quen", "lay", "va", "gui", "doc", "ten"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (str_eq(before, sized(verbs[i]))) return true;
    return false;
}

str_t shorthand(str_t word, str_t before)
{
    if (word.n > SHORTHAND_MOST) return STR_NONE;
    size_t row = ROW_OF(pairs, word);
    if (row == SIZE_MAX) return STR_NONE;
    return str_eq(word, S("mk")) && of_a_password(before) ? S("mat khau") : sized(pairs[row].means);
}
