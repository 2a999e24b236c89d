/* SPDX-License-Identifier: Apache-2.0
 *
 * release — reading releases; what changes them is in release_act.c.
 */
#include "material/internal.h"
#include "material/queries.h"

static release_t release_row(stmt_t *q, arena_t *a)
{
    return (release_t){.id = col_id(q, 0),
                       .material = col_id(q, 1),
                       .version = col_int(q, 2),
                       .code = col_text(q, a, 3),
                       .manifest = col_text(q, a, 4),
                       .signature = col_text(q, a, 5),
                       .drafted_by = col_id(q, 6),
                       .approved_by = col_id(q, 7),
                       .created = col_int(q, 8),
                       .published = col_int(q, 9),
                       .expires = col_null(q, 10) ? MS_NEVER : col_int(q, 10),
                       .supersedes = col_id(q, 11),
                       .state = col_text(q, a, 12),
                       .state_why = col_text(q, a, 13)};
}

static status_t one_release(stmt_t *q, arena_t *a, release_t *out, err_t *err)
{
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = release_row(q, a);
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "release.none", N_("There is no such release."));
    return s == ST_ROW ? ST_OK : s;
}

status_t release_by_id(db_t *db, arena_t *a, ident_t id, release_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_by_id, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &id);
    return one_release(q, a, out, err);
}

status_t release_by_code(db_t *db, arena_t *a, str_t code, release_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_by_code, err);
    if (!q) return ST_STORE;
    bind_text(q, 1, code);
    return one_release(q, a, out, err);
}

status_t release_current(db_t *db, arena_t *a, ident_t material, ms_t at, release_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_current, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &material);
    bind_ms(q, 2, at);
    return one_release(q, a, out, err);
}

static status_t all_rows(stmt_t *q, arena_t *a, release_t **out, size_t *n, err_t *err)
{
    vec_t rows = vec_new(a, sizeof(release_t), MATERIALS_MAX);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        release_t *r = vec_push(&rows);
        if (!r) {
            s = no_memory(err);
            break;
        }
        *r = release_row(q, a);
    }
    stmt_done(q);
    if (s != ST_END) return s;
    *out = rows.at;
    *n = rows.len;
    return ST_OK;
}

status_t release_list(db_t *db, arena_t *a, ident_t material, bool drafts, release_t **out, size_t *n, err_t *err)
{
    bool all = ident_none(material);
    stmt_t *q = db_query(db, all ? &q_release_all : &q_release_of, err);
    if (!q) return ST_STORE;
    if (!all) bind_id(q, 1, &material);
    bind_int(q, all ? 1 : 2, drafts);
    return all_rows(q, a, out, n, err);
}

status_t release_heads(db_t *db, arena_t *a, release_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_heads, err);
    return q ? all_rows(q, a, out, n, err) : ST_STORE;
}

status_t release_renditions(arena_t *a, const release_t *r, rendition_t **out, size_t *n, err_t *err)
{
    return manifest_renditions(a, r->manifest, out, n, err);
}

status_t release_texts(arena_t *a, const release_t *r, release_text_t **out, size_t *n, err_t *err)
{
    return manifest_texts(a, r->manifest, out, n, err);
}

/* --- recognising copies --- */

str_t embed_id(arena_t *a, const release_t *r)
{
    return str_fmt(a, "cg:%.*s:v%lld", STRF(r->code), (long long)r->version);
}

static status_t print_of(stmt_t *q, arena_t *a, release_print_t *p, err_t *err)
{
    rendition_t *renditions;
    release_text_t *texts;
    *p = (release_print_t){.release = col_id(q, 0),
                           .material = col_id(q, 1),
                           .version = col_int(q, 2),
                           .code = col_text(q, a, 3),
                           .state = col_text(q, a, 5),
                           .slug = col_text(q, a, 7)};
    str_t manifest = col_text(q, a, 4);
    if (!col_null(q, 6) && col_int(q, 6) <= clock_now() && str_eq(p->state, S("published"))) p->state = S("expired");
    p->embed = str_fmt(a, "cg:%.*s:v%lld", STRF(p->code), (long long)p->version);
    status_t s = manifest_renditions(a, manifest, &renditions, &p->n_renditions, err);
    if (s == ST_OK) s = manifest_texts(a, manifest, &texts, &p->n_texts, err);
    if (s != ST_OK) return s;
    p->renditions = renditions;
    p->texts = texts;
    return ST_OK;
}

status_t release_prints(db_t *db, arena_t *a, release_print_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_release_prints, err);
    if (!q) return ST_STORE;
    vec_t rows = vec_new(a, sizeof(release_print_t), MATERIALS_MAX);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        release_print_t *p = vec_push(&rows);
        s = p ? print_of(q, a, p, err) : no_memory(err);
        if (s != ST_OK) break;
    }
    stmt_done(q);
    if (s != ST_END) return s;
    *out = rows.at;
    *n = rows.len;
    return ST_OK;
}
