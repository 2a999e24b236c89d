/* SPDX-License-Identifier: Apache-2.0
 *
 * feeds — the materials for portals that take feeds in: Atom (RFC 4287), JSON Feed 1.1, RSS 2.0. Each entry's content is
 * the embed block, so a portal that shows the feed shows the mark by which the posting is found.
 */
#include "material/pages.h"
#include "material/portal.h"
#include "page/app.h"

enum { FEED_ENTRIES = 50, FEED_MAX = 2 << 20 };

typedef struct entry {
    material_t m;
    release_t r;
    rendition_t print; /* name.n = 0: nothing to print */
} entry_t;

/* The current releases, newest first; alerts have feeds of their own. */
static status_t entries_of(req_t *q, entry_t **out, size_t *n, err_t *err)
{
    release_t *r;
    size_t all;
    vec_t list = vec_new(q->a, sizeof(entry_t), FEED_ENTRIES);
    status_t s = release_heads(q->db, q->a, &r, &all, err);
    for (size_t i = 0; s == ST_OK && i < all && list.len < FEED_ENTRIES; i++) {
        entry_t e;
        rendition_t *f;
        size_t files;
        if (r[i].expires <= clock_now()) continue;
        s = material_by_id(q->db, q->a, r[i].material, &e.m, err);
        if (s != ST_OK || str_eq(e.m.kind, S("alert"))) continue;
        e.print = (rendition_t){0};
        s = release_by_id(q->db, q->a, r[i].id, &e.r, err);
        if (s == ST_OK) s = release_renditions(q->a, &e.r, &f, &files, err);
        const rendition_t *print = s == ST_OK ? rendition_for(f, files, "print", q->lang) : NULL;
        if (!print && s == ST_OK) print = rendition_for(f, files, "poster", q->lang);
        if (print) e.print = *print;
        entry_t *to = vec_push(&list);
        if (to) *to = e;
    }
    *out = list.at;
    *n = list.len;
    return s == ST_OK && list.failed ? no_memory(err) : s;
}

static str_t site_path(const req_t *q, const char *path)
{
    return str_fmt(q->a, "%.*s%s%s", STRF(q->app->base_url), q->lang == LANG_EN ? "/en" : "", path);
}

static str_t page_of(const req_t *q, const entry_t *e)
{
    return str_fmt(q->a, "%.*s/%.*s", STRF(site_path(q, "/tai-lieu")), STRF(e->m.slug));
}

static str_t file_of(const req_t *q, const entry_t *e)
{
    return str_fmt(q->a, "%.*s/tai-lieu/%.*s/%.*s", STRF(q->app->base_url), STRF(e->m.slug), STRF(e->print.name));
}

static str_t block_of(const req_t *q, const entry_t *e)
{
    return embed_block(q->a, &e->m, &e->r, q->app->base_url, q->lang);
}

static str_t urn(arena_t *a, const entry_t *e)
{
    char id[IDENT_TEXT];
    ident_text(e->r.id, id);
    return str_fmt(a, "urn:uuid:%s", id);
}

static str_t mark_of(arena_t *a, const entry_t *e)
{
    return embed_id(a, &e->r);
}

static const char *feed_title(const req_t *q)
{
    return tr(q->lang, N_("Materials against online scams"));
}

static void leaf(buf_t *b, const char *name, str_t text)
{
    buf_fmt(b, "<%s>", name);
    buf_html(b, text);
    buf_fmt(b, "</%s>", name);
}

static void link_to(buf_t *b, const char *rel, const char *type, str_t href)
{
    buf_fmt(b, "<link rel=\"%s\" type=\"%s\" href=\"", rel, type);
    buf_html(b, href);
    buf_putz(b, "\"/>");
}

static status_t send(req_t *q, const char *mime, const buf_t *b, err_t *err)
{
    if (!buf_ok(b)) return no_memory(err);
    answer_header(q, "Access-Control-Allow-Origin", S("*"));
    answer_bytes(q, mime, buf_str(b));
    return ST_OK;
}

/* --- Atom --- */

static void atom_entry(buf_t *b, const req_t *q, const entry_t *e)
{
    char at[32];
    ms_iso_utc(e->r.published, at);
    buf_putz(b, "<entry>");
    leaf(b, "id", urn(q->a, e));
    leaf(b, "title", title_of(&e->m, q->lang));
    leaf(b, "published", str_of(at));
    leaf(b, "updated", str_of(at));
    link_to(b, "alternate", "text/html", page_of(q, e));
    if (e->print.name.n) link_to(b, "enclosure", "application/pdf", file_of(q, e));
    buf_putz(b, "<category term=\"");
    buf_html(b, mark_of(q->a, e));
    buf_putz(b, "\"/>");
    leaf(b, "summary", summary_of(&e->m, q->lang));
    buf_putz(b, "<content type=\"html\">");
    buf_html(b, block_of(q, e));
    buf_putz(b, "</content></entry>\n");
}

status_t page_feed_atom(req_t *q, view_t *v, err_t *err)
{
    entry_t *e;
    size_t n;
    char at[32];
    (void)v;
    status_t s = entries_of(q, &e, &n, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, FEED_MAX);
    str_t self = site_path(q, "/feeds/materials.atom");
    ms_iso_utc(n ? e[0].r.published : 0, at);
    buf_fmt(&b,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">",
            lang_code(q->lang));
    leaf(&b, "id", self);
    leaf(&b, "title", str_of(feed_title(q)));
    leaf(&b, "updated", str_of(at));
    buf_putz(&b, "<author><name>canhgiac</name></author>");
    link_to(&b, "self", "application/atom+xml", self);
    link_to(&b, "alternate", "text/html", site_path(q, "/tai-lieu"));
    if (q->app->hub.n) link_to(&b, "hub", "text/html", q->app->hub);
    buf_putc(&b, '\n');
    for (size_t i = 0; i < n; i++) atom_entry(&b, q, &e[i]);
    buf_putz(&b, "</feed>\n");
    return send(q, "application/atom+xml; charset=utf-8", &b, err);
}

