/* SPDX-License-Identifier: Apache-2.0
 *
 * record — a look at a claimed posting becomes a check row, an event, and a snapshot when the page changed.
 */
#include <jansson.h>
#include <stdio.h>
#include "proof/keep.h"
#include "proof/look.h"
#include "proof/queries.h"
#include "proof/rows.h"

enum { BODY_LIMIT = 64 << 10, LOOKS_LIMIT = 4096 };

typedef struct post {
    ident_t unit, release;
    ms_t received, closes;
    str_t url, places, state;
} post_t;

str_t proof_post_url(arena_t *a, str_t body)
{
    json_t *root = body.n <= BODY_LIMIT ? json_loadb(body.p, body.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
    json_t *u = json_object_get(root, "url");
    str_t s = json_is_string(u) ? str_dup(a, (str_t){json_string_value(u), json_string_length(u)}) : STR_NONE;
    json_decref(root);
    return s;
}

static status_t read_post(db_t *db, arena_t *a, ident_t record, post_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_post, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &record);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) {
        *out = (post_t){.unit = col_id(q, 0),
                        .release = col_id(q, 1),
                        .received = col_int(q, 2),
                        .state = col_text(q, a, 4),
                        .places = col_text(q, a, 5),
                        .closes = col_int(q, 8)};
        out->url = proof_post_url(a, col_text(q, a, 3));
    }
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "proof.no-post", N_("There is no such claim of posting."));
    return s == ST_ROW ? ST_OK : s;
}

status_t proof_history(db_t *db, arena_t *a, ident_t record, ms_t at, proof_history_t **out, size_t *n,
                       str_t *last_seen, err_t *err)
{
    vec_t v = vec_new(a, sizeof(proof_history_t), LOOKS_LIMIT);
    stmt_t *q = db_query(db, &q_proof_looks, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &record);
    bind_ms(q, 2, at);
    status_t s;
    if (last_seen) *last_seen = STR_NONE;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        proof_history_t *h = vec_push(&v);
        if (!h) break;
        *h = (proof_history_t){col_int(q, 0), col_text(q, a, 1)};
        if (last_seen) *last_seen = col_text(q, a, 2);
    }
    stmt_done(q);
    if (s != ST_END) return s == ST_ROW ? ST_LIMIT : s;
    *out = v.at;
    *n = v.len;
    return ST_OK;
}

static str_t json_member(arena_t *a, str_t text, const char *name)
{
    json_t *root = text.p ? json_loadb(text.p, text.n, 0, NULL) : NULL, *v = json_object_get(root, name);
    str_t s = json_is_string(v) ? str_dup(a, (str_t){json_string_value(v), json_string_length(v)}) : STR_NONE;
    json_decref(root);
    return s;
}

status_t proof_state_of_record(db_t *db, arena_t *a, ident_t record, ms_t at, proof_summary_t *out, err_t *err)
{
    proof_history_t *h;
    size_t n;
    str_t seen;
    status_t s = proof_history(db, a, record, at, &h, &n, &seen, err);
    if (s != ST_OK) return s;
    *out = proof_summarise(h, n);
    out->fidelity = json_member(a, seen, "fidelity");
    return ST_OK;
}

/* --- what was seen, kept --- */

/* Does the page read otherwise than at the last look? What has no text (a wall, a file) is told by its bytes. */
static bool changed(arena_t *a, const proof_result_t *r, str_t before)
{
    char hex[65];
    if (!r->body.n) return false;
    digest_hex(r->text.n ? r->text_sha256 : sha256(str_sub(r->body, 0, KEEP_BODY_LIMIT)), hex);
    return !str_eq(json_member(a, before, r->text.n ? "text_sha256" : "page_sha256"), str_of(hex));
}

/* The finding as `probe --json` prints it, and the digest of the page's bytes. */
static status_t finding(arena_t *a, const proof_result_t *r, str_t *out, err_t *err)
{
    char hex[65];
    buf_t b = buf_new(a, 64 << 10);
    proof_json(r, &b);
    if (buf_ok(&b) && b.n && r->body.n) {
        b.n--; /* its last brace */
        digest_hex(sha256(str_sub(r->body, 0, KEEP_BODY_LIMIT)), hex);
        buf_fmt(&b, ",\"page_sha256\":\"%s\"}", hex);
    }
    *out = buf_str(&b);
    return buf_ok(&b) ? ST_OK
                      : err_set(err, ST_MEMORY, "fetch.memory", N_("There is not enough memory to read the page."));
}

const char *proof_check_verdict(const proof_result_t *r)
{
    if (r->verdict == PROOF_CANNOT_TELL) return "cannot-tell";
    if (r->verdict == PROOF_NOT_SEEN || !r->fidelity) return "fails";
    bool good = strcmp(r->fidelity, "stale") != 0 && strcmp(r->fidelity, "altered") != 0;
    return good ? "holds" : "fails";
}

