/* SPDX-License-Identifier: Apache-2.0
 *
 * What evidence says of people: counts, and none below ten.
 */
#include <jansson.h>
#include "campaign/evidence_internal.h"
#include "campaign/queries.h"
#include "learn/learn.h"

static status_t tally(evidence_t *e, str_t what, str_t key, int64_t n, err_t *err)
{
    ev_value_t *v = n ? vec_push(&e->rows[EV_TALLY]) : NULL;
    if (!v) return n ? evidence_too_much(err) : ST_OK;
    v[T_WHAT].t = what;
    v[T_KEY].t = key;
    v[T_N].n = n < TALLY_LEAST ? -1 : n;
    return ST_OK;
}

static const char *const OUTCOMES[] = {"met", "absent", "refused", "moved"}, *const LANGUAGES[] = {"vi", "km", "zh",
                                                                                                   "en", "other"};
enum { N_OUTCOMES = 4, N_LANGUAGES = 5 };

static int which(const char *const *of, int n, const char *s)
{
    for (int i = 0; s && i < n; i++)
        if (strcmp(of[i], s) == 0) return i;
    return -1;
}

/* Visits by outcome, and by language where somebody was met. */
static status_t tally_visits(db_t *db, evidence_t *e, ident_t campaign, ms_t at, err_t *err)
{
    int64_t all = 0, by_outcome[N_OUTCOMES] = {0}, by_language[N_LANGUAGES] = {0};
    stmt_t *q = db_query(db, &q_report_visits, err);
    if (!q) return err->status;
    bind_id(q, 1, &campaign);
    bind_ms(q, 2, at);
    arena_t *scratch = arena_new((size_t)1 << 20);
    status_t s = ST_MEMORY;
    while (scratch && (s = stmt_next(q, err)) == ST_ROW) {
        str_t body = col_text(q, scratch, 0);
        json_t *j = json_loadb(body.p, body.n, 0, NULL);
        int o = which(OUTCOMES, N_OUTCOMES, json_string_value(json_object_get(j, "outcome")));
        int l = which(LANGUAGES, N_LANGUAGES, json_string_value(json_object_get(j, "language")));
        json_decref(j);
        arena_reset(scratch);
        all++;
        if (o >= 0) by_outcome[o]++;
        if (o == 0 && l >= 0) by_language[l]++;
    }
    stmt_done(q);
    arena_free(scratch);
    if (s != ST_END) return s;
    s = tally(e, S("visit"), S("all"), all, err);
    for (int i = 0; s == ST_OK && i < N_OUTCOMES; i++)
        s = tally(e, S("visit"), str_of(OUTCOMES[i]), by_outcome[i], err);
    for (int i = 0; s == ST_OK && i < N_LANGUAGES; i++)
        s = tally(e, S("visit-language"), str_of(LANGUAGES[i]), by_language[i], err);
    return s;
}

static status_t tally_counts(db_t *db, evidence_t *e, ident_t campaign, ms_t at, err_t *err)
{
    int64_t reports = 0, areas = 0;
    stmt_t *q = db_query(db, &q_report_citizens, err);
    if (!q) return err->status;
    bind_id(q, 1, &campaign);
    bind_ms(q, 2, at);
    status_t s, t = ST_OK;
    while (t == ST_OK && (s = stmt_next(q, err)) == ST_ROW) {
        str_t area = col_text(q, e->a, 0);
        int64_t n = col_int(q, 1);
        reports += n;
        areas++;
        if (area.n) t = tally(e, S("report-area"), area, n, err);
    }
    stmt_done(q);
    if (t != ST_OK || s != ST_END) return t != ST_OK ? t : s;
    (void)areas;
    return tally(e, S("report"), S("all"), reports, err);
}

/* Answers of whole groups of ten, by form and step: what discernment is computed from. */
static status_t tally_attempts(db_t *db, evidence_t *e, ident_t campaign, ms_t at, err_t *err)
{
    const ev_value_t *c = ev_row(e, EV_CAMPAIGN, 0);
    (void)campaign;
    status_t s = ST_OK;
    for (const char *form = "ABC"; s == ST_OK && *form; form++) {
        answers_t sum;
        size_t n;
        s = learn_answers(db, e->a, *form, c[C_OPENS].n, at, &n, &sum, err);
        if (s == ST_OK) s = tally(e, S("attempt"), str_fmt(e->a, "%c", *form), (int64_t)n, err);
        for (int step = 1; s == ST_OK && n && step <= 4; step++)
            for (int scam = 0; s == ST_OK && scam < 2; scam++) {
                ev_value_t *v = vec_push(&e->rows[EV_TALLY]);
                if (!v) return evidence_too_much(err);
                v[T_WHAT].t = S("answer");
                v[T_KEY].t = str_fmt(e->a, "%c/%s/%d", *form, scam ? "scam" : "genuine", step);
                v[T_N].n = scam ? sum.scam[step] : sum.genuine[step];
            }
    }
    return s;
}

status_t evidence_tallies(db_t *db, evidence_t *e, ident_t campaign, ms_t at, err_t *err)
{
    status_t s = tally_visits(db, e, campaign, at, err);
    if (s == ST_OK) s = tally_counts(db, e, campaign, at, err);
    return s == ST_OK ? tally_attempts(db, e, campaign, at, err) : s;
}
