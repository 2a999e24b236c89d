/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as what somebody pastes or scans (the first byte says which): every sign lies inside the text that was judged, and
 * the verdict is one JSON object, whatever a code or a paper holds.
 */
#include "engine.h"
#include <jansson.h>
#include "recognise/judged.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size || size > 65536) return 0;
    arena_t *a = arena_new(64 << 20);
    str_t text = {(const char *)data + 1, size - 1};
    check_input_t in = {.text = text, .sender = S(""), .channel = S(""), .lang = data[0] & 2 ? LANG_EN : LANG_VI};
    judged_t *j;
    bool scanned = data[0] & 1;
    if (scanned) in.text = S("");
    status_t s = scanned ? judged_of(fuzz_engine(), a, &in, &text, 1, (date_t){2026, 11, 1}, &j)
                         : judged_pasted(fuzz_engine(), a, &in, (date_t){0}, &j);
    if (s == ST_OK) {
        buf_t b = buf_new(a, 16 << 20);
        for (size_t i = 0; i < j->verdict.n_signs; i++)
            if (j->verdict.signs[i].start > j->verdict.signs[i].end || j->verdict.signs[i].end > j->text.n) abort();
        judged_json(j, &b);
        json_t *v = buf_ok(&b) ? json_loadb(b.p, b.n, JSON_ALLOW_NUL, NULL) : NULL;
        if (buf_ok(&b) && !json_is_object(v)) abort();
        json_decref(v);
    }
    arena_free(a);
    return 0;
}
