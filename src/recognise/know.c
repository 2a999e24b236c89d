/* SPDX-License-Identifier: Apache-2.0
 *
 * Opens canhgiac.know: every offset, count and index is looked at once, here, and trusted from then on.
 */
#include "recognise/know.h"
#include "recognise/engine.h"

_Static_assert((int)CANHGIAC_DAMAGED == ST_INPUT && (int)CANHGIAC_TOO_LONG == ST_LIMIT &&
                   (int)CANHGIAC_NO_MEMORY == ST_MEMORY,
               "statuses of the library are those of the program");
_Static_assert((int)CANHGIAC_ENGLISH == LANG_EN && LANG_COUNT == 2, "so are its languages");
_Static_assert(sizeof(know_head_t) % KNOW_ALIGN == 0 && offsetof(know_head_t, format) == 16,
               "the head is laid out as written");
_Static_assert(sizeof(know_brand_t) == 52 && sizeof(know_form_t) == 52 && sizeof(know_sign_t) == 44, "no holes");
_Static_assert(sizeof(know_word_t) == 24 && sizeof(know_slot_t) == 16 && sizeof(know_try_t) == 22 &&
                   sizeof(know_phrase_t) == 6 && sizeof(know_like_name_t) == 12 && sizeof(know_domain_t) == 8 &&
                   sizeof(know_bank_t) == 20,
               "no holes");

/* Four streams of eight bytes, each stirred by a multiplication; the rest byte by byte. */
uint64_t know_sum(const char *p, size_t n)
{
    enum { STREAMS = 4 };
    uint64_t stream[STREAMS] = {n, 2, 3, 4};
    size_t i = 0;
    for (; i + sizeof stream <= n; i += sizeof stream)
        for (size_t k = 0; k < STREAMS; k++) {
            uint64_t x;
            memcpy(&x, p + i + 8 * k, sizeof x);
            stream[k] = (stream[k] ^ x) * 0x9E3779B97F4A7C15u;
            stream[k] ^= stream[k] >> 29;
        }
    for (; i < n; i++) stream[0] = (stream[0] ^ (unsigned char)p[i]) * 0x100000001B3u;
    uint64_t sum = 0;
    for (size_t k = 0; k < STREAMS; k++) sum = (sum ^ stream[k] ^ stream[k] >> 31) * 0xD6E8FEB86659FD93u;
    return sum ^ sum >> 32;
}

/* A file being opened. `ok` falls once and for all. */
typedef struct opening {
    arena_t *a;
    const char *file;
    const know_head_t *head;
    canhgiac_t *k;
    bool ok;
} opening_t;

static size_t count(const opening_t *o, know_kind_t kind)
{
    return o->head->part[kind].n;
}

static void demand(opening_t *o, bool holds)
{
    o->ok = o->ok && holds;
}

/* The items of a part; one whose bounds are wrong is empty from here on. */
static const void *part(opening_t *o, know_kind_t kind, size_t item)
{
    size_t at = o->head->part[kind].at, n = o->head->part[kind].n;
    bool fits =
        at % KNOW_ALIGN == 0 && at >= sizeof *o->head && at <= o->head->size && n <= (o->head->size - at) / item;
    demand(o, fits);
    return o->file + (fits ? at : 0);
}

static bool in_pool(const opening_t *o, size_t at, size_t n)
{
    size_t all = count(o, KNOW_POOL);
    return at <= all && n <= all - at;
}

static str_t text(opening_t *o, ktext_t t)
{
    bool fits = in_pool(o, t.at, t.n);
    demand(o, fits);
    return fits ? (str_t){o->k->pool + t.at, t.n} : STR_NONE;
}

static void *room(opening_t *o, size_t n, size_t size)
{
    void *p = o->ok ? arena_array(o->a, n + 1 /* none at all has an address too */, size) : NULL;
    demand(o, p != NULL);
    return p;
}

static str_t *texts(opening_t *o, know_kind_t kind, size_t *n)
{
    const ktext_t *from = part(o, kind, sizeof *from);
    *n = count(o, kind);
    str_t *to = room(o, *n, sizeof *to);
    for (size_t i = 0; o->ok && i < *n; i++) to[i] = text(o, from[i]);
    return to;
}

static bool within(size_t from, size_t n, size_t all)
{
    return from <= all && n <= all - from;
}

