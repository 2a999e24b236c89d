/* SPDX-License-Identifier: Apache-2.0
 *
 * What other portals ask for: the page that stands in their frame, oEmbed, the zip for one release.
 */
#include "base/file.h"
#include "material/code.h"
#include "material/pages.h"
#include "page/picture.h"
#include "material/portal.h"
#include "page/app.h"
#include "page/asset.h"
#include "page/render.h"
#include "people/people.h"

enum { OEMBED_MAX = 64 * 1024, FRAME_MAX = 256 * 1024, OEMBED_LEAST = 200 };

/* --- the page in a frame --- */

status_t page_frame(req_t *q, view_t *v, err_t *err)
{
    material_t m;
    release_t r;
    char code[CODE_LEN + 1];
    (void)v;
    status_t s = code_parse(q->args[0], code, err);
    if (s == ST_OK) s = release_by_code(q->db, q->a, str_of(code), &r, err);
    if (s == ST_OK && !r.published) s = err_set(err, ST_NOT_FOUND, "release.none", N_("There is no such release."));
    if (s == ST_OK) s = material_by_id(q->db, q->a, r.material, &m, err);
    if (s != ST_OK) return s;
    view_t *f = view_new(q->a);
    show_material(f, &m, q->lang);
    show_release(f, &r, q->lang);
    view_text(f, "base_url", q->app->base_url);
    view_z(f, "base", q->lang == LANG_EN ? "/en" : "");
    view_text(f, "mark", embed_id(q->a, &r));
    view_text(f, "address", embed_address(q->a, &r, q->app->base_url, q->lang));
    view_text(f, "style", asset_path(q->a, S("canhgiac.css")));
    view_text(f, "logo", asset_path(q->a, S("mark.svg")));
    buf_t b = buf_new(q->a, FRAME_MAX);
    s = page_render_alone(q->a, "material/frame", f, q->lang, &b, err);
    if (s == ST_OK) answer_bytes(q, "text/html; charset=utf-8", buf_str(&b));
    return s;
}

/* --- oEmbed (oembed.com, 1.0) --- */

/* The release a page of ours shows: BASE[/en]/tai-lieu/SLUG or BASE[/en]/v/CODE, whatever stands behind. */
static status_t release_at(req_t *q, str_t url, lang_t *lang, material_t *m, release_t *r, err_t *err)
{
    char code[CODE_LEN + 1];
    str_t rest, name;
    status_t s = err_set(err, ST_NOT_FOUND, "oembed.none", N_("This address is no material of ours."));
    if (!str_starts(url, q->app->base_url)) return s;
    rest = str_sub(url, q->app->base_url.n, url.n);
    rest = str_sub(rest, 0, str_chr(rest, '?', 0));
    rest = str_sub(rest, 0, str_chr(rest, '#', 0));
    *lang = str_starts(rest, S("/en/")) ? LANG_EN : LANG_VI;
    if (*lang == LANG_EN) rest = str_sub(rest, 3, rest.n);
    if (str_starts(rest, S("/v/"))) {
        rest = str_sub(rest, 3, rest.n);
        (void)str_cut(&rest, '/', &name);
        if (code_parse(name, code, NULL) != ST_OK || release_by_code(q->db, q->a, str_of(code), r, NULL) != ST_OK ||
            !r->published)
            return s;
        return material_by_id(q->db, q->a, r->material, m, err);
    }
    if (!str_starts(rest, S("/tai-lieu/"))) return s;
    rest = str_sub(rest, 10, rest.n);
    (void)str_cut(&rest, '/', &name);
    if (material_by_slug(q->db, q->a, name, m, NULL) != ST_OK ||
        release_current(q->db, q->a, m->id, clock_now(), r, NULL) != ST_OK)
        return s;
    return ST_OK;
}

typedef struct oembed {
    str_t title, provider, site, html, picture;
    int64_t width, height;
} oembed_t;

static void oembed_json(buf_t *b, const oembed_t *o)
{
    static const char *const names[] = {"title", "provider_name", "provider_url", "html", "thumbnail_url"};
    const str_t values[] = {o->title, o->provider, o->site, o->html, o->picture};
    buf_putz(b, "{\"version\":\"1.0\",\"type\":\"rich\",\"cache_age\":3600");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        buf_fmt(b, ",\"%s\":", names[i]);
        buf_json(b, values[i]);
    }
    buf_fmt(b, ",\"thumbnail_width\":1200,\"thumbnail_height\":630,\"width\":%lld,\"height\":%lld}\n",
            (long long)o->width, (long long)o->height);
}

static void oembed_xml(buf_t *b, const oembed_t *o)
{
    static const char *const names[] = {"title", "provider_name", "provider_url", "html", "thumbnail_url"};
    const str_t values[] = {o->title, o->provider, o->site, o->html, o->picture};
    buf_putz(b, "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n<oembed><version>1.0</version>"
                "<type>rich</type><cache_age>3600</cache_age>");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        buf_fmt(b, "<%s>", names[i]);
        buf_html(b, values[i]);
        buf_fmt(b, "</%s>", names[i]);
    }
    buf_fmt(b,
            "<thumbnail_width>1200</thumbnail_width><thumbnail_height>630</thumbnail_height><width>%lld</width>"
            "<height>%lld</height></oembed>\n",
            (long long)o->width, (long long)o->height);
}

