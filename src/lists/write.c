/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include "lists/internal.h"

void put16(buf_t *b, uint16_t v)
{
    buf_put(b, (str_t){(char[]){(char)v, (char)(v >> 8)}, 2});
}

void put32(buf_t *b, uint32_t v)
{
    put16(b, (uint16_t)v);
    put16(b, (uint16_t)(v >> 16));
}

void put64(buf_t *b, uint64_t v)
{
    char c[8];
    for (int i = 0; i < 8; i++) c[i] = (char)(v >> (8 * i));
    buf_put(b, (str_t){c, 8});
}

void put_padding(buf_t *b)
{
    while (b->n % 8 && buf_ok(b)) buf_putc(b, 0);
}

/* --- facts --- */

static int fact_cmp(const fact_t *x, const fact_t *y)
{
    int c = str_cmp(x->source, y->source);
    if (!c) c = str_cmp(x->reason, y->reason);
    if (!c) c = str_cmp(x->who, y->who);
    if (!c) c = (x->since > y->since) - (x->since < y->since);
    return c ? c : (x->until > y->until) - (x->until < y->until);
}

/* Many entries point to the same fact, or to facts beside one another: those are compared by pointer first. */
static int by_fact(const void *a, const void *b)
{
    const fact_t *x = *(const fact_t *const *)a, *y = *(const fact_t *const *)b;
    return x == y ? 0 : fact_cmp(x, y);
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const str_t *)a, *(const str_t *)b);
}

static uint32_t string_number(const fact_table_t *t, str_t s)
{
    const str_t *at = bsearch(&s, t->strings, t->n_strings, sizeof s, by_text);
    return at ? (uint32_t)(at - t->strings) : 0;
}

static status_t strings_make(arena_t *a, fact_table_t *t, err_t *err)
{
    size_t n = 0, kept = 0;
    t->strings = ARENA_ARRAY(a, str_t, (size_t)t->n * 3 + 1);
    if (!t->strings) return no_memory(err);
    for (uint32_t i = 0; i < t->n; i++) {
        t->strings[n++] = t->facts[i]->source;
        t->strings[n++] = t->facts[i]->reason;
        t->strings[n++] = t->facts[i]->who;
    }
    qsort(t->strings, n, sizeof *t->strings, by_text);
    for (size_t i = 0; i < n; i++) {
        if (kept && str_eq(t->strings[kept - 1], t->strings[i])) continue;
        t->strings[kept++] = t->strings[i];
        t->strings_bytes += (uint32_t)t->strings[i].n;
    }
    t->n_strings = (uint32_t)kept;
    if (kept > 0xffff || t->strings_bytes > LIST_MOST)
        return err_set(err, ST_LIMIT, "lists.strings", N_("There are too many different sources and reasons."));
    return ST_OK;
}

/* Points of equal facts to one of them, through a table by content, before anything is sorted: a million entries share few. */
static size_t fact_hash(const fact_t *f)
{
    static const uint8_t key[LIST_KEY] = {0};
    uint64_t h = list_hash(key, LIST_HOST, false, f->source) * 3 + list_hash(key, LIST_URL, false, f->reason) * 5 +
                 list_hash(key, LIST_PHONE, false, f->who) * 7 + f->since * (uint64_t)0x9e3779b97f4a7c15u +
                 f->until * (uint64_t)0xc2b2ae3d27d4eb4fu;
    return (size_t)(h ^ h >> 32);
}

static bool distinct(const keyed_t *entries, size_t n, const fact_t **found, uint32_t *n_found, arena_t *work)
{
    size_t size = 64;
    while (size < 2 * n) size *= 2;
    const fact_t **table = ARENA_ARRAY(work, const fact_t *, size), *last = NULL;
    if (!table) return false;
    for (size_t i = 0; i < n; i++) {
        const fact_t *f = entries[i].fact;
        if (f == last) continue;
        last = f;
        size_t at = fact_hash(f) & (size - 1);
        while (table[at] && fact_cmp(table[at], f) != 0) at = (at + 1) & (size - 1);
        if (table[at]) continue;
        table[at] = f;
        found[(*n_found)++] = f;
    }
    return true;
}

