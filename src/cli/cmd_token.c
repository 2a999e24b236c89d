/* SPDX-License-Identifier: Apache-2.0
 *
 * cmd_token — tokens for machines: token new, token list, token revoke.
 */
#include "cli/commands.h"
#include "people/token.h"

static const ident_t program; /* the journal's "who" for what is done from the command line */

/* --- token new NAME --- */

typedef struct job {
    str_t label;
    token_scope_t scope;
    ident_t unit, id;
    ms_t until;
    char text[TOKEN_TEXT];
} job_t;

static status_t find_unit(cli_t *c, store_t *st, job_t *j)
{
    const char *code = cli_option(c, "unit");
    db_t *db;
    unit_t u;
    if (!code) return ST_OK;
    status_t s = store_read(st, &db, &c->err);
    if (s != ST_OK) return s;
    s = unit_by_code(db, c->a, str_of(code), clock_now(), &u, &c->err);
    if (s == ST_OK) j->unit = u.id;
    store_done(st, db);
    return s;
}

static status_t new_act(db_t *db, void *arg, err_t *err)
{
    job_t *j = arg;
    return token_make(db, j->label, j->scope, j->unit, j->until, program, j->text, &j->id, err);
}

status_t cmd_token_new(cli_t *c)
{
    job_t j = {.label = str_of(c->words[0]), .until = clock_wall() + 365 * MS_DAY};
    const char *scope = cli_option(c, "scope"), *until = cli_option(c, "until");
    date_t d;
    store_t *st;
    char id[IDENT_TEXT];
    if (!scope || !token_scope_parse(str_of(scope), &j.scope))
        return err_set(&c->err, ST_USAGE, "token.scope", N_("--scope is one of: metrics, progress."));
    if (until && !date_parse(str_of(until), &d))
        return err_set(&c->err, ST_USAGE, "token.date", N_("--until is a day: YYYY-MM-DD."));
    if (until) j.until = date_end(d) + 1;
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = find_unit(c, st, &j);
    if (s == ST_OK) s = store_act(st, new_act, &j, &c->err);
    store_close(st);
    if (s != ST_OK) return s;
    ident_text(j.id, id);
    s = cli_print(c, c->json ? str_fmt(c->a, "{\"id\":\"%s\",\"token\":\"%s\"}\n", id, j.text)
                             : str_fmt(c->a, "%s\n", j.text));
    secret_wipe(j.text, sizeof j.text);
    return s;
}

/* --- token list --- */

static const char *state(const token_t *t)
{
    return t->revoked ? "revoked" : clock_wall() >= t->until ? "over" : "good";
}

static void moment(ms_t t, char out[32])
{
    out[0] = '-', out[1] = '\0';
    if (t) ms_iso(t, out);
}

static void row(cli_t *c, buf_t *b, const token_t *t, bool first)
{
    char id[IDENT_TEXT], until[32], used[32];
    ident_text(t->id, id);
    moment(t->until, until);
    moment(t->used, used);
    if (!c->json) {
        buf_fmt(b, "%s %-8s %-9.*s %-10.*s %.10s %-25s %.*s\n", id, state(t), STRF(t->scope),
                STRF(t->unit_code.p ? t->unit_code : S("-")), until, used, STRF(t->label));
        return;
    }
    buf_fmt(b, "%s{\"id\":\"%s\",\"state\":\"%s\",\"scope\":\"%.*s\",\"unit\":", first ? "\n" : ",\n", id, state(t),
            STRF(t->scope));
    if (t->unit_code.p)
        buf_json(b, t->unit_code);
    else
        buf_putz(b, "null");
    buf_fmt(b, ",\"until\":\"%s\",\"used\":%s%s%s,\"name\":", until, t->used ? "\"" : "", t->used ? used : "null",
            t->used ? "\"" : "");
    buf_json(b, t->label);
    buf_putc(b, '}');
}

status_t cmd_token_list(cli_t *c)
{
    store_t *st;
    db_t *db;
    token_t *tokens = NULL;
    size_t n = 0;
    buf_t b = buf_new(c->a, 16 << 20);
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = store_read(st, &db, &c->err);
    if (s == ST_OK) {
        s = token_list(db, c->a, &tokens, &n, &c->err);
        store_done(st, db);
    }
    store_close(st);
    if (c->json) buf_putc(&b, '[');
    for (size_t i = 0; s == ST_OK && i < n; i++) row(c, &b, &tokens[i], i == 0);
    if (c->json) buf_putz(&b, "]\n");
    return s == ST_OK ? cli_print(c, buf_str(&b)) : s;
}

/* --- token revoke ID --- */

static status_t revoke_act(db_t *db, void *arg, err_t *err)
{
    job_t *j = arg;
    return token_revoke(db, j->id, program, err);
}

status_t cmd_token_revoke(cli_t *c)
{
    job_t j = {.label = S("")};
    store_t *st;
    if (!ident_parse(str_of(c->words[0]), &j.id))
        return err_set(&c->err, ST_USAGE, "token.id", N_("A token is named by its id; see: canhgiac token list"));
    status_t s = cli_store(c, &st);
    if (s != ST_OK) return s;
    s = store_act(st, revoke_act, &j, &c->err);
    store_close(st);
    return s;
}