/* As large as both sides like; a text that is not a number counts as not given. */
static int64_t at_most(str_t asked, int64_t ours)
{
    int64_t n;
    if (!asked.n || !str_int(asked, 1, 100000, &n) || n > ours) return ours;
    return n < OEMBED_LEAST ? OEMBED_LEAST : n;
}

status_t page_oembed(req_t *q, view_t *v, err_t *err)
{
    material_t m;
    release_t r;
    lang_t lang = q->lang;
    str_t url = req_query(q, "url"), format = req_query(q, "format");
    (void)v;
    bool xml = str_eq(format, S("xml"));
    if (!url.n) return err_at(err, ST_INPUT, "oembed.url", "url", 0, N_("Give the address of a material as url."));
    if (format.n && !xml && !str_eq(format, S("json"))) {
        answer_status(q, 501); /* as the specification says */
        return err_at(err, ST_INPUT, "oembed.format", "format", 0, N_("The format is json or xml."));
    }
    status_t s = release_at(q, url, &lang, &m, &r, err);
    if (s != ST_OK) return s;
    oembed_t o = {.title = title_of(&m, lang),
                  .provider = str_of(tr(lang, N_("Canhgiac"))),
                  .site = q->app->base_url,
                  .html = embed_block(q->a, &m, &r, q->app->base_url, lang),
                  .picture = portal_picture(q->a, &m, &r, q->app->base_url, lang),
                  .width = at_most(req_query(q, "maxwidth"), EMBED_WIDTH),
                  .height = at_most(req_query(q, "maxheight"), EMBED_HEIGHT)};
    buf_t b = buf_new(q->a, OEMBED_MAX);
    if (xml)
        oembed_xml(&b, &o);
    else
        oembed_json(&b, &o);
    if (!buf_ok(&b)) return no_memory(err);
    answer_header(q, "Access-Control-Allow-Origin", S("*"));
    answer_bytes(q, xml ? "text/xml; charset=utf-8" : "application/json", buf_str(&b));
    return ST_OK;
}

/* --- the picture shown with links to pages that have none of their own --- */

status_t page_picture(req_t *q, view_t *v, err_t *err)
{
    str_t png;
    (void)v;
    const picture_t p = {.head = str_of(tr(q->lang, N_("Is this message a scam?"))),
                         .text = str_of(tr(q->lang, N_("Slow down. Check on the spot. Stop! Send nothing."))),
                         .foot = str_of(tr(q->lang, N_("Check it, free and without an account")))};
    status_t s = picture_png(q->a, &p, q->lang, &png, err);
    if (s == ST_OK) answer_bytes(q, "image/png", png);
    return s;
}

/* A material that came without one. */
status_t page_material_picture(req_t *q, view_t *v, err_t *err)
{
    material_t m;
    release_t r;
    db_t *db;
    (void)v;
    status_t s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = material_by_slug(db, q->a, q->args[0], &m, err);
    if (s == ST_OK) s = release_current(db, q->a, m.id, clock_now(), &r, err);
    store_done(q->app->store, db);
    if (s != ST_OK) return s;
    const picture_t p = {.head = title_of(&m, q->lang),
                         .text = summary_of(&m, q->lang),
                         .foot = str_fmt(q->a, "%s %.*s", tr(q->lang, N_("Verification code")), STRF(r.code))};
    return picture_answer(q, &p, err);
}

/* --- the zip --- */

/* As it was published, if it was; else made for this one asking. */
static status_t kit_for_all(req_t *q, const material_t *m, const release_t *r, str_t name, err_t *err)
{
    str_t zip;
    const char *made =
        str_fmt(q->a, "%s/public/current/tai-lieu/%.*s/cong-thong-tin.zip", store_dir(q->app->store), STRF(m->slug)).p;
    if (made && file_exists(made)) {
        answer_file(q, "application/zip", made);
        return ST_OK;
    }
    status_t s = portal_kit(q->app->store, q->a, m, r, q->app->base_url, NULL, &zip, err);
    if (s == ST_OK) answer_download(q, "application/zip", str_fmt(q->a, "%.*s.zip", STRF(name)), zip);
    return s;
}

static status_t kit_for_unit(req_t *q, const material_t *m, const release_t *r, str_t name, const unit_t *u, err_t *err)
{
    str_t zip;
    const embed_for_t who = {u->code, u->name};
    status_t s = portal_kit(q->app->store, q->a, m, r, q->app->base_url, &who, &zip, err);
    if (s == ST_OK)
        answer_download(q, "application/zip", str_fmt(q->a, "%.*s-%.*s.zip", STRF(name), STRF(u->code)), zip);
    return s;
}

status_t page_kit(req_t *q, view_t *v, err_t *err)
{
    material_t m;
    release_t r;
    unit_t u;
    db_t *db;
    str_t unit = req_query(q, "don-vi");
    (void)v;
    status_t s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = material_by_slug(db, q->a, q->args[0], &m, err);
    if (s == ST_OK) s = release_current(db, q->a, m.id, clock_now(), &r, err);
    if (s == ST_OK && unit.n) s = unit_by_code(db, q->a, unit, clock_now(), &u, err);
    store_done(q->app->store, db);
    if (s != ST_OK) return s;
    str_t name = str_fmt(q->a, "%.*s-%.*s", STRF(m.slug), STRF(r.code));
    return unit.n ? kit_for_unit(q, &m, &r, name, &u, err) : kit_for_all(q, &m, &r, name, err);
}
