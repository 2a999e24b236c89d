/* SPDX-License-Identifier: Apache-2.0
 *
 * Shorthand of everyday messages, folded, and the words it stands for: those that matter to a scam and those that turn its
 * sense ("ko", "dc"). Shorthand that phrases.tsv itself knows ("ib", "ctv") is not here. In order, for the search.
 */
#include "recognise/reading_internal.h"

typedef struct pair {
    const char *is, *means;
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

static str_t sized(const char *z)
{
    return (str_t){z, strlen(z)};
}

static int order(str_t a, str_t b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int by = n ? memcmp(a.p, b.p, n) : 0;
    return by ? by : (a.n > b.n) - (a.n < b.n);
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
    size_t lo = 0, hi = sizeof pairs / sizeof *pairs;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int by = order(sized(pairs[mid].is), word);
        if (by == 0) return str_eq(word, S("mk")) && of_a_password(before) ? S("mat khau") : sized(pairs[mid].means);
        if (by < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return STR_NONE;
}
