/* SPDX-License-Identifier: Apache-2.0
 *
 * Persons and their seats, for the coordinator. A coordinator gives seats only inside the own subtree.
 */
#include "desk/internal.h"
#include "page/app.h"

const char *role_title(role_t r)
{
    static const char *const titles[ROLE_COUNT] = {
        [ROLE_SIGNER] = N_("Signer"),   [ROLE_COORDINATOR] = N_("Coordinator"), [ROLE_CONTACT] = N_("Unit's contact"),
        [ROLE_EDITOR] = N_("Editor"),   [ROLE_CHECKER] = N_("Checker"),         [ROLE_VOLUNTEER] = N_("Community team"),
        [ROLE_TEACHER] = N_("Teacher"), [ROLE_DUTY] = N_("Duty desk analyst"),  [ROLE_AUDITOR] = N_("Auditor")};
    return r < ROLE_COUNT ? titles[r] : "";
}

/* The path below which this coordinator has power. */
static str_t realm(const req_t *q)
{
    const seat_t *seat = actor_seat(q->who, ROLE_COORDINATOR);
    return seat ? seat->unit_path : S("/");
}

/* Power over a person is power over every place they sit at; who sits nowhere is the root coordinator's. */
static status_t rules_over(req_t *q, ident_t person, err_t *err)
{
    person_seat_t *rows;
    size_t n;
    bool known = false, all = true;
    status_t s = person_list(q->db, q->a, S(""), clock_now(), &rows, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        if (!ident_eq(rows[i].person, person)) continue;
        known = true;
        all = all &&
              (ident_none(rows[i].seat) ? at_root(q->who) : actor_may(q->who, ROLE_COORDINATOR, rows[i].unit_path));
    }
    if (s != ST_OK) return s;
    if (!known) return err_set(err, ST_NOT_FOUND, "person.none", N_("There is no such person."));
    return all ? ST_OK
               : err_set(err, ST_DENIED, "person.outside",
                         N_("This person also sits at a unit that is not below yours."));
}

status_t people_page(req_t *q, view_t *v, err_t *err)
{
    person_seat_t *rows;
    size_t n;
    status_t s = person_list(q->db, q->a, realm(q), clock_now(), &rows, &n, err);
    if (s != ST_OK) return s;
    view_t *list = view_list(v, "people");
    for (size_t i = 0; i < n; i++) {
        view_t *p = view_item(list);
        role_t role;
        view_text(p, "login", rows[i].login);
        view_text(p, "name", rows[i].name);
        view_flag(p, "totp", rows[i].totp);
        view_id(p, "person", rows[i].person);
        view_flag(p, "first", i == 0 || !ident_eq(rows[i - 1].person, rows[i].person));
        view_flag(p, "active", str_eq(rows[i].state, S("active")));
        view_flag(p, "me", ident_eq(rows[i].person, q->who->person));
        if (ident_none(rows[i].seat)) continue;
        view_t *seat = view_object(p, "seat");
        view_id(seat, "id", rows[i].seat);
        view_text(seat, "unit", rows[i].unit_name);
        if (role_parse(rows[i].role, &role)) view_z(seat, "role", tr(q->lang, role_title(role)));
        view_time(seat, "from", rows[i].from);
        if (rows[i].to != MS_NEVER) view_time(seat, "to", rows[i].to);
    }
    view_t *roles = view_list(v, "roles");
    for (int r = 0; r < ROLE_COUNT; r++) {
        view_t *o = view_item(roles);
        view_z(o, "value", role_name((role_t)r));
        view_z(o, "text", tr(q->lang, role_title((role_t)r)));
    }
    return ST_OK;
}

typedef struct person_job {
    str_t login, name;
    char hash[128];
    ident_t by, id;
} person_job_t;

static status_t person_act(db_t *db, void *arg, err_t *err)
{
    person_job_t *j = arg;
    return person_add(db, j->login, j->name, j->hash, j->by, &j->id, err);
}

