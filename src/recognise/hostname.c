/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/hostname.h"
#include "recognise/letters.h"

/* --- numbers --- */

static int hex_value(char c)
{
    if (is_digit(c)) return c - '0';
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') return (c | 0x20) - 'a' + 10;
    return -1;
}

/* A part of an IPv4 address: decimal, octal after 0, hexadecimal after 0x. Values past 32 bits stay past them. */
static bool ipv4_part(str_t s, uint64_t *out, bool *plain)
{
    int base = 10;
    if (!s.n) return false;
    if (s.n >= 2 && s.p[0] == '0' && (s.p[1] | 0x20) == 'x') {
        base = 16;
        s = str_sub(s, 2, s.n);
    } else if (s.n >= 2 && s.p[0] == '0') {
        base = 8;
        s = str_sub(s, 1, s.n);
    }
    *plain = *plain && base == 10;
    *out = 0;
    for (size_t i = 0; i < s.n; i++) {
        int v = hex_value(s.p[i]);
        if (v < 0 || v >= base) return false;
        if (*out <= UINT32_MAX) *out = *out * (unsigned)base + (unsigned)v;
    }
    return true;
}

static bool ends_in_number(str_t host)
{
    size_t dot = host.n;
    uint64_t v;
    bool plain = true, digits = true;
    while (dot > 0 && host.p[dot - 1] != '.') dot--;
    str_t last = str_sub(host, dot, host.n);
    for (size_t i = 0; i < last.n; i++) digits = digits && is_digit(last.p[i]);
    return last.n && (digits || ipv4_part(last, &v, &plain));
}

static void put_decimal(hostname_t *h, uint32_t v)
{
    char d[10];
    size_t n = 0;
    do {
        d[n++] = (char)('0' + v % 10);
        v /= 10;
    } while (v);
    while (n) h->text[h->n++] = d[--n];
}

static bool ipv4(str_t host, hostname_t *out)
{
    uint64_t part[4] = {0}, whole = 0;
    size_t n = 0;
    str_t rest = host, one;
    out->kind = HOST_IPV4;
    while (str_cut(&rest, '.', &one))
        if (n == 4 || !ipv4_part(one, &part[n++], &out->plain)) return false;
    for (size_t i = 0; i + 1 < n; i++) {
        if (part[i] > 255) return false;
        whole |= part[i] << (24 - 8 * i);
    }
    if (!n || part[n - 1] >= (uint64_t)1 << 8 * (5 - n)) return false;
    whole |= part[n - 1];
    out->plain = out->plain && n == 4;
    out->n = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
        if (out->n) out->text[out->n++] = '.';
        put_decimal(out, whole >> shift & 255);
    }
    return true;
}

/* The last 32 bits of an IPv6 address may be written as four decimal numbers. */
static bool ipv4_tail(str_t s, uint16_t *a)
{
    str_t one;
    uint32_t v[4];
    size_t n = 0;
    while (str_cut(&s, '.', &one)) {
        int64_t number;
        if (n == 4 || one.n > 3 || (one.n > 1 && one.p[0] == '0') || !str_int(one, 0, 255, &number)) return false;
        v[n++] = (uint32_t)number;
    }
    if (n != 4) return false;
    a[0] = (uint16_t)(v[0] << 8 | v[1]);
    a[1] = (uint16_t)(v[2] << 8 | v[3]);
    return true;
}

