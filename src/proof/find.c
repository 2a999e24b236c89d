/* SPDX-License-Identifier: Apache-2.0 */
#include "proof/find.h"
#include <jansson.h>
#include <stdlib.h>
#include "base/fold.h"
#include "base/log.h"
#include "proof/decode.h"
#include "proof/feed.h"
#include "proof/html_token.h"
#include "proof/look.h"
#include "proof/places.h"
#include "proof/queries.h"

enum { SITE_ARENA = 192 << 20, LOOK_ARENA = 128 << 20, POSTS_MOST = 8000, UNITS_MOST = 20000, EVENTS_READ = 500 };

typedef struct post {
    url_t url;
    ms_t at;
    int rank; /* smaller is likelier */
} post_t;

typedef struct search {
    prober_t *p;
    arena_t *a;
    const proof_options_t *o;
    url_t root;
    ms_t since;    /* posts dated before this are of another time */
    vec_t indexes; /* url_t: pages that name posts, to be read */
    vec_t posts;   /* post_t */
    vec_t seen;    /* uint64_t: addresses looked at before or now */
} search_t;

/* --- who was met --- */

static uint64_t key_of(str_t url)
{
    digest_t d = sha256(url);
    uint64_t k = 0;
    for (int i = 0; i < 8; i++) k = k << 8 | d.b[i];
    return k;
}

static bool was_seen(const search_t *s, uint64_t key)
{
    for (size_t i = 0; i < s->seen.len; i++)
        if (VEC_AT(&s->seen, uint64_t, i) == key) return true;
    return false;
}

static void mark_seen(search_t *s, uint64_t key)
{
    if (s->seen.len == FIND_SEEN) return;
    uint64_t *at = vec_push(&s->seen);
    if (at) *at = key;
}

/* --- addresses --- */

static bool has_any(str_t text, const char *const *words)
{
    for (; *words; words++)
        if (str_find(text, str_of(*words), 0) != SIZE_MAX) return true;
    return false;
}

/* A page rather than a file, a picture or a way out. */
static bool may_be_post(const url_t *u)
{
    static const char *const files[] = {".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".css", ".js", ".zip",
                                        ".mp3", ".mp4",  ".ico", ".xml", ".doc", ".xls",  ".rar", NULL};
    static const char *const ways[] = {"/login", "/dang-nhap", "/lien-he", "/gioi-thieu", "/search", "/tag/", NULL};
    str_t path = str_sub(u->path, 0, str_chr(u->path, '?', 0));
    if (u->path.n < 2) return false;
    for (const char *const *f = files; *f; f++)
        if (str_ends(path, str_of(*f))) return false;
    return !has_any(path, ways);
}

/* What scam campaigns' posts are named; then what news are. */
static int rank_of(arena_t *a, str_t url, str_t title)
{
    static const char *const likely[] = {"lua-dao",    "lua dao",      "canh-giac",       "canh giac",
                                         "truc-tuyen", "so-tay",       "so tay",          "cam-nang",
                                         "cam nang",   "tuyen-truyen", "khong gian mang", NULL};
    static const char *const news[] = {"tin-tuc", "news", "tin-", "thong-bao", "bai-viet", "chi-tiet", NULL};
    str_t text = fold_dup(a, str_fmt(a, "%.*s %.*s", STRF(url), STRF(title)));
    return has_any(text, likely) ? 0 : has_any(text, news) ? 1 : 2;
}

static void add_post(search_t *s, str_t url, str_t title, ms_t at, const url_t *base)
{
    url_t u;
    if (s->posts.len == POSTS_MOST || url_parse(s->a, url, base, &u, NULL) != ST_OK) return;
    if (!url_at_place(&u, s->root.place) || !may_be_post(&u) || (at && at < s->since)) return;
    for (size_t i = 0; i < s->posts.len; i++) {
        post_t *p = &VEC_AT(&s->posts, post_t, i);
        if (!str_eq(p->url.text, u.text)) continue;
        int rank = rank_of(s->a, u.text, title);
        if (at > p->at) p->at = at;
        if (rank < p->rank) p->rank = rank;
        return;
    }
    post_t *p = vec_push(&s->posts);
    if (p) *p = (post_t){.url = u, .at = at, .rank = rank_of(s->a, u.text, title)};
}

static void add_index(search_t *s, str_t url, const url_t *base)
{
    url_t u;
    if (s->indexes.len == FIND_INDEXES || url_parse(s->a, url, base, &u, NULL) != ST_OK) return;
    if (!url_at_place(&u, s->root.place)) return;
    for (size_t i = 0; i < s->indexes.len; i++)
        if (str_eq(VEC_AT(&s->indexes, url_t, i).text, u.text)) return;
    url_t *at = vec_push(&s->indexes);
    if (at) *at = u;
}

