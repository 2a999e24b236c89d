/* SPDX-License-Identifier: Apache-2.0
 *
 * value — one value in the form lists hold it, or why it may not stand there. Lists of others are full of what must never
 * be blocked: newspapers, the bank itself, play.google.com. A host that many share is listed by its path only.
 */
#include "base/embed.h"
#include "lists/internal.h"
#include "recognise/hostname.h"

extern const embed_t lists_knowledge[];

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* --- hosts --- */

/* Leads nowhere, or into somebody's own network. */
static bool own_network(str_t quad)
{
    int64_t b[4] = {0};
    str_t rest = quad, part;
    for (int i = 0; i < 4 && rest.p && str_cut(&rest, '.', &part); i++)
        if (!str_int(part, 0, 255, &b[i])) return true;
    return b[0] == 0 || b[0] == 10 || b[0] == 127 || b[0] >= 224 || (b[0] == 192 && b[1] == 168) ||
           (b[0] == 172 && b[1] >= 16 && b[1] < 32) || (b[0] == 169 && b[1] == 254);
}

/* A name as zone files and rules can hold it. */
static bool plain_name(str_t host)
{
    for (size_t i = 0; i < host.n; i++) {
        char c = host.p[i];
        if (!digit(c) && !(c >= 'a' && c <= 'z') && c != '-' && c != '_' && c != '.') return false;
    }
    return str_chr(host, '.', 0) != SIZE_MAX;
}

static bool shared(str_t host)
{
    str_t all = embed_find(lists_knowledge, S("shared.tsv")), line;
    while (str_line(&all, &line))
        if (str_eq(line, host)) return true;
    return false;
}

static const char *refusal_text(unlistable_t u)
{
    static const char *const texts[] = {NULL, N_("a public suffix: everybody registers below it"),
                                        N_("the state's own domain"), N_("a known body's own domain"),
                                        N_("shared by many: list the path, not the host")};
    return texts[u];
}

static const char *host_normal(const list_items_t *to, str_t raw, bool allow, bool whole, str_t *out)
{
    hostname_t h;
    if (!host_read(raw, &h) || h.kind == HOST_IPV6) return N_("not a host");
    str_t host = host_text(&h);
    if (str_starts(host, S("www.")) && str_chr(host, '.', 4) != SIZE_MAX) host = str_sub(host, 4, host.n);
    if (h.kind == HOST_NAME && !plain_name(host)) return N_("not a host");
    if (h.kind == HOST_IPV4 && own_network(host)) return N_("an address of somebody's own network");
    *out = str_dup(to->a, host);
    if (allow || !to->know || h.kind == HOST_IPV4) return NULL;
    unlistable_t u = canhgiac_unlistable(to->know, host);
    if (u == LISTABLE && shared(host)) u = UNLISTABLE_SHARED;
    return u == UNLISTABLE_SHARED && !whole ? NULL : refusal_text(u);
}

static const char *url_normal(const list_items_t *to, str_t raw, bool allow, str_t *out)
{
    char text[LIST_VALUE_MOST];
    str_t host;
    size_t n = list_url_normal(raw, text);
    if (!n) return N_("not an address with a path");
    size_t slash = str_chr((str_t){text, n}, '/', 0);
    const char *why = host_normal(to, (str_t){text, slash}, allow, false, &host);
    if (why) return why;
    for (size_t i = slash; i < n; i++)
        if ((unsigned char)text[i] <= ' ' || text[i] == 0x7f) return N_("not an address with a path");
    *out = str_fmt(to->a, "%.*s%.*s", STRF(host), (int)(n - slash), text + slash);
    return out->p ? NULL : N_("not an address with a path");
}

/* --- numbers --- */

static size_t digits_of(str_t raw, char *out, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < raw.n; i++) {
        if (digit(raw.p[i])) {
            if (n == most) return 0;
            out[n++] = raw.p[i];
        } else if (!strchr(" .-()+", raw.p[i]) || !raw.p[i] || (raw.p[i] == '+' && i)) {
            return 0;
        }
    }
    return n;
}

static bool hotline(const list_items_t *to, str_t number)
{
    size_t n;
    const brand_t *b = to->know ? canhgiac_brands(to->know, &n) : NULL;
    char d[20];
    for (size_t i = 0; b && i < n; i++) {
        size_t len = digits_of(b[i].hotline, d, sizeof d);
        if (len && str_eq(number, (str_t){d, len})) return true;
    }
    return false;
}

static const char *phone_normal(const list_items_t *to, str_t raw, bool allow, str_t *out)
{
    char d[20];
    size_t n = digits_of(raw, d, 15);
    bool abroad = n > 9 && d[0] == '8' && d[1] == '4' && (raw.p[0] == '+' || n >= 11);
    str_t s = {d, n};
    if (abroad) {
        d[1] = '0';
        s = str_sub(s, 1, n);
    }
    bool service = str_starts(s, S("1800")) || str_starts(s, S("1900"));
    if (s.n < 8 || s.n > 11 || (s.p[0] != '0' && !service)) return N_("not a telephone number of Viet Nam");
    if (!allow && hotline(to, s)) return N_("a known body's own number");
    *out = str_dup(to->a, s);
    return NULL;
}

/* "970436:0011", "970436 0011" or the number alone. */
static const char *account_normal(const list_items_t *to, str_t raw, str_t *out)
{
    char d[20];
    size_t colon = str_chr(raw, ':', 0), at = colon == SIZE_MAX ? 0 : colon + 1;
    str_t bin = str_trim(str_sub(raw, 0, colon == SIZE_MAX ? 0 : colon));
    size_t n = digits_of(str_trim(str_sub(raw, at, raw.n)), d, 19);
    bool bank = bin.n == 6;
    for (size_t i = 0; i < bin.n; i++) bank = bank && digit(bin.p[i]);
    if (n < 6 || (bin.n && !bank)) return N_("not an account: the bank's six digits, a colon and the number");
    *out = str_fmt(to->a, "%.*s:%.*s", STRF(bin), (int)n, d);
    return NULL;
}

const char *value_normal(const list_items_t *to, list_kind_t kind, str_t raw, bool allow, str_t *out)
{
    switch (kind) {
    case LIST_HOST: return host_normal(to, raw, allow, true, out);
    case LIST_URL: return url_normal(to, raw, allow, out);
    case LIST_PHONE: return phone_normal(to, raw, allow, out);
    case LIST_ACCOUNT:
    case LIST_KINDS: break;
    }
    return account_normal(to, raw, out);
}