static void brands(opening_t *o)
{
    const know_brand_t *from = part(o, KNOW_BRANDS, sizeof *from);
    size_t n, n_texts;
    str_t *all = texts(o, KNOW_TEXTS, &n_texts);
    n = count(o, KNOW_BRANDS);
    demand(o, n < INT16_MAX);
    brand_t *to = room(o, n, sizeof *to);
    for (size_t i = 0; o->ok && i < n; i++) {
        demand(o, within(from[i].names, from[i].n_names, n_texts) &&
                      within(from[i].domains, from[i].n_domains, n_texts) && from[i].n_vouched <= from[i].n_domains);
        if (!o->ok) return;
        to[i] = (brand_t){.key = text(o, from[i].key),
                          .name = text(o, from[i].name),
                          .kind = text(o, from[i].kind),
                          .names = all + from[i].names,
                          .n_names = from[i].n_names,
                          .domains = all + from[i].domains,
                          .n_domains = from[i].n_domains,
                          .n_vouched = from[i].n_vouched,
                          .hotline = text(o, from[i].hotline)};
    }
    o->k->brands = to;
    o->k->n_brands = n;
}

/* What pages tell of a form; a browser's knowledge has none of it. */
static void form_told(opening_t *o, size_t form, form_t *to)
{
    str_t *into[KNOW_FORM_TOLD] = {&to->look_vi,  &to->look_en,  &to->example_vi, &to->example_en,
                                   &to->signs_vi, &to->signs_en, &to->do_vi,      &to->do_en};
    size_t n = count(o, KNOW_TOLD), all = count(o, KNOW_TOLD_POOL);
    const ktext_t *from = part(o, KNOW_TOLD, sizeof *from);
    const char *pool = part(o, KNOW_TOLD_POOL, 1);
    demand(o, n == 0 || n == count(o, KNOW_FORMS) * KNOW_FORM_TOLD);
    for (size_t t = 0; o->ok && t < KNOW_FORM_TOLD; t++) {
        ktext_t told = n ? from[form * KNOW_FORM_TOLD + t] : (ktext_t){0, 0};
        demand(o, told.at <= all && told.n <= all - told.at);
        *into[t] = o->ok ? (str_t){pool + told.at, told.n} : STR_NONE;
    }
}

static void forms(opening_t *o)
{
    const know_form_t *from = part(o, KNOW_FORMS, sizeof *from);
    size_t n = count(o, KNOW_FORMS);
    form_t *to = room(o, n, sizeof *to);
    for (size_t i = 0; o->ok && i < n; i++) {
        str_t *into[KNOW_FORM_TEXTS] = {&to[i].code, &to[i].group, &to[i].name_vi, &to[i].name_en, &to[i].when};
        for (size_t t = 0; t < KNOW_FORM_TEXTS; t++) *into[t] = text(o, from[i].text[t]);
        form_told(o, i, &to[i]);
        demand(o, from[i].number < 1000 && within(from[i].when, from[i].n_when, count(o, KNOW_CONDITIONS)));
        to[i].number = (int)from[i].number;
    }
    o->k->form_rules = from;
    o->k->conditions = part(o, KNOW_CONDITIONS, sizeof(uint32_t));
    o->k->forms = to;
    o->k->n_forms = n;
}

static void signs(opening_t *o)
{
    const know_sign_t *from = part(o, KNOW_SIGNS, sizeof *from);
    size_t n = count(o, KNOW_SIGNS);
    sign_fact_t *to = room(o, n, sizeof *to);
    for (size_t i = 0; o->ok && i < n; i++) {
        to[i].code = text(o, from[i].code);
        to[i].hash = code_hash(to[i].code);
        to[i].kind = (sign_kind_t)from[i].kind;
        to[i].weight = (double)from[i].weight / 100;
        demand(o, from[i].kind <= SIGN_MODEL && from[i].weight < 100);
        for (size_t l = 0; l < LANG_COUNT; l++) {
            to[i].why[l] = text(o, from[i].why[l]);
            to[i].check[l] = text(o, from[i].check[l]);
        }
    }
    o->k->signs = to;
    o->k->n_signs = n;
}

static line_fact_t *lines(opening_t *o, know_kind_t kind, size_t *n)
{
    const know_line_t *from = part(o, kind, sizeof *from);
    *n = count(o, kind);
    line_fact_t *to = room(o, *n, sizeof *to);
    for (size_t i = 0; o->ok && i < *n; i++) {
        to[i].code = text(o, from[i].code);
        to[i].hash = code_hash(to[i].code);
        for (size_t l = 0; l < LANG_COUNT; l++) to[i].text[l] = text(o, from[i].text[l]);
    }
    return to;
}

