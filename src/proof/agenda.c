/* SPDX-License-Identifier: Apache-2.0
 *
 * A heap of (next, record) beside a table that says which entry of a record counts: one that was moved stays in the heap until
 * its turn and is then dropped.
 */
#include "proof/agenda.h"
#include <stdlib.h>

typedef struct item {
    ident_t record;
    ms_t next; /* MS_NEVER in the table: taken out */
} item_t;

struct agenda {
    item_t *heap; /* heap[0] is due first */
    size_t n, cap;
    item_t *table; /* open addressing by record; the zero id: free */
    size_t used, size, alive;
};

agenda_t *agenda_new(void)
{
    return calloc(1, sizeof(agenda_t));
}

void agenda_clear(agenda_t *g)
{
    free(g->heap);
    free(g->table);
    *g = (agenda_t){0};
}

void agenda_free(agenda_t *g)
{
    if (!g) return;
    agenda_clear(g);
    free(g);
}

size_t agenda_size(const agenda_t *g)
{
    return g->alive;
}

static item_t *slot_of(item_t *table, size_t size, ident_t id)
{
    uint64_t h;
    memcpy(&h, id.b + 8, sizeof h); /* the random half */
    size_t i = (size_t)(h * 0x9e3779b97f4a7c15u >> 20) & (size - 1);
    while (!ident_none(table[i].record) && !ident_eq(table[i].record, id)) i = (i + 1) & (size - 1);
    return &table[i];
}

static bool table_room(agenda_t *g)
{
    if (g->size && g->used * 2 < g->size) return true;
    size_t size = g->size ? g->size * 2 : 1024;
    item_t *table = calloc(size, sizeof *table);
    if (!table) return false;
    for (size_t i = 0; i < g->size; i++)
        if (!ident_none(g->table[i].record)) *slot_of(table, size, g->table[i].record) = g->table[i];
    free(g->table);
    g->table = table;
    g->size = size;
    return true;
}

static bool heap_room(agenda_t *g)
{
    if (g->n < g->cap) return true;
    size_t cap = g->cap ? g->cap * 2 : 1024;
    item_t *heap = realloc(g->heap, cap * sizeof *heap);
    if (!heap) return false;
    g->heap = heap;
    g->cap = cap;
    return true;
}

static void heap_push(agenda_t *g, item_t item)
{
    size_t at = g->n++;
    for (; at && g->heap[(at - 1) / 2].next > item.next; at = (at - 1) / 2) g->heap[at] = g->heap[(at - 1) / 2];
    g->heap[at] = item;
}

static void heap_pop(agenda_t *g)
{
    item_t item = g->heap[--g->n];
    size_t at = 0;
    for (size_t child; (child = 2 * at + 1) < g->n; at = child) {
        if (child + 1 < g->n && g->heap[child + 1].next < g->heap[child].next) child++;
        if (g->heap[child].next >= item.next) break;
        g->heap[at] = g->heap[child];
    }
    g->heap[at] = item;
}

bool agenda_put(agenda_t *g, ident_t record, ms_t next)
{
    if (!table_room(g) || !heap_room(g)) return false;
    item_t *s = slot_of(g->table, g->size, record);
    bool known = !ident_none(s->record), was = known && s->next != MS_NEVER;
    if (known && s->next == next) return true;
    g->used += !known;
    g->alive += (next != MS_NEVER) - was;
    *s = (item_t){record, next};
    if (next != MS_NEVER) heap_push(g, *s);
    return true;
}

/* Drops entries at the top that count no more. */
static void settle(agenda_t *g)
{
    while (g->n && slot_of(g->table, g->size, g->heap[0].record)->next != g->heap[0].next) heap_pop(g);
}

bool agenda_take(agenda_t *g, ms_t now, ident_t *record)
{
    settle(g);
    if (!g->n || g->heap[0].next > now) return false;
    *record = g->heap[0].record;
    slot_of(g->table, g->size, *record)->next = MS_NEVER;
    g->alive--;
    heap_pop(g);
    return true;
}

ms_t agenda_next(agenda_t *g)
{
    settle(g);
    return g->n ? g->heap[0].next : MS_NEVER;
}
