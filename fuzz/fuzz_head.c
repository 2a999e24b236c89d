/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as the text of a daily head, and as a time-stamp's token.
 */
#include "fuzz.h"
#include "proof/heads.h"
#include "proof/stamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str_t bytes = {(const char *)data, size};
    head_seen_t h;
    ms_t at;
    err_t err = err_new(0);
    if (head_parse(bytes, (str_t){"2024-11-05", 10}, &h, &err) == ST_OK && h.events < 1) abort();
    /* Nothing else than the bytes it was made for. */
    if (stamp_check(bytes, (str_t){"no such bytes", 13}, STR_NONE, &at, &err) == ST_OK) abort();
    return 0;
}
