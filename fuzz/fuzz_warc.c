/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a WARC file: records read to the end or a refusal, blocks within what was unpacked, and what is written of one
 * read back as it was.
 */
#include "fuzz.h"
#include "proof/keep.h"
#include "proof/warc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new(96 << 20);
    str_t file = {(const char *)data, size}, rest = file;
    err_t err = err_new(0);
    keep_seen_t seen;
    warc_seen_t w;
    size_t n = 0;
    if (keep_verify(file, NULL, NULL, &seen, &err) == ST_OK && seen.bad) abort();
    (void)keep_text(a, file, 1000);
    while (warc_next(a, &rest, &w, &err) == ST_OK && n++ < 4)
        if (w.payload.n > w.block.n || w.packed.n > size) abort();
    warc_record_t r = {.type = "metadata", .mime = S("text/plain"), .payload = file};
    buf_t out = buf_new(a, 32 << 20);
    if (size > (1 << 20) || warc_put(a, &r, &out, &err) != ST_OK) goto out;
    rest = buf_str(&out);
    if (warc_next(a, &rest, &w, &err) != ST_OK || !w.holds || !str_eq(w.block, file) || rest.n) abort();
out:
    arena_free(a);
    return 0;
}
