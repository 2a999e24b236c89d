/* SPDX-License-Identifier: Apache-2.0
 *
 * burden — minutes asked of units: measured where times are known, estimated where not. A sender sees what a letter costs.
 */
#ifndef CG_CAMPAIGN_BURDEN_H
#define CG_CAMPAIGN_BURDEN_H
#include "campaign/campaign.h"

enum {
    BURDEN_LEAST = 5,
    BURDEN_READING = 5
}; /* measures before a median counts; minutes for reading a letter, estimated */

typedef struct burden {
    int minutes[VERB_COUNT];  /* of one duty of that kind, rounded up */
    int measured[VERB_COUNT]; /* from how many; 0: estimated */
} burden_t;
must_use status_t burden_of(db_t *db, arena_t *a, ident_t campaign, burden_t *out, err_t *err);
/* A duty was said to be done, on a page opened at that moment: an event. What cannot be a measure is left out. */
must_use status_t duty_took(db_t *db, arena_t *a, ident_t duty, ms_t opened, ident_t who, err_t *err);
#endif
