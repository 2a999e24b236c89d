/* SPDX-License-Identifier: Apache-2.0
 *
 * What a QR code says when it is no payment: known by its first bytes, as telephones do.
 */
#include "recognise/vietqr.h"
#include "recognise/vietqr_internal.h"
#include "recognise/say.h"

static vietqr_span_t span(size_t from, size_t to)
{
    return (vietqr_span_t){(uint16_t)from, (uint16_t)to};
}

static bool begins(str_t s, str_t word)
{
    return s.n >= word.n && str_ieq(str_sub(s, 0, word.n), word);
}

/* The value of "KEY:value;" (MECARD, WIFI) or "KEY…:value" on its own line (vCard); a backslash keeps the next byte. */
static vietqr_span_t member(str_t s, str_t key, char end)
{
    for (size_t i = 0; i + key.n < s.n; i++) {
        bool first = i == 0 || s.p[i - 1] == end || s.p[i - 1] == ':' || s.p[i - 1] == '\n' || s.p[i - 1] == '.';
        if (!first || !str_ieq(str_sub(s, i, i + key.n), key)) continue;
        size_t from = i + key.n;
        if (end == '\n' && s.p[from] == ';') from = str_chr(s, ':', from); /* TEL;TYPE=CELL:+84… */
        if (from == SIZE_MAX || from >= s.n || s.p[from] != ':') continue;
        size_t to = ++from;
        while (to < s.n && s.p[to] != end && s.p[to] != '\r') to += s.p[to] == '\\' && to + 1 < s.n ? 2 : 1;
        return span(from, to);
    }
    return span(0, 0);
}

static bool wifi(str_t s, vietqr_t *o)
{
    if (!begins(s, S("WIFI:"))) return false;
    o->kind = VIETQR_WIFI;
    o->network = member(s, S("S"), ';');
    vietqr_span_t secret = member(s, S("P"), ';'), type = member(s, S("T"), ';');
    o->open_network = secret.start == secret.end || str_ieq(vietqr_part(s, type), S("nopass"));
    return true;
}

static bool contact(str_t s, vietqr_t *o)
{
    bool card = begins(s, S("BEGIN:VCARD"));
    if (!card && !begins(s, S("MECARD:"))) return false;
    char end = card ? '\n' : ';';
    o->kind = VIETQR_CONTACT;
    o->name = member(s, card ? S("FN") : S("N"), end);
    o->phone = member(s, S("TEL"), end);
    o->mail = member(s, S("EMAIL"), end);
    o->link = member(s, S("URL"), end);
    return true;
}

/* The scheme before ':' by RFC 3986, its length; 0: none. */
static size_t scheme_length(str_t s)
{
    size_t i = 0;
    while (i < s.n &&
           (is_letter(s.p[i]) || (i && (is_digit(s.p[i]) || s.p[i] == '+' || s.p[i] == '-' || s.p[i] == '.'))))
        i++;
    return i > 1 && i < s.n && s.p[i] == ':' ? i : 0;
}

/* The address in what dials or writes: between the scheme and the first of `ends`. */
static vietqr_span_t address(str_t s, size_t from, str_t ends)
{
    size_t to = from;
    while (to < s.n && str_chr(ends, s.p[to], 0) == SIZE_MAX) to++;
    return span(from, to);
}

static const struct {
    const char *scheme;
    vietqr_kind_t kind;
} schemes[] = {
    {"http", VIETQR_URL},        {"https", VIETQR_URL},       {"tel", VIETQR_PHONE},
    {"sms", VIETQR_PHONE},       {"smsto", VIETQR_PHONE},     {"mmsto", VIETQR_PHONE},
    {"mailto", VIETQR_MAIL},     {"matmsg", VIETQR_MAIL},     {"otpauth", VIETQR_ONE_TIME},
    {"bitcoin", VIETQR_CRYPTO},  {"ethereum", VIETQR_CRYPTO}, {"tron", VIETQR_CRYPTO},
    {"litecoin", VIETQR_CRYPTO}, {"solana", VIETQR_CRYPTO},   {"bnb", VIETQR_CRYPTO},
    {"ton", VIETQR_CRYPTO},      {"geo", VIETQR_TEXT},        {"otpauth-migration", VIETQR_ONE_TIME},
};

