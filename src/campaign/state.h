/* SPDX-License-Identifier: Apache-2.0
 *
 * state — the states of a campaign, the acts between them, and what each state stops.
 *
 *     draft ─sent─▶ open ─(window over)─▶ closing ─report signed─▶ reported ─▶ archived
 *       │            ⇅ paused       a hand may close it sooner
 *       └─▶ cancelled
 *
 *                    reminders   new dispatches   duties taken     days run
 *     draft, open    go          may be sent      yes              yes
 *     paused         wait        none             yes              no: they are moved by the days of the pause
 *     closing        go          none             yes, as late     yes
 *     reported       stop        none             yes, beside the report
 *     archived       stop        none             no
 *     cancelled      stop        none             no
 *
 * Each act has a reason, an event and stands on the campaign's page. That a second person agreed to a campaign is said by the
 * signature on its first dispatch, that it is over by the signature on its report: both by four eyes (docs/decisions/0041).
 */
#ifndef CG_CAMPAIGN_STATE_H
#define CG_CAMPAIGN_STATE_H
#include "campaign/campaign.h"

typedef enum campaign_act {
    CAMPAIGN_PAUSE,
    CAMPAIGN_RESUME, /* also one that was closed by hand, while its window lasts */
    CAMPAIGN_CLOSE,
    CAMPAIGN_CANCEL,
    CAMPAIGN_ARCHIVE,
    CAMPAIGN_ACTS
} campaign_act_t;
const char *campaign_act_name(campaign_act_t act);  /* "pause": for forms and the journal */
const char *campaign_act_title(campaign_act_t act); /* msgid of its button */
campaign_act_t campaign_act_parse(str_t name);      /* CAMPAIGN_ACTS when it is none */

/* May it be done now? Reads state and closes of `c` alone. */
bool campaign_may(const campaign_t *c, campaign_act_t act, ms_t at);
/* Inside an act. ST_CONFLICT when it may not be done, or another did it meanwhile; ST_INPUT without a reason. Going on after a
 * pause moves every day that had not come when it began by as many whole days as it lasted. */
must_use status_t campaign_change(db_t *db, arena_t *a, ident_t id, campaign_act_t act, str_t why, ident_t who,
                                  err_t *err);

bool campaign_reminds(str_t state);
bool campaign_sends(str_t state);
bool campaign_takes(str_t state);

/* The moment by which a duty due at `due` is judged at `at`: while its campaign is paused (since `paused`, 0: not) no day comes. */
static inline ms_t campaign_due(ms_t due, ms_t paused, ms_t at)
{
    return paused && due >= paused && due < at ? at : due;
}
#endif
