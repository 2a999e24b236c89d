/* SPDX-License-Identifier: Apache-2.0
 *
 * proof_pages — the coordinator's wall of claimed places, and the card of one claim.
 */
#include <jansson.h>
#include "page/app.h"
#include "proof/keep.h"
#include "proof/look.h"
#include "proof/queries.h"
#include "proof/rows.h"

enum { WALL_LIMIT = 5000, TEXT_SHOWN = 20000, WARC_SHOWN = 64 << 20 };
#define AGAIN_AFTER (2 * MS_MINUTE)

static const struct {
    const char *label, *explain, *tag;
} states[PROOF_STATES] = {
    [PROOF_UNCHECKED] = {N_("Not yet read"), N_("Claimed; the program has not read it yet."), "tag-mute"},
    [PROOF_HOLDS] = {N_("Verified"), N_("The program saw it there at its last look."), "tag-ok"},
    [PROOF_DOUBTED] = {N_("In doubt"), N_("The last look did not find it. The next one decides."), "tag-warn"},
    [PROOF_LAPSED] = {N_("Gone"), N_("It stood there before and was not found twice in a row."), "tag-bad"},
    [PROOF_CONTRADICTED] = {N_("Not as claimed"), N_("It was not found twice in a row, at different times."),
                            "tag-bad"},
    [PROOF_UNKNOWN] = {N_("Cannot tell"),
                       N_("The program could not read the page. This never counts against the unit."), "tag-info"},
};

static str_t age(arena_t *a, lang_t lang, ms_t at)
{
    if (!at) return str_of(tr(lang, N_("never")));
    long long minutes = (clock_now() - at) / MS_MINUTE;
    if (minutes < 1) return str_of(tr(lang, N_("just now")));
    if (minutes < 120) return str_fmt(a, tr(lang, N_("%lld minutes ago")), minutes);
    if (minutes < 48 * 60) return str_fmt(a, tr(lang, N_("%lld hours ago")), minutes / 60);
    return str_fmt(a, tr(lang, N_("%lld days ago")), minutes / 1440);
}

/* --- the wall --- */

typedef struct wall_row {
    ident_t id;
    str_t unit, url;
    proof_summary_t sum;
} wall_row_t;

static status_t wall_rows(req_t *q, str_t under, vec_t *out, err_t *err)
{
    *out = vec_new(q->a, sizeof(wall_row_t), WALL_LIMIT);
    stmt_t *st = db_query(q->db, &q_proof_wall, err);
    if (!st) return ST_STORE;
    bind_text(st, 1, under);
    bind_int(st, 2, WALL_LIMIT);
    status_t s;
    while ((s = stmt_next(st, err)) == ST_ROW) {
        wall_row_t *r = vec_push(out);
        if (!r) break;
        *r = (wall_row_t){.id = col_id(st, 0), .unit = col_text(st, q->a, 2)};
        r->url = proof_post_url(q->a, col_text(st, q->a, 5));
    }
    stmt_done(st);
    if (s != ST_END && s != ST_ROW) return s;
    for (size_t i = 0; i < out->len; i++) {
        wall_row_t *r = &VEC_AT(out, wall_row_t, i);
        s = proof_state_of_record(q->db, q->a, r->id, clock_now(), &r->sum, err);
        if (s != ST_OK) return s;
    }
    return ST_OK;
}

static void wall_view(req_t *q, view_t *v, const vec_t *rows, int chosen)
{
    size_t counts[PROOF_STATES] = {0}, shown = 0;
    view_t *posts = view_list(v, "posts");
    for (size_t i = 0; i < rows->len; i++) {
        const wall_row_t *r = &VEC_AT(rows, wall_row_t, i);
        counts[r->sum.state]++;
        if (chosen >= 0 && (int)r->sum.state != chosen) continue;
        view_t *p = view_item(posts);
        url_t u;
        bool ok = url_parse(q->a, r->url, NULL, &u, NULL) == ST_OK;
        view_id(p, "id", r->id);
        view_text(p, "unit", r->unit);
        view_text(p, "host", ok ? u.place : r->url);
        view_text(p, "url", r->url);
        view_z(p, "state", proof_state_name(r->sum.state));
        view_z(p, "label", tr(q->lang, states[r->sum.state].label));
        view_z(p, "tag", states[r->sum.state].tag);
        view_text(p, "age", age(q->a, q->lang, r->sum.last_look));
        view_text(p, "fidelity", r->sum.fidelity);
        view_int(p, "looks", (int64_t)r->sum.looks);
        shown++;
    }
    view_flag(v, "any", shown > 0);
    view_t *filters = view_list(v, "filters");
    for (int i = -1; i < PROOF_STATES; i++) {
        view_t *f = view_item(filters);
        view_z(f, "state", i < 0 ? "" : proof_state_name((proof_state_t)i));
        view_z(f, "label", tr(q->lang, i < 0 ? N_("All") : states[i].label));
        view_int(f, "count", i < 0 ? (int64_t)rows->len : (int64_t)counts[i]);
        view_flag(f, "here", i == chosen);
    }
}

