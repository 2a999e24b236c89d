/* SPDX-License-Identifier: Apache-2.0
 *
 * record — a look at a claimed posting becomes a check row, an event, and a snapshot when the page changed.
 */
#include <jansson.h>
#include <stdio.h>
#include <zlib.h>
#include "proof/look.h"
#include "proof/queries.h"
#include "proof/rows.h"

enum { BODY_LIMIT = 64 << 10, LOOKS_LIMIT = 4096, SNAPSHOT_TEXT = 1 << 20 };

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

bool proof_at_unit_place(str_t places, str_t text)
{
    url_t u;
    bool ok = false;
    arena_t *a = arena_new(64 << 10);
    if (!a) return false;
    json_t *root = places.n <= BODY_LIMIT ? json_loadb(places.p, places.n, 0, NULL) : NULL, *item;
    size_t i;
    if (url_parse(a, text, NULL, &u, NULL) == ST_OK) {
        json_array_foreach(root, i, item)
        {
            json_t *host = json_object_get(item, "host");
            if (json_is_string(host) && url_at_place(&u, (str_t){json_string_value(host), json_string_length(host)}))
                ok = true;
        }
    }
    json_decref(root);
    arena_free(a);
    return ok;
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

static str_t gz(arena_t *a, str_t text)
{
    z_stream z = {0};
    if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return STR_NONE;
    uLong room = deflateBound(&z, (uLong)text.n);
    char *p = arena_alloc(a, room);
    str_t out = STR_NONE;
    if (p) {
        z.next_in = (Bytef *)(uintptr_t)text.p;
        z.avail_in = (uInt)text.n;
        z.next_out = (Bytef *)p;
        z.avail_out = (uInt)room;
        if (deflate(&z, Z_FINISH) == Z_STREAM_END) out = (str_t){p, z.total_out};
    }
    deflateEnd(&z);
    return out;
}

/* The page as it read, gzipped; nothing when it reads as it did at the last look. */
static status_t snapshot(prober_t *p, arena_t *a, const proof_result_t *r, str_t before, digest_t *out, bool *made,
                         err_t *err)
{
    char hex[65];
    *made = false;
    digest_hex(r->text_sha256, hex);
    if (!r->text.n || str_eq(json_member(a, before, "text_sha256"), str_of(hex))) return ST_OK;
    str_t whole = str_fmt(a, "%.*s\n%.*s\n\n%.*s\n", STRF(r->final_url), STRF(r->title),
                          STRF(str_sub(r->text, 0, SNAPSHOT_TEXT)));
    str_t packed = gz(a, whole);
    if (!packed.p) return err_set(err, ST_MEMORY, "fetch.memory", N_("There is not enough memory to read the page."));
    *made = true;
    return blob_put(p->store, packed, out, err);
}

const char *proof_check_verdict(const proof_result_t *r)
{
    if (r->verdict == PROOF_CANNOT_TELL) return "cannot-tell";
    if (r->verdict == PROOF_NOT_SEEN || !r->fidelity) return "fails";
    bool good = strcmp(r->fidelity, "stale") != 0 && strcmp(r->fidelity, "altered") != 0;
    return good ? "holds" : "fails";
}

typedef struct add {
    ident_t id, record, seat;
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
    bind_ms(q, 4, clock_now());
    bind_text(q, 5, str_of(w->verdict));
    bind_text(q, 6, w->seen);
    if (w->has_snapshot) {
        bind_blob(q, 7, (str_t){(const char *)w->snapshot.b, 32});
    } else {
        bind_null(q, 7);
    }
    status_t s = stmt_run(q, NULL, err);
    if (s != ST_OK) return s;
    char id[IDENT_TEXT], hex[65], body[256];
    ident_text(w->id, id);
    digest_hex(sha256(w->seen), hex);
    snprintf(body, sizeof body, "{\"check\":\"%s\",\"seen\":\"%s\",\"verdict\":\"%s\"}", id, hex, w->verdict);
    return journal_add(db, (ident_t){{0}}, "check.add", w->record, str_of(body), err);
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
    add_t w = {.id = ident_new(), .record = record, .seat = by_seat, .verdict = proof_check_verdict(out)};
    s = snapshot(p, a, out, before, &w.snapshot, &w.has_snapshot, err);
    if (s != ST_OK) return s;
    buf_t seen = buf_new(a, 64 << 10);
    proof_json(out, &seen);
    if (!buf_ok(&seen))
        return err_set(err, ST_MEMORY, "fetch.memory", N_("There is not enough memory to read the page."));
    w.seen = buf_str(&seen);
    if (check) *check = w.id;
    return store_act(p->store, add_act, &w, err);
}
