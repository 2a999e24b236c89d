/* SPDX-License-Identifier: Apache-2.0
 *
 * pack — the knowledge as it is sent to browsers: its tables (tools/pack.py), compiled here by the compiler of the build
 * (recognise/compile.h) into the very bytes of canhgiac.know. That file is twice as large to send, because hash tables and
 * offsets do not compress.
 */
#ifndef CG_WASM_PACK_H
#define CG_WASM_PACK_H
#include "base/arena.h"
#include "base/str.h"

/* The compiled file in *out; ST_INPUT: this is no pack, or it is damaged. */
must_use status_t pack_compile(arena_t *a, str_t pack, str_t *out);
#endif
