/* SPDX-License-Identifier: Apache-2.0 */
#include "people/queries.h"
#include "people/sessions.h"
#include "people/ticket.h"
#include "people/token.h"

static const char *const scopes[TOKEN_SCOPES] = {[TOKEN_METRICS] = "metrics", [TOKEN_PROGRESS] = "progress"};

const char *token_scope_name(token_scope_t s)
{
    return s < TOKEN_SCOPES ? scopes[s] : "";
}

bool token_scope_parse(str_t s, token_scope_t *out)
{
    for (int i = 0; i < TOKEN_SCOPES; i++) {
        if (!str_eq(s, str_of(scopes[i]))) continue;
        *out = (token_scope_t)i;
        return true;
    }
    return false;
}

status_t token_make(db_t *db, str_t label, token_scope_t scope, ident_t unit, ms_t until, ident_t by,
                    char text[TOKEN_TEXT], ident_t *out, err_t *err)
{
    enum { LABEL_MOST = 60 };
    if (!label.n || utf8_len(label) > LABEL_MOST)
        return err_at(err, ST_INPUT, "token.name", "name", 0, N_("A token's name has 1 to %d characters."), LABEL_MOST);
    if (until <= clock_wall()) return err_set(err, ST_INPUT, "token.until", N_("A token must end in the future."));
    if (scope == TOKEN_PROGRESS && ident_none(unit))
        return err_set(err, ST_INPUT, "token.unit", N_("Say for which unit: a token reads no further than that."));
    memcpy(text, "cg_", 4);
    token_new(text + 3);
    ticket_t t = {.kind = S("machine"),
                  .scope = str_of(token_scope_name(scope)),
                  .label = label,
                  .unit = unit,
                  .made_by = by,
                  .ends = until,
                  .hash = sha256(str_of(text))};
    status_t s = ticket_put(db, &t, out, err);
    return s == ST_OK ? journal_add(db, by, "token.make", *out, S("{}"), err) : s;
}

status_t token_revoke(db_t *db, ident_t token, ident_t by, err_t *err)
{
    stmt_t *q = db_query(db, &q_ticket_revoke, err);
    if (!q) return err->status;
    bind_id(q, 1, &token);
    bind_ms(q, 2, clock_wall());
    int64_t changed = 0;
    status_t s = stmt_run(q, &changed, err);
    if (s == ST_OK && !changed)
        return err_set(err, ST_NOT_FOUND, "token.none", N_("There is no such token, or it is void already."));
    return s == ST_OK ? journal_add(db, by, "token.revoke", token, S("{}"), err) : s;
}

status_t token_list(db_t *db, arena_t *a, token_t **out, size_t *n, err_t *err)
{
    enum { MOST = 10000 };
    stmt_t *q = db_query(db, &q_machines, err);
    if (!q) return err->status;
    vec_t v = vec_new(a, sizeof(token_t), MOST);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        token_t *t = vec_push(&v);
        if (!t) break;
        *t = (token_t){.id = col_id(q, 0),
                       .label = col_text(q, a, 1),
                       .scope = col_text(q, a, 2),
                       .made = col_int(q, 3),
                       .until = col_int(q, 4),
                       .used = col_int(q, 5),
                       .revoked = col_int(q, 6) != 0,
                       .unit_code = col_text(q, a, 7),
                       .unit_name = col_text(q, a, 8)};
    }
    stmt_done(q);
    if (s != ST_END) return s == ST_ROW ? ST_MEMORY : s;
    *out = v.at;
    *n = v.len;
    return ST_OK;
}

static bool row(stmt_t *q, machine_t *out)
{
    arena_t *a = arena_new(65536);
    ms_t now = clock_wall();
    if (!a) return false;
    out->token = col_id(q, 0);
    bool good = str_eq(col_text(q, a, 1), S("machine")) && now < col_int(q, 3) && !col_int(q, 5) &&
                token_scope_parse(col_text(q, a, 11), &out->scope);
    out->note = now - col_int(q, 4) >= MS_HOUR;
    out->unit = col_id(q, 10);
    arena_free(a);
    return good;
}

status_t token_machine(db_t *db, str_t text, machine_t *out, err_t *err)
{
    memset(out, 0, sizeof *out);
    digest_t hash = sha256(text);
    bool good = false;
    if (text.n == TOKEN_TEXT - 1 && str_starts(text, S("cg_"))) {
        stmt_t *q = db_query(db, &q_ticket_by_hash, err);
        if (!q) return err->status;
        bind_blob(q, 1, (str_t){(const char *)hash.b, sizeof hash.b});
        status_t s = stmt_next(q, err);
        good = s == ST_ROW && row(q, out);
        stmt_done(q);
        if (s != ST_ROW && s != ST_END) return s;
    }
    return good ? ST_OK : err_set(err, ST_DENIED, "token.wrong", N_("This token is unknown, void or over."));
}

status_t token_seen(db_t *db, ident_t token, err_t *err)
{
    stmt_t *q = db_query(db, &q_ticket_seen, err);
    if (!q) return err->status;
    bind_id(q, 1, &token);
    bind_ms(q, 2, clock_wall());
    return stmt_run(q, NULL, err);
}
