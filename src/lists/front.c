/* SPDX-License-Identifier: Apache-2.0
 *
 * front — the first 32 bits of every hash, for who fetches the list by telephone: at a million entries 13.6 bits each. A
 * stranger is taken for one of them once in 4,300 times; a range file then tells (see ranges.c), so no verdict rests on a
 * front alone.
 *
 *   magic 8, n u32, k u32, key 16, number u64, made u64, checksum of the snapshot u64, 0 u64, codes, checksum u64
 */
#include "lists/internal.h"

#define FRONT_MAGIC "CGFRNT1\n"
enum { FRONT_N = 8, FRONT_K = 12, FRONT_HEAD = 64 };

/* list_checksum leaves out the eight bytes at AT_CHECKSUM, where codes stand here. */
static uint64_t front_sum(str_t file)
{
    static const uint8_t key[LIST_KEY] = "canhgiac front";
    return list_hash(key, LIST_HOST, false, file);
}

status_t list_front(arena_t *a, const list_t *l, buf_t *out, err_t *err)
{
    (void)a;
    unsigned k = rice_k(32, l->n);
    bits_out_t b = {.to = out};
    uint32_t last = 0;
    size_t start = out->n;
    buf_putz(out, FRONT_MAGIC);
    put32(out, l->n), put32(out, k);
    buf_put(out, (str_t){(const char *)l->key, LIST_KEY});
    put64(out, l->number), put64(out, (uint64_t)l->made), put64(out, l->checksum), put64(out, 0);
    for (size_t i = 0; i < l->n; i++) {
        uint32_t first = get32(l->keys + 8 * i + 4);
        if (first < last)
            return err_set(err, ST_INPUT, "lists.file", N_("This is no list of canhgiac, or it is damaged."));
        rice_put(&b, first - last, k);
        last = first;
    }
    rice_end(&b);
    if (!buf_ok(out)) return no_memory(err);
    put64(out, front_sum((str_t){out->p + start, out->n - start}));
    return buf_ok(out) ? ST_OK : no_memory(err);
}

status_t list_front_read(arena_t *a, str_t file, uint32_t **out, size_t *n, err_t *err)
{
    const uint8_t *p = (const uint8_t *)file.p;
    bool good = file.n >= FRONT_HEAD + 8 && memcmp(p, FRONT_MAGIC, 8) == 0 && get32(p + FRONT_K) < 32 &&
                get64(p + file.n - 8) == front_sum(str_sub(file, 0, file.n - 8));
    bits_in_t b = {p + FRONT_HEAD, good ? (file.n - FRONT_HEAD - 8) * 8 : 0, 0};
    *n = good ? get32(p + FRONT_N) : 0;
    unsigned k = good ? get32(p + FRONT_K) : 0;
    good = good && *n <= LIST_MOST && *n * (k + 1) <= b.n;
    *out = good ? ARENA_ARRAY(a, uint32_t, *n + 1) : NULL;
    if (good && !*out) return no_memory(err);
    uint64_t gap, at = 0;
    for (size_t i = 0; good && i < *n; i++) {
        good = rice_get(&b, k, &gap) && gap <= UINT32_MAX - at;
        at += good ? gap : 0;
        (*out)[i] = (uint32_t)at;
    }
    return good ? ST_OK : err_set(err, ST_INPUT, "lists.front", N_("This is no front of a list, or it is damaged."));
}
