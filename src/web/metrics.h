/* SPDX-License-Identifier: Apache-2.0
 *
 * metrics — counters without locks, written as OpenMetrics text. No label carries anything about a person.
 */
#ifndef CG_WEB_METRICS_H
#define CG_WEB_METRICS_H
#include <stdatomic.h>
#include "base/base.h"
#include "web/router.h"

enum { LATENCY_BUCKETS = 10 };

typedef struct metrics {
    _Atomic uint64_t requests[6]; /* by status class, 1xx to 5xx */
    _Atomic uint64_t routes[ROUTES_MOST];
    _Atomic uint64_t latency[LATENCY_BUCKETS + 1];
    _Atomic uint64_t latency_ms;
    _Atomic uint64_t bytes;
    ms_t started;
} metrics_t;

void metrics_note(metrics_t *m, int status, ms_t took, uint64_t bytes);
void metrics_write(const metrics_t *m, buf_t *out);
#endif
