/* SPDX-License-Identifier: Apache-2.0
 *
 * arena_internal — an arena's own shape: blocks in a row, and where further ones come from. Those on a caller's buffer get none.
 */
#ifndef CG_BASE_ARENA_INTERNAL_H
#define CG_BASE_ARENA_INTERNAL_H
#include "base/arena.h"

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

typedef struct block {
    struct block *next;
    size_t size, used;
    _Alignas(ARENA_ALIGN) char bytes[];
} block_t;

struct canhgiac_arena {
    block_t *first, *now;
    bool (*grow)(arena_t *a, size_t need); /* makes `now` a block with room for `need`; NULL: there are no others */
    void (*trim)(arena_t *a);              /* at a reset; NULL as above */
    size_t limit, used;
    bool failed;
};
#endif
