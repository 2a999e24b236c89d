/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/file.h"
#include "lists/internal.h"

typedef struct hashed {
    char hex[RANGE_HASH];
    const list_item_t *item;
} hashed_t;

static int by_hex(const void *a, const void *b)
{
    const hashed_t *x = a, *y = b;
    int c = memcmp(x->hex, y->hex, RANGE_HASH);
    return c ? c : x->item->allow - y->item->allow;
}

static void hash_item(hashed_t *h, const list_item_t *it)
{
    char hex[65];
    sha256_t sum;
    sha256_start(&sum);
    sha256_add(&sum, str_of(list_kind_name(it->kind)));
    sha256_add(&sum, S(":"));
    sha256_add(&sum, it->value);
    digest_hex(sha256_end(&sum), hex);
    memcpy(h->hex, hex, RANGE_HASH);
    h->item = it;
}

status_t list_range_text(const list_items_t *items, list_kind_t kind, buf_t *b, err_t *err)
{
    size_t n = 0;
    arena_t *a = arena_new(items->items.len * sizeof(hashed_t) + (1 << 20));
    hashed_t *all = a ? ARENA_ARRAY(a, hashed_t, items->items.len + 1) : NULL;
    for (size_t i = 0; all && i < items->items.len; i++)
        if (item_at(items, i)->kind == kind) hash_item(&all[n++], item_at(items, i));
    if (n) qsort(all, n, sizeof *all, by_hex);
    for (size_t i = 0; i < n; i++) {
        const list_item_t *it = all[i].item;
        buf_fmt(b, "%.*s\t%s\t", RANGE_HASH, all[i].hex, it->allow ? "allow" : "block");
        day_put(b, it->since);
        buf_putc(b, '\t');
        day_put(b, it->until);
        buf_fmt(b, "\t%.*s\t%.*s\n", STRF(it->source), STRF(it->reason));
    }
    arena_free(a);
    return all && buf_ok(b) ? ST_OK : no_memory(err);
}

/* Where the first line that is not before `prefix` (or its followers, with `past`) begins. */
static size_t bound(str_t text, str_t prefix, bool past)
{
    size_t low = 0, high = text.n;
    while (low < high) {
        size_t mid = low + (high - low) / 2, from = mid;
        while (from > low && text.p[from - 1] != '\n') from--;
        size_t next = str_chr(text, '\n', mid);
        next = next == SIZE_MAX ? text.n : next + 1;
        int c = str_cmp(str_sub(text, from, from + prefix.n), prefix);
        if (c < 0 || (past && c == 0))
            low = next;
        else
            high = from;
    }
    return low;
}

str_t list_range_find(str_t text, str_t prefix)
{
    return str_sub(text, bound(text, prefix, false), bound(text, prefix, true));
}

/* Calls `each` with every range that is not empty. */
typedef status_t (*range_fn)(void *ctx, str_t prefix, str_t lines, err_t *err);
static status_t every_range(str_t text, range_fn each, void *ctx, err_t *err)
{
    status_t s = ST_OK;
    for (size_t at = 0; s == ST_OK && at + RANGE_DIGITS <= text.n;) {
        str_t prefix = str_sub(text, at, at + RANGE_DIGITS), rest = str_sub(text, at, text.n);
        size_t end = at + bound(rest, prefix, true);
        if (end == at) break;
        s = each(ctx, prefix, str_sub(text, at, end), err);
        at = end;
    }
    return s;
}

static status_t put_sum(void *ctx, str_t prefix, str_t lines, err_t *err)
{
    char hex[65];
    digest_hex(sha256(lines), hex);
    buf_fmt(ctx, "%s  %.*s.txt\n", hex, STRF(prefix));
    return buf_ok(ctx) ? ST_OK : no_memory(err);
}

status_t list_range_sums(str_t text, buf_t *out, err_t *err)
{
    return every_range(text, put_sum, out, err);
}

static status_t put_file(void *ctx, str_t prefix, str_t lines, err_t *err)
{
    char path[PATH_MAX];
    int n = snprintf(path, sizeof path, "%s/%.*s.txt", (const char *)ctx, STRF(prefix));
    if (n < 0 || n >= PATH_MAX) return err_set(err, ST_INPUT, "path.too-long", N_("The path is too long."));
    /* Sixteen thousand of them: not made durable one by one. sums.txt, written last, is. */
    FILE *f = fopen(path, "wbe");
    bool whole = f && fwrite(lines.p, 1, lines.n, f) == lines.n;
    if (f && fclose(f) != 0) whole = false;
    return whole ? ST_OK : err_set(err, ST_IO, "lists.range", N_("The range files could not be written."));
}

static status_t kind_files(arena_t *a, const list_items_t *items, list_kind_t kind, const char *dir, err_t *err)
{
    buf_t text = buf_new(a, TABLE_MOST), sums = buf_new(a, TABLE_MOST);
    char *folder = str_z(a, str_fmt(a, "%s/range/%s", dir, list_kind_name(kind)));
    if (!folder) return no_memory(err);
    status_t s = list_range_text(items, kind, &text, err);
    if (s == ST_OK) s = list_range_sums(buf_str(&text), &sums, err);
    if (s == ST_OK) s = dir_make(folder, 0755, err);
    if (s == ST_OK) s = every_range(buf_str(&text), put_file, folder, err);
    str_t path = str_fmt(a, "%s/sums.txt", folder);
    if (s == ST_OK && !path.p) s = no_memory(err);
    return s == ST_OK ? file_write(path.p, buf_str(&sums), 0644, err) : s;
}

status_t list_range_files(const list_items_t *items, const char *dir, err_t *err)
{
    status_t s = ST_OK;
    for (list_kind_t k = LIST_HOST; s == ST_OK && k < LIST_KINDS; k++) {
        arena_t *a = arena_new(2 * (size_t)TABLE_MOST);
        s = a ? kind_files(a, items, k, dir, err) : no_memory(err);
        arena_free(a);
    }
    return s;
}
