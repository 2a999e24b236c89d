/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"
#include "material/sniff.h"

/* Whatever is taken has a kind, an ending and a role, and nothing that begins like a page is taken. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sniffed_t k = {0};
    str_t s = {(const char *)data, size};
    if (file_sniff(s, &k, NULL) != ST_OK) return 0;
    if (!k.mime || !k.ending || !k.role || size == 0 || data[0] == '<') abort();
    return 0;
}
