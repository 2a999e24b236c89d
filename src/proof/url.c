/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/url.h"
#include <arpa/inet.h>
#include <curl/curl.h>
#include <idn2.h>

static status_t wrong(err_t *err)
{
    return err_set(err, ST_INPUT, "url.unreadable", N_("This is not a web address (http:// or https://)."));
}

static str_t part(arena_t *a, CURLU *u, CURLUPart what, unsigned flags)
{
    char *z = NULL;
    if (curl_url_get(u, what, &z, flags) != CURLUE_OK) return STR_NONE;
    str_t s = str_dup(a, str_of(z));
    curl_free(z);
    return s;
}

static bool printable(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '\\') return false;
    return true;
}

/* A name whose last label is a number is an address (WHATWG URL, 3.5) and must stand here in its one form: libcurl reads
 * "333" as 0.0.1.77, but only before it undoes "%33". */
static bool number_in_one_form(arena_t *a, str_t host)
{
    size_t from = host.n;
    struct in_addr address;
    while (from > 0 && host.p[from - 1] != '.') from--;
    str_t last = str_sub(host, from, host.n);
    bool number = last.n > 1 && last.p[0] == '0' && (last.p[1] == 'x' || last.p[1] == 'X');
    size_t digits = 0;
    while (digits < last.n && last.p[digits] >= '0' && last.p[digits] <= '9') digits++;
    if (!number && (digits < last.n || !last.n)) return true;
    const char *z = str_z(a, host);
    return z && inet_pton(AF_INET, z, &address) == 1;
}

/* Without the characters a name cannot hold (WHATWG URL, 3.1). A "%" left after decoding would decode again to another name. */
static bool name_or_address(str_t host)
{
    if (!host.n || !printable(host)) return false;
    if (host.p[0] == '[') return true; /* libcurl has read the IPv6 address */
    for (size_t i = 0; i < host.n; i++)
        if (strchr("#%/:<>?@[]^|", host.p[i])) return false;
    return true;
}

/* Lower case in place, without the dot that ends a fully qualified name. */
static str_t host_form(str_t host)
{
    char *p = (char *)(uintptr_t)host.p; /* ours: part() copied it */
    for (size_t i = 0; i < host.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 32);
    while (host.n && host.p[host.n - 1] == '.') host.n--;
    return host;
}

/* Punycode for a name with letters above ASCII; p = NULL when it is no name. (libcurl's own conversion leaks on refusal.) */
static str_t punycode(arena_t *a, str_t host)
{
    bool ascii = true;
    for (size_t i = 0; i < host.n; i++) ascii = ascii && (unsigned char)host.p[i] < 0x80;
    if (ascii) return host;
    uint8_t *out = NULL;
    const char *z = str_z(a, host);
    if (!z || !utf8_valid(host)) return STR_NONE;
    /* STD3: a letter may map to a sign no host can hold ("₊" to "+"). */
    int how = IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL | IDN2_USE_STD3_ASCII_RULES;
    if (idn2_lookup_u8((const uint8_t *)z, &out, how) != IDN2_OK) return STR_NONE;
    str_t s = str_dup(a, str_of((const char *)out));
    idn2_free(out);
    return s;
}

static bool take(arena_t *a, CURLU *u, url_t *out)
{
    str_t scheme = part(a, u, CURLUPART_SCHEME, 0), port = part(a, u, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    str_t host = punycode(a, part(a, u, CURLUPART_HOST, 0)), query = part(a, u, CURLUPART_QUERY, 0);
    str_t path = part(a, u, CURLUPART_PATH, 0);
    int64_t number;
    out->https = str_eq(scheme, S("https"));
    if (!out->https && !str_eq(scheme, S("http"))) return false;
    if (!name_or_address(host) || !str_int(port, 1, 65535, &number)) return false;
    out->port = (long)number;
    out->host = host_form(host);
    if (!out->host.n || !number_in_one_form(a, out->host)) return false;
    /* "0." would read back as the address 0.0.0.0: a name that ends in a dot does not end in a number. */
    if (out->host.n < host.n && out->host.p[out->host.n - 1] >= '0' && out->host.p[out->host.n - 1] <= '9')
        return false;
    out->place = out->port == (out->https ? 443 : 80) ? out->host : str_fmt(a, "%.*s:%ld", STRF(out->host), out->port);
    if (!path.n) path = S("/");
    out->path = query.p ? str_fmt(a, "%.*s?%.*s", STRF(path), STRF(query)) : path;
    out->text = str_fmt(a, "%s://%.*s%.*s", out->https ? "https" : "http", STRF(out->place), STRF(out->path));
    return out->text.p && out->text.n <= URL_LIMIT && printable(out->text);
}

status_t url_parse(arena_t *a, str_t text, const url_t *base, url_t *out, err_t *err)
{
    *out = (url_t){0};
    text = str_trim(text);
    if (!text.n || text.n > URL_LIMIT || memchr(text.p, 0, text.n)) return wrong(err);
    if (!base && str_find(text, S("://"), 0) == SIZE_MAX) text = str_fmt(a, "http://%.*s", STRF(text));
    char *z = str_z(a, text);
    CURLU *u = curl_url();
    status_t s = ST_MEMORY;
    if (!z || !u) goto out;
    s = wrong(err);
    enum { HOW = CURLU_DISALLOW_USER | CURLU_URLENCODE };
    if (base && curl_url_set(u, CURLUPART_URL, str_z(a, base->text), HOW) != CURLUE_OK) goto out;
    if (curl_url_set(u, CURLUPART_URL, z, HOW) != CURLUE_OK) goto out;
    char *user = NULL;
    if (curl_url_get(u, CURLUPART_USER, &user, 0) == CURLUE_OK) {
        curl_free(user);
        goto out;
    }
    if (take(a, u, out)) s = ST_OK;
out:
    curl_url_cleanup(u);
    if (s == ST_OK && err) err->status = ST_OK;
    return s;
}

static str_t bare(str_t host)
{
    return str_starts(host, S("www.")) ? str_sub(host, 4, host.n) : host;
}

bool url_same_site(const url_t *from, const url_t *to)
{
    if (!str_eq(bare(from->host), bare(to->host))) return false;
    if (from->https && !to->https) return false;
    return from->port == to->port || (!from->https && to->https && from->port == 80 && to->port == 443);
}

bool url_at_place(const url_t *u, str_t place)
{
    place = str_trim(place);
    if (place.n && place.p[place.n - 1] == '.') place.n--;
    size_t colon = place.n && place.p[place.n - 1] != ']' ? place.n : SIZE_MAX;
    while (colon != SIZE_MAX && colon > 0 && place.p[colon - 1] != ':' && place.p[colon - 1] != ']') colon--;
    bool has_port = colon != SIZE_MAX && colon > 1 && place.p[colon - 1] == ':';
    int64_t port = u->https ? 443 : 80;
    str_t host = place;
    if (has_port) {
        if (!str_int(str_sub(place, colon, place.n), 1, 65535, &port)) return false;
        host = str_sub(place, 0, colon - 1);
    }
    return u->port == port && host.n && str_ieq(bare(host), bare(u->host));
}

str_t url_file(const url_t *u)
{
    size_t end = str_chr(u->path, '?', 0), from;
    if (end == SIZE_MAX) end = u->path.n;
    for (from = end; from > 0 && u->path.p[from - 1] != '/'; from--) {
    }
    return str_sub(u->path, from, end);
}
