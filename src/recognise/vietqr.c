/* SPDX-License-Identifier: Apache-2.0
 *
 * EMVCo QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1; Napas' VietQR stands in its template 38.
 * What is not a payment is vietqr_kind.c's.
 */
#include "recognise/vietqr.h"
#include "recognise/vietqr_internal.h"

enum { TAGS = 100 };

/* Where fields are read from, and how lengths count: in bytes, or (as the standard says of text that is not ASCII, and some
 * banks do) in characters. */
typedef struct reader {
    str_t all;
    bool by_character;
    vietqr_t *out;
} reader_t;

typedef struct field {
    unsigned tag;
    size_t from; /* its first byte, that of the tag */
    vietqr_span_t value;
} field_t;

uint16_t vietqr_crc(str_t s)
{
    uint32_t crc = 0xFFFF;
    for (size_t i = 0; i < s.n; i++) {
        uint32_t x = (crc >> 8) ^ (unsigned char)s.p[i];
        x ^= x >> 4;
        crc = ((crc << 8) ^ (x << 12) ^ (x << 5) ^ x) & 0xFFFF;
    }
    return (uint16_t)crc;
}

static bool fault(reader_t *r, vietqr_fault_t what, size_t at)
{
    if (r->out->fault == VIETQR_SOUND) {
        r->out->fault = what;
        r->out->fault_at = at;
    }
    return false;
}

static bool two_digits(str_t s, size_t at, unsigned *value)
{
    if (at + 2 > s.n) return false;
    unsigned a = (unsigned char)s.p[at] - (unsigned)'0', b = (unsigned char)s.p[at + 1] - (unsigned)'0';
    *value = a * 10 + b;
    return a < 10 && b < 10;
}

/* `count` characters from `at`, in bytes; SIZE_MAX when there are not as many before `end`. */
static size_t characters(str_t s, size_t at, size_t end, size_t count)
{
    size_t i = at;
    while (count-- && i < end) {
        i++;
        while (i < end && ((unsigned char)s.p[i] & 0xC0) == 0x80) i++;
        if (i == end && count) return SIZE_MAX;
    }
    return i - at;
}

/* The field at *at, before `end`; moves *at past it. */
static bool next_field(reader_t *r, size_t *at, size_t end, field_t *f)
{
    unsigned length;
    str_t s = str_sub(r->all, 0, end);
    if (!two_digits(s, *at, &f->tag) || !two_digits(s, *at + 2, &length)) return fault(r, VIETQR_TORN, *at);
    size_t from = *at + 4, n = r->by_character ? characters(s, from, end, length) : length;
    if (n == SIZE_MAX || n > end - from) return fault(r, VIETQR_TORN, *at + 2);
    f->from = *at;
    f->value = (vietqr_span_t){(uint16_t)from, (uint16_t)(from + n)};
    *at = from + n;
    return true;
}

typedef bool (*field_fn)(reader_t *r, const field_t *f, void *ctx);

/* Every field between `from` and `end`, each tag once. */
static bool each_field(reader_t *r, vietqr_span_t in, field_fn take, void *ctx)
{
    bool seen[TAGS] = {false};
    size_t at = in.start;
    while (at < in.end) {
        field_t f;
        if (!next_field(r, &at, in.end, &f)) return false;
        if (seen[f.tag]) return fault(r, VIETQR_TWICE, f.from);
        seen[f.tag] = true;
        if (!take(r, &f, ctx)) return false;
    }
    return true;
}

/* --- merchant account templates --- */

typedef struct account_info {
    vietqr_span_t guid, first, service, bin, account;
} account_info_t;

static bool beneficiary(reader_t *r, const field_t *f, void *ctx)
{
    account_info_t *i = ctx;
    (void)r;
    if (f->tag == 0) i->bin = f->value;
    if (f->tag == 1) i->account = f->value;
    return true;
}

static bool account_field(reader_t *r, const field_t *f, void *ctx)
{
    account_info_t *i = ctx;
    (void)r;
    if (f->tag == 0) i->guid = f->value;
    if (f->tag == 1) i->first = f->value;
    if (f->tag == 2) i->service = f->value;
    return true;
}

static bool all_digits(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.p[i])) return false;
    return s.n > 0;
}

static bool letters_and_digits(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.p[i]) && !is_letter(s.p[i])) return false;
    return s.n > 0;
}

/* Napas: who is paid, at which bank. */
static bool napas(reader_t *r, account_info_t *i)
{
    vietqr_t *o = r->out;
    if (!each_field(r, i->first, beneficiary, i)) return false;
    o->vietqr = true;
    o->guid = i->guid;
    o->bin = i->bin;
    o->account = i->account;
    o->service = i->service;
    str_t bin = vietqr_part(r->all, i->bin), account = vietqr_part(r->all, i->account);
    str_t service = vietqr_part(r->all, i->service);
    o->to_card = str_eq(service, S("QRIBFTTC"));
    if (bin.n != 6 || !all_digits(bin)) return fault(r, VIETQR_BIN, i->bin.start ? i->bin.start : i->first.start);
    if (account.n > 19 || !letters_and_digits(account))
        return fault(r, VIETQR_ACCOUNT, i->account.start ? i->account.start : i->first.start);
    bool known = o->to_card || str_eq(service, S("QRIBFTTA")) || str_eq(service, S("QRPUSH"));
    return !service.n || known || fault(r, VIETQR_SERVICE, i->service.start);
}