static bool power_of_two(size_t n)
{
    return n && (n & (n - 1)) == 0;
}

/* Looking a word up ends at an empty slot: there is one when not every slot is taken. */
static void words(opening_t *o)
{
    canhgiac_t *k = o->k;
    size_t n = count(o, KNOW_WORDS), slots = count(o, KNOW_WORD_SLOTS), taken = 0;
    k->words = part(o, KNOW_WORDS, sizeof *k->words);
    k->word_slots = part(o, KNOW_WORD_SLOTS, sizeof *k->word_slots);
    k->word_mask = slots - 1;
    demand(o, power_of_two(slots) && n > 0 && n <= KNOW_WORDS_MOST);
    for (size_t i = 0; o->ok && i < n; i++) {
        const know_word_t *w = &k->words[i];
        demand(o, in_pool(o, w->at, w->n) && within(w->open, (size_t)w->n_open + TRIES_AT_ONCE, count(o, KNOW_TRIES)) &&
                      within(w->name, w->n_names, count(o, KNOW_NAMES)));
    }
    for (size_t i = 0; o->ok && i < slots; i++) {
        const know_slot_t *s = &k->word_slots[i];
        demand(o, s->id < n && (s->id || (s->is | s->n | s->head) == 0));
        taken += s->id != 0;
    }
    demand(o, o->ok && taken < slots && k->words[0].n_open == 0 && k->words[0].n_names == 0);
}

static const uint64_t *bits(opening_t *o, know_kind_t kind, size_t n)
{
    const uint64_t *at = part(o, kind, sizeof *at);
    demand(o, count(o, kind) == n / 64);
    return at;
}

static void phrases(opening_t *o)
{
    canhgiac_t *k = o->k;
    size_t n = count(o, KNOW_PHRASES), items = count(o, KNOW_ITEMS), codes = count(o, KNOW_CODES);
    k->phrases = part(o, KNOW_PHRASES, sizeof *k->phrases);
    k->items = part(o, KNOW_ITEMS, sizeof *k->items);
    k->codes = part(o, KNOW_CODES, sizeof *k->codes);
    k->pairs = bits(o, KNOW_PAIRS, KNOW_PAIRS_BITS);
    demand(o, codes <= CODES_MOST);
    for (size_t i = 0; o->ok && i < items; i++) demand(o, (k->items[i] & KNOW_WORDS_MOST) != 0);
    for (size_t i = 0; o->ok && i < n; i++) {
        const know_phrase_t *p = &k->phrases[i];
        demand(o, p->code < codes && p->n < PHRASE_WORDS && within(p->item, p->n, items));
    }
}

/* A phrase that is told by its first words alone ends where they do: behind the text stand words 0, which none of them may be. */
static bool whole(const know_try_t *t)
{
    bool holds = t->n == 0 || (t->n >= 2 && t->n <= 2 + KNOW_AHEAD);
    for (size_t i = 0; holds && i + 2 < t->n; i++) holds = t->must[i] && t->mask[i] == UINT16_MAX;
    return holds;
}

/* Looking a pair up ends as looking up a word does. */
static void pairs(opening_t *o)
{
    canhgiac_t *k = o->k;
    size_t n = count(o, KNOW_TRIES), slots = count(o, KNOW_PAIR_SLOTS), taken = 0;
    k->tries = part(o, KNOW_TRIES, sizeof *k->tries);
    k->pair_slots = part(o, KNOW_PAIR_SLOTS, sizeof *k->pair_slots);
    k->pair_mask = slots - 1;
    demand(o, power_of_two(slots) && n >= TRIES_AT_ONCE);
    for (size_t i = 0; o->ok && i < n; i++)
        demand(o, k->tries[i].phrase < count(o, KNOW_PHRASES) && k->tries[i].code < count(o, KNOW_CODES) &&
                      whole(&k->tries[i]));
    n -= o->ok ? TRIES_AT_ONCE : n; /* behind them stand some that are looked at and not tried */
    for (size_t i = 0; o->ok && i < slots; i++) {
        const know_pair_t *p = &k->pair_slots[i];
        demand(o, within(p->at, p->n, n) && (!p->first || p->second));
        taken += p->first != 0;
    }
    demand(o, taken < slots);
    for (size_t i = 0; o->ok && i < count(o, KNOW_WORDS); i++)
        for (size_t t = 0; t < k->words[i].n_open; t++) demand(o, k->tries[k->words[i].open + t].n == 0);
}

