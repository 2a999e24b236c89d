/* SPDX-License-Identifier: Apache-2.0
 *
 * A dispatch's clauses as JSON, and the units they reach.
 */
#include <jansson.h>
#include "campaign/campaign_internal.h"
#include "campaign/queries.h"

static str_t text_of(arena_t *a, const json_t *o, const char *key)
{
    const json_t *v = json_object_get(o, key);
    return json_is_string(v) ? str_dup(a, (str_t){json_string_value(v), json_string_length(v)}) : S("");
}

status_t clauses_read(arena_t *a, str_t json, clause_t **out, size_t *n, err_t *err)
{
    *out = NULL;
    *n = 0;
    if (json.n > LETTER_LIMIT * 2) return err_set(err, ST_LIMIT, "dispatch.clauses", N_("The clauses are too long."));
    json_t *list = json_loadb(json.p, json.n, 0, NULL);
    size_t count = json_array_size(list);
    *out = count <= LETTER_CLAUSES ? ARENA_ARRAY(a, clause_t, count + 1) : NULL;
    for (size_t k = 0; *out && k < count; k++) {
        const json_t *o = json_array_get(list, k);
        clause_t *c = &(*out)[k];
        *c = (clause_t){.n = text_of(a, o, "n"),
                        .to = text_of(a, o, "to"),
                        .text = text_of(a, o, "text"),
                        .audience = text_of(a, o, "audience"),
                        .head = text_of(a, o, "head"),
                        .verb = verb_parse(text_of(a, o, "verb")),
                        .optional = json_is_true(json_object_get(o, "optional")),
                        .held = json_is_false(json_object_get(o, "passes_down")),
                        .units = text_of(a, o, "units"),
                        .releases = text_of(a, o, "releases"),
                        .evidence = text_of(a, o, "evidence"),
                        .target = json_integer_value(json_object_get(o, "target"))};
        if (c->target < 1) c->target = 1;
        if (!date_parse(text_of(a, o, "due"), &c->due)) c->due.y = 0;
    }
    json_decref(list);
    if (!*out) return err_set(err, ST_STORE, "dispatch.clauses", N_("The clauses are too long."));
    *n = count;
    return ST_OK;
}

static void put(buf_t *b, const char *key, str_t v)
{
    buf_fmt(b, ",\"%s\":", key);
    buf_json(b, v.p ? v : S(""));
}

str_t clauses_write(arena_t *a, const clause_t *c, size_t n)
{
    buf_t b = buf_new(a, LETTER_LIMIT * 2);
    buf_putc(&b, '[');
    for (size_t k = 0; k < n; k++) {
        buf_putz(&b, k ? ",{\"n\":" : "{\"n\":");
        buf_json(&b, c[k].n);
        if (c[k].head.n) put(&b, "head", c[k].head);
        put(&b, "to", c[k].to);
        put(&b, "verb", str_of(verb_name(c[k].verb)));
        put(&b, "text", c[k].text);
        put(&b, "audience", c[k].audience);
        buf_fmt(&b, ",\"optional\":%s", c[k].optional ? "true" : "false");
        if (c[k].held) buf_putz(&b, ",\"passes_down\":false");
        put(&b, "units", c[k].units);
        if (c[k].releases.n) put(&b, "releases", c[k].releases);
        if (c[k].evidence.n) put(&b, "evidence", c[k].evidence);
        if (c[k].target > 1) buf_fmt(&b, ",\"target\":%lld", (long long)c[k].target);
        if (c[k].due.y) buf_fmt(&b, ",\"due\":\"%04d-%02d-%02d\"", c[k].due.y, c[k].due.m, c[k].due.d);
        buf_putc(&b, '}');
    }
    buf_putc(&b, ']');
    return buf_ok(&b) ? buf_str(&b) : STR_NONE;
}

const clause_t *clause_by_n(const clause_t *c, size_t n, str_t number)
{
    for (size_t k = 0; k < n; k++)
        if (str_eq(c[k].n, number)) return &c[k];
    return NULL;
}

uint32_t clause_index(const clause_t *c, size_t n, str_t number)
{
    for (size_t k = 0; k < n; k++)
        if (str_eq(c[k].n, number)) return (uint32_t)k;
    return UINT32_MAX;
}

/* Adds what a query of (id, code, name, path) gives, each unit once; all must lie below `within` ("" anywhere). */
static status_t add_rows(stmt_t *q, arena_t *a, str_t within, id_map_t *seen, vec_t *v, err_t *err)
{
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        ident_t id = col_id(q, 0);
        if (id_map_get(seen, id) != UINT32_MAX) continue;
        if (within.n && !str_starts(col_text(q, a, 3), within)) {
            s = err_at(err, ST_DENIED, "dispatch.outside", "units", 0,
                       N_("%.*s does not lie below the unit that passes the dispatch down."), STRF(col_text(q, a, 2)));
            break;
        }
        target_t *t = vec_push(v);
        if (!t) {
            s = err_set(err, ST_LIMIT, "dispatch.too-many-units", N_("The dispatch reaches too many units."));
            break;
        }
        *t = (target_t){id, col_text(q, a, 1)};
        id_map_put(seen, id, (uint32_t)v->len);
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s;
}

