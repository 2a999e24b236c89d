/* SPDX-License-Identifier: Apache-2.0
 *
 * Invitations and recovery, for who grants them: the answer is the slip with the code, shown this once.
 */
#include "desk/internal.h"
#include "page/app.h"
#include "page/qr.h"

/* The code stands behind the "#" of the address in the picture: a browser keeps that to itself, so no log has it. */
static status_t slip(req_t *q, view_t *v, const char *code, str_t name, bool recovery, err_t *err)
{
    str_t base = q->app->base_url;
    view_text(v, "code", str_dup(q->a, str_of(code)));
    view_text(v, "name", name);
    view_flag(v, "recovery", recovery);
    view_text(v, "place", str_fmt(q->a, "%.*s/ban/moi", STRF(base)));
    view_time(v, "ends", clock_wall() + (recovery ? RECOVERY_LASTS : INVITE_LASTS));
    view_text(v, "by", q->who->name);
    str_t svg = qr_svg(q->a, str_fmt(q->a, "%.*s/ban/moi#%s", STRF(base), code), err);
    if (!svg.p) return err->status;
    view_html(v, "qr", svg);
    return ST_OK;
}

status_t invite_post(req_t *q, view_t *v, err_t *err)
{
    char code[CODE_TEXT];
    ident_t person;
    seat_t seat;
    str_t name;
    str_t email = S("");
    status_t s = req_text(q, "name", N_("Name"), 100, true, &name, err);
    if (s == ST_OK) s = seat_wished(q, &seat, err);
    if (s == ST_OK && q->app->mail) s = req_text(q, "email", N_("E-mail"), 254, false, &email, err);
    if (s == ST_OK) s = invite_make(q->db, name, &seat, q->who->person, code, &person, err);
    if (s != ST_OK || !email.n) return s == ST_OK ? slip(q, v, code, name, false, err) : s;
    s = invite_by_mail(q->db, person, email, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The invitation goes by e-mail within a minute or two."));
    answer_redirect(q, S("/ban/nguoi"));
    return ST_OK;
}

/* The person of args[0], over whom the actor rules. */
static status_t ruled(req_t *q, ident_t *person, str_t *name, err_t *err)
{
    person_seat_t *rows;
    size_t n;
    if (!ident_parse(q->args[0], person))
        return err_set(err, ST_NOT_FOUND, "person.none", N_("There is no such person."));
    status_t s = rules_over(q, *person, &rows, &n, err);
    if (s == ST_OK) *name = rows[0].name;
    return s;
}

status_t invite_again_post(req_t *q, view_t *v, err_t *err)
{
    char code[CODE_TEXT];
    ident_t person;
    str_t name;
    status_t s = ruled(q, &person, &name, err);
    if (s == ST_OK) s = invite_again(q->db, person, q->who->person, code, err);
    return s == ST_OK ? slip(q, v, code, name, false, err) : s;
}

status_t invite_withdraw_post(req_t *q, view_t *v, err_t *err)
{
    ident_t person;
    str_t name;
    (void)v;
    status_t s = ruled(q, &person, &name, err);
    if (s == ST_OK) s = invite_withdraw(q->db, person, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The invitation was withdrawn."));
    answer_redirect(q, S("/ban/nguoi"));
    return ST_OK;
}

/* For who has lost password, telephone or both. */
status_t recovery_post(req_t *q, view_t *v, err_t *err)
{
    char code[CODE_TEXT];
    ident_t person;
    str_t name;
    status_t s = ruled(q, &person, &name, err);
    if (s == ST_OK) s = recovery_grant(q->db, person, q->who->person, code, err);
    return s == ST_OK ? slip(q, v, code, name, true, err) : s;
}
