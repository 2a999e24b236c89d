/* SPDX-License-Identifier: Apache-2.0
 *
 * A colleague of the same unit does the duty: an event in the journal, the last one holds.
 */
#include <jansson.h>
#include "campaign/around.h"
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"

enum { COLLEAGUES_MOST = 500 };

status_t unit_colleagues(db_t *db, arena_t *a, ident_t unit, ms_t at, colleague_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_colleagues, err);
    if (!q) return err->status;
    bind_id(q, 1, &unit);
    bind_ms(q, 2, at);
    vec_t rows = vec_new(a, sizeof(colleague_t), COLLEAGUES_MOST);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        colleague_t *c = vec_push(&rows);
        if (!c) break;
        *c = (colleague_t){col_id(q, 0), col_text(q, a, 1)};
    }
    stmt_done(q);
    *out = rows.at;
    *n = rows.len;
    return s == ST_END || s == ST_ROW ? ST_OK : s;
}

static status_t is_colleague(db_t *db, arena_t *a, ident_t unit, ident_t person, err_t *err)
{
    colleague_t *list;
    size_t n;
    status_t s = unit_colleagues(db, a, unit, clock_now(), &list, &n, err);
    for (size_t k = 0; s == ST_OK && k < n; k++)
        if (ident_eq(list[k].person, person)) return ST_OK;
    return s != ST_OK ? s
                      : err_at(err, ST_INPUT, "duty.no-colleague", "to", 0,
                               N_("Choose a colleague who holds a seat at the same unit."));
}

status_t duty_delegate(db_t *db, arena_t *a, ident_t duty, ident_t to, ident_t who, err_t *err)
{
    record_t place = {0};
    delegate_t now = {0};
    char id[IDENT_TEXT];
    status_t s = duty_place(db, duty, &place, err);
    if (s == ST_OK && !ident_none(to)) s = is_colleague(db, a, place.unit, to, err);
    if (s == ST_OK) s = duty_delegated(db, a, duty, &now, err);
    if (s != ST_OK || ident_eq(now.to, to)) return s; /* so already */
    ident_text(to, id);
    return journal_add(db, who, "duty.delegate", duty,
                       ident_none(to) ? S("{\"to\":null}") : str_fmt(a, "{\"to\":\"%s\"}", id), err);
}

static status_t name_of(db_t *db, arena_t *a, ident_t person, str_t *out, err_t *err)
{
    *out = S("–");
    stmt_t *q = db_query(db, &q_person_name, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = col_text(q, a, 0);
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

status_t duty_delegated(db_t *db, arena_t *a, ident_t duty, delegate_t *out, err_t *err)
{
    *out = (delegate_t){.to_name = S(""), .by_name = S("")};
    stmt_t *q = db_query(db, &q_delegated, err);
    if (!q) return err->status;
    bind_id(q, 1, &duty);
    str_t body = STR_NONE;
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) {
        out->by = col_id(q, 0);
        out->at = col_int(q, 1);
        body = col_text(q, a, 2);
    }
    stmt_done(q);
    if (s == ST_END) return ST_OK;
    if (s != ST_ROW) return s;
    json_t *o = json_loadb(body.p, body.n, 0, NULL);
    const char *to = json_string_value(json_object_get(o, "to"));
    bool given = to && ident_parse(str_of(to), &out->to);
    json_decref(o);
    if (!given) return ST_OK;
    s = name_of(db, a, out->to, &out->to_name, err);
    return s == ST_OK ? name_of(db, a, out->by, &out->by_name, err) : s;
}