static void plain(opening_t *o)
{
    canhgiac_t *k = o->k;
    size_t n = k->n_plain = count(o, KNOW_PLAIN), items = count(o, KNOW_PLAIN_ITEMS);
    k->plain = part(o, KNOW_PLAIN, sizeof *k->plain);
    k->plain_from = part(o, KNOW_PLAIN_FROM, sizeof *k->plain_from);
    demand(o, count(o, KNOW_PLAIN_FROM) == count(o, KNOW_WORDS));
    k->plain_items = part(o, KNOW_PLAIN_ITEMS, sizeof *k->plain_items);
    for (size_t i = 0; o->ok && i < n; i++) {
        const know_plain_t *t = &k->plain[i];
        demand(o, t->first < count(o, KNOW_WORDS) && t->sign < k->n_signs && k->n_signs <= PLAIN_SIGNS &&
                      (t->first ? within(t->item, t->n, items) : t->item < count(o, KNOW_CODES)));
    }
}

static void names(opening_t *o)
{
    canhgiac_t *k = o->k;
    size_t n = count(o, KNOW_NAMES);
    k->names = part(o, KNOW_NAMES, sizeof *k->names);
    for (size_t i = 0; o->ok && i < n; i++)
        demand(o, in_pool(o, k->names[i].at, k->names[i].n) && k->names[i].brand < k->n_brands);
}

/* A part of so many numbers, each at least -1 and below `most`; `free_slot`: one of them is -1, so that a search ends. */
static const int16_t *numbers(opening_t *o, know_kind_t kind, size_t n, size_t most, bool free_slot)
{
    const int16_t *at = part(o, kind, sizeof *at);
    bool ends = !free_slot;
    demand(o, count(o, kind) == n);
    for (size_t i = 0; o->ok && i < n; i++) {
        demand(o, at[i] >= -1 && at[i] < (int)most);
        ends = ends || at[i] < 0;
    }
    demand(o, ends);
    return at;
}

static void likenesses(opening_t *o)
{
    canhgiac_t *k = o->k;
    likenesses_t *l = &k->in_hosts;
    size_t n = count(o, KNOW_LIKE_NAMES), edits = count(o, KNOW_LIKE_EDITS), taken = 0;
    l->pool = k->pool;
    l->name = part(o, KNOW_LIKE_NAMES, sizeof *l->name);
    for (size_t i = 0; o->ok && i < n; i++) {
        const know_like_name_t *name = &l->name[i];
        /* Chains run backwards, so they end. */
        demand(o, in_pool(o, name->at, (size_t)name->n + name->eye) && name->n >= 3 && name->n <= LIKE_NAME &&
                      name->eye >= 3 && name->eye <= name->n && name->brand >= -1 && name->brand < (int)k->n_brands &&
                      name->next >= -1 && name->next < (int)i && name->kind <= LIKE_WORD);
    }
    l->bucket = numbers(o, KNOW_LIKE_BUCKETS, LIKE_BUCKETS, n, false);
    demand(o, power_of_two(edits));
    l->edit = numbers(o, KNOW_LIKE_EDITS, edits, n, true);
    l->edit_mask = edits - 1;
    l->triple = bits(o, KNOW_LIKE_TRIPLES, LIKE_TRIPLES);
    l->edited = bits(o, KNOW_LIKE_EDITED, LIKE_EDITS);
    l->lured = bits(o, KNOW_LURED, LIKE_BUCKETS);
    l->lure = part(o, KNOW_LURES, sizeof *l->lure);
    demand(o, count(o, KNOW_LURES) == LIKE_LURES);
    for (size_t i = 0; o->ok && i < LIKE_LURES; i++) {
        demand(o, in_pool(o, l->lure[i].at, l->lure[i].n));
        taken += l->lure[i].n > 0;
    }
    demand(o, taken < LIKE_LURES);
}

