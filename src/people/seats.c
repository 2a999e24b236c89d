/* SPDX-License-Identifier: Apache-2.0
 *
 * Roles and seats: given, suspended, looked over, ended; and how far their power reaches.
 */
#include <stdio.h>
#include "people/invite.h"
#include "people/queries.h"

static const char *const roles[ROLE_COUNT] = {"signer",    "coordinator", "contact", "editor", "checker",
                                              "volunteer", "teacher",     "duty",    "auditor"};

const char *role_name(role_t r)
{
    return r < ROLE_COUNT ? roles[r] : "";
}

bool role_parse(str_t s, role_t *out)
{
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (!str_eq(s, str_of(roles[i]))) continue;
        *out = (role_t)i;
        return true;
    }
    return false;
}

status_t seat_put(db_t *db, const seat_t *seat, ident_t person, bool invited, ident_t by, ident_t *out, err_t *err)
{
    role_t role = seat->role;
    ident_t unit = seat->unit;
    ms_t from = seat->from, to = seat->to;
    if (to <= from) return err_set(err, ST_INPUT, "seat.order", N_("A seat must end after it begins."));
    *out = ident_new();
    stmt_t *q = db_query(db, &q_seat_put, err);
    if (!q) return err->status;
    bind_id(q, 1, out);
    bind_id(q, 2, &person);
    bind_id(q, 3, &unit);
    bind_text(q, 4, str_of(role_name(role)));
    bind_ms(q, 5, from);
    bind_ms(q, 6, to);
    bind_id(q, 7, &by);
    bind_text(q, 8, invited ? S("invited") : S("active"));
    status_t s = stmt_run(q, NULL, err);
    char body[64];
    int n = snprintf(body, sizeof body, "{\"role\":\"%s\"}", role_name(role));
    return s == ST_OK ? journal_add(db, by, "seat.grant", *out, (str_t){body, (size_t)n}, err) : s;
}

status_t seat_grant(db_t *db, ident_t person, role_t role, ident_t unit, ms_t from, ms_t to, ident_t by, ident_t *out,
                    err_t *err)
{
    seat_t seat = {.role = role, .unit = unit, .from = from, .to = to};
    return seat_put(db, &seat, person, false, by, out, err);
}

status_t seat_end(db_t *db, ident_t seat, ident_t by, err_t *err)
{
    stmt_t *q = db_query(db, &q_seat_end, err);
    if (!q) return err->status;
    bind_id(q, 1, &seat);
    bind_ms(q, 2, clock_now());
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed)
        return err_set(err, ST_NOT_FOUND, "seat.none", N_("There is no such seat, or it has ended."));
    return s == ST_OK ? journal_add(db, by, "seat.end", seat, S("{}"), err) : s;
}

status_t seat_suspend(db_t *db, ident_t seat, bool suspended, ident_t by, err_t *err)
{
    stmt_t *q = db_query(db, &q_seat_state, err);
    if (!q) return err->status;
    bind_id(q, 1, &seat);
    bind_text(q, 2, suspended ? S("active") : S("suspended"));
    bind_text(q, 3, suspended ? S("suspended") : S("active"));
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed)
        return err_set(err, ST_CONFLICT, "seat.state", N_("There is no such seat, or it is so already."));
    return s == ST_OK ? journal_add(db, by, suspended ? "seat.suspend" : "seat.resume", seat, S("{}"), err) : s;
}

status_t seat_review(db_t *db, ident_t seat, ident_t by, err_t *err)
{
    stmt_t *q = db_query(db, &q_seat_reviewed, err);
    if (!q) return err->status;
    bind_id(q, 1, &seat);
    bind_ms(q, 2, clock_now());
    bind_id(q, 3, &by);
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed)
        return err_set(err, ST_NOT_FOUND, "seat.none", N_("There is no such seat, or it has ended."));
    return s == ST_OK ? journal_add(db, by, "seat.review", seat, S("{}"), err) : s;
}

/* How much a role weighs at its own unit; a contact weighs only over those in the second column. */
static const struct {
    int weight;
    bool of_contact;
} weights[ROLE_COUNT] = {[ROLE_SIGNER] = {3, false}, [ROLE_AUDITOR] = {3, false}, [ROLE_COORDINATOR] = {2, false},
                         [ROLE_CONTACT] = {1, true}, [ROLE_TEACHER] = {1, true},  [ROLE_VOLUNTEER] = {1, true},
                         [ROLE_EDITOR] = {1, false}, [ROLE_CHECKER] = {1, false}, [ROLE_DUTY] = {1, false}};

static bool seat_over(const seat_t *mine, role_t role, str_t unit_path)
{
    bool seats = mine->role == ROLE_SIGNER || mine->role == ROLE_COORDINATOR ||
                 (mine->role == ROLE_CONTACT && weights[role].of_contact);
    if (!seats || !str_starts(unit_path, mine->unit_path)) return false;
    return unit_path.n > mine->unit_path.n || weights[mine->role].weight >= weights[role].weight;
}

bool actor_over(const actor_t *who, role_t role, str_t unit_path)
{
    for (size_t i = 0; who && role < ROLE_COUNT && i < who->n_seats; i++)
        if (seat_over(&who->seats[i], role, unit_path)) return true;
    return false;
}

bool actor_may(const actor_t *who, role_t role, str_t unit_path)
{
    for (size_t i = 0; who && i < who->n_seats; i++)
        if (who->seats[i].role == role && str_starts(unit_path, who->seats[i].unit_path)) return true;
    return false;
}

const seat_t *actor_seat(const actor_t *who, role_t role)
{
    for (size_t i = 0; who && i < who->n_seats; i++)
        if (who->seats[i].role == role) return &who->seats[i];
    return NULL;
}

status_t seats_of(db_t *db, arena_t *a, ident_t person, ms_t at, const seat_t **out, size_t *n, err_t *err)
{
    enum { MOST_SEATS = 200 };
    stmt_t *q = db_query(db, &q_seats_of, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    bind_ms(q, 2, at);
    vec_t v = vec_new(a, sizeof(seat_t), MOST_SEATS);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        role_t role;
        if (!role_parse(col_text(q, a, 2), &role)) continue;
        seat_t *seat = vec_push(&v);
        if (!seat) break;
        *seat = (seat_t){.id = col_id(q, 0),
                         .unit = col_id(q, 1),
                         .role = role,
                         .from = col_int(q, 3),
                         .to = col_int(q, 4),
                         .unit_name = col_text(q, a, 5),
                         .unit_path = col_text(q, a, 6)};
    }
    stmt_done(q);
    if (s != ST_END) return s == ST_ROW ? ST_MEMORY : s;
    *out = v.at;
    *n = v.len;
    return ST_OK;
}
