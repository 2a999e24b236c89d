/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CG_WASM_STDLIB_H
#define CG_WASM_STDLIB_H
#include <stddef.h>
void qsort(void *at, size_t n, size_t size, int (*compare)(const void *, const void *));
#endif
