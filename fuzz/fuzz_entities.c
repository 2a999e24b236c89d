/* SPDX-License-Identifier: Apache-2.0 */
#include "engine.h"
#include "recognise/amount.h"
#include "recognise/engine.h"
#include "recognise/phone.h"

/* Any bytes as a message: entities lie in it, do not overlap unless one is a name, and have a value. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const canhgiac_t *know = fuzz_engine();
    arena_t *a = arena_new(64 << 20);
    verdict_t v;
    check_input_t in = {
        .text = {(const char *)data, size}, .sender = S(""), .channel = S("sms"), .date = {2026, 2, 28}};
    if (canhgiac_check(know, a, &in, &v) == ST_OK)
        for (size_t i = 0; i < v.n_entities; i++) {
            const entity_t *e = &v.entities[i];
            if (e->start >= e->end || e->end > size || !e->value.p) abort();
            for (size_t k = 0; k < i; k++)
                if (v.entities[k].start < e->end && e->start < v.entities[k].end && v.entities[k].kind == e->kind)
                    abort();
        }
    amount_t sum;
    phone_t p;
    if (amount_read(in.text, 0, &sum) > size) abort();
    if (phone_read(in.text, size % 2, &p) && p.n >= sizeof p.text) abort();
    arena_free(a);
    return 0;
}