/* A scheme nobody knows opens an application only when it is written as an address: "note: buy milk" does not. */
static bool by_scheme(str_t s, vietqr_t *o)
{
    size_t n = scheme_length(s);
    if (!n) return false;
    bool listed = false;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes && !listed; i++) {
        listed = str_ieq(str_sub(s, 0, n), str_of(schemes[i].scheme));
        if (listed) o->kind = schemes[i].kind;
    }
    if (!listed && !begins(str_sub(s, n, s.n), S("://"))) return false;
    if (!listed) o->kind = VIETQR_APP;
    o->scheme = span(0, n);
    if (o->kind == VIETQR_URL || o->kind == VIETQR_APP) o->link = address(s, 0, S(" \t\r\n"));
    if (o->kind == VIETQR_PHONE) o->phone = address(s, n + 1, S(":?;, \r\n"));
    if (o->kind == VIETQR_MAIL)
        o->mail = begins(s, S("MATMSG:")) ? member(s, S("TO"), ';') : address(s, n + 1, S("?, \r\n"));
    if (o->kind == VIETQR_CRYPTO) o->account = address(s, n + 1, S("?@/ \r\n"));
    return true;
}

/* The next piece before '|', as a span; false when `s` is used up. */
static bool piece(str_t s, size_t *at, vietqr_span_t *out)
{
    if (*at > s.n) return false;
    size_t bar = str_chr(s, '|', *at), to = bar == SIZE_MAX ? s.n : bar;
    *out = span(*at, to);
    *at = to + 1;
    return true;
}

static bool digits(str_t s, size_t least, size_t most)
{
    for (size_t i = 0; i < s.n; i++)
        if (!is_digit(s.p[i])) return false;
    return s.n >= least && s.n <= most;
}

/* "079203001234|123456789|Name|01012003|Nam|address|date": the chip-based citizen's card. */
static bool id_card(str_t s, vietqr_t *o)
{
    vietqr_span_t p[6];
    size_t at = 0;
    for (int i = 0; i < 6; i++)
        if (!piece(s, &at, &p[i])) return false;
    str_t old = vietqr_part(s, p[1]);
    if (!digits(vietqr_part(s, p[0]), 12, 12) || (old.n && !digits(old, 9, 9))) return false;
    if (!digits(vietqr_part(s, p[3]), 8, 8)) return false;
    o->kind = VIETQR_ID_CARD;
    o->name = p[2];
    return true;
}

/* "2|99|0912345678|NAME|mail|0|0|amount|note|transfer_myqr": the wallet's older form. */
static bool wallet(str_t s, vietqr_t *o)
{
    vietqr_span_t p[9];
    size_t at = 0, n = 0;
    while (n < 9 && piece(s, &at, &p[n])) n++;
    if (n < 8 || !str_starts(s, S("2|99|")) || !digits(vietqr_part(s, p[2]), 9, 11)) return false;
    o->kind = VIETQR_WALLET;
    o->account = o->phone = p[2];
    o->name = p[3];
    int64_t dong;
    if (str_int(vietqr_part(s, p[7]), 0, INT64_C(100000000000), &dong)) {
        o->amount = dong ? p[7] : span(0, 0);
        o->dong = (uint64_t)dong;
    }
    if (n > 8) o->purpose = p[8];
    return true;
}

/* A host without a scheme: "www.…", or labels and a dot before the first slash. Telephones open both. */
static bool bare_host(str_t s, vietqr_t *o)
{
    size_t n = 0, dots = 0;
    while (n < s.n && (is_digit(s.p[n]) || is_letter(s.p[n]) || s.p[n] == '-' || s.p[n] == '.'))
        dots += s.p[n++] == '.';
    if (n < 4 || !dots || s.p[0] == '.' || s.p[n - 1] == '.' || !is_letter(s.p[n - 1])) return false;
    if (n < s.n && s.p[n] != '/' && s.p[n] != ':' && s.p[n] != '?' && s.p[n] != '#') return false;
    o->kind = VIETQR_URL;
    o->link = address(s, 0, S(" \t\r\n"));
    return true;
}

