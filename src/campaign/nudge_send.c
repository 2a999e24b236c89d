/* SPDX-License-Identifier: Apache-2.0
 *
 * The outbox: claimed, sent, done. See nudge.h for what is promised.
 */
#include <jansson.h>
#include <stdio.h>
#include "campaign/campaign_internal.h"
#include "campaign/mail.h"
#include "campaign/nudge_internal.h"
#include "campaign/queries.h"
#include "people/invite.h"

enum { AT_ONCE = 500, TRIES = 5, MESSAGE_ARENA = 64 << 20 };

typedef struct letterbox {
    int64_t seq;
    ident_t on; /* the unit; of an invitation the person */
    str_t body, did;
    bool taken; /* by us, now */
} letterbox_t;

/* --- what waits --- */

static status_t waiting(store_t *st, arena_t *a, vec_t *out, err_t *err)
{
    db_t *db;
    status_t s = store_read(st, &db, err);
    if (s != ST_OK) return s;
    *out = vec_new(a, sizeof(letterbox_t), AT_ONCE);
    stmt_t *q = db_query(db, &q_nudge_waiting, err);
    if (q) {
        bind_int(q, 1, TRIES);
        while ((s = stmt_next(q, err)) == ST_ROW) {
            letterbox_t *b = vec_push(out);
            if (!b) break;
            *b = (letterbox_t){col_int(q, 0), col_id(q, 1), col_text(q, a, 2), col_text(q, a, 3), false};
        }
        stmt_done(q);
    }
    store_done(st, db);
    return !q ? ST_STORE : s == ST_END || s == ST_ROW ? ST_OK : s;
}

/* Sets one mark of an event; ST_OK also when another had set it before: then b->taken stays false. */
static status_t mark(db_t *db, letterbox_t *b, const query_t *what, bool timed, err_t *err)
{
    stmt_t *q = db_query(db, what, err);
    if (!q) return err->status;
    int64_t changed = 0;
    bind_int(q, 1, b->seq);
    if (timed) bind_ms(q, 2, clock_now());
    status_t s = stmt_run(q, &changed, err);
    b->taken = changed == 1;
    return s;
}

static status_t claim_act(db_t *db, void *arg, err_t *err)
{
    return mark(db, arg, &q_nudge_claim, true, err);
}

static status_t done_act(db_t *db, void *arg, err_t *err)
{
    letterbox_t *b = arg;
    status_t s = mark(db, b, &q_nudge_done, true, err);
    if (s == ST_OK && str_eq(b->did, S("person.invite-mail"))) s = invite_mail_went(db, b->on, err);
    return s;
}

/* Nothing was owed any more: that it did not go is said, too. */
static status_t settled_act(db_t *db, void *arg, err_t *err)
{
    letterbox_t *b = arg;
    char body[48];
    static const ident_t program;
    snprintf(body, sizeof body, "{\"seq\":%lld}", (long long)b->seq);
    status_t s = mark(db, b, &q_nudge_done, true, err);
    return s == ST_OK ? journal_add(db, program, "nudge.settled", b->on, str_of(body), err) : s;
}

static status_t free_act(db_t *db, void *arg, err_t *err)
{
    return mark(db, arg, &q_nudge_free, false, err);
}

/* --- the message --- */

/* What the unit would be told now; false when it owes nothing any more. */
static bool still_owed(store_t *st, arena_t *a, const letterbox_t *b, nudge_t *out, err_t *err)
{
    db_t *db;
    json_t *o = json_loadb(b->body.p, b->body.n, 0, NULL);
    const char *id = json_string_value(json_object_get(o, "dispatch")),
               *kind = json_string_value(json_object_get(o, "kind"));
    ident_t dispatch;
    nudge_kind_t wanted = nudge_kind(str_of(kind ? kind : ""));
    bool found = false;
    dispatch_t d;
    nudge_t *list;
    size_t n = 0;
    if (id && ident_parse(str_of(id), &dispatch) && store_read(st, &db, err) == ST_OK) {
        if (dispatch_get(db, a, dispatch, &d, err) == ST_OK &&
            nudge_plan(db, a, &d, clock_now(), LANG_VI, &list, &n, err) == ST_OK)
            for (size_t k = 0; k < n && !found; k++) {
                bool same =
                    (list[k].kind == NUDGE_ABOVE) == (wanted == NUDGE_ABOVE); /* a reminder may have become late */
                if (!same || !ident_eq(list[k].unit, b->on) || !list[k].email.n) continue;
                *out = list[k];
                found = true;
            }
        store_done(st, db);
    }
    json_decref(o);
    return found;
}