static status_t add_selector(db_t *db, arena_t *a, str_t word, str_t root, str_t within, ident_t sender, ms_t at,
                             id_map_t *seen, vec_t *v, err_t *err)
{
    bool kind = str_starts(word, S("kind:"));
    if (!kind && !str_starts(word, S("code:")))
        return err_at(err, ST_INPUT, "dispatch.selector", "units", 0,
                      N_("\"%.*s\" names no units: write kind:…, code:… or all."), STRF(str_sub(word, 0, 40)));
    stmt_t *q = db_query(db, kind ? &q_units_of_kind : &q_units_of_code, err);
    if (!q) return err->status;
    bind_text(q, 1, str_sub(word, 5, word.n));
    bind_ms(q, 2, at);
    if (kind) bind_text(q, 3, root);
    bind_id(q, kind ? 4 : 3, &sender);
    return add_rows(q, a, within, seen, v, err);
}

status_t clause_targets(db_t *db, arena_t *a, const dispatch_t *d, ms_t at, targets_t **out, err_t *err)
{
    str_t root, word;
    bool down = !ident_none(d->parent);
    status_t s = down ? unit_reach(db, a, d->from_unit, &root, err) : unit_root(db, a, d->from_unit, &root, err);
    targets_t *t = ARENA_ARRAY(a, targets_t, d->n_clauses + 1);
    id_map_t all_seen, seen = {0};
    vec_t all = vec_new(a, sizeof(target_t), UNITS_MOST);
    if (s == ST_OK && (!t || !id_map_new(a, 64, &all_seen) || !id_map_new(a, 64, &seen)))
        s = err_set(err, ST_MEMORY, "dispatch.memory", N_("The dispatch reaches too many units."));
    for (size_t k = 0; s == ST_OK && k < d->n_clauses; k++) {
        str_t rest = d->clauses[k].units;
        vec_t v = vec_new(a, sizeof(target_t), UNITS_MOST);
        id_map_clear(&seen);
        while (s == ST_OK && str_cut(&rest, ' ', &word))
            if (word.n && !str_eq(word, S("all")))
                s = add_selector(db, a, word, root, down ? root : S(""), d->from_unit, at, &seen, &v, err);
        t[k] = (targets_t){v.at, v.len};
        for (size_t i = 0; s == ST_OK && i < v.len; i++) {
            const target_t *x = &VEC_AT(&v, target_t, i);
            if (id_map_get(&all_seen, x->unit) != UINT32_MAX) continue;
            id_map_put(&all_seen, x->unit, 0);
            target_t *to = vec_push(&all);
            if (to) *to = *x;
        }
    }
    for (size_t k = 0; s == ST_OK && k < d->n_clauses; k++) { /* "all": everybody the other clauses reach */
        str_t rest = d->clauses[k].units;
        while (str_cut(&rest, ' ', &word))
            if (str_eq(word, S("all"))) t[k] = (targets_t){all.at, all.len};
    }
    *out = t;
    return s;
}

bool id_map_new(arena_t *a, size_t expected, id_map_t *out)
{
    size_t n = 64;
    while (n < expected * 2) n *= 2;
    *out = (id_map_t){a, ARENA_ARRAY(a, ident_t, n), ARENA_ARRAY(a, uint32_t, n), n - 1, 0};
    return out->key && out->value;
}

void id_map_clear(id_map_t *m)
{
    memset(m->key, 0, (m->mask + 1) * sizeof *m->key);
    m->n = 0;
}

/* Ids of version 7 begin with the time: the end of them is what differs. */
static size_t slot(const id_map_t *m, ident_t id)
{
    uint64_t lo, hi;
    memcpy(&hi, id.b, 8);
    memcpy(&lo, id.b + 8, 8);
    return (size_t)((lo ^ hi * 0x9E3779B97F4A7C15U) * 0xD6E8FEB86659FD93U >> 20) & m->mask;
}

static bool grow(id_map_t *m)
{
    id_map_t more;
    if (!id_map_new(m->a, m->mask + 1, &more)) return false;
    for (size_t i = 0; i <= m->mask; i++)
        if (!ident_none(m->key[i])) id_map_put(&more, m->key[i], m->value[i]);
    *m = more;
    return true;
}

void id_map_put(id_map_t *m, ident_t id, uint32_t value)
{
    if (m->n * 2 > m->mask && !grow(m)) return;
    size_t i = slot(m, id);
    while (!ident_none(m->key[i]) && !ident_eq(m->key[i], id)) i = (i + 1) & m->mask;
    m->n += ident_none(m->key[i]);
    m->key[i] = id;
    m->value[i] = value;
}

uint32_t id_map_get(const id_map_t *m, ident_t id)
{
    size_t i = slot(m, id);
    for (size_t steps = 0; steps <= m->mask && !ident_none(m->key[i]); steps++, i = (i + 1) & m->mask)
        if (ident_eq(m->key[i], id)) return m->value[i];
    return UINT32_MAX;
}
