/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a picture: stripped it is one again, no longer than before but for the way up, and stripping it again changes
 * nothing.
 */
#include <string.h>
#include "fuzz.h"
#include "proof/photo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new(64 << 20);
    str_t out, again;
    const char *mime;
    err_t err = err_new(0);
    if (photo_strip(a, (str_t){(const char *)data, size}, &out, &mime, &err) == ST_OK) {
        if (out.n > size + 36) abort();
        if (photo_strip(a, out, &again, &mime, &err) != ST_OK || !str_eq(out, again)) abort();
    }
    arena_free(a);
    return 0;
}
