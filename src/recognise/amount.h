/* SPDX-License-Identifier: Apache-2.0
 *
 * amount — sums of money as people write them, in đồng: "500k", "2tr5", "1tr490", "1.500.000đ", "2,5 triệu", "2 tỷ 300 triệu",
 * "3 củ". Other money keeps its name: "100 USD".
 */
#ifndef CG_RECOGNISE_AMOUNT_H
#define CG_RECOGNISE_AMOUNT_H
#include "base/str.h"

typedef struct amount {
    uint64_t dong;        /* 0 when it is other money */
    uint64_t cents;       /* of other money */
    const char *currency; /* "USD", "USDT"; NULL: đồng */
} amount_t;

/* Reads an amount at s.p[at] of a folded text. Returns the index after it, or `at` when there is none. */
size_t amount_read(str_t s, size_t at, amount_t *out);
#endif
