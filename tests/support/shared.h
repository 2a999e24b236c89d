/* SPDX-License-Identifier: Apache-2.0
 *
 * The reference data beside the repository ($CANHGIAC_SHARED, else ../shared or ../../shared), read when a test runs. Where it
 * is missing the test says so in a line and is skipped.
 */
#ifndef CG_TESTS_SHARED_H
#define CG_TESTS_SHARED_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "support/check.h"

enum { SHARED_LIMIT = 64 << 20 };

static inline FILE *shared_open(const char *root, const char *name, bool packed)
{
    char path[1200];
    snprintf(path, sizeof path, "%s%s/data/%s%s", packed ? "zstd -qdc " : "", root, name,
             packed ? ".zst 2>/dev/null" : "");
    return packed ? popen(path, "r") : fopen(path, "r");
}

/* data/NAME as it is, or unpacked from NAME.zst; an empty slice when there is none. */
static inline str_t shared_text(arena_t *a, const char *name)
{
    const char *roots[] = {getenv("CANHGIAC_SHARED"), "../shared", "../../shared"};
    for (size_t i = 0; i < 6; i++) {
        bool packed = i % 2;
        FILE *f = roots[i / 2] ? shared_open(roots[i / 2], name, packed) : NULL;
        if (!f) continue;
        buf_t b = buf_new(a, SHARED_LIMIT);
        char some[16384];
        for (size_t n; (n = fread(some, 1, sizeof some, f)) > 0;) buf_put(&b, (str_t){some, n});
        if (packed)
            pclose(f);
        else
            fclose(f);
        if (buf_str(&b).n) return buf_str(&b);
    }
    return S("");
}

/* The same, or the end of this test. */
static inline str_t shared_or_skip(arena_t *a, const char *name)
{
    str_t text = shared_text(a, name);
    if (!text.n) {
        print_message("shared/data/%s is not here: this test is skipped\n", name);
        arena_free(a); /* skip() does not come back */
        skip();
    }
    return text;
}
#endif