status_t fact_table_make(arena_t *a, const keyed_t *entries, size_t n, fact_table_t *t, err_t *err)
{
    *t = (fact_table_t){.facts = ARENA_ARRAY(a, const fact_t *, n + 1), .of = ARENA_ARRAY(a, uint32_t, n + 1)};
    arena_t *work = arena_new(n * 40 + (1 << 20));
    bool made = work && t->facts && t->of && distinct(entries, n, t->facts, &t->n, work);
    arena_free(work);
    if (!made) return no_memory(err);
    qsort(t->facts, t->n, sizeof *t->facts, by_fact);
    for (size_t i = 0; i < n; i++) {
        const fact_t *f = entries[i].fact;
        if (i && f == entries[i - 1].fact) {
            t->of[i] = t->of[i - 1];
            continue;
        }
        const fact_t **at = bsearch(&f, t->facts, t->n, sizeof f, by_fact);
        t->of[i] = at ? (uint32_t)(at - t->facts) : 0;
    }
    return strings_make(a, t, err);
}

void fact_table_put(const fact_table_t *t, buf_t *out)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        const fact_t *f = t->facts[i];
        put16(out, (uint16_t)string_number(t, f->source));
        put16(out, (uint16_t)string_number(t, f->reason));
        put16(out, (uint16_t)string_number(t, f->who));
        put16(out, f->since);
        put16(out, f->until);
        put16(out, 0);
    }
    put_padding(out);
    for (uint32_t i = 0; i < t->n_strings; i++) {
        put32(out, at);
        at += (uint32_t)t->strings[i].n;
    }
    put32(out, at);
    put_padding(out);
    for (uint32_t i = 0; i < t->n_strings; i++) buf_put(out, t->strings[i]);
    put_padding(out);
}

/* --- the snapshot --- */

/* About eight entries for each box. */
static unsigned index_bits(size_t n)
{
    unsigned bits = 0;
    while (bits < LIST_INDEX_MOST && ((size_t)8 << bits) < n) bits++;
    return bits;
}

static void index_put(const keyed_t *e, size_t n, unsigned bits, buf_t *out)
{
    size_t i = 0;
    for (size_t box = 0; box < (size_t)1 << bits; box++) {
        while (bits && i < n && e[i].hash >> (64 - bits) < box) i++;
        put32(out, (uint32_t)i);
    }
    put32(out, (uint32_t)n);
    put_padding(out);
}

static void head_put(const list_head_t *h, const fuse_t *f, const fact_table_t *t, size_t n, uint32_t width, buf_t *out)
{
    buf_putz(out, LIST_MAGIC);
    put32(out, 1);
    put32(out, (uint32_t)n);
    buf_put(out, (str_t){(const char *)h->key, LIST_KEY});
    put64(out, h->number);
    put64(out, (uint64_t)h->made);
    for (size_t i = 0; i < 2 * LIST_KINDS; i++) put32(out, h->counts[i]);
    put32(out, t->n);
    put32(out, width);
    put64(out, f->seed);
    put32(out, f->segment);
    put32(out, f->segments);
    put32(out, f->slots);
    put32(out, index_bits(n));
    put32(out, t->n_strings);
    put32(out, t->strings_bytes);
    put64(out, 0);
}

static void info_of_put(const fact_table_t *t, size_t n, uint32_t width, buf_t *out)
{
    for (size_t i = 0; i < n; i++) {
        if (width == 1)
            buf_putc(out, (char)t->of[i]);
        else if (width == 2)
            put16(out, (uint16_t)t->of[i]);
        else
            put32(out, t->of[i]);
    }
    put_padding(out);
}

status_t snapshot_write(arena_t *a, const keyed_t *e, size_t n, const list_head_t *head, buf_t *out, err_t *err)
{
    fuse_t f;
    fact_table_t t;
    uint64_t *hashes = ARENA_ARRAY(a, uint64_t, n + 1);
    if (!hashes) return no_memory(err);
    for (size_t i = 0; i < n; i++) hashes[i] = e[i].hash;
    if (!fuse_build(a, hashes, n, &f)) return no_memory(err);
    status_t s = fact_table_make(a, e, n, &t, err);
    if (s != ST_OK) return s;
    uint32_t width = t.n <= 0x100 ? 1 : t.n <= 0x10000 ? 2 : 4;
    size_t from = out->n;
    head_put(head, &f, &t, n, width, out);
    for (uint32_t i = 0; i < f.slots; i++) put16(out, f.prints[i]);
    put_padding(out);
    for (size_t i = 0; i < n; i++) put64(out, hashes[i]);
    index_put(e, n, index_bits(n), out);
    info_of_put(&t, n, width, out);
    fact_table_put(&t, out);
    if (!buf_ok(out)) return no_memory(err);
    uint64_t sum = list_checksum((str_t){out->p + from, out->n - from});
    for (int i = 0; i < 8; i++) out->p[from + AT_CHECKSUM + (size_t)i] = (char)(sum >> (8 * i));
    return ST_OK;
}
