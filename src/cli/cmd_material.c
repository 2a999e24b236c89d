/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_material — the library (material add, material list) and publishing the site.
 */
#include <stdio.h>
#include "cli/commands.h"
#include "cli/release_cli.h"
#include "cli/settings.h"
#include "cli/sign_ins.h"
#include "lists/lists.h"
#include "material/publish.h"
#include "page/render.h"
#include "people/people.h"
#include "web/web.h"

/* --- material list [WORDS] --- */

static void list_one(cli_t *c, buf_t *b, const material_t *m, const release_t *r, bool first)
{
    if (!c->json) {
        buf_fmt(b, "%.*s  v%lld  %-10.*s  %-9.*s %.*s\n", STRF(r->code.n ? r->code : S("------")),
                (long long)r->version, STRF(r->state.n ? r->state : S("-")), STRF(m->kind), STRF(m->title));
        return;
    }
    buf_putz(b, first ? "\n{\"slug\":" : ",\n{\"slug\":");
    buf_json(b, m->slug);
    buf_putz(b, ",\"title\":");
    buf_json(b, m->title);
    buf_fmt(b, ",\"kind\":\"%.*s\",\"licence\":", STRF(m->kind));
    buf_json(b, m->licence);
    buf_putz(b, ",\"audience\":");
    buf_json(b, m->audience);
    buf_fmt(b, ",\"forms\":%.*s", STRF(m->forms));
    if (r->code.n)
        buf_fmt(b, ",\"code\":\"%.*s\",\"version\":%lld,\"state\":\"%.*s\"}", STRF(r->code), (long long)r->version,
                STRF(r->state));
    else
        buf_putz(b, ",\"code\":null,\"version\":0,\"state\":null}");
}

static status_t list(cli_t *c, db_t *db, buf_t *b)
{
    material_t *m;
    size_t n, shown = 0;
    const char *kind = cli_option(c, "kind"), *find = cli_option(c, "find");
    status_t s = find ? material_find(db, c->a, str_of(find), &m, &n, &c->err)
                      : material_list(db, c->a, kind ? str_of(kind) : S("*"), &m, &n, &c->err);
    if (c->json) buf_putc(b, '[');
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        release_t *r, none = {.code = S(""), .state = S("")};
        size_t releases;
        if (kind && !str_eq(m[i].kind, str_of(kind))) continue;
        s = release_list(db, c->a, m[i].id, true, &r, &releases, &c->err);
        if (s == ST_OK && releases == 0) list_one(c, b, &m[i], &none, shown++ == 0);
        for (size_t k = 0; s == ST_OK && k < releases; k++) list_one(c, b, &m[i], &r[k], shown++ == 0);
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

/* --- material add [FILE…] --- */

typedef struct adding {
    cli_t *c;
    material_t m;
    ident_t by, release;
    intake_t in;
    release_new_t what;
} adding_t;

static str_t text(cli_t *c, const char *option)
{
    const char *v = cli_option(c, option);
    return v ? str_trim(str_of(v)) : S("");
}

/* "otp-call, qr-swap" as the JSON list that is stored. */
static str_t forms_list(cli_t *c)
{
    str_t rest = text(c, "forms"), one;
    bool first = true;
    buf_t b = buf_new(c->a, 8192);
    buf_putc(&b, '[');
    while (rest.n && str_cut(&rest, ',', &one)) {
        one = str_trim(one);
        if (!one.n) continue;
        if (!first) buf_putc(&b, ',');
        buf_json(&b, one);
        first = false;
    }
    buf_putc(&b, ']');
    return buf_str(&b);
}

/* Whose it is when nobody says: the unit at the top of the tree. */
static status_t top_unit(cli_t *c, db_t *db, unit_t *out)
{
    unit_t *u;
    size_t n;
    status_t s = unit_list(db, c->a, (ident_t){{0}}, S(""), clock_now(), &u, &n, &c->err);
    for (size_t i = 0; s == ST_OK && i < n; i++)
        if (ident_none(u[i].parent)) {
            *out = u[i];
            return ST_OK;
        }
    return s != ST_OK ? s : err_set(&c->err, ST_USAGE, "material.owner", N_("Say which unit owns it: --owner CODE"));
}

static status_t look(adding_t *j, db_t *db)
{
    cli_t *c = j->c;
    unit_t owner;
    status_t s = cli_person(c, db, "by", false, &j->by);
    if (s != ST_OK) return s;
    if (cli_option(c, "owner"))
        s = unit_by_code(db, c->a, text(c, "owner"), clock_now(), &owner, &c->err);
    else
        s = top_unit(c, db, &owner);
    if (s == ST_OK) j->m.owner = owner.id;
    return s;
}

static status_t add_act(db_t *db, void *arg, err_t *err)
{
    adding_t *j = arg;
    status_t s = material_add(db, &j->m, j->by, err);
    if (s != ST_OK || j->in.n == 0) return s;
    j->what.material = j->m.id;
    return release_draft(db, j->c->a, &j->what, &j->release, err);
}

static status_t take_files(adding_t *j, store_t *st)
{
    status_t s = ST_OK;
    j->in = (intake_t){.a = j->c->a, .st = st, .slug = j->m.slug, .text_vi = S(""), .text_en = S("")};
    for (int i = 0; s == ST_OK && i < j->c->n_words; i++) s = cli_take(j->c, &j->in, str_of(j->c->words[i]));
    if (s == ST_OK) s = cli_base(j->c, &j->what.base);
    if (s == ST_OK) s = cli_expires(j->c, &j->what.expires);
    j->what.renditions = j->in.files;
    j->what.n = j->in.n;
    j->what.text_vi = j->in.text_vi;
    j->what.text_en = j->in.text_en;
    j->what.by = j->by;
    return s;
}

static status_t say_added(adding_t *j, store_t *st)
{
    char id[IDENT_TEXT];
    if (j->in.n) return cli_say_release(j->c, st, j->release);
    ident_text(j->m.id, id);
    return cli_print(j->c, str_fmt(j->c->a, j->c->json ? "{\"id\":\"%s\",\"material\":\"%.*s\"}\n" : "%s  %.*s\n", id,
                                   STRF(j->m.slug)));
}

status_t cmd_material_add(cli_t *c)
{
    store_t *st;
    db_t *db;
    adding_t j = {.c = c};
    j.m = (material_t){.slug = text(c, "slug"),
                       .kind = text(c, "kind"),
                       .title = text(c, "title"),
                       .title_en = text(c, "title-en"),
                       .summary = text(c, "summary"),
                       .summary_en = text(c, "summary-en"),
                       .licence = text(c, "licence"),
                       .audience = text(c, "audience"),
                       .forms = forms_list(c)};
    if (!j.m.title.n || !j.m.kind.n)
        return err_set(&c->err, ST_USAGE, "material.needed", N_("A material needs --title and --kind."));
    if (!j.m.slug.n) j.m.slug = material_slug(c->a, j.m.title);
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = store_read(st, &db, &c->err);
    if (s == ST_OK) {
        s = look(&j, db);
        store_done(st, db);
    }
    if (s == ST_OK) s = take_files(&j, st);
    if (s == ST_OK) s = store_act(st, add_act, &j, &c->err);
    if (s == ST_OK) s = say_added(&j, st);
    store_close(st);
    return s;
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
