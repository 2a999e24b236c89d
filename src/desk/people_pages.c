/* SPDX-License-Identifier: Apache-2.0
 *
 * Persons and their seats, for who looks after the people below: signers, coordinators, contacts of units.
 */
#include "desk/internal.h"
#include "base/fold.h"
#include "desk/people_view.h"
#include "page/app.h"

enum { SHOWN = 200 };

const char *role_title(role_t r)
{
    static const char *const titles[ROLE_COUNT] = {
        [ROLE_SIGNER] = N_("Signer"),   [ROLE_COORDINATOR] = N_("Coordinator"), [ROLE_CONTACT] = N_("Unit's contact"),
        [ROLE_EDITOR] = N_("Editor"),   [ROLE_CHECKER] = N_("Checker"),         [ROLE_VOLUNTEER] = N_("Community team"),
        [ROLE_TEACHER] = N_("Teacher"), [ROLE_DUTY] = N_("Duty desk analyst"),  [ROLE_AUDITOR] = N_("Auditor")};
    return r < ROLE_COUNT ? titles[r] : "";
}

/* --- how far one sees, and what one may do --- */

static bool gives_seats(const seat_t *s)
{
    return s->role == ROLE_SIGNER || s->role == ROLE_COORDINATOR || s->role == ROLE_CONTACT;
}

bool people_at_top(const actor_t *who)
{
    for (size_t i = 0; i < who->n_seats; i++) {
        str_t path = who->seats[i].unit_path;
        if (gives_seats(&who->seats[i]) && who->seats[i].role != ROLE_CONTACT && path.n > 2 &&
            str_chr(path, '/', 1) == path.n - 1)
            return true;
    }
    return false;
}

bool people_sees(const actor_t *who, const person_seat_t *row)
{
    if (ident_none(row->seat)) return people_at_top(who);
    for (size_t i = 0; i < who->n_seats; i++)
        if (gives_seats(&who->seats[i]) && str_starts(row->unit_path, who->seats[i].unit_path)) return true;
    return false;
}

bool people_rules(const actor_t *who, const person_seat_t *row)
{
    role_t role;
    if (ident_eq(row->person, who->person)) return false;
    if (ident_none(row->seat)) return people_at_top(who);
    return role_parse(row->role, &role) && actor_over(who, role, row->unit_path);
}

str_t people_realm(const actor_t *who)
{
    str_t widest = STR_NONE;
    for (size_t i = 0; i < who->n_seats; i++) {
        str_t path = who->seats[i].unit_path;
        if (!gives_seats(&who->seats[i])) continue;
        if (!widest.p || str_starts(widest, path))
            widest = path;
        else if (!str_starts(path, widest))
            widest = S(""); /* two trees: all, and then people_sees chooses */
    }
    return widest.p ? widest : S("/");
}

status_t rules_over(req_t *q, ident_t person, person_seat_t **rows, size_t *n, err_t *err)
{
    if (ident_eq(person, q->who->person))
        return err_set(err, ST_DENIED, "person.self",
                       N_("Nobody decides about their own seats and access. Ask somebody with a seat above yours."));
    status_t s = person_seats(q->db, q->a, person, clock_now(), rows, n, err);
    for (size_t i = 0; s == ST_OK && i < *n; i++)
        if (!people_rules(q->who, &(*rows)[i]))
            s = err_set(err, ST_DENIED, "person.outside", N_("This person also has a seat that is not below yours."));
    return s;
}

status_t seat_ruled(req_t *q, str_t id, person_seat_t *out, err_t *err)
{
    ident_t seat;
    if (!ident_parse(id, &seat))
        return err_set(err, ST_NOT_FOUND, "seat.none", N_("There is no such seat, or it has ended."));
    status_t s = person_of_seat(q->db, q->a, seat, clock_now(), out, err);
    if (s == ST_OK && ident_eq(out->person, q->who->person))
        s = err_set(err, ST_DENIED, "person.self",
                    N_("Nobody decides about their own seats and access. Ask somebody with a seat above yours."));
    if (s == ST_OK && !people_rules(q->who, out))
        s = err_set(err, ST_DENIED, "seat.outside", N_("That seat is not below yours."));
    return s;
}

/* --- the page --- */

void view_roles(const req_t *q, view_t *v, str_t chosen)
{
    view_t *roles = view_list(v, "roles");
    for (int r = 0; r < ROLE_COUNT; r++) {
        bool gives = false;
        for (size_t i = 0; i < q->who->n_seats; i++) {
            str_t below = str_fmt(q->a, "%.*s~/", STRF(q->who->seats[i].unit_path));
            gives = gives || actor_over(q->who, (role_t)r, below);
        }
        if (!gives) continue;
        view_t *o = view_item(roles);
        view_z(o, "value", role_name((role_t)r));
        view_z(o, "text", tr(q->lang, role_title((role_t)r)));
        view_flag(o, "chosen", str_eq(chosen, str_of(role_name((role_t)r))));
    }
}