static status_t wall(req_t *q, view_t *v, err_t *err)
{
    const seat_t *seat = actor_seat(q->who, ROLE_COORDINATOR);
    str_t wanted = req_query(q, "trang-thai");
    int chosen = -1;
    for (int i = 0; i < PROOF_STATES; i++)
        if (str_eq(wanted, str_of(proof_state_name((proof_state_t)i)))) chosen = i;
    vec_t rows;
    status_t s = wall_rows(q, seat ? seat->unit_path : S("/"), &rows, err);
    if (s == ST_OK) wall_view(q, v, &rows, chosen);
    return s;
}

/* --- the card --- */

typedef struct card {
    ident_t id, unit;
    ms_t received, closes;
    str_t url, unit_name, path;
} card_t;

static status_t card_read(const req_t *q, db_t *db, card_t *c, err_t *err)
{
    if (!ident_parse(q->args[0], &c->id))
        return err_set(err, ST_NOT_FOUND, "proof.no-post", N_("There is no such claim of posting."));
    stmt_t *st = db_query(db, &q_proof_post, err);
    if (!st) return ST_STORE;
    bind_id(st, 1, &c->id);
    status_t s = stmt_next(st, err);
    if (s == ST_ROW) {
        c->unit = col_id(st, 0);
        c->received = col_int(st, 2);
        c->url = proof_post_url(q->a, col_text(st, q->a, 3));
        c->path = col_text(st, q->a, 6);
        c->unit_name = col_text(st, q->a, 7);
        c->closes = col_int(st, 8);
    }
    stmt_done(st);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "proof.no-post", N_("There is no such claim of posting."));
    return s == ST_ROW ? ST_OK : s;
}

static bool may_look(const req_t *q, str_t path)
{
    return actor_may(q->who, ROLE_COORDINATOR, path) || actor_may(q->who, ROLE_CONTACT, path) ||
           actor_may(q->who, ROLE_EDITOR, path);
}

static status_t may_see(const req_t *q, str_t path, err_t *err)
{
    if (may_look(q, path) || actor_may(q->who, ROLE_CHECKER, path) || actor_may(q->who, ROLE_AUDITOR, path) ||
        actor_may(q->who, ROLE_SIGNER, path))
        return ST_OK;
    return err_set(err, ST_DENIED, "proof.other-unit", N_("This belongs to another unit."));
}

static str_t word(lang_t lang, str_t code)
{
    static const char *const words[][2] = {
        {"seen", N_("Seen")},
        {"not-seen", N_("Not seen")},
        {"cannot-tell", N_("Cannot tell")},
        {"holds", N_("Seen")},
        {"fails", N_("Not found as it should be")},
        {"exact", N_("the very file")},
        {"embedded", N_("whole, in the page")},
        {"paraphrased", N_("nearly whole")},
        {"stale", N_("an older version")},
        {"altered", N_("altered")},
        {"file-hash", N_("the file's fingerprint")},
        {"file-text", N_("the text of an attached file")},
        {"picture", N_("the look of a picture")},
        {"embed-id", N_("the mark in our embed")},
        {"text", N_("comparing the text")},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(code, str_of(words[i][0]))) return str_of(tr(lang, words[i][1]));
    return code;
}

static str_t member(json_t *root, const char *name)
{
    json_t *m = json_object_get(root, name);
    return json_is_string(m) ? (str_t){json_string_value(m), json_string_length(m)} : STR_NONE;
}

