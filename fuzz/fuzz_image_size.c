/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as the head of a picture: a kind with a size, or none.
 */
#include "box/image_size.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    image_size_t s;
    bool known = image_size((str_t){(const char *)data, size}, &s);
    if (known && s.kind != IMAGE_PDF && (!s.width || !s.height)) abort();
    if (known && (s.kind == IMAGE_UNKNOWN || s.turn < 0 || s.turn > 3)) abort();
    return 0;
}
