/* SPDX-License-Identifier: Apache-2.0 */
#include "wasm/memory.h"
#include <stdint.h>
#include "base/arena_internal.h"

enum { PAGE = 65536 };

extern char __heap_base; /* the linker's: the first byte that is nobody's */
static arena_t knowledge, check;

/* The last block ends where memory ends, so more memory is more of it. */
static bool reach(arena_t *a, size_t need)
{
    block_t *b = a->now;
    if (need > SIZE_MAX / 2) return false;
    size_t pages = (need - (b->size - b->used) + PAGE - 1) / PAGE;
    if (__builtin_wasm_memory_grow(0, pages) == SIZE_MAX) return false;
    b->size += pages * PAGE;
    return true;
}

static arena_t *lay(arena_t *a, uintptr_t at)
{
    block_t *b = (block_t *)((at + ARENA_ALIGN - 1) & ~(uintptr_t)(ARENA_ALIGN - 1));
    *a = (arena_t){.now = b, .grow = reach, .limit = SIZE_MAX / 2};
    uintptr_t end = __builtin_wasm_memory_size(0) * (uintptr_t)PAGE, first = (uintptr_t)b->bytes;
    if (end < first && __builtin_wasm_memory_grow(0, 1) == SIZE_MAX) return NULL;
    end = __builtin_wasm_memory_size(0) * (uintptr_t)PAGE;
    *b = (block_t){.size = end - first};
    a->first = b;
    return a;
}

arena_t *memory_knowledge(void)
{
    return knowledge.first ? &knowledge : lay(&knowledge, (uintptr_t)&__heap_base);
}

arena_t *memory_check(void)
{
    arena_t *k = memory_knowledge();
    return k ? lay(&check, (uintptr_t)k->now->bytes + k->now->used) : NULL;
}
