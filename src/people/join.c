/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes, from the side of who holds one: looked at, and used up.
 */
#include "people/code.h"
#include "people/passkey.h"
#include "people/queries.h"
#include "people/sessions.h"

/* One sentence for unknown, used, void and over: nobody learns which codes there were. */
static status_t no_good(err_t *err)
{
    return err_at(err, ST_INPUT, "invite.code", "code", 0,
                  N_("This code is not right, was used already or is over. Ask the person who gave it for a new one."));
}

status_t invite_look(db_t *db, arena_t *a, str_t code, invited_t *out, err_t *err)
{
    digest_t hash;
    if (!slip_code_hash(code, &hash)) return no_good(err);
    stmt_t *q = db_query(db, &q_ticket_by_hash, err);
    if (!q) return err->status;
    bind_blob(q, 1, (str_t){(const char *)hash.b, sizeof hash.b});
    status_t s = stmt_next(q, err);
    bool good = false;
    memset(out, 0, sizeof *out);
    if (s == ST_ROW) {
        str_t kind = col_text(q, a, 1), state = col_text(q, a, 8);
        *out = (invited_t){.ticket = col_id(q, 0),
                           .recovery = str_eq(kind, S("recovery")),
                           .person = col_id(q, 2),
                           .login = col_text(q, a, 6),
                           .name = col_text(q, a, 7),
                           .by = col_text(q, a, 9)};
        good =
            clock_wall() < col_int(q, 3) && !col_int(q, 4) && !col_int(q, 5) &&
            (out->recovery ? str_eq(state, S("active")) : str_eq(kind, S("invitation")) && str_eq(state, S("invited")));
        if (!out->recovery) out->login = S("");
    }
    stmt_done(q);
    if (s != ST_ROW && s != ST_END) return s;
    return good ? ST_OK : no_good(err);
}

status_t factor_owed(db_t *db, ident_t person, bool owed, err_t *err)
{
    stmt_t *q = db_query(db, &q_person_factor, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    bind_int(q, 2, owed);
    return stmt_run(q, NULL, err);
}

typedef struct act {
    const joining_t *j;
    arena_t *a;
    char hash[128];
    str_t token;
} act_t;

/* Seats that sign, send or read citizens' reports are not behind a password alone. */
static bool weighty(const seat_t *seats, size_t n)
{
    bool is = false;
    for (size_t i = 0; i < n; i++)
        is = is || seats[i].role == ROLE_SIGNER || seats[i].role == ROLE_COORDINATOR || seats[i].role == ROLE_DUTY;
    return is;
}

static status_t come_in(db_t *db, const act_t *x, const invited_t *who, err_t *err)
{
    stmt_t *q = db_query(db, &q_seats_taken, err);
    const seat_t *seats;
    size_t n;
    if (!q) return err->status;
    bind_id(q, 1, &who->person);
    status_t s = stmt_run(q, NULL, err);
    if (s == ST_OK) s = seats_of(db, x->a, who->person, clock_now(), &seats, &n, err);
    q = s == ST_OK ? db_query(db, &q_person_join, err) : NULL;
    if (!q) return s == ST_OK ? err->status : s;
    bind_id(q, 1, &who->person);
    bind_text(q, 2, x->j->login);
    bind_text(q, 3, x->j->name);
    bind_text(q, 4, str_of(x->hash));
    bind_int(q, 5, weighty(seats, n));
    s = stmt_run(q, NULL, err);
    if (s == ST_CONFLICT)
        return err_at(err, ST_CONFLICT, "person.login-taken", "login", 0, N_("That sign-in name is taken."));
    return s == ST_OK ? journal_add(db, who->person, "person.join", who->person, S("{}"), err) : s;
}

/* What was lost may be in other hands: nothing of it opens anything from here on. */
static status_t come_back(db_t *db, const act_t *x, const invited_t *who, err_t *err)
{
    status_t s = password_set(db, who->person, x->hash, who->person, err);
    if (s == ST_OK) s = totp_end(db, who->person, STR_NONE, who->person, err);
    if (s == ST_OK) s = passkeys_end(db, who->person, err);
    if (s == ST_OK) s = factor_owed(db, who->person, true, err);
    return s == ST_OK ? journal_add(db, who->person, "person.recovered", who->person, S("{}"), err) : s;
}

static status_t join_act(db_t *db, void *arg, err_t *err)
{
    act_t *x = arg;
    invited_t who;
    int64_t changed = 0;
    status_t s = invite_look(db, x->a, x->j->code, &who, err);
    stmt_t *q = s == ST_OK ? db_query(db, &q_ticket_used, err) : NULL;
    if (!q) return s == ST_OK ? err->status : s;
    bind_id(q, 1, &who.ticket);
    bind_ms(q, 2, clock_wall());
    s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed) s = no_good(err);
    if (s == ST_OK) s = who.recovery ? come_back(db, x, &who, err) : come_in(db, x, &who, err);
    return s == ST_OK ? session_open(db, who.person, x->token, x->j->device, err) : s;
}

/* What is wrong with the form is said before the slow hash, and only to who holds a good code. */
static status_t form_good(store_t *st, arena_t *a, const joining_t *j, err_t *err)
{
    enum { NAME_MOST = 100 };
    invited_t who;
    db_t *db;
    status_t s = store_read(st, &db, err);
    if (s != ST_OK) return s;
    s = invite_look(db, a, j->code, &who, err);
    store_done(st, db);
    if (s != ST_OK || who.recovery) return s;
    if (!login_good(j->login))
        return err_at(err, ST_INPUT, "person.login", "login", 0,
                      N_("A sign-in name has 3 to 64 of: a-z, 0-9, full stop, hyphen, underscore."));
    if (!j->name.n || utf8_len(j->name) > NAME_MOST)
        return err_at(err, ST_INPUT, "person.name", "name", 0, N_("A name has 1 to %d characters."), NAME_MOST);
    return ST_OK;
}

status_t invite_join(store_t *st, const joining_t *j, char token[44], err_t *err)
{
    act_t x = {.j = j, .a = arena_new(1 << 20)};
    if (!x.a) return err_set(err, ST_MEMORY, "store.memory", N_("Not enough memory."));
    status_t s = form_good(st, x.a, j, err);
    if (s == ST_OK) s = password_hash(j->password, x.hash, err);
    if (s == ST_OK) {
        token_new(token);
        x.token = (str_t){token, 43};
        s = store_act(st, join_act, &x, err);
    }
    arena_free(x.a);
    return s;
}
