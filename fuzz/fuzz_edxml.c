/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "unpack.h"

/* Whatever stands in the file: no crash, no leak, and an end. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t sum = 0;
    if (size > 65536) return 0;
    (void)edxml_parts((const char *)data, size, unpack_sum, &sum);
    return 0;
}
