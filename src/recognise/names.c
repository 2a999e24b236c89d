/* SPDX-License-Identifier: Apache-2.0
 *
 * Brands by name and by domain. One look at a word, or at three letters of a host, gives the few names that can stand
 * there, so that a check costs the same with thirty brands or three thousand.
 */
#include "recognise/engine.h"

size_t names_bucket(const char *p)
{
    uint32_t three =
        (uint32_t)(unsigned char)p[0] * 961 + (uint32_t)(unsigned char)p[1] * 31 + (uint32_t)(unsigned char)p[2];
    return three % NAME_BUCKETS;
}

str_t first_word(str_t name)
{
    size_t n = 0;
    while (n < name.n && word_char(name.p[n])) n++;
    return str_sub(name, 0, n);
}

int names_by_letters(const names_t *set, const char *p)
{
    return set->bucket[names_bucket(p)];
}

const brand_t *domain_brand(const domain_set_t *set, str_t domain)
{
    for (size_t at = word_hash(domain) & set->mask;; at = (at + 1) & set->mask) {
        const know_domain_t *d = &set->slot[at];
        if (d->brand == KNOW_NOBODY) return NULL;
        if (d->n == domain.n && memcmp(set->pool + d->at, domain.p, domain.n) == 0) return &set->brands[d->brand];
    }
}