static str_t reasons_of(arena_t *a, lang_t lang, json_t *root)
{
    buf_t b = buf_new(a, 8192);
    size_t i;
    json_t *r;
    json_array_foreach(json_object_get(root, "reasons"), i, r)
    {
        if (!json_is_string(r)) continue;
        if (b.n) buf_putc(&b, ' ');
        buf_put(&b, proof_reason_text(a, lang, (str_t){json_string_value(r), json_string_length(r)}));
    }
    return buf_str(&b);
}

str_t proof_reasons_line(arena_t *a, lang_t lang, str_t seen)
{
    json_t *root = seen.p ? json_loadb(seen.p, seen.n, 0, NULL) : NULL;
    str_t line = reasons_of(a, lang, root);
    json_decref(root);
    return line;
}

/* Texts of the JSON are copied: it is freed before the page is drawn. */
static void seen_view(const req_t *q, view_t *v, str_t text)
{
    json_t *root = text.p ? json_loadb(text.p, text.n, 0, NULL) : NULL;
    if (!root) return;
    view_t *s = view_object(v, "seen");
    str_t title = member(root, "title"), fidelity = member(root, "fidelity"), method = member(root, "method");
    str_t code = member(root, "code");
    json_int_t status = json_integer_value(json_object_get(root, "status"));
    if (title.n) view_text(s, "title_seen", str_dup(q->a, title));
    view_text(s, "finding", word(q->lang, str_dup(q->a, member(root, "verdict"))));
    if (fidelity.n) view_text(s, "fidelity", word(q->lang, str_dup(q->a, fidelity)));
    if (method.n) view_text(s, "method", word(q->lang, str_dup(q->a, method)));
    if (code.n) view_text(s, "code", str_dup(q->a, code));
    view_int(s, "version", (int64_t)json_integer_value(json_object_get(root, "version")));
    if (status) view_fmt(s, "status", "%d", (int)status);
    view_t *list = view_list(s, "reasons");
    str_t line = reasons_of(q->a, q->lang, root);
    if (line.n) view_push(list, line);
    json_decref(root);
}

/* The text of the page as it was last kept. */
static void snapshot_view(const req_t *q, view_t *v, digest_t d)
{
    str_t blob;
    err_t quiet = err_new(q->lang);
    if (blob_get(q->app->store, q->a, d, 16 << 20, &blob, &quiet) != ST_OK) return;
    str_t text = keep_text(q->a, blob, TEXT_SHOWN);
    if (text.n) view_text(v, "text", text);
}

static status_t looks_view(const req_t *q, view_t *v, const card_t *c, err_t *err)
{
    stmt_t *st = db_query(q->db, &q_proof_looks, err);
    if (!st) return ST_STORE;
    bind_id(st, 1, &c->id);
    bind_ms(st, 2, MS_NEVER);
    view_t *list = view_list(v, "looks");
    status_t s;
    str_t last = STR_NONE, snapshot = STR_NONE;
    bool any = false;
    while ((s = stmt_next(st, err)) == ST_ROW) {
        view_t *i = view_item(list);
        str_t verdict = col_text(st, q->a, 1);
        last = col_text(st, q->a, 2);
        if (!col_null(st, 5)) snapshot = col_blob(st, q->a, 5);
        json_t *root = json_loadb(last.p, last.n, 0, NULL);
        view_time(i, "at", col_int(st, 0));
        view_text(i, "verdict", verdict);
        view_text(i, "label", word(q->lang, verdict));
        view_z(i, "tag", str_eq(verdict, S("holds")) ? "tag-ok" : str_eq(verdict, S("fails")) ? "tag-bad" : "tag-info");
        view_text(i, "why", reasons_of(q->a, q->lang, root));
        json_decref(root);
        any = true;
    }
    stmt_done(st);
    view_flag(v, "any", any);
    seen_view(q, v, last);
    digest_t d;
    if (any && snapshot.n == sizeof d.b) {
        memcpy(d.b, snapshot.p, sizeof d.b);
        snapshot_view(q, v, d);
    }
    return s == ST_END ? ST_OK : s;
}

