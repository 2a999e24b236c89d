/* SPDX-License-Identifier: Apache-2.0
 *
 * What every arena does; nothing here asks the machine for memory.
 */
#include "base/arena.h"
#include <stdint.h>
#include <string.h>
#include "base/arena_internal.h"

_Static_assert(sizeof(arena_t) + sizeof(block_t) + 3 * ARENA_ALIGN <= ARENA_OWN, "an arena keeps to its own");

arena_t *arena_over(void *buffer, size_t size)
{
    size_t skip = (0 - (uintptr_t)buffer) & (ARENA_ALIGN - 1),
           head = (sizeof(arena_t) + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    if (!buffer || size < skip + head + sizeof(block_t)) return NULL;
    char *at = (char *)buffer + skip;
    arena_t *a = (arena_t *)(void *)at;
    block_t *b = (block_t *)(void *)(at + head);
    *b = (block_t){.size = (size - skip - head - sizeof *b) & ~(size_t)(ARENA_ALIGN - 1)};
    *a = (arena_t){.first = b, .now = b, .limit = b->size};
    return a;
}

void arena_reset(arena_t *a)
{
    if (a->trim) a->trim(a);
    for (block_t *b = a->first; b; b = b->next) {
        b->used = 0;
        POISON(b->bytes, b->size);
    }
    a->now = a->first;
    a->used = 0;
    a->failed = false;
}

void *arena_raw(arena_t *a, size_t n)
{
    if (n > SIZE_MAX - ARENA_ALIGN) goto fail;
    size_t step = n ? (n + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1) : ARENA_ALIGN;
    if (step > a->limit || a->used > a->limit - step) goto fail;
    if (step > a->now->size - a->now->used && !(a->grow && a->grow(a, step))) goto fail;
    void *p = a->now->bytes + a->now->used;
    a->now->used += step;
    a->used += step;
    UNPOISON(p, n ? n : 1);
    return p;
fail:
    a->failed = true;
    return NULL;
}

void *arena_alloc(arena_t *a, size_t n)
{
    void *p = arena_raw(a, n);
    return p ? memset(p, 0, n ? n : 1) : NULL;
}

void *arena_array(arena_t *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) {
        a->failed = true;
        return NULL;
    }
    return arena_alloc(a, count * size);
}

bool arena_failed(const arena_t *a)
{
    return a->failed;
}

size_t arena_used(const arena_t *a)
{
    return a->used;
}
