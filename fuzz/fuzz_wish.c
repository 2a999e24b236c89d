/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include "fuzz.h"
#include "proof/wish.h"

/* Any line a taken-over browser may say to the gate: what is understood has a host that fits and a port that is one. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    wish_t w = {0};
    int64_t port;
    if (!wish_read((str_t){(const char *)data, size}, &w)) return 0;
    if (!*w.host || strlen(w.host) >= WISH_HOST || !str_int(str_of(w.port), 1, 65535, &port)) abort();
    if (!w.tunnel && (!w.path.n || w.path.p[0] != '/')) abort();
    return 0;
}
