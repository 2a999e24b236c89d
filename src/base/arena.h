/* SPDX-License-Identifier: Apache-2.0
 *
 * arena — memory that is freed all at once: one per request, job or command.
 *
 * Memory comes zeroed and aligned to 16. An arena is born with a limit; past it allocation gives NULL, and the arena
 * remembers that (`arena_failed`), so a long chain can be checked once at its end. Not for two threads at once.
 */
#ifndef CG_BASE_ARENA_H
#define CG_BASE_ARENA_H
#include <stdbool.h>
#include <stddef.h>

typedef struct canhgiac_arena arena_t;

/* A new arena of at most `limit` bytes; NULL only when the machine has no memory. */
arena_t *arena_new(size_t limit);
void arena_free(arena_t *a);
enum { ARENA_ALIGN = 16, ARENA_OWN = 256 /* at most, of a caller's buffer */ };
/* An arena in the caller's own `size` bytes, which hold it and all it gives; there is nothing to free. NULL when they are
 * too few. */
arena_t *arena_over(void *buffer, size_t size);
/* Forgets everything allocated, keeps up to 1 MiB for the next use. */
void arena_reset(arena_t *a);
/* `n` zeroed bytes, or NULL at the limit. n = 0 gives a valid pointer. */
void *arena_alloc(arena_t *a, size_t n);
/* The same with whatever stands there: for what is written before it is read. */
void *arena_raw(arena_t *a, size_t n);
/* count × size with overflow checked. */
void *arena_array(arena_t *a, size_t count, size_t size);
bool arena_failed(const arena_t *a);
size_t arena_used(const arena_t *a);

#define ARENA_NEW(a, type)      ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_array((a), (n), sizeof(type)))
#endif
