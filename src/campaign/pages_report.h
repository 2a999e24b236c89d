/* SPDX-License-Identifier: Apache-2.0
 *
 * pages_report — what the pages made from a whole report share: an arena larger than a request's, a reader, the campaign.
 */
#ifndef CG_CAMPAIGN_PAGES_REPORT_H
#define CG_CAMPAIGN_PAGES_REPORT_H
#include "campaign/closing.h"
#include "campaign/pages_internal.h"

/* One asking; ended by report_job_end in every path. What is to be shown is copied out of `a`. */
typedef struct report_job {
    req_t *q;
    arena_t *a;
    db_t *db;
    campaign_t c;
    closing_t closing;
} report_job_t;

/* Those who coordinate or sign over the campaign's owner, and inspectors; what is said of units there is not everybody's. */
must_use status_t report_may_read(const req_t *q, ident_t owner, err_t *err);
/* For ROUTE_SLOW: opens a reader (q->db too, until the end) and finds the campaign in the path. */
must_use status_t report_job_begin(report_job_t *j, req_t *q, err_t *err);
void report_job_end(report_job_t *j);
#endif
