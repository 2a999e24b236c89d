/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as the target of a request and as the headers that choose a part or a coding: no path that is taken leads out
 * of the tree, no range leaves the file.
 */
#include "fuzz.h"
#include "web/router.h"
#include "web/negotiate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new(1 << 20);
    str_t s = {(const char *)data, size}, path, query, args[4];
    lang_t lang;
    err_t err = err_new(LANG_EN);
    char allow[32];
    uint64_t from, n;
    if (route_path(a, s, &lang, &path, &query, &err) == ST_OK) {
        if (!path.n || path.p[0] != '/' || !utf8_valid(path) || memchr(path.p, 0, path.n)) abort();
        if (str_find(path, S("/../"), 0) != SIZE_MAX || str_ends(path, S("/..")) ||
            str_find(path, S("//"), 0) != SIZE_MAX)
            abort();
        (void)route_find(S("GET"), path, args, allow);
    }
    for (uint64_t whole = 0; whole < 40; whole += 13)
        if (range_parse(s, whole, &from, &n) == 1 && (n == 0 || from >= whole || n > whole - from)) abort();
    int q = coding_quality(s, "br");
    if (q < 0 || q > 1000) abort();
    (void)etag_matches(s, "\"0123456789abcdef-b\"");
    arena_free(a);
    return 0;
}