static bool merchant_account(reader_t *r, const field_t *f)
{
    account_info_t i = {0};
    if (f->tag < 26) { /* a card scheme's own number, no template */
        if (!r->out->vietqr && r->out->account.start == r->out->account.end) r->out->account = f->value;
        return true;
    }
    if (!each_field(r, f->value, account_field, &i)) return false;
    if (str_ieq(vietqr_part(r->all, i.guid), S("A000000727"))) return napas(r, &i);
    if (!r->out->vietqr) {
        r->out->guid = i.guid;
        r->out->account = i.first;
    }
    return true;
}

/* --- the other fields --- */

static bool additional(reader_t *r, const field_t *f, void *ctx)
{
    (void)ctx;
    vietqr_t *o = r->out;
    vietqr_span_t *const to[TAGS] = {
        [1] = &o->bill, [3] = &o->store, [5] = &o->reference, [7] = &o->terminal, [8] = &o->purpose};
    if (to[f->tag]) *to[f->tag] = f->value;
    return true;
}

/* Digits with at most one point; above zero. */
static bool amount(reader_t *r, const field_t *f)
{
    str_t s = vietqr_part(r->all, f->value);
    bool point = false, some = false, above = false;
    uint64_t dong = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && !point && some) {
            point = true;
            continue;
        }
        if (!is_digit(s.p[i]) || s.n > 13) return fault(r, VIETQR_AMOUNT, f->value.start);
        some = true;
        above = above || s.p[i] != '0';
        if (!point) dong = dong * 10 + (uint64_t)(s.p[i] - '0');
    }
    if (!above) return fault(r, VIETQR_AMOUNT, f->value.start);
    r->out->amount = f->value;
    r->out->dong = dong;
    return true;
}

static bool country(reader_t *r, const field_t *f)
{
    str_t s = vietqr_part(r->all, f->value);
    r->out->country = f->value;
    return (s.n == 2 && is_letter(s.p[0]) && is_letter(s.p[1])) || fault(r, VIETQR_COUNTRY, f->value.start);
}

static bool top_field(reader_t *r, const field_t *f, void *ctx)
{
    vietqr_t *o = r->out;
    bool *account = ctx;
    vietqr_span_t *const plain[TAGS] = {[52] = &o->category, [53] = &o->currency, [59] = &o->name, [60] = &o->city};
    if (plain[f->tag]) *plain[f->tag] = f->value;
    if (f->tag == 1) o->once = str_eq(vietqr_part(r->all, f->value), S("12"));
    if (f->tag >= 2 && f->tag <= 51) {
        *account = true;
        return merchant_account(r, f);
    }
    if (f->tag == 54) return amount(r, f);
    if (f->tag == 58) return country(r, f);
    if (f->tag == 63) return fault(r, VIETQR_ORDER, f->from);
    if (f->tag == 62) return each_field(r, f->value, additional, NULL);
    return true;
}

/* --- the whole --- */

static bool hex(char c, unsigned *v)
{
    if (is_digit(c))
        *v = (unsigned)(c - '0');
    else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        *v = (unsigned)((c | 0x20) - 'a') + 10;
    else
        return false;
    return true;
}

/* The last eight bytes are "6304" and four hex digits over all before them. */
static bool checksum(reader_t *r)
{
    size_t n = r->all.n;
    if (n < 8 || !str_eq(str_sub(r->all, n - 8, n - 4), S("6304"))) return fault(r, VIETQR_NO_CHECKSUM, n);
    unsigned want = 0, digit;
    for (size_t i = n - 4; i < n; i++) {
        if (!hex(r->all.p[i], &digit)) return fault(r, VIETQR_CHECKSUM, n - 4);
        want = want << 4 | digit;
    }
    return want == vietqr_crc(str_sub(r->all, 0, n - 4)) || fault(r, VIETQR_CHECKSUM, n - 4);
}

static bool money(reader_t *r)
{
    vietqr_t *o = r->out;
    bool dong = str_eq(vietqr_part(r->all, o->currency), S("704"));
    if (o->amount.end > o->amount.start && o->currency.end == o->currency.start)
        return fault(r, VIETQR_CURRENCY, o->amount.start);
    if (!dong) o->dong = 0;
    return !o->vietqr || o->currency.end == o->currency.start || dong || fault(r, VIETQR_CURRENCY, o->currency.start);
}

static bool payment(reader_t *r)
{
    bool account = false;
    size_t n = r->all.n, body = n >= 8 && str_eq(str_sub(r->all, n - 8, n - 4), S("6304")) ? n - 8 : n;
    bool whole = each_field(r, (vietqr_span_t){0, (uint16_t)body}, top_field, &account);
    if (whole && !account) whole = fault(r, VIETQR_NO_ACCOUNT, 0);
    return whole && money(r) && checksum(r);
}

static void read_payment(str_t payload, vietqr_t *out)
{
    reader_t r = {.all = payload, .out = out};
    out->kind = VIETQR_PAYMENT;
    if (payment(&r) || out->fault != VIETQR_TORN) return;
    /* Lengths may count characters: only a reading that is whole to its checksum is taken for that. */
    vietqr_t again = {.kind = VIETQR_PAYMENT};
    r = (reader_t){.all = payload, .by_character = true, .out = &again};
    if (payment(&r)) *out = again;
}

void vietqr_read(str_t payload, vietqr_t *out)
{
    *out = (vietqr_t){.kind = VIETQR_TEXT};
    if (payload.n > VIETQR_MOST) {
        out->fault = VIETQR_LONG;
        out->fault_at = VIETQR_MOST;
        return;
    }
    if (str_starts(payload, S("000201")))
        read_payment(str_sub(payload, 0, str_trim(payload).n), out);
    else
        vietqr_other(payload, out);
}
