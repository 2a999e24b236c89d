/* SPDX-License-Identifier: Apache-2.0
 *
 * Hosts: the registrable domain by the public suffix list, whose it is, and whom it is made to look like. Resemblance is a
 * brand's name as a token of a foreign registrable domain, as a sub-domain ("vietcombank.vn-xx.top"), or one edit away from
 * it for names of six letters or more, with the exits that keep honest neighbours out (Chromium's look-alike heuristics).
 */
#include "recognise/engine.h"

static str_t after_dot(str_t s)
{
    size_t dot = str_chr(s, '.', 0);
    return dot == SIZE_MAX ? STR_NONE : str_sub(s, dot + 1, s.n);
}

str_t canhgiac_registrable(const canhgiac_t *k, str_t host)
{
    size_t suffix = suffix_of(&k->suffixes, host);
    if (!suffix || suffix + 1 >= host.n) return host;
    size_t from = host.n - suffix - 1;
    while (from > 0 && host.p[from - 1] != '.') from--;
    return str_sub(host, from, host.n);
}

const brand_t *host_owner(const canhgiac_t *k, str_t host)
{
    for (str_t s = host; s.p; s = after_dot(s)) {
        const brand_t *b = domain_brand(&k->domains, s);
        if (b) return b;
    }
    return NULL;
}

bool host_is_shortener(const canhgiac_t *k, str_t host)
{
    for (size_t i = 0; i < k->n_shorteners; i++)
        if (host_under(host, k->shorteners[i])) return true;
    return false;
}

bool host_bad_ending(const canhgiac_t *k, str_t registrable)
{
    for (size_t i = 0; i < k->n_bad_endings; i++)
        if (registrable.n > k->bad_endings[i].n && str_ends(registrable, k->bad_endings[i])) return true;
    return false;
}

static bool letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* `name` as a token: bounded by non-letters, or any place when it is long enough not to be chance. */
static bool has_token(str_t label, str_t name)
{
    for (size_t at = 0; (at = str_find(label, name, at)) != SIZE_MAX; at++) {
        bool left = at == 0 || !letter(label.p[at - 1]),
             right = at + name.n >= label.n || !letter(label.p[at + name.n]);
        if (name.n >= 6 || (left && right) || (name.n >= 4 && (left || right))) return true;
    }
    return false;
}

/* Exactly one insertion, deletion, substitution or swap apart; not in the first letter (hank, tank), not a digit at the end. */
static bool one_edit(str_t a, str_t b)
{
    if (a.n > b.n) {
        str_t t = a;
        a = b;
        b = t;
    }
    if (b.n - a.n > 1) return false;
    size_t i = 0;
    while (i < a.n && a.p[i] == b.p[i]) i++;
    if (i == 0) return false;
    if (a.n != b.n) return str_eq(str_sub(a, i, a.n), str_sub(b, i + 1, b.n)) && letter(b.p[i]);
    if (i == a.n) return false;
    if (!letter(a.p[i]) && !letter(b.p[i])) return false;
    if (str_eq(str_sub(a, i + 1, a.n), str_sub(b, i + 1, b.n))) return true;
    return i + 1 < a.n && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i] &&
           str_eq(str_sub(a, i + 2, a.n), str_sub(b, i + 2, b.n));
}

/* Look-alike digits and pairs read as the letters they stand for. */
static str_t skeleton(str_t s, char out[256])
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < 255; i++) {
        char c = s.p[i];
        if (c == '0') c = 'o';
        if (c == '1') c = 'l';
        if (c == '3') c = 'e';
        if (c == '5') c = 's';
        if (c == 'r' && i + 1 < s.n && s.p[i + 1] == 'n') {
            c = 'm';
            i++;
        }
        if (c == 'v' && i + 1 < s.n && s.p[i + 1] == 'v') {
            c = 'w';
            i++;
        }
        out[n++] = c;
    }
    return (str_t){out, n};
}

/* A host beside the brands: the first brand in the order of brands.tsv that it resembles, and how. */
typedef struct likeness {
    const canhgiac_t *k;
    str_t label, sub, eye; /* of the registrable domain; what stands before it; the label as the eye reads it */
    bool shape;            /* the shape of fakes */
    int best;
    const char *how;
} likeness_t;

