/* SPDX-License-Identifier: Apache-2.0
 *
 * report_paper — the closing report as a document: its parts in the order of an administrative report, then its annexes.
 */
#ifndef CG_CAMPAIGN_REPORT_PAPER_H
#define CG_CAMPAIGN_REPORT_PAPER_H
#include "campaign/paper.h"
#include "campaign/report.h"

/* What the journal stood at when the report was made: Annex E. */
typedef struct report_proof {
    int64_t events; /* 0: not known */
    digest_t head;
    bool is_signed;
} report_proof_t;

/* The document; figures and the people's words stand in different paragraphs. */
must_use status_t report_paper(arena_t *a, const report_t *r, const words_of_t *w, const report_proof_t *proof,
                               lang_t lang, paper_t *out, err_t *err);
/* A dress by name: pdf docx xlsx csv json html; ST_USAGE for another. *mime is a static string. */
must_use status_t report_dress(arena_t *a, const report_t *r, const words_of_t *w, const report_proof_t *proof,
                               lang_t lang, str_t format, str_t *out, const char **mime, err_t *err);
/* Is there a form of that name? */
bool report_has_form(str_t format);
#endif
