/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "material/code.h"

/* What is taken as a code is in its own form, and that form is taken again. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char out[CODE_LEN + 1], again[CODE_LEN + 1];
    if (code_parse((str_t){(const char *)data, size}, out, NULL) != ST_OK) return 0;
    for (size_t i = 0; i < CODE_LEN; i++)
        if (!strchr(CODE_ALPHABET, out[i])) abort();
    if (code_parse(str_of(out), again, NULL) != ST_OK || memcmp(out, again, CODE_LEN) != 0) abort();
    return 0;
}
