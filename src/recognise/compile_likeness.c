/* SPDX-License-Identifier: Apache-2.0
 *
 * The names that fakes borrow, as hosts hold them: their letters alone, looked up by three of them as the eye sees them, and by
 * what is left when one letter is taken off; and the words that stand beside names.
 */
#include "recognise/compile_internal.h"
#include "recognise/likeness_internal.h"

/* Some two hundred names of six letters or more, with a neighbour for each letter. */
enum { EDIT_SLOTS = 1 << 13 };

static bool put_edit(compiler_t *c, uint32_t hash, int16_t name)
{
    int16_t *slot = c->part[KNOW_LIKE_EDITS].at;
    size_t at = like_mix(hash) & (EDIT_SLOTS - 1), tries = 0;
    for (; slot[at] >= 0 && slot[at] != name; at = (at + 1) & (EDIT_SLOTS - 1))
        if (++tries > EDIT_SLOTS / 2) return false;
    slot[at] = name;
    like_set(c->part[KNOW_LIKE_EDITED].at, like_mix(hash) % LIKE_EDITS);
    return true;
}

static bool put_neighbours(compiler_t *c, str_t eye, int16_t name)
{
    char less[LIKE_NAME];
    if (eye.n < LIKE_LONG) return true;
    if (!put_edit(c, like_hash(eye), name)) return false;
    for (size_t skip = 1; skip < eye.n; skip++) { /* never the first letter */
        memcpy(less, eye.p, skip);
        memcpy(less + skip, eye.p + skip + 1, eye.n - skip - 1);
        if (!put_edit(c, like_hash((str_t){less, eye.n - 1}), name)) return false;
    }
    return true;
}

static status_t put_name(compiler_t *c, str_t name, int brand, like_kind_t kind)
{
    char *text = arena_alloc(c->a, 2 * LIKE_NAME + 1);
    uint8_t from[LIKE_NAME + 1];
    size_t n = 0, at = part_n(c, KNOW_LIKE_NAMES);
    if (!text || at > INT16_MAX) return ST_MEMORY;
    for (size_t i = 0; i < name.n; i++) {
        if (!word_char(name.p[i])) continue;
        if (n == LIKE_NAME) return ST_OK; /* no host is made of so long a name */
        text[n++] = name.p[i];
    }
    size_t eye = like_eye((str_t){text, n}, text + n, from);
    if (n < 3 || eye < 3) return ST_OK;
    uint32_t three = like_three(text + n);
    int16_t *bucket = (int16_t *)c->part[KNOW_LIKE_BUCKETS].at + three % LIKE_BUCKETS;
    ktext_t kept = pool_put(c, (str_t){text, n + eye});
    know_like_name_t *to = part_push(c, KNOW_LIKE_NAMES);
    if (!to) return ST_MEMORY;
    *to = (know_like_name_t){kept.at, (uint8_t)n, (uint8_t)eye, (int16_t)brand, *bucket, (uint8_t)kind, 0};
    *bucket = (int16_t)at;
    like_set(c->part[KNOW_LIKE_TRIPLES].at, three % LIKE_TRIPLES);
    bool fits = kind >= LIKE_GAMBLE || put_neighbours(c, (str_t){text + n, eye}, (int16_t)at);
    return fits ? ST_OK : ST_MEMORY;
}

static status_t put_lure(compiler_t *c, str_t word, size_t *taken)
{
    uint32_t mixed = like_mix(like_hash(word));
    ktext_t *slot = c->part[KNOW_LURES].at, kept = pool_put(c, word);
    size_t at = mixed % LIKE_LURES;
    if (++*taken > LIKE_LURES / 2) return ST_MEMORY;
    while (slot[at].n) at = (at + 1) % LIKE_LURES;
    slot[at] = kept;
    like_set(c->part[KNOW_LURED].at, mixed % LIKE_BUCKETS);
    return ST_OK;
}

static like_kind_t kind_of(const brand_t *b)
{
    if (str_eq(b->key, S("nganhang"))) return LIKE_TRADE;
    return str_eq(b->kind, S("platform")) ? LIKE_PLATFORM : LIKE_BODY;
}

static status_t empty_tables(compiler_t *c)
{
    const int16_t none = -1;
    const uint64_t zero = 0;
    const ktext_t nothing = {0, 0};
    status_t s = part_fill(c, KNOW_LIKE_BUCKETS, LIKE_BUCKETS, &none, sizeof none);
    if (s == ST_OK) s = part_fill(c, KNOW_LIKE_EDITS, EDIT_SLOTS, &none, sizeof none);
    if (s == ST_OK) s = part_fill(c, KNOW_LIKE_TRIPLES, LIKE_TRIPLES / 64, &zero, sizeof zero);
    if (s == ST_OK) s = part_fill(c, KNOW_LIKE_EDITED, LIKE_EDITS / 64, &zero, sizeof zero);
    if (s == ST_OK) s = part_fill(c, KNOW_LURED, LIKE_BUCKETS / 64, &zero, sizeof zero);
    if (s == ST_OK) s = part_fill(c, KNOW_LURES, LIKE_LURES, &nothing, sizeof nothing);
    return s;
}

status_t compile_likeness(compiler_t *c)
{
    size_t lures = 0;
    status_t s = empty_tables(c);
    for (size_t b = 0; b < c->brands.len && s == ST_OK; b++) {
        const brand_t *brand = &VEC_AT(&c->brands, brand_t, b);
        for (size_t i = 0; i < brand->n_names && s == ST_OK; i++)
            s = put_name(c, brand->names[i], (int)b, kind_of(brand));
    }
    for (size_t i = 0; i < c->hosts.len && s == ST_OK; i++) {
        const host_fact_t *f = &VEC_AT(&c->hosts, host_fact_t, i);
        if (f->kind == FACT_GAMBLE) s = put_name(c, f->name, -1, LIKE_GAMBLE);
        if (f->kind == FACT_WORD) s = put_name(c, f->name, -1, LIKE_WORD);
        if (f->kind == FACT_LURE) s = put_lure(c, f->name, &lures);
    }
    return s;
}