static bool ipv6_words(str_t s, uint16_t a[8])
{
    size_t n = 0, gap = SIZE_MAX, i = 0;
    if (s.n >= 2 && s.p[0] == ':' && s.p[1] == ':') {
        gap = 0;
        i = 2;
    } else if (s.n && s.p[0] == ':') {
        return false;
    }
    while (i < s.n) {
        size_t end = str_chr(s, ':', i);
        str_t word = str_sub(s, i, end);
        if (n == 8) return false;
        if (str_chr(word, '.', 0) != SIZE_MAX) {
            if (end != SIZE_MAX || n > 6 || !ipv4_tail(word, a + n)) return false;
            n += 2;
            break;
        }
        if (!word.n) {
            if (gap != SIZE_MAX) return false;
            gap = n;
            i = end + 1;
            continue;
        }
        unsigned v = 0;
        for (size_t k = 0; k < word.n; k++) {
            int h = hex_value(word.p[k]);
            if (h < 0 || word.n > 4) return false;
            v = v << 4 | (unsigned)h;
        }
        a[n++] = (uint16_t)v;
        if (end == SIZE_MAX) break;
        i = end + 1;
        if (i == s.n) return false; /* a lone colon at the end */
    }
    if (gap == SIZE_MAX) return n == 8;
    if (n >= 8) return false;
    memmove(a + gap + (8 - n), a + gap, (n - gap) * sizeof *a);
    memset(a + gap, 0, (8 - n) * sizeof *a);
    return true;
}

static void put_hex(hostname_t *h, unsigned v)
{
    bool begun = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
        unsigned d = v >> shift & 15;
        begun = begun || d || shift == 0;
        if (begun) h->text[h->n++] = "0123456789abcdef"[d];
    }
}

/* The longest run of two or more zero words, the first of equals (RFC 5952). */
static size_t zero_run(const uint16_t a[8], size_t *length)
{
    size_t best = 8;
    *length = 1;
    for (size_t i = 0; i < 8; i++) {
        size_t n = 0;
        while (i + n < 8 && a[i + n] == 0) n++;
        if (n > *length) {
            best = i;
            *length = n;
        }
    }
    return best;
}

static bool ipv6(str_t s, hostname_t *out)
{
    uint16_t a[8];
    size_t length;
    if (!ipv6_words(s, a)) return false;
    size_t gap = zero_run(a, &length);
    out->kind = HOST_IPV6;
    out->n = 0;
    out->text[out->n++] = '[';
    for (size_t i = 0; i < 8; i++) {
        if (i == gap) {
            out->text[out->n++] = ':';
            if (i == 0) out->text[out->n++] = ':';
            i += length - 1;
            continue;
        }
        put_hex(out, a[i]);
        if (i < 7) out->text[out->n++] = ':';
    }
    out->text[out->n++] = ']';
    return true;
}

/* --- names --- */

static bool forbidden(char c)
{
    return (unsigned char)c <= ' ' || (unsigned char)c == 0x7F || str_chr(S("#/:<>?@[\\]^|%"), c, 0) != SIZE_MAX;
}

static bool any_forbidden(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if (forbidden(s.p[i])) return true;
    return false;
}

static bool has_xn(str_t s)
{
    for (size_t i = 0; (i = str_find(s, S("xn--"), i)) != SIZE_MAX; i++)
        if (i == 0 || s.p[i - 1] == '.') return true;
    return false;
}

/* The usual case without a table: letters, digits, hyphens and dots. */
static bool plain_name(str_t s, hostname_t *out)
{
    bool hyphens = false; /* two together: perhaps xn-- */
    if (!s.n || s.n > IDNA_HOST) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (!host_char(c) && c != '_') return false;
        hyphens = hyphens || (c == '-' && i > 0 && s.p[i - 1] == '-');
        out->text[i] = c;
    }
    out->n = s.n;
    return !hyphens || !has_xn(host_text(out));
}

static bool percent_undone(str_t s, char out[IDNA_UNICODE], size_t *n)
{
    *n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (*n == IDNA_UNICODE) return false;
        char c = s.p[i];
        int hi = c == '%' && i + 2 < s.n ? hex_value(s.p[i + 1]) : -1;
        int lo = hi >= 0 ? hex_value(s.p[i + 2]) : -1;
        if (lo >= 0) {
            c = (char)(hi << 4 | lo);
            i += 2;
        }
        out[(*n)++] = c;
    }
    return true;
}

