/* SPDX-License-Identifier: Apache-2.0
 *
 * Sessions. The cookie's token is 256 random bits; the store keeps its SHA-256, so a stolen database signs nobody in.
 * Times here are the machine's (clock_wall): a demonstration's clock must not stretch a session.
 */
#include "people/sessions.h"
#include <sodium.h>
#include "people/queries.h"

#define SESSION_IDLE  (12 * MS_HOUR)
#define SESSION_WHOLE (7 * MS_DAY)
#define TOUCH_EVERY   MS_MINUTE

void token_new(char token[44])
{
    uint8_t raw[32];
    rand_bytes(raw, sizeof raw);
    sodium_bin2base64(token, 44, raw, sizeof raw, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    secret_wipe(raw, sizeof raw);
}

static status_t put(db_t *db, ident_t person, str_t token, str_t device, err_t *err)
{
    digest_t hash = sha256(token);
    ident_t id = ident_new();
    ms_t now = clock_wall();
    stmt_t *q = db_query(db, &q_session_put, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    bind_blob(q, 2, (str_t){(const char *)hash.b, sizeof hash.b});
    bind_id(q, 3, &person);
    bind_ms(q, 4, now);
    bind_ms(q, 5, now + SESSION_WHOLE);
    bind_text(q, 6, device.p ? device : S(""));
    return stmt_run(q, NULL, err);
}

status_t session_open(db_t *db, ident_t person, str_t token, str_t device, err_t *err)
{
    ms_t now = clock_wall();
    stmt_t *q = db_query(db, &q_session_sweep, err);
    if (!q) return err->status;
    bind_ms(q, 1, now);
    bind_ms(q, 2, now - SESSION_IDLE);
    status_t s = stmt_run(q, NULL, err);
    if (s == ST_OK) s = put(db, person, token, device, err);
    q = s == ST_OK ? db_query(db, &q_person_in, err) : NULL;
    if (!q) return s == ST_OK ? err->status : s;
    bind_id(q, 1, &person);
    bind_ms(q, 2, clock_now());
    s = stmt_run(q, NULL, err);
    return s == ST_OK ? journal_add(db, person, "session.open", person, S("{}"), err) : s;
}

status_t session_prove(db_t *db, ident_t session, ident_t person, err_t *err)
{
    stmt_t *q = db_query(db, &q_session_prove, err);
    if (!q) return err->status;
    bind_id(q, 1, &session);
    bind_ms(q, 2, clock_wall());
    status_t s = stmt_run(q, NULL, err);
    return s == ST_OK ? journal_add(db, person, "session.prove", person, S("{}"), err) : s;
}

status_t session_actor(db_t *db, arena_t *a, str_t token, actor_t *out, err_t *err)
{
    if (token.n != 43) return err_set(err, ST_DENIED, "session.none", N_("You are not signed in."));
    digest_t hash = sha256(token);
    stmt_t *q = db_query(db, &q_session_by_hash, err);
    if (!q) return err->status;
    bind_blob(q, 1, (str_t){(const char *)hash.b, sizeof hash.b});
    status_t s = stmt_next(q, err);
    ms_t now = clock_wall(), seen = 0, ends = 0;
    bool active = false;
    memset(out, 0, sizeof *out);
    if (s == ST_ROW) {
        out->session = col_id(q, 0);
        out->person = col_id(q, 1);
        seen = col_int(q, 2);
        ends = col_int(q, 3);
        out->name = col_text(q, a, 4);
        active = str_eq(col_text(q, a, 5), S("active"));
        out->proved = col_int(q, 6);
        out->owes_factor = col_int(q, 7) != 0;
    }
    stmt_done(q);
    if (s != ST_ROW && s != ST_END) return s;
    if (s == ST_END || !active || now >= ends || now - seen >= SESSION_IDLE)
        return err_set(err, ST_DENIED, "session.none", N_("You are not signed in."));
    out->touch = now - seen >= TOUCH_EVERY;
    return seats_of(db, a, out->person, clock_now(), &out->seats, &out->n_seats, err);
}

bool actor_fresh(const actor_t *who, ms_t within)
{
    return who && clock_wall() - who->proved < within;
}

status_t session_touch(db_t *db, ident_t session, err_t *err)
{
    stmt_t *q = db_query(db, &q_session_touch, err);
    if (!q) return err->status;
    bind_id(q, 1, &session);
    bind_ms(q, 2, clock_wall());
    return stmt_run(q, NULL, err);
}

status_t sign_out(db_t *db, ident_t session, ident_t who, err_t *err)
{
    stmt_t *q = db_query(db, &q_session_end, err);
    if (!q) return err->status;
    bind_id(q, 1, &session);
    bind_id(q, 2, &who);
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed) s = err_set(err, ST_NOT_FOUND, "session.gone", N_("That session has ended already."));
    return s == ST_OK ? journal_add(db, who, "session.end", who, S("{}"), err) : s;
}

status_t sign_out_everywhere(db_t *db, ident_t person, ident_t by, err_t *err)
{
    stmt_t *q = db_query(db, &q_session_end_all, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    status_t s = stmt_run(q, NULL, err);
    return s == ST_OK ? journal_add(db, by, "session.end-all", person, S("{}"), err) : s;
}

status_t session_list(db_t *db, arena_t *a, ident_t person, session_t **out, size_t *n, err_t *err)
{
    enum { MOST = 1000 };
    stmt_t *q = db_query(db, &q_session_list, err);
    if (!q) return err->status;
    bind_id(q, 1, &person);
    vec_t v = vec_new(a, sizeof(session_t), MOST);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        session_t *x = vec_push(&v);
        if (!x) break;
        *x = (session_t){.id = col_id(q, 0),
                         .made = col_int(q, 1),
                         .seen = col_int(q, 2),
                         .ends = col_int(q, 3),
                         .device = col_text(q, a, 4)};
    }
    stmt_done(q);
    if (s != ST_END && s != ST_ROW) return s;
    *out = v.at;
    *n = v.len;
    return ST_OK;
}

/* --- what a browser calls itself --- */

str_t device_name(arena_t *a, str_t user_agent)
{
    /* The first that stands in the text: a browser also names those it resembles. */
    static const char *const browsers[][2] = {
        {"Edg", "Edge"},        {"OPR/", "Opera"},      {"SamsungBrowser", "Samsung"},
        {"coc_coc", "Cốc Cốc"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"},
        {"CriOS", "Chrome"},    {"Chrome", "Chrome"},   {"Safari", "Safari"}};
    static const char *const systems[][2] = {{"Android", "Android"}, {"iPhone", "iPhone"},  {"iPad", "iPad"},
                                             {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"},
                                             {"Linux", "Linux"}};
    const char *browser = NULL, *system = NULL;
    for (size_t i = 0; !browser && i < sizeof browsers / sizeof *browsers; i++)
        if (str_find(user_agent, str_of(browsers[i][0]), 0) != SIZE_MAX) browser = browsers[i][1];
    for (size_t i = 0; !system && i < sizeof systems / sizeof *systems; i++)
        if (str_find(user_agent, str_of(systems[i][0]), 0) != SIZE_MAX) system = systems[i][1];
    return str_fmt(a, "%s%s%s", browser ? browser : "", browser && system ? ", " : "", system ? system : "");
}
