/* SPDX-License-Identifier: Apache-2.0
 *
 * arenas — a few arenas kept from one request to the next, so that most requests ask the machine for no memory.
 */
#ifndef CG_WEB_ARENAS_H
#define CG_WEB_ARENAS_H
#include "base/arena.h"

typedef struct arenas arenas_t;

/* Gives arenas of at most `limit` bytes each. NULL without memory. */
arenas_t *arenas_new(size_t limit);
/* Those that are still out are their holders' to free with arena_free. */
void arenas_free(arenas_t *s);
/* An empty arena, kept or new; NULL without memory. From any thread, and back from any other. */
arena_t *arenas_take(arenas_t *s);
void arenas_give_back(arenas_t *s, arena_t *a); /* NULL is fine */
#endif
