/* SPDX-License-Identifier: Apache-2.0
 *
 * What was found, as traits for the trained judge: the signs, what was said and what was said not to be, whose links, which
 * numbers, whose names, how it is written. Wording itself is the model's own business.
 */
#include "recognise/judge.h"

/* Eight bytes at a time: names are short and many. Inline, for of a literal's it makes a constant. */
static inline uint32_t trait_hash(char kind, str_t name)
{
    uint64_t h = 0x9e3779b97f4a7c15u * (unsigned char)kind ^ name.n;
    for (size_t i = 0; i < name.n; i += 8) {
        h = (h ^ few_bytes(name.p + i, name.n - i < 8 ? name.n - i : 8)) * 0xff51afd7ed558ccdu;
        h ^= h >> 32;
    }
    return (uint32_t)(h ^ h >> 29);
}

/* Nearly always a bit of 64 tells that it is not there yet. */
static void put_hash(traits_t *t, uint32_t h)
{
    uint64_t bit = (uint64_t)1 << (h & 63);
    for (size_t i = 0; t->bits & bit && i < t->n; i++)
        if (t->at[i] == h) return;
    t->bits |= bit;
    if (t->n < TRAITS_MOST) t->at[t->n++] = h;
}

static inline void put(traits_t *t, char kind, str_t name)
{
    put_hash(t, trait_hash(kind, name));
}

static inline void putz(traits_t *t, char kind, const char *name)
{
    put(t, kind, str_of(name));
}

static str_t last_label(str_t host)
{
    size_t from = host.n;
    while (from > 0 && host.p[from - 1] != '.') from--;
    return str_sub(host, from, host.n);
}

static void one_link(const work_t *w, traits_t *t, const entity_t *e)
{
    if (e->disguised) putz(t, 'l', "disguised");
    if (names_app(e->value)) putz(t, 'l', "file");
    if (e->brand) {
        putz(t, 'l', is_kind(e->brand, "platform") ? "chat" : "own");
        put(t, 'w', e->brand->kind);
    } else if (str_ends(e->host, S(".gov.vn")) || str_ends(e->host, S(".edu.vn"))) {
        putz(t, 'l', "state");
    } else if (link_is_short(w, e)) {
        putz(t, 'l', "short");
    } else {
        putz(t, 'l', "foreign");
        if (!(host_of(w, e)->read ? host_of(w, e)->number : host_is_number(e->host)))
            put(t, 'e', last_label(e->registrable));
    }
}

static const char *phone_class(str_t d)
{
    if (private_number(d)) return "mobile";
    return str_starts(d, S("18")) || str_starts(d, S("19")) ? "hotline" : "landline";
}

static void entities(const work_t *w, traits_t *t)
{
    size_t links = 0;
    for (size_t i = 0; i < w->v->n_entities; i++) {
        const entity_t *e = &w->v->entities[i];
        if (is_link(e)) {
            one_link(w, t, e);
            if (e->kind == ENTITY_HOST) putz(t, 'l', "bare");
            if (++links == 2) putz(t, 'l', "many");
        } else if (e->kind == ENTITY_BRAND && e->brand) {
            put(t, 'k', e->brand->kind);
        } else if (e->kind == ENTITY_PHONE) {
            putz(t, 'p', phone_class(e->value));
        } else {
            putz(t, 'n', entity_name(e->kind));
        }
    }
    if (!links) putz(t, 'l', "none");
}

/* How it is written: length, marks, capitals, cries. */
static void manner(const work_t *w, const manner_t *m, traits_t *t)
{
    static const char *const lengths[] = {"0", "1", "2", "4", "8", "16", "32", "64", "128"};
    size_t bits = 0;
    while (bits < 8 && w->n_words >> bits) bits++;
    putz(t, 'm', lengths[bits]);
    if (m->capitals > m->small) putz(t, 'm', "capitals");
    if (m->cries > 1) putz(t, 'm', "cries");
    uint32_t marks = w->f.stats.marks, letters = w->f.stats.letters;
    if (letters) putz(t, 'm', marks * 50 < letters ? "bare" : marks * 8 < letters ? "mixed" : "marked");
}

/* A code's number is as good as its name. */
static void said_and_denied(const work_t *w, traits_t *t)
{
    for (size_t i = 0; i < w->n_hits; i++) put_hash(t, w->hits[i].code);
    for (size_t i = 0; i < CODES_MOST / 64; i++)
        for (uint64_t left = w->denied_codes[i]; left; left &= left - 1)
            put_hash(t, ~w->k->codes[64 * i + (size_t)__builtin_ctzll(left)]);
}

void traits_find(const work_t *w, const facts_t *f, traits_t *t)
{
    t->n = t->bits = 0;
    for (size_t i = 0; i < w->v->n_signs; i++) put(t, 's', w->v->signs[i].code);
    said_and_denied(w, t);
    for (size_t i = 0; i < w->v->n_asks; i++) putz(t, 'a', w->v->asks[i]);
    entities(w, t);
    manner(w, &f->manner, t);
    if (f->pressure) putz(t, 'f', "pressure");
    if (f->manner.garbled) putz(t, 'm', "garbled");
    if (f->authority) putz(t, 'f', "authority");
    if (w->v->imitates) put(t, 'i', w->v->imitates->kind);
}
