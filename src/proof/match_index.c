/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/match_index.h"
#include <stdlib.h>

static int hash_cmp(const void *x, const void *y)
{
    const by_hash_t *a = x, *b = y;
    int c = memcmp(a->sha256.b, b->sha256.b, 32);
    return c ? c : (a->print > b->print) - (a->print < b->print);
}
int match_name_cmp(const void *x, const void *y)
{
    return str_cmp(((const by_name_t *)x)->name, ((const by_name_t *)y)->name);
}
static int shingle_cmp(const void *x, const void *y)
{
    const by_shingle_t *a = x, *b = y;
    return (a->shingle > b->shingle) - (a->shingle < b->shingle);
}
static int size_cmp(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

static bool published(const release_print_t *p)
{
    return str_eq(p->state, S("published"));
}

typedef struct newest {
    ident_t material;
    int64_t version;
    uint32_t print;
} newest_t;

static int newest_cmp(const void *x, const void *y)
{
    const newest_t *a = x, *b = y;
    int c = memcmp(a->material.b, b->material.b, 16);
    return c ? c : (a->version < b->version) - (a->version > b->version);
}

static bool mark_current(arena_t *a, match_index_t *ix)
{
    newest_t *v = ARENA_ARRAY(a, newest_t, ix->n);
    ix->current = ARENA_ARRAY(a, bool, ix->n);
    if (!v || !ix->current) return false;
    size_t n = 0;
    for (size_t i = 0; i < ix->n; i++)
        if (published(&ix->prints[i])) v[n++] = (newest_t){ix->prints[i].material, ix->prints[i].version, (uint32_t)i};
    qsort(v, n, sizeof *v, newest_cmp);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || !ident_eq(v[i].material, v[i - 1].material)) ix->current[v[i].print] = true;
    return true;
}

static bool make_tables(arena_t *a, match_index_t *ix)
{
    for (size_t i = 0; i < ix->n; i++) {
        ix->n_hashes += ix->prints[i].n_renditions;
        ix->n_texts += ix->prints[i].n_texts;
        for (size_t k = 0; k < ix->prints[i].n_texts; k++) ix->n_shingles += ix->prints[i].texts[k].n_shingles;
    }
    ix->hashes = ARENA_ARRAY(a, by_hash_t, ix->n_hashes);
    ix->sizes = ARENA_ARRAY(a, uint64_t, ix->n_hashes);
    ix->names = ARENA_ARRAY(a, by_name_t, ix->n * 2);
    ix->shingles = ARENA_ARRAY(a, by_shingle_t, ix->n_shingles);
    ix->texts = ARENA_ARRAY(a, text_ref_t, ix->n_texts);
    return !arena_failed(a) && mark_current(a, ix);
}

static void fill(match_index_t *ix)
{
    size_t hashes = 0, texts = 0, shingles = 0;
    for (uint32_t i = 0; i < ix->n; i++) {
        const release_print_t *p = &ix->prints[i];
        for (size_t k = 0; k < p->n_renditions; k++) {
            ix->sizes[hashes] = p->renditions[k].bytes;
            ix->hashes[hashes++] = (by_hash_t){p->renditions[k].sha256, i};
        }
        if (p->embed.n) ix->names[ix->n_names++] = (by_name_t){p->embed, i};
        if (p->code.n) ix->names[ix->n_names++] = (by_name_t){p->code, i};
        for (size_t k = 0; k < p->n_texts; k++) {
            ix->texts[texts] = (text_ref_t){i, &p->texts[k]};
            for (size_t j = 0; j < p->texts[k].n_shingles; j++)
                ix->shingles[shingles++] = (by_shingle_t){p->texts[k].shingles[j], (uint32_t)texts};
            texts++;
        }
    }
    qsort(ix->hashes, ix->n_hashes, sizeof *ix->hashes, hash_cmp);
    qsort(ix->names, ix->n_names, sizeof *ix->names, match_name_cmp);
    qsort(ix->shingles, ix->n_shingles, sizeof *ix->shingles, shingle_cmp);
    qsort(ix->sizes, ix->n_hashes, sizeof *ix->sizes, size_cmp);
    for (size_t i = 0; i < ix->n_hashes; i++)
        if (i == 0 || ix->sizes[i] != ix->sizes[i - 1]) ix->sizes[ix->n_sizes++] = ix->sizes[i];
}

status_t match_index_new(arena_t *a, const release_print_t *prints, size_t n, match_index_t **out, err_t *err)
{
    match_index_t *ix = ARENA_NEW(a, match_index_t);
    if (ix) {
        ix->prints = prints;
        ix->n = n;
    }
    if (!ix || !make_tables(a, ix))
        return err_set(err, ST_MEMORY, "match.memory", N_("There is not enough memory to compare releases."));
    fill(ix);
    *out = ix;
    return ST_OK;
}