/* --- what a page names --- */

/* A search form by GET: its answer for what our materials are about. */
static void search_form(search_t *s, str_t action, str_t field, const url_t *base)
{
    static const str_t words = {"lừa đảo trực tuyến", sizeof "lừa đảo trực tuyến" - 1};
    buf_t b = buf_new(s->a, 4096);
    buf_put(&b, action.n ? action : base->path);
    buf_putc(&b, str_chr(buf_str(&b), '?', 0) == SIZE_MAX ? '?' : '&');
    buf_url(&b, field);
    buf_putc(&b, '=');
    buf_url(&b, words);
    if (buf_ok(&b)) add_index(s, buf_str(&b), base);
}

typedef struct form {
    bool open;
    str_t action;
} form_t;

static void page_tag(search_t *s, const html_token_t *t, form_t *f, const url_t *base)
{
    if (t->kind == HTML_END && strcmp(t->name, "form") == 0) f->open = false;
    if (t->kind != HTML_START) return;
    if (strcmp(t->name, "link") == 0) {
        str_t type = html_get(s->a, t->attrs, "type"), href = html_get(s->a, t->attrs, "href");
        if (href.p && (str_eq(type, S("application/rss+xml")) || str_eq(type, S("application/atom+xml"))))
            add_index(s, href, base);
    } else if (strcmp(t->name, "form") == 0) {
        str_t method = html_get(s->a, t->attrs, "method");
        f->open = !method.p || str_ieq(method, S("get"));
        f->action = html_get(s->a, t->attrs, "action");
    } else if (strcmp(t->name, "input") == 0 && f->open) {
        str_t type = html_get(s->a, t->attrs, "type"), name = html_get(s->a, t->attrs, "name");
        if (!name.n || (type.p && !str_ieq(type, S("text")) && !str_ieq(type, S("search")))) return;
        search_form(s, f->action, name, base);
        f->open = false;
    }
}

static status_t read_html(search_t *s, const fetched_t *got, bool front, err_t *err)
{
    static const char *const lists[] = {"tin-tuc", "/news", "thong-bao", "chuyen-muc", "tuyen-truyen", NULL};
    str_t utf8, charset;
    html_page_t page;
    form_t form = {0};
    html_token_t t;
    status_t st = page_decode(s->a, got->body, got->charset, &utf8, &charset, err);
    if (st == ST_OK) st = html_read(s->a, utf8, &page, err);
    if (st != ST_OK) return st;
    html_cursor_t c = html_cursor(utf8);
    while (front && html_next(&c, &t)) page_tag(s, &t, &form, &got->url);
    for (size_t i = 0; i < page.n_links; i++) {
        if (page.links[i].kind != LINK_A) continue;
        url_t u;
        if (url_parse(s->a, page.links[i].url, &got->url, &u, NULL) != ST_OK) continue;
        /* A list of news has a short address; its posts have longer ones. */
        if (front && has_any(u.path, lists) && u.path.n < 40) add_index(s, u.text, NULL);
        add_post(s, u.text, S(""), 0, NULL);
    }
    return ST_OK;
}

static bool looks_xml(const fetched_t *g)
{
    return str_find(g->mime, S("xml"), 0) != SIZE_MAX || str_starts(str_trim(str_sub(g->body, 0, 64)), S("<?xml"));
}

static status_t read_index(search_t *s, const url_t *u, bool front, err_t *err)
{
    fetched_t got;
    feed_t feed;
    err_t quiet = err_new(LANG_EN);
    fetch_options_t net = {.allow_private = s->o->allow_private,
                           .delay = s->o->delay ? s->o->delay : MS_SECOND,
                           .total_limit = s->o->total_limit,
                           .stop = s->o->stop};
    status_t st = fetch(s->p->fetcher, s->a, u, &net, &got, err);
    if (st != ST_OK || got.end != FETCH_OK || got.status != 200) return st;
    if (!looks_xml(&got)) return read_html(s, &got, front, err);
    if (feed_read(s->a, got.body, &feed, &quiet) != ST_OK) return ST_OK;
    for (size_t i = 0; i < feed.n; i++) {
        if (feed.kind == FEED_INDEX) {
            if (!feed.items[i].at || feed.items[i].at >= s->since) add_index(s, feed.items[i].url, &got.url);
        } else {
            add_post(s, feed.items[i].url, feed.items[i].title, feed.items[i].at, &got.url);
        }
    }
    return ST_OK;
}

/* --- the search --- */

