/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_material — the library, publishing the site, verifying a code, a file or a copy of the site.
 */
#include <stdio.h>
#include <sys/stat.h>
#include "base/file.h"
#include "cli/commands.h"
#include "cli/settings.h"
#include "cli/sign_ins.h"
#include "lists/lists.h"
#include "material/code.h"
#include "material/material.h"
#include "material/publish.h"
#include "page/render.h"
#include "web/web.h"

enum { FILE_LIMIT = 256 << 20 };

/* --- material list --- */

static void list_one(cli_t *c, buf_t *b, const material_t *m, const release_t *r, bool first)
{
    if (!c->json) {
        buf_fmt(b, "%.*s  v%lld  %-10.*s  %.*s\n", STRF(r->code), (long long)r->version, STRF(r->state),
                STRF(m->title));
        return;
    }
    buf_putz(b, first ? "\n{\"slug\":" : ",\n{\"slug\":");
    buf_json(b, m->slug);
    buf_putz(b, ",\"title\":");
    buf_json(b, m->title);
    buf_fmt(b, ",\"code\":\"%.*s\",\"version\":%lld,\"state\":\"%.*s\"}", STRF(r->code), (long long)r->version,
            STRF(r->state));
}

static status_t list(cli_t *c, db_t *db, buf_t *b)
{
    release_t *r;
    size_t n;
    status_t s = release_list(db, c->a, (ident_t){{0}}, true, &r, &n, &c->err);
    if (c->json) buf_putc(b, '[');
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        material_t m;
        s = material_by_id(db, c->a, r[i].material, &m, &c->err);
        if (s == ST_OK) list_one(c, b, &m, &r[i], i == 0);
    }
    if (c->json) buf_putz(b, "]\n");
    return s;
}

status_t cmd_material_list(cli_t *c)
{
    store_t *st;
    db_t *db;
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    buf_t b = buf_new(c->a, 8 << 20);
    s = store_read(st, &db, &c->err);
    if (s == ST_OK) {
        s = list(c, db, &b);
        store_done(st, db);
    }
    store_close(st);
    return s == ST_OK ? cli_print(c, buf_str(&b)) : s;
}

/* --- publish --- */

static void step(size_t done, size_t known)
{
    progress_step("publish", done, known);
}

static status_t roll_back(cli_t *c)
{
    int64_t number;
    status_t s = material_publish_back(c->data, &number, &c->err);
    if (s != ST_OK) return s;
    if (c->json) return cli_print(c, str_fmt(c->a, "{\"number\":%lld}\n", (long long)number));
    return cli_print(c, str_fmt(c->a, tr(c->lang, N_("Site %lld is the published one again.\n")), (long long)number));
}

status_t cmd_publish(cli_t *c)
{
    config_t *cfg;
    published_t p;
    status_t s = settings_load(c, NULL, &cfg);
    if (s != ST_OK) return s;
    if (cli_option(c, "rollback")) return roll_back(c);
    app_t app;
    size_t in_folder = 0;
    const char *out = cli_option(c, "out");
    s = app_open(c, cfg, str_fmt(c->a, "http://%.*s", STRF(config_text(cfg, "server.listen"))), &app);
    if (s != ST_OK) return s;
    s = page_start(&c->err);
    if (s == ST_OK) s = material_publish(&app, step, &p, &c->err);
    if (s == ST_OK) s = lists_publish(&app, &c->err);
    if (s == ST_OK && out) s = material_publish_folder(&app, p.number, out, &in_folder, &c->err);
    progress_end();
    if (s == ST_OK) material_tell_hub(&app, &p);
    app_close(&app);
    page_stop();
    if (s != ST_OK) return s;
    if (c->json)
        return cli_print(
            c, str_fmt(c->a, "{\"number\":%lld,\"pages\":%zu,\"files\":%zu,\"kept\":%zu,\"bytes\":%llu,\"ms\":%lld}\n",
                       (long long)p.number, p.pages, p.files, p.kept, (unsigned long long)p.bytes, (long long)p.took));
    return cli_print(c, str_fmt(c->a, tr(c->lang, N_("Published site %lld: %zu pages, %zu files, in %lld ms.\n")),
                                (long long)p.number, p.pages, p.files, (long long)p.took));
}

