/* SPDX-License-Identifier: Apache-2.0
 *
 * When a campaign reminds by itself, and the hours in which its messages may go.
 */
#include <jansson.h>
#include "campaign/campaign_internal.h"
#include "campaign/nudge.h"
#include "campaign/queries.h"

static const nudge_rules_t USUAL = {
    .before = {7, 3, 1}, .n_before = 3, .after = {1, 3}, .n_after = 2, .above = 2, .from = 7, .to = 18, .week = 3};

static size_t days_of(const json_t *list, int *out)
{
    size_t n = 0;
    for (size_t k = 0; k < json_array_size(list) && n < NUDGE_STEPS; k++) {
        json_int_t d = json_integer_value(json_array_get(list, k));
        if (d >= 0 && d <= NUDGE_DAYS_MOST) out[n++] = (int)d;
    }
    return n;
}

static int number_of(const json_t *o, const char *name, int least, int most, int usual)
{
    const json_t *v = json_object_get(o, name);
    json_int_t n = json_integer_value(v);
    return json_is_integer(v) && n >= least && n <= most ? (int)n : usual;
}

status_t nudge_rules_of(db_t *db, arena_t *a, ident_t campaign, nudge_rules_t *out, err_t *err)
{
    *out = USUAL;
    stmt_t *q = db_query(db, &q_nudge_rules, err);
    if (!q) return err->status;
    bind_id(q, 1, &campaign);
    str_t text = S("");
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) text = col_text(q, a, 0);
    stmt_done(q);
    if (s != ST_ROW && s != ST_END) return s;
    json_t *o = text.n ? json_loadb(text.p, text.n, 0, NULL) : NULL;
    if (!o) return ST_OK;
    out->on = json_is_true(json_object_get(o, "on"));
    out->n_before = days_of(json_object_get(o, "before"), out->before);
    out->n_after = days_of(json_object_get(o, "after"), out->after);
    out->above = number_of(o, "above", 0, NUDGE_DAYS_MOST, USUAL.above);
    out->from = number_of(o, "from", 0, 23, USUAL.from);
    out->to = number_of(o, "to", 1, 24, USUAL.to);
    out->sundays = json_is_true(json_object_get(o, "sundays"));
    out->week = number_of(o, "week", 1, 7, USUAL.week);
    json_decref(o);
    return ST_OK;
}

static void put_days(buf_t *b, const char *name, const int *days, size_t n)
{
    buf_fmt(b, ",\"%s\":[", name);
    for (size_t k = 0; k < n; k++) buf_fmt(b, "%s%d", k ? "," : "", days[k]);
    buf_putc(b, ']');
}

status_t nudge_rules_set(db_t *db, arena_t *a, ident_t campaign, const nudge_rules_t *r, ident_t who, err_t *err)
{
    if (r->from >= r->to)
        return err_at(err, ST_INPUT, "nudge.hours", "from", 0,
                      N_("Messages go from one hour to a later one, between 0 and 24."));
    buf_t b = buf_new(a, 4096);
    buf_fmt(&b, "{\"on\":%s", r->on ? "true" : "false");
    put_days(&b, "before", r->before, r->n_before);
    put_days(&b, "after", r->after, r->n_after);
    buf_fmt(&b, ",\"above\":%d,\"from\":%d,\"to\":%d,\"sundays\":%s,\"week\":%d}", r->above, r->from, r->to,
            r->sundays ? "true" : "false", r->week);
    stmt_t *q = db_query(db, &q_nudge_rules_put, err);
    if (!q) return err->status;
    int64_t changed = 0;
    bind_id(q, 1, &campaign);
    bind_text(q, 2, buf_str(&b));
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed) s = err_set(err, ST_NOT_FOUND, "campaign.none", N_("There is no such campaign."));
    return s == ST_OK ? journal_add(db, who, "nudge.rules", campaign, buf_str(&b), err) : s;
}

bool nudge_hours_by(const nudge_rules_t *r, ms_t at)
{
    int64_t local = at + MS_VIETNAM, days = local / MS_DAY;
    int64_t hour = local % MS_DAY / MS_HOUR;
    return hour >= r->from && hour < r->to && (r->sundays || (days + 4) % 7 != 0); /* 1/1/1970 was a Thursday */
}

bool nudge_hours(ms_t at)
{
    return nudge_hours_by(&USUAL, at);
}
