/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/domains.h"

size_t domain_slot(const domains_t *d, uint32_t hash, str_t name)
{
    size_t i = (hash ^ hash >> 15) & d->mask;
    for (; d->slot[i].n; i = (i + 1) & d->mask)
        if (d->slot[i].n == name.n && memcmp(d->pool + d->slot[i].at, name.p, name.n) == 0) break;
    return i;
}

void domains_look(const domains_t *d, str_t host, domain_facts_t *out)
{
    uint32_t h = DOMAIN_SEED;
    size_t suffix = SIZE_MAX, label = host.n; /* where the public suffix begins; where the label before begins */
    bool wild = false, first = true;
    *out = (domain_facts_t){.owner = -1, .registrable = {host.p, 0}};
    for (size_t i = host.n; i > 0; i--) {
        h = domain_step(h, host.p[i - 1]);
        if (i > 1 && host.p[i - 2] != '.') continue;
        size_t at = i - 1;
        str_t end = str_sub(host, at, host.n);
        const know_domain_t *s = &d->slot[domain_slot(d, h, end)];
        unsigned flags = s->n ? s->flags : 0;
        bool known = s->n > 0;
        if (known && s->owner >= 0) out->owner = s->owner;
        if (flags & DOMAIN_SHORTENER) out->shortener = true;
        if (flags & DOMAIN_BAD_ENDING && at > 0) out->bad_ending = true;
        if (first) {
            out->known_ending = known && flags & (DOMAIN_RULE | DOMAIN_WILD);
            suffix = at; /* the rule "*": an unknown ending counts as one label */
        }
        if (flags & DOMAIN_EXCEPTION)
            suffix = label;
        else if (flags & DOMAIN_RULE || wild)
            suffix = at;
        wild = flags & DOMAIN_WILD;
        first = false;
        if (!known) break; /* nothing longer is */
        label = at;
    }
    if (suffix == SIZE_MAX) return;
    out->suffix = str_sub(host, suffix, host.n);
    size_t before = suffix;
    if (!before) return;
    for (before--; before > 0 && host.p[before - 1] != '.';) before--;
    out->registrable = str_sub(host, before, host.n);
}