/* The message of an event of that kind, made when it goes; false when there is nothing to say any more. */
static bool made(store_t *st, arena_t *a, const letterbox_t *b, nudge_t *out, err_t *err)
{
    if (str_eq(b->did, S("nudge.send"))) return still_owed(st, a, b, out, err);
    if (str_eq(b->did, S("nudge.correct"))) return nudge_correct(st, a, b->on, b->body, out, err);
    if (str_eq(b->did, S("person.invite-mail"))) return nudge_invite(st, a, b->on, out, err);
    return nudge_doubt(st, a, b->on, b->body, out, err);
}

static status_t one(store_t *st, arena_t *a, const mail_t *m, letterbox_t *b, nudge_sent_t *out, err_t *err)
{
    nudge_t x;
    status_t s = store_act(st, claim_act, b, err); /* on disk before the first byte goes out */
    if (s != ST_OK || !b->taken) return s;
    if (!made(st, a, b, &x, err)) {
        out->settled++;
        return store_act(st, settled_act, b, err);
    }
    str_t text = mail_message(a, m, &x, b->seq);
    mail_outcome_t how = text.p ? mail_post(a, m, x.email, text) : MAIL_REFUSED;
    if (how == MAIL_SENT) {
        out->sent++;
        return store_act(st, done_act, b, err);
    }
    out->failed++;
    return how == MAIL_REFUSED ? store_act(st, free_act, b, err)
                               : ST_OK; /* unknown: stays claimed, for a person to see */
}

/* Within the hours of its campaign's rules. */
static status_t may_go(store_t *st, arena_t *a, const letterbox_t *b, bool *out, err_t *err)
{
    db_t *db;
    dispatch_t d = {0};
    nudge_rules_t r;
    ident_t id;
    if (str_eq(b->did, S("person.invite-mail"))) return ST_OK; /* somebody waits for it */
    json_t *o = json_loadb(b->body.p, b->body.n, 0, NULL);
    const char *text = json_string_value(json_object_get(o, "dispatch"));
    bool named = text && ident_parse(str_of(text), &id);
    json_decref(o);
    status_t s = store_read(st, &db, err);
    if (s != ST_OK) return s;
    if (named) s = dispatch_get(db, a, id, &d, err);
    if (s == ST_OK) s = nudge_rules_of(db, a, d.campaign, &r, err);
    store_done(st, db);
    if (s == ST_OK) *out = !d.paused && nudge_hours_by(&r, clock_now()); /* what a pause stops goes after it */
    return s;
}

status_t nudge_send(store_t *st, const mail_t *m, nudge_sent_t *out, err_t *err)
{
    *out = (nudge_sent_t){0};
    if (!m->server.n) return err_set(err, ST_INPUT, "nudge.no-server", N_("No mail server is set (mail.server)."));
    if (!str_starts(m->server, S("smtps://")) && !str_starts(m->server, S("smtp://")))
        return err_set(err, ST_INPUT, "nudge.server", N_("mail.server begins with smtps:// or smtp://."));
    if (!email_ok(m->from)) return err_set(err, ST_INPUT, "nudge.from", N_("mail.from is no e-mail address."));
    arena_t *list = arena_new((size_t)8 << 20), *a = arena_new(MESSAGE_ARENA);
    vec_t boxes;
    status_t s = list && a ? waiting(st, list, &boxes, err) : ST_MEMORY;
    for (size_t k = 0; s == ST_OK && k < boxes.len; k++) {
        bool now = true;
        s = may_go(st, a, &VEC_AT(&boxes, letterbox_t, k), &now, err);
        arena_reset(a);
        if (s != ST_OK) break;
        if (!now) {
            out->waiting++;
            continue;
        }
        s = one(st, a, m, &VEC_AT(&boxes, letterbox_t, k), out, err);
        arena_reset(a);
    }
    arena_free(a);
    arena_free(list);
    return s;
}
