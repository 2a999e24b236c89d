/* SPDX-License-Identifier: Apache-2.0
 *
 * gate — who asks, may they, and did they mean to.
 */
#include <stdlib.h>
#include "web/internal.h"

#define ROLE(r) (1u << ROLE_##r)

/* Who enters by which row: one of these roles. 0: no role is asked for. */
static const unsigned roles_of_perm[PERM_COUNT] = {[PERM_COORDINATE] = ROLE(COORDINATOR),
                                                   [PERM_SIGN] = ROLE(SIGNER),
                                                   [PERM_UNIT] = ROLE(CONTACT),
                                                   [PERM_EDIT] = ROLE(EDITOR),
                                                   [PERM_CHECK] = ROLE(CHECKER),
                                                   [PERM_FIELD] = ROLE(VOLUNTEER),
                                                   [PERM_TEACH] = ROLE(TEACHER),
                                                   [PERM_DESK] = ROLE(DUTY),
                                                   [PERM_AUDIT] = ROLE(AUDITOR),
                                                   [PERM_SEATS] = ROLE(SIGNER) | ROLE(COORDINATOR) | ROLE(CONTACT),
                                                   [PERM_SEATS_FRESH] =
                                                       ROLE(SIGNER) | ROLE(COORDINATOR) | ROLE(CONTACT)};

static bool own(perm_t p)
{
    return p == PERM_OWN || p == PERM_OWN_FRESH;
}

typedef struct note {
    ident_t id;
    status_t (*write)(db_t *db, ident_t id, err_t *err);
} note_t;

static status_t note_act(db_t *db, void *arg, err_t *err)
{
    note_t *n = arg;
    return n->write(db, n->id, err);
}

static void noted(void *arg, status_t s)
{
    (void)s;
    free(arg);
}

/* Notes that a session or a token was used, without waiting for it. */
static void note(web_t *w, ident_t id, status_t (*write)(db_t *db, ident_t id, err_t *err))
{
    note_t *n = malloc(sizeof *n);
    if (!n) return;
    *n = (note_t){id, write};
    if (store_post(w->app->store, note_act, n, NULL, noted, n) != ST_OK) free(n);
}

str_t gate_bearer(const exchange_t *x)
{
    str_t given = exchange_header(x, "Authorization");
    return str_starts(given, S("Bearer ")) ? str_trim(str_sub(given, 7, given.n)) : STR_NONE;
}

bool gate_machine(call_t *c, db_t *db, machine_t *out)
{
    err_t none = err_new(c->req.lang);
    str_t text = gate_bearer(c->x);
    if (!text.n || token_machine(db, text, out, &none) != ST_OK) return false;
    if (out->note) note(c->web, out->token, token_seen);
    return true;
}

/* A program that may read the progress of a unit reads the coordinator's grid of that unit, and no other page. */
static void let_machine_read(call_t *c, db_t *db)
{
    machine_t m;
    unit_t u;
    err_t none = err_new(c->req.lang);
    bool grid = strcmp(c->route->method, "GET") == 0 && str_starts(str_of(c->route->pattern), S("/ban/dieu-phoi"));
    if (!grid || !gate_machine(c, db, &m) || m.scope != TOKEN_PROGRESS) return;
    seat_t *seat = ARENA_NEW(c->x->a, seat_t);
    if (!seat || unit_by_id(db, c->x->a, m.unit, &u, &none) != ST_OK) return;
    *seat = (seat_t){.unit = u.id, .role = ROLE_COORDINATOR, .unit_name = u.name, .unit_path = u.path};
    c->actor = (actor_t){.name = S(""), .seats = seat, .n_seats = 1};
    c->req.who = &c->actor;
}

void gate_session(call_t *c, db_t *db)
{
    err_t none = err_new(c->req.lang);
    if (!c->token.n && c->route) let_machine_read(c, db);
    if (!c->token.n || session_actor(db, c->x->a, c->token, &c->actor, &none) != ST_OK) return;
    c->req.who = &c->actor;
    /* Bound to the session and underivable without its token. */
    digest_t d = hmac256(c->token, S("canhgiac csrf 1"));
    buf_t b = buf_new(c->x->a, 64);
    base64url_put(&b, d.b, sizeof d.b);
    c->csrf = c->req.csrf = buf_str(&b);
    if (c->actor.touch) note(c->web, c->actor.session, session_touch);
}

static bool holds_role(const call_t *c, perm_t p)
{
    if (p == PERM_SIGNED_IN) return c->actor.n_seats > 0;
    for (size_t i = 0; i < c->actor.n_seats; i++)
        if (roles_of_perm[p] & 1u << c->actor.seats[i].role) return true;
    return false;
}

static void send_to(call_t *c, str_t path, const char *flash)
{
    c->out.redirect = path;
    c->out.flash = flash;
    c->status = ST_OK;
    call_answer(c);
}

/* Somebody who came by a recovery adds a second factor first, and does nothing else before. */
static bool paid(call_t *c)
{
    if (!c->actor.owes_factor || own(c->route->perm)) return true;
    err_set(&c->err, ST_DENIED, "factor.owed",
            N_("First add a passkey or one-time codes on your account's page; then the desk is open to you."));
    if (c->req.json || str_eq(c->req.method, S("POST")))
        call_fail(c, 403);
    else
        send_to(c, S("/ban/tai-khoan"), NULL);
    return false;
}

/* Before a dangerous act the person at the keyboard shows again who they are. */
static bool fresh(call_t *c)
{
    perm_t p = c->route->perm;
    if ((p != PERM_OWN_FRESH && p != PERM_SEATS_FRESH) || actor_fresh(c->req.who, FRESH_TO_ACT)) return true;
    err_set(&c->err, ST_DENIED, "session.prove", N_("Confirm first that it is you, with your password or passkey."));
    if (c->req.json)
        call_fail(c, 403);
    else
        send_to(c, own(p) ? S("/ban/xac-nhan?tiep=%2Fban%2Ftai-khoan") : S("/ban/xac-nhan?tiep=%2Fban%2Fnguoi"),
                N_("Confirm first that it is you, then do it once more."));
    return false;
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
    if (own(p) || holds_role(c, p)) return paid(c) && fresh(c);
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
