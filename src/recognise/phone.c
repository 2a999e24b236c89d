/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/phone.h"
#include "recognise/letters.h"

typedef struct block {
    const char *prefix; /* of the national number, without 0; the longest that fits counts */
    const char *place;
} block_t;

static const block_t mobile[] = {
    {"32", "Viettel"},       {"33", "Viettel"},   {"34", "Viettel"},       {"35", "Viettel"},
    {"36", "Viettel"},       {"37", "Viettel"},   {"38", "Viettel"},       {"39", "Viettel"},
    {"30", "Viettel"},       {"31", "Viettel"},   {"522", "Vietnamobile"}, {"523", "Vietnamobile"},
    {"528", "Vietnamobile"}, {"559", "Wintel"},   {"56", "Vietnamobile"},  {"58", "Vietnamobile"},
    {"59", "Gmobile"},       {"70", "MobiFone"},  {"76", "MobiFone"},      {"77", "MobiFone"},
    {"78", "MobiFone"},      {"79", "MobiFone"},  {"81", "VinaPhone"},     {"82", "VinaPhone"},
    {"83", "VinaPhone"},     {"84", "VinaPhone"}, {"85", "VinaPhone"},     {"86", "Viettel"},
    {"87", "iTel"},          {"88", "VinaPhone"}, {"896", "MobiFone"},     {"897", "MobiFone"},
    {"898", "MobiFone"},     {"899", "MobiFone"}, {"90", "MobiFone"},      {"91", "VinaPhone"},
    {"92", "Vietnamobile"},  {"93", "MobiFone"},  {"94", "VinaPhone"},     {"95", NULL},
    {"96", "Viettel"},       {"97", "Viettel"},   {"98", "Viettel"},       {"990", NULL},
    {"991", NULL},           {"993", "Gmobile"},  {"994", "Gmobile"},      {"995", "Gmobile"},
    {"996", "Gmobile"},      {"997", "Gmobile"},  {"998", NULL},           {"999", NULL},
};

static const block_t landline[] = {
    {"203", "Quảng Ninh"},
    {"204", "Bắc Giang"},
    {"205", "Lạng Sơn"},
    {"206", "Cao Bằng"},
    {"207", "Tuyên Quang"},
    {"208", "Thái Nguyên"},
    {"209", "Bắc Kạn"},
    {"210", "Phú Thọ"},
    {"211", "Vĩnh Phúc"},
    {"212", "Sơn La"},
    {"213", "Lai Châu"},
    {"214", "Lào Cai"},
    {"215", "Điện Biên"},
    {"216", "Yên Bái"},
    {"218", "Hòa Bình"},
    {"219", "Hà Giang"},
    {"220", "Hải Dương"},
    {"221", "Hưng Yên"},
    {"222", "Bắc Ninh"},
    {"225", "Hải Phòng"},
    {"226", "Hà Nam"},
    {"227", "Thái Bình"},
    {"228", "Nam Định"},
    {"229", "Ninh Bình"},
    {"232", "Quảng Bình"},
    {"233", "Quảng Trị"},
    {"234", "Huế"},
    {"235", "Quảng Nam"},
    {"236", "Đà Nẵng"},
    {"237", "Thanh Hóa"},
    {"238", "Nghệ An"},
    {"239", "Hà Tĩnh"},
    {"24", "Hà Nội"},
    {"251", "Đồng Nai"},
    {"252", "Bình Thuận"},
    {"254", "Bà Rịa - Vũng Tàu"},
    {"255", "Quảng Ngãi"},
    {"256", "Bình Định"},
    {"257", "Phú Yên"},
    {"258", "Khánh Hòa"},
    {"259", "Ninh Thuận"},
    {"260", "Kon Tum"},
    {"261", "Đắk Nông"},
    {"262", "Đắk Lắk"},
    {"263", "Lâm Đồng"},
    {"269", "Gia Lai"},
    {"270", "Vĩnh Long"},
    {"271", "Bình Phước"},
    {"272", "Long An"},
    {"273", "Tiền Giang"},
    {"274", "Bình Dương"},
    {"275", "Bến Tre"},
    {"276", "Tây Ninh"},
    {"277", "Đồng Tháp"},
    {"28", "Thành phố Hồ Chí Minh"},
    {"290", "Cà Mau"},
    {"291", "Bạc Liêu"},
    {"292", "Cần Thơ"},
    {"293", "Hậu Giang"},
    {"294", "Trà Vinh"},
    {"296", "An Giang"},
    {"297", "Kiên Giang"},
    {"299", "Sóc Trăng"},
};

/* The change of 15/9/2018: eleven digits to ten. */
static const char *const renumbered[][2] = {
    {"162", "32"}, {"163", "33"}, {"164", "34"}, {"165", "35"}, {"166", "36"}, {"167", "37"}, {"168", "38"},
    {"169", "39"}, {"120", "70"}, {"121", "79"}, {"122", "77"}, {"126", "76"}, {"128", "78"}, {"123", "83"},
    {"124", "84"}, {"125", "85"}, {"127", "81"}, {"129", "82"}, {"186", "56"}, {"188", "58"}, {"199", "59"},
};

