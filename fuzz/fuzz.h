/* SPDX-License-Identifier: Apache-2.0
 *
 * fuzz — what every fuzzer includes. libFuzzer calls the function; so does tests/support/replay.c with each seed file.
 */
#ifndef CG_FUZZ_FUZZ_H
#define CG_FUZZ_FUZZ_H
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
#endif
