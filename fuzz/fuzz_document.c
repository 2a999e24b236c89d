/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as an official document: every span lies inside the text, and a document called forged has a finding for it.
 */
#include "fuzz.h"
#include "recognise/document.h"

static void inside(document_span_t s, size_t size)
{
    if (s.start > s.end || s.end > size) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new(64 << 20);
    document_input_t in = {.text = {(const char *)data, size}, .today = {2026, 11, 1}, .lang = LANG_EN};
    document_t d;
    if (document_read(a, &in, &d) == ST_OK) {
        const document_span_t all[] = {d.motto,     d.slogan,  d.issuer, d.number, d.symbol, d.kind,
                                       d.date_line, d.subject, d.to,     d.signer, d.copies};
        for (size_t i = 0; i < sizeof all / sizeof *all; i++) inside(all[i], size);
        for (size_t i = 0; i < d.n_findings; i++)
            inside((document_span_t){d.findings[i].start, d.findings[i].end}, size);
        if (d.level == DOCUMENT_FORGED && (!d.n_findings || d.findings[0].severity != DOCUMENT_FALSE)) abort();
    }
    arena_free(a);
    return 0;
}
