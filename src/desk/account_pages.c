/* SPDX-License-Identifier: Apache-2.0
 *
 * Signing in and out, and one's own account: one-time codes, and where one is signed in.
 */
#include "desk/internal.h"
#include "page/app.h"
#include "page/qr.h"

status_t sign_in_page(req_t *q, view_t *v, err_t *err)
{
    (void)err;
    str_t next = req_query(q, "tiep");
    view_text(v, "next", next.p ? next : S(""));
    return ST_OK;
}

/* Only a path of our own desk: a sign-in must not send anybody elsewhere. */
static str_t next_place(str_t next)
{
    return str_starts(next, S("/ban")) && str_find(next, S("//"), 0) == SIZE_MAX ? next : S("/ban");
}

static void set_cookie(req_t *q, const char *token, int seconds)
{
    bool secure = str_starts(q->app->base_url, S("https://"));
    answer_header(
        q, "Set-Cookie",
        str_fmt(q->a, "cg=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s", token, seconds, secure ? "; Secure" : ""));
}

/* A password may begin or end with a space. */
static str_t raw_field(const req_t *q, const char *name)
{
    for (size_t i = 0; i < q->n_form; i++)
        if (str_eq(q->form[i].name, str_of(name))) return q->form[i].value;
    return S("");
}

status_t sign_in_post(req_t *q, view_t *v, err_t *err)
{
    enum { WEEK = 7 * 24 * 3600 };
    char token[44] = "";
    (void)v;
    str_t login = req_form(q, "login"), password, code = req_form(q, "code");
    password = raw_field(q, "password");
    status_t s = sign_in(q->app->store, login.p ? login : S(""), password.p ? password : S(""), code.p ? code : S(""),
                         token, err);
    if (s == ST_DENIED && !q->json) {
        answer_status(q, 403);
        return s;
    }
    if (s != ST_OK) return s;
    set_cookie(q, token, WEEK);
    str_t next = req_form(q, "next");
    answer_redirect(q, next_place(next.p ? next : S("")));
    return ST_OK;
}

status_t sign_out_post(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    status_t s = sign_out(q->db, q->who->session, q->who->person, err);
    set_cookie(q, "", 0);
    answer_redirect(q, S("/"));
    return s;
}

status_t sign_out_all_post(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    status_t s = sign_out_everywhere(q->db, q->who->person, q->who->person, err);
    set_cookie(q, "", 0);
    answer_redirect(q, S("/"));
    return s;
}

status_t account_page(req_t *q, view_t *v, err_t *err)
{
    session_t *sessions;
    size_t n;
    view_text(v, "name", q->who->name);
    view_t *seats = view_list(v, "seats");
    for (size_t i = 0; i < q->who->n_seats; i++) {
        view_t *s = view_item(seats);
        view_z(s, "role", tr(q->lang, role_title(q->who->seats[i].role)));
        view_text(s, "unit", q->who->seats[i].unit_name);
        view_time(s, "from", q->who->seats[i].from);
    }
    bool codes = false;
    status_t st = totp_state(q->db, q->who->person, &codes, err);
    view_flag(v, "totp", codes);
    if (st == ST_OK) st = session_list(q->db, q->a, q->who->person, &sessions, &n, err);
    view_t *list = view_list(v, "sessions");
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        view_t *s = view_item(list);
        view_time(s, "made", sessions[i].made);
        view_time(s, "seen", sessions[i].seen);
        view_flag(s, "here", ident_eq(sessions[i].id, q->who->session));
    }
    return st;
}

status_t totp_begin_post(req_t *q, view_t *v, err_t *err)
{
    str_t secret, uri;
    status_t s = totp_begin(q->db, q->a, q->who->person, &secret, &uri, err);
    if (s != ST_OK) return s;
    view_text(v, "secret", secret);
    str_t svg = qr_svg(q->a, uri, err);
    if (svg.p) view_html(v, "qr", svg);
    return ST_OK;
}

status_t totp_confirm_post(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    str_t code = req_form(q, "code");
    status_t s = totp_confirm(q->db, q->who->person, code.p ? code : S(""), err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("One-time codes are on. You need one at your next sign-in."));
    answer_redirect(q, S("/ban/tai-khoan"));
    return ST_OK;
}

status_t totp_end_post(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    str_t code = req_form(q, "code");
    status_t s = totp_end(q->db, q->who->person, code.p ? code : S(""), q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("One-time codes are off."));
    answer_redirect(q, S("/ban/tai-khoan"));
    return ST_OK;
}

/* Slow: two passwords are hashed. */
status_t password_post(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    str_t fresh = raw_field(q, "password");
    if (!str_eq(fresh, raw_field(q, "again")))
        return err_at(err, ST_INPUT, "password.again", "again", 0,
                      N_("The new password was not typed the same twice."));
    status_t s = password_change(q->app->store, q->who->person, raw_field(q, "old"), fresh, q->who->session, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The password was changed. You are signed out everywhere else."));
    answer_redirect(q, S("/ban/tai-khoan"));
    return ST_OK;
}
