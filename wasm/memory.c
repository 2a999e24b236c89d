/* SPDX-License-Identifier: Apache-2.0 */
#include "memory.h"
#include <stdint.h>
#include <string.h>

enum { ALIGN = 16, PAGE = 65536 };

struct arena {
    uintptr_t base, top;
    bool failed;
};

extern char __heap_base; /* the linker's: the first byte that is nobody's */
static struct arena knowledge, check;

arena_t *memory_knowledge(void)
{
    if (!knowledge.base)
        knowledge.base = knowledge.top = ((uintptr_t)&__heap_base + ALIGN - 1) & ~(uintptr_t)(ALIGN - 1);
    return &knowledge;
}

arena_t *memory_check(void)
{
    check.base = check.top = memory_knowledge()->top;
    check.failed = false;
    return &check;
}

static bool reach(uintptr_t top)
{
    size_t held = __builtin_wasm_memory_size(0), wanted = (top + PAGE - 1) / PAGE;
    return wanted <= held || __builtin_wasm_memory_grow(0, wanted - held) != SIZE_MAX;
}

void *arena_alloc(arena_t *a, size_t n)
{
    size_t step = n ? (n + ALIGN - 1) & ~(size_t)(ALIGN - 1) : ALIGN;
    if (n > SIZE_MAX - ALIGN || step > SIZE_MAX - PAGE - a->top || !reach(a->top + step)) {
        a->failed = true;
        return NULL;
    }
    void *p = (void *)a->top;
    a->top += step;
    return memset(p, 0, n);
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
    return a->top - a->base;
}
