/* SPDX-License-Identifier: Apache-2.0
 *
 * pictures — what the coordinator's pictures show, as numbers: coverage by area, the way over the window, relay delay. Each
 * is filled into a view that a template draws as SVG, with the numbers in a table behind it; nothing depends on colour.
 */
#ifndef CG_CAMPAIGN_PICTURES_H
#define CG_CAMPAIGN_PICTURES_H
#include "campaign/report.h"

/* One tile for each area: units under one district, else units of one kind. `areas` names a code in the caller's words; p =
 * NULL: the code itself is shown. */
typedef struct area {
    str_t key; /* code of the area, or kind of its units */
    bool is_kind;
    int64_t units;
    cover_sum_t sum; /* obligatory clauses */
} area_t;
must_use status_t picture_areas(const report_t *r, arena_t *a, area_t **out, size_t *n, err_t *err);
/* Tiles in rows of six: list "tiles" with x, y, w, bar, name …; `name` of each is filled by the caller beforehand. */
void picture_tiles(view_t *v, const area_t *areas, const str_t *names, size_t n);

/* Day by day from the opening to the report's moment: duties acknowledged, claimed, and seen at least once until then. */
typedef struct way_day {
    ms_t day; /* its end */
    int64_t acknowledged, claimed, seen;
} way_day_t;
must_use status_t picture_way(const report_t *r, arena_t *a, way_day_t **out, size_t *n, err_t *err);
void picture_curves(view_t *v, arena_t *a, const way_day_t *days, size_t n, int64_t expected);

/* One bar for each dispatch of the tree: median and longest hours from the signature at the top. */
void picture_relay(view_t *v, arena_t *a, const report_t *r);
#endif