static bool begins(str_t d, const char *prefix)
{
    size_t n = 0;
    while (n < d.n && prefix[n] && d.p[n] == prefix[n]) n++;
    return !prefix[n];
}

static const block_t *block_of(const block_t *all, size_t n, str_t national)
{
    for (size_t i = 0; i < n; i++) /* every prefix has two digits or more, as every number */
        if (memcmp(all[i].prefix, national.p, 2) == 0 && begins(national, all[i].prefix)) return &all[i];
    return NULL;
}

/* Behind 24 and 28 not every digit begins a number. */
static bool city_digit(str_t d)
{
    char c = d.p[2];
    if (str_starts(d, S("24"))) return c >= '2' && c <= '8';
    if (str_starts(d, S("28"))) return c >= '2' && c <= '9' && c != '8';
    return true;
}

static phone_kind_t kind_of(str_t d, const char **place)
{
    const block_t *b = NULL;
    *place = NULL;
    if (d.n == 9 && (b = block_of(mobile, sizeof mobile / sizeof *mobile, d))) {
        *place = b->place;
        return PHONE_MOBILE;
    }
    if (d.n == 10 && (b = block_of(landline, sizeof landline / sizeof *landline, d)) && city_digit(d)) {
        *place = b->place;
        return PHONE_LANDLINE;
    }
    if (d.n >= 8 && d.n <= 10 && str_starts(d, S("1800"))) return PHONE_FREE;
    if (d.n >= 8 && d.n <= 10 && str_starts(d, S("1900"))) return PHONE_PAID;
    if (d.n == 8 && (str_starts(d, S("1201")) || str_starts(d, S("1203")) || str_starts(d, S("1228"))))
        return PHONE_FREE;
    if (d.n == 9 && str_starts(d, S("672"))) return PHONE_NET;
    if (d.n == 7 && (str_starts(d, S("199")) || str_starts(d, S("799")) || str_starts(d, S("80")))) return PHONE_DESK;
    return (d.n == 7 || d.n == 8) && str_starts(d, S("69")) ? PHONE_DESK : PHONE_NONE;
}

static void write_number(phone_t *out, str_t before, str_t digits)
{
    memcpy(out->text, before.p, before.n);
    memcpy(out->text + before.n, digits.p, digits.n);
    out->n = before.n + digits.n;
}

/* `d` without the 0 that stands before it at home. */
static bool national(str_t d, phone_t *out)
{
    out->kind = kind_of(d, &out->place);
    if (out->kind != PHONE_NONE) {
        bool bare = d.p[0] == '1' && d.n >= 8;
        write_number(out, bare ? S("") : S("0"), d);
        return true;
    }
    for (size_t i = 0; d.n == 10 && i < sizeof renumbered / sizeof *renumbered; i++) {
        if (!begins(d, renumbered[i][0])) continue;
        char now[9];
        memcpy(now, renumbered[i][1], 2);
        memcpy(now + 2, d.p + 3, 7);
        out->renumbered = true;
        return national((str_t){now, 9}, out);
    }
    return false;
}

static bool foreign(str_t d, phone_t *out)
{
    if (d.n < 8 || d.n > PHONE_DIGITS || d.p[0] == '0' || str_starts(d, S("84"))) return false;
    out->kind = PHONE_FOREIGN;
    write_number(out, S("+"), d);
    return true;
}

bool phone_read(str_t d, bool plus, phone_t *out)
{
    *out = (phone_t){.kind = PHONE_NONE};
    if (d.n < 7 || d.n > PHONE_DIGITS + 2) return false;
    for (size_t i = 0; i < d.n; i++)
        if (!is_digit(d.p[i])) return false;
    bool abroad = plus || str_starts(d, S("00"));
    if (!plus && abroad) d = str_sub(d, 2, d.n);
    if (abroad && !str_starts(d, S("84"))) return (plus || d.n >= 9) && foreign(d, out);
    if (abroad || (d.n >= 11 && str_starts(d, S("84")))) {
        d = str_sub(d, 2, d.n);
        if (d.n && d.p[0] == '0') d = str_sub(d, 1, d.n); /* +84 (0)912… */
        return d.n >= 7 && national(d, out);
    }
    if (d.p[0] == '0') return d.n >= 8 && national(str_sub(d, 1, d.n), out);
    return d.p[0] == '1' && d.n <= 10 && (str_starts(d, S("1800")) || str_starts(d, S("1900"))) && national(d, out);
}

const char *phone_kind_name(phone_kind_t k)
{
    static const char *const names[] = {"", "mobile", "landline", "free", "paid", "desk", "net", "foreign"};
    return names[k];
}
