/* SPDX-License-Identifier: Apache-2.0
 *
 * closing — a closing report on its way: made for a campaign as of a moment, its words written, submitted, signed by
 * another. Every step is an event in the journal on the campaign, and nothing else holds its state:
 *
 *     report.words   {"word":"good","sha256":"…"}       the text is a blob
 *     report.submit  {"as_of":ms,"words":"…"}           what is to be signed: the moment and the digest of all words
 *     report.return  {}
 *     report.sign    {"as_of":ms,"bundle":"…"}          the bundle is a blob
 *
 * Nobody signs what they submitted or wrote words of; words changed after submitting must be submitted again.
 */
#ifndef CG_CAMPAIGN_CLOSING_H
#define CG_CAMPAIGN_CLOSING_H
#include "campaign/report_paper.h"

typedef struct closing {
    evidence_t *evidence; /* in the arena: the report refers to it */
    report_t report;
    words_of_t words;
    report_proof_t proof;
} closing_t;

/* All of it from the database in the reader's snapshot; stands in the arena. */
must_use status_t closing_make(store_t *st, db_t *db, arena_t *a, ident_t campaign, ms_t at, closing_t *out,
                               err_t *err);
/* The same by the campaign's short name or id. */
must_use status_t closing_by_name(store_t *st, db_t *db, arena_t *a, str_t name, ms_t at, closing_t *out, err_t *err);
must_use status_t closing_campaign(db_t *db, arena_t *a, str_t name, campaign_t *out, err_t *err);

typedef struct closing_step {
    str_t did; /* "report.submit" */
    int64_t seq;
    ms_t at, as_of; /* as_of: of submit and sign */
    ident_t who;
    str_t name;
    digest_t digest; /* of the words, or of the bundle */
} closing_step_t;

typedef struct closing_state {
    closing_step_t *steps; /* submit, return, sign; oldest first */
    size_t n;
    const closing_step_t *waiting; /* submitted and neither returned nor signed; NULL: none */
    int64_t last_word;             /* seq of the newest report.words; 0: none */
} closing_state_t;
must_use status_t closing_state(db_t *db, arena_t *a, ident_t campaign, closing_state_t *out, err_t *err);

/* The digest of all words together. */
digest_t words_digest(const words_of_t *w);

/* The acts. `text` of a word is in the blob `sha256` already. ST_CONFLICT when the state is another. */
must_use status_t closing_write(db_t *db, ident_t campaign, word_t word, digest_t sha256, ident_t who, err_t *err);
must_use status_t closing_submit(db_t *db, arena_t *a, ident_t campaign, ms_t as_of, digest_t words, ident_t who,
                                 err_t *err);
must_use status_t closing_return(db_t *db, arena_t *a, ident_t campaign, ident_t who, err_t *err);
/* ST_DENIED when `who` submitted it or wrote a word of it (four eyes): closing_may_sign says so before the work. `seq` is
 * the submitting that was bundled. */
must_use status_t closing_sign(db_t *db, arena_t *a, ident_t campaign, int64_t seq, digest_t bundle, ident_t who,
                               err_t *err);
must_use status_t closing_may_sign(db_t *db, arena_t *a, ident_t campaign, ident_t who, closing_state_t *out,
                                   err_t *err);
#endif