static int likelier(const void *a, const void *b)
{
    const post_t *x = a, *y = b;
    if (x->rank != y->rank) return x->rank - y->rank;
    if (x->at != y->at) return x->at > y->at ? -1 : 1;
    return str_cmp(x->url.text, y->url.text);
}

typedef struct telling {
    ident_t unit;
    const char *did;
    str_t body;
} telling_t;

static status_t tell_act(db_t *db, void *arg, err_t *err)
{
    const telling_t *t = arg;
    static const ident_t program;
    stmt_t *q = db_query(db, &q_proof_told_on, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &t->unit);
    bind_text(q, 2, str_of(t->did));
    bind_text(q, 3, t->body);
    status_t s = stmt_next(q, err);
    stmt_done(q);
    return s == ST_END ? journal_add(db, program, t->did, t->unit, t->body, err) : s == ST_ROW ? ST_OK : s;
}

static status_t propose(search_t *s, ident_t unit, const proof_result_t *r, str_t url, err_t *err)
{
    char release[IDENT_TEXT];
    buf_t b = buf_new(s->a, 16 << 10);
    ident_text(r->release, release);
    buf_putz(&b, "{\"url\":"), buf_json(&b, url);
    buf_putz(&b, ",\"title\":"), buf_json(&b, str_sub(r->title, 0, 300));
    buf_fmt(&b, ",\"release\":\"%s\",\"code\":", release), buf_json(&b, r->code);
    buf_fmt(&b, ",\"version\":%lld,\"fidelity\":\"%s\"}", (long long)r->version, r->fidelity);
    telling_t t = {unit, "post.found", buf_str(&b)};
    return buf_ok(&b) ? store_act(s->p->store, tell_act, &t, err) : ST_OK;
}

static status_t look_at_posts(search_t *s, ident_t unit, find_done_t *out, err_t *err)
{
    arena_t *a = arena_new(LOOK_ARENA);
    status_t st = a ? ST_OK : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    if (s->posts.len) qsort(s->posts.at, s->posts.len, sizeof(post_t), likelier);
    for (size_t i = 0; st == ST_OK && i < s->posts.len && !(s->o->stop && *s->o->stop); i++) {
        const post_t *p = &VEC_AT(&s->posts, post_t, i);
        uint64_t key = key_of(p->url.text);
        proof_result_t r;
        if (was_seen(s, key)) continue;
        if (out->looked == FIND_PAGES) {
            out->left++;
            continue;
        }
        st = proof_probe_url(s->p, a, p->url.text, s->o, &r, err);
        if (st != ST_OK) break;
        out->looked++;
        mark_seen(s, key);
        if (r.verdict == PROOF_SEEN && r.fidelity) {
            st = propose(s, unit, &r, p->url.text, err);
            out->found++;
        }
        arena_reset(a);
    }
    arena_free(a);
    return st;
}

static status_t remember(search_t *s, ident_t unit, str_t host, const find_done_t *d, err_t *err)
{
    digest_t blob;
    char hex[65];
    buf_t b = buf_new(s->a, 2048);
    str_t keys = {s->seen.at ? s->seen.at : "", s->seen.len * sizeof(uint64_t)};
    status_t st = blob_put(s->p->store, keys, &blob, err);
    if (st != ST_OK) return st;
    digest_hex(blob, hex);
    buf_putz(&b, "{\"host\":"), buf_json(&b, host);
    buf_fmt(&b, ",\"at\":%lld,\"looked\":%zu,\"found\":%zu,\"left\":%zu,\"seen\":\"%s\"}", (long long)clock_now(),
            d->looked, d->found, d->left, hex);
    telling_t t = {unit, "place.search", buf_str(&b)};
    return store_act(s->p->store, tell_act, &t, err);
}

/* --- what was searched before --- */

typedef struct last {
    ms_t at;
    size_t left;
    digest_t seen;
    bool any;
} last_t;

static status_t last_search(db_t *db, arena_t *a, ident_t unit, str_t host, last_t *out, err_t *err)
{
    *out = (last_t){0};
    stmt_t *q = db_query(db, &q_proof_told_last, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &unit);
    bind_text(q, 2, S("place.search"));
    bind_int(q, 3, EVENTS_READ);
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
        mark_seen(s, key);
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
        if (url && url_parse(s->a, str_of(url), NULL, &u, NULL) == ST_OK) mark_seen(s, key_of(u.text));
        json_decref(o);
    }
    stmt_done(q);
    return st == ST_END ? ST_OK : st;
}