void people_seat(const req_t *q, view_t *v, const person_seat_t *row)
{
    role_t role;
    view_id(v, "seat", row->seat);
    view_text(v, "unit", row->unit_name);
    view_text(v, "unit_code", row->unit_code);
    view_text(v, "role_code", row->role);
    if (role_parse(row->role, &role)) view_z(v, "role", tr(q->lang, role_title(role)));
    view_time(v, "from", row->from);
    view_flag(v, "ends", row->to != MS_NEVER);
    if (row->to != MS_NEVER) view_time(v, "to", row->to - 1); /* the last day it holds */
    view_flag(v, "is_invited", str_eq(row->seat_state, S("invited")));
    view_flag(v, "is_active", str_eq(row->seat_state, S("active")));
    view_flag(v, "is_suspended", str_eq(row->seat_state, S("suspended")));
    view_flag(v, "ruled", people_rules(q->who, row));
}

void people_factors(view_t *v, const person_seat_t *row)
{
    view_flag(v, "totp", row->totp);
    view_flag(v, "has_passkeys", row->passkeys > 0);
    view_int(v, "n_passkeys", row->passkeys);
    view_flag(v, "alone", !row->totp && row->passkeys == 0); /* a password and nothing else */
    view_flag(v, "was_in", row->last_in != 0);
    if (row->last_in) view_time(v, "last_in", row->last_in);
}

static status_t show_person(req_t *q, view_t *p, const person_seat_t *row, err_t *err)
{
    bool invited = str_eq(row->state, S("invited"));
    invite_state_t code = {0};
    status_t s = invited ? invite_state(q->db, row->person, S("invitation"), &code, err) : ST_OK;
    view_id(p, "person", row->person);
    view_text(p, "name", row->name);
    view_text(p, "login", row->login);
    view_flag(p, "invited", invited);
    view_flag(p, "code_over", code.over);
    view_flag(p, "mail_waits", code.mail_waits);
    if (invited && !code.over) view_time(p, "code_ends", code.ends);
    view_flag(p, "disabled", str_eq(row->state, S("disabled")));
    view_flag(p, "active", str_eq(row->state, S("active")));
    view_flag(p, "me", ident_eq(row->person, q->who->person));
    people_factors(p, row);
    return s;
}

static bool looked_for(req_t *q, const person_seat_t *row, str_t wanted)
{
    if (!wanted.n) return true;
    return str_find(fold_dup(q->a, row->name), wanted, 0) != SIZE_MAX || str_find(row->login, wanted, 0) != SIZE_MAX ||
           (row->unit_name.p && str_find(fold_dup(q->a, row->unit_name), wanted, 0) != SIZE_MAX);
}

static status_t show_people(req_t *q, view_t *v, const person_seat_t *rows, size_t n, str_t wanted, err_t *err)
{
    view_t *list = view_list(v, "people"), *person = NULL, *seats = NULL;
    size_t all = 0;
    status_t s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        if (!people_sees(q->who, &rows[i]) || !looked_for(q, &rows[i], wanted)) continue;
        if (!person || !ident_eq(rows[i].person, rows[i - 1].person)) {
            if (++all > SHOWN) continue;
            person = view_item(list);
            s = show_person(q, person, &rows[i], err);
            view_flag(person, "ruled", people_rules(q->who, &rows[i]));
            seats = view_list(person, "seats");
            view_flag(person, "nowhere", ident_none(rows[i].seat));
        }
        if (all <= SHOWN && !ident_none(rows[i].seat)) people_seat(q, view_item(seats), &rows[i]);
    }
    view_int(v, "count", (int64_t)all);
    view_flag(v, "cut", all > SHOWN);
    view_flag(v, "nobody", all == 0);
    return s;
}

status_t people_page(req_t *q, view_t *v, err_t *err)
{
    person_seat_t *rows;
    size_t n;
    str_t search = req_query(q, "tim");
    status_t s = person_list(q->db, q->a, people_realm(q->who), clock_now(), &rows, &n, err);
    if (s == ST_OK) s = show_people(q, v, rows, n, search.n ? fold_dup(q->a, search) : S(""), err);
    view_text(v, "search", search.p ? search : S(""));
    view_flag(v, "by_mail", q->app->mail);
    view_fresh(q, v);
    view_roles(q, v, S("contact"));
    return s;
}

