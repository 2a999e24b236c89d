/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "box/pdf_acts.h"

/* A file that acts goes on acting whatever is put before it, as long as that is no word of a PDF. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char more[1 << 16];
    str_t s = {(const char *)data, size};
    if (!pdf_acts(s) || size + 2 > sizeof more) return 0;
    memcpy(more, "\n\n", 2);
    memcpy(more + 2, data, size);
    if (!pdf_acts((str_t){more, size + 2})) abort();
    return 0;
}
