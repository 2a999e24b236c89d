/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include "lists/internal.h"

list_items_t list_items_new(arena_t *a, const canhgiac_t *know)
{
    return (list_items_t){.a = a,
                          .know = know,
                          .items = vec_new(a, sizeof(list_item_t), ITEMS_MOST),
                          .refused = vec_new(a, sizeof(list_refused_t), REFUSED_KEPT)};
}

static bool refuse(list_items_t *to, const list_item_t *raw, const char *file, long line, const char *why)
{
    to->n_refused++;
    if (to->refused.len == REFUSED_KEPT) return true;
    list_refused_t *r = vec_push(&to->refused);
    if (!r) return false;
    *r = (list_refused_t){file, line, str_dup(to->a, str_sub(raw->value, 0, 200)), why};
    return r->value.p != NULL;
}

/* What is written into lines, tables and zone files: one line of well-formed text. */
enum { LINE_MOST = 512, SOURCES_MOST = 120 };
static bool plain_line(str_t s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f) return false;
    return s.n <= LINE_MOST && utf8_valid(s);
}

bool list_items_add(list_items_t *to, const list_item_t *raw, const char *file, long line)
{
    list_item_t item = *raw;
    to->n_read++;
    const char *why = raw->value.n > LIST_VALUE_MOST ? N_("too long")
                                                     : value_normal(to, raw->kind, raw->value, raw->allow, &item.value);
    if (!why && (!plain_line(raw->source) || !plain_line(raw->reason) || !plain_line(raw->who)))
        why = N_("source or reason is not one short line");
    if (!why && item.until < item.since) why = N_("it ends before it begins");
    if (why) return refuse(to, raw, file, line, why);
    list_item_t *kept = vec_push(&to->items);
    if (kept) *kept = item;
    return kept != NULL;
}

/* --- settling --- */

static int item_cmp(const list_item_t *x, const list_item_t *y)
{
    int c = (x->kind > y->kind) - (x->kind < y->kind);
    if (!c) c = str_cmp(x->value, y->value);
    if (!c) c = x->allow - y->allow;
    if (!c) c = str_cmp(x->source, y->source);
    if (!c) c = str_cmp(x->reason, y->reason);
    if (!c) c = x->since - y->since;
    if (!c) c = x->until - y->until;
    return c ? c : str_cmp(x->who, y->who);
}

static int by_value(const void *a, const void *b)
{
    return item_cmp(a, b);
}

/* "a" is one of "a+b". */
static bool names(str_t sources, str_t one)
{
    str_t piece;
    while (sources.n && str_cut(&sources, '+', &piece))
        if (str_eq(piece, one)) return true;
    return false;
}

/* Several say so: all are named (while there is room), the earliest day and the latest end hold, the first reason stands. */
static bool fold(arena_t *a, list_item_t *into, const list_item_t *more)
{
    str_t rest = more->source, one;
    while (rest.n && str_cut(&rest, '+', &one)) {
        if (names(into->source, one) || into->source.n + one.n > SOURCES_MOST) continue;
        into->source = str_fmt(a, "%.*s+%.*s", STRF(into->source), STRF(one));
        if (!into->source.p) return false;
    }
    if (!into->reason.n) into->reason = more->reason;
    if (!into->who.n) into->who = more->who;
    if (more->since < into->since) into->since = more->since;
    if (more->until > into->until) into->until = more->until;
    into->open = into->open || more->open;
    return true;
}

status_t list_settle(list_items_t *items, err_t *err)
{
    list_item_t *all = items->items.at;
    size_t n = items->items.len, kept = 0;
    if (n) qsort(all, n, sizeof *all, by_value);
    for (size_t i = 0; i < n; i++) {
        list_item_t *last = kept ? &all[kept - 1] : NULL;
        bool same =
            last && last->kind == all[i].kind && last->allow == all[i].allow && str_eq(last->value, all[i].value);
        if (same && !fold(items->a, last, &all[i])) return no_memory(err);
        if (!same) all[kept++] = all[i];
    }
    items->items.len = kept;
    return ST_OK;
}

/* --- as a snapshot --- */

void list_key(uint32_t epoch, uint8_t key[LIST_KEY])
{
    digest_t d = sha256((str_t){(const char *)(uint8_t[]){'c', 'a', 'n', 'h', 'g', 'i', 'a', 'c', ' ', 'l', 'i', 's',
                                                          't', (uint8_t)(epoch >> 24), (uint8_t)(epoch >> 16),
                                                          (uint8_t)(epoch >> 8), (uint8_t)epoch},
                                17});
    memcpy(key, d.b, LIST_KEY);
}

static int by_hash(const void *a, const void *b)
{
    const keyed_t *x = a, *y = b;
    return (x->hash > y->hash) - (x->hash < y->hash);
}

status_t list_snapshot(const list_items_t *items, const list_head_t *head, buf_t *out, err_t *err)
{
    size_t n = items->items.len;
    list_head_t h = *head;
    arena_t *a = arena_new(n * 256 + (64 << 20));
    keyed_t *e = a ? ARENA_ARRAY(a, keyed_t, n + 1) : NULL;
    fact_t *facts = a ? ARENA_ARRAY(a, fact_t, n + 1) : NULL;
    status_t s = e && facts ? ST_OK : no_memory(err);
    memset(h.counts, 0, sizeof h.counts);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        const list_item_t *it = item_at(items, i);
        facts[i] = (fact_t){it->source, it->reason, it->who, (uint16_t)it->since, (uint16_t)it->until};
        e[i] = (keyed_t){list_hash(h.key, it->kind, it->allow, it->value), &facts[i]};
        h.counts[it->kind + (it->allow ? LIST_KINDS : 0)]++;
    }
    if (s == ST_OK && n) qsort(e, n, sizeof *e, by_hash);
    for (size_t i = 1; s == ST_OK && i < n; i++)
        if (e[i].hash == e[i - 1].hash)
            s = err_set(err, ST_CONFLICT, "lists.collision",
                        N_("Two values have the same hash; take another --epoch."));
    if (s == ST_OK) s = snapshot_write(a, e, n, &h, out, err);
    arena_free(a);
    return s;
}