/* --- acts on seats and persons --- */

status_t seat_wished(req_t *q, seat_t *out, err_t *err)
{
    unit_t unit;
    str_t code, until;
    date_t d;
    *out = (seat_t){.from = clock_now(), .to = MS_NEVER};
    if (!role_parse(req_form(q, "role"), &out->role))
        return err_at(err, ST_INPUT, "seat.role", "role", 0, N_("Choose a role."));
    status_t s = req_text(q, "unit", N_("Unit's code"), 64, true, &code, err);
    if (s == ST_OK) s = req_text(q, "until", N_("Last day"), 10, false, &until, err);
    if (s == ST_OK) s = unit_by_code(q->db, q->a, code, clock_now(), &unit, err);
    if (s != ST_OK) return s;
    out->unit = unit.id;
    if (until.n && !date_parse(until, &d))
        return err_at(err, ST_INPUT, "seat.until", "until", 0, N_("“%.*s” is not a day. Write it as 30/10/2024."),
                      STRF(until));
    if (until.n) out->to = date_end(d) + 1;
    if (!actor_over(q->who, out->role, unit.path))
        return err_set(
            err, ST_DENIED, "seat.outside-role",
            N_("You may not give this role at that unit: it is not below yours, or weighs more than your own."));
    return ST_OK;
}

status_t seat_grant_post(req_t *q, view_t *v, err_t *err)
{
    ident_t person, id;
    seat_t seat;
    person_seat_t *rows;
    size_t n;
    (void)v;
    if (!ident_parse(req_form(q, "person"), &person))
        return err_at(err, ST_INPUT, "seat.person", "person", 0, N_("Choose a person."));
    status_t s = person_seats(q->db, q->a, person, clock_now(), &rows, &n, err);
    if (s == ST_OK && ident_eq(person, q->who->person))
        s = err_set(err, ST_DENIED, "person.self",
                    N_("Nobody decides about their own seats and access. Ask somebody with a seat above yours."));
    if (s == ST_OK && !str_eq(rows[0].state, S("active")))
        s = err_set(err, ST_CONFLICT, "seat.not-active", N_("This person cannot sign in yet, or no longer."));
    if (s == ST_OK) s = seat_wished(q, &seat, err);
    for (size_t i = 0; s == ST_OK && i < n; i++)
        if (ident_eq(rows[i].unit, seat.unit) && str_eq(rows[i].role, str_of(role_name(seat.role))))
            s = err_set(err, ST_CONFLICT, "seat.twice", N_("This person has that seat already."));
    if (s == ST_OK) s = seat_grant(q->db, person, seat.role, seat.unit, seat.from, seat.to, q->who->person, &id, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The seat was given."));
    answer_redirect(q, S("/ban/nguoi"));
    return ST_OK;
}

status_t seat_end_post(req_t *q, view_t *v, err_t *err)
{
    person_seat_t row;
    (void)v;
    status_t s = seat_ruled(q, q->args[0], &row, err);
    if (s == ST_OK) s = seat_end(q->db, row.seat, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The seat has ended."));
    answer_redirect(q, S("/ban/nguoi"));
    return ST_OK;
}

status_t seat_state_post(req_t *q, view_t *v, err_t *err)
{
    person_seat_t row;
    (void)v;
    bool suspended = !str_eq(req_form(q, "active"), S("1"));
    status_t s = seat_ruled(q, q->args[0], &row, err);
    if (s == ST_OK) s = seat_suspend(q->db, row.seat, suspended, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, suspended ? N_("The seat is suspended.") : N_("The seat goes on."));
    answer_redirect(q, S("/ban/nguoi"));
    return ST_OK;
}

status_t person_state_post(req_t *q, view_t *v, err_t *err)
{
    ident_t person;
    person_seat_t *rows;
    size_t n;
    (void)v;
    bool active = str_eq(req_form(q, "active"), S("1"));
    if (!ident_parse(q->args[0], &person))
        return err_set(err, ST_NOT_FOUND, "person.none", N_("There is no such person."));
    status_t s = rules_over(q, person, &rows, &n, err);
    if (s == ST_OK && str_eq(rows[0].state, S("invited")))
        s = err_set(err, ST_CONFLICT, "person.invited", N_("This person has not come yet: withdraw the invitation."));
    if (s == ST_OK) s = person_set_active(q->db, person, active, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, active ? N_("The person may sign in again.") : N_("The person can no longer sign in."));
    answer_redirect(q, S("/ban/nguoi"));
    return ST_OK;
}
