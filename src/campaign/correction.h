/* SPDX-License-Identifier: Apache-2.0
 *
 * correction — superseding or withdrawing a release is a duty of every unit whose page shows the old one: to show the new one,
 * or to take the old one down, within a time.
 *
 * Like "verified", it is computed and never stored: from when a release was superseded or withdrawn, and from what was seen on
 * the page before and after (docs/decisions/0027-corrections.md). So it can be shown as of any moment, it cannot disagree
 * with the looks, and a page put right before anybody reminded the unit is simply right.
 */
#ifndef CG_CAMPAIGN_CORRECTION_H
#define CG_CAMPAIGN_CORRECTION_H
#include "campaign/campaign.h"

#define CORRECT_SUPERSEDED (3 * MS_DAY) /* time to show the newer version */
#define CORRECT_WITHDRAWN  (1 * MS_DAY) /* time to take a withdrawn one down */

typedef struct correction {
    ident_t record, unit, duty; /* the posting, whose it is, under which duty */
    str_t unit_name, unit_code, url;
    str_t old_code, new_code; /* new_code empty: withdrawn, nothing takes its place */
    str_t title;              /* of the material */
    bool withdrawn;
    ms_t since; /* when the old one ceased to hold, or was posted although it held no more */
    ms_t due;
    ms_t seen;      /* last look that saw the old one */
    ms_t corrected; /* first look that saw it gone or replaced; 0: not yet */
} correction_t;

/* The corrections owed at `at` by units whose path begins with `under` ("": all), open ones first, the longest overdue
 * before; those made are listed too. A page that no look saw since is not named: what cannot be told counts against nobody. */
must_use status_t corrections(db_t *db, arena_t *a, str_t under, ms_t at, correction_t **out, size_t *n, err_t *err);

typedef struct correction_sum {
    size_t open, overdue, made;
    double median_hours; /* from the change to the look that saw it put right; 0 when none was made */
} correction_sum_t;
correction_sum_t corrections_sum(arena_t *a, const correction_t *c, size_t n, ms_t at);
#endif
