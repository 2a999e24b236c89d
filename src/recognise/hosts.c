/* SPDX-License-Identifier: Apache-2.0
 *
 * Hosts: one look tells the registrable domain, whose it is, whom it is made to look like, and what else speaks against it.
 */
#include "recognise/engine.h"

static const brand_t *brand_at(const canhgiac_t *k, int i)
{
    return i >= 0 ? &k->brands[i] : NULL;
}

static bool word_at(str_t host, size_t at, str_t word)
{
    return word.n <= host.n - at && memcmp(host.p + at, word.p, word.n) == 0;
}

/* "gov" as a word, or "dichvucong", in somebody else's host, and not under a state's own ending (.gov.uk, gov.on.ca). */
static bool claims_state(const likenesses_t *l, str_t host)
{
    bool gov = false;
    for (size_t i = 0; i + 3 <= host.n; i++) {
        if (host.p[i] == 'd' && word_at(host, i, S("dichvucong")) && !likeness_everyday(l, str_sub(host, i, host.n)))
            return true;
        if (host.p[i] != 'g' || host.p[i + 1] != 'o' || host.p[i + 2] != 'v') continue;
        gov = gov || ((i == 0 || !is_letter(host.p[i - 1])) && (i + 3 == host.n || !is_letter(host.p[i + 3])));
    }
    if (!gov) return false;
    size_t last = host.n;
    while (last > 0 && host.p[last - 1] != '.') last--;
    if (!last) return true;
    str_t before = str_sub(host, 0, last - 1);
    if (str_ends(before, S(".gov")) || str_eq(before, S("gov")) || str_ends(host, S(".gov"))) return false;
    bool country = host.n - last == 2 && !str_ends(host, S(".vn"));
    return !(country && str_starts(host, S("gov.")) && str_chr(before, '.', 4) == SIZE_MAX);
}

/* "gdtgov-vn.cc": the word grown on to a name. Under an ending that fakes use; elsewhere it is chance. */
static bool ends_in_gov(str_t host)
{
    for (size_t i = 1; (i = str_find(host, S("gov"), i)) != SIZE_MAX; i++)
        if (is_letter(host.p[i - 1]) && (i + 3 == host.n || !is_letter(host.p[i + 3]))) return true;
    return false;
}

bool host_is_number(str_t host)
{
    hostname_t h;
    return host_read(host, &h) && h.kind != HOST_NAME;
}

static unsigned marks_of(const canhgiac_t *k, const host_view_t *v, str_t host)
{
    unsigned m = 0;
    if (v->ends.shortener) m |= HOST_SHORT;
    if (v->name.idn) m |= HOST_IDN;
    if (v->owner || str_ends(host, S(".gov.vn"))) return m;
    if (v->ends.bad_ending) m |= HOST_BAD_ENDING;
    if (claims_state(&k->in_hosts, host) || (v->ends.bad_ending && ends_in_gov(host))) m |= HOST_STATE;
    return m;
}

void host_look(const canhgiac_t *k, host_view_t *v)
{
    str_t host = host_text(&v->name), seen = host;
    char eye[IDNA_HOST + 1];
    v->owner = v->like = NULL;
    v->how = LIKE_NOBODY;
    if (v->name.kind != HOST_NAME) {
        v->ends = (domain_facts_t){.suffix = host, .registrable = host, .owner = -1};
        v->marks = HOST_NUMBER;
        return;
    }
    domains_look(&k->domains, host, &v->ends);
    if (!v->ends.registrable.n) v->ends.registrable = host;
    v->owner = brand_at(k, v->ends.owner);
    v->marks = marks_of(k, v, host);
    if (v->owner || v->ends.shortener || str_ends(host, S(".gov.vn"))) return;
    if (v->name.idn && idna_eye(host, eye, &seen.n)) seen.p = eye;
    likeness_t like;
    likeness_look(&k->in_hosts, host, &v->ends, seen, &like);
    v->like = brand_at(k, like.brand);
    v->how = like.how;
    str_t label = str_sub(v->ends.registrable, 0, str_chr(v->ends.registrable, '.', 0));
    if (like.gambles || (host_gamble_shape(label) && !str_ends(host, S(".cn")))) v->marks |= HOST_GAMBLES;
}

void host_keep(work_t *w, const entity_t *e, const host_view_t *v)
{
    host_view_t now;
    host_seen_t *to = &w->hosts[e - w->v->entities];
    *to = (host_seen_t){.read = false};
    if (!v && host_read(e->host, &now.name)) {
        host_look(w->k, &now);
        v = &now;
    }
    if (!v) return;
    *to = (host_seen_t){true, v->ends.shortener, v->name.kind != HOST_NAME, v->marks, v->like, v->how};
}

bool link_is_short(const work_t *w, const entity_t *e)
{
    const host_seen_t *h = host_of(w, e);
    return h->read ? h->shortener : host_is_shortener(w->k, e->host);
}

static const char *const sign_codes[HOST_SIGN_COUNT] = {
    [HOST_SIGN_FAINT] = "faint-name",
    [HOST_SIGN_ENDING] = "same-name",
    [HOST_SIGN_COMBINED] = "brand-in-host",
    [HOST_SIGN_LETTERS] = "lookalike-host",
    [HOST_SIGN_SUBDOMAIN] = "brand-subdomain",
    [HOST_SIGN_STATE] = "gov-in-name",
    [HOST_SIGN_BAD_ENDING] = "bad-ending",
    [HOST_SIGN_IDN] = "idn-host",
    [HOST_SIGN_NUMBER] = "ip-host",
    [HOST_SIGN_SHORT] = "short-link",
    [HOST_SIGN_GAMBLES] = "gamble-host",
    [HOST_SIGN_APP] = "app-file",
};

