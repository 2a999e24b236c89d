/* SPDX-License-Identifier: Apache-2.0 */
#include "material/material.h"
#include "material/internal.h"
#include "material/queries.h"

material_t material_row(stmt_t *q, arena_t *a)
{
    return (material_t){.id = col_id(q, 0),
                        .owner = col_id(q, 1),
                        .from_case = col_id(q, 2),
                        .slug = col_text(q, a, 3),
                        .kind = col_text(q, a, 4),
                        .title = col_text(q, a, 5),
                        .title_en = col_text(q, a, 6),
                        .summary = col_text(q, a, 7),
                        .summary_en = col_text(q, a, 8),
                        .licence = col_text(q, a, 9),
                        .audience = col_text(q, a, 10),
                        .forms = col_text(q, a, 11),
                        .created = col_int(q, 12)};
}

static bool slug_fits(str_t s)
{
    if (s.n == 0 || s.n > 60 || s.p[0] == '-') return false;
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-')) return false;
    return true;
}

bool material_kind_known(str_t kind)
{
    static const char *const kinds[] = {"handbook", "document", "poster", "clip",  "audio",
                                        "post",     "lesson",   "quiz",   "alert", "notice"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(kind, str_of(kinds[i]))) return true;
    return false;
}

static status_t material_fits(const material_t *m, err_t *err)
{
    if (!slug_fits(m->slug))
        return err_at(err, ST_INPUT, "material.slug", "slug", 0,
                      N_("The short name may hold only letters a-z, digits and hyphens, at most 60."));
    if (!material_kind_known(m->kind))
        return err_at(err, ST_INPUT, "material.kind", "kind", 0, N_("There is no such kind of material."));
    if (m->title.n == 0 || utf8_len(m->title) > 200 || utf8_len(m->title_en) > 200)
        return err_at(err, ST_INPUT, "material.title", "title", 0, N_("The title has 1 to 200 characters."));
    if (utf8_len(m->summary) > 600 || utf8_len(m->summary_en) > 600)
        return err_at(err, ST_INPUT, "material.summary", "summary", 0, N_("The summary has at most 600 characters."));
    return ST_OK;
}

static str_t or_empty(str_t s)
{
    return s.p ? s : S("");
}

status_t material_add(db_t *db, material_t *m, ident_t by, err_t *err)
{
    material_t other;
    status_t s = material_fits(m, err);
    if (s != ST_OK) return s;
    arena_t *a = arena_new(1 << 20);
    if (!a) return no_memory(err);
    s = material_by_slug(db, a, m->slug, &other, NULL);
    if (s == ST_OK)
        s = err_at(err, ST_CONFLICT, "material.slug-taken", "slug", 0, N_("Another material has this short name."));
    else if (s == ST_NOT_FOUND)
        s = ST_OK;
    if (s != ST_OK) goto out;
    if (ident_none(m->id)) m->id = ident_new();
    m->created = clock_now();
    stmt_t *q = db_query(db, &q_material_add, err);
    if (!q) {
        s = ST_STORE;
        goto out;
    }
    bind_id(q, 1, &m->id);
    bind_text(q, 2, m->slug);
    bind_text(q, 3, m->kind);
    bind_text(q, 4, m->title);
    bind_text(q, 5, or_empty(m->title_en));
    bind_text(q, 6, or_empty(m->summary));
    bind_text(q, 7, or_empty(m->summary_en));
    bind_id(q, 8, &m->owner);
    bind_text(q, 9, m->licence.n ? m->licence : S("CC-BY-4.0"));
    bind_text(q, 10, or_empty(m->audience));
    bind_text(q, 11, m->forms.n ? m->forms : S("[]"));
    if (ident_none(m->from_case))
        bind_null(q, 12);
    else
        bind_id(q, 12, &m->from_case);
    bind_ms(q, 13, m->created);
    s = stmt_run(q, NULL, err);
    if (s == ST_OK) {
        buf_t b = buf_new(a, 4096);
        buf_putz(&b, "{\"kind\":");
        buf_json(&b, m->kind);
        buf_putz(&b, ",\"slug\":");
        buf_json(&b, m->slug);
        buf_putc(&b, '}');
        s = journal_add(db, by, "material.add", m->id, buf_str(&b), err);
    }
out:
    arena_free(a);
    return s;
}

/* The one row of `q`; nothing to find is ST_NOT_FOUND. */
static status_t one_material(stmt_t *q, arena_t *a, material_t *out, err_t *err)
{
    status_t s = stmt_next(q, err);
    if (s == ST_ROW) *out = material_row(q, a);
    stmt_done(q);
    if (s == ST_END) return err_set(err, ST_NOT_FOUND, "material.none", N_("There is no such material."));
    return s == ST_ROW ? ST_OK : s;
}

status_t material_by_id(db_t *db, arena_t *a, ident_t id, material_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_material_by_id, err);
    if (!q) return ST_STORE;
    bind_id(q, 1, &id);
    return one_material(q, a, out, err);
}

status_t material_by_slug(db_t *db, arena_t *a, str_t slug, material_t *out, err_t *err)
{
    stmt_t *q = db_query(db, &q_material_by_slug, err);
    if (!q) return ST_STORE;
    bind_text(q, 1, slug);
    return one_material(q, a, out, err);
}

status_t material_list(db_t *db, arena_t *a, str_t kind, material_t **out, size_t *n, err_t *err)
{
    stmt_t *q = db_query(db, &q_material_list, err);
    if (!q) return ST_STORE;
    bind_text(q, 1, or_empty(kind));
    vec_t rows = vec_new(a, sizeof(material_t), MATERIALS_MAX);
    status_t s;
    while ((s = stmt_next(q, err)) == ST_ROW) {
        material_t *m = vec_push(&rows);
        if (!m) {
            s = no_memory(err);
            break;
        }
        *m = material_row(q, a);
    }
    stmt_done(q);
    if (s != ST_END) return s;
    *out = rows.at;
    *n = rows.len;
    return ST_OK;
}
