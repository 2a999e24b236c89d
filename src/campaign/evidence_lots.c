/* SPDX-License-Identifier: Apache-2.0
 *
 * Draws for call-backs as evidence: the journal's word on what was drawn from what, the records drawn, and what was found.
 */
#include <jansson.h>
#include "campaign/evidence_internal.h"
#include "campaign/queries.h"

typedef struct draw {
    int64_t seq;
    ident_t unit;
    ms_t at;
    str_t body;
} draw_t;

static status_t load_draws(db_t *db, arena_t *a, ident_t campaign, ms_t at, vec_t *out, err_t *err)
{
    enum { DRAWS_MOST = 10000 };
    *out = vec_new(a, sizeof(draw_t), DRAWS_MOST);
    stmt_t *q = db_query(db, &q_report_lots, err);
    if (!q) return err->status;
    bind_id(q, 1, &campaign);
    bind_ms(q, 2, at);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        draw_t *d = vec_push(out);
        if (!d) break;
        *d = (draw_t){col_int(q, 0), col_id(q, 1), col_int(q, 2), col_text(q, a, 3)};
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s == ST_ROW ? evidence_too_much(err) : s;
}

static str_t text_at(stmt_t *q, arena_t *a, int c)
{
    str_t t = col_text(q, a, c);
    return t.p ? t : S("");
}

static status_t load_drawn(db_t *db, evidence_t *e, const draw_t *d, ident_t record, ms_t at, err_t *err)
{
    stmt_t *q = db_query(db, &q_report_drawn, err);
    if (!q) return err->status;
    bind_id(q, 1, &record);
    bind_ms(q, 2, at);
    status_t s = stmt_next(q, err);
    ev_value_t *v = s == ST_ROW ? vec_push(&e->rows[EV_DRAWN]) : NULL;
    if (v) {
        v[W_RECORD].id = record;
        v[W_LOT].n = d->seq;
        v[W_UNIT].id = col_id(q, 0);
        v[W_MADE].n = col_int(q, 1);
        v[W_RECEIVED].n = col_int(q, 2);
        v[W_BODY].t = text_at(q, e->a, 3);
        v[W_CHECK].id = col_id(q, 4);
        v[W_LOOKED].n = col_int(q, 5);
        v[W_VERDICT].t = text_at(q, e->a, 6);
        v[W_SEEN].t = text_at(q, e->a, 7);
    }
    stmt_done(q);
    if (s == ST_ROW) return v ? ST_OK : evidence_too_much(err);
    return s == ST_END ? ST_OK : s;
}

static status_t load_lot(db_t *db, evidence_t *e, const draw_t *d, ms_t at, err_t *err)
{
    json_t *o = json_loadb(d->body.p, d->body.n, 0, NULL), *ids = json_object_get(o, "drawn"), *id;
    const char *head = json_string_value(json_object_get(o, "head"));
    ev_value_t *v = vec_push(&e->rows[EV_LOT]);
    status_t s = v ? ST_OK : evidence_too_much(err);
    if (v) {
        v[O_SEQ].n = d->seq;
        v[O_UNIT].id = d->unit;
        v[O_AT].n = d->at;
        v[O_HEAD].t = head ? str_dup(e->a, str_of(head)) : S("");
        v[O_EVENTS].n = json_integer_value(json_object_get(o, "events"));
        v[O_OF].n = json_integer_value(json_object_get(o, "of"));
        v[O_N].n = json_integer_value(json_object_get(o, "n"));
    }
    size_t i;
    ident_t record;
    json_array_foreach(ids, i, id)
    {
        const char *text = json_string_value(id);
        if (s == ST_OK && text && ident_parse(str_of(text), &record)) s = load_drawn(db, e, d, record, at, err);
    }
    json_decref(o);
    return s;
}

status_t evidence_lots(db_t *db, evidence_t *e, ident_t campaign, ms_t at, err_t *err)
{
    vec_t draws;
    status_t s = load_draws(db, e->a, campaign, at, &draws, err);
    for (size_t i = 0; s == ST_OK && i < draws.len; i++) s = load_lot(db, e, &VEC_AT(&draws, draw_t, i), at, err);
    return s;
}
