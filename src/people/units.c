/* SPDX-License-Identifier: Apache-2.0 */
#include "people/people.h"
#include <jansson.h>
#include "people/queries.h"

enum { MOST_UNITS = 200000, MOST_SUCCESSORS = 64, LINEAGE_DEPTH = 16 };

static unit_t unit_from_row(stmt_t *q, arena_t *a)
{
    return (unit_t){.id = col_id(q, 0),
                    .parent = col_id(q, 1),
                    .code = col_text(q, a, 2),
                    .name = col_text(q, a, 3),
                    .name_en = col_text(q, a, 4),
                    .kind = col_text(q, a, 5),
                    .path = col_text(q, a, 6),
                    .from = col_int(q, 7),
                    .to = col_int(q, 8),
                    .places = col_text(q, a, 9),
                    .households = col_int(q, 10),
                    .population = col_int(q, 11),
                    .staff = col_int(q, 12),
                    .source = col_text(q, a, 13)};
}

static status_t one(stmt_t *q, arena_t *a, unit_t *out, err_t *err)
{
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = unit_from_row(q, a);
    stmt_done(q);
    if (s == ST_ROW) return ST_OK;
    return s == ST_END ? err_set(err, ST_NOT_FOUND, "unit.none", N_("There is no such unit.")) : s;
}

status_t unit_by_id(db_t *db, arena_t *a, ident_t id, unit_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_unit_by_id, err);
    if (!q) return err->status;
    bind_id(q, 1, &id);
    return one(q, a, out, err);
}

status_t unit_by_code(db_t *db, arena_t *a, str_t code, ms_t at, unit_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_unit_by_code, err);
    if (!q) return err->status;
    bind_text(q, 1, code);
    bind_ms(q, 2, at);
    return one(q, a, out, err);
}

status_t unit_list(db_t *db, arena_t *a, ident_t under, str_t kind, ms_t at, unit_t **out, size_t *n, err_t *err)
{
    unit_t top = {.path = S("")};
    if (!ident_none(under)) {
        status_t s = unit_by_id(db, a, under, &top, err);
        if (s != ST_OK) return s;
    }
    stmt_t *q = db_query(db, &q_unit_list, err);
    if (!q) return err->status;
    bind_text(q, 1, top.path);
    bind_text(q, 2, kind.p ? kind : S(""));
    bind_ms(q, 3, at);
    vec_t v = vec_new(a, sizeof(unit_t), MOST_UNITS);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        unit_t *u = vec_push(&v);
        if (!u) {
            s = err_set(err, ST_LIMIT, "unit.too-many", N_("There are too many units to list."));
            break;
        }
        *u = unit_from_row(q, a);
    }
    stmt_done(q);
    if (s != ST_END) return s;
    *out = v.at;
    *n = v.len;
    return ST_OK;
}

/* --- lineage --- */

typedef struct trace {
    db_t *db;
    arena_t *a;
    ms_t at;
    vec_t ends;
    err_t *err;
} trace_t;

static status_t follow(trace_t *t, ident_t unit, double share, int depth);

static status_t add_end(trace_t *t, ident_t unit, double share)
{
    for (size_t i = 0; i < t->ends.len; i++) {
        unit_share_t *e = &VEC_AT(&t->ends, unit_share_t, i);
        if (!ident_eq(e->unit, unit)) continue;
        e->share += share;
        return ST_OK;
    }
    unit_share_t *e = vec_push(&t->ends);
    if (!e) return err_set(t->err, ST_LIMIT, "unit.lineage", N_("A unit's lineage is too long."));
    *e = (unit_share_t){unit, share};
    return ST_OK;
}

static status_t follow_all(trace_t *t, str_t becomes, ms_t ended, double share, int depth)
{
    json_t *list = json_loadb(becomes.p, becomes.n, 0, NULL), *item;
    size_t i;
    status_t s = ST_OK;
    json_array_foreach(list, i, item)
    {
        const char *code = json_string_value(json_object_get(item, "unit"));
        unit_t next;
        if (!code || s != ST_OK) continue;
        s = unit_by_code(t->db, t->a, str_of(code), ended, &next, t->err);
        if (s == ST_OK) s = follow(t, next.id, share * json_number_value(json_object_get(item, "share")), depth + 1);
    }
    json_decref(list);
    return s;
}

static status_t follow(trace_t *t, ident_t unit, double share, int depth)
{
    if (depth == LINEAGE_DEPTH) return err_set(t->err, ST_LIMIT, "unit.lineage", N_("A unit's lineage is too long."));
    stmt_t *q = db_query(t->db, &q_unit_becomes, t->err);
    if (!q) return t->err->status;
    bind_id(q, 1, &unit);
    status_t s = stmt_next(q, t->err);
    str_t becomes = s == ST_ROW ? col_text(q, t->a, 0) : STR_NONE;
    ms_t ended = s == ST_ROW ? col_int(q, 1) : 0;
    stmt_done(q);
    if (s == ST_END) return err_set(t->err, ST_NOT_FOUND, "unit.none", N_("There is no such unit."));
    if (s != ST_ROW) return s;
    if (ended > t->at) return add_end(t, unit, share);
    return follow_all(t, becomes, ended, share, depth);
}

status_t unit_became(db_t *db, arena_t *a, ident_t unit, ms_t at, unit_share_t **out, size_t *n, err_t *err)
{
    trace_t t = {db, a, at, vec_new(a, sizeof(unit_share_t), MOST_SUCCESSORS), err};
    status_t s = follow(&t, unit, 1.0, 0);
    *out = t.ends.at;
    *n = t.ends.len;
    return s;
}

status_t unit_set_places(db_t *db, ident_t unit, str_t places, ident_t who, err_t *err)
{
    stmt_t *q = db_query(db, &q_unit_places, err);
    if (!q) return err->status;
    bind_id(q, 1, &unit);
    bind_text(q, 2, places);
    status_t s = stmt_run(q, NULL, err);
    return s == ST_OK ? journal_add(db, who, "unit.places", unit, places, err) : s;
}

status_t unit_add(db_t *db, unit_t *u, ident_t who, err_t *err)
{
    u->id = ident_new();
    stmt_t *q = db_query(db, &q_unit_put, err);
    if (!q) return err->status;
    bind_id(q, 1, &u->id);
    bind_text(q, 2, u->code);
    bind_text(q, 3, u->name);
    bind_text(q, 4, u->name_en.p ? u->name_en : S(""));
    bind_text(q, 5, u->kind);
    bind_id(q, 6, &u->parent);
    bind_text(q, 7, u->path);
    bind_ms(q, 8, u->from);
    bind_ms(q, 9, u->to);
    bind_text(q, 10, S("[]"));
    bind_text(q, 11, u->places.p ? u->places : S("[]"));
    bind_int(q, 12, u->households);
    bind_int(q, 13, u->population);
    bind_int(q, 14, u->staff);
    bind_text(q, 15, S("vi"));
    bind_text(q, 16, u->source.p ? u->source : S(""));
    bind_text(q, 17, u->email.p ? u->email : S(""));
    status_t s = stmt_run(q, NULL, err);
    return s == ST_OK ? journal_add(db, who, "unit.add", u->id, S("{}"), err) : s;
}

bool email_ok(str_t s)
{
    size_t at = str_chr(s, '@', 0);
    if (at == 0 || at == SIZE_MAX || at + 1 >= s.n || s.n > 254 || str_chr(s, '@', at + 1) != SIZE_MAX) return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] >= 127 || strchr("<>()[]\\,;:\"", s.p[i])) return false;
    return str_chr(s, '.', at) != SIZE_MAX;
}
