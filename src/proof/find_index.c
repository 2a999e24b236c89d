/* SPDX-License-Identifier: Apache-2.0
 *
 * Which addresses a site names: links, feeds, site maps, its own search.
 */
#include "base/fold.h"
#include "proof/decode.h"
#include "proof/feed.h"
#include "proof/find_internal.h"
#include "proof/html_token.h"

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
    if (s->posts.len == FIND_POSTS || url_parse(s->a, url, base, &u, NULL) != ST_OK) return;
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

void find_add_index(search_t *s, str_t url, const url_t *base)
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
    if (buf_ok(&b)) find_add_index(s, buf_str(&b), base);
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
            find_add_index(s, href, base);
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
        if (front && has_any(u.path, lists) && u.path.n < 40) find_add_index(s, u.text, NULL);
        add_post(s, u.text, S(""), 0, NULL);
    }
    return ST_OK;
}

static bool looks_xml(const fetched_t *g)
{
    return str_find(g->mime, S("xml"), 0) != SIZE_MAX || str_starts(str_trim(str_sub(g->body, 0, 64)), S("<?xml"));
}

status_t find_read_index(search_t *s, const url_t *u, bool front, err_t *err)
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
            if (!feed.items[i].at || feed.items[i].at >= s->since) find_add_index(s, feed.items[i].url, &got.url);
        } else {
            add_post(s, feed.items[i].url, feed.items[i].title, feed.items[i].at, &got.url);
        }
    }
    return ST_OK;
}
