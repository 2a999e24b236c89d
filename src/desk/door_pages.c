/* SPDX-License-Identifier: Apache-2.0
 *
 * The doors of the desk: signing in and out, the code of an invitation or a recovery, and showing once more who one is.
 */
#include "desk/internal.h"
#include "page/app.h"

void set_session(req_t *q, const char *token, int seconds)
{
    bool secure = str_starts(q->app->base_url, S("https://"));
    answer_header(
        q, "Set-Cookie",
        str_fmt(q->a, "cg=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s", token, seconds, secure ? "; Secure" : ""));
}

str_t raw_field(const req_t *q, const char *name)
{
    for (size_t i = 0; i < q->n_form; i++)
        if (str_eq(q->form[i].name, str_of(name))) return q->form[i].value;
    return S("");
}

static str_t field(const req_t *q, const char *name)
{
    str_t f = req_form(q, name);
    return f.p ? f : S("");
}

str_t device_of(const req_t *q)
{
    str_t agent = req_header(q, "User-Agent");
    return device_name(q->a, agent.p ? agent : S(""));
}

str_t next_place(str_t next)
{
    bool ours = str_eq(next, S("/ban")) || str_starts(next, S("/ban/"));
    return ours && str_find(next, S("//"), 0) == SIZE_MAX ? next : S("/ban");
}

status_t show_again(req_t *q, view_t *v, status_t s, const err_t *err)
{
    if (q->json) return s;
    view_t *e = view_item(view_list(v, "errors"));
    view_z(e, "field", *err->field ? err->field : "main");
    view_text(e, "message", str_dup(q->a, str_of(err->text)));
    answer_status(q, status_http(s));
    return ST_OK;
}

void view_fresh(const req_t *q, view_t *v)
{
    view_flag(v, "fresh", actor_fresh(q->who, FRESH_TO_OFFER));
}

/* --- signing in and out --- */

static void door(req_t *q, view_t *v, str_t next, str_t login)
{
    view_text(v, "next", next.p ? next : S(""));
    view_text(v, "login", login);
    view_passkeys(q, v);
}

status_t sign_in_page(req_t *q, view_t *v, err_t *err)
{
    (void)err;
    view_list(v, "errors");
    door(q, v, req_query(q, "tiep"), S(""));
    return ST_OK;
}

status_t come_in(req_t *q, db_t *db, const char *token, err_t *err)
{
    actor_t who;
    recovery_news_t *news;
    size_t n = 0;
    status_t s = session_actor(db, q->a, str_of(token), &who, err);
    if (s == ST_OK) s = recovery_news(db, q->a, who.person, &news, &n, err);
    if (s != ST_OK) return s;
    set_session(q, token, SESSION_SECONDS);
    answer_redirect(q, n ? S("/ban/tai-khoan") : next_place(field(q, "next")));
    return ST_OK;
}

status_t sign_in_post(req_t *q, view_t *v, err_t *err)
{
    char token[44] = "";
    sign_in_t in = {.login = field(q, "login"),
                    .password = raw_field(q, "password"),
                    .totp = field(q, "code"),
                    .device = device_of(q)};
    status_t s = sign_in(q->app->store, &in, token, err);
    if (s == ST_DENIED || s == ST_RATE) {
        door(q, v, req_form(q, "next"), in.login);
        return show_again(q, v, s, err);
    }
    db_t *db;
    if (s == ST_OK) s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = come_in(q, db, token, err);
    store_done(q->app->store, db);
    return s;
}

status_t sign_out_post(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    status_t s = sign_out(q->db, q->who->session, q->who->person, err);
    set_session(q, "", 0);
    answer_redirect(q, S("/"));
    return s;
}

status_t sign_out_all_post(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    status_t s = sign_out_everywhere(q->db, q->who->person, q->who->person, err);
    set_session(q, "", 0);
    answer_redirect(q, S("/"));
    return s;
}

/* --- who holds a code --- */

status_t code_page(req_t *q, view_t *v, err_t *err)
{
    (void)q, (void)err;
    view_list(v, "errors");
    return ST_OK;
}

/* Whom the code lets in and what is still to be filled in. The code goes on in the form, never in an address. */
static void show_invited(req_t *q, view_t *v, const invited_t *who)
{
    view_text(v, "code", field(q, "code"));
    view_flag(v, "invitation", !who->recovery);
    view_text(v, "login", who->recovery ? who->login : field(q, "login"));
    view_text(v, "name", req_form(q, "name").p ? field(q, "name") : who->name);
    view_text(v, "by", who->by.p ? who->by : str_of(tr(q->lang, N_("the operator of the server"))));
}

static status_t look(req_t *q, invited_t *who, err_t *err)
{
    db_t *db;
    status_t s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = invite_look(db, q->a, field(q, "code"), who, err);
    store_done(q->app->store, db);
    return s;
}

status_t code_post(req_t *q, view_t *v, err_t *err)
{
    invited_t who;
    status_t s = look(q, &who, err);
    view_flag(v, "good", s == ST_OK);
    if (s == ST_INPUT) return show_again(q, v, s, err);
    if (s != ST_OK) return s;
    view_list(v, "errors");
    show_invited(q, v, &who);
    return ST_OK;
}

/* Slow: the password is hashed. */
status_t join_post(req_t *q, view_t *v, err_t *err)
{
    char token[44] = "";
    invited_t who;
    joining_t j = {.code = field(q, "code"),
                   .password = raw_field(q, "password"),
                   .login = field(q, "login"),
                   .name = field(q, "name"),
                   .device = device_of(q)};
    status_t s = look(q, &who, err);
    view_flag(v, "good", s == ST_OK);
    if (s == ST_OK) show_invited(q, v, &who);
    if (s == ST_OK && !str_eq(j.password, raw_field(q, "again")))
        s = err_at(err, ST_INPUT, "password.again", "again", 0, N_("The new password was not typed the same twice."));
    if (s == ST_OK) s = invite_join(q->app->store, &j, token, err);
    if (s == ST_INPUT || s == ST_CONFLICT) return show_again(q, v, s, err);
    if (s != ST_OK) return s;
    set_session(q, token, SESSION_SECONDS);
    answer_flash(q, N_("Welcome. Your password is set."));
    answer_redirect(q, S("/ban/tai-khoan"));
    return ST_OK;
}

/* --- once more who one is --- */

static status_t asks_code(req_t *q, view_t *v, err_t *err)
{
    bool codes = false;
    db_t *db = q->db;
    status_t s = db ? ST_OK : store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = totp_state(db, q->who->person, &codes, err);
    if (!q->db) store_done(q->app->store, db);
    view_flag(v, "totp", codes);
    return s;
}

status_t prove_page(req_t *q, view_t *v, err_t *err)
{
    view_list(v, "errors");
    door(q, v, req_query(q, "tiep"), S(""));
    return asks_code(q, v, err);
}

status_t prove_post(req_t *q, view_t *v, err_t *err)
{
    status_t s = prove_again(q->app->store, q->who, raw_field(q, "password"), field(q, "code"), err);
    if (s == ST_INPUT || s == ST_RATE || s == ST_DENIED) {
        err_t other = err_new(q->lang);
        door(q, v, req_form(q, "next"), S(""));
        status_t asked = asks_code(q, v, &other);
        return asked == ST_OK ? show_again(q, v, s, err) : asked;
    }
    if (s != ST_OK) return s;
    answer_redirect(q, next_place(field(q, "next")));
    return ST_OK;
}