typedef struct add {
    ident_t id, record, seat, unit;
    const char *turn; /* what the unit is told: "post.doubt", "post.gone", "post.back"; NULL: nothing */
    ms_t at;
    const char *verdict;
    str_t seen;
    digest_t snapshot;
    bool has_snapshot;
} add_t;

static status_t add_act(db_t *db, void *arg, err_t *err)
{
    const add_t *w = arg;
    stmt_t *q = db_query(db, &q_proof_check_add, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &w->id);
    bind_id(q, 2, &w->record);
    if (ident_none(w->seat)) {
        bind_null(q, 3);
    } else {
        bind_id(q, 3, &w->seat);
    }
    bind_ms(q, 4, w->at);
    bind_text(q, 5, str_of(w->verdict));
    bind_text(q, 6, w->seen);
    if (w->has_snapshot) {
        bind_blob(q, 7, (str_t){(const char *)w->snapshot.b, 32});
    } else {
        bind_null(q, 7);
    }
    status_t s = stmt_run(q, NULL, err);
    if (s != ST_OK) return s;
    char id[IDENT_TEXT], hex[65], kept[65] = "", body[400];
    ident_text(w->id, id);
    digest_hex(sha256(w->seen), hex);
    if (w->has_snapshot) digest_hex(w->snapshot, kept);
    snprintf(body, sizeof body, "{\"check\":\"%s\",\"seen\":\"%s\",\"verdict\":\"%s\"%s%s%s}", id, hex, w->verdict,
             *kept ? ",\"kept\":\"" : "", kept, *kept ? "\"" : "");
    s = journal_add(db, (ident_t){{0}}, "check.add", w->record, str_of(body), err);
    if (s != ST_OK || !w->turn) return s;
    char record[IDENT_TEXT];
    ident_text(w->record, record);
    snprintf(body, sizeof body, "{\"record\":\"%s\",\"check\":\"%s\"}", record, id);
    return journal_add(db, (ident_t){{0}}, w->turn, w->unit, str_of(body), err);
}

/* What the new look makes of the claim, if that is another thing than before. */
static const char *turn_of(arena_t *a, const proof_history_t *h, size_t n, const add_t *w)
{
    proof_history_t *all = ARENA_ARRAY(a, proof_history_t, n + 1);
    if (!all) return NULL;
    if (n) memcpy(all, h, n * sizeof *h);
    all[n] = (proof_history_t){w->at, str_of(w->verdict)};
    proof_state_t before = proof_summarise(h, n).state, now = proof_summarise(all, n + 1).state;
    if (now == before) return NULL;
    if (now == PROOF_DOUBTED) return "post.doubt";
    if (now == PROOF_LAPSED || now == PROOF_CONTRADICTED) return "post.gone";
    bool was_out = before == PROOF_DOUBTED || before == PROOF_LAPSED || before == PROOF_CONTRADICTED;
    return now == PROOF_HOLDS && was_out ? "post.back" : NULL;
}

static status_t see(prober_t *p, arena_t *a, const post_t *post, const proof_options_t *o, proof_result_t *r,
                    err_t *err)
{
    if (!post->url.n || !proof_at_unit_place(post->places, post->url)) {
        *r = (proof_result_t){.verdict = PROOF_NOT_SEEN, .final_url = post->url};
        reason_add(a, r, "not-our-place", STR_NONE);
        return ST_OK;
    }
    proof_options_t own = *o;
    own.expect = post->release;
    return proof_probe_url(p, a, post->url, &own, r, err);
}

status_t proof_check_record(prober_t *p, arena_t *a, ident_t record, ident_t by_seat, const proof_options_t *o,
                            proof_result_t *out, ident_t *check, err_t *err)
{
    post_t post = {0};
    proof_history_t *h;
    size_t n;
    str_t before = STR_NONE;
    db_t *db;
    status_t s = store_read(p->store, &db, err);
    if (s != ST_OK) return s;
    s = read_post(db, a, record, &post, err);
    if (s == ST_OK) s = proof_history(db, a, record, MS_NEVER, &h, &n, &before, err);
    store_done(p->store, db);
    if (s == ST_OK) s = see(p, a, &post, o, out, err);
    if (s != ST_OK) return s;
    if (o->stop && *o->stop) return err_set(err, ST_BUSY, "proof.stopped", N_("The look was broken off."));
    add_t w = {
        .id = ident_new(), .record = record, .seat = by_seat, .at = clock_now(), .verdict = proof_check_verdict(out)};
    s = finding(a, out, &w.seen, err);
    if (s == ST_OK && changed(a, out, before)) {
        s = keep_page(p->store, a, w.id, w.at, out, w.seen, &w.snapshot, err);
        w.has_snapshot = s == ST_OK;
    }
    if (s != ST_OK) return s;
    w.unit = post.unit;
    w.turn = turn_of(a, h, n, &w);
    if (check) *check = w.id;
    return store_act(p->store, add_act, &w, err);
}
