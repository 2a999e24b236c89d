/* SPDX-License-Identifier: Apache-2.0 */
#include "engine.h"
#include "recognise/engine.h"

/* Any bytes as an address: what is read as a host reads as itself again, its parts lie in it, and resemblance alone is never
 * danger. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const canhgiac_t *know = fuzz_engine();
    str_t text = {(const char *)data, size};
    hostname_t h, again;
    if (host_read(text, &h)) {
        if (!h.n || h.n > IDNA_HOST || !host_read(host_text(&h), &again)) abort();
        if (!str_eq(host_text(&h), host_text(&again)) || h.kind != again.kind) abort();
        domain_facts_t f;
        domains_look(&know->domains, host_text(&h), &f);
        if (f.registrable.n && !str_ends(host_text(&h), f.registrable)) abort();
        if (!str_ends(host_text(&h), f.suffix)) abort();
    }
    host_verdict_t v;
    if (canhgiac_check_host(know, text, &v)) {
        bool proof = false;
        for (size_t i = 0; i < v.n_signs; i++) proof = proof || sign_fact(know, v.signs[i])->kind <= SIGN_LISTING;
        if (v.level == LEVEL_DANGER && !proof) abort();
    }
    char ascii[IDNA_HOST + 1], wide[IDNA_UNICODE];
    size_t n;
    if (idna_ascii(text, IDNA_REGISTRY, ascii, &n) && !idna_unicode((str_t){ascii, n}, IDNA_REGISTRY, wide, &n))
        abort();
    return 0;
}