static bool labels_stand(hostname_t *h)
{
    if (h->n && h->text[h->n - 1] == '.') h->n--;
    size_t label = 0;
    for (size_t i = 0; i <= h->n; i++) {
        if (i < h->n && h->text[i] != '.') {
            if (++label > IDNA_LABEL) return false;
            continue;
        }
        if (!label) return false;
        label = 0;
    }
    return true;
}

bool host_read(str_t written, hostname_t *out)
{
    out->kind = HOST_NAME;
    out->idn = false;
    out->plain = true;
    out->n = 0;
    if (written.n >= 2 && written.p[0] == '[') {
        if (written.p[written.n - 1] != ']') return false;
        return ipv6(str_sub(written, 1, written.n - 1), out);
    }
    if (!plain_name(written, out)) {
        char raw[IDNA_UNICODE];
        size_t n;
        if (!percent_undone(written, raw, &n) || !idna_ascii((str_t){raw, n}, IDNA_BROWSER, out->text, &out->n))
            return false;
        if (any_forbidden(host_text(out))) return false;
        out->idn = has_xn(host_text(out));
        out->plain = str_ieq(host_text(out), written);
    }
    if (!labels_stand(out)) return false;
    if (!ends_in_number(host_text(out))) return true;
    char copy[IDNA_HOST + 1];
    size_t n = out->n;
    memcpy(copy, out->text, n);
    return ipv4((str_t){copy, n}, out);
}

/* --- the parts of an address --- */

static bool scheme_char(char c)
{
    return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
}

static bool slash(char c)
{
    return c == '/' || c == '\\';
}

/* "https:", or what people write for it so that nobody follows it: hxxp, h**p. */
static bool special(str_t scheme)
{
    static const char *const names[] = {"http", "https", "ftp", "ws", "wss", "hxxp", "hxxps"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_ieq(scheme, str_of(names[i]))) return true;
    return false;
}

/* The scheme, or none: "host:8080/x" has no scheme, "mailto:x" has one. */
static bool cut_scheme(str_t *s, str_t *scheme)
{
    size_t n = 0;
    while (n < s->n && scheme_char(s->p[n])) n++;
    *scheme = S("");
    if (n == 0 || n >= s->n || s->p[n] != ':' || !is_letter(s->p[0])) return true;
    str_t name = str_sub(*s, 0, n), after = str_sub(*s, n + 1, s->n);
    bool slashes = after.n && slash(after.p[0]);
    if (!special(name) && !slashes) return after.n && is_digit(after.p[0]) && str_chr(name, '.', 0) != SIZE_MAX;
    *scheme = name;
    while (after.n && slash(after.p[0])) after = str_sub(after, 1, after.n);
    *s = after;
    return true;
}

bool address_split(str_t s, address_t *out)
{
    memset(out, 0, sizeof *out);
    if (!cut_scheme(&s, &out->scheme)) return false;
    if (!out->scheme.n && s.n >= 2 && slash(s.p[0]) && slash(s.p[1])) s = str_sub(s, 2, s.n);
    size_t end = 0;
    while (end < s.n && !slash(s.p[end]) && s.p[end] != '?' && s.p[end] != '#') end++;
    out->rest = str_sub(s, end, s.n);
    str_t all = str_sub(s, 0, end);
    for (size_t i = all.n; i > 0; i--) {
        if (all.p[i - 1] != '@') continue;
        out->user = str_sub(all, 0, i - 1);
        all = str_sub(all, i, all.n);
        break;
    }
    size_t bracket = all.n && all.p[0] == '[' ? str_chr(all, ']', 0) : 0;
    size_t colon = str_chr(all, ':', bracket == SIZE_MAX ? 0 : bracket);
    out->host = str_sub(all, 0, colon);
    if (colon != SIZE_MAX) out->port = str_sub(all, colon + 1, all.n);
    for (size_t i = 0; i < out->port.n; i++)
        if (!is_digit(out->port.p[i])) return false;
    return out->host.n > 0;
}
