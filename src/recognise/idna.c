/* SPDX-License-Identifier: Apache-2.0
 *
 * UTS 46: map, compose, then each label by the validity criteria of its section 4.1.
 */
#include "recognise/idna.h"
#include "base/fold.h"
#include "recognise/idna_internal.h"

typedef struct points {
    uint32_t c[IDNA_POINTS];
    size_t n;
} points_t;

/* --- the tables --- */

static idna_map_t map_of(uint32_t c)
{
    size_t lo = 0, hi = idna_n_maps;
    while (hi - lo > 1) {
        size_t mid = (lo + hi) / 2;
        if ((idna_maps[mid].first & IDNA_CHARACTER) <= c)
            lo = mid;
        else
            hi = mid;
    }
    return idna_maps[lo];
}

static uint32_t properties(uint32_t c)
{
    size_t lo = 0, hi = idna_n_properties;
    while (hi - lo > 1) {
        size_t mid = (lo + hi) / 2;
        if ((idna_properties[mid] & IDNA_CHARACTER) <= c)
            lo = mid;
        else
            hi = mid;
    }
    return idna_properties[lo];
}

static unsigned bidi_of(uint32_t c)
{
    return properties(c) >> 21 & 7;
}
static unsigned join_of(uint32_t c)
{
    return properties(c) >> 24 & 7;
}

static bool one_valid(uint32_t c, idna_rules_t rules)
{
    if (c >= 'A' && c <= 'Z') return false;
    if (c < 0x80) return rules == IDNA_BROWSER || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (rules == IDNA_REGISTRY && (c == 0x2260 || c == 0x226E || c == 0x226F)) return false; /* =, < and > beneath */
    return map_of(c).first >> 21 == IDNA_VALID;
}

/* --- mapping --- */

static bool put(points_t *p, uint32_t c)
{
    if (p->n == IDNA_POINTS) return false;
    p->c[p->n++] = c;
    return true;
}

static bool map_one(points_t *p, uint32_t c)
{
    idna_map_t m = map_of(c);
    switch (m.first >> 21) {
    case IDNA_VALID: return put(p, c);
    case IDNA_IGNORED: return true;
    case IDNA_MAPPED: return put(p, c + (uint32_t)m.value);
    case IDNA_POOLED:
        for (int32_t i = 0; i < m.value >> 16; i++)
            if (!put(p, idna_pool[(m.value & 0xFFFF) + i])) return false;
        return true;
    default: return false;
    }
}

static bool map_all(str_t host, points_t *p)
{
    p->n = 0;
    if (!utf8_valid(host)) return false;
    for (size_t i = 0; i < host.n;)
        if (!map_one(p, utf8_next(host, &i))) return false;
    size_t was = p->n;
    p->n = nfc_points(p->c, p->n, IDNA_POINTS);
    return p->n > 0 || was == 0;
}

/* --- validity of a label --- */

static bool joined(const uint32_t *c, size_t n, size_t at)
{
    if (at > 0 && properties(c[at - 1]) & IDNA_VIRAMA) return true;
    if (c[at] == 0x200D) return false;
    size_t l = at, r = at + 1;
    while (l > 0 && join_of(c[l - 1]) == IDNA_JOIN_T) l--;
    while (r < n && join_of(c[r]) == IDNA_JOIN_T) r++;
    if (l == 0 || r == n) return false;
    unsigned before = join_of(c[l - 1]), after = join_of(c[r]);
    return (before == IDNA_JOIN_L || before == IDNA_JOIN_D) && (after == IDNA_JOIN_R || after == IDNA_JOIN_D);
}

static bool hyphens(const uint32_t *c, size_t n)
{
    return c[0] != '-' && c[n - 1] != '-' && !(n >= 4 && c[2] == '-' && c[3] == '-');
}

static bool label_valid(const uint32_t *c, size_t n, idna_rules_t rules)
{
    if (n == 0) return true;
    if (rules == IDNA_REGISTRY && !hyphens(c, n)) return false;
    if (properties(c[0]) & IDNA_MARK) return false;
    for (size_t i = 0; i < n; i++) {
        if (c[i] == '.' || !one_valid(c[i], rules)) return false;
        if ((c[i] == 0x200C || c[i] == 0x200D) && !joined(c, n, i)) return false;
    }
    return true;
}

/* RFC 5893, section 2, for a label of a name that holds right-to-left letters. */
static bool bidi_valid(const uint32_t *c, size_t n)
{
    unsigned first = n ? bidi_of(c[0]) : IDNA_L, seen = 0;
    if (first != IDNA_L && first != IDNA_R && first != IDNA_AL) return false;
    bool rtl = first != IDNA_L;
    size_t end = n;
    while (end > 0 && bidi_of(c[end - 1]) == IDNA_NSM) end--;
    for (size_t i = 0; i < n; i++) seen |= 1u << bidi_of(c[i]);
    unsigned last = end ? bidi_of(c[end - 1]) : IDNA_L;
    if (seen & 1u << IDNA_OTHER) return false;
    if (!rtl) return !(seen & (1u << IDNA_R | 1u << IDNA_AL | 1u << IDNA_AN)) && (last == IDNA_L || last == IDNA_EN);
    if (seen & 1u << IDNA_L || (seen & 1u << IDNA_EN && seen & 1u << IDNA_AN)) return false;
    return last == IDNA_R || last == IDNA_AL || last == IDNA_EN || last == IDNA_AN;
}

