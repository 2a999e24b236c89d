/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as the evidence of a report: what is taken gives figures, and writes back to lines that give the same ones.
 */
#include "campaign/report.h"
#include "fuzz.h"

static str_t figures(arena_t *a, str_t lines, evidence_t *e)
{
    report_t r;
    err_t err = err_new(LANG_EN);
    if (evidence_read(a, lines, e, &err) != ST_OK || report_compute(e, a, &r, &err) != ST_OK) return STR_NONE;
    view_t *v = view_new(a);
    buf_t b = buf_new(a, (size_t)32 << 20);
    report_figures(&r, v);
    view_json(v, &b);
    return buf_str(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena_t *a = arena_new((size_t)256 << 20);
    evidence_t e, again;
    err_t err = err_new(LANG_EN);
    str_t first = figures(a, (str_t){(const char *)data, size}, &e);
    if (first.p) {
        buf_t b = buf_new(a, (size_t)64 << 20);
        if (evidence_write(&e, &b, &err) != ST_OK) abort();
        str_t second = figures(a, buf_str(&b), &again);
        if (!arena_failed(a) && !str_eq(first, second)) abort();
    }
    arena_free(a);
    return 0;
}
