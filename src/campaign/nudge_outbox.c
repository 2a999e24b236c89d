/* SPDX-License-Identifier: Apache-2.0
 *
 * What became of each message, and what a person decides over one that may have gone.
 */
#include <jansson.h>
#include "campaign/campaign_internal.h"
#include "campaign/nudge_internal.h"
#include "campaign/queries.h"

enum { OUTBOX_MOST = 500, TRIES = 5 };
#define SENDING (2 * MS_MINUTE) /* a claimed message may still be on its way so long */

static str_t like_dispatch(arena_t *a, ident_t dispatch)
{
    char id[IDENT_TEXT];
    ident_text(dispatch, id);
    return str_fmt(a, "%%\"dispatch\":\"%s\"%%", id);
}

static nudge_fate_t fate_of(ms_t claimed, ms_t done, int64_t tries, bool settled)
{
    if (done) return settled ? FATE_SETTLED : FATE_SENT;
    if (claimed) return clock_now() - claimed > SENDING ? FATE_UNKNOWN : FATE_WAITS;
    return tries >= TRIES ? FATE_FAILED : FATE_WAITS;
}

static nudge_kind_t kind_of(str_t body)
{
    json_t *o = json_loadb(body.p, body.n, 0, NULL);
    const char *kind = json_string_value(json_object_get(o, "kind"));
    nudge_kind_t k = nudge_kind(str_of(kind ? kind : ""));
    json_decref(o);
    return k;
}

status_t nudge_outbox(db_t *db, arena_t *a, ident_t dispatch, outbox_t **out, size_t *n, err_t *err)
{
    vec_t rows = vec_new(a, sizeof(outbox_t), OUTBOX_MOST);
    stmt_t *q = db_query(db, &q_outbox, err);
    if (!q) return err->status;
    bind_text(q, 1, like_dispatch(a, dispatch));
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        outbox_t *x = vec_push(&rows);
        if (!x) break;
        *x = (outbox_t){.seq = col_int(q, 0), .at = col_int(q, 1), .unit = col_text(q, a, 2), .done = col_int(q, 5)};
        x->kind = kind_of(col_text(q, a, 3));
        x->fate = fate_of(col_int(q, 4), x->done, col_int(q, 6), col_int(q, 7) > 0);
        if (!x->unit.p) x->unit = S("–");
    }
    stmt_done(q);
    *out = rows.at;
    *n = rows.len;
    return s == ST_END || s == ST_ROW ? ST_OK : s;
}

status_t nudge_decide(db_t *db, arena_t *a, int64_t seq, ident_t dispatch, bool again, ident_t who, err_t *err)
{
    char id[IDENT_TEXT];
    ident_t unit = {{0}};
    str_t body = S("");
    nudge_fate_t fate = FATE_WAITS;
    ident_text(dispatch, id);
    stmt_t *q = db_query(db, &q_outbox_one, err);
    if (!q) return err->status;
    bind_int(q, 1, seq);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) {
        unit = col_id(q, 0);
        body = col_text(q, a, 1);
        fate = fate_of(col_int(q, 2), col_int(q, 3), col_int(q, 4), false);
    }
    stmt_done(q);
    if (s == ST_END || (s == ST_ROW && str_find(body, str_fmt(a, "\"dispatch\":\"%s\"", id), 0) == SIZE_MAX))
        return err_set(err, ST_NOT_FOUND, "nudge.none", N_("There is no such message."));
    if (s != ST_ROW) return s;
    if (fate != FATE_UNKNOWN && fate != FATE_FAILED)
        return err_set(err, ST_CONFLICT, "nudge.settled", N_("This message needs no decision any more."));
    q = db_query(db, again ? &q_nudge_again : &q_nudge_done, err);
    if (!q) return err->status;
    bind_int(q, 1, seq);
    if (!again) bind_ms(q, 2, clock_now());
    s = stmt_run(q, NULL, err);
    if (s != ST_OK) return s;
    return journal_add(db, who, "nudge.decide", unit,
                       str_fmt(a, "{\"as\":\"%s\",\"seq\":%lld}", again ? "again" : "sent", (long long)seq), err);
}
