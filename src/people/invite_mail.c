/* SPDX-License-Identifier: Apache-2.0
 *
 * Invitations by e-mail: the address waits with the ticket, the code is made when the message goes.
 */
#include "people/code.h"
#include "people/invite.h"
#include "people/queries.h"

static status_t live(db_t *db, const query_t *what, ident_t person, str_t value, bool blob, err_t *err)
{
    int64_t changed = 0;
    stmt_t *q = db_query(db, what, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    bind_ms(q, 2, clock_wall());
    if (blob)
        bind_blob(q, 3, value);
    else
        bind_text(q, 3, value);
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed)
        s = err_set(err, ST_NOT_FOUND, "invite.none", N_("There is no invitation that waits for this person."));
    return s;
}

/* A code nobody has read takes the place of the last. */
static status_t fresh_code(db_t *db, ident_t person, char code[CODE_TEXT], err_t *err)
{
    digest_t hash;
    slip_code_new(code, &hash);
    return live(db, &q_ticket_new_code, person, (str_t){(const char *)hash.b, sizeof hash.b}, true, err);
}

status_t invite_by_mail(db_t *db, ident_t person, str_t email, ident_t by, err_t *err)
{
    char code[CODE_TEXT];
    if (!email_ok(email))
        return err_at(err, ST_INPUT, "invite.email", "email", 0, N_("“%.*s” is no e-mail address."),
                      STRF(str_sub(email, 0, 60)));
    status_t s = live(db, &q_ticket_to, person, email, false, err);
    if (s == ST_OK) s = fresh_code(db, person, code, err); /* the slip's code, which somebody may have seen, is void */
    secret_wipe(code, sizeof code);
    return s == ST_OK ? journal_add(db, by, "person.invite-mail", person, S("{}"), err) : s;
}

status_t invite_mail_take(db_t *db, arena_t *a, ident_t person, invite_letter_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_ticket_by_mail, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    bind_ms(q, 2, clock_wall());
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) {
        out->email = col_text(q, a, 0);
        out->name = col_text(q, a, 1);
        out->by = col_text(q, a, 2);
        out->ends = col_int(q, 3);
    }
    stmt_done(q);
    if (s == ST_END)
        return err_set(err, ST_NOT_FOUND, "invite.none", N_("There is no invitation that waits for this person."));
    return s == ST_ROW ? fresh_code(db, person, out->code, err) : s;
}

status_t invite_mail_went(db_t *db, ident_t person, err_t *err)
{
    status_t s = live(db, &q_ticket_to, person, S(""), false, err);
    return s == ST_NOT_FOUND ? ST_OK : s; /* used or taken back meanwhile */
}
