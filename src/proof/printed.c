/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/printed.h"
#include <jansson.h>
#include <stdlib.h>
#include "base/csv.h"
#include "base/embed.h"
#include "material/material.h"
#include "proof/queries.h"
#include "proof/url.h"

enum { URLS_MOST = 20000, IN_MOST = 2000, TEXT_LIMIT = 4 << 20, BRAND_DOMAINS = 4 };
extern const embed_t printed_files[];

ident_t printed_id(str_t url)
{
    return ident_named(S("canhgiac address"), url);
}

/* --- addresses in a text --- */

static bool part_of_address(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           memchr("-._~:/?#[]@!$&()*+,;=%", c, 22) != NULL;
}

static bool ends_as_site(str_t host)
{
    static const char *const ends[] = {".vn", ".com", ".net", ".org", ".info", NULL};
    for (const char *const *e = ends; *e; e++)
        if (str_ends(host, str_of(*e)) && host.n > strlen(*e)) return true;
    return false;
}

/* Punctuation of the sentence is no part of it. */
static str_t trimmed(str_t s)
{
    while (s.n && memchr(".,;:!?)('*_[]", s.p[s.n - 1], 13)) s.n--;
    while (s.n && memchr("(['*_.", s.p[0], 6)) s = str_sub(s, 1, s.n);
    return s;
}

static void add_url(arena_t *a, vec_t *urls, str_t word)
{
    url_t u;
    bool whole = str_starts(word, S("http://")) || str_starts(word, S("https://"));
    str_t host = str_sub(word, 0, str_chr(word, '/', 0));
    /* ".gov.vn" and the like are spoken of, not printed to go to. */
    bool ending = str_find(host, S("."), 0) == 3 && host.n == 6;
    bool bare = !whole && !ending && str_chr(word, '@', 0) == SIZE_MAX && ends_as_site(host) &&
                str_chr(host, ':', 0) == SIZE_MAX;
    if (!whole && !bare) return;
    str_t text = whole ? word : str_fmt(a, "https://%.*s", STRF(word));
    if (url_parse(a, text, NULL, &u, NULL) != ST_OK) return;
    for (size_t i = 0; i < urls->len; i++)
        if (str_eq(VEC_AT(urls, str_t, i), u.text)) return;
    str_t *at = vec_push(urls);
    if (at) *at = u.text;
}

status_t printed_find(arena_t *a, str_t text, vec_t *urls, err_t *err)
{
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (i < text.n && part_of_address(text.p[i])) i++;
        str_t word = trimmed(str_sub(text, from, i));
        if (word.n > 4 && word.n <= URL_LIMIT && str_chr(word, '.', 0) != SIZE_MAX) {
            size_t scheme = str_find(word, S("http"), 0);
            add_url(a, urls, scheme == SIZE_MAX ? word : str_sub(word, scheme, word.n));
        }
        if (i == from) i++;
    }
    return urls->failed || arena_failed(a)
               ? err_set(err, ST_LIMIT, "printed.too-many", N_("There are too many addresses."))
               : ST_OK;
}

/* --- where they stand --- */

typedef struct listing {
    store_t *st;
    arena_t *a;
    vec_t out; /* printed_t */
} listing_t;

static void note(listing_t *l, str_t url, printed_in_t in)
{
    printed_t *p = NULL;
    for (size_t i = 0; i < l->out.len && !p; i++)
        if (str_eq(VEC_AT(&l->out, printed_t, i).url, url)) p = &VEC_AT(&l->out, printed_t, i);
    if (!p && (p = vec_push(&l->out)))
        *p = (printed_t){.url = url, .why = S(""), .in = vec_new(l->a, sizeof(printed_in_t), IN_MOST)};
    if (!p) return;
    for (size_t i = 0; i < p->in.len; i++)
        if (str_eq(VEC_AT(&p->in, printed_in_t, i).name, in.name)) return;
    printed_in_t *at = vec_push(&p->in);
    if (at) *at = in;
}

static status_t note_text(listing_t *l, str_t text, printed_in_t in, err_t *err)
{
    vec_t urls = vec_new(l->a, sizeof(str_t), URLS_MOST);
    status_t s = printed_find(l->a, text, &urls, err);
    for (size_t i = 0; s == ST_OK && i < urls.len; i++) note(l, VEC_AT(&urls, str_t, i), in);
    return s;
}

static status_t owner_of(db_t *db, ident_t material, ident_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_material_owner, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &material);
    status_t s = stmt_next(q, err);
    *out = s == ST_ROW ? col_id(q, 0) : (ident_t){{0}};
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

static status_t from_releases(listing_t *l, db_t *db, err_t *err)
{
    release_print_t *r;
    size_t n;
    status_t s = release_prints(db, l->a, &r, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        if (!str_eq(r[i].state, S("published"))) continue;
        printed_in_t in = {.kind = "release"};
        in.name = str_fmt(l->a, "%.*s v%lld", STRF(r[i].slug), (long long)r[i].version);
        s = owner_of(db, r[i].material, &in.owner, err);
        for (size_t k = 0; s == ST_OK && k < r[i].n_texts; k++) {
            str_t text;
            err_t quiet = err_new(LANG_EN);
            if (blob_get(l->st, l->a, r[i].texts[k].sha256, TEXT_LIMIT, &text, &quiet) == ST_OK)
                s = note_text(l, text, in, err);
        }
    }
    return s;
}

