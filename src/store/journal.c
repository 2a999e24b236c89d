/* SPDX-License-Identifier: Apache-2.0 */
#include "store/journal.h"
#include <stdio.h>
#include "store/queries.h"
#include "store/record.h"

/* Canonical bytes on their way to the hash, gathered: one call instead of a dozen. */
typedef struct gather {
    sha256_t h;
    char b[512];
    size_t n;
} gather_t;

static void put(gather_t *g, const char *p, size_t n)
{
    if (g->n + n > sizeof g->b) {
        sha256_add(&g->h, (str_t){g->b, g->n});
        g->n = 0;
    }
    if (n > sizeof g->b) {
        sha256_add(&g->h, (str_t){p, n});
        return;
    }
    if (n) memcpy(g->b + g->n, p, n);
    g->n += n;
}

static void field(gather_t *g, str_t s)
{
    char length[8];
    for (int i = 0; i < 8; i++) length[i] = (char)((uint64_t)s.n >> (56 - 8 * i));
    put(g, length, sizeof length);
    put(g, s.p, s.n);
}

static void field_int(gather_t *g, int64_t v)
{
    char text[24];
    size_t at = sizeof text;
    uint64_t left = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do text[--at] = (char)('0' + left % 10);
    while (left /= 10);
    if (v < 0) text[--at] = '-';
    field(g, (str_t){text + at, sizeof text - at});
}

static void field_id(gather_t *g, ident_t id)
{
    static const char digits[] = "0123456789abcdef";
    char hex[32];
    for (int i = 0; i < 16; i++) {
        hex[2 * i] = digits[id.b[i] >> 4];
        hex[2 * i + 1] = digits[id.b[i] & 15];
    }
    field(g, (str_t){hex, sizeof hex});
}

digest_t journal_hash(digest_t prev, int64_t seq, ms_t at, ident_t who, str_t did, ident_t on, str_t body)
{
    static const char name[] = "canhgiac event 1\n";
    gather_t g;
    g.n = 0;
    sha256_start(&g.h);
    put(&g, name, sizeof name - 1);
    put(&g, (const char *)prev.b, sizeof prev.b);
    field_int(&g, seq);
    field_int(&g, at);
    field_id(&g, who);
    field(&g, did);
    field_id(&g, on);
    field(&g, body);
    sha256_add(&g.h, (str_t){g.b, g.n});
    return sha256_end(&g.h);
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

/* A member of a body that vouch() wrote (store/record.c): what stands after `"name":` up to the next quote, comma or brace. */
static str_t member(str_t body, str_t name)
{
    size_t at = str_find(body, name, 0);
    if (at == SIZE_MAX) return STR_NONE;
    size_t from = at + name.n, to = from;
    while (to < body.n && body.p[to] != '"' && body.p[to] != ',' && body.p[to] != '}') to++;
    return str_sub(body, from, to);
}

/* An event that carries {"digest": hex} vouches for a record: the record must still hash to it, and say when it came. */
static bool record_holds(stmt_t *q, arena_t *a, str_t body)
{
    enum { KIND = 8, CAMPAIGN, DUTY, UNIT, MADE, RELEASE, BODY, SUPERSEDES, RECEIVED };
    digest_t want;
    int64_t received;
    if (!digest_parse(member(body, S("\"digest\":\"")), &want)) return true;
    if (col_null(q, KIND)) return false;
    record_t r = {.kind = str_z(a, col_text(q, a, KIND)),
                  .campaign = col_id(q, CAMPAIGN),
                  .duty = col_id(q, DUTY),
                  .unit = col_id(q, UNIT),
                  .made_at = col_int(q, MADE),
                  .release = col_id(q, RELEASE),
                  .body = col_text(q, a, BODY),
                  .supersedes = col_id(q, SUPERSEDES)};
    bool timed = str_int(member(body, S("\"received\":")), INT64_MIN, INT64_MAX, &received);
    return r.kind && chain_same(want, record_digest(&r)) && (!timed || received == col_int(q, RECEIVED));
}

typedef struct walk {
    journal_state_t *out;
    arena_t *a;
} walk_t;

static void broken(journal_state_t *out, int64_t seq, const char *why)
{
    out->bad_seq = seq;
    snprintf(out->why, sizeof out->why, "%s", why);
}

static void one_event(walk_t *w, stmt_t *q)
{
    int64_t seq = col_int(q, 0);
    ms_t at = col_int(q, 1);
    str_t did = col_text(q, w->a, 3), body = col_text(q, w->a, 5);
    digest_t prev = as_digest(col_blob(q, w->a, 6)), hash = as_digest(col_blob(q, w->a, 7));
    ident_t who = col_id(q, 2), on = col_id(q, 4);
    if (seq != w->out->events + 1) {
        broken(w->out, w->out->events + 1, N_("an event is missing or out of order"));
    } else if (!chain_same(prev, w->out->head)) {
        broken(w->out, seq, N_("the chain is cut: prev is not the hash before it"));
    } else if (!chain_same(hash, journal_hash(prev, seq, at, who, did, on, body))) {
        broken(w->out, seq, N_("the event was changed after it was written"));
    } else {
        w->out->events = seq;
        w->out->head = hash;
        if (str_starts(did, S("record.")) && !record_holds(q, w->a, body))
            broken(w->out, seq, N_("the record this event vouches for was changed"));
    }
}

status_t journal_verify(db_t *db, journal_state_t *out, err_t *err)
{
    enum { EVENT_LIMIT = 64 << 20 };
    memset(out, 0, sizeof *out);
    walk_t w = {out, arena_new(EVENT_LIMIT)};
    stmt_t *q = w.a ? db_query(db, &q_journal_checked, err) : NULL;
    if (!q) {
        arena_free(w.a);
        return err->status != ST_OK ? err->status : ST_MEMORY;
    }
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW && !out->bad_seq) {
        arena_reset(w.a);
        one_event(&w, q);
    }
    stmt_done(q);
    arena_free(w.a);
    if (out->bad_seq)
        return err_set(err, ST_DENIED, "journal.broken", N_("The journal does not hold from event %lld on: %s."),
                       (long long)out->bad_seq, tr(err->lang, out->why));
    return s == ST_END || s == ST_OK ? ST_OK : s;
}
