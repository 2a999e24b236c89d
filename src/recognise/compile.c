/* SPDX-License-Identifier: Apache-2.0
 *
 * The file as a whole: parts, pool, head and sum.
 */
#include "recognise/compile.h"
#include "recognise/compile_internal.h"

static const size_t item_size[KNOW_PARTS] = {
    [KNOW_POOL] = 1,
    [KNOW_TEXTS] = sizeof(ktext_t),
    [KNOW_BRANDS] = sizeof(know_brand_t),
    [KNOW_FORMS] = sizeof(know_form_t),
    [KNOW_CONDITIONS] = sizeof(uint32_t),
    [KNOW_SIGNS] = sizeof(know_sign_t),
    [KNOW_STEPS] = sizeof(know_line_t),
    [KNOW_HEADLINES] = sizeof(know_line_t),
    [KNOW_WORDS] = sizeof(know_word_t),
    [KNOW_WORD_SLOTS] = sizeof(know_slot_t),
    [KNOW_PHRASES] = sizeof(know_phrase_t),
    [KNOW_ITEMS] = sizeof(uint16_t),
    [KNOW_TRIES] = sizeof(know_try_t),
    [KNOW_PAIR_SLOTS] = sizeof(know_pair_t),
    [KNOW_PAIRS] = sizeof(uint64_t),
    [KNOW_PLAIN] = sizeof(know_plain_t),
    [KNOW_PLAIN_FROM] = sizeof(uint16_t),
    [KNOW_PLAIN_ITEMS] = sizeof(uint16_t),
    [KNOW_CODES] = sizeof(uint32_t),
    [KNOW_NAMES] = sizeof(know_name_t),
    [KNOW_LIKE_NAMES] = sizeof(know_like_name_t),
    [KNOW_LIKE_BUCKETS] = sizeof(int16_t),
    [KNOW_LIKE_TRIPLES] = sizeof(uint64_t),
    [KNOW_LIKE_EDITS] = sizeof(int16_t),
    [KNOW_LIKE_EDITED] = sizeof(uint64_t),
    [KNOW_LURES] = sizeof(ktext_t),
    [KNOW_LURED] = sizeof(uint64_t),
    [KNOW_DOMAINS] = sizeof(know_domain_t),
    [KNOW_BANKS] = sizeof(know_bank_t),
    [KNOW_MODEL] = 1,
    [KNOW_TOLD] = sizeof(ktext_t),
    [KNOW_TOLD_POOL] = 1,
};

enum { ITEMS_MOST = 1 << 24, SEEN_SLOTS = 1 << 17 };

void *part_push(compiler_t *c, know_kind_t kind)
{
    return vec_push(&c->part[kind]);
}

size_t part_n(const compiler_t *c, know_kind_t kind)
{
    return c->part[kind].len;
}

status_t part_fill(compiler_t *c, know_kind_t kind, size_t n, const void *item, size_t size)
{
    for (size_t i = 0; i < n; i++) {
        void *to = part_push(c, kind);
        if (!to) return ST_MEMORY;
        memcpy(to, item, size);
    }
    return ST_OK;
}

str_t pool_text(const compiler_t *c, ktext_t t)
{
    return t.n ? (str_t){(const char *)c->part[KNOW_POOL].at + t.at, t.n} : S("");
}

void put_bytes(compiler_t *c, know_kind_t kind, str_t bytes)
{
    for (size_t i = 0; i < bytes.n; i++) {
        char *to = part_push(c, kind);
        if (!to) return;
        *to = bytes.p[i];
    }
}

ktext_t pool_put(compiler_t *c, str_t text)
{
    size_t at = word_hash(text) & c->seen_mask;
    if (!text.n) return (ktext_t){0, 0};
    for (; c->seen[at].n; at = (at + 1) & c->seen_mask)
        if (str_eq(pool_text(c, c->seen[at]), text)) return c->seen[at];
    ktext_t t = {(uint32_t)part_n(c, KNOW_POOL), (uint32_t)text.n};
    put_bytes(c, KNOW_POOL, text);
    if (2 * ++c->n_seen < SEEN_SLOTS) c->seen[at] = t;
    return t;
}

/* In the file a model stands without its digest: the file's own sum covers it. Its version is that digest's beginning. */
static status_t put_model(compiler_t *c, uint32_t *version)
{
    str_t file = c->source(c->ctx, S("model.bin"));
    model_t m;
    if (!file.p) return ST_OK;
    if (!model_open(file, &m))
        return err_set(c->err, ST_INPUT, "model.file", N_("This is no model, or it is damaged."));
    put_bytes(c, KNOW_MODEL, file);
    memcpy(version, file.p + file.n - 8, sizeof *version);
    return ST_OK;
}

static size_t aligned(size_t n)
{
    return (n + KNOW_ALIGN - 1) & ~(size_t)(KNOW_ALIGN - 1);
}

static status_t assemble(compiler_t *c, uint32_t model, str_t *out)
{
    size_t size = sizeof(know_head_t);
    know_head_t head = {.magic = KNOW_MAGIC, .format = KNOW_FORMAT, .model = model, .parts = KNOW_PARTS};
    for (size_t k = 0; k < KNOW_PARTS; k++) {
        if (c->part[k].failed) return ST_MEMORY;
        head.part[k] = (know_part_t){(uint32_t)size, (uint32_t)c->part[k].len};
        size = aligned(size + c->part[k].len * item_size[k]);
    }
    char *file = size <= KNOW_MOST ? arena_alloc(c->a, size) : NULL;
    if (!file) return ST_MEMORY;
    head.size = (uint32_t)size;
    for (size_t k = 0; k < KNOW_PARTS; k++)
        if (c->part[k].len) memcpy(file + head.part[k].at, c->part[k].at, c->part[k].len * item_size[k]);
    size_t hashed = offsetof(know_head_t, format);
    memcpy(file, &head, sizeof head);
    head.knowledge = (uint32_t)know_sum(file + sizeof head, head.part[KNOW_MODEL].at - sizeof head);
    memcpy(file, &head, sizeof head);
    head.sum = know_sum(file + hashed, size - hashed);
    memcpy(file, &head, sizeof head);
    *out = (str_t){file, size};
    return ST_OK;
}

status_t know_compile(arena_t *a, know_source_fn source, void *ctx, str_t *out, err_t *err)
{
    compiler_t c = {.a = a, .source = source, .ctx = ctx, .err = err, .seen_mask = SEEN_SLOTS - 1};
    uint32_t model = 0;
    for (size_t k = 0; k < KNOW_PARTS; k++) c.part[k] = vec_new(a, item_size[k], ITEMS_MOST);
    c.brands = vec_new(a, sizeof(brand_t), INT16_MAX);
    c.hosts = vec_new(a, sizeof(host_fact_t), 1 << 16);
    c.codes = vec_new(a, sizeof(str_t), CODES_MOST);
    c.seen = ARENA_ARRAY(a, ktext_t, SEEN_SLOTS);
    if (!c.seen) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    status_t s = compile_tables(&c);
    if (s == ST_OK) s = put_model(&c, &model);
    if (s == ST_OK) s = assemble(&c, model, out);
    if (s == ST_MEMORY) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    return s;
}
