/* SPDX-License-Identifier: Apache-2.0
 *
 * memory — the arenas of base/arena.h over the linear memory of a WebAssembly instance.
 *
 * There are two, one upon the other: the knowledge, laid once, and the check that is at work, laid anew each time. Memory
 * grows by pages as it is asked for, up to what the linker allows (--max-memory); past it an allocation gives NULL and the
 * check answers that it has no memory. Nothing is ever freed but by forgetting the upper arena.
 */
#ifndef CG_WASM_MEMORY_H
#define CG_WASM_MEMORY_H
#include "base/arena.h"

/* NULL from either: there is no memory at all.
 * The arena that begins where the static data and the stack end. */
arena_t *memory_knowledge(void);
/* Ends the knowledge where it stands and begins the arena of checks behind it; again: forgets what the last check laid. */
arena_t *memory_check(void);
#endif