static const char *resembles(const likeness_t *l, str_t name)
{
    if (has_token(l->sub, name)) return "brand-subdomain";
    if (has_token(l->label, name)) return name.n >= 4 || l->shape ? "brand-in-host" : NULL;
    if (name.n >= 6 && (has_token(l->eye, name) || one_edit(l->label, name))) return "lookalike-host";
    return NULL;
}

static void weigh(likeness_t *l, int i)
{
    str_t name = l->k->in_hosts.all[i].text;
    if (l->best >= 0 && i >= l->best) return;
    /* The brand's own name under another ending may be its own; with the shapes of fakes it is not. */
    if (!l->shape && (name.n == l->label.n || name.n < 5)) return;
    const char *how = resembles(l, name);
    if (!how) return;
    l->best = i;
    l->how = how;
}

static void weigh_names_in(likeness_t *l, str_t part)
{
    const names_t *set = &l->k->in_hosts;
    for (size_t at = 0; at + 3 <= part.n; at++)
        for (int i = names_by_letters(set, part.p + at); i >= 0; i = set->all[i].next) {
            str_t name = set->all[i].text;
            if (name.n <= part.n - at && memcmp(part.p + at, name.p, name.n) == 0) weigh(l, i);
        }
}

/* One edit leaves the first letter as it is and the length within one. */
static void weigh_neighbours(likeness_t *l)
{
    const names_t *set = &l->k->in_hosts;
    if (l->label.n < 5) return;
    for (int i = set->first[(unsigned char)l->label.p[0]]; i >= 0; i = set->all[i].same_first) {
        size_t n = set->all[i].text.n;
        if (n >= 6 && n + 1 >= l->label.n && n <= l->label.n + 1) weigh(l, i);
    }
}

const brand_t *host_resembles(const canhgiac_t *k, str_t host, str_t registrable, const char **how)
{
    if (host_owner(k, host)) return NULL;
    char eye[256];
    size_t dot = str_chr(registrable, '.', 0);
    likeness_t l = {.k = k, .label = str_sub(registrable, 0, dot), .best = -1};
    l.sub = str_sub(host, 0, host.n - registrable.n);
    l.eye = skeleton(l.label, eye);
    l.shape = str_starts(l.label, S("vn-")) || str_ends(l.label, S("-vn")) || host_bad_ending(k, registrable);
    weigh_names_in(&l, l.sub);
    weigh_names_in(&l, l.label);
    weigh_names_in(&l, l.eye);
    weigh_neighbours(&l);
    if (l.best < 0) return NULL;
    *how = l.how;
    return k->in_hosts.all[l.best].brand;
}

/* The forms in which WHATWG's parser reads an address: four numbers, fewer, one, octal, hexadecimal, or IPv6. */
bool host_is_number(str_t host)
{
    str_t label, last = STR_NONE;
    if (host.n && (host.p[0] == '[' || str_chr(host, ':', 0) != SIZE_MAX)) return true;
    for (str_t rest = host; rest.p && str_cut(&rest, '.', &label);)
        if (label.n) last = label;
    if (!last.n) return false;
    bool hex = last.n > 2 && last.p[0] == '0' && (last.p[1] == 'x' || last.p[1] == 'X');
    for (size_t i = hex ? 2 : 0; i < last.n; i++) {
        char c = last.p[i];
        if (!((c >= '0' && c <= '9') || (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))))) return false;
    }
    return true;
}

/* A state's name in somebody else's host: "gov" or "dichvucong" as a word, and not under a state's own ending (.gov.uk). */
bool host_claims_state(str_t host)
{
    if (str_find(host, S("dichvucong"), 0) != SIZE_MAX) return true;
    size_t last = 0;
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] == '.') last = i;
    str_t before = str_sub(host, 0, last);
    if (str_ends(before, S(".gov")) || str_eq(before, S("gov")) || str_ends(host, S(".gov"))) return false;
    return has_token(host, S("gov"));
}
