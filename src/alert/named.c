/* SPDX-License-Identifier: Apache-2.0
 *
 * named — what the alerts that hold speak of, for lists: what stands in an alert's signed text *and* among its case's
 * indicators. The text is what a second person approved; what it names besides (the true address, the hotline) was never
 * reported.
 */
#include "alert/internal.h"

static status_t named_by(store_t *st, db_t *db, arena_t *a, const alert_t *al, vec_t *out, err_t *err)
{
    indicator_t in_text[INDICATORS_MAX];
    str_t text;
    case_t c;
    status_t s = alert_text(st, a, al, LANG_VI, &text, err);
    if (s == ST_OK) s = alert_case(db, a, al->case_id, &c, err);
    if (s != ST_OK) return s;
    size_t n = indicators_find(a, str_fmt(a, "%.*s\n%.*s", STRF(al->title), STRF(text)), in_text);
    for (size_t i = 0; i < n; i++) {
        bool reported = false;
        for (size_t k = 0; k < c.n_indicators; k++) reported = reported || indicator_eq(&in_text[i], &c.indicators[k]);
        alert_named_t *one = reported ? vec_push(out) : NULL;
        if (reported && !one) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
        if (one)
            *one = (alert_named_t){.what = in_text[i],
                                   .code = al->code,
                                   .title = al->title,
                                   .release = al->release,
                                   .published = al->published,
                                   .expires = al->expires};
    }
    return ST_OK;
}

status_t alert_named(store_t *st, db_t *db, arena_t *a, ms_t at, alert_named_t **out, size_t *n, err_t *err)
{
    alert_t *list;
    size_t alerts;
    vec_t all = vec_new(a, sizeof(alert_named_t), ROWS_MAX * INDICATORS_MAX);
    status_t s = alert_list(db, a, at, &list, &alerts, err);
    for (size_t i = 0; s == ST_OK && i < alerts; i++) s = named_by(st, db, a, &list[i], &all, err);
    *out = all.at;
    *n = all.len;
    return s;
}