/* --- verify --- */

static status_t ring_of(cli_t *c, sign_ring_t *ring)
{
    str_t text;
    const char *file = cli_option(c, "key");
    if (!file) return material_ring(c->data, ring, &c->err);
    status_t s = file_read(c->a, file, SIGN_FILE_MAX, &text, &c->err);
    ring->n = 1;
    return s == ST_OK ? sign_public_parse(text, &ring->keys[0], &c->err) : s;
}

static status_t say_good(cli_t *c, const char *what, str_t which, const char *state)
{
    buf_t b = buf_new(c->a, 4096);
    if (c->json) {
        buf_fmt(&b, "{\"genuine\":true,\"what\":\"%s\",\"state\":\"%s\",\"which\":", what, state);
        buf_json(&b, which);
        buf_putz(&b, "}\n");
    } else {
        buf_fmt(&b, "%s: %.*s (%s)\n", tr(c->lang, N_("Genuine")), STRF(which), state);
    }
    return cli_print(c, buf_str(&b));
}

static status_t verify_folder(cli_t *c, const char *folder, const sign_ring_t *ring)
{
    folder_seen_t seen;
    status_t s = material_verify_folder(c->a, folder, ring, &seen, &c->err);
    return s == ST_OK ? say_good(c, "folder", seen.comment, seen.key) : s;
}

/* A file with its .minisig beside it needs no store. */
static status_t verify_signed(cli_t *c, const char *file, const char *signature, const sign_ring_t *ring)
{
    map_t map;
    str_t sig;
    sign_seen_t seen;
    status_t s = file_read(c->a, signature, SIGN_FILE_MAX, &sig, &c->err);
    if (s == ST_OK) s = file_map(file, &map, &c->err);
    if (s != ST_OK) return s;
    s = sign_check(ring, map.bytes, sig, &seen, &c->err);
    file_unmap(&map);
    return s == ST_OK ? say_good(c, "file", seen.comment, "signed") : s;
}

static status_t find_print(cli_t *c, db_t *db, const char *code, const digest_t *file)
{
    release_print_t *p;
    size_t n;
    status_t s = release_prints(db, c->a, &p, &n, &c->err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        bool found = code && str_eq(p[i].code, str_of(code));
        for (size_t k = 0; file && k < p[i].n_renditions; k++)
            found = found || digest_eq(p[i].renditions[k].sha256, *file);
        if (found)
            return say_good(c, code ? "code" : "file", str_fmt(c->a, "%.*s %.*s", STRF(p[i].slug), STRF(p[i].embed)),
                            str_z(c->a, p[i].state));
    }
    return s != ST_OK ? s : err_set(&c->err, ST_DENIED, "verify.unknown", N_("We never published this."));
}

static status_t verify_in_store(cli_t *c, const char *code, const digest_t *file)
{
    store_t *st;
    db_t *db;
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = store_read(st, &db, &c->err);
    if (s == ST_OK) {
        s = find_print(c, db, code, file);
        store_done(st, db);
    }
    store_close(st);
    return s;
}

static status_t verify_file(cli_t *c, const char *file, const sign_ring_t *ring)
{
    map_t map;
    char *side = str_z(c->a, str_fmt(c->a, "%s.minisig", file));
    if (file_exists(side)) return verify_signed(c, file, side, ring);
    status_t s = file_map(file, &map, &c->err);
    if (s != ST_OK) return s;
    digest_t d = sha256(map.bytes);
    file_unmap(&map);
    return verify_in_store(c, NULL, &d);
}

status_t cmd_verify(cli_t *c)
{
    struct stat info;
    sign_ring_t ring;
    char code[CODE_LEN + 1];
    const char *what = c->words[0];
    if (stat(what, &info) != 0) {
        status_t s = code_parse(str_of(what), code, &c->err);
        return s == ST_OK ? verify_in_store(c, code, NULL) : s;
    }
    status_t s = cmd_verify_bundle(c);
    if (s == ST_NOT_FOUND) s = cmd_verify_pages(c);
    if (s != ST_NOT_FOUND) return s;
    s = ring_of(c, &ring);
    if (s != ST_OK) return s;
    return S_ISDIR(info.st_mode) ? verify_folder(c, what, &ring) : verify_file(c, what, &ring);
}
