/* SPDX-License-Identifier: Apache-2.0
 *
 * discernment — telling scams from the real thing, as signal detection measures it (Green & Swets 1966; equal variance).
 *
 * A group's answers on four steps (1 surely real … 4 surely a scam) give four numbers that only mean something together:
 * hits, false alarms on genuine messages, d′ (how well the two are told apart) and c (how suspicious one is; above 0 means
 * trusting). Rates are corrected log-linearly (Hautus 1995: add 0.5 to counts, 1 to totals), so that 0 % and 100 % have a
 * finite d′. The interval of d′ is Gourevitch & Galanter's (1967). AUC is the chance that a scam gets a higher step than a
 * genuine message, ties counted half.
 */
#ifndef CG_LEARN_DISCERNMENT_H
#define CG_LEARN_DISCERNMENT_H
#include <stdint.h>

typedef struct answers {
    int64_t scam[5], genuine[5]; /* counts by step; index 0 is not used */
} answers_t;

typedef struct discernment {
    double hits, false_alarms; /* plain rates: step 3 or 4 */
    double d, c, auc;
    double d_low, d_high; /* 95 % */
    int64_t n_scam, n_genuine;
} discernment_t;

discernment_t discernment_of(const answers_t *a);
/* The standard normal quantile, |error| < 1e-9 for p in (0, 1). */
double normal_quantile(double p);
#endif
