/* SPDX-License-Identifier: Apache-2.0
 *
 * The public library: list, one material, its files, the feed, the texts about the site.
 */
#include "base/file.h"
#include "material/doc.h"
#include "material/pages.h"
#include "material/sign.h"
#include "page/app.h"
#include "page/qr.h"
#include "recognise/verdict.h"

#define BODY_MAX ((size_t)4 << 20)

extern const embed_t material_pages_text[]; /* knowledge/pages */

static bool found_in(arena_t *a, const material_t *m, str_t plain)
{
    str_t all =
        str_fmt(a, "%.*s %.*s %.*s %.*s", STRF(m->title), STRF(m->title_en), STRF(m->summary), STRF(m->summary_en));
    return str_find(text_plain(a, all), plain, 0) != SIZE_MAX;
}

status_t page_library(req_t *q, view_t *v, err_t *err)
{
    material_t *m;
    size_t n, shown = 0;
    status_t s = material_list(q->db, q->a, S(""), &m, &n, err);
    if (s != ST_OK) return s;
    str_t asked = req_query(q, "q");
    str_t plain = asked.n && asked.n <= 200 ? str_trim(text_plain(q->a, asked)) : S("");
    if (asked.n) view_text(v, "q", asked);
    view_t *list = view_list(v, "materials");
    for (size_t i = 0; i < n; i++) {
        release_t r;
        if (plain.n && !found_in(q->a, &m[i], plain)) continue;
        s = release_current(q->db, q->a, m[i].id, clock_now(), &r, NULL);
        if (s == ST_NOT_FOUND) continue;
        if (s != ST_OK) return err_set(err, s, "store", N_("The database could not be read."));
        view_t *o = view_item(list);
        show_material(o, &m[i], q->lang);
        show_release(o, &r, q->lang);
        shown++;
    }
    view_flag(v, "none", shown == 0);
    return ST_OK;
}

/* The release a page is about: the one whose code is asked for, or the current one. */
static status_t wanted(req_t *q, const material_t *m, release_t *r, err_t *err)
{
    str_t code = req_query(q, "ma");
    if (!code.n) return release_current(q->db, q->a, m->id, clock_now(), r, err);
    status_t s = release_by_code(q->db, q->a, code, r, err);
    if (s == ST_OK && (!ident_eq(r->material, m->id) || !r->published))
        s = err_set(err, ST_NOT_FOUND, "release.none", N_("There is no such release."));
    return s;
}

static status_t show_body(req_t *q, view_t *v, const release_t *r, err_t *err)
{
    rendition_t *f;
    size_t n;
    str_t html;
    status_t s = release_renditions(q->a, r, &f, &n, err);
    const rendition_t *page = s == ST_OK ? rendition_for(f, n, "page", q->lang) : NULL;
    if (!page) return s;
    s = blob_get(q->app->store, q->a, page->sha256, BODY_MAX, &html, err);
    if (s != ST_OK) return s;
    view_html(v, "body", html);
    view_text(v, "body_lang", page->lang);
    return ST_OK;
}

status_t page_material(req_t *q, view_t *v, err_t *err)
{
    material_t m;
    release_t r;
    status_t s = material_by_slug(q->db, q->a, q->args[0], &m, err);
    if (s == ST_OK) s = wanted(q, &m, &r, err);
    if (s != ST_OK) return s;
    show_material(v, &m, q->lang);
    show_release(v, &r, q->lang);
    view_text(v, "page_title", title_of(&m, q->lang));
    s = show_body(q, v, &r, err);
    if (s == ST_OK) s = show_files(v, q->a, &r, q->lang, err);
    str_t address = str_fmt(q->a, "%.*s/v/%.*s", STRF(q->app->base_url), STRF(r.code));
    str_t svg = s == ST_OK ? qr_svg(q->a, address, err) : STR_NONE;
    if (s != ST_OK || !svg.p) return s != ST_OK ? s : ST_MEMORY;
    view_html(v, "qr", svg);
    view_text(v, "address", address);
    view_text(v, "embed", embed_block(q->a, &m, &r, q->app->base_url, q->lang));
    return ST_OK;
}

static status_t send_signed(req_t *q, const release_t *r, str_t name)
{
    if (str_eq(name, S("manifest.json"))) answer_bytes(q, "application/json", r->manifest);
    if (str_eq(name, S("manifest.json.minisig"))) answer_bytes(q, "text/plain; charset=utf-8", r->signature);
    return ST_OK;
}

status_t page_file(req_t *q, view_t *v, err_t *err)
{
    material_t m;
    release_t r;
    rendition_t *f;
    size_t n;
    (void)v;
    status_t s = material_by_slug(q->db, q->a, q->args[0], &m, err);
    if (s == ST_OK) s = wanted(q, &m, &r, err);
    if (s != ST_OK) return s;
    if (str_starts(q->args[1], S("manifest.json"))) return send_signed(q, &r, q->args[1]);
    s = release_renditions(q->a, &r, &f, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        if (!str_eq(f[i].name, q->args[1])) continue;
        bool page = str_starts(f[i].mime, S("text/html"));
        answer_blob(q, str_z(q->a, f[i].mime), f[i].sha256, page ? f[i].name : S(""));
        return ST_OK;
    }
    return s != ST_OK ? s : err_set(err, ST_NOT_FOUND, "release.no-file", N_("There is no such file in this release."));
}

/* --- feed, key, robots, sitemap --- */

