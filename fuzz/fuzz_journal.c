/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as an exported journal: what is taken as whole is a chain that begins at its first event.
 */
#include "fuzz.h"
#include "store/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    journal_state_t j;
    err_t err = err_new(LANG_EN);
    status_t s = journal_verify_file((str_t){(const char *)data, size}, &j, &err);
    if (s == ST_OK && j.events < 1) abort();
    if (s != ST_OK && s != ST_INPUT && s != ST_DENIED) abort();
    return 0;
}
