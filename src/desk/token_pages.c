/* SPDX-License-Identifier: Apache-2.0
 *
 * Tokens of programs that read figures, for signers and coordinators: each for the units below them.
 */
#include "desk/people_view.h"
#include "page/app.h"
#include "people/token.h"

static bool over(const actor_t *who, str_t path)
{
    return actor_may(who, ROLE_SIGNER, path) || actor_may(who, ROLE_COORDINATOR, path);
}

/* The server's own figures are everybody's: for who sits at the top. */
static bool rules_token(const actor_t *who, str_t unit_path)
{
    return unit_path.p ? over(who, unit_path) : people_at_top(who);
}

static status_t show(req_t *q, db_t *db, view_t *v, err_t *err)
{
    token_t *tokens;
    size_t n, shown = 0;
    status_t s = token_list(db, q->a, &tokens, &n, err);
    view_t *list = view_list(v, "tokens");
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        const token_t *t = &tokens[i];
        if (!rules_token(q->who, t->unit_path)) continue;
        view_t *o = view_item(list);
        bool past = clock_wall() >= t->until;
        shown++;
        view_id(o, "token", t->id);
        view_text(o, "called", t->label);
        view_flag(o, "of_unit", t->unit_name.p != NULL);
        view_text(o, "unit", t->unit_name.p ? t->unit_name : S(""));
        view_time(o, "until", t->until - 1);
        view_flag(o, "was_used", t->used != 0);
        if (t->used) view_time(o, "used", t->used);
        view_flag(o, "revoked", t->revoked);
        view_flag(o, "past", past && !t->revoked);
        view_flag(o, "good", !past && !t->revoked);
    }
    view_flag(v, "nothing", shown == 0);
    view_flag(v, "top", people_at_top(q->who));
    view_flag(v, "leads", actor_seat(q->who, ROLE_SIGNER) || actor_seat(q->who, ROLE_COORDINATOR));
    view_fresh(q, v);
    return s;
}

status_t tokens_page(req_t *q, view_t *v, err_t *err)
{
    view_flag(v, "made", false);
    return show(q, q->db, v, err);
}

/* Of the form: name, scope, unit (code), until. */
static status_t wished(req_t *q, str_t *label, token_scope_t *scope, ident_t *unit, ms_t *until, err_t *err)
{
    str_t code, day;
    unit_t u;
    date_t d;
    *unit = (ident_t){{0}};
    *until = clock_wall() + 365 * MS_DAY;
    if (!token_scope_parse(req_form(q, "scope"), scope))
        return err_at(err, ST_INPUT, "token.scope-form", "scope", 0, N_("Choose what the program may read."));
    status_t s = req_text(q, "name", N_("Name"), 60, true, label, err);
    if (s == ST_OK) s = req_text(q, "until", N_("Last day"), 10, false, &day, err);
    if (s == ST_OK && day.n && !date_parse(day, &d))
        s = err_at(err, ST_INPUT, "seat.until", "until", 0, N_("“%.*s” is not a day. Write it as 30/10/2024."),
                   STRF(day));
    if (s != ST_OK) return s;
    if (day.n) *until = date_end(d) + 1;
    u.path = STR_NONE;
    if (*scope == TOKEN_PROGRESS) {
        s = req_text(q, "unit", N_("Unit's code"), 64, true, &code, err);
        if (s == ST_OK) s = unit_by_code(q->db, q->a, code, clock_now(), &u, err);
        if (s != ST_OK) return s;
        *unit = u.id;
    }
    if (rules_token(q->who, u.path)) return ST_OK;
    return err_set(err, ST_DENIED, "token.outside", N_("You give tokens only for units below yours."));
}

status_t token_make_post(req_t *q, view_t *v, err_t *err)
{
    char text[TOKEN_TEXT];
    str_t label;
    token_scope_t scope;
    ident_t unit, id;
    ms_t until;
    status_t s = wished(q, &label, &scope, &unit, &until, err);
    if (s == ST_OK) s = token_make(q->db, label, scope, unit, until, q->who->person, text, &id, err);
    if (s != ST_OK) return s;
    view_flag(v, "made", true);
    view_text(v, "text", str_dup(q->a, str_of(text)));
    secret_wipe(text, sizeof text);
    return show(q, q->db, v, err);
}

status_t token_revoke_post(req_t *q, view_t *v, err_t *err)
{
    token_t *tokens;
    size_t n;
    ident_t id;
    bool mine = false;
    (void)v;
    if (!ident_parse(q->args[0], &id))
        return err_set(err, ST_NOT_FOUND, "token.none", N_("There is no such token, or it is void already."));
    status_t s = token_list(q->db, q->a, &tokens, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++)
        mine = mine || (ident_eq(tokens[i].id, id) && rules_token(q->who, tokens[i].unit_path));
    if (s == ST_OK && !mine)
        s = err_set(err, ST_NOT_FOUND, "token.none", N_("There is no such token, or it is void already."));
    if (s == ST_OK) s = token_revoke(q->db, id, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The token is void."));
    answer_redirect(q, S("/ban/nguoi/may"));
    return ST_OK;
}