static void feed_entry(buf_t *b, const req_t *q, const material_t *m, const release_t *r)
{
    char at[32], id[IDENT_TEXT];
    ms_iso_utc(r->published, at);
    ident_text(r->id, id);
    buf_fmt(b, "<entry><id>urn:uuid:%s</id><updated>%s</updated><title>", id, at);
    buf_html(b, title_of(m, q->lang));
    buf_putz(b, "</title><summary>");
    buf_html(b, summary_of(m, q->lang));
    buf_putz(b, "</summary><link href=\"");
    buf_html(b, q->app->base_url);
    buf_putz(b, q->lang == LANG_EN ? "/en/tai-lieu/" : "/tai-lieu/");
    buf_html(b, m->slug);
    buf_fmt(b, "\"/><category term=\"cg:%.*s:v%lld\"/></entry>\n", STRF(r->code), (long long)r->version);
}

status_t page_feed(req_t *q, view_t *v, err_t *err)
{
    release_t *r;
    size_t n, shown = 0;
    char at[32];
    (void)v;
    status_t s = release_list(q->db, q->a, (ident_t){{0}}, false, &r, &n, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, 1 << 20);
    ms_iso_utc(n ? r[0].published : 0, at);
    buf_fmt(
        &b,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\"><id>",
        lang_code(q->lang));
    buf_html(&b, q->app->base_url);
    buf_fmt(&b,
            "/feeds/materials.atom</id><updated>%s</updated><title>%s</title><author><name>canhgiac</name></author>\n",
            at, tr(q->lang, N_("Materials against online scams")));
    for (size_t i = 0; i < n && shown < 50; i++) {
        material_t m;
        if (!str_eq(r[i].state, S("published"))) continue;
        s = material_by_id(q->db, q->a, r[i].material, &m, err);
        if (s != ST_OK) return s;
        if (str_eq(m.kind, S("alert"))) continue;
        feed_entry(&b, q, &m, &r[i]);
        shown++;
    }
    buf_putz(&b, "</feed>\n");
    if (!buf_ok(&b)) return no_memory(err);
    answer_bytes(q, "application/atom+xml; charset=utf-8", buf_str(&b));
    return ST_OK;
}

status_t page_key(req_t *q, view_t *v, err_t *err)
{
    sign_ring_t ring;
    sign_secret_t key;
    (void)v;
    status_t s = material_key(store_dir(q->app->store), &key, err);
    if (s != ST_OK) return s;
    ring.keys[0] = sign_public_of(&key);
    secret_wipe(&key, sizeof key);
    buf_t b = buf_new(q->a, SIGN_FILE_MAX);
    sign_public_put(&b, &ring.keys[0]);
    answer_bytes(q, "text/plain; charset=utf-8", buf_str(&b));
    return ST_OK;
}

status_t page_robots(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    (void)err;
    answer_bytes(
        q, "text/plain; charset=utf-8",
        str_fmt(q->a, "User-agent: *\nDisallow: /ban\nDisallow: /en/ban\nDisallow: /api/\nSitemap: %.*s/sitemap.xml\n",
                STRF(q->app->base_url)));
    return ST_OK;
}

static void sitemap_url(buf_t *b, const req_t *q, const char *path, str_t more)
{
    for (int l = 0; l < LANG_COUNT; l++) {
        buf_putz(b, "<url><loc>");
        buf_html(b, q->app->base_url);
        buf_putz(b, l == LANG_EN ? "/en" : "");
        buf_putz(b, path);
        buf_html(b, more);
        buf_putz(b, "</loc></url>\n");
    }
}

status_t page_sitemap(req_t *q, view_t *v, err_t *err)
{
    static const char *const pages[] = {"/",        "/kiem-tra", "/hinh-thuc", "/tai-lieu", "/hoc",        "/canh-bao",
                                        "/bao-cao", "/xac-minh", "/so-cuu",    "/tien-do",  "/gioi-thieu", "/tro-nang"};
    material_t *m;
    size_t n;
    (void)v;
    status_t s = material_list(q->db, q->a, S(""), &m, &n, err);
    if (s != ST_OK) return s;
    buf_t b = buf_new(q->a, 1 << 20);
    buf_putz(
        &b,
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) sitemap_url(&b, q, pages[i], S(""));
    for (size_t i = 0; i < n; i++) sitemap_url(&b, q, "/tai-lieu/", m[i].slug);
    const form_t *forms = q->app->know ? canhgiac_forms(q->app->know, &n) : NULL;
    for (size_t i = 0; forms && i < n; i++) sitemap_url(&b, q, "/hinh-thuc/", forms[i].code);
    buf_putz(&b, "</urlset>\n");
    if (!buf_ok(&b)) return no_memory(err);
    answer_bytes(q, "application/xml; charset=utf-8", buf_str(&b));
    return ST_OK;
}

/* --- texts about the site --- */

static status_t show_text(req_t *q, view_t *v, const char *slug, err_t *err)
{
    doc_t d;
    str_t html;
    str_t md = embed_find(material_pages_text, str_fmt(q->a, "%s.%s.md", slug, lang_code(q->lang)));
    status_t s = doc_parse(q->a, md, &d, err);
    if (s == ST_OK) s = doc_html(q->a, &d, &html, err);
    if (s != ST_OK) return s;
    view_text(v, "page_title", d.title);
    view_html(v, "body", html);
    return ST_OK;
}

status_t page_about(req_t *q, view_t *v, err_t *err)
{
    return show_text(q, v, "gioi-thieu", err);
}

status_t page_access(req_t *q, view_t *v, err_t *err)
{
    return show_text(q, v, "tro-nang", err);
}
