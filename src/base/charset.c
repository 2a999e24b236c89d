/* SPDX-License-Identifier: Apache-2.0 */
#include "base/charset.h"
#include "base/fold.h"

const char *charset_name(charset_t c)
{
    static const char *const names[] = {"UTF-8", "TCVN3 (ABC)", "VNI Windows", "Windows-1258", "?"};
    return names[c <= CHARSET_UNKNOWN ? c : CHARSET_UNKNOWN];
}

/* TCVN3: one byte a letter; capitals with tones have the bytes of the small ones (another font showed them large). */
static const struct {
    unsigned char first;
    const char *letters[10];
} TCVN3[] = {
    {0xA1, {"Ă", "Â", "Ê", "Ô", "Ơ", "Ư", "Đ"}},
    {0xA8, {"ă", "â", "ê", "ô", "ơ", "ư", "đ"}},
    {0xB5, {"à", "ả", "ã", "á", "ạ"}},
    {0xBB, {"ằ", "ẳ", "ẵ", "ắ"}},
    {0xC6, {"ặ", "ầ", "ẩ", "ẫ", "ấ", "ậ", "è"}},
    {0xCE, {"ẻ", "ẽ", "é", "ẹ", "ề", "ể", "ễ", "ế", "ệ", "ì"}},
    {0xD8, {"ỉ"}},
    {0xDC, {"ĩ", "í", "ị", "ò"}},
    {0xE1, {"ỏ", "õ", "ó", "ọ", "ồ", "ổ", "ỗ", "ố", "ộ"}},
    {0xEA, {"ờ", "ở", "ỡ", "ớ", "ợ", "ù"}},
    {0xF1, {"ủ", "ũ", "ú", "ụ", "ừ", "ử", "ữ", "ứ", "ự"}},
    {0xFA, {"ỳ", "ỷ", "ỹ", "ý", "ỵ"}},
};

static const char *tcvn3(unsigned char c)
{
    for (size_t k = 0; k < sizeof TCVN3 / sizeof *TCVN3; k++)
        if (c >= TCVN3[k].first && c < TCVN3[k].first + 10 && TCVN3[k].letters[c - TCVN3[k].first])
            return TCVN3[k].letters[c - TCVN3[k].first];
    return NULL;
}

