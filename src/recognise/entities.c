/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands in a text, in the order it is looked for: links, documents, dates, numbers, and the brands it names. All on the
 * folded text, marked in the original.
 */
#include "recognise/entities_internal.h"

entity_t *entity_add(work_t *w, entity_kind_t kind, size_t from, size_t to)
{
    /* Names come last; a flood of links before them must not crowd them out. */
    size_t most = kind == ENTITY_BRAND ? ENTITIES_MOST : ENTITIES_MOST - 16;
    if (w->v->n_entities >= most || to <= from) return NULL;
    entity_t *e = &w->v->entities[w->v->n_entities++];
    *e = (entity_t){.kind = kind, .start = w->f.origin[from], .end = fold_end(w->in->text, &w->f, to - 1)};
    return e;
}

bool entity_there(const work_t *w, size_t from, size_t to)
{
    if (!w->v->n_entities) return false;
    size_t s = w->f.origin[from], e = fold_end(w->in->text, &w->f, to - 1);
    bool there = false;
    for (size_t i = 0; i < w->v->n_entities; i++) there |= (w->v->entities[i].start < e) & (s < w->v->entities[i].end);
    return there;
}

/* --- brands by name --- */

static bool name_stands(const work_t *w, str_t name, size_t at)
{
    size_t end = at + name.n;
    if (end > w->f.n || w->f.text[end - 1] != name.p[name.n - 1] || memcmp(w->f.text + at, name.p, name.n) != 0)
        return false;
    bool left = at == 0 || !host_char(w->f.text[at - 1]) || w->f.text[at - 1] == '.';
    bool right = end == w->f.n || !host_char(w->f.text[end]) || w->f.text[end] == '.' || w->f.text[end] == '-';
    return left && right;
}

/* The longest name that begins with this word: "bao hiem bidv" is not BIDV. */
static const know_name_t *name_at(const work_t *w, size_t word)
{
    size_t n;
    const know_name_t *set = names_by_word(w->k, w->ids[word], &n);
    for (size_t i = 0; i < n; i++)
        if (name_stands(w, (str_t){w->k->pool + set[i].at, set[i].n}, w->words[word].start)) return &set[i];
    return NULL;
}

const brand_t *brand_at_word(const work_t *w, size_t word, size_t *n)
{
    const know_name_t *name = name_at(w, word);
    *n = name ? name->n : 0;
    return name ? &w->k->brands[name->brand] : NULL;
}

static bool named_already(const work_t *w, const brand_t *b)
{
    for (size_t i = 0; i < w->v->n_entities; i++)
        if (w->v->entities[i].kind == ENTITY_BRAND && w->v->entities[i].brand == b) return true;
    return false;
}

static void brands(work_t *w)
{
    for (size_t i = 0; (i = word_to_look_at(w, READER_NAMES, i)) < w->n_words; i++) {
        const know_name_t *name = name_at(w, i);
        size_t at = w->words[i].start;
        if (!name || entity_there(w, at, at + name->n)) continue;
        while (i + 1 < w->n_words && w->words[i + 1].start < at + name->n) i++;
        const brand_t *brand = &w->k->brands[name->brand];
        if (named_already(w, brand)) continue;
        entity_t *e = entity_add(w, ENTITY_BRAND, at, at + name->n);
        if (!e) return;
        e->brand = brand;
        e->value = brand->key;
    }
}

void entities_find(work_t *w)
{
    links_find(w);
    documents_find(w);
    deadlines_find(w);
    numbers_find(w);
    brands(w);
}

const char *canhgiac_entity_name(entity_kind_t k)
{
    static const char *const names[] = {"url", "host",  "phone", "account",  "amount",
                                        "otp", "email", "brand", "deadline", "document"};
    return names[k];
}
