/* SPDX-License-Identifier: Apache-2.0
 *
 * Minutes a duty takes: the median of what the unit's desk measured, from opening the page to saying it is done; where too few
 * were measured, an estimate.
 */
#include <jansson.h>
#include <stdlib.h>
#include "campaign/burden.h"
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"

enum { MEASURED_MOST = 5000, SECONDS_LEAST = 3, SECONDS_MOST = 2 * 60 * 60 };
static const int ESTIMATED[VERB_COUNT] = {
    [VERB_POST] = 5, [VERB_BRIEF] = 10, [VERB_TEACH] = 10, [VERB_DIRECT] = 10, [VERB_REPORT] = 10, [VERB_OTHER] = 10};

status_t duty_took(db_t *db, arena_t *a, ident_t duty, ms_t opened, ident_t who, err_t *err)
{
    int64_t seconds = (clock_now() - opened) / MS_SECOND;
    if (seconds < SECONDS_LEAST || seconds > SECONDS_MOST) return ST_OK; /* no measure of anything */
    return journal_add(db, who, "duty.took", duty, str_fmt(a, "{\"seconds\":%lld}", (long long)seconds), err);
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static status_t read_seconds(db_t *db, arena_t *a, ident_t campaign, vec_t by_verb[VERB_COUNT], err_t *err)
{
    stmt_t *q = db_query(db, &q_took, err);
    if (!q) return err->status;
    bind_id(q, 1, &campaign);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        str_t body = col_text(q, a, 1);
        json_t *o = json_loadb(body.p, body.n, 0, NULL);
        int64_t *x = vec_push(&by_verb[verb_parse(col_text(q, a, 0))]);
        if (x) *x = json_integer_value(json_object_get(o, "seconds"));
        json_decref(o);
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s;
}

status_t burden_of(db_t *db, arena_t *a, ident_t campaign, burden_t *out, err_t *err)
{
    vec_t by_verb[VERB_COUNT];
    for (int v = 0; v < VERB_COUNT; v++) {
        by_verb[v] = vec_new(a, sizeof(int64_t), MEASURED_MOST);
        out->minutes[v] = ESTIMATED[v];
        out->measured[v] = 0;
    }
    status_t s = read_seconds(db, a, campaign, by_verb, err);
    for (int v = 0; s == ST_OK && v < VERB_COUNT; v++) {
        vec_t *x = &by_verb[v];
        if (x->len < BURDEN_LEAST) continue;
        qsort(x->at, x->len, sizeof(int64_t), by_size);
        int64_t median = VEC_AT(x, int64_t, x->len / 2);
        out->minutes[v] = (int)((median + 59) / 60);
        out->measured[v] = (int)x->len;
    }
    return s;
}
