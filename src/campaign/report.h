/* SPDX-License-Identifier: Apache-2.0
 *
 * report — the closing report (báo cáo kết quả): figures computed once from evidence, words written by people, and the
 * dresses of both.
 *
 * Figures are never typed: report_compute makes them from the evidence alone, the same ones from a database and from a
 * bundle. Claimed and verified are two readings of the same duties and stand apart; "cannot tell" is nobody's fault; what
 * was not measured is said to be so (n = 0 or -1: withheld, fewer than ten people). Words are texts of the coordinator
 * with author and time; they can change no figure.
 */
#ifndef CG_CAMPAIGN_REPORT_H
#define CG_CAMPAIGN_REPORT_H
#include "campaign/evidence.h"
#include "learn/discernment.h"

typedef struct report_clause {
    str_t n, to, text;
    verb_t verb;
    bool optional;
    cover_sum_t sum;
} report_clause_t;

typedef struct report_group { /* units of one kind under one dispatch */
    str_t kind;
    int64_t units;
    cover_sum_t sum;
} report_group_t;

/* One dispatch of the tree, the top ones first. */
typedef struct report_dispatch {
    const ev_value_t *row; /* EV_DISPATCH */
    int level;             /* 0: nobody passed it on */
    coverage_t cover;
    report_clause_t *clauses; /* cover.n_clauses long */
    report_group_t *groups;
    size_t n_groups;
    int64_t asked, acknowledged; /* units */
    ms_t signed_top;             /* when the dispatch at the top of its branch was signed */
    ms_t delay_half, delay_most; /* from there to the unit's first acknowledgement: median, longest; -1: none yet */
} report_dispatch_t;

/* One address where a unit said the material stands. */
typedef struct report_post {
    const ev_value_t *record; /* EV_RECORD */
    str_t unit, clause, url, fidelity, sha256;
    const char *state;                /* holds lapsed contradicted cannot-tell unchecked */
    ms_t first_seen, last_seen, live; /* 0: not; live: how long it stood within the window */
    size_t looks;
} report_post_t;

/* A place that still showed an older version after a new one was published. */
typedef struct report_correction {
    str_t unit, url, code;
    ms_t published, corrected; /* of the new version; 0: not yet */
} report_correction_t;

typedef struct report_learning {
    char form;
    int64_t n; /* attempts, in whole groups of ten; 0: not measured */
    answers_t answers;
    discernment_t gain; /* meaningless when n is 0 */
} report_learning_t;

/* A lot drawn for call-backs, and what may be said of it: accepted when at least LOT_LEAST could tell and at most 3 in 19 of them
 * failed; to be done again when more did, also before the last one was called; else nothing. A team of which 5 % is doubtful is
 * sent back wrongly once in 77 lots of 19, one that invented 30 % slips through once in 8. */
enum { LOT_LEAST = 19, LOT_FAILS = 3 };
typedef enum lot_says { LOT_OPEN, LOT_ACCEPTED, LOT_AGAIN, LOT_TOO_FEW } lot_says_t;
typedef struct report_lot {
    const ev_value_t *row; /* EV_LOT */
    str_t unit;
    int64_t drawn, holds, fails, cannot_tell; /* the rest was not called yet */
    lot_says_t says;
    double low,
        high; /* 95 % of the share that holds (Wilson), of those that could tell; meaningless when there are none */
} report_lot_t;
const char *lot_name(lot_says_t s);  /* "accepted" */
const char *lot_title(lot_says_t s); /* msgid */

/* Units whose people use a language (unit.languages); one of two languages counts under both. */
typedef struct report_language {
    str_t code; /* "vi", "km" */
    int64_t units, households;
    cover_sum_t sum; /* obligatory clauses */
} report_language_t;

typedef struct report {
    const evidence_t *e;
    const ev_value_t *campaign;
    ms_t at;
    bool closed; /* the window is over at `at`: what is verified then was kept to the end */
    report_dispatch_t *dispatches;
    size_t n_dispatches;
    cover_sum_t all; /* obligatory clauses of all dispatches */
    int64_t units;
    report_post_t *posts;
    size_t n_posts;
    int64_t fidelity[5];  /* exact embedded paraphrased stale altered */
    ms_t live, live_full; /* over all posts: time they stood, and time they could have stood since their claim */
    report_correction_t *corrections;
    size_t n_corrections, corrected;
    ms_t correction_half; /* median hours as ms; -1: none */
    int64_t sessions, heads, minutes;
    int64_t visits, households;
    int64_t citizens, cases, unfounded, alerts;
    ms_t loop_half; /* first report → alert signed, median; -1: none */
    report_learning_t learning[3];
    report_lot_t *lots;
    size_t n_lots;
    report_language_t *languages;
    size_t n_languages;
    int64_t entries, busiest; /* entries asked of units in all, and of the busiest one */
} report_t;

extern const char *const report_fidelities[5];

must_use status_t report_compute(const evidence_t *e, arena_t *a, report_t *out, err_t *err);

/* The figures as the JSON of report.json shows them; the same figures give the same bytes. */
void report_figures(const report_t *r, view_t *v);

/* --- words --- */

typedef enum word {
    WORD_NUMBER, /* "57/BC-STTTT" */
    WORD_PARENT, /* the body above the issuer */
    WORD_ISSUER,
    WORD_PLACE,
    WORD_DATE, /* YYYY-MM-DD */
    WORD_TO,   /* Kính gửi, one a line */
    WORD_GOOD, /* what went well */
    WORD_BAD,  /* what did not, and why */
    WORD_PROPOSALS,
    WORD_CC, /* Nơi nhận, one a line */
    WORD_TITLE,
    WORD_SIGNER,
    WORD_COUNT
} word_t;

typedef struct words {
    str_t text[WORD_COUNT]; /* never p = NULL */
    str_t by[WORD_COUNT];   /* who wrote it; "" the program's first wording */
    ms_t at[WORD_COUNT];
} words_of_t;

const char *word_name(word_t w);  /* "assessment": form fields, journal, JSON */
const char *word_title(word_t w); /* msgid */

/* The program's own first wording, from the evidence. */
must_use status_t words_first(arena_t *a, const report_t *r, words_of_t *out, err_t *err);
/* The same with what people wrote over it until now. */
must_use status_t words_now(store_t *st, db_t *db, arena_t *a, const report_t *r, words_of_t *out, err_t *err);
#endif
