/* SPDX-License-Identifier: Apache-2.0
 *
 * Arenas whose blocks come from the machine.
 */
#include <stdlib.h>
#include "base/arena_internal.h"

enum { FIRST_BLOCK = 4096 - 64, GREATEST_STEP = 1 << 20, KEPT = 1 << 20 };

static block_t *block_new(size_t size)
{
    block_t *b = malloc(sizeof *b + size);
    if (!b) return NULL;
    b->next = NULL;
    b->size = size;
    b->used = 0;
    POISON(b->bytes, size);
    return b;
}

static void drop_from(block_t *b)
{
    while (b) {
        block_t *next = b->next;
        UNPOISON(b->bytes, b->size);
        free(b);
        b = next;
    }
}

/* Blocks double up to 1 MiB, so that a large arena costs few calls and a small one little memory. */
static bool grow(arena_t *a, size_t need)
{
    if (a->now->next && a->now->next->size >= need) { /* one that a reset kept */
        a->now = a->now->next;
        return true;
    }
    size_t size = a->now->size * 2;
    if (size > GREATEST_STEP) size = GREATEST_STEP;
    if (size < need) size = need;
    block_t *b = block_new(size);
    if (!b) return false;
    b->next = a->now->next;
    a->now->next = b;
    a->now = b;
    return true;
}

/* Used again and again, an arena soon stops asking the machine; what one great job left behind it gives back. */
static void trim(arena_t *a)
{
    size_t kept = a->first->size;
    for (block_t *b = a->first; b; b = b->next) {
        if (b->next && kept + b->next->size > KEPT) {
            drop_from(b->next);
            b->next = NULL;
        }
        if (b->next) kept += b->next->size;
    }
}

arena_t *arena_new(size_t limit)
{
    arena_t *a = calloc(1, sizeof *a);
    if (!a) return NULL;
    size_t size = limit < FIRST_BLOCK ? (limit + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1) : FIRST_BLOCK;
    *a = (arena_t){.limit = limit, .grow = grow, .trim = trim};
    a->first = a->now = block_new(size);
    if (a->first) return a;
    free(a);
    return NULL;
}

void arena_free(arena_t *a)
{
    if (!a) return;
    drop_from(a->first);
    free(a);
}
