/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n)   ((void)0)
#define UNPOISON(p, n) ((void)0)
#endif

enum { ALIGN = 16, FIRST_BLOCK = 4096 - 64, GREATEST_STEP = 1 << 20 };

typedef struct block {
    struct block *next;
    size_t size, used;
    _Alignas(ALIGN) char bytes[];
} block_t;

struct arena {
    block_t *first, *now;
    size_t limit, held, used;
    bool failed;
};

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

static void block_drop(block_t *b)
{
    UNPOISON(b->bytes, b->size);
    free(b);
}

arena_t *arena_new(size_t limit)
{
    arena_t *a = calloc(1, sizeof *a);
    if (!a) return NULL;
    a->limit = limit;
    size_t size = limit < FIRST_BLOCK ? (limit + ALIGN - 1) & ~(size_t)(ALIGN - 1) : FIRST_BLOCK;
    a->first = a->now = block_new(size);
    if (!a->first) {
        free(a);
        return NULL;
    }
    a->held = size;
    return a;
}

static void drop_from(block_t *b)
{
    while (b) {
        block_t *next = b->next;
        block_drop(b);
        b = next;
    }
}

void arena_free(arena_t *a)
{
    if (!a) return;
    drop_from(a->first);
    free(a);
}

void arena_reset(arena_t *a)
{
    drop_from(a->first->next);
    a->first->next = NULL;
    a->first->used = 0;
    POISON(a->first->bytes, a->first->size);
    a->now = a->first;
    a->held = a->first->size;
    a->used = 0;
    a->failed = false;
}

/* Blocks double up to 1 MiB, so that a large arena costs few calls and a small one little memory. */
static bool grow(arena_t *a, size_t need)
{
    size_t size = a->now->size * 2;
    if (size > GREATEST_STEP) size = GREATEST_STEP;
    if (size < need) size = need;
    block_t *b = block_new(size);
    if (!b) return false;
    a->now->next = b;
    a->now = b;
    a->held += size;
    return true;
}

void *arena_alloc(arena_t *a, size_t n)
{
    if (n > SIZE_MAX - ALIGN) goto fail;
    size_t step = n ? (n + ALIGN - 1) & ~(size_t)(ALIGN - 1) : ALIGN;
    if (step > a->limit || a->used > a->limit - step) goto fail;
    if (step > a->now->size - a->now->used && !grow(a, step)) goto fail;
    void *p = a->now->bytes + a->now->used;
    a->now->used += step;
    a->used += step;
    UNPOISON(p, n ? n : 1);
    return memset(p, 0, n ? n : 1);
fail:
    a->failed = true;
    return NULL;
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