/* Slow: the password is hashed before the act begins. */
status_t person_add_post(req_t *q, view_t *v, err_t *err)
{
    person_job_t j = {.by = q->who->person};
    str_t password;
    (void)v;
    status_t s = req_text(q, "login", N_("Sign-in name"), 64, true, &j.login, err);
    if (s == ST_OK) s = req_text(q, "name", N_("Name"), 100, true, &j.name, err);
    if (s == ST_OK) s = req_text(q, "password", N_("Password"), 200, true, &password, err);
    if (s == ST_OK) s = password_hash(password, j.hash, err);
    if (s == ST_OK) s = store_act(q->app->store, person_act, &j, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The person was added. Now give a seat."));
    answer_redirect(q, S("/ban/nguoi"));
    return ST_OK;
}

status_t seat_grant_post(req_t *q, view_t *v, err_t *err)
{
    ident_t person, seat;
    role_t role;
    unit_t unit;
    str_t code;
    (void)v;
    if (!ident_parse(req_form(q, "person"), &person))
        return err_at(err, ST_INPUT, "seat.person", "person", 0, N_("Choose a person."));
    if (!role_parse(req_form(q, "role"), &role))
        return err_at(err, ST_INPUT, "seat.role", "role", 0, N_("Choose a role."));
    status_t s = req_text(q, "unit", N_("Unit's code"), 64, true, &code, err);
    if (s == ST_OK) s = unit_by_code(q->db, q->a, code, clock_now(), &unit, err);
    if (s != ST_OK) return s;
    if (!actor_may(q->who, ROLE_COORDINATOR, unit.path))
        return err_set(err, ST_DENIED, "seat.outside", N_("That unit is not below yours."));
    s = seat_grant(q->db, person, role, unit.id, clock_now(), MS_NEVER, q->who->person, &seat, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The seat was given."));
    answer_redirect(q, S("/ban/nguoi"));
    return ST_OK;
}

status_t seat_end_post(req_t *q, view_t *v, err_t *err)
{
    ident_t id;
    person_seat_t *rows;
    size_t n;
    (void)v;
    if (!ident_parse(q->args[0], &id))
        return err_set(err, ST_NOT_FOUND, "seat.none", N_("There is no such seat, or it has ended."));
    status_t s = person_list(q->db, q->a, S(""), clock_now(), &rows, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++)
        if (ident_eq(rows[i].seat, id) && !actor_may(q->who, ROLE_COORDINATOR, rows[i].unit_path))
            s = err_set(err, ST_DENIED, "seat.outside", N_("That unit is not below yours."));
    if (s == ST_OK) s = seat_end(q->db, id, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The seat has ended."));
    answer_redirect(q, S("/ban/nguoi"));
    return ST_OK;
}

static status_t person_of(req_t *q, ident_t *out, err_t *err)
{
    if (!ident_parse(q->args[0], out)) return err_set(err, ST_NOT_FOUND, "person.none", N_("There is no such person."));
    return rules_over(q, *out, err);
}

status_t person_state_post(req_t *q, view_t *v, err_t *err)
{
    ident_t person;
    (void)v;
    bool active = str_eq(req_form(q, "active"), S("1"));
    status_t s = person_of(q, &person, err);
    if (s == ST_OK && ident_eq(person, q->who->person))
        s = err_set(err, ST_CONFLICT, "person.self", N_("Nobody locks themselves out. Ask another coordinator."));
    if (s == ST_OK) s = person_set_active(q->db, person, active, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, active ? N_("The person may sign in again.") : N_("The person can no longer sign in."));
    answer_redirect(q, S("/ban/nguoi"));
    return ST_OK;
}

/* For who has lost the phone with the codes. */
status_t person_totp_post(req_t *q, view_t *v, err_t *err)
{
    ident_t person;
    (void)v;
    status_t s = person_of(q, &person, err);
    if (s == ST_OK && ident_eq(person, q->who->person))
        s = err_set(err, ST_CONFLICT, "person.self-code", N_("Turn off your own codes on your account's page."));
    if (s == ST_OK) s = totp_end(q->db, person, STR_NONE, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("One-time codes are off for this person."));
    answer_redirect(q, S("/ban/nguoi"));
    return ST_OK;
}
