/* SPDX-License-Identifier: Apache-2.0
 *
 * Codes, from the side of who gives them: made, renewed, taken back.
 */
#include "people/invite.h"
#include "people/code.h"
#include "people/queries.h"
#include "people/ticket.h"

status_t ticket_put(db_t *db, const ticket_t *t, ident_t *out, err_t *err)
{
    *out = ident_new();
    stmt_t *q = db_query(db, &q_ticket_put, err);
    if (!q) return err->status;
    bind_id(q, 1, out);
    bind_blob(q, 2, (str_t){(const char *)t->hash.b, sizeof t->hash.b});
    bind_text(q, 3, t->kind);
    if (ident_none(t->person))
        bind_null(q, 4);
    else
        bind_id(q, 4, &t->person);
    if (ident_none(t->unit))
        bind_null(q, 5);
    else
        bind_id(q, 5, &t->unit);
    bind_text(q, 6, t->scope.p ? t->scope : S(""));
    bind_text(q, 7, t->label.p ? t->label : S(""));
    bind_id(q, 8, &t->made_by);
    bind_ms(q, 9, clock_wall());
    bind_ms(q, 10, t->ends);
    return stmt_run(q, NULL, err);
}

/* What `person` holds of that kind is void. */
static status_t revoke(db_t *db, ident_t person, str_t kind, err_t *err)
{
    stmt_t *q = db_query(db, &q_tickets_revoke, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    bind_text(q, 2, kind);
    bind_ms(q, 3, clock_wall());
    return stmt_run(q, NULL, err);
}

static status_t give_code(db_t *db, ident_t person, str_t kind, ident_t by, ms_t lasts, char code[CODE_TEXT],
                          err_t *err)
{
    ident_t id;
    status_t s = revoke(db, person, kind, err);
    ticket_t t = {.kind = kind, .person = person, .made_by = by, .ends = clock_wall() + lasts};
    slip_code_new(code, &t.hash);
    return s == ST_OK ? ticket_put(db, &t, &id, err) : s;
}

static status_t few_enough(db_t *db, ident_t by, err_t *err)
{
    stmt_t *q = db_query(db, &q_tickets_waiting, err);
    if (!q) return err->status;
    bind_id(q, 1, &by);
    bind_ms(q, 2, clock_wall());
    status_t s = stmt_next(q, err);
    int64_t n = s == ST_ROW ? col_int(q, 0) : 0;
    stmt_done(q);
    if (s != ST_ROW && s != ST_END) return s;
    if (n < INVITES_WAITING) return ST_OK;
    return err_set(err, ST_LIMIT, "invite.many",
                   N_("%d of your invitations wait for an answer. Withdraw those nobody needs any more."),
                   INVITES_WAITING);
}

status_t invite_make(db_t *db, str_t name, const seat_t *seat, ident_t by, char code[CODE_TEXT], ident_t *person,
                     err_t *err)
{
    enum { NAME_MOST = 100 };
    char login[IDENT_TEXT + 1] = "~";
    ident_t seat_id;
    if (!name.n || utf8_len(name) > NAME_MOST)
        return err_at(err, ST_INPUT, "person.name", "name", 0, N_("A name has 1 to %d characters."), NAME_MOST);
    status_t s = few_enough(db, by, err);
    if (s != ST_OK) return s;
    *person = ident_new();
    ident_text(*person, login + 1);
    stmt_t *q = db_query(db, &q_person_invite, err);
    if (!q) return err->status;
    bind_id(q, 1, person);
    bind_text(q, 2, str_of(login));
    bind_text(q, 3, name);
    bind_ms(q, 4, clock_now());
    s = stmt_run(q, NULL, err);
    if (s == ST_OK) s = journal_add(db, by, "person.invite", *person, S("{}"), err);
    if (s == ST_OK) s = seat_put(db, seat, *person, true, by, &seat_id, err);
    return s == ST_OK ? give_code(db, *person, S("invitation"), by, INVITE_LASTS, code, err) : s;
}

static status_t state_of(db_t *db, ident_t person, bool *invited, err_t *err)
{
    arena_t *a = arena_new(4096);
    stmt_t *q = a ? db_query(db, &q_person_by_id, err) : NULL;
    status_t s = q ? ST_OK : ST_STORE;
    if (q) {
        bind_id(q, 1, &person);
        s = stmt_next(q, err);
        *invited = s == ST_ROW && str_eq(col_text(q, a, 5), S("invited"));
        stmt_done(q);
    }
    arena_free(a);
    if (s == ST_ROW) return ST_OK;
    return s == ST_END ? err_set(err, ST_NOT_FOUND, "person.none", N_("There is no such person.")) : s;
}

static status_t still_invited(db_t *db, ident_t person, err_t *err)
{
    bool invited = false;
    status_t s = state_of(db, person, &invited, err);
    if (s != ST_OK || invited) return s;
    return err_set(err, ST_CONFLICT, "invite.came",
                   N_("This person has come already: there is no invitation any more."));
}

status_t invite_again(db_t *db, ident_t person, ident_t by, char code[CODE_TEXT], err_t *err)
{
    status_t s = still_invited(db, person, err);
    if (s == ST_OK) s = give_code(db, person, S("invitation"), by, INVITE_LASTS, code, err);
    return s == ST_OK ? journal_add(db, by, "person.invite-again", person, S("{}"), err) : s;
}

status_t invite_withdraw(db_t *db, ident_t person, ident_t by, err_t *err)
{
    const query_t *const steps[] = {&q_tickets_gone, &q_seats_gone, &q_person_gone};
    status_t s = still_invited(db, person, err);
    for (size_t i = 0; s == ST_OK && i < sizeof steps / sizeof *steps; i++) {
        stmt_t *q = db_query(db, steps[i], err);
        if (!q) return err->status;
        bind_id(q, 1, &person);
        s = stmt_run(q, NULL, err);
    }
    return s == ST_OK ? journal_add(db, by, "person.uninvite", person, S("{}"), err) : s;
}

status_t recovery_grant(db_t *db, ident_t person, ident_t by, char code[CODE_TEXT], err_t *err)
{
    bool invited = false;
    if (ident_eq(person, by))
        return err_set(err, ST_DENIED, "recovery.self",
                       N_("Nobody grants recovery to themselves. Ask somebody with a seat above yours."));
    status_t s = state_of(db, person, &invited, err);
    if (s == ST_OK && invited)
        s = err_set(err, ST_CONFLICT, "recovery.invited", N_("This person has not come yet: send a new invitation."));
    if (s == ST_OK) s = give_code(db, person, S("recovery"), by, RECOVERY_LASTS, code, err);
    if (s == ST_OK) s = sign_out_everywhere(db, person, by, err);
    return s == ST_OK ? journal_add(db, by, "person.recovery", person, S("{}"), err) : s;
}

status_t invite_state(db_t *db, ident_t person, str_t kind, invite_state_t *out, err_t *err)
{
    memset(out, 0, sizeof *out);
    stmt_t *q = db_query(db, &q_ticket_of, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    bind_text(q, 2, kind);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) {
        out->ends = col_int(q, 0);
        out->used = col_int(q, 1) != 0;
        out->revoked = col_int(q, 2) != 0;
        out->over = clock_wall() >= out->ends;
        out->mail_waits = col_int(q, 3) != 0;
    }
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

/* --- what the person is told --- */

status_t recovery_news(db_t *db, arena_t *a, ident_t person, recovery_news_t **out, size_t *n, err_t *err)
{
    enum { MOST = 100 };
    stmt_t *q = db_query(db, &q_ticket_news, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    vec_t v = vec_new(a, sizeof(recovery_news_t), MOST);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        recovery_news_t *x = vec_push(&v);
        if (!x) break;
        *x = (recovery_news_t){.made = col_int(q, 0), .used = col_int(q, 1), .by = col_text(q, a, 2)};
    }
    stmt_done(q);
    if (s != ST_END && s != ST_ROW) return s;
    *out = v.at;
    *n = v.len;
    return ST_OK;
}

status_t recovery_told(db_t *db, ident_t person, err_t *err)
{
    stmt_t *q = db_query(db, &q_ticket_told, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    bind_ms(q, 2, clock_wall());
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    return s == ST_OK && changed ? journal_add(db, person, "person.recovery-read", person, S("{}"), err) : s;
}
