/* SPDX-License-Identifier: Apache-2.0
 *
 * An invitation to the desk by e-mail. It holds a code and no link: who reads it opens the desk by an address known otherwise.
 */
#include "base/crypto.h"
#include "campaign/nudge_internal.h"
#include "people/invite.h"

typedef struct take {
    arena_t *a;
    ident_t person;
    invite_letter_t letter;
} take_t;

static status_t take_act(db_t *db, void *arg, err_t *err)
{
    take_t *t = arg;
    return invite_mail_take(db, t->a, t->person, &t->letter, err);
}

bool nudge_invite(store_t *st, arena_t *a, ident_t person, nudge_t *out, err_t *err)
{
    char day[32];
    take_t t = {.a = a, .person = person};
    if (store_act(st, take_act, &t, err) != ST_OK) return false;
    str_t by = t.letter.by.n ? t.letter.by : str_of(tr(LANG_VI, N_("The coordinator")));
    ms_vn_date(t.letter.ends, day);
    *out = (nudge_t){.unit = person, .name = t.letter.name, .email = t.letter.email};
    out->subject = str_of(tr(LANG_VI, N_("[Invitation] The campaign's desk")));
    out->mail =
        str_fmt(a,
                tr(LANG_VI, N_("Dear %.*s,\n\n%.*s invites you to the desk of the campaign against online scams.\n\n"
                               "Your code: %s\n\nIt serves once, until %s. This message has no link: open the desk by "
                               "the address your office was told, choose “I was invited”, and type the "
                               "code.\n\nNot sure that this is genuine? Ring %.*s on a number you know.\n")),
                STRF(t.letter.name), STRF(by), t.letter.code, day, STRF(by));
    secret_wipe(t.letter.code, sizeof t.letter.code);
    return !arena_failed(a);
}
