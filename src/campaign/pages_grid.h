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

/* Does the actor see all of the dispatch: did a unit below their coordinator's seat send it? */
bool grid_whole(const req_t *q, const dispatch_t *d);
/* Leaves of the table what the actor sees: all, or the rows of the own subtree with their own sums. */
must_use status_t grid_narrow(req_t *q, const dispatch_t *d, coverage_t *c, err_t *err);
#endif