static bool right_to_left(const points_t *p)
{
    for (size_t i = 0; i < p->n; i++) {
        unsigned b = bidi_of(p->c[i]);
        if (b == IDNA_R || b == IDNA_AL || b == IDNA_AN) return true;
    }
    return false;
}

static bool is_xn(const uint32_t *c, size_t n)
{
    return n >= 4 && c[0] == 'x' && c[1] == 'n' && c[2] == '-' && c[3] == '-';
}

/* Replaces an xn-- label by what it stands for; false unless that is just what would be encoded so. */
static bool open_label(const uint32_t *c, size_t n, uint32_t out[IDNA_LABEL], size_t *many)
{
    char ascii[IDNA_LABEL];
    uint32_t again[4 * IDNA_LABEL];
    if (n > IDNA_LABEL) return false;
    for (size_t i = 4; i < n; i++) {
        if (c[i] >= 0x80) return false;
        ascii[i - 4] = (char)c[i];
    }
    if (!punycode_decode((str_t){ascii, n - 4}, out, IDNA_LABEL, many)) return false;
    if (is_xn(out, *many)) return false; /* UTS 46, validity: what is opened is not to be opened again */
    memcpy(again, out, *many * sizeof *out);
    return nfc_points(again, *many, sizeof again / sizeof *again) == *many &&
           memcmp(again, out, *many * sizeof *out) == 0;
}

static size_t label_end(const points_t *p, size_t from)
{
    while (from < p->n && p->c[from] != '.') from++;
    return from;
}

/* The name as Unicode labels: mapped, composed, opened and checked. */
static bool process(str_t host, idna_rules_t rules, points_t *p)
{
    points_t in;
    p->n = 0;
    if (host.n > IDNA_UNICODE || !map_all(host, &in)) return false;
    for (size_t from = 0;; from++) {
        size_t end = label_end(&in, from), n = end - from;
        const uint32_t *label = in.c + from;
        uint32_t opened[IDNA_LABEL];
        if (is_xn(label, n)) {
            if (!open_label(label, n, opened, &n)) return false;
            label = opened;
        }
        if (!label_valid(label, n, rules) || p->n + n + 1 > IDNA_POINTS) return false;
        memcpy(p->c + p->n, label, n * sizeof *label);
        p->n += n;
        if (end == in.n) break;
        p->c[p->n++] = '.';
        from = end;
    }
    if (!right_to_left(p)) return true;
    for (size_t from = 0; from <= p->n; from = label_end(p, from) + 1)
        if (!bidi_valid(p->c + from, label_end(p, from) - from)) return false;
    return true;
}

static bool put_label(const uint32_t *c, size_t n, char *out, size_t *len)
{
    size_t many, room = IDNA_HOST + 1 - *len; /* one for the dot */
    bool plain = true;
    for (size_t i = 0; i < n; i++) plain = plain && c[i] < 0x80;
    if (plain) {
        if (n > room) return false;
        for (size_t i = 0; i < n; i++) out[(*len)++] = (char)c[i];
        return true;
    }
    if (room < 4) return false;
    memcpy(out + *len, "xn--", 4);
    if (!punycode_encode(c, n, out + *len + 4, room - 4, &many)) return false;
    *len += 4 + many;
    return true;
}

bool idna_ascii(str_t host, idna_rules_t rules, char out[IDNA_HOST + 1], size_t *n)
{
    points_t p;
    *n = 0;
    if (!process(host, rules, &p)) return false;
    for (size_t from = 0;; from++) {
        size_t end = label_end(&p, from), began = *n;
        if (!put_label(p.c + from, end - from, out, n) || *n - began > IDNA_LABEL) return false;
        bool root = end == p.n && end == from && from > 0;
        if (*n == began && rules == IDNA_REGISTRY && !root) return false;
        if (end == p.n) break;
        if (*n > IDNA_HOST) return false;
        out[(*n)++] = '.';
        from = end;
    }
    return *n <= IDNA_HOST || (*n == IDNA_HOST + 1 && out[IDNA_HOST] == '.');
}

bool idna_unicode(str_t host, idna_rules_t rules, char out[IDNA_UNICODE], size_t *n)
{
    points_t p;
    *n = 0;
    if (!process(host, rules, &p)) return false;
    for (size_t i = 0; i < p.n; i++) {
        if (*n + 4 > IDNA_UNICODE) return false;
        *n += utf8_put(p.c[i], out + *n);
    }
    return true;
}

static const char *twin(uint32_t c)
{
    size_t lo = 0, hi = idna_n_eyes;
    while (hi > lo) {
        size_t mid = (lo + hi) / 2;
        if (idna_eyes[mid].c == c) return idna_eyes[mid].to;
        if (idna_eyes[mid].c < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return properties(c) & IDNA_MARK ? "" : "?";
}

static bool put_eye(uint32_t c, char *out, size_t *n)
{
    char plain[2] = {(char)c, 0};
    const char *to = c < 0x80 ? plain : twin(c);
    for (; *to; to++) {
        if (*n == IDNA_HOST) return false;
        out[(*n)++] = *to;
    }
    return true;
}

bool idna_eye(str_t host, char out[IDNA_HOST + 1], size_t *n)
{
    points_t p;
    *n = 0;
    if (!process(host, IDNA_BROWSER, &p)) return false;
    for (size_t i = 0; i < p.n; i++)
        if (!put_eye(p.c[i], out, n)) return false;
    return true;
}
