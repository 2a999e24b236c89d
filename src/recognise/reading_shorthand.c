/* SPDX-License-Identifier: Apache-2.0
 *
 * Shorthand of everyday messages, folded, and the words it stands for: those that matter to a scam and those that turn its
 * sense ("ko", "dc"). Shorthand that phrases.tsv itself knows ("ib", "ctv") is not here. In the order of their bits
 * (shorthand_bits), so that the number of bits before its own is the row of a word; the words for a dot, which are looked for
 * in the same way, mean nothing.
 */
#include "recognise/reading_internal.h"

typedef struct pair {
    char is[7];
    uint8_t n;
    const char *means;
} pair_t;

#define PAIR(is, means)                                                                                                \
    {                                                                                                                  \
        is, sizeof means - 1, means                                                                                    \
    }
static const pair_t pairs[] = {
    PAIR("tknh", "tai khoan ngan hang"),
    PAIR("z", "vay"),
    PAIR("zl", "zalo"),
    PAIR("xog", "xong"),
    PAIR("tnhan", "tin nhan"),
    PAIR("bik", "biet"),
    PAIR("hok", "khong"),
    PAIR("mjk", "minh"),
    PAIR("r", "roi"),
    PAIR("vs", "voi"),
    PAIR("tk", "tai khoan"),
    PAIR("j", "gi"),
    PAIR("dnhap", "dang nhap"),
    PAIR("thik", "thich"),
    PAIR("lhe", "lien he"),
    PAIR("nhju", "nhieu"),
    PAIR("dt", "dien thoai"),
    PAIR("ckhoan", "chuyen khoan"),
    PAIR("ngta", "nguoi ta"),
    PAIR("ntin", "nhan tin"),
    PAIR("dk", "dang ky"),
    PAIR("ktra", "kiem tra"),
    PAIR("xn", "xac nhan"),
    PAIR("kbiet", "khong biet"),
    PAIR("nhug", "nhung"),
    PAIR("lun", "luon"),
    PAIR("qk", "quy khach"),
    PAIR("cham", ""),
    PAIR("hum", "hom"),
    PAIR("trc", "truoc"),
    PAIR("acc", "tai khoan"),
    PAIR("nt", "nhan tin"),
    PAIR("dky", "dang ky"),
    PAIR("hnay", "hom nay"),
    PAIR("sdung", "su dung"),
    PAIR("ccap", "cung cap"),
    PAIR("thui", "thoi"),
    PAIR("ko", "khong"),
    PAIR("cx", "cung"),
    PAIR("mn", "moi nguoi"),
    PAIR("iu", "yeu"),
    PAIR("dc", "duoc"),
    PAIR("fb", "facebook"),
    PAIR("lh", "lien he"),
    PAIR("xnhan", "xac nhan"),
    PAIR("bjt", "biet"),
    PAIR("sp", "san pham"),
    PAIR("tele", "telegram"),
    PAIR("wen", "quen"),
    PAIR("lm", "lam"),
    PAIR("ck", "chuyen khoan"),
    PAIR("dag", "dang"),
    PAIR("nhiu", "nhieu"),
    PAIR("hk", "khong"),
    PAIR("tkhoan", "tai khoan"),
    PAIR("cty", "cong ty"),
    PAIR("k", "khong"),
    PAIR("sdt", "so dien thoai"),
    PAIR("dki", "dang ky"),
    PAIR("mk", "minh"),
    PAIR("nv", "nhan vien"),
    PAIR("gdich", "giao dich"),
    PAIR("wa", "qua"),
    PAIR("cskh", "cham soc khach hang"),
    PAIR("mik", "minh"),
    PAIR("dot", ""),
    PAIR("kh", "khach hang"),
    PAIR("ttin", "thong tin"),
    PAIR("stk", "so tai khoan"),
    PAIR("tbao", "thong bao"),
};

/* Made of the words above, and of the words for a dot; tests/recognise/reading_test.c reads every one of them. */
const uint64_t shorthand_bits[16] = {0x2031010000042000, 0x20000000400810,  0x21004500000010,  0x80410c080000400,
                                     0x8002000000000b00, 0x200000020400,    0x8220000002908,   0x100800000000002,
                                     0x2000000a01000,    0x840014040000,    0x10000000,        0x2000000000820a00,
                                     0x20068000200010,   0x100004000000001, 0x800000010000000, 0x10020};

/* How many bits are set in those before each. */
static const uint8_t bits_before[16] = {0, 7, 11, 17, 24, 29, 32, 39, 42, 46, 51, 52, 57, 63, 66, 68};

static const pair_t *pair_of(str_t word, uint32_t mix)
{
    uint64_t below = shorthand_bits[mix >> 28] & (((uint64_t)1 << (mix >> 22 & 63)) - 1);
    const pair_t *p = &pairs[bits_before[mix >> 28] + bits_count(below)];
    uint64_t is = 0;
    memcpy(&is, p->is, sizeof p->is);
    return word.n <= SHORTHAND_MOST && few_bytes(word.p, word.n) == is ? p : NULL;
}

/* "mk" is a password where one is typed or asked for, and "mình" else. */
static bool of_a_password(str_t before)
{
    static const char *const verbs[] = {"nhap", "doi", "cap", "cho", "quen", "lay", "va", "gui", "doc", "ten"};
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (str_eq(before, str_of(verbs[i]))) return true;
    return false;
}

str_t shorthand(str_t word, uint32_t mix, str_t before)
{
    const pair_t *p = may_be_shorthand(mix) ? pair_of(word, mix) : NULL;
    if (!p) return STR_NONE;
    return str_eq(word, S("mk")) && of_a_password(before) ? S("mat khau") : (str_t){p->means, p->n};
}