static status_t begin(search_t *s, ident_t unit, str_t host, err_t *err)
{
    db_t *db;
    last_t last;
    status_t st = store_read(s->p->store, &db, err);
    if (st != ST_OK) return st;
    st = last_search(db, s->a, unit, host, &last, err);
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

status_t find_site(prober_t *p, ident_t unit, str_t host, const proof_options_t *o, find_done_t *out, err_t *err)
{
    search_t s = {.p = p, .o = o, .a = arena_new(SITE_ARENA)};
    *out = (find_done_t){0};
    if (!s.a) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    s.indexes = vec_new(s.a, sizeof(url_t), FIND_INDEXES);
    s.posts = vec_new(s.a, sizeof(post_t), POSTS_MOST);
    s.seen = vec_new(s.a, sizeof(uint64_t), FIND_SEEN);
    const char *scheme = str_chr(host, ':', 0) == SIZE_MAX ? "https" : "http"; /* a port of its own: a demonstration */
    status_t st = begin(&s, unit, host, err);
    if (st == ST_OK) st = url_parse(s.a, str_fmt(s.a, "%s://%.*s/", scheme, STRF(host)), NULL, &s.root, err);
    if (st == ST_OK) {
        add_index(&s, S("/"), &s.root);
        add_index(&s, S("/sitemap.xml"), &s.root);
    }
    for (size_t i = 0; st == ST_OK && i < s.indexes.len && !(o->stop && *o->stop); i++) {
        url_t at = VEC_AT(&s.indexes, url_t, i);
        st = read_index(&s, &at, i == 0, err);
    }
    if (st == ST_OK) st = look_at_posts(&s, unit, out, err);
    if (st == ST_OK && !(o->stop && *o->stop)) st = remember(&s, unit, host, out, err);
    arena_free(s.a);
    return st;
}

/* --- rounds --- */

typedef struct site {
    ident_t unit;
    str_t host;
} site_t;

static status_t due_of_unit(db_t *db, arena_t *a, ident_t unit, str_t places, vec_t *out, err_t *err)
{
    place_t *p;
    size_t n;
    status_t s = places_read(a, places, &p, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        last_t last;
        if (!place_counts(&p[i])) continue;
        s = last_search(db, a, unit, p[i].host, &last, err);
        ms_t again = last.left ? FIND_SOON : FIND_EVERY;
        if (s != ST_OK || (last.any && clock_now() < last.at + again)) continue;
        site_t *x = vec_push(out);
        if (x) *x = (site_t){unit, p[i].host};
    }
    return s;
}

static status_t due_sites(store_t *st, arena_t *a, vec_t *out, err_t *err)
{
    db_t *db;
    vec_t units = vec_new(a, sizeof(site_t), UNITS_MOST);
    status_t s = store_read(st, &db, err);
    if (s != ST_OK) return s;
    stmt_t *q = db_query(db, &q_proof_units_to_search, err);
    if (q) {
        bind_ms(q, 1, clock_now());
        while ((s = stmt_next(q, err)) == ST_ROW) {
            site_t *u = vec_push(&units);
            if (!u) break;
            *u = (site_t){col_id(q, 0), col_text(q, a, 1)};
        }
        stmt_done(q);
        s = s == ST_END || s == ST_ROW ? ST_OK : s;
    } else {
        s = ST_STORE;
    }
    for (size_t i = 0; s == ST_OK && i < units.len; i++) {
        const site_t *u = &VEC_AT(&units, site_t, i);
        s = due_of_unit(db, a, u->unit, u->host, out, err);
    }
    store_done(st, db);
    return s;
}

status_t find_round(prober_t *p, size_t most, const proof_options_t *o, size_t *sites, err_t *err)
{
    arena_t *a = arena_new(128 << 20);
    vec_t due = a ? vec_new(a, sizeof(site_t), UNITS_MOST) : (vec_t){0};
    *sites = 0;
    status_t s = a ? due_sites(p->store, a, &due, err)
                   : err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    for (size_t i = 0; s == ST_OK && i < due.len && i < most && !(o->stop && *o->stop); i++) {
        const site_t *x = &VEC_AT(&due, site_t, i);
        find_done_t d;
        s = find_site(p, x->unit, x->host, o, &d, err);
        *sites += s == ST_OK;
        if (s == ST_OK && d.found) log_line(LOG_INFO, "proof.find", "looked=%zu found=%zu", d.looked, d.found);
    }
    arena_free(a);
    return s;
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
    vec_t v = vec_new(a, sizeof(found_t), EVENTS_READ);
    stmt_t *q = db_query(db, &q_proof_told_last, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &unit);
    bind_text(q, 2, S("post.found"));
    bind_int(q, 3, EVENTS_READ);
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
