/* SPDX-License-Identifier: Apache-2.0
 *
 * What happens to a dispatch after it was sent: what each recipient says of it, and how it is revoked or replaced.
 *
 * What a recipient says is a record of kind "receipt" under the dispatch's id: never changed, the last one holds.
 */
#include <jansson.h>
#include "campaign/campaign_internal.h"
#include "campaign/edxml.h"
#include "campaign/queries.h"
#include "store/record.h"

/* --- receipts --- */

static void read_receipt(arena_t *a, str_t body, recipient_t *r)
{
    json_t *o = json_loadb(body.p, body.n, 0, NULL);
    const char *status = json_string_value(json_object_get(o, "status")),
               *why = json_string_value(json_object_get(o, "why"));
    r->says = receipt_parse(str_of(status ? status : ""));
    r->why = str_dup(a, str_of(why ? why : ""));
    json_decref(o);
}

status_t dispatch_recipients(db_t *db, arena_t *a, ident_t dispatch, recipient_t **out, size_t *n, err_t *err)
{
    vec_t rows = vec_new(a, sizeof(recipient_t), UNITS_MOST);
    id_map_t at;
    stmt_t *q = db_query(db, &q_recipients, err);
    if (!q) return err->status;
    bind_id(q, 1, &dispatch);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        recipient_t *r = vec_push(&rows);
        if (!r) break;
        *r = (recipient_t){.unit = col_id(q, 0), .code = col_text(q, a, 1), .name = col_text(q, a, 2), .why = S("")};
        r->at = col_int(q, 3); /* a duty taken note of: so the letter was */
        r->says = r->at ? RECEIPT_ACKNOWLEDGED : RECEIPT_NONE;
        r->open = col_int(q, 4);
    }
    stmt_done(q);
    if (s != ST_END || !id_map_new(a, rows.len + 1, &at))
        return s == ST_ROW || s == ST_END
                   ? err_set(err, ST_LIMIT, "dispatch.too-many-units", N_("The dispatch reaches too many units."))
                   : s;
    for (size_t k = 0; k < rows.len; k++) id_map_put(&at, VEC_AT(&rows, recipient_t, k).unit, (uint32_t)k);
    q = db_query(db, &q_receipts, err);
    if (!q) return err->status;
    bind_blob(q, 1, ref_of(&dispatch));
    while ((s = stmt_next(q, err)) == ST_ROW) {
        uint32_t k = id_map_get(&at, col_id(q, 0));
        if (k == UINT32_MAX) continue;
        recipient_t *r = &VEC_AT(&rows, recipient_t, k);
        read_receipt(a, col_text(q, a, 1), r);
        r->at = col_int(q, 2);
    }
    stmt_done(q);
    *out = rows.at;
    *n = rows.len;
    return s == ST_END ? ST_OK : s;
}

static status_t find_recipient(db_t *db, arena_t *a, ident_t dispatch, ident_t unit, recipient_t *out, err_t *err)
{
    recipient_t *list;
    size_t n;
    status_t s = dispatch_recipients(db, a, dispatch, &list, &n, err);
    for (size_t k = 0; s == ST_OK && k < n; k++)
        if (ident_eq(list[k].unit, unit)) {
            *out = list[k];
            return ST_OK;
        }
    if (s != ST_OK) return s;
    return err_set(err, ST_NOT_FOUND, "dispatch.not-recipient", N_("The dispatch was not sent to this unit."));
}

static status_t receipt_known(db_t *db, ident_t dispatch, ident_t unit, ms_t made, str_t body, bool *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_receipt_known, err);
    if (!q) return err->status;
    bind_blob(q, 1, ref_of(&dispatch));
    bind_id(q, 2, &unit);
    bind_ms(q, 3, made);
    bind_text(q, 4, body);
    status_t s = stmt_next(q, err);
    *out = s == ST_ROW;
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

status_t dispatch_receipt(db_t *db, arena_t *a, ident_t dispatch, ident_t unit, receipt_t says, str_t why, ms_t made,
                          ident_t who, err_t *err)
{
    recipient_t now = {0};
    dispatch_t d;
    if (says == RECEIPT_RETURNED && !str_trim(why).n)
        return err_at(err, ST_INPUT, "dispatch.why", "why", 0, N_("Say why the dispatch is returned."));
    status_t s = dispatch_get(db, a, dispatch, &d, err);
    if (s == ST_OK && !str_eq(d.state, S("sent")))
        s = err_set(err, ST_CONFLICT, "dispatch.not-open",
                    N_("The dispatch is not open: it was not sent, or it was replaced or revoked."));
    if (s == ST_OK) s = find_recipient(db, a, dispatch, unit, &now, err);
    if (s != ST_OK || (now.says == says && str_eq(now.why, str_trim(why)))) return s; /* said before */
    if (says == RECEIPT_DELIVERED && now.says != RECEIPT_NONE)
        return ST_OK; /* that it came is known by what was said since */
    buf_t b = buf_new(a, 64 * 1024);
    buf_fmt(&b, "{\"status\":\"%s\",\"why\":", receipt_name(says));
    buf_json(&b, str_trim(why));
    buf_putc(&b, '}');
    if (!buf_ok(&b)) return err_at(err, ST_LIMIT, "dispatch.why", "why", 0, N_("The reason is too long."));
    bool twice = false;
    if (made) s = receipt_known(db, dispatch, unit, made, buf_str(&b), &twice, err);
    if (s != ST_OK || twice) return s; /* an old message once more does not take back what was said since */
    record_t r = {.id = ident_new(),
                  .kind = "receipt",
                  .campaign = d.campaign,
                  .unit = unit,
                  .made_at = made ? made : clock_now(),
                  .body = buf_str(&b),
                  .ref = ref_of(&dispatch),
                  .state = "accepted"};
    record_answer_t answer;
    return record_add(db, &r, who, &answer, err);
}

