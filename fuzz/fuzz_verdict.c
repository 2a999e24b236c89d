/* SPDX-License-Identifier: Apache-2.0 */
#include "engine.h"

/* Any bytes: offsets lie inside the text, and danger always has a sign that is more than resemblance. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const canhgiac_t *know = fuzz_engine();
    arena_t *a = arena_new(64 << 20);
    verdict_t v;
    check_input_t in = {.text = {(const char *)data, size},
                        .sender = S(""),
                        .channel = S("sms"),
                        .date = {2026, 1, 1},
                        .lang = LANG_VI};
    if (canhgiac_check(know, a, &in, &v) == ST_OK) {
        bool proof = false;
        for (size_t i = 0; i < v.n_signs; i++) {
            if (v.signs[i].start > v.signs[i].end || v.signs[i].end > size) abort();
            proof = proof || v.signs[i].kind <= SIGN_LISTING;
        }
        if (v.level == LEVEL_DANGER && !proof) abort();
        buf_t b = buf_new(a, 8 << 20);
        canhgiac_json(&v, in.text, &b);
    }
    arena_free(a);
    return 0;
}
