/* SPDX-License-Identifier: Apache-2.0
 *
 * Dispatches read back: one, by its number and symbol, all.
 */
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"

static dispatch_t from_row(stmt_t *q, arena_t *a)
{
    dispatch_t d = {.id = col_id(q, 0), .campaign = col_id(q, 1), .from_unit = col_id(q, 2), .number = col_int(q, 3)};
    d.symbol = col_text(q, a, 4);
    d.doc_date = col_text(q, a, 5);
    d.subject = col_text(q, a, 6);
    d.signer = col_text(q, a, 7);
    d.signer_title = col_text(q, a, 8);
    d.opens = col_int(q, 9);
    d.closes = col_int(q, 10);
    d.draft = col_text(q, a, 11);
    str_t source = col_blob(q, a, 13);
    if (source.n == sizeof d.source.b) memcpy(d.source.b, source.p, source.n);
    d.state = col_text(q, a, 14);
    d.drafted_by = col_id(q, 15);
    d.signed_by = col_id(q, 16);
    d.created = col_int(q, 17);
    d.signed_at = col_int(q, 18);
    d.sent = col_int(q, 19);
    d.from_name = col_text(q, a, 20);
    d.campaign_title = col_text(q, a, 21);
    d.revision = col_int(q, 23);
    d.ended = col_int(q, 24);
    d.ended_why = col_text(q, a, 25);
    d.replaces = col_id(q, 26);
    d.parent = col_id(q, 27);
    d.campaign_state = col_null(q, 28) ? S("") : col_text(q, a, 28);
    d.paused = str_eq(d.campaign_state, S("paused")) ? col_int(q, 29) : 0;
    d.moved = col_int(q, 30);
    return d;
}

status_t dispatch_get(db_t *db, arena_t *a, ident_t id, dispatch_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_dispatch_by_id, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    status_t s = stmt_next(q, err);
    str_t clauses = S("[]"), words = S("{}");
    if (s == ST_ROW) {
        *out = from_row(q, a);
        clauses = col_text(q, a, 12);
        words = col_text(q, a, 22);
        if (str_eq(words, S("{}"))) words = out->draft; /* nobody changed them since they were read */
    }
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "dispatch.none", N_("There is no such dispatch."));
    if (s == ST_ROW) s = words_read(a, words, &out->words, err);
    return s == ST_OK ? clauses_read(a, clauses, &out->clauses, &out->n_clauses, err) : s;
}

status_t dispatch_named(db_t *db, arena_t *a, str_t name, dispatch_t *out, err_t *err)
{
    ident_t id;
    int64_t number;
    size_t slash = str_chr(name, '/', 0);
    if (ident_parse(name, &id)) return dispatch_get(db, a, id, out, err);
    if (slash == SIZE_MAX || !str_int(str_sub(name, 0, slash), 1, 9999999, &number))
        return err_set(err, ST_INPUT, "dispatch.name",
                       N_("A dispatch is named by its number and symbol (2632/STTTT-CNTTVT) or by its id."));
    stmt_t *q = db_query(db, &q_dispatch_named, err);
    if (!q) return err->status;
    bind_int(q, 1, number);
    bind_text(q, 2, str_sub(name, slash + 1, name.n));
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) id = col_id(q, 0);
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "dispatch.none", N_("There is no such dispatch."));
    return s == ST_ROW ? dispatch_get(db, a, id, out, err) : s;
}

status_t dispatch_list(db_t *db, arena_t *a, dispatch_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_dispatch_all, err);
    if (!q) return err->status;
    vec_t rows = vec_new(a, sizeof(dispatch_t), 5000);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        dispatch_t *d = vec_push(&rows);
        if (!d) break;
        *d = from_row(q, a);
    }
    stmt_done(q);
    if (s != ST_END && s != ST_ROW) return s;
    *out = rows.at;
    *n = rows.len;
    return ST_OK;
}
