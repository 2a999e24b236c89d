/* SPDX-License-Identifier: Apache-2.0
 *
 * One's own account: seats, what one has to know, factors, and where one is signed in.
 */
#include "desk/internal.h"
#include "page/app.h"
#include "page/qr.h"

static void show_seats(const req_t *q, view_t *v)
{
    view_t *seats = view_list(v, "seats");
    for (size_t i = 0; i < q->who->n_seats; i++) {
        const seat_t *seat = &q->who->seats[i];
        view_t *s = view_item(seats);
        view_z(s, "role", tr(q->lang, role_title(seat->role)));
        view_text(s, "unit", seat->unit_name);
        view_time(s, "from", seat->from);
        view_flag(s, "ends", seat->to != MS_NEVER);
        if (seat->to != MS_NEVER) view_time(s, "to", seat->to);
    }
}

static status_t show_sessions(req_t *q, view_t *v, err_t *err)
{
    session_t *sessions;
    size_t n;
    status_t st = session_list(q->db, q->a, q->who->person, &sessions, &n, err);
    view_t *list = view_list(v, "sessions");
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        view_t *s = view_item(list);
        view_id(s, "session", sessions[i].id);
        view_text(s, "device", sessions[i].device.n ? sessions[i].device : str_of(tr(q->lang, N_("unknown device"))));
        view_time(s, "made", sessions[i].made);
        view_time(s, "seen", sessions[i].seen);
        view_flag(s, "here", ident_eq(sessions[i].id, q->who->session));
    }
    return st;
}

static status_t show_passkeys(req_t *q, view_t *v, err_t *err)
{
    passkey_t *keys;
    size_t n;
    status_t st = passkey_list(q->db, q->a, q->who->person, &keys, &n, err);
    view_t *list = view_list(v, "keys");
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        view_t *k = view_item(list);
        view_id(k, "key", keys[i].id);
        view_text(k, "called", keys[i].name);
        view_time(k, "made", keys[i].made);
        view_flag(k, "was_used", keys[i].used != 0);
        if (keys[i].used) view_time(k, "used", keys[i].used);
        view_flag(k, "fell_back", keys[i].fell_back != 0);
    }
    view_text(v, "device", device_of(q));
    return st;
}

/* Whether somebody let them in again, and who: so that nobody is let in in their name without their knowing. */
static status_t show_news(req_t *q, view_t *v, err_t *err)
{
    recovery_news_t *news;
    size_t n;
    status_t st = recovery_news(q->db, q->a, q->who->person, &news, &n, err);
    view_flag(v, "news", st == ST_OK && n > 0);
    view_t *list = view_list(v, "recoveries");
    for (size_t i = 0; st == ST_OK && i < n; i++) {
        view_t *r = view_item(list);
        view_time(r, "made", news[i].made);
        view_text(r, "by", news[i].by.p ? news[i].by : str_of(tr(q->lang, N_("the operator of the server"))));
        view_flag(r, "was_used", news[i].used != 0);
        if (news[i].used) view_time(r, "used", news[i].used);
    }
    return st;
}

status_t account_page(req_t *q, view_t *v, err_t *err)
{
    bool codes = false;
    view_text(v, "name", q->who->name);
    view_flag(v, "owes", q->who->owes_factor);
    view_fresh(q, v);
    view_passkeys(q, v);
    show_seats(q, v);
    status_t st = totp_state(q->db, q->who->person, &codes, err);
    view_flag(v, "totp", codes);
    if (st == ST_OK) st = show_news(q, v, err);
    if (st == ST_OK) st = show_passkeys(q, v, err);
    return st == ST_OK ? show_sessions(q, v, err) : st;
}

/* Ends one of one's own sessions; the one at hand goes out by "sign out". */
status_t session_end_post(req_t *q, view_t *v, err_t *err)
{
    ident_t id;
    (void)v;
    if (!ident_parse(q->args[0], &id))
        return err_set(err, ST_NOT_FOUND, "session.gone", N_("That session has ended already."));
    status_t s = sign_out(q->db, id, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("Signed out there."));
    answer_redirect(q, S("/ban/tai-khoan"));
    return ST_OK;
}

status_t told_post(req_t *q, view_t *v, err_t *err)
{
    (void)v;
    status_t s = recovery_told(q->db, q->who->person, err);
    if (s == ST_OK) answer_redirect(q, S("/ban/tai-khoan"));
    return s;
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