static status_t from_dispatches(listing_t *l, db_t *db, err_t *err)
{
    stmt_t *q = db_query(db, &q_proof_sent_clauses, err);
    if (!q) return ST_STORE;
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        printed_in_t in = {.kind = "dispatch", .owner = col_id(q, 0)};
        str_t symbol = col_text(q, l->a, 2);
        in.name = str_fmt(l->a, "%lld/%.*s", (long long)col_int(q, 1), STRF(symbol));
        s = note_text(l, col_text(q, l->a, 3), in, err);
        if (s != ST_OK) break;
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s;
}

/* Of brands only domains that are shown: without "?". */
static status_t from_brands(listing_t *l, str_t tsv, err_t *err)
{
    printed_in_t in = {.kind = "knowledge", .name = S("brands.tsv")};
    str_t line;
    while (str_line(&tsv, &line)) {
        str_t cell, rest = line, domain;
        bool has = line.n && line.p[0] != '#';
        for (int i = 0; has && i <= BRAND_DOMAINS; i++) has = str_cut(&rest, '\t', &cell);
        while (has && str_cut(&cell, '|', &domain)) {
            if (str_ends(domain, S("?"))) continue;
            status_t s = note_text(l, domain, in, err);
            if (s != ST_OK) return s;
        }
    }
    return ST_OK;
}

static status_t from_knowledge(listing_t *l, err_t *err)
{
    status_t s = ST_OK;
    for (const embed_t *f = printed_files; f->path && s == ST_OK; f++) {
        str_t text = {f->start, (size_t)(f->end - f->start)}, path = str_of(f->path);
        if (str_ends(path, S("brands.tsv")))
            s = from_brands(l, text, err);
        else
            s = note_text(l, text, (printed_in_t){.kind = "knowledge", .name = path}, err);
    }
    return s;
}

/* --- what was seen of them --- */

static printed_state_t state_of(const char *name)
{
    if (name && strcmp(name, "alive") == 0) return PRINTED_ALIVE;
    if (name && strcmp(name, "dead") == 0) return PRINTED_DEAD;
    return PRINTED_UNCLEAR;
}

/* The newest look first: the state is the newest one's, `since` the oldest of that state in a row. */
static void take_look(arena_t *a, printed_t *p, ms_t at, str_t body, bool *same)
{
    json_t *o = json_loadb(body.p, body.n, 0, NULL);
    printed_state_t s = state_of(json_string_value(json_object_get(o, "state")));
    const char *why = json_string_value(json_object_get(o, "why"));
    if (!p->last) {
        p->last = at;
        p->state = s;
        p->status = (int)json_integer_value(json_object_get(o, "status"));
        p->why = why ? str_dup(a, str_of(why)) : S("");
    }
    *same = *same && s == p->state;
    if (*same) p->since = at;
    json_decref(o);
}

static status_t history(db_t *db, arena_t *a, printed_t *p, err_t *err)
{
    enum { LOOKS_READ = 60 };
    ident_t id = printed_id(p->url);
    stmt_t *q = db_query(db, &q_proof_address_events, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &id);
    bind_int(q, 2, LOOKS_READ);
    status_t s;
    bool same = true, closed = false;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        str_t did = col_text(q, a, 0), body = col_text(q, a, 2);
        if (str_eq(did, S("address.look"))) {
            take_look(a, p, col_int(q, 1), body, &same);
        } else if (str_eq(did, S("address.back"))) {
            closed = true;
        } else if (!closed && ident_none(p->case_id)) {
            json_t *o = json_loadb(body.p, body.n, 0, NULL);
            const char *of = json_string_value(json_object_get(o, "case"));
            if (!of || !ident_parse(str_of(of), &p->case_id)) p->case_id = (ident_t){{0}};
            json_decref(o);
        }
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s;
}

status_t printed_is_dead(db_t *db, arena_t *a, str_t url, bool *out, err_t *err)
{
    printed_t p = {.url = url, .why = S("")};
    status_t s = history(db, a, &p, err);
    *out = s == ST_OK && !ident_none(p.case_id);
    return s;
}

static int by_url(const void *a, const void *b)
{
    return str_cmp(((const printed_t *)a)->url, ((const printed_t *)b)->url);
}

status_t printed_list(store_t *st, db_t *db, arena_t *a, bool knowledge, printed_t **out, size_t *n, err_t *err)
{
    listing_t l = {st, a, vec_new(a, sizeof(printed_t), URLS_MOST)};
    status_t s = from_releases(&l, db, err);
    if (s == ST_OK) s = from_dispatches(&l, db, err);
    if (s == ST_OK && knowledge) s = from_knowledge(&l, err);
    for (size_t i = 0; s == ST_OK && i < l.out.len; i++) s = history(db, a, &VEC_AT(&l.out, printed_t, i), err);
    if (l.out.len) qsort(l.out.at, l.out.len, sizeof(printed_t), by_url);
    *out = l.out.at;
    *n = l.out.len;
    return s;
}
