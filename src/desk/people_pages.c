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

status_t people_page(req_t *q, view_t *v, err_t *err)
{
    person_seat_t *rows;
    size_t n;
    status_t s = person_list(q->db, q->a, clock_now(), &rows, &n, err);
    if (s != ST_OK) return s;
    view_t *list = view_list(v, "people");
    for (size_t i = 0; i < n; i++) {
        view_t *p = view_item(list);
        role_t role;
        view_text(p, "login", rows[i].login);
        view_text(p, "name", rows[i].name);
        view_flag(p, "totp", rows[i].totp);
        view_id(p, "person", rows[i].person);
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
    unit_t unit;
    (void)v;
    if (!ident_parse(q->args[0], &id))
        return err_set(err, ST_NOT_FOUND, "seat.none", N_("There is no such seat, or it has ended."));
    status_t s = person_list(q->db, q->a, clock_now(), &rows, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        if (!ident_eq(rows[i].seat, id)) continue;
        s = unit_by_code(q->db, q->a, rows[i].unit_code, clock_now(), &unit, err);
        if (s == ST_OK && !actor_may(q->who, ROLE_COORDINATOR, unit.path))
            s = err_set(err, ST_DENIED, "seat.outside", N_("That unit is not below yours."));
    }
    if (s == ST_OK) s = seat_end(q->db, id, q->who->person, err);
    if (s != ST_OK) return s;
    answer_flash(q, N_("The seat has ended."));
    answer_redirect(q, S("/ban/nguoi"));
    return ST_OK;
}
