/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/release_cli.h"
#include "base/file.h"
#include "cli/settings.h"
#include "material/code.h"
#include "people/people.h"

enum { FILE_LIMIT = 512 << 20, ALT_LIMIT = 16 << 10 };

status_t cli_material(cli_t *c, db_t *db, const char *word, material_t *out)
{
    ident_t id;
    return ident_parse(str_of(word), &id) ? material_by_id(db, c->a, id, out, &c->err)
                                          : material_by_slug(db, c->a, str_of(word), out, &c->err);
}

status_t cli_release(cli_t *c, db_t *db, const char *word, release_t *out)
{
    ident_t id;
    char code[CODE_LEN + 1];
    if (ident_parse(str_of(word), &id)) return release_by_id(db, c->a, id, out, &c->err);
    status_t s = code_parse(str_of(word), code, &c->err);
    return s == ST_OK ? release_by_code(db, c->a, str_of(code), out, &c->err) : s;
}

status_t cli_person(cli_t *c, db_t *db, const char *option, bool required, ident_t *out)
{
    person_seat_t *rows;
    size_t n;
    const char *login = cli_option(c, option);
    *out = (ident_t){{0}};
    if (!login && !required) return ST_OK;
    if (!login)
        return err_at(&c->err, ST_USAGE, "cli.needed", option, 0, N_("Option --%s must be given here."), option);
    status_t s = person_list(db, c->a, S(""), clock_now(), &rows, &n, &c->err);
    for (size_t i = 0; s == ST_OK && i < n; i++)
        if (str_eq(rows[i].login, str_of(login)) && str_eq(rows[i].state, S("active"))) *out = rows[i].person;
    if (s == ST_OK && ident_none(*out))
        s = err_set(&c->err, ST_NOT_FOUND, "person.none", N_("There is no such person."));
    return s;
}

status_t cli_may_decide(cli_t *c, db_t *db, ident_t person, ident_t unit)
{
    unit_t u;
    actor_t who = {.person = person};
    status_t s = seats_of(db, c->a, person, clock_now(), &who.seats, &who.n_seats, &c->err);
    if (s == ST_OK) s = unit_by_id(db, c->a, unit, &u, &c->err);
    if (s == ST_OK && !actor_may(&who, ROLE_EDITOR, u.path) && !actor_may(&who, ROLE_SIGNER, u.path))
        s = err_set(&c->err, ST_DENIED, "material.not-theirs",
                    N_("This person's seat does not reach the unit that owns the material."));
    return s;
}

/* "poster:vi=a.pdf" in its three parts; a path may itself hold "=" when it begins with "./" or "/". */
static void spec_parts(str_t spec, str_t *role, str_t *lang, str_t *path)
{
    size_t eq = str_chr(spec, '=', 0), colon = str_chr(spec, ':', 0);
    *role = *lang = S("");
    *path = spec;
    if (eq == SIZE_MAX || str_starts(spec, S("/")) || str_starts(spec, S("."))) return;
    *path = str_sub(spec, eq + 1, spec.n);
    *role = str_sub(spec, 0, colon < eq ? colon : eq);
    if (colon < eq) *lang = str_sub(spec, colon + 1, eq);
}

status_t cli_take(cli_t *c, intake_t *in, str_t spec)
{
    str_t role, lang, path, bytes, alt = S("");
    spec_parts(spec, &role, &lang, &path);
    const char *given = cli_option(c, "lang-of");
    if (!lang.n) lang = given ? str_of(given) : S("vi");
    char *name = str_z(c->a, path);
    status_t s = file_read(c->a, name, FILE_LIMIT, &bytes, &c->err);
    char *beside = str_z(c->a, str_fmt(c->a, "%s.alt.txt", name));
    if (s == ST_OK && file_exists(beside)) s = file_read(c->a, beside, ALT_LIMIT, &alt, &c->err);
    if (s == ST_OK) s = intake_file(in, bytes, role, lang, str_trim(alt), &c->err);
    if (s == ST_OK || s == ST_USAGE || !c->err.code) return s;
    err_t why = c->err; /* which of them it was */
    return err_set(&c->err, s, why.code, "%s: %s", name, why.text);
}

status_t cli_base(cli_t *c, str_t *out)
{
    config_t *cfg;
    status_t s = settings_load(c, NULL, &cfg);
    if (s != ST_OK) return s;
    *out = config_text(cfg, "server.base_url");
    if (!out->n) *out = str_fmt(c->a, "http://%.*s", STRF(config_text(cfg, "server.listen")));
    return ST_OK;
}

status_t cli_expires(cli_t *c, ms_t *out)
{
    date_t d;
    const char *given = cli_option(c, "expires");
    *out = MS_NEVER;
    if (!given) return ST_OK;
    if (!date_parse(str_of(given), &d))
        return err_at(&c->err, ST_USAGE, "cli.date", "expires", 0, N_("--%s is a date like 2026-12-31."), "expires");
    *out = date_end(d);
    return ST_OK;
}

static size_t signatures(const release_t *r)
{
    size_t n = 0;
    str_t rest = r->signature, one;
    while (sign_next(&rest, &one)) n++;
    return n;
}

status_t cli_say_release(cli_t *c, store_t *st, ident_t release)
{
    db_t *db;
    release_t r;
    material_t m;
    manifest_t f;
    char id[IDENT_TEXT];
    status_t s = store_read(st, &db, &c->err);
    if (s != ST_OK) return s;
    s = release_by_id(db, c->a, release, &r, &c->err);
    if (s == ST_OK) s = material_by_id(db, c->a, r.material, &m, &c->err);
    store_done(st, db);
    if (s == ST_OK) s = manifest_read(c->a, r.manifest, &f, &c->err);
    if (s != ST_OK) return s;
    ident_text(r.id, id);
    if (!c->json)
        return cli_print(c, str_fmt(c->a, "%.*s  %.*s v%lld  %.*s  %zu/%zu\n", STRF(r.code), STRF(m.slug),
                                    (long long)r.version, STRF(r.state), signatures(&r), f.needs));
    return cli_print(
        c, str_fmt(c->a,
                   "{\"id\":\"%s\",\"code\":\"%.*s\",\"material\":\"%.*s\",\"version\":%lld,\"state\":\"%.*s\","
                   "\"signatures\":%zu,\"needs\":%zu}\n",
                   id, STRF(r.code), STRF(m.slug), (long long)r.version, STRF(r.state), signatures(&r), f.needs));
}