/* --- RSS --- */

/* RFC 822, as RSS asks: "Mon, 28 Oct 2024 03:00:00 +0000". */
static str_t rss_date(arena_t *a, ms_t t)
{
    static const char *const days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char iso[32];
    ms_iso_utc(t, iso);
    int month = (iso[5] - '0') * 10 + iso[6] - '0';
    return str_fmt(a, "%s, %.2s %s %.4s %.8s +0000", days[t / MS_DAY % 7], iso + 8, months[(month + 11) % 12], iso,
                   iso + 11);
}

static void rss_item(buf_t *b, const req_t *q, const entry_t *e)
{
    buf_putz(b, "<item>");
    leaf(b, "title", title_of(&e->m, q->lang));
    leaf(b, "link", page_of(q, e));
    buf_putz(b, "<guid isPermaLink=\"false\">");
    buf_html(b, urn(q->a, e));
    buf_putz(b, "</guid>");
    leaf(b, "pubDate", rss_date(q->a, e->r.published));
    leaf(b, "category", mark_of(q->a, e));
    leaf(b, "description", block_of(q, e));
    if (e->print.name.n) {
        buf_putz(b, "<enclosure type=\"application/pdf\" url=\"");
        buf_html(b, file_of(q, e));
        buf_fmt(b, "\" length=\"%llu\"/>", (unsigned long long)e->print.bytes);
    }
    buf_putz(b, "</item>\n");
}

status_t page_feed_rss(req_t *q, view_t *v, err_t *err)
{
    entry_t *e;
    size_t n;
    (void)v;
    status_t s = entries_of(q, &e, &n, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, FEED_MAX);
    buf_putz(&b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" "
                 "xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>");
    leaf(&b, "title", str_of(feed_title(q)));
    leaf(&b, "link", site_path(q, "/tai-lieu"));
    leaf(&b, "description", str_of(feed_title(q)));
    leaf(&b, "language", str_of(lang_code(q->lang)));
    if (n) leaf(&b, "lastBuildDate", rss_date(q->a, e[0].r.published));
    buf_putz(&b, "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"");
    buf_html(&b, site_path(q, "/feeds/materials.rss"));
    buf_putz(&b, "\"/>");
    if (q->app->hub.n) {
        buf_putz(&b, "<atom:link rel=\"hub\" href=\"");
        buf_html(&b, q->app->hub);
        buf_putz(&b, "\"/>");
    }
    buf_putc(&b, '\n');
    for (size_t i = 0; i < n; i++) rss_item(&b, q, &e[i]);
    buf_putz(&b, "</channel></rss>\n");
    return send(q, "application/rss+xml; charset=utf-8", &b, err);
}

/* --- JSON Feed --- */

static void member(buf_t *b, const char *name, str_t value)
{
    buf_fmt(b, ",\"%s\":", name);
    buf_json(b, value);
}

static void json_item(buf_t *b, const req_t *q, const entry_t *e)
{
    char at[32];
    ms_iso_utc(e->r.published, at);
    buf_putz(b, "{\"id\":");
    buf_json(b, urn(q->a, e));
    member(b, "url", page_of(q, e));
    member(b, "title", title_of(&e->m, q->lang));
    member(b, "summary", summary_of(&e->m, q->lang));
    member(b, "content_html", block_of(q, e));
    member(b, "date_published", str_of(at));
    buf_putz(b, ",\"tags\":[");
    buf_json(b, e->m.kind);
    buf_putc(b, ']');
    if (e->print.name.n) {
        buf_putz(b, ",\"attachments\":[{\"url\":");
        buf_json(b, file_of(q, e));
        buf_fmt(b, ",\"mime_type\":\"application/pdf\",\"size_in_bytes\":%llu}]", (unsigned long long)e->print.bytes);
    }
    buf_putz(b, ",\"_canhgiac\":{\"code\":");
    buf_json(b, e->r.code);
    buf_fmt(b, ",\"version\":%lld", (long long)e->r.version);
    member(b, "embed", mark_of(q->a, e));
    member(b, "integrity", embed_integrity(q->a, &e->r));
    buf_putz(b, "}}");
}

status_t page_feed_json(req_t *q, view_t *v, err_t *err)
{
    entry_t *e;
    size_t n;
    (void)v;
    status_t s = entries_of(q, &e, &n, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, FEED_MAX);
    buf_putz(&b, "{\"version\":\"https://jsonfeed.org/version/1.1\"");
    member(&b, "title", str_of(feed_title(q)));
    member(&b, "home_page_url", site_path(q, "/tai-lieu"));
    member(&b, "feed_url", site_path(q, "/feeds/materials.json"));
    member(&b, "language", str_of(lang_code(q->lang)));
    buf_putz(&b, ",\"authors\":[{\"name\":\"canhgiac\"}]");
    if (q->app->hub.n) {
        buf_putz(&b, ",\"hubs\":[{\"type\":\"WebSub\",\"url\":");
        buf_json(&b, q->app->hub);
        buf_putz(&b, "}]");
    }
    buf_putz(&b, ",\"items\":[");
    for (size_t i = 0; i < n; i++) {
        if (i) buf_putc(&b, ',');
        json_item(&b, q, &e[i]);
    }
    buf_putz(&b, "]}\n");
    return send(q, "application/feed+json", &b, err);
}
