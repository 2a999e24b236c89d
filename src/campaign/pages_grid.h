/* SPDX-License-Identifier: Apache-2.0
 *
 * pages_grid — the coordinator's table as it is asked for by a plain form: as of a moment, filtered, in order, two groups of it
 * beside one another, its days. The page and its exports read the same.
 */
#ifndef CG_CAMPAIGN_PAGES_GRID_H
#define CG_CAMPAIGN_PAGES_GRID_H
#include "campaign/pages_internal.h"
#include "campaign/pictures.h"

typedef struct grid_filter {
    str_t kind, clause, state, area, search; /* "" = any; search is folded, area a unit's code */
    str_t order;                             /* "": by name; ma dia-ban loai trang-thai tre muc:N */
    size_t clause_at, order_at;              /* SIZE_MAX: none */
} grid_filter_t;

typedef struct grid_row {
    const cover_row_t *row;
    int rank;
    str_t by;
    size_t at;
} grid_row_t;

typedef struct grid_group {
    str_t name; /* "loai:KIND" or "dia-ban:CODE" */
    int64_t units;
    cover_sum_t sum; /* obligatory clauses, or the one chosen */
} grid_group_t;

typedef struct grid {
    dispatch_t dispatch;
    coverage_t cover;
    grid_filter_t filter;
    grid_row_t *rows;
    size_t n;
    ms_t at;
    bool as_of, today; /* today: on the map of today instead of the campaign's own */
    bool compared;
    grid_group_t groups[2];
} grid_t;

/* From the query of the request; needs q->db. ST_NOT_FOUND when no dispatch was sent. */
must_use status_t grid_load(req_t *q, grid_t *t, err_t *err);
/* The rows on screen as they were at the end of each day from the sending to the moment; *n = 0: too large to be drawn. */
must_use status_t grid_days(req_t *q, const grid_t *t, way_day_t **out, size_t *n, int64_t *expected, err_t *err);
/* Everything the form above the table offers and holds. */
void show_filters(req_t *q, view_t *v, const grid_t *t);
/* What a group is called: a kind's title, an area's name. */
str_t group_title(req_t *q, const grid_t *t, str_t group);
#endif
