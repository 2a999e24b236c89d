/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of this room share.
 */
#ifndef CG_LISTS_INTERNAL_H
#define CG_LISTS_INTERNAL_H
#include "base/crypto.h"
#include "lists/lists.h"
#include "recognise/list_format.h"

enum { LIST_FILE_MOST = 512 << 20, TABLE_MOST = 512 << 20 };

static inline status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
}
static inline const list_item_t *item_at(const list_items_t *items, size_t i)
{
    return &VEC_AT(&items->items, list_item_t, i);
}
/* True for what may stand in a public file in plain words. */
static inline bool item_open(const list_item_t *i)
{
    return i->kind == LIST_HOST || i->kind == LIST_URL || i->open;
}
/* Blocks, and has not expired on that day. */
static inline bool item_blocks(const list_item_t *i, int day)
{
    return !i->allow && (i->until == LIST_DAY_NEVER || day <= i->until);
}

/* Of settled items, where what allows a value follows what blocks it: whether item `i` blocks on that day and nothing that
 * allows the same outweighs it. */
static inline bool item_counts(const list_items_t *items, size_t i, int day)
{
    const list_item_t *it = item_at(items, i), *next = i + 1 < items->items.len ? item_at(items, i + 1) : NULL;
    bool allowed = next && next->allow && next->kind == it->kind && str_eq(next->value, it->value) &&
                   (next->until == LIST_DAY_NEVER || day <= next->until);
    return item_blocks(it, day) && !allowed;
}

/* value.c: the normal form of a value in the arena, or NULL and why not (a msgid). */
const char *value_normal(const list_items_t *to, list_kind_t kind, str_t raw, bool allow, str_t *out);

/* sources.c: the host of an address as people write it, with or without its scheme. */
str_t address_host(str_t address);

/* sources.c: a day as YYYY-MM-DD; nothing for LIST_DAY_NEVER. */
void day_put(buf_t *b, int day);

/* intel.c */
void export_stix(const list_items_t *items, const list_about_t *about, buf_t *out);
void export_misp(const list_items_t *items, const list_about_t *about, buf_t *out);
void export_misp_manifest(const list_about_t *about, buf_t *out);

/* fuse.c: the filter's slots for n different hashes, in the arena; NULL without memory. */
typedef struct fuse {
    uint64_t seed;
    uint32_t segment, segments, slots;
    uint16_t *prints;
} fuse_t;
must_use bool fuse_build(arena_t *a, const uint64_t *hashes, size_t n, fuse_t *out);

/* write.c: entries by hash, and the facts they point to, into the bytes of a snapshot. The order of facts and strings
 * depends on what they are alone, so the same entries give the same bytes wherever they come from. */
typedef struct fact {
    str_t source, reason, who;
    uint16_t since, until;
} fact_t;
typedef struct keyed {
    uint64_t hash;
    const fact_t *fact; /* any pointer to equal facts */
} keyed_t;
must_use status_t snapshot_write(arena_t *a, const keyed_t *entries, size_t n, const list_head_t *head, buf_t *out,
                                 err_t *err);
/* Different facts, sorted, and for each of n entries its place among them. */
typedef struct fact_table {
    const fact_t **facts;
    uint32_t n;
    uint32_t *of; /* for entry i */
    str_t *strings;
    uint32_t n_strings, strings_bytes;
} fact_table_t;
must_use status_t fact_table_make(arena_t *a, const keyed_t *entries, size_t n, fact_table_t *out, err_t *err);
/* infos, string_at and strings, each padded to 8 bytes. */
void fact_table_put(const fact_table_t *t, buf_t *out);

void put16(buf_t *b, uint16_t v);
void put32(buf_t *b, uint32_t v);
void put64(buf_t *b, uint64_t v);
void put_padding(buf_t *b); /* to a multiple of 8 */

/* rice.c: gaps between ascending numbers. A code is the quotient by 2^k in ones ended by a zero, then k bits. */
typedef struct bits_out {
    buf_t *to;
    uint64_t word;
    unsigned n;
} bits_out_t;
typedef struct bits_in {
    const uint8_t *p;
    size_t n, at; /* in bits */
} bits_in_t;
/* The k that suits n numbers below 2^width, spread evenly. */
unsigned rice_k(unsigned width, size_t n);
void rice_put(bits_out_t *b, uint64_t v, unsigned k);
void rice_end(bits_out_t *b); /* fills the last bytes with zeros, to a multiple of 8 bytes */
must_use bool rice_get(bits_in_t *b, unsigned k, uint64_t *v);
#endif