const char *likeness_sign(likeness_how_t how)
{
    return sign_codes[how];
}

void hosts_ready(canhgiac_t *k)
{
    for (int i = 0; i < HOST_SIGN_COUNT; i++)
        k->host_signs[i] = sign_codes[i] ? sign_fact(k, str_of(sign_codes[i])) : NULL;
}

bool host_vouched(const brand_t *owner, str_t host)
{
    if (!owner || str_eq(owner->kind, S("platform"))) return false;
    for (size_t i = 0; i < owner->n_vouched; i++)
        if (host_under(host, owner->domains[i])) return true;
    return false;
}

static void look_at(const canhgiac_t *k, str_t host, host_view_t *v)
{
    if (host_read(host, &v->name))
        host_look(k, v);
    else
        *v = (host_view_t){.ends = {.owner = -1}};
}

str_t canhgiac_registrable(const canhgiac_t *k, str_t host)
{
    domain_facts_t f;
    domains_look(&k->domains, host, &f);
    return f.registrable.n ? f.registrable : host;
}

const brand_t *host_owner(const canhgiac_t *k, str_t host)
{
    domain_facts_t f;
    domains_look(&k->domains, host, &f);
    return brand_at(k, f.owner);
}

bool host_is_shortener(const canhgiac_t *k, str_t host)
{
    domain_facts_t f;
    domains_look(&k->domains, host, &f);
    return f.shortener;
}

bool host_bad_ending(const canhgiac_t *k, str_t registrable)
{
    domain_facts_t f;
    domains_look(&k->domains, registrable, &f);
    return f.bad_ending;
}

const brand_t *host_resembles(const canhgiac_t *k, str_t host, str_t registrable, const char **how)
{
    host_view_t v;
    (void)registrable;
    look_at(k, host, &v);
    *how = likeness_sign(v.how);
    return v.like;
}

/* --- a verdict on the host alone --- */

typedef struct sum {
    double rest; /* the chance that no sign is right */
    bool proof, strong;
} sum_t;

static void bear(const canhgiac_t *k, host_verdict_t *out, sum_t *s, host_sign_t sign)
{
    const sign_fact_t *f = k->host_signs[sign];
    if (!f || out->n_signs == HOST_SIGNS) return;
    out->signs[out->n_signs++] = f->code;
    s->rest *= 1 - f->weight;
    s->strong = s->strong || f->kind <= SIGN_LISTING;
    s->proof = s->proof || (f->kind <= SIGN_LISTING && f->weight >= 0.3);
}

/* What stands before the @ is for the eye only: whose address it is made to look like. */
static const brand_t *decoy(const canhgiac_t *k, str_t user)
{
    hostname_t h;
    str_t name = str_sub(user, 0, str_chr(user, ':', 0));
    return name.n && host_read(name, &h) && h.kind == HOST_NAME ? host_owner(k, host_text(&h)) : NULL;
}

bool names_app(str_t s)
{
    for (size_t dot = 0; (dot = str_chr(s, '.', dot)) != SIZE_MAX; dot++) {
        str_t ending = str_sub(s, dot, s.n);
        if (str_starts(ending, S(".apk")) || str_starts(ending, S(".mobileconfig")) || str_eq(ending, S(".ipa")))
            return true;
    }
    return false;
}

static void bear_all(const canhgiac_t *k, const host_view_t *v, const address_t *a, host_verdict_t *out, sum_t *s)
{
    static const struct {
        unsigned mark;
        host_sign_t sign;
    } marks[] = {{HOST_STATE, HOST_SIGN_STATE}, {HOST_BAD_ENDING, HOST_SIGN_BAD_ENDING},
                 {HOST_IDN, HOST_SIGN_IDN},     {HOST_NUMBER, HOST_SIGN_NUMBER},
                 {HOST_SHORT, HOST_SIGN_SHORT}, {HOST_GAMBLES, HOST_SIGN_GAMBLES}};
    const brand_t *before = a->user.p ? decoy(k, a->user) : NULL;
    out->imitates = before && before != v->owner ? before : v->like;
    if (before && before != v->owner)
        bear(k, out, s, HOST_SIGN_SUBDOMAIN);
    else if (v->how != LIKE_NOBODY)
        bear(k, out, s, (host_sign_t)v->how);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (v->marks & marks[i].mark) bear(k, out, s, marks[i].sign);
    if (names_app(str_sub(a->rest, 0, str_chr(a->rest, '?', 0)))) bear(k, out, s, HOST_SIGN_APP);
}

/* Most lines of a list are a host and nothing else. */
static bool is_bare(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!host_char(s.p[i])) return false;
    return s.n > 0;
}

bool canhgiac_check_host(const canhgiac_t *k, str_t address, host_verdict_t *out)
{
    host_view_t v;
    address_t a;
    sum_t s = {.rest = 1};
    *out = (host_verdict_t){.level = LEVEL_UNSURE};
    if (is_bare(address))
        a = (address_t){.host = address};
    else if (!address_split(str_trim(address), &a))
        return false;
    if (!host_read(a.host, &v.name)) return false;
    host_look(k, &v);
    bear_all(k, &v, &a, out, &s);
    str_t host = host_text(&v.name);
    out->score = 1 - s.rest;
    out->level = level_of_score(out->score, s.proof);
    bool own = v.name.plain && (host_vouched(v.owner, host) || str_ends(host, S(".gov.vn")));
    if (out->level == LEVEL_UNSURE && !s.strong && own) {
        out->level = LEVEL_OFFICIAL;
        out->score *= 0.2;
    }
    out->has_score = out->level != LEVEL_UNSURE || out->n_signs >= 2;
    return true;
}
