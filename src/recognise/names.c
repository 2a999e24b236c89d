/* SPDX-License-Identifier: Apache-2.0
 *
 * Brands by name and by domain. One look at a word, or at three letters of a host, gives the few names that can stand
 * there, so that a check costs the same with thirty brands or three thousand.
 */
#include "recognise/engine.h"

static size_t key_bucket(uint32_t key)
{
    return key % NAME_BUCKETS;
}

static uint32_t three(const char *p)
{
    return (uint32_t)(unsigned char)p[0] * 961 + (uint32_t)(unsigned char)p[1] * 31 + (uint32_t)(unsigned char)p[2];
}

static void add(names_t *set, str_t text, uint32_t key, const brand_t *b)
{
    int at = (int)set->n++;
    unsigned char first = (unsigned char)text.p[0];
    set->all[at] = (name_t){text, b, set->bucket[key_bucket(key)], set->first[first]};
    set->bucket[key_bucket(key)] = at;
    set->first[first] = at;
}

str_t first_word(str_t name)
{
    size_t n = 0;
    while (n < name.n && word_char(name.p[n])) n++;
    return str_sub(name, 0, n);
}

/* Names in hosts have no spaces: "viet com bank" is looked for as "vietcombank". */
static str_t joined(arena_t *a, str_t name)
{
    char *out = arena_alloc(a, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; out && i < name.n && n < 63; i++)
        if (name.p[i] != ' ') out[n++] = name.p[i];
    return out ? (str_t){out, n} : STR_NONE;
}

static bool room_for(arena_t *a, names_t *set, size_t n)
{
    set->all = ARENA_ARRAY(a, name_t, n + 1);
    for (size_t i = 0; i < NAME_BUCKETS; i++) set->bucket[i] = -1;
    for (size_t i = 0; i < 256; i++) set->first[i] = -1;
    return set->all != NULL;
}

static void add_domain(domain_set_t *set, str_t domain, const brand_t *b)
{
    size_t at = word_hash(domain) & set->mask;
    for (; set->slot[at].brand; at = (at + 1) & set->mask)
        if (str_eq(set->slot[at].domain, domain)) return; /* the earlier row keeps it */
    set->slot[at] = (domain_slot_t){domain, b};
}

status_t names_build(canhgiac_t *k)
{
    size_t names = 0, domains = 0, size = 64;
    for (size_t b = 0; b < k->n_brands; b++) {
        names += k->brands[b].n_names;
        domains += k->brands[b].n_domains;
    }
    while (size < 2 * domains) size *= 2;
    k->domains = (domain_set_t){ARENA_ARRAY(k->a, domain_slot_t, size), size - 1};
    if (!room_for(k->a, &k->in_texts, names) || !room_for(k->a, &k->in_hosts, names) || !k->domains.slot)
        return ST_MEMORY;
    for (size_t b = 0; b < k->n_brands; b++) {
        const brand_t *brand = &k->brands[b];
        for (size_t i = 0; i < brand->n_domains; i++) add_domain(&k->domains, brand->domains[i], brand);
        for (size_t i = 0; i < brand->n_names; i++) {
            str_t name = brand->names[i], host = joined(k->a, name);
            if (!host.p) return ST_MEMORY;
            add(&k->in_texts, name, word_hash(first_word(name)), brand);
            if (host.n >= 3) add(&k->in_hosts, host, three(host.p), brand);
        }
    }
    return ST_OK;
}

int names_by_word(const names_t *set, uint32_t hash)
{
    return set->bucket[key_bucket(hash)];
}

int names_by_letters(const names_t *set, const char *p)
{
    return set->bucket[key_bucket(three(p))];
}

const brand_t *domain_brand(const domain_set_t *set, str_t domain)
{
    for (size_t at = word_hash(domain) & set->mask; set->slot[at].brand; at = (at + 1) & set->mask)
        if (str_eq(set->slot[at].domain, domain)) return set->slot[at].brand;
    return NULL;
}
