/* SPDX-License-Identifier: Apache-2.0
 *
 * A word to the unit whose page still shows what was replaced or withdrawn: when it is owed, and when its time is over.
 */
#include <jansson.h>
#include "campaign/campaign_internal.h"
#include "campaign/correction.h"
#include "campaign/nudge_internal.h"
#include "campaign/queries.h"

enum { CORRECTIONS_ARENA = 256 << 20 };

typedef struct owner {
    str_t name, email, from;
    bool reminds; /* the campaign the posting was for does */
} owner_t;

static status_t owner_of(db_t *db, arena_t *a, ident_t unit, ident_t record, owner_t *out, err_t *err)
{
    *out = (owner_t){S(""), S(""), S(""), false};
    stmt_t *q = db_query(db, &q_nudge_doubt_unit, err);
    if (!q) return err->status;
    bind_id(q, 1, &unit);
    bind_id(q, 2, &record);
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = (owner_t){col_text(q, a, 0), col_text(q, a, 1), col_text(q, a, 5), col_int(q, 6) != 0};
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

/* The same for the same posting, old version and step. */
static str_t body_of(arena_t *a, const correction_t *c, ms_t at)
{
    char id[IDENT_TEXT];
    ident_text(c->record, id);
    return str_fmt(a, "{\"code\":\"%.*s\",\"over\":%s,\"record\":\"%s\"}", STRF(c->old_code),
                   c->due < at ? "true" : "false", id);
}

typedef struct work {
    arena_t *a;
    correction_t *list;
    size_t n, queued;
    ms_t at;
} work_t;

static status_t put_act(db_t *db, void *arg, err_t *err)
{
    work_t *w = arg;
    static const ident_t program;
    status_t s = ST_OK;
    for (size_t k = 0; s == ST_OK && k < w->n; k++) {
        const correction_t *c = &w->list[k];
        owner_t u;
        bool there = true;
        str_t body = body_of(w->a, c, w->at);
        if (c->corrected) continue;
        s = owner_of(db, w->a, c->unit, c->record, &u, err);
        if (s == ST_OK && u.email.n && u.reminds) s = nudge_known(db, c->unit, S("nudge.correct"), body, &there, err);
        if (s != ST_OK || there) continue;
        s = journal_add(db, program, "nudge.correct", c->unit, body, err);
        w->queued++;
    }
    return s;
}

status_t nudge_corrections(store_t *st, size_t *queued, err_t *err)
{
    db_t *db;
    arena_t *a = arena_new(CORRECTIONS_ARENA);
    if (!a) return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
    work_t w = {.a = a, .at = clock_now()};
    status_t s = store_read(st, &db, err);
    if (s == ST_OK) {
        s = corrections(db, a, S(""), w.at, &w.list, &w.n, err);
        store_done(st, db);
    }
    if (s == ST_OK && w.n) s = store_act(st, put_act, &w, err);
    if (s == ST_OK) *queued += w.queued;
    arena_free(a);
    return s;
}

static void words(arena_t *a, const owner_t *u, const correction_t *c, nudge_t *x)
{
    char day[32];
    ms_vn_date(c->due, day);
    str_t what = c->withdrawn || !c->new_code.n
                     ? str_fmt(a,
                               tr(LANG_VI, N_("“%.*s” (%.*s) was withdrawn, and a page of %.*s shows it still. Take it "
                                              "down by %s.")),
                               STRF(c->title), STRF(c->old_code), STRF(u->name), day)
                     : str_fmt(a,
                               tr(LANG_VI, N_("“%.*s” has a newer version (%.*s), and a page of %.*s shows the old one "
                                              "(%.*s). Replace it by %s.")),
                               STRF(c->title), STRF(c->new_code), STRF(u->name), STRF(c->old_code), day);
    x->subject = str_fmt(a, tr(LANG_VI, N_("[Correction] %.*s")), STRF(c->title));
    x->text = what;
    x->mail = str_fmt(
        a, "%s\n\n%.*s\n\n%s\n\n%s\n%.*s\n", tr(LANG_VI, N_("Dear colleagues,")), STRF(what),
        tr(LANG_VI, N_("Nothing need be reported: the page is read again by the program.")),
        tr(LANG_VI, N_("Which page it is stands at the desk, on your unit's page. This message has no link: open "
                       "the desk as you are used to.")),
        STRF(u->from.n ? u->from : u->name));
}

bool nudge_correct(store_t *st, arena_t *a, ident_t unit, str_t body, nudge_t *out, err_t *err)
{
    json_t *o = json_loadb(body.p, body.n, 0, NULL);
    const char *id = json_string_value(json_object_get(o, "record"));
    const char *code = json_string_value(json_object_get(o, "code"));
    str_t old = code ? str_dup(a, str_of(code)) : S("");
    ident_t record;
    correction_t *list = NULL;
    const correction_t *c = NULL;
    size_t n = 0;
    owner_t u;
    db_t *db;
    bool good = id && ident_parse(str_of(id), &record);
    json_decref(o);
    if (!good || store_read(st, &db, err) != ST_OK) return false;
    good = corrections(db, a, S(""), clock_now(), &list, &n, err) == ST_OK &&
           owner_of(db, a, unit, record, &u, err) == ST_OK;
    store_done(st, db);
    for (size_t k = 0; good && k < n; k++)
        if (ident_eq(list[k].record, record) && str_eq(list[k].old_code, old) && !list[k].corrected) c = &list[k];
    if (!c || !u.email.n || !u.reminds) return false;
    *out = (nudge_t){.unit = unit, .name = u.name, .email = u.email};
    words(a, &u, c, out);
    return !arena_failed(a);
}
