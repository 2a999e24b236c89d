/* SPDX-License-Identifier: Apache-2.0
 *
 * bench_vietqr — reading one QR code, beside the limit of 1 µs.
 */
#include <stdio.h>
#include "recognise/vietqr.h"

enum { ROUNDS = 1000000 };

int main(void)
{
    static const struct {
        const char *what;
        const char *payload;
    } codes[] = {
        {"payment, 90 bytes",
         "00020101021138540010A00000072701240006970423011001234567890208QRIBFTTA53037045802VN6304F64B"},
        {"payment, torn", "00020101021138540010A000000727012400069704230110012345"},
        {"link", "https://dichvucong.gov.vn/p/home/dvc-tra-cuu-ho-so.html?ma=000.00.00.H13-241028-0001"},
        {"citizen's card", "092203001234|361234567|Nguyen Van A|01012003|Nam|Cai Khe, Can Tho|10102022"},
    };
    printf("%-20s %8s %8s\n", "code", "ns", "of 1 us");
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        vietqr_t q;
        str_t s = str_of(codes[i].payload);
        size_t sum = 0;
        ms_t from = clock_mono();
        for (int r = 0; r < ROUNDS; r++) {
            __asm__ volatile("" : "+r"(s.p)); /* so that the compiler reads it anew each time */
            vietqr_read(s, &q);
            sum += q.fault_at + q.kind;
        }
        double ns = (double)(clock_mono() - from) * 1e6 / ROUNDS;
        printf("%-20s %8.0f %7.2fx%s\n", codes[i].what, ns, ns / 1000, sum ? "" : " ");
    }
    return 0;
}
