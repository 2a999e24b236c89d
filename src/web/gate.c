/* SPDX-License-Identifier: Apache-2.0
 *
 * gate — who asks, may they, and did they mean to.
 */
#include <stdlib.h>
#include "web/internal.h"

static const int role_of_perm[PERM_COUNT] = {
    [PERM_PUBLIC] = -1,          [PERM_SIGNED_IN] = -1,         [PERM_COORDINATE] = ROLE_COORDINATOR,
    [PERM_SIGN] = ROLE_SIGNER,   [PERM_UNIT] = ROLE_CONTACT,    [PERM_EDIT] = ROLE_EDITOR,
    [PERM_CHECK] = ROLE_CHECKER, [PERM_FIELD] = ROLE_VOLUNTEER, [PERM_TEACH] = ROLE_TEACHER,
    [PERM_DESK] = ROLE_DUTY,     [PERM_AUDIT] = ROLE_AUDITOR};

static status_t touch_act(db_t *db, void *arg, err_t *err)
{
    return session_touch(db, *(ident_t *)arg, err);
}

static void touched(void *arg, status_t s)
{
    (void)s;
    free(arg);
}

/* Notes that a session was used, without waiting for it. */
static void touch(web_t *w, ident_t session)
{
    ident_t *copy = malloc(sizeof *copy);
    if (!copy) return;
    *copy = session;
    if (store_post(w->app->store, touch_act, copy, NULL, touched, copy) != ST_OK) free(copy);
}

void gate_session(call_t *c, db_t *db)
{
    err_t none = err_new(c->req.lang);
    if (!c->token.n || session_actor(db, c->x->a, c->token, &c->actor, &none) != ST_OK) return;
    c->req.who = &c->actor;
    /* Bound to the session and underivable without its token. */
    digest_t d = hmac256(c->token, S("canhgiac csrf 1"));
    buf_t b = buf_new(c->x->a, 64);
    base64url_put(&b, d.b, sizeof d.b);
    c->csrf = c->req.csrf = buf_str(&b);
    if (c->actor.touch) touch(c->web, c->actor.session);
}

bool gate_permits(call_t *c)
{
    perm_t p = c->route->perm;
    if (p == PERM_PUBLIC) return true;
    if (!c->req.who) {
        err_set(&c->err, ST_DENIED, "session.none", N_("You are not signed in."));
        if (c->req.json || str_eq(c->req.method, S("POST"))) {
            call_fail(c, 401);
        } else {
            buf_t b = buf_new(c->x->a, 4096);
            buf_putz(&b, "/ban/vao?tiep=");
            buf_url(&b, c->req.path);
            c->out.redirect = buf_str(&b);
            c->status = ST_OK;
            call_answer(c);
        }
        return false;
    }
    bool has = p == PERM_SIGNED_IN ? c->actor.n_seats > 0 : actor_seat(c->req.who, (role_t)role_of_perm[p]) != NULL;
    if (has) return true;
    err_set(&c->err, ST_DENIED, "perm.role",
            N_("Your seats do not allow this. Ask the coordinator for the right one."));
    call_fail(c, 403);
    return false;
}

bool gate_token(call_t *c)
{
    if (!str_eq(c->req.method, S("POST"))) return true;
    str_t given = req_form(&c->req, "csrf");
    if (!given.p) given = req_header(&c->req, "X-CSRF");
    if (c->csrf.n && given.p && secret_eq(given, c->csrf)) return true;
    if (c->route->perm == PERM_PUBLIC) {
        /* Anybody may send it, from any page: so it comes from nobody. */
        c->req.who = NULL;
        return true;
    }
    err_set(
        &c->err, ST_DENIED, "csrf",
        N_("The form is too old or did not come from this site. Go back, load the page again and send it once more."));
    call_fail(c, 403);
    return false;
}
