/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CG_WASM_OPENING_H
#define CG_WASM_OPENING_H
#include "recognise/canhgiac.h"

/* The engine over the knowledge file's bytes, which live as long as it does. */
must_use status_t opening(arena_t *a, str_t knowledge, const canhgiac_t **out);
const char *opening_version(void); /* of the engine and what it carries, as in the verdict */
#endif
