/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/correction.h"
#include <jansson.h>
#include <stdlib.h>
#include "campaign/queries.h"
#include "material/material.h"

enum { CORRECTIONS_MAX = 20000, CODE = 6 };

/* A release that does not hold any more. */
typedef struct gone {
    str_t code, new_code, title;
    bool withdrawn;
    ms_t at;
} gone_t;

static status_t no_memory(err_t *err)
{
    return err_set(err, ST_MEMORY, "memory", N_("Not enough memory for this request."));
}

/* --- which releases ceased to hold, and when --- */

static status_t withdrawn_when(db_t *db, ident_t release, ms_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_withdrawn_at, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &release);
    status_t s = stmt_next(q, err);
    *out = s == ST_ROW ? col_int(q, 0) : 0;
    stmt_done(q);
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

/* The version of the same material that took its place, and the one that holds at `at`. */
static void replaced(const release_t *r, const release_t *all, size_t n, ms_t at, gone_t *g)
{
    const release_t *next = NULL, *newest = NULL;
    for (size_t i = 0; i < n; i++) {
        const release_t *o = &all[i];
        if (!ident_eq(o->material, r->material) || o->version <= r->version || !o->published || o->published > at)
            continue;
        if (!next || o->version < next->version) next = o;
        if (!str_eq(o->state, S("withdrawn")) && (!newest || o->version > newest->version)) newest = o;
    }
    if (next) g->at = next->published;
    if (newest) g->new_code = newest->code;
}

static status_t releases_gone(db_t *db, arena_t *a, ms_t at, vec_t *out, err_t *err)
{
    release_t *all;
    size_t n;
    *out = vec_new(a, sizeof(gone_t), CORRECTIONS_MAX);
    status_t s = release_list(db, a, (ident_t){{0}}, false, &all, &n, err);
    for (size_t i = 0; s == ST_OK && i < n; i++) {
        gone_t g = {.code = all[i].code, .new_code = S("")};
        material_t m;
        replaced(&all[i], all, n, at, &g);
        if (str_eq(all[i].state, S("withdrawn"))) {
            ms_t when = 0;
            s = withdrawn_when(db, all[i].id, &when, err);
            g.withdrawn = when && (!g.at || when < g.at);
            if (g.withdrawn) g.at = when;
        }
        if (s != ST_OK || !g.at || g.at > at) continue;
        s = material_by_id(db, a, all[i].material, &m, err);
        g.title = m.title;
        gone_t *p = s == ST_OK ? vec_push(out) : NULL;
        if (s == ST_OK && !p) return no_memory(err);
        if (p) *p = g;
    }
    return s;
}

/* --- what was seen --- */

/* The code in a look as proof wrote it (`"code":"K7M2QX"`), without taking the whole of it apart: there are many looks. */
static str_t code_seen(str_t seen)
{
    str_t mark = S("\"code\":\"");
    size_t at = str_find(seen, mark, 0);
    str_t code = at == SIZE_MAX ? S("") : str_sub(seen, at + mark.n, at + mark.n + CODE);
    return code.n == CODE && str_chr(code, '"', 0) == SIZE_MAX ? code : S("");
}

static str_t url_of(arena_t *a, str_t body)
{
    json_t *root = json_loadb(body.p, body.n, 0, NULL);
    const char *url = json_string_value(json_object_get(root, "url"));
    str_t out = url ? str_dup(a, str_of(url)) : S("");
    json_decref(root);
    return out;
}

typedef struct walk {
    arena_t *a, *one; /* one: for a single look */
    vec_t gone, found;
    ident_t record;       /* the one whose looks are passing */
    size_t from;          /* its first correction in `found` */
    char last_code[CODE]; /* of its last look that could tell */
    size_t n_last;        /* CODE, or 0: nothing of ours stood there */
    ms_t last;
} walk_t;

static const gone_t *gone_of(const walk_t *w, str_t code)
{
    for (size_t i = 0; code.n && i < w->gone.len; i++)
        if (str_eq(VEC_AT(&w->gone, gone_t, i).code, code)) return &VEC_AT(&w->gone, gone_t, i);
    return NULL;
}

static correction_t *owed(walk_t *w, str_t code)
{
    for (size_t i = w->from; i < w->found.len; i++) {
        correction_t *c = &VEC_AT(&w->found, correction_t, i);
        if (str_eq(c->old_code, code)) return c;
    }
    return NULL;
}

