/* SPDX-License-Identifier: Apache-2.0
 *
 * report_internal — between the files that compute a report.
 */
#ifndef CG_CAMPAIGN_REPORT_INTERNAL_H
#define CG_CAMPAIGN_REPORT_INTERNAL_H
#include "campaign/report.h"

status_t report_too_much(err_t *err);
void sum_add(cover_sum_t *s, const cover_sum_t *x);
/* "" when the evidence has no such unit. */
str_t report_unit_name(const evidence_t *e, ident_t id);

/* Postings and corrections (report_posts.c); sampled lots, units by language (report_lots.c). */
must_use status_t report_records(report_t *r, arena_t *a, err_t *err);
must_use status_t report_lots(report_t *r, arena_t *a, err_t *err);
must_use status_t report_languages(report_t *r, arena_t *a, err_t *err);
#endif
