/* SPDX-License-Identifier: Apache-2.0
 *
 * Hosts: one look tells the registrable domain, whose it is, whom it is made to look like, and what else speaks against it.
 */
#include "recognise/engine.h"

static const brand_t *brand_at(const canhgiac_t *k, int i)
{
    return i >= 0 ? &k->brands[i] : NULL;
}

/* "gov" or "dichvucong" as a word in somebody else's host, and not under a state's own ending (.gov.uk). */
bool host_claims_state(str_t host)
{
    if (str_find(host, S("dichvucong"), 0) != SIZE_MAX) return true;
    size_t last = 0;
    for (size_t i = 0; i < host.n; i++)
        if (host.p[i] == '.') last = i;
    str_t before = str_sub(host, 0, last);
    if (str_ends(before, S(".gov")) || str_eq(before, S("gov")) || str_ends(host, S(".gov"))) return false;
    bool country = host.n - last == 3 && !str_ends(host, S(".vn"));
    if (country && str_starts(host, S("gov.")) && str_chr(host, '.', 4) == last) return false; /* gov.on.ca */
    for (size_t at = 0; (at = str_find(host, S("gov"), at)) != SIZE_MAX; at++)
        if ((at == 0 || !is_letter(host.p[at - 1])) && (at + 3 == host.n || !is_letter(host.p[at + 3]))) return true;
    return false;
}

bool host_is_number(str_t host)
{
    hostname_t h;
    return host_read(host, &h) && h.kind != HOST_NAME;
}

static unsigned marks_of(const host_view_t *v, str_t host)
{
    unsigned m = 0;
    if (v->ends.shortener) m |= HOST_SHORT;
    if (v->name.idn) m |= HOST_IDN;
    if (!v->ends.known_ending) m |= HOST_UNKNOWN_END;
    if (v->owner || str_ends(host, S(".gov.vn"))) return m;
    if (v->ends.bad_ending) m |= HOST_BAD_ENDING;
    if (host_claims_state(host)) m |= HOST_STATE;
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
    v->marks = marks_of(v, host);
    if (v->owner || v->ends.shortener || str_ends(host, S(".gov.vn"))) return;
    if (v->name.idn && idna_eye(host, eye, &seen.n)) seen.p = eye;
    likeness_t like;
    likeness_look(&k->in_hosts, host, &v->ends, seen, &like);
    v->like = brand_at(k, like.brand);
    v->how = like.how;
    str_t label = str_sub(v->ends.registrable, 0, str_chr(v->ends.registrable, '.', 0));
    if (like.gambles || (host_gamble_shape(label) && !str_ends(host, S(".cn")))) v->marks |= HOST_GAMBLES;
}

const char *likeness_sign(likeness_how_t how)
{
    static const char *const signs[] = {NULL, "faint-name", "same-name", "brand-in-host", "lookalike-host", "brand-subdomain"};
    return signs[how];
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