/* The page showed `g` at a moment when it held no more, or was showing it when it ceased to. */
static status_t owe(walk_t *w, stmt_t *q, const gone_t *g, ms_t seen, err_t *err)
{
    correction_t *c = owed(w, g->code);
    if (!c) {
        ms_t posted = col_int(q, 9), since = g->at > posted ? g->at : posted;
        c = vec_push(&w->found);
        if (!c) return no_memory(err);
        *c = (correction_t){.record = col_id(q, 0),
                            .unit = col_id(q, 1),
                            .duty = col_id(q, 2),
                            .unit_name = col_text(q, w->a, 4),
                            .unit_code = col_text(q, w->a, 5),
                            .url = url_of(w->a, col_text(q, w->a, 3)),
                            .old_code = g->code,
                            .new_code = g->new_code,
                            .title = g->title,
                            .withdrawn = g->withdrawn,
                            .since = since,
                            .due = since + (g->withdrawn ? CORRECT_WITHDRAWN : CORRECT_SUPERSEDED)};
    }
    c->seen = seen;
    c->corrected = 0;
    return ST_OK;
}

/* One look that could tell, in the order of time: the page shows `code`, or nothing of ours. */
static status_t look(walk_t *w, stmt_t *q, ms_t at, str_t code, err_t *err)
{
    status_t s = ST_OK;
    const gone_t *now = gone_of(w, code), *before = gone_of(w, (str_t){w->last_code, w->n_last});
    if (before && w->last < before->at && at >= before->at && !owed(w, before->code))
        s = owe(w, q, before, w->last, err);
    if (s == ST_OK && now && at >= now->at) s = owe(w, q, now, at, err);
    for (size_t i = w->from; s == ST_OK && i < w->found.len; i++) {
        correction_t *c = &VEC_AT(&w->found, correction_t, i);
        if (!c->corrected && at >= c->since && !str_eq(c->old_code, code)) c->corrected = at;
    }
    if (code.n) memcpy(w->last_code, code.p, CODE);
    w->n_last = code.n;
    w->last = at;
    return s;
}

static status_t walk_looks(walk_t *w, stmt_t *q, err_t *err)
{
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        ident_t record = col_id(q, 0);
        if (!ident_eq(record, w->record)) {
            w->record = record;
            w->from = w->found.len;
            w->n_last = 0;
            w->last = 0;
        }
        arena_reset(w->one);
        if (str_eq(col_text(q, w->one, 7), S("cannot-tell"))) continue;
        s = look(w, q, col_int(q, 6), code_seen(col_text(q, w->one, 8)), err);
        if (s != ST_OK) break;
    }
    return s == ST_END ? ST_OK : s;
}

static int open_first(const void *pa, const void *pb)
{
    const correction_t *a = pa, *b = pb;
    if (!a->corrected != !b->corrected) return a->corrected ? 1 : -1;
    if (a->due != b->due) return a->due < b->due ? -1 : 1;
    return str_cmp(a->unit_code, b->unit_code);
}

status_t corrections(db_t *db, arena_t *a, str_t under, ms_t at, correction_t **out, size_t *n, err_t *err)
{
    walk_t w = {.a = a, .found = vec_new(a, sizeof(correction_t), CORRECTIONS_MAX)};
    *out = NULL;
    *n = 0;
    status_t s = releases_gone(db, a, at, &w.gone, err);
    if (s != ST_OK || w.gone.len == 0) return s;
    w.one = arena_new(4 << 20);
    if (!w.one) return no_memory(err);
    stmt_t *q = db_query(db, &q_corrections_looks, err);
    if (q) {
        bind_ms(q, 1, at);
        bind_text(q, 2, under.n ? under : S("/"));
        s = walk_looks(&w, q, err);
        stmt_done(q);
    }
    arena_free(w.one);
    if (!q || s != ST_OK) return q ? s : ST_STORE;
    if (w.found.len) qsort(w.found.at, w.found.len, sizeof(correction_t), open_first);
    *out = w.found.at;
    *n = w.found.len;
    return ST_OK;
}

static int ascending(const void *pa, const void *pb)
{
    ms_t a = *(const ms_t *)pa, b = *(const ms_t *)pb;
    return (a > b) - (a < b);
}

correction_sum_t corrections_sum(arena_t *a, const correction_t *c, size_t n, ms_t at)
{
    correction_sum_t sum = {0};
    ms_t *took = ARENA_ARRAY(a, ms_t, n + 1);
    for (size_t i = 0; took && i < n; i++) {
        if (c[i].corrected)
            took[sum.made++] = c[i].corrected - c[i].since;
        else
            sum.open++;
        sum.overdue += !c[i].corrected && c[i].due < at;
    }
    if (!sum.made) return sum;
    qsort(took, sum.made, sizeof *took, ascending);
    ms_t low = took[(sum.made - 1) / 2], high = took[sum.made / 2];
    sum.median_hours = (double)(low + high) / 2 / (double)MS_HOUR;
    return sum;
}