static void domains(opening_t *o)
{
    canhgiac_t *k = o->k;
    size_t slots = count(o, KNOW_DOMAINS), taken = 0;
    k->domains = (domains_t){part(o, KNOW_DOMAINS, sizeof(know_domain_t)), slots - 1, k->pool};
    demand(o, power_of_two(slots));
    for (size_t i = 0; o->ok && i < slots; i++) {
        const know_domain_t *d = &k->domains.slot[i];
        demand(o, in_pool(o, d->at, d->n) && d->owner >= -1 && d->owner < (int)k->n_brands);
        taken += d->n > 0;
    }
    demand(o, taken < slots);
}

static void banks(opening_t *o)
{
    canhgiac_t *k = o->k;
    k->n_banks = count(o, KNOW_BANKS);
    k->banks = part(o, KNOW_BANKS, sizeof *k->banks);
    for (size_t i = 0; o->ok && i < k->n_banks; i++) {
        (void)text(o, k->banks[i].bin);
        (void)text(o, k->banks[i].name);
        demand(o, k->banks[i].brand >= -1 && k->banks[i].brand < (int)k->n_brands);
    }
}

static void put_version(canhgiac_t *k, const know_head_t *head)
{
    const struct {
        const char *name;
        uint32_t digest;
    } parts[] = {{CANHGIAC_VERSION "+know-", head->knowledge}, {"+model-", head->model}};
    size_t n = 0;
    for (size_t i = 0; i < 2; i++) {
        for (const char *p = parts[i].name; *p; p++) k->version[n++] = *p;
        for (int shift = 28; shift >= 0; shift -= 4)
            k->version[n++] = "0123456789abcdef"[parts[i].digest >> shift & 15];
    }
    memcpy(k->version + n, "+lists-none", sizeof "+lists-none");
}

static const know_head_t *head_of(const void *know, size_t n)
{
    static const uint16_t one = 1;
    const know_head_t *h = know;
    if (!know || (uintptr_t)know % KNOW_ALIGN || n < sizeof *h || *(const unsigned char *)&one != 1) return NULL;
    if (memcmp(h->magic, KNOW_MAGIC, sizeof h->magic) != 0 || h->format != KNOW_FORMAT || h->parts != KNOW_PARTS)
        return NULL;
    if (h->size != n ||
        know_sum((const char *)know + sizeof h->magic + sizeof h->sum, n - sizeof h->magic - sizeof h->sum) != h->sum)
        return NULL;
    return h;
}

size_t canhgiac_memory(const void *know, size_t n)
{
    static const struct {
        know_kind_t kind;
        size_t size;
    } made[] = {{KNOW_TEXTS, sizeof(str_t)},       {KNOW_BRANDS, sizeof(brand_t)},
                {KNOW_FORMS, sizeof(form_t)},      {KNOW_SIGNS, sizeof(sign_fact_t)},
                {KNOW_STEPS, sizeof(line_fact_t)}, {KNOW_HEADLINES, sizeof(line_fact_t)}};
    const know_head_t *head = head_of(know, n);
    size_t all = ARENA_OWN + sizeof(canhgiac_t) + 2 * ARENA_ALIGN;
    for (size_t i = 0; head && i < sizeof made / sizeof *made; i++)
        all += ((size_t)head->part[made[i].kind].n + 1) * made[i].size + ARENA_ALIGN;
    return head ? all : 0;
}

int canhgiac_open(const void *know, size_t n, arena_t *a, canhgiac_t **out)
{
    opening_t o = {.a = a, .file = know, .head = head_of(know, n), .ok = true};
    if (!o.head) return ST_INPUT;
    canhgiac_t *k = o.k = a ? ARENA_NEW(a, canhgiac_t) : NULL; /* canhgiac_arena gave none: the buffer was too small */
    if (!k) return ST_MEMORY;
    k->pool = part(&o, KNOW_POOL, 1);
    if (!o.ok) return ST_INPUT;
    brands(&o);
    forms(&o);
    signs(&o);
    k->steps = lines(&o, KNOW_STEPS, &k->n_steps);
    k->headlines = lines(&o, KNOW_HEADLINES, &k->n_headlines);
    words(&o);
    phrases(&o);
    pairs(&o);
    plain(&o);
    names(&o);
    likenesses(&o);
    domains(&o);
    banks(&o);
    str_t model = {part(&o, KNOW_MODEL, 1), count(&o, KNOW_MODEL)};
    if (o.ok && model.n) demand(&o, model_view(model, &k->model));
    put_version(k, o.head);
    if (!o.ok) return arena_failed(a) ? ST_MEMORY : ST_INPUT;
    hosts_ready(k);
    *out = k;
    return ST_OK;
}
