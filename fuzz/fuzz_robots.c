/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a robots.txt (the first line is the path asked for): rules within their limit, and always an answer.
 */
#include "fuzz.h"
#include "proof/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new(8 << 20);
    str_t text = {(const char *)data, size}, path = STR_NONE;
    if (!str_line(&text, &path)) path = (str_t){"/", 1};
    robots_t r = robots_parse(a, text, (str_t){"canhgiac", 8});
    if (r.rules.n > ROBOTS_RULES_LIMIT || r.delay < 0) abort();
    if (!robots_allow(&r, (str_t){"/robots.txt", 11})) abort();
    (void)robots_allow(&r, path);
    arena_free(a);
    return 0;
}
