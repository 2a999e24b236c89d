/* SPDX-License-Identifier: Apache-2.0
 *
 * pages_grid — the coordinator's table as it is asked for: as of a moment, filtered, in order; the page and its exports.
 */
#ifndef CG_CAMPAIGN_PAGES_GRID_H
#define CG_CAMPAIGN_PAGES_GRID_H
#include "campaign/pages_internal.h"

typedef struct grid_filter {
    str_t kind, clause, state, search; /* "" = any; search is folded */
    bool by_state;
    size_t clause_at; /* SIZE_MAX: any */
} grid_filter_t;

typedef struct grid_row {
    const cover_row_t *row;
    int urgency;
    size_t at;
} grid_row_t;

typedef struct grid {
    dispatch_t dispatch;
    coverage_t cover;
    grid_filter_t filter;
    grid_row_t *rows;
    size_t n;
    ms_t at;
    bool as_of, today; /* today: on the map of today instead of the campaign's own */
} grid_t;

/* From the query of the request; needs q->db. ST_NOT_FOUND when no dispatch was sent. */
must_use status_t grid_load(req_t *q, grid_t *t, err_t *err);
#endif
