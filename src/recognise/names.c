/* SPDX-License-Identifier: Apache-2.0
 *
 * Brands by name. One look at a word gives the few names that can stand there, so that a check costs the same with thirty
 * brands or three thousand.
 */
#include "recognise/engine.h"

static size_t key_bucket(uint32_t key)
{
    return key % NAME_BUCKETS;
}

static void add(names_t *set, str_t text, const brand_t *b)
{
    int at = (int)set->n++;
    int *bucket = &set->bucket[key_bucket(word_hash(first_word(text)))];
    set->all[at] = (name_t){text, b, *bucket};
    *bucket = at;
}

str_t first_word(str_t name)
{
    size_t n = 0;
    while (n < name.n && word_char(name.p[n])) n++;
    return str_sub(name, 0, n);
}

static bool room_for(arena_t *a, names_t *set, size_t n)
{
    set->all = ARENA_ARRAY(a, name_t, n + 1);
    for (size_t i = 0; i < NAME_BUCKETS; i++) set->bucket[i] = -1;
    return set->all != NULL;
}

status_t names_build(canhgiac_t *k, size_t more)
{
    size_t names = 0;
    for (size_t b = 0; b < k->n_brands; b++) names += k->brands[b].n_names;
    if (!room_for(k->a, &k->in_texts, names) || !likeness_new(k->a, &k->in_hosts, names + more)) return ST_MEMORY;
    for (size_t b = 0; b < k->n_brands; b++) {
        const brand_t *brand = &k->brands[b];
        like_kind_t kind = str_eq(brand->key, S("nganhang"))    ? LIKE_TRADE
                           : str_eq(brand->kind, S("platform")) ? LIKE_PLATFORM
                                                                : LIKE_BODY;
        for (size_t i = 0; i < brand->n_names; i++) {
            add(&k->in_texts, brand->names[i], brand);
            if (!likeness_add(&k->in_hosts, brand->names[i], (int)b, kind)) return ST_INPUT;
        }
    }
    return ST_OK;
}

int names_by_word(const names_t *set, uint32_t hash)
{
    return set->bucket[key_bucket(hash)];
}
