/* SPDX-License-Identifier: Apache-2.0 */
#include "recognise/domains.h"
#include "recognise/idna.h"

static uint32_t step(uint32_t h, char c)
{
    return (h ^ (unsigned char)c) * 0x01000193u;
}
#define SEED 0x811C9DC5u

static size_t place(const domains_t *d, uint32_t h)
{
    return (h ^ h >> 15) & d->mask;
}

/* The slot of a name, or the empty one where it would stand. */
static domain_t *slot_of(const domains_t *d, uint32_t hash, str_t name)
{
    size_t i = place(d, hash);
    for (; d->slot[i].n; i = (i + 1) & d->mask)
        if (d->slot[i].hash == hash && d->slot[i].n == name.n && memcmp(d->text + d->slot[i].at, name.p, name.n) == 0)
            break;
    return &d->slot[i];
}

bool domains_new(arena_t *a, domains_t *d, size_t most, size_t bytes)
{
    size_t size = 256;
    while (size < 3 * most) size *= 2; /* half empty with the parents, which few entries share */
    *d = (domains_t){
        .slot = ARENA_ARRAY(a, domain_t, size), .mask = size - 1, .text = arena_alloc(a, bytes + 1), .room = bytes};
    return d->slot && d->text;
}

/* The name and every longer end of it that was not there yet; gives the slot of the whole. */
static domain_t *insert(domains_t *d, str_t name)
{
    uint32_t h = SEED;
    size_t at = d->n;
    domain_t *s = NULL;
    if (name.n > d->room - d->n || name.n > IDNA_HOST || !name.n) return NULL;
    memcpy(d->text + at, name.p, name.n);
    d->n += name.n;
    for (size_t i = name.n; i > 0; i--) {
        h = step(h, name.p[i - 1]);
        if (i > 1 && name.p[i - 2] != '.') continue;
        str_t end = str_sub(name, i - 1, name.n);
        s = slot_of(d, h, end);
        if (s->n) continue;
        if (++d->used > d->mask / 4 * 3) return NULL;
        *s = (domain_t){.hash = h, .at = (uint32_t)(at + i - 1), .n = (uint8_t)end.n, .owner = -1};
    }
    return s;
}

bool domains_add(domains_t *d, str_t name, unsigned flags, int owner)
{
    char ascii[IDNA_HOST + 1];
    size_t n;
    if (!idna_ascii(name, IDNA_BROWSER, ascii, &n)) return false;
    domain_t *s = insert(d, (str_t){ascii, n});
    if (!s) return false;
    s->flags |= (uint8_t)flags;
    if (s->owner < 0) s->owner = (int16_t)owner;
    return true;
}

bool domains_add_rule(domains_t *d, str_t line)
{
    line = str_trim(line);
    if (!line.n || str_starts(line, S("//"))) return true;
    if (str_starts(line, S("*."))) return domains_add(d, str_sub(line, 2, line.n), DOMAIN_WILD, -1);
    if (line.p[0] == '!') return domains_add(d, str_sub(line, 1, line.n), DOMAIN_EXCEPTION, -1);
    return domains_add(d, line, DOMAIN_RULE, -1);
}

void domains_look(const domains_t *d, str_t host, domain_facts_t *out)
{
    uint32_t h = SEED;
    size_t suffix = SIZE_MAX, label = host.n; /* where the public suffix begins; where the label before begins */
    bool wild = false, first = true;
    *out = (domain_facts_t){.owner = -1, .registrable = {host.p, 0}};
    for (size_t i = host.n; i > 0; i--) {
        h = step(h, host.p[i - 1]);
        if (i > 1 && host.p[i - 2] != '.') continue;
        size_t at = i - 1;
        str_t end = str_sub(host, at, host.n);
        const domain_t *s = slot_of(d, h, end);
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
