/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/amount.h"
#include "recognise/letters.h"

enum { MOST_DIGITS = 15 };

/* A number in thousandths: "1.500.000" and "1,500,000" are grouped by threes, "2,5" and "2.5" are fractions. */
typedef struct number {
    uint64_t thousandths;
    size_t end;
    bool grouped;
} number_t;

/* Sixteen bytes a look, for how long a number is nobody can guess; the last ones one by one. */
static size_t digits(str_t s, size_t at)
{
    size_t n = 0;
    for (; at + n + LANES <= s.n; n += LANES) {
        uint64_t others = ~lanes_bits((lanes_t)(lanes_at(s.p + at + n) - '0' < 10)) & ((1u << LANES) - 1);
        if (others) return n + (size_t)__builtin_ctzll(others);
    }
    while (at + n < s.n && is_digit(s.p[at + n])) n++;
    return n;
}

static uint64_t value_of(str_t s)
{
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) v = v * 10 + (uint64_t)(s.p[i] - '0');
    return v;
}

/* Up to three digits behind the point, as thousandths. */
static uint64_t fraction(str_t s)
{
    uint64_t v = value_of(s);
    for (size_t i = s.n; i < 3; i++) v *= 10;
    return v;
}

static bool read_number(str_t s, size_t at, number_t *out)
{
    size_t n = digits(s, at), all = n, end = at + n;
    if (!n || n > MOST_DIGITS) return false;
    uint64_t v = value_of(str_sub(s, at, end));
    char sep = end < s.n ? s.p[end] : '\0';
    *out = (number_t){0};
    while (n <= 3 && (sep == '.' || sep == ',') && end < s.n && s.p[end] == sep && digits(s, end + 1) == 3) {
        all += 3;
        if (all > MOST_DIGITS) return false;
        v = v * 1000 + value_of(str_sub(s, end + 1, end + 4));
        end += 4;
        out->grouped = true;
    }
    out->thousandths = v * 1000;
    size_t behind = end < s.n && (s.p[end] == ',' || s.p[end] == '.') ? digits(s, end + 1) : 0;
    if (behind == 1 || behind == 2) {
        out->thousandths += fraction(str_sub(s, end + 1, end + 1 + behind));
        end += 1 + behind;
    }
    out->end = end;
    return true;
}

enum { UNIT_MOST = 8 };
typedef struct unit {
    char name[UNIT_MOST];
    uint64_t dong; /* 0: other money */
    const char *currency;
} unit_t;

static const unit_t units[] = {
    {"vnd", 1, NULL},         {"dong", 1, NULL},        {"d", 1, NULL},
    {"k", 1000, NULL},        {"nghin", 1000, NULL},    {"ngan", 1000, NULL},
    {"trieu", 1000000, NULL}, {"tr", 1000000, NULL},    {"cu", 1000000, NULL},
    {"ty", 1000000000, NULL}, {"ti", 1000000000, NULL}, {"usdt", 0, "USDT"},
    {"usd", 0, "USD"},        {"$", 0, "USD"},          {"\xE2\x82\xAB", 1, NULL}, /* ₫ */
};

/* The unit of this name; without a branch on what it may be. */
static const unit_t *unit_named(str_t name)
{
    char padded[UNIT_MOST] = {0};
    size_t found = 0;
    memcpy(padded, name.p, name.n);
    for (size_t u = 0; u < sizeof units / sizeof *units; u++)
        found |= (memcmp(units[u].name, padded, UNIT_MOST) == 0) * (u + 1);
    return found ? &units[found - 1] : NULL;
}

/* What units begin with: most numbers have none. */
static bool begins_unit(char c)
{
    return c == '$' || c == '\xE2' ||
           (is_letter(c) && (1u << ('v' - 'a') | 1u << ('d' - 'a') | 1u << ('k' - 'a') | 1u << ('n' - 'a') |
                             1u << ('t' - 'a') | 1u << ('c' - 'a') | 1u << ('u' - 'a')) >>
                                    ((c | 0x20) - 'a') &
                                1);
}

/* A unit at `at` or behind one blank; it ends its word, or digits follow it ("2tr5"). */
static const unit_t *unit_at(str_t s, size_t *at)
{
    size_t i = *at + (*at < s.n && s.p[*at] == ' ');
    if (i >= s.n || !begins_unit(s.p[i])) return NULL;
    size_t n = s.p[i] == '$' ? 1 : s.p[i] == '\xE2' ? 3 : 0;
    for (; n < UNIT_MOST && i + n < s.n && is_letter(s.p[i + n]); n++) continue;
    size_t end = i + n < s.n ? i + n : s.n;
    const unit_t *u = n < UNIT_MOST ? unit_named(str_sub(s, i, end)) : NULL;
    bool letter = end < s.n && is_letter(s.p[end]), digit = end < s.n && is_digit(s.p[end]);
    if (!u || letter || (digit && (u->dong <= 1 || i > *at))) return NULL;
    *at = end;
    return u;
}

static bool more(uint64_t *sum, uint64_t thousandths, uint64_t unit)
{
    if (thousandths > UINT64_MAX / unit) return false;
    uint64_t dong = thousandths * unit / 1000;
    if (dong > UINT64_MAX - *sum) return false;
    *sum += dong;
    return true;
}

/* "vnd", "dong" or "d" behind "500 nghin" belong to it. */
static size_t pass_dong(str_t s, size_t at)
{
    size_t i = at;
    const unit_t *u = unit_at(s, &i);
    return u && u->dong == 1 ? i : at;
}

/* "1 tỷ rưỡi": half of the unit more. */
static size_t pass_half(str_t s, size_t at, uint64_t unit, amount_t *out)
{
    const str_t half = S(" ruoi");
    bool said = unit > 1000 && s.n - at >= half.n && memcmp(s.p + at, half.p, half.n) == 0 &&
                (at + half.n == s.n || !is_letter(s.p[at + half.n]));
    return said && more(&out->dong, 500, unit) ? at + half.n : at;
}

/* Whether what stands behind the first digits can be of an amount: most numbers are none. */
static bool may_be_amount(str_t s, size_t at)
{
    size_t i = at + digits(s, at);
    i += i < s.n && s.p[i] == ' ';
    return i < s.n && (s.p[i] == '.' || s.p[i] == ',' || begins_unit(s.p[i]));
}

size_t amount_read(str_t s, size_t at, amount_t *out)
{
    number_t n;
    uint64_t last = 0;
    size_t end = at;
    *out = (amount_t){0};
    if (!may_be_amount(s, at)) return at;
    for (size_t i = at; read_number(s, i, &n);) {
        size_t next = n.end;
        const unit_t *u = unit_at(s, &next);
        if (!u || (last && u->dong >= last)) break;
        if (!u->dong) {
            if (last) break;
            out->currency = u->currency;
            out->cents = n.thousandths / 10;
            return next;
        }
        if (!more(&out->dong, n.thousandths, u->dong)) return at;
        size_t behind = digits(s, next);
        if (behind > 3) return at;
        bool joined = behind && next + behind < s.n && is_letter(s.p[next + behind]); /* "1tr200k" */
        if (joined) {
            last = u->dong;
            end = at;
            i = next;
            continue;
        }
        if (behind && !more(&out->dong, fraction(str_sub(s, next, next + behind)), u->dong)) return at;
        end = next + behind;
        last = u->dong;
        i = end + (end < s.n && s.p[end] == ' ');
        if (behind || u->dong <= 1000) break;
    }
    return end > at ? pass_dong(s, pass_half(s, end, last, out)) : at;
}
