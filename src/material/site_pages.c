/* SPDX-License-Identifier: Apache-2.0
 *
 * The site about itself: its key, what search engines may read, the map of its pages, the texts about it.
 */
#include "material/doc.h"
#include "material/pages.h"
#include "material/sign.h"
#include "page/app.h"
#include "recognise/verdict.h"

extern const embed_t material_pages_text[]; /* knowledge/pages */

/* --- key, robots, sitemap --- */

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

static void sitemap_address(buf_t *b, const req_t *q, lang_t lang, const char *path, str_t more)
{
    buf_html(b, q->app->base_url);
    buf_putz(b, lang == LANG_EN ? "/en" : "");
    buf_putz(b, path);
    buf_html(b, more);
}

/* Both languages, each naming the other. `changed`: 0 is not said. */
static void sitemap_url(buf_t *b, const req_t *q, const char *path, str_t more, ms_t changed)
{
    char at[32];
    for (int l = 0; l < LANG_COUNT; l++) {
        buf_putz(b, "<url><loc>");
        sitemap_address(b, q, (lang_t)l, path, more);
        buf_putz(b, "</loc>");
        for (int k = 0; k < LANG_COUNT; k++) {
            buf_fmt(b, "<xhtml:link rel=\"alternate\" hreflang=\"%s\" href=\"", lang_code((lang_t)k));
            sitemap_address(b, q, (lang_t)k, path, more);
            buf_putz(b, "\"/>");
        }
        if (changed) {
            ms_iso_utc(changed, at);
            buf_fmt(b, "<lastmod>%s</lastmod>", at);
        }
        buf_putz(b, "</url>\n");
    }
}

static status_t sitemap_releases(buf_t *b, req_t *q, err_t *err)
{
    release_t *r;
    size_t n;
    status_t s = release_heads(q->db, q->a, &r, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        material_t m;
        if (r[i].expires <= clock_now()) continue;
        s = material_by_id(q->db, q->a, r[i].material, &m, err);
        if (s != ST_OK) continue;
        sitemap_url(b, q, str_eq(m.kind, S("alert")) ? "/canh-bao/" : "/tai-lieu/", m.slug, r[i].published);
    }
    return s;
}

status_t page_sitemap(req_t *q, view_t *v, err_t *err)
{
    static const char *const pages[] = {"/",         "/kiem-tra",   "/hinh-thuc", "/tai-lieu", "/hoc",
                                        "/canh-bao", "/tim",        "/bao-cao",   "/xac-minh", "/so-cuu",
                                        "/tien-do",  "/gioi-thieu", "/tro-nang"};
    size_t n = 0;
    (void)v;
    buf_t b = buf_new(q->a, 8 << 20);
    buf_putz(&b,
             "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset "
             "xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) sitemap_url(&b, q, pages[i], S(""), 0);
    const form_t *forms = q->app->know ? canhgiac_forms(q->app->know, &n) : NULL;
    for (size_t i = 0; forms && i < n; i++) sitemap_url(&b, q, "/hinh-thuc/", forms[i].code, 0);
    status_t s = sitemap_releases(&b, q, err);
    buf_putz(&b, "</urlset>\n");
    if (s == ST_OK && !buf_ok(&b)) s = no_memory(err);
    if (s == ST_OK) answer_bytes(q, "application/xml; charset=utf-8", buf_str(&b));
    return s;
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
