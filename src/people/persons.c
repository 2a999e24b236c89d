/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include "people/invite.h"
#include "people/queries.h"

enum { PASSWORD_LEAST = 10, PASSWORD_MOST = 200, NAME_MOST = 100 };

status_t password_hash(str_t password, char out[128], err_t *err)
{
    if (utf8_len(password) < PASSWORD_LEAST)
        return err_at(err, ST_INPUT, "password.short", "password", 0,
                      N_("The password must have at least %d characters."), PASSWORD_LEAST);
    if (password.n > PASSWORD_MOST)
        return err_at(err, ST_INPUT, "password.long", "password", 0, N_("The password may have at most %d bytes."),
                      PASSWORD_MOST);
    if (crypto_pwhash_str(out, password.p, password.n, crypto_pwhash_OPSLIMIT_INTERACTIVE,
                          crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    return ST_OK;
}

bool login_good(str_t s)
{
    if (s.n < 3 || s.n > 64) return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c && strchr(".-_", c)))) return false;
    }
    return true;
}

status_t person_add(db_t *db, str_t login, str_t name, const char *hash, ident_t by, ident_t *out, err_t *err)
{
    if (!login_good(login))
        return err_at(err, ST_INPUT, "person.login", "login", 0,
                      N_("A sign-in name has 3 to 64 of: a-z, 0-9, full stop, hyphen, underscore."));
    if (!name.n || utf8_len(name) > NAME_MOST)
        return err_at(err, ST_INPUT, "person.name", "name", 0, N_("A name has 1 to %d characters."), NAME_MOST);
    *out = ident_new();
    stmt_t *q = db_query(db, &q_person_put, err);
    if (!q) return err->status;
    bind_id(q, 1, out);
    bind_text(q, 2, login);
    bind_text(q, 3, name);
    bind_text(q, 4, str_of(hash));
    bind_ms(q, 5, clock_now());
    status_t s = stmt_run(q, NULL, err);
    if (s == ST_CONFLICT)
        return err_at(err, ST_CONFLICT, "person.login-taken", "login", 0, N_("That sign-in name is taken."));
    return s == ST_OK ? journal_add(db, by, "person.add", *out, S("{}"), err) : s;
}

status_t password_set(db_t *db, ident_t person, const char *hash, ident_t by, err_t *err)
{
    stmt_t *q = db_query(db, &q_person_password, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    bind_text(q, 2, str_of(hash));
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed) s = err_set(err, ST_NOT_FOUND, "person.none", N_("There is no such person."));
    if (s == ST_OK) s = sign_out_everywhere(db, person, by, err);
    return s == ST_OK ? journal_add(db, by, "person.password", person, S("{}"), err) : s;
}

status_t person_set_active(db_t *db, ident_t person, bool active, ident_t by, err_t *err)
{
    stmt_t *q = db_query(db, &q_person_state, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    bind_text(q, 2, active ? S("active") : S("disabled"));
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed)
        s = err_set(err, ST_CONFLICT, "person.state", N_("There is no such person, or it is so already."));
    if (s == ST_OK && !active) s = sign_out_everywhere(db, person, by, err);
    return s == ST_OK ? journal_add(db, by, active ? "person.enable" : "person.disable", person, S("{}"), err) : s;
}

static status_t rows(stmt_t *q, arena_t *a, person_seat_t **out, size_t *n, err_t *err)
{
    enum { MOST_ROWS = 100000 };
    vec_t v = vec_new(a, sizeof(person_seat_t), MOST_ROWS);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        person_seat_t *p = vec_push(&v);
        if (!p) break;
        str_t login = col_text(q, a, 1);
        *p = (person_seat_t){.person = col_id(q, 0),
                             .login = str_starts(login, S("~")) ? S("") : login,
                             .name = col_text(q, a, 2),
                             .state = col_text(q, a, 3),
                             .totp = col_int(q, 4) != 0,
                             .seat = col_id(q, 5),
                             .role = col_text(q, a, 6),
                             .from = col_int(q, 7),
                             .to = col_int(q, 8),
                             .unit_name = col_text(q, a, 9),
                             .unit_code = col_text(q, a, 10),
                             .unit_path = col_text(q, a, 11),
                             .seat_state = col_text(q, a, 12),
                             .reviewed = col_int(q, 13),
                             .last_in = col_int(q, 14),
                             .passkeys = col_int(q, 15),
                             .given_by = col_text(q, a, 16),
                             .reviewed_by = col_text(q, a, 17)};
    }
    stmt_done(q);
    if (s != ST_END) return s == ST_ROW ? ST_MEMORY : s;
    *out = v.at;
    *n = v.len;
    return ST_OK;
}

status_t person_list(db_t *db, arena_t *a, str_t under, ms_t at, person_seat_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_person_list, err);
    if (!q) return err->status;
    bind_ms(q, 1, at);
    bind_text(q, 2, under);
    return rows(q, a, out, n, err);
}

status_t person_seats(db_t *db, arena_t *a, ident_t person, ms_t at, person_seat_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_person_seats, err);
    if (!q) return err->status;
    bind_ms(q, 1, at);
    bind_id(q, 2, &person);
    status_t s = rows(q, a, out, n, err);
    return s == ST_OK && !*n ? err_set(err, ST_NOT_FOUND, "person.none", N_("There is no such person.")) : s;
}

status_t person_of_seat(db_t *db, arena_t *a, ident_t seat, ms_t at, person_seat_t *out, err_t *err)
{
    person_seat_t *row;
    size_t n;
    stmt_t *q = db_query(db, &q_person_of_seat, err);
    if (!q) return err->status;
    bind_ms(q, 1, at);
    bind_id(q, 2, &seat);
    status_t s = rows(q, a, &row, &n, err);
    if (s == ST_OK && !n) return err_set(err, ST_NOT_FOUND, "seat.none", N_("There is no such seat, or it has ended."));
    if (s == ST_OK) *out = row[0];
    return s;
}
