/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes as a QR code: every span lies inside, and a sound payment has an account and a checksum that holds.
 */
#include "fuzz.h"
#include "recognise/vietqr.h"

static void inside(vietqr_span_t s, size_t size)
{
    if (s.start > s.end || s.end > size) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    str_t s = {(const char *)data, size};
    vietqr_t q;
    vietqr_read(s, &q);
    const vietqr_span_t all[] = {q.guid,     q.bin,  q.account,  q.service, q.amount, q.currency, q.country,
                                 q.name,     q.city, q.category, q.purpose, q.bill,   q.store,    q.reference,
                                 q.terminal, q.link, q.scheme,   q.phone,   q.mail,   q.network};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) inside(all[i], size);
    if (q.fault_at > size) abort();
    if (q.kind == VIETQR_PAYMENT && q.fault == VIETQR_SOUND && q.vietqr && q.account.start == q.account.end) abort();
    if (!vietqr_kind_text(q.kind, LANG_VI)[0] || (q.fault && !vietqr_fault_text(q.fault, LANG_EN)[0])) abort();
    return 0;
}
