/* SPDX-License-Identifier: Apache-2.0 */
#include "store/journal.h"
#include <inttypes.h>
#include <stdio.h>
#include <jansson.h>
#include "store/queries.h"
#include "store/record.h"

static void field_int(sha256_t *h, int64_t v)
{
    char text[24];
    sha256_field(h, (str_t){text, (size_t)snprintf(text, sizeof text, "%" PRId64, v)});
}

static void field_id(sha256_t *h, ident_t id)
{
    char hex[33];
    for (int i = 0; i < 16; i++) snprintf(hex + 2 * i, 3, "%02x", id.b[i]);
    sha256_field(h, (str_t){hex, 32});
}

digest_t journal_hash(digest_t prev, int64_t seq, ms_t at, ident_t who, str_t did, ident_t on, str_t body)
{
    sha256_t h;
    sha256_start(&h);
    sha256_add(&h, S("canhgiac event 1\n"));
    sha256_add(&h, (str_t){(const char *)prev.b, sizeof prev.b});
    field_int(&h, seq);
    field_int(&h, at);
    field_id(&h, who);
    sha256_field(&h, did);
    field_id(&h, on);
    sha256_field(&h, body);
    return sha256_end(&h);
}

static digest_t as_digest(str_t blob)
{
    digest_t d = {{0}};
    if (blob.n == sizeof d.b) memcpy(d.b, blob.p, sizeof d.b);
    return d;
}

status_t journal_head(db_t *db, int64_t *seq, digest_t *hash, err_t *err)
{
    *seq = 0;
    *hash = (digest_t){{0}};
    stmt_t *q = db_query(db, &q_journal_last, err);
    if (!q) return err->status;
    arena_t *a = arena_new(4096);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW && a) {
        *seq = col_int(q, 0);
        *hash = as_digest(col_blob(q, a, 1));
    }
    stmt_done(q);
    arena_free(a);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

status_t journal_add(db_t *db, ident_t who, const char *did, ident_t on, str_t body, err_t *err)
{
    int64_t seq;
    digest_t prev;
    err_t own = err_new(LANG_VI);
    if (!err) err = &own;
    status_t s = journal_head(db, &seq, &prev, err);
    if (s != ST_OK) return s;
    if (!body.n) body = S("{}");
    ms_t at = clock_now();
    digest_t hash = journal_hash(prev, ++seq, at, who, str_of(did), on, body);
    stmt_t *q = db_query(db, &q_journal_add, err);
    if (!q) return err->status;
    bind_int(q, 1, seq);
    bind_ms(q, 2, at);
    bind_id(q, 3, &who);
    bind_text(q, 4, str_of(did));
    bind_id(q, 5, &on);
    bind_text(q, 6, body);
    bind_blob(q, 7, (str_t){(const char *)prev.b, sizeof prev.b});
    bind_blob(q, 8, (str_t){(const char *)hash.b, sizeof hash.b});
    return stmt_run(q, NULL, err);
}

/* An event that carries {"digest": hex} vouches for a record: the record must still hash to it. */
static status_t check_record(db_t *db, ident_t id, str_t body, bool *holds, err_t *err)
{
    json_t *j = json_loadb(body.p, body.n, 0, NULL);
    const char *hex = json_string_value(json_object_get(j, "digest"));
    json_t *when = json_object_get(j, "received");
    digest_t want, now;
    ms_t received = 0;
    status_t s = ST_OK;
    *holds = true;
    if (hex && digest_parse(str_of(hex), &want)) {
        s = record_now(db, id, &now, &received, err);
        bool same = s == ST_OK && digest_eq(want, now) && (!when || json_integer_value(when) == received);
        if (s == ST_NOT_FOUND || (s == ST_OK && !same)) {
            *holds = false;
            s = ST_OK;
        }
    }
    json_decref(j);
    return s;
}

typedef struct walk {
    db_t *db;
    journal_state_t *out;
    arena_t *a;
} walk_t;

static void broken(journal_state_t *out, int64_t seq, const char *why)
{
    out->bad_seq = seq;
    snprintf(out->why, sizeof out->why, "%s", why);
}

static status_t one_event(walk_t *w, stmt_t *q, err_t *err)
{
    int64_t seq = col_int(q, 0);
    ms_t at = col_int(q, 1);
    str_t did = col_text(q, w->a, 3), body = col_text(q, w->a, 5);
    digest_t prev = as_digest(col_blob(q, w->a, 6)), hash = as_digest(col_blob(q, w->a, 7));
    ident_t who = col_id(q, 2), on = col_id(q, 4);
    if (seq != w->out->events + 1) {
        broken(w->out, w->out->events + 1, "an event is missing or out of order");
    } else if (!digest_eq(prev, w->out->head)) {
        broken(w->out, seq, "the chain is cut: prev is not the hash before it");
    } else if (!digest_eq(hash, journal_hash(prev, seq, at, who, did, on, body))) {
        broken(w->out, seq, "the event was changed after it was written");
    } else {
        w->out->events = seq;
        w->out->head = hash;
        bool holds = true;
        status_t s = str_find(did, S("record."), 0) == 0 ? check_record(w->db, on, body, &holds, err) : ST_OK;
        if (!holds) broken(w->out, seq, "the record this event vouches for was changed");
        return s;
    }
    return ST_OK;
}

status_t journal_verify(db_t *db, journal_state_t *out, err_t *err)
{
    enum { EVENT_LIMIT = 64 << 20 };
    memset(out, 0, sizeof *out);
    walk_t w = {db, out, arena_new(EVENT_LIMIT)};
    stmt_t *q = w.a ? db_query(db, &q_journal_all, err) : NULL;
    if (!q) {
        arena_free(w.a);
        return err->status != ST_OK ? err->status : ST_MEMORY;
    }
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW && !out->bad_seq) {
        arena_reset(w.a);
        s = one_event(&w, q, err);
        if (s != ST_OK) break;
    }
    stmt_done(q);
    arena_free(w.a);
    if (out->bad_seq)
        return err_set(err, ST_DENIED, "journal.broken", N_("The journal does not hold from event %lld on: %s."),
                       (long long)out->bad_seq, out->why);
    return s == ST_END || s == ST_OK ? ST_OK : s;
}