void vietqr_other(str_t s, vietqr_t *o)
{
    o->kind = VIETQR_TEXT;
    if (wifi(s, o) || contact(s, o) || by_scheme(s, o)) return;
    if (id_card(s, o) || wallet(s, o)) return;
    bare_host(s, o);
}

/* --- names and sentences --- */

static const struct {
    const char *name, *text;
} kinds[] = {
    [VIETQR_TEXT] = {"text", N_("The QR code holds words.")},
    [VIETQR_PAYMENT] = {"payment", N_("The QR code pays: whoever scans it sends money.")},
    [VIETQR_WALLET] = {"wallet", N_("The QR code sends money to a wallet.")},
    [VIETQR_URL] = {"url", N_("The QR code opens a link.")},
    [VIETQR_APP] = {"app", N_("The QR code opens an application.")},
    [VIETQR_WIFI] = {"wifi", N_("The QR code joins a Wi-Fi network.")},
    [VIETQR_CONTACT] = {"contact", N_("The QR code saves a contact.")},
    [VIETQR_PHONE] = {"phone", N_("The QR code dials a number or prepares a message.")},
    [VIETQR_MAIL] = {"mail", N_("The QR code prepares an e-mail.")},
    [VIETQR_ID_CARD] = {"id-card",
                        N_("This is the QR code of a citizen's card: it gives away number, name, birth and address. "
                           "Show it to nobody on the network.")},
    [VIETQR_ONE_TIME] = {"one-time", N_("This QR code is the seed of one-time codes: whoever has it signs in as you.")},
    [VIETQR_CRYPTO] = {"crypto", N_("The QR code sends cryptocurrency: it cannot be called back.")},
};

static const struct {
    const char *name, *text;
} faults[] = {
    [VIETQR_SOUND] = {"", ""},
    [VIETQR_TORN] = {"torn", N_("The payment code is torn: a length in it does not fit.")},
    [VIETQR_TWICE] = {"twice", N_("The payment code says one thing twice; applications may read it differently.")},
    [VIETQR_ORDER] = {"order", N_("Something was added to the payment code after its checksum.")},
    [VIETQR_NO_CHECKSUM] = {"no-checksum", N_("The payment code has no checksum.")},
    [VIETQR_CHECKSUM] = {"checksum", N_("The checksum of the payment code does not hold: it was altered or misread.")},
    [VIETQR_NO_ACCOUNT] = {"no-account", N_("The payment code does not say where the money goes.")},
    [VIETQR_BIN] = {"bin", N_("The payment code names no bank.")},
    [VIETQR_ACCOUNT] = {"account", N_("The account number in the payment code has not the form of one.")},
    [VIETQR_SERVICE] = {"service", N_("The payment code asks for a service that does not exist.")},
    [VIETQR_AMOUNT] = {"amount", N_("The amount in the payment code is no amount.")},
    [VIETQR_CURRENCY] = {"currency", N_("The currency of the payment code is not the đồng.")},
    [VIETQR_COUNTRY] = {"country", N_("The country in the payment code is no country.")},
    [VIETQR_LONG] = {"long", N_("This is longer than any QR code.")},
};

const char *vietqr_kind_name(vietqr_kind_t k)
{
    return kinds[k].name;
}

const char *vietqr_fault_name(vietqr_fault_t f)
{
    return faults[f].name;
}

const char *vietqr_kind_text(vietqr_kind_t k, lang_t lang)
{
    return say(lang, kinds[k].text);
}

const char *vietqr_fault_text(vietqr_fault_t f, lang_t lang)
{
    return f == VIETQR_SOUND ? "" : say(lang, faults[f].text);
}
