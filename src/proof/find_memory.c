/* SPDX-License-Identifier: Apache-2.0
 *
 * What a search met before, and what it found that is open still: read from the journal's events.
 */
#include <jansson.h>
#include "proof/find_internal.h"
#include "proof/queries.h"

/* --- who was met --- */

uint64_t find_key(str_t url)
{
    digest_t d = sha256(url);
    uint64_t k = 0;
    for (int i = 0; i < 8; i++) k = k << 8 | d.b[i];
    return k;
}

bool find_met(const search_t *s, uint64_t key)
{
    for (size_t i = 0; i < s->seen.len; i++)
        if (VEC_AT(&s->seen, uint64_t, i) == key) return true;
    return false;
}

void find_mark(search_t *s, uint64_t key)
{
    if (s->seen.len == FIND_SEEN) return;
    uint64_t *at = vec_push(&s->seen);
    if (at) *at = key;
}

/* --- what was searched before --- */

status_t find_last(db_t *db, arena_t *a, ident_t unit, str_t host, last_t *out, err_t *err)
{
    *out = (last_t){0};
    stmt_t *q = db_query(db, &q_proof_told_last, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &unit);
    bind_text(q, 2, S("place.search"));
    bind_int(q, 3, FIND_EVENTS);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW && !out->any) {
        str_t body = col_text(q, a, 1);
        json_t *o = json_loadb(body.p, body.n, 0, NULL);
        const char *of = json_string_value(json_object_get(o, "host")),
                   *seen = json_string_value(json_object_get(o, "seen"));
        out->any = of && seen && str_eq(host, str_of(of)) && digest_parse(str_of(seen), &out->seen);
        out->at = json_integer_value(json_object_get(o, "at"));
        out->left = (size_t)json_integer_value(json_object_get(o, "left"));
        json_decref(o);
    }
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

static void recall(search_t *s, const last_t *last)
{
    str_t keys;
    uint64_t key;
    err_t quiet = err_new(LANG_EN);
    if (!last->any || blob_get(s->p->store, s->a, last->seen, FIND_SEEN * sizeof key, &keys, &quiet) != ST_OK) return;
    for (size_t i = 0; i + sizeof key <= keys.n; i += sizeof key) {
        memcpy(&key, keys.p + i, sizeof key);
        find_mark(s, key);
    }
}

/* What the unit claimed or was shown already needs no second look. */
static status_t known_posts(db_t *db, search_t *s, ident_t unit, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_urls_of_unit, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &unit);
    status_t st;
    while ((st = stmt_next(q, err)) == ST_ROW) {
        url_t u;
        str_t body = col_text(q, s->a, 0);
        json_t *o = json_loadb(body.p, body.n, 0, NULL);
        const char *url = json_string_value(json_object_get(o, "url"));
        if (url && url_parse(s->a, str_of(url), NULL, &u, NULL) == ST_OK) find_mark(s, find_key(u.text));
        json_decref(o);
    }
    stmt_done(q);
    return st == ST_END ? ST_OK : st;
}

status_t find_begin(search_t *s, ident_t unit, str_t host, err_t *err)
{
    db_t *db;
    last_t last;
    status_t st = store_read(s->p->store, &db, err);
    if (st != ST_OK) return st;
    st = find_last(db, s->a, unit, host, &last, err);
    if (st == ST_OK) {
        recall(s, &last);
        st = known_posts(db, s, unit, err);
    }
    stmt_t *q = st == ST_OK ? db_query(db, &q_proof_window_of_unit, err) : NULL;
    if (q) {
        bind_id(q, 1, &unit);
        st = stmt_next(q, err);
        s->since = st == ST_ROW ? col_int(q, 0) - MS_DAY : 0;
        stmt_done(q);
    }
    store_done(s->p->store, db);
    return st == ST_ROW || st == ST_END ? ST_OK : st;
}

/* --- what is open --- */

static bool same_url(str_t body, str_t url)
{
    json_t *o = json_loadb(body.p, body.n, 0, NULL);
    const char *of = json_string_value(json_object_get(o, "url"));
    bool same = of && str_eq(url, str_of(of));
    json_decref(o);
    return same;
}

/* Claimed, or put aside. */
static status_t is_settled(db_t *db, arena_t *a, ident_t unit, str_t url, bool *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_settled_urls, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &unit);
    *out = false;
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW && !*out) *out = same_url(col_text(q, a, 0), url);
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

static str_t member(arena_t *a, const json_t *o, const char *name)
{
    const char *v = json_string_value(json_object_get(o, name));
    return v ? str_dup(a, str_of(v)) : S("");
}

status_t find_open(db_t *db, arena_t *a, ident_t unit, found_t **out, size_t *n, err_t *err)
{
    vec_t v = vec_new(a, sizeof(found_t), FIND_EVENTS);
    stmt_t *q = db_query(db, &q_proof_told_last, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &unit);
    bind_text(q, 2, S("post.found"));
    bind_int(q, 3, FIND_EVENTS);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        str_t body = col_text(q, a, 1);
        json_t *o = json_loadb(body.p, body.n, 0, NULL);
        found_t f = {.at = col_int(q, 0),
                     .url = member(a, o, "url"),
                     .title = member(a, o, "title"),
                     .code = member(a, o, "code"),
                     .fidelity = member(a, o, "fidelity"),
                     .version = json_integer_value(json_object_get(o, "version"))};
        bool whole = f.url.n && ident_parse(member(a, o, "release"), &f.release), settled = false, again = false;
        json_decref(o);
        for (size_t i = 0; i < v.len; i++) again = again || str_eq(VEC_AT(&v, found_t, i).url, f.url);
        if (!whole || again) continue;
        status_t t = is_settled(db, a, unit, f.url, &settled, err);
        if (t != ST_OK) {
            s = t;
            break;
        }
        found_t *at = settled ? NULL : vec_push(&v);
        if (at) *at = f;
    }
    stmt_done(q);
    *out = v.at;
    *n = v.len;
    return s == ST_END || s == ST_ROW ? ST_OK : s;
}
