/* SPDX-License-Identifier: Apache-2.0
 *
 * What runs beside the web server: the jobs that look at portals, and in a demonstration the portals themselves.
 */
#include "base/log.h"
#include "base/memo.h"
#include "campaign/nudge.h"
#include "check/check.h"
#include "cli/settings.h"
#include "cli/sign_ins.h"
#include "lists/lists.h"
#include "material/material.h"
#include "material/publish.h"
#include "proof/portal.h"
#include "proof/proof.h"

enum { FILE_LIMIT = 16 << 20 };

status_t app_open(cli_t *c, const config_t *cfg, str_t url, app_t *out)
{
    bool demo = config_bool(cfg, "demo.on");
    str_t set = config_text(cfg, "server.base_url");
    canhgiac_t *know;
    *out = (app_t){.render_path = web_render_path,
                   .base_url = set.n ? set : url,
                   .hub = config_text(cfg, "feeds.hub"),
                   .demo = demo,
                   .mail = config_text(cfg, "mail.server").n > 0,
                   .chromium = config_text(cfg, "proof.chromium"),
                   .tsa = config_text(cfg, "proof.tsa"),
                   .allow_private = demo || config_bool(cfg, "proof.allow_private")};
    enum { MEMO = 24 << 20 };
    out->memo = memo_new(MEMO); /* without it the same answers only take longer */
    status_t s = check_engine(c->a, &know, &c->err);
    out->know = know;
    if (s == ST_OK) s = store_open(c->data, &out->store, &c->err);
    return s == ST_OK ? lists_open(out, &c->err) : s;
}

void app_close(app_t *app)
{
    lists_close(app);
    store_close(app->store);
    app->store = NULL;
    memo_free(app->memo);
    app->memo = NULL;
}

static portal_file_t print_of(store_t *st, arena_t *a, const release_t *r)
{
    err_t err = err_new(LANG_EN);
    rendition_t *list;
    size_t n;
    portal_file_t f = {{0}, {0}, {0}};
    if (release_renditions(a, r, &list, &n, &err) != ST_OK) return f;
    for (size_t i = 0; i < n; i++) {
        if (!str_eq(list[i].mime, S("application/pdf")) || !str_eq(list[i].lang, S("vi"))) continue;
        f = (portal_file_t){.name = list[i].name, .mime = list[i].mime};
        if (blob_get(st, a, list[i].sha256, FILE_LIMIT, &f.bytes, &err) != ST_OK) f.bytes = STR_NONE;
    }
    return f;
}

static str_t text_of(store_t *st, arena_t *a, const release_t *r)
{
    err_t err = err_new(LANG_EN);
    rendition_t *list;
    size_t n;
    str_t text = STR_NONE;
    if (release_renditions(a, r, &list, &n, &err) != ST_OK) return text;
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i].role, S("text")) && str_eq(list[i].lang, S("vi")) &&
            blob_get(st, a, list[i].sha256, FILE_LIMIT, &text, &err) != ST_OK)
            text = STR_NONE;
    return text;
}

/* The handbook as its portals carry it: the current release, and the one before. */
static status_t handbook(app_t *app, arena_t *a, portal_content_t *out, err_t *err)
{
    db_t *db;
    material_t m;
    release_t *list;
    size_t n;
    status_t s = store_read(app->store, &db, err);
    if (s != ST_OK) return s;
    s = material_by_slug(db, a, S("cam-nang"), &m, err);
    if (s == ST_OK) s = release_list(db, a, m.id, false, &list, &n, err);
    store_done(app->store, db);
    if (s != ST_OK || n == 0) return s;
    *out = (portal_content_t){.title = m.title,
                              .current = print_of(app->store, a, &list[0]),
                              .text = text_of(app->store, a, &list[0]),
                              .embed = embed_block(a, &m, &list[0], app->base_url, LANG_VI)};
    if (n > 1) out->older = print_of(app->store, a, &list[1]);
    return ST_OK;
}

/* A taken port is no reason not to serve: the demonstration's claims will then be "cannot tell". */
static void start_portals(const config_t *cfg, app_t *app, services_t *out)
{
    enum { CONTENT = 64 << 20 };
    err_t err = err_new(LANG_EN);
    arena_t *a = arena_new(CONTENT);
    portal_content_t content = {0};
    portals_t *p = NULL;
    status_t s = a ? handbook(app, a, &content, &err) : ST_MEMORY;
    if (s == ST_OK) s = portals_start((int)config_int(cfg, "demo.portal_port"), &content, &p, &err);
    if (s != ST_OK) log_line(LOG_WARN, "demo.portals", "why=\"%s\"", err.text);
    arena_free(a);
    out->portals = p;
}

/* On the publisher's thread, after the switch. */
static void site_changed(void *web)
{
    err_t err = err_new(LANG_EN);
    if (web_load_site(web, &err) != ST_OK) log_line(LOG_WARN, "web.site", "why=\"%s\"", err.text);
}

status_t services_start(cli_t *c, const config_t *cfg, app_t *app, web_t *web, services_t *out)
{
    *out = (services_t){.app = app, .web = web};
    if (app->demo) start_portals(cfg, app, out);
    proof_jobs_t *jobs = NULL;
    status_t s = proof_jobs_start(app, &jobs, &c->err);
    out->proof = jobs;
    if (s == ST_OK) s = lists_start(app, &c->err);
    mail_t mail;
    nudge_jobs_t *nudges = NULL;
    if (s == ST_OK) s = mail_settings(c, cfg, &mail);
    if (s == ST_OK) s = nudge_jobs_start(app->store, &mail, config_text(cfg, "edxml.folder"), &nudges, &c->err);
    out->nudges = nudges;
    return s == ST_OK ? publisher_start(app, site_changed, web, &c->err) : s;
}

void services_stop(services_t *s)
{
    publisher_stop(s->app);
    lists_stop(s->app);
    nudge_jobs_stop(s->nudges);
    proof_jobs_stop(s->proof);
    portals_stop(s->portals);
}