/* --- the end of a dispatch --- */

/* Duties nobody did anything for end; what was done stays as it was done. */
static status_t end_open(db_t *db, ident_t dispatch, int64_t *ended, err_t *err)
{
    stmt_t *q = db_query(db, &q_duties_end, err);
    if (!q) return err->status;
    bind_id(q, 1, &dispatch);
    bind_ms(q, 2, clock_now());
    return stmt_run(q, ended, err);
}

static status_t end_dispatch(db_t *db, ident_t id, const char *state, str_t why, err_t *err)
{
    stmt_t *q = db_query(db, &q_dispatch_ended, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_text(q, 2, str_of(state));
    bind_ms(q, 3, clock_now());
    bind_text(q, 4, why);
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed)
        s = err_set(err, ST_CONFLICT, "dispatch.not-open",
                    N_("The dispatch is not open: it was not sent, or it was replaced or revoked."));
    return s;
}

status_t dispatch_revoke(db_t *db, arena_t *a, ident_t id, str_t why, ident_t who, err_t *err)
{
    int64_t ended = 0;
    if (!str_trim(why).n)
        return err_at(err, ST_INPUT, "dispatch.why", "why", 0, N_("Say why the dispatch is revoked."));
    status_t s = end_dispatch(db, id, "revoked", str_trim(why), err);
    if (s == ST_OK) s = end_open(db, id, &ended, err);
    if (s != ST_OK) return s;
    return journal_add(db, who, "dispatch.revoke", id, str_fmt(a, "{\"duties\":%lld}", (long long)ended), err);
}

status_t dispatch_replacement(db_t *db, arena_t *a, ident_t id, ident_t who, ident_t *out, err_t *err)
{
    dispatch_t d;
    status_t s = dispatch_get(db, a, id, &d, err);
    if (s == ST_OK && !str_eq(d.state, S("sent")))
        s = err_set(err, ST_CONFLICT, "dispatch.not-open",
                    N_("The dispatch is not open: it was not sent, or it was replaced or revoked."));
    if (s != ST_OK) return s;
    d.replaces = id;
    d.number = 0; /* a document of its own, with its own number and day */
    d.doc_date = S("");
    d.draft = S("{}");
    return dispatch_write(db, a, &d, who, out, err);
}

typedef struct claim {
    record_t r;
    ident_t unit;
    str_t clause;
} claim_t;

static status_t claims_of(db_t *db, arena_t *a, ident_t dispatch, vec_t *out, err_t *err)
{
    *out = vec_new(a, sizeof(claim_t), 1000000);
    stmt_t *q = db_query(db, &q_dispatch_claims, err);
    if (!q) return err->status;
    bind_id(q, 1, &dispatch);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        claim_t *c = vec_push(out);
        if (!c) break;
        c->clause = col_text(q, a, 7);
        c->unit = col_id(q, 8);
        c->r = (record_t){.supersedes = col_id(q, 0),
                          .kind = str_z(a, col_text(q, a, 1)),
                          .campaign = col_id(q, 2),
                          .unit = col_id(q, 3),
                          .made_at = col_int(q, 4),
                          .release = col_id(q, 5),
                          .body = col_text(q, a, 6),
                          .by_seat = col_id(q, 9),
                          .state = "accepted"};
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s == ST_ROW ? ST_MEMORY : s;
}

/* What was done under a clause that the new dispatch repeats word for word counts there: the record is corrected to belong to
 * the new duty, and will be looked at again. */
static status_t carry_claims(db_t *db, arena_t *a, const dispatch_t *old, const dispatch_t *d, ident_t who, err_t *err)
{
    vec_t claims;
    status_t s = claims_of(db, a, old->id, &claims, err);
    for (size_t k = 0; s == ST_OK && k < claims.len; k++) {
        claim_t *c = &VEC_AT(&claims, claim_t, k);
        const clause_t *was = clause_by_n(old->clauses, old->n_clauses, c->clause);
        const clause_t *is = clause_by_n(d->clauses, d->n_clauses, c->clause);
        if (!was || !is || was->verb != is->verb || !str_eq(was->text, is->text)) continue;
        ident_t duty = duty_name(a, d->id, is->n, c->unit);
        stmt_t *q = db_query(db, &q_duty_where, err);
        if (!q) return err->status;
        bind_id(q, 1, &duty);
        s = stmt_next(q, err);
        stmt_done(q);
        if (s == ST_END) { /* the new one does not reach this unit */
            s = ST_OK;
            continue;
        }
        if (s != ST_ROW) return s;
        record_answer_t answer;
        c->r.duty = duty;
        c->r.id = ident_new();
        s = record_add(db, &c->r, who, &answer, err);
    }
    return s;
}

status_t dispatch_takes_over(db_t *db, arena_t *a, const dispatch_t *d, ident_t who, err_t *err)
{
    dispatch_t old;
    int64_t ended = 0;
    status_t s = dispatch_get(db, a, d->replaces, &old, err);
    if (s != ST_OK || !str_eq(old.state, S("sent"))) return s;
    s = carry_claims(db, a, &old, d, who, err);
    str_t by = str_fmt(a, "%lld/%.*s", (long long)d->number, STRF(d->symbol));
    if (s == ST_OK) s = end_dispatch(db, old.id, "replaced", by, err);
    if (s == ST_OK) s = end_open(db, old.id, &ended, err);
    if (s != ST_OK) return s;
    return journal_add(db, who, "dispatch.replace", old.id, str_fmt(a, "{\"duties\":%lld}", (long long)ended), err);
}
