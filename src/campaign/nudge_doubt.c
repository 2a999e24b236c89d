/* SPDX-License-Identifier: Apache-2.0
 *
 * A word to the unit, and to nobody else, when its posting was not found: what changed and when the next look comes.
 */
#include <jansson.h>
#include "campaign/nudge_internal.h"
#include "campaign/queries.h"
#include "proof/proof.h"

typedef struct about {
    str_t name, email, clause, mark, from;
} about_t;

static bool read_about(db_t *db, arena_t *a, ident_t unit, ident_t record, about_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_nudge_doubt_unit, err);
    if (!q) return false;
    bind_id(q, 1, &unit);
    bind_id(q, 2, &record);
    bool found = stmt_next(q, err) == ST_ROW;
    if (found)
        *out =
            (about_t){col_text(q, a, 0), col_text(q, a, 1), col_text(q, a, 2),
                      str_fmt(a, "%lld/%s", (long long)col_int(q, 3), str_z(a, col_text(q, a, 4))), col_text(q, a, 5)};
    stmt_done(q);
    return found && out->email.n;
}

static void words(arena_t *a, const about_t *u, const proof_summary_t *p, nudge_t *x)
{
    char when[32];
    ms_vn_time(p->last_look, when);
    bool doubt = p->state == PROOF_DOUBTED;
    str_t line =
        str_fmt(a,
                tr(LANG_VI, doubt ? N_("Dispatch %.*s, duty %.*s: at %s the program did not find the posting that "
                                       "%.*s claimed.")
                                  : N_("Dispatch %.*s, duty %.*s: since %s the posting that %.*s claimed does not "
                                       "stand any more.")),
                STRF(u->mark), STRF(u->clause), when, STRF(u->name));
    x->subject = str_fmt(a, tr(LANG_VI, N_("[Posting] Dispatch %.*s, duty %.*s")), STRF(u->mark), STRF(u->clause));
    x->text = line;
    x->mail =
        str_fmt(a, "%s\n\n%.*s\n\n%s\n\n%s\n%.*s\n", tr(LANG_VI, N_("Dear colleagues,")), STRF(line),
                tr(LANG_VI, doubt ? N_("It may be a bad moment of the site: nobody else is told, and the next look "
                                       "decides. If the page was moved, claim its new address.")
                                  : N_("Put it back or claim its new address: the next look restores it.")),
                tr(LANG_VI, N_("What was seen stands at the desk, on your unit's page. This message has no link: open "
                               "the desk as you are used to.")),
                STRF(u->from.n ? u->from : u->name));
}

bool nudge_doubt(store_t *st, arena_t *a, ident_t unit, str_t body, nudge_t *out, err_t *err)
{
    json_t *o = json_loadb(body.p, body.n, 0, NULL);
    const char *id = json_string_value(json_object_get(o, "record"));
    ident_t record;
    about_t u = {{0}, {0}, {0}, {0}, {0}};
    proof_summary_t p;
    db_t *db;
    bool owed = id && ident_parse(str_of(id), &record);
    json_decref(o);
    if (!owed || store_read(st, &db, err) != ST_OK) return false;
    owed = read_about(db, a, unit, record, &u, err) &&
           proof_state_of_record(db, a, record, clock_now(), &p, err) == ST_OK &&
           (p.state == PROOF_DOUBTED || p.state == PROOF_LAPSED || p.state == PROOF_CONTRADICTED);
    store_done(st, db);
    if (!owed) return false;
    *out = (nudge_t){.unit = unit, .name = u.name, .email = u.email};
    words(a, &u, &p, out);
    return !arena_failed(a);
}