/* "GIáM ĐốC": a word with two capitals and no small letter but those whose capitals have no byte was all in capitals. */
static str_t tcvn3_capitals(arena_t *a, str_t s)
{
    buf_t b = buf_new(a, s.n * 2 + 8);
    for (size_t from = 0; from < s.n;) {
        size_t to = from, capitals = 0;
        bool small = false;
        while (to < s.n && (unsigned char)s.p[to] > ' ') {
            uint32_t c = utf8_next(s, &to);
            capitals += (c >= 'A' && c <= 'Z') || c == 0x110; /* Đ */
            small = small || (c >= 'a' && c <= 'z') || c == 0x111;
        }
        if (to == from) to++;
        for (size_t i = from; i < to;) {
            char out[4];
            uint32_t c = utf8_next(s, &i);
            buf_put(&b, (str_t){out, utf8_put(capitals > 1 && !small ? utf8_upper(c) : c, out)});
        }
        from = to;
    }
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

/* VNI: a letter and a byte for its marks, as combining marks; the capital's mark byte is 0x20 less. */
static const char *vni_marks(unsigned char mark)
{
    switch (mark) {
    case 0xF9: return "\u0301";       /* ù acute */
    case 0xF8: return "\u0300";       /* ø grave */
    case 0xFB: return "\u0309";       /* û hook */
    case 0xF5: return "\u0303";       /* õ tilde */
    case 0xEF: return "\u0323";       /* ï dot */
    case 0xE2: return "\u0302";       /* â circumflex */
    case 0xE1: return "\u0302\u0301"; /* á */
    case 0xE0: return "\u0302\u0300";
    case 0xE5: return "\u0302\u0309";
    case 0xE3: return "\u0302\u0303";
    case 0xE4: return "\u0302\u0323";
    case 0xEA: return "\u0306"; /* ê breve */
    case 0xE9: return "\u0306\u0301";
    case 0xE8: return "\u0306\u0300";
    case 0xFA: return "\u0306\u0309";
    case 0xFC: return "\u0306\u0303";
    case 0xEB: return "\u0306\u0323";
    default: return NULL;
    }
}

/* Letters that are one byte in VNI. */
static const char *vni_letter(unsigned char c)
{
    switch (c) {
    case 0xF4: return "ơ";
    case 0xD4: return "Ơ";
    case 0xF6: return "ư";
    case 0xD6: return "Ư";
    case 0xF1: return "đ";
    case 0xD1: return "Đ";
    case 0xED: return "í";
    case 0xEC: return "ì";
    case 0xE6: return "ỉ";
    case 0xF3: return "ĩ";
    case 0xF2: return "ị";
    case 0xEE: return "ỵ";
    case 0xCD: return "Í";
    case 0xCC: return "Ì";
    case 0xC6: return "Ỉ";
    case 0xD3: return "Ĩ";
    case 0xD2: return "Ị";
    case 0xCE: return "Ỵ";
    default: return NULL;
    }
}

static void put_vni(buf_t *b, str_t s, size_t *i)
{
    unsigned char c = (unsigned char)s.p[*i], next = *i + 1 < s.n ? (unsigned char)s.p[*i + 1] : 0;
    const char *letter = vni_letter(c);
    bool vowel = strchr("aeouyAEOUY", c) != NULL || c == 0xF4 || c == 0xD4 || c == 0xF6 || c == 0xD6;
    if (letter)
        buf_putz(b, letter);
    else if (c < 0x80)
        buf_putc(b, (char)c);
    else
        buf_putz(b, "\uFFFD");
    const char *marks = vowel && next >= 0xC0 ? vni_marks(next >= 0xE0 ? next : (unsigned char)(next + 0x20)) : NULL;
    if (marks) {
        buf_putz(b, marks);
        (*i)++;
    }
}

/* Windows-1258: Latin-1 with five combining tones and the Vietnamese vowels in places of their own; 0x80-0x9F are signs. */
static uint32_t cp1258(unsigned char c)
{
    static const uint16_t signs[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0,      0x2039, 0x0152, 0,      0,      0,
                                       0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0,      0x203A, 0x0153, 0,      0,      0x0178};
    if (c >= 0x80 && c < 0xA0) return signs[c - 0x80] ? signs[c - 0x80] : 0xFFFD;
    switch (c) {
    case 0xC3: return 0x102;
    case 0xCC: return 0x300;
    case 0xD0: return 0x110;
    case 0xD2: return 0x309;
    case 0xD5: return 0x1A0;
    case 0xDD: return 0x1AF;
    case 0xDE: return 0x303;
    case 0xE3: return 0x103;
    case 0xEC: return 0x301;
    case 0xF0: return 0x111;
    case 0xF2: return 0x323;
    case 0xF5: return 0x1A1;
    case 0xFD: return 0x1B0;
    case 0xFE: return 0x20AB;
    default: return c;
    }
}

str_t charset_convert(arena_t *a, str_t bytes, charset_t from)
{
    if (from == CHARSET_UTF8) return nfc_dup(a, bytes);
    if (from >= CHARSET_UNKNOWN) return STR_NONE;
    buf_t b = buf_new(a, bytes.n * 6 + 16);
    for (size_t i = 0; i < bytes.n; i++) {
        unsigned char c = (unsigned char)bytes.p[i];
        const char *letter = from == CHARSET_TCVN3 ? tcvn3(c) : NULL;
        char out[4];
        if (from == CHARSET_VNI)
            put_vni(&b, bytes, &i);
        else if (from == CHARSET_1258)
            buf_put(&b, (str_t){out, utf8_put(cp1258(c), out)});
        else if (letter)
            buf_putz(&b, letter);
        else
            buf_put(&b, (str_t){out, utf8_put(c, out)});
    }
    if (!buf_ok(&b)) return STR_NONE;
    return nfc_dup(a, from == CHARSET_TCVN3 ? tcvn3_capitals(a, buf_str(&b)) : buf_str(&b));
}

/* How many of the everyday words of Vietnamese a reading gives. */
static size_t score(str_t text)
{
    static const char *const words[] = {"của",  "và ",  "các",   "ngày",  "tháng",  "năm",  "thành", "phố", "công",
                                        "được", "về ",  "người", "thông", "việc",   "số ",  "gửi",   "đơn", "vị",
                                        "thực", "hiện", "triển", "đến",   "Phường", "quận", "huyện", "Sở"};
    size_t n = 0;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        for (size_t at = 0; (at = str_find(text, str_of(words[k]), at)) != SIZE_MAX; at++) n++;
    return n;
}

charset_t charset_guess(arena_t *a, str_t bytes)
{
    if (utf8_valid(bytes)) return CHARSET_UTF8;
    str_t head = str_sub(bytes, 0, 16384);
    size_t best = 2;
    charset_t found = CHARSET_UNKNOWN;
    for (charset_t c = CHARSET_TCVN3; c < CHARSET_UNKNOWN; c++) {
        size_t n = score(charset_convert(a, head, c));
        if (n <= best) continue;
        best = n;
        found = c;
    }
    return found;
}

bool utf16_marked(str_t bytes)
{
    return str_starts(bytes, S("\xFF\xFE")) || str_starts(bytes, S("\xFE\xFF"));
}

str_t utf16_text(arena_t *a, str_t s)
{
    bool big = s.p[0] == '\xFE';
    buf_t b = buf_new(a, s.n * 2 + 8);
    for (size_t i = 2; i + 1 < s.n; i += 2) {
        uint32_t hi = (unsigned char)s.p[big ? i : i + 1], lo = (unsigned char)s.p[big ? i + 1 : i];
        uint32_t c = hi << 8 | lo;
        char out[4];
        if (c >= 0xD800 && c < 0xE000) c = 0xFFFD; /* no Vietnamese letter stands beyond the basic plane */
        buf_put(&b, (str_t){out, utf8_put(c, out)});
    }
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}