static status_t card(req_t *q, view_t *v, err_t *err)
{
    card_t c = {0};
    proof_history_t *h;
    size_t n;
    status_t s = card_read(q, q->db, &c, err);
    if (s == ST_OK) s = may_see(q, c.path, err);
    if (s == ST_OK) s = proof_history(q->db, q->a, c.id, MS_NEVER, &h, &n, NULL, err);
    if (s != ST_OK) return s;
    proof_summary_t sum = proof_summarise(h, n);
    ms_t next = proof_next_due(c.received, c.closes, h, n);
    view_id(v, "id", c.id);
    view_text(v, "unit", c.unit_name);
    view_text(v, "page_title", c.unit_name);
    view_text(v, "url", c.url);
    view_z(v, "state", proof_state_name(sum.state));
    view_z(v, "label", tr(q->lang, states[sum.state].label));
    view_z(v, "explain", tr(q->lang, states[sum.state].explain));
    view_z(v, "tag", states[sum.state].tag);
    view_flag(v, "may_check", may_look(q, c.path));
    view_flag(v, "coordinator", actor_may(q->who, ROLE_COORDINATOR, c.path));
    if (next != MS_NEVER) view_time(v, "next", next);
    return looks_view(q, v, &c, err);
}

/* --- look again now --- */

static status_t again(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    card_t c = {0};
    db_t *db;
    proof_history_t *h = NULL;
    size_t n = 0;
    status_t s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = card_read(q, db, &c, err);
    if (s == ST_OK && !may_look(q, c.path)) s = may_see(q, S(""), err);
    if (s == ST_OK) s = proof_history(db, q->a, c.id, MS_NEVER, &h, &n, NULL, err);
    store_done(q->app->store, db);
    if (s != ST_OK) return s;
    if (n && clock_now() - h[n - 1].at < AGAIN_AFTER)
        return err_set(err, ST_RATE, "proof.too-soon", N_("The page was read less than two minutes ago. Please wait."));
    if (!q->app->prober) return err_set(err, ST_BUSY, "proof.asleep", N_("The job that reads portals is not running."));
    proof_options_t o = {.allow_private = q->app->allow_private};
    proof_result_t r;
    arena_t *a = arena_new(128 << 20);
    if (!a) return ST_MEMORY;
    s = proof_check_record(q->app->prober, a, c.id, (ident_t){{0}}, &o, &r, NULL, err);
    arena_free(a);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The page was read again."));
    answer_redirect(q, str_fmt(q->a, "/ban/kiem-chung/%.*s", STRF(q->args[0])));
    return ST_OK;
}

/* --- the claim's file --- */

static status_t add_piece(void *ctx, str_t bytes, err_t *err)
{
    buf_put(ctx, bytes);
    return buf_ok((buf_t *)ctx) ? ST_OK
                                : err_set(err, ST_LIMIT, "warc.too-large",
                                          N_("The file is too large for the desk: use canhgiac evidence export."));
}

static status_t warc(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    card_t c = {0};
    db_t *db;
    buf_t b = buf_new(q->a, WARC_SHOWN);
    status_t s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = card_read(q, db, &c, err);
    if (s == ST_OK) s = may_see(q, c.path, err);
    if (s == ST_OK) s = keep_claim(q->app->store, db, c.id, add_piece, &b, err);
    store_done(q->app->store, db);
    if (s != ST_OK) return s;
    answer_download(q, "application/warc", str_fmt(q->a, "%.*s.warc.gz", STRF(q->args[0])), buf_str(&b));
    return ST_OK;
}

const route_t proof_routes[] = {
    {"GET", "/ban/kiem-chung", PERM_COORDINATE, ROUTE_READ, wall, "proof/wall",
     N_("Postings, as the program reads them"), 0},
    {"GET", "/ban/kiem-chung/{}", PERM_SIGNED_IN, ROUTE_READ, card, "proof/card", N_("A claimed posting"), 0},
    {"GET", "/ban/kiem-chung/{}/trang", PERM_SIGNED_IN, ROUTE_SLOW, warc, NULL, N_("What was seen, as a file"), 0},
    {"POST", "/ban/kiem-chung/{}/lai", PERM_SIGNED_IN, ROUTE_SLOW, again, NULL, N_("Look again now"), 0},
    {0},
};
