/* SPDX-License-Identifier: Apache-2.0
 *
 * report_annexes — the annexes of the closing report, and the small texts its parts share.
 */
#ifndef CG_CAMPAIGN_REPORT_ANNEXES_H
#define CG_CAMPAIGN_REPORT_ANNEXES_H
#include "campaign/report_paper.h"

void report_annexes(paper_t *p, const report_t *r, const report_proof_t *proof);

/* A count about people: "fewer than 10" when it is withheld (-1). */
str_t people_text(arena_t *a, lang_t lang, int64_t n);
str_t day_text(arena_t *a, ms_t t); /* "–" for 0 */
str_t report_mark(arena_t *a, const ev_value_t *dispatch);
str_t report_unit(const report_t *r, ident_t id);
#endif
