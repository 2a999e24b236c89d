/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_release — release make, correct, sign, publish, withdraw.
 */
#include <stdio.h>
#include "base/file.h"
#include "cli/commands.h"
#include "cli/release_cli.h"

typedef struct job {
    cli_t *c;
    store_t *st;
    material_t m;
    release_t r;
    intake_t in;
    release_new_t what;
    ident_t by, made;
    sign_secret_t key;
    bool own_key;
    str_t signature, why;
} job_t;

typedef status_t (*look_fn)(job_t *j, db_t *db);

/* Reads what a command names, before anything is changed. */
static status_t looking(job_t *j, look_fn fn)
{
    db_t *db;
    status_t s = store_read(j->st, &db, &j->c->err);
    if (s != ST_OK) return s;
    s = fn(j, db);
    store_done(j->st, db);
    return s;
}

/* Opens the store, looks, acts, says what became of the release. */
static status_t carry_out(job_t *j, look_fn look, status_t (*prepare)(job_t *j), act_fn act)
{
    status_t s = cli_store(j->c, &j->st);
    if (s != ST_OK) return s;
    s = looking(j, look);
    if (s == ST_OK && prepare) s = prepare(j);
    if (s == ST_OK) s = store_act(j->st, act, j, &j->c->err);
    if (s == ST_OK) s = cli_say_release(j->c, j->st, j->made);
    store_close(j->st);
    secret_wipe(&j->key, sizeof j->key);
    return s;
}

/* --- make, correct --- */

static str_t option_text(cli_t *c, const char *name)
{
    const char *v = cli_option(c, name);
    return v ? str_trim(str_of(v)) : S("");
}

static status_t take_all(job_t *j)
{
    cli_t *c = j->c;
    str_t rest = option_text(c, "file"), spec;
    status_t s = ST_OK;
    j->in = (intake_t){.a = c->a, .st = j->st, .slug = j->m.slug, .text_vi = S(""), .text_en = S("")};
    while (s == ST_OK && str_cut(&rest, '\n', &spec))
        if (spec.n) s = cli_take(c, &j->in, spec);
    for (int i = 1; s == ST_OK && i < c->n_words; i++) s = cli_take(c, &j->in, str_of(c->words[i]));
    if (s == ST_OK && j->in.n == 0)
        s = err_set(&c->err, ST_USAGE, "release.no-files", N_("Name at least one file: --file ROLE:LANG=PATH"));
    if (s == ST_OK && j->r.code.n) s = intake_keep(&j->in, &j->r, &c->err);
    if (s == ST_OK) s = cli_base(c, &j->what.base);
    if (s == ST_OK) s = cli_expires(c, &j->what.expires);
    j->what.material = j->m.id;
    j->what.renditions = j->in.files;
    j->what.n = j->in.n;
    j->what.text_vi = j->in.text_vi;
    j->what.text_en = j->in.text_en;
    j->what.by = j->by;
    j->what.change = option_text(c, "why");
    return s;
}

static status_t make_act(db_t *db, void *arg, err_t *err)
{
    job_t *j = arg;
    return release_draft(db, j->c->a, &j->what, &j->made, err);
}

static status_t look_material(job_t *j, db_t *db)
{
    status_t s = cli_material(j->c, db, j->c->words[0], &j->m);
    return s == ST_OK ? cli_person(j->c, db, "by", false, &j->by) : s;
}

status_t cmd_release_make(cli_t *c)
{
    job_t j = {.c = c};
    return carry_out(&j, look_material, take_all, make_act);
}

static status_t look_corrected(job_t *j, db_t *db)
{
    status_t s = cli_release(j->c, db, j->c->words[0], &j->r);
    if (s == ST_OK) s = material_by_id(db, j->c->a, j->r.material, &j->m, &j->c->err);
    if (s == ST_OK && !str_eq(j->r.state, S("published")))
        s = err_set(&j->c->err, ST_CONFLICT, "release.not-current", N_("Only a published release can be corrected."));
    return s == ST_OK ? cli_person(j->c, db, "by", false, &j->by) : s;
}

status_t cmd_release_correct(cli_t *c)
{
    job_t j = {.c = c};
    if (!option_text(c, "why").n)
        return err_at(&c->err, ST_USAGE, "cli.needed", "why", 0, N_("Option --%s must be given here."), "why");
    return carry_out(&j, look_corrected, take_all, make_act);
}

/* --- sign, publish, withdraw --- */

static status_t look_release(job_t *j, db_t *db, bool person)
{
    status_t s = cli_release(j->c, db, j->c->words[0], &j->r);
    if (s == ST_OK) s = material_by_id(db, j->c->a, j->r.material, &j->m, &j->c->err);
    if (s == ST_OK) s = cli_person(j->c, db, "by", person, &j->by);
    if (s == ST_OK && !ident_none(j->by)) s = cli_may_decide(j->c, db, j->by, j->m.owner);
    j->made = j->r.id;
    return s;
}

static status_t look_to_sign(job_t *j, db_t *db)
{
    return look_release(j, db, true);
}

static status_t look_to_change(job_t *j, db_t *db)
{
    return look_release(j, db, false);
}

static status_t read_key(job_t *j)
{
    cli_t *c = j->c;
    str_t text;
    const char *key = cli_option(c, "key"), *made = cli_option(c, "signature");
    if (key && made)
        return err_set(&c->err, ST_USAGE, "release.key-or-signature", N_("Give a key or a signature, not both."));
    if (made) return file_read(c->a, made, SIGN_FILE_MAX, &j->signature, &c->err);
    if (!key) return ST_OK;
    status_t s = file_read(c->a, key, SIGN_FILE_MAX, &text, &c->err);
    if (s == ST_OK) s = sign_secret_parse(text, &j->key, &c->err);
    j->own_key = s == ST_OK;
    return s;
}

static status_t sign_act(db_t *db, void *arg, err_t *err)
{
    job_t *j = arg;
    const char *dir = store_dir(j->st);
    if (j->signature.n) return release_sign_with(db, j->c->a, dir, j->r.id, j->by, j->signature, err);
    return release_sign(db, j->c->a, dir, j->r.id, j->by, j->own_key ? &j->key : NULL, err);
}

status_t cmd_release_sign(cli_t *c)
{
    job_t j = {.c = c, .signature = S("")};
    return carry_out(&j, look_to_sign, read_key, sign_act);
}

static status_t publish_act(db_t *db, void *arg, err_t *err)
{
    job_t *j = arg;
    return release_publish(db, j->c->a, store_dir(j->st), j->r.id, j->by, err);
}

status_t cmd_release_publish(cli_t *c)
{
    job_t j = {.c = c};
    return carry_out(&j, look_to_change, NULL, publish_act);
}

static status_t withdraw_act(db_t *db, void *arg, err_t *err)
{
    job_t *j = arg;
    return release_withdraw(db, j->r.id, j->by, j->why, err);
}

status_t cmd_release_withdraw(cli_t *c)
{
    job_t j = {.c = c, .why = option_text(c, "reason")};
    if (!j.why.n)
        return err_at(&c->err, ST_USAGE, "cli.needed", "reason", 0, N_("Option --%s must be given here."), "reason");
    return carry_out(&j, look_to_change, NULL, withdraw_act);
}
