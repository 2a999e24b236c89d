/* SPDX-License-Identifier: Apache-2.0
 *
 * pages_internal — the handlers of this room, for its table of routes, and what they share.
 */
#ifndef CG_CAMPAIGN_PAGES_INTERNAL_H
#define CG_CAMPAIGN_PAGES_INTERNAL_H
#include "campaign/campaign.h"

#define HANDLER(name) must_use status_t name(req_t *q, view_t *v, err_t *err)
HANDLER(page_home); /* pages_home.c */
HANDLER(page_progress);
HANDLER(api_progress);     /* progress.c */
HANDLER(page_duties);      /* pages_unit.c */
HANDLER(post_acknowledge); /* pages_duty_acts.c */
HANDLER(post_acknowledge_all);
HANDLER(post_say);
HANDLER(post_delegate);
HANDLER(post_ask);
HANDLER(post_ask_waiver);
HANDLER(page_asked); /* pages_around.c */
HANDLER(post_answer);
HANDLER(post_propose_waiver);
HANDLER(post_grant_waiver);
HANDLER(post_refuse_waiver);
HANDLER(post_claim);
HANDLER(post_session);
HANDLER(page_dispatches); /* pages_dispatch.c */
HANDLER(page_import);
HANDLER(post_import);
HANDLER(page_dispatch);
HANDLER(post_confirm);
HANDLER(post_submit);
HANDLER(post_return);
HANDLER(post_sign);
HANDLER(post_send);
HANDLER(post_pass_down);
HANDLER(post_accept); /* pages_dispatch_life.c */
HANDLER(post_decline);
HANDLER(post_revoke);
HANDLER(post_replace);
HANDLER(dispatch_paper);
HANDLER(page_corrections); /* pages_correction.c */
HANDLER(page_nudges);      /* pages_nudge.c */
HANDLER(post_nudges);
HANDLER(post_nudge_rules);
HANDLER(page_outbox);
HANDLER(post_outbox);
HANDLER(page_campaigns); /* pages_campaign.c */
HANDLER(page_campaign_new);
HANDLER(page_campaign_guide);
HANDLER(post_campaign_new);
HANDLER(page_campaign);
HANDLER(post_campaign_state); /* pages_campaign_state.c */
HANDLER(post_campaign_units); /* pages_campaign_files.c */
HANDLER(post_campaign_letter);
HANDLER(page_grid); /* pages_grid.c */
HANDLER(grid_csv);  /* grid_export.c */
HANDLER(grid_json);
HANDLER(grid_xlsx);
HANDLER(page_grid_unit);
HANDLER(page_overview); /* pages_overview.c */
HANDLER(page_reports);  /* pages_report.c */
HANDLER(page_report);
HANDLER(report_download);
HANDLER(report_bundle);
HANDLER(post_report_words);
HANDLER(post_report_submit);
HANDLER(post_report_return);
HANDLER(post_report_sign);
#undef HANDLER

/* The moment a page is asked for: ?luc= (ISO 8601 or 31/12/2024; a day alone is its end), else now. */
ms_t page_moment(const req_t *q, bool *given);
/* The dispatch in ?cong-van=, else the newest that was sent; ST_NOT_FOUND when there is none. */
must_use status_t page_chosen_dispatch(req_t *q, dispatch_t *out, err_t *err);
/* The dispatch in the path; a draft is not found by those who may not see drafts. */
must_use status_t path_dispatch(req_t *q, dispatch_t *out, err_t *err);
/* The campaign in the path, by its short name or id. */
must_use status_t path_campaign(req_t *q, campaign_t *c, err_t *err);
/* Everything the campaign's page shows, but for what a file just read would change. */
must_use status_t fill_campaign(req_t *q, view_t *v, const campaign_t *c, err_t *err);
const char *campaign_state_title(str_t state); /* msgid */
const char *campaign_state_tag(str_t state);   /* "tag-ok" … */
/* "campaign_note": what the state of a campaign means for who reads the page now; flag "has_campaign_note". */
must_use status_t show_campaign_note(req_t *q, view_t *v, ident_t campaign, err_t *err);
/* The state, since when and why, and what may be done about it. */
void show_campaign_state(req_t *q, view_t *v, const campaign_t *c, bool leads);
/* May the person draft, change and send it: its coordinator, and of one that passes another down its unit's contact too. */
bool may_draft(const req_t *q, const dispatch_t *d);
/* Everything the dispatch's page shows. */
must_use status_t fill_dispatch(req_t *q, view_t *v, const dispatch_t *d, err_t *err);
/* Who a sent dispatch reached, and what each says of it. */
must_use status_t show_recipients(req_t *q, view_t *v, const dispatch_t *d, err_t *err);
/* "corrections": those open, of the units below `path`; flag "to_correct" (pages_correction.c). */
must_use status_t show_corrections(req_t *q, view_t *v, str_t path, ms_t at, err_t *err);
/* One duty with its state, and its history when `full`. */
must_use status_t show_duty(req_t *q, view_t *item, const duty_t *d, ms_t at, bool full, err_t *err);
/* "tag-ok", "tag-bad" … */
const char *cell_tag(cell_state_t c);
/* "2632/STTTT-CNTTVT". */
str_t dispatch_mark(arena_t *a, const dispatch_t *d);
const char *verb_title(verb_t v);     /* msgid */
const char *kind_title(str_t kind);   /* msgid of a kind of units */
const char *state_title(str_t state); /* msgid of a dispatch's state */
/* "1a" as it is; the optional clause by a word. */
str_t clause_label(const req_t *q, str_t n);
void show_sums(view_t *v, const cover_sum_t *s);
#endif
