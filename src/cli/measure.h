/* SPDX-License-Identifier: Apache-2.0
 *
 * measure — what a set of scored messages says of the scorer: precision, recall, F1, AUC, false alarms, by source.
 *
 * Intervals of shares are Wilson's (1927) at 95 %; those of F1 and AUC come from 500 bootstrap samples drawn from a fixed
 * seed (Efron 1979). A positive is a scam; spam is neither and left out.
 */
#ifndef CG_CLI_MEASURE_H
#define CG_CLI_MEASURE_H
#include "base/base.h"

typedef enum label { LABEL_HAM, LABEL_SCAM, LABEL_SPAM } label_t;

typedef struct scored {
    str_t source;
    label_t label;
    double p;
    bool abstains, hit, danger;
    bool apart; /* counted once with and once without */
} scored_t;

/* One line (or JSON object) for each source in the order met, and one for all; for a source with rows that stand apart a
 * second one without them, its name followed by " -". */
void measure_print(arena_t *a, const scored_t *s, size_t n, uint64_t seed, bool json, buf_t *out);

/* \t, \n and \\ as INTERFACES §2 writes them; `s` itself where there are none. */
str_t tsv_unescape(arena_t *a, str_t s);
#endif
