/* SPDX-License-Identifier: Apache-2.0
 *
 * unpack — where the fuzzers of the confined reader's unpackers send what they are given.
 */
#ifndef CG_FUZZ_UNPACK_H
#define CG_FUZZ_UNPACK_H
#include "box/unpack.h"

/* Reads every byte that is given, so that one which is not there is noticed. */
static inline void unpack_sum(void *ctx, char kind, const char *p, size_t n)
{
    size_t *sum = ctx;
    (void)kind;
    for (size_t i = 0; i < n; i++) *sum += (unsigned char)p[i];
}
#endif
