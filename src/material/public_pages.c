/* SPDX-License-Identifier: Apache-2.0
 *
 * The public library: list, one material, its files.
 */
#include "material/mark.h"
#include "material/pages.h"
#include "material/portal.h"
#include "page/app.h"
#include "page/head.h"
#include "page/qr.h"

#define BODY_MAX ((size_t)4 << 20)

status_t page_library(req_t *q, view_t *v, err_t *err)
{
    material_t *m;
    size_t n, shown = 0;
    str_t asked = req_query(q, "q");
    status_t s =
        asked.n ? material_find(q->db, q->a, asked, &m, &n, err) : material_list(q->db, q->a, S(""), &m, &n, err);
    if (s != ST_OK) return s;
    if (asked.n) view_text(v, "q", asked);
    view_t *list = view_list(v, "materials");
    for (size_t i = 0; i < n; i++) {
        release_t r;
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

/* What partials/portal.html shows. */
static status_t show_portal(req_t *q, view_t *v, const material_t *m, const release_t *r, err_t *err)
{
    str_t text, base = q->app->base_url;
    status_t s = portal_text(q->app->store, q->a, r, q->lang, &text, err);
    if (s != ST_OK) return s;
    view_text(v, "embed", embed_block(q->a, m, r, base, q->lang));
    view_text(v, "frame", embed_frame(q->a, m, r, base, q->lang, NULL));
    view_text(v, "article", embed_article(q->a, m, r, base, q->lang, text, NULL));
    return ST_OK;
}

static void say_head(req_t *q, view_t *v, const material_t *m, const release_t *r)
{
    buf_t ask = buf_new(q->a, 4096);
    buf_put(&ask, q->app->base_url);
    buf_putz(&ask, "/oembed?format=json&url=");
    buf_url(&ask, str_fmt(q->a, "%.*s%s/tai-lieu/%.*s", STRF(q->app->base_url), q->lang == LANG_EN ? "/en" : "",
                          STRF(m->slug)));
    head_page(q, v,
              &(head_t){.type = "Article",
                        .title = title_of(m, q->lang),
                        .description = summary_of(m, q->lang),
                        .picture = portal_picture(q->a, m, r, q->app->base_url, q->lang),
                        .code = r->code,
                        .licence = m->licence,
                        .published = r->published,
                        .version = r->version,
                        .oembed = buf_str(&ask)});
}

/* "PDF", "A3": what a person calls the kind and size of a file by its name. */
static void show_download(view_t *o, arena_t *a, const rendition_t *f, lang_t lang)
{
    size_t dot = f->name.n;
    while (dot > 0 && f->name.p[dot - 1] != '.') dot--;
    char *type = str_z(a, str_sub(f->name, dot, f->name.n));
    for (char *c = type; c && *c; c++)
        if (*c >= 'a' && *c <= 'z') *c = (char)(*c - 32);
    view_text(o, "file", f->name);
    view_z(o, "role_name", role_label(f->role, lang));
    view_text(o, "file_lang", f->lang);
    view_z(o, "type", type);
    view_z(o, "paper", str_ends(f->name, S(".a3.pdf")) ? "A3" : str_ends(f->name, S(".a5.pdf")) ? "A5" : "");
    view_int(o, "kb", (int64_t)(f->bytes + 1023) / 1024);
    view_flag(o, "is_sound", str_eq(f->role, S("sound")));
}

/* The first page as a picture, beside the files it is a picture of. */
static void show_cover(req_t *q, view_t *v, const rendition_t *f, size_t n)
{
    const rendition_t *cover = rendition_for(f, n, "preview", q->lang);
    if (!cover) return;
    view_text(v, "cover", cover->name);
    view_text(v, "cover_alt", cover->alt);
}

/* The reader's language first; the page itself needs no download. */
static status_t show_downloads(req_t *q, view_t *v, const release_t *r, err_t *err)
{
    rendition_t *f;
    size_t n;
    status_t s = release_renditions(q->a, r, &f, &n, err);
    view_t *own = view_list(v, "own"), *others = view_list(v, "others");
    bool more = false;
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        bool here = !f[i].lang.n || str_eq(f[i].lang, str_of(lang_code(q->lang)));
        if (str_eq(f[i].role, S("page")) || str_eq(f[i].role, S("preview")) || str_eq(f[i].role, S("small"))) continue;
        more = more || !here;
        show_download(view_item(here ? own : others), q->a, &f[i], q->lang);
    }
    view_flag(v, "has_others", more);
    if (s == ST_OK) show_cover(q, v, f, n);
    return s;
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
    if (s == ST_OK) s = show_downloads(q, v, &r, err);
    str_t address = str_fmt(q->a, "%.*s/v/%.*s", STRF(q->app->base_url), STRF(r.code));
    str_t payload = address;
    if (s == ST_OK) s = release_mark(q->a, store_dir(q->app->store), &r, q->app->base_url, &payload, err);
    str_t svg = s == ST_OK ? qr_svg_known(q->app->memo, q->a, payload, err) : STR_NONE;
    if (s != ST_OK || !svg.p) return s != ST_OK ? s : ST_MEMORY;
    view_html(v, "qr", svg);
    view_text(v, "address", address);
    view_text(v, "mark", payload);
    view_text(
        v, "page_address",
        str_fmt(q->a, "%.*s%s/tai-lieu/%.*s", STRF(q->app->base_url), q->lang == LANG_EN ? "/en" : "", STRF(m.slug)));
    if (str_eq(r.state, S("published"))) say_head(q, v, &m, &r);
    return show_portal(q, v, &m, &r, err);
}

/* manifest.json, manifest.json.minisig, and of a release with several signatures manifest.json.2.minisig …: one in each file,
 * as the minisign program wants it. */
static status_t send_signed(req_t *q, const release_t *r, str_t name, err_t *err)
{
    str_t rest = r->signature, one;
    if (str_eq(name, S("manifest.json"))) {
        answer_bytes(q, "application/json", r->manifest);
        return ST_OK;
    }
    for (int i = 1; sign_next(&rest, &one); i++) {
        str_t wanted = i == 1 ? S("manifest.json.minisig") : str_fmt(q->a, "manifest.json.%d.minisig", i);
        if (!str_eq(name, wanted)) continue;
        answer_bytes(q, "text/plain; charset=utf-8", one);
        return ST_OK;
    }
    return err_set(err, ST_NOT_FOUND, "release.no-file", N_("There is no such file in this release."));
}

status_t send_file(req_t *q, const release_t *r, str_t name, err_t *err)
{
    rendition_t *f;
    size_t n;
    if (str_starts(name, S("manifest.json"))) return send_signed(q, r, name, err);
    status_t s = release_renditions(q->a, r, &f, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        if (!str_eq(f[i].name, name)) continue;
        bool page = str_starts(f[i].mime, S("text/html"));
        answer_blob(q, str_z(q->a, f[i].mime), f[i].sha256, page ? f[i].name : S(""));
        return ST_OK;
    }
    return s != ST_OK ? s : err_set(err, ST_NOT_FOUND, "release.no-file", N_("There is no such file in this release."));
}

status_t page_file(req_t *q, view_t *v, err_t *err)
{
    material_t m;
    release_t r;
    (void)v;
    status_t s = material_by_slug(q->db, q->a, q->args[0], &m, err);
    if (s == ST_OK) s = wanted(q, &m, &r, err);
    return s == ST_OK ? send_file(q, &r, q->args[1], err) : s;
}
