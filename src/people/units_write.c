/* SPDX-License-Identifier: Apache-2.0
 *
 * What a units file changes: said line by line, then written. A unit that moves takes along the units below it: those whose
 * own row goes on get a new row from that day under the new path, so that the earlier days stay as they were.
 */
#include <stdio.h>
#include "people/queries.h"
#include "people/units_internal.h"

/* --- the lines of the report --- */

static str_t day_of(import_t *im, ms_t t)
{
    char out[32];
    if (t == MS_NEVER) return S("–");
    ms_vn_date(t, out);
    return str_dup(im->a, str_of(out));
}

/* `fact` is a msgid: what changes. */
static void changed(import_t *im, const row_t *r, const char *sign, const char *fact, str_t was, str_t is)
{
    buf_fmt(&im->report, "%s %.*s %.*s: %s %.*s → %.*s\n", sign, STRF(r->f[CODE]), STRF(r->f[NAME]),
            tr(im->err->lang, fact), STRF(was.n ? was : S("–")), STRF(is.n ? is : S("–")));
}

/* "a 60 %, b 40 %". */
static str_t shares_text(import_t *im, const row_t *r)
{
    buf_t b = buf_new(im->a, 65536);
    str_t rest = r->f[BECOMES], item, code, share;
    while (rest.n && str_cut(&rest, '|', &item)) {
        (void)str_cut(&item, ':', &code);
        if (!str_cut(&item, ':', &share)) share = S("1");
        buf_fmt(&b, "%s%.*s (%.*s)", b.n ? ", " : "", STRF(str_trim(code)), STRF(share));
    }
    return buf_str(&b);
}

static void said_new(import_t *im, const row_t *r)
{
    status_t s = ST_OK;
    row_t *before = units_find(im, r->f[CODE], r->from - 1);
    if (!before) before = units_stored(im, r->f[CODE], r->from - 1, &s);
    buf_fmt(&im->report, "+ %.*s %.*s (%.*s)%s%.*s\n", STRF(r->f[CODE]), STRF(r->f[NAME]), STRF(r->f[KIND]),
            r->f[PARENT].n ? " < " : "", STRF(r->f[PARENT]));
    if (!before) return;
    str_t on = day_of(im, r->from);
    if (!str_eq(before->f[NAME], r->f[NAME])) {
        buf_putz(&im->report, "  ");
        buf_fmt(&im->report, tr(im->err->lang, N_("renamed on %.*s: %.*s → %.*s\n")), STRF(on), STRF(before->f[NAME]),
                STRF(r->f[NAME]));
    }
    if (before->path.n && !str_eq(before->path, r->path)) {
        buf_putz(&im->report, "  ");
        buf_fmt(&im->report, tr(im->err->lang, N_("moved on %.*s: %.*s → %.*s\n")), STRF(on), STRF(before->path),
                STRF(r->path));
    }
}

static void said_ended(import_t *im, const row_t *r)
{
    buf_fmt(&im->report, tr(im->err->lang, N_("- %.*s %.*s ends on %.*s")), STRF(r->f[CODE]), STRF(r->f[NAME]),
            STRF(day_of(im, r->to)));
    if (r->successors) buf_fmt(&im->report, tr(im->err->lang, N_(", becomes %.*s")), STRF(shares_text(im, r)));
    buf_putc(&im->report, '\n');
}

/* What the row says otherwise than the database. */
static bool compare_facts(import_t *im, stmt_t *q, row_t *r)
{
    size_t before = im->report.n;
    str_t name = col_text(q, im->a, 0), path = col_text(q, im->a, 3), places = col_text(q, im->a, 6);
    /* A silent file leaves them, and none forgets what was proved of them. */
    r->places = r->f[HOSTS].n ? units_places(im->a, places, r->f[HOSTS]) : places;
    if (!str_eq(name, r->f[NAME])) changed(im, r, "~", N_("name"), name, r->f[NAME]);
    str_t name_en = col_text(q, im->a, 1), kind = col_text(q, im->a, 2), source = col_text(q, im->a, 11);
    if (!str_eq(name_en, r->f[NAME_EN])) changed(im, r, "~", N_("English name"), name_en, r->f[NAME_EN]);
    if (!str_eq(kind, r->f[KIND])) changed(im, r, "~", N_("kind"), kind, r->f[KIND]);
    if (!str_eq(path, r->path)) {
        r->old_path = path;
        changed(im, r, ">", N_("place in the tree"), path, r->path);
    }
    if (col_int(q, 4) != r->to && r->to != MS_NEVER)
        said_ended(im, r);
    else if (col_int(q, 4) != r->to)
        changed(im, r, "~", N_("last day"), day_of(im, col_int(q, 4)), day_of(im, r->to));
    else if (!str_eq(col_text(q, im->a, 5), r->becomes))
        changed(im, r, "~", N_("successors"), col_text(q, im->a, 5), shares_text(im, r));
    if (!str_eq(places, r->places)) changed(im, r, "@", N_("hosts"), places, r->places);
    static const char *const sizes[] = {N_("households"), N_("population"), N_("staff")};
    for (int i = 0; i < 3; i++)
        if (col_int(q, 7 + i) != r->number[i])
            changed(im, r, "~", sizes[i], str_fmt(im->a, "%lld", (long long)col_int(q, 7 + i)),
                    str_fmt(im->a, "%lld", (long long)r->number[i]));
    str_t spoken = col_text(q, im->a, 10), languages = r->f[LANGUAGES].n ? r->f[LANGUAGES] : S("vi");
    if (!str_eq(spoken, languages)) changed(im, r, "~", N_("languages"), spoken, languages);
    str_t email = col_text(q, im->a, 12);
    if (!r->f[EMAIL].n) r->f[EMAIL] = email; /* a silent file leaves it */
    if (!str_eq(email, r->f[EMAIL])) changed(im, r, "~", N_("e-mail"), email, r->f[EMAIL]);
    if (!str_eq(source, r->f[SOURCE])) changed(im, r, "~", N_("source"), source, r->f[SOURCE]);
    return im->report.n != before;
}

static status_t compare(import_t *im, row_t *r, bool *same)
{
    stmt_t *q = db_query(im->db, &q_unit_facts, im->err);
    if (!q) return im->err->status;
    bind_id(q, 1, &r->id);
    status_t s = stmt_next(q, im->err);
    *same = s == ST_ROW && !compare_facts(im, q, r);
    stmt_done(q);
    if (s == ST_END) { /* the same code goes on: so do its places */
        unit_t before;
        err_t quiet = err_new(im->err->lang);
        if (unit_by_code(im->db, im->a, r->f[CODE], r->from - 1, &before, &quiet) == ST_OK)
            r->places = r->f[HOSTS].n ? units_places(im->a, before.places, r->f[HOSTS]) : before.places;
    }
    if (s == ST_END) {
        said_new(im, r);
        if (r->to != MS_NEVER) said_ended(im, r);
    }
    return s == ST_ROW || s == ST_END ? ST_OK : s;
}

/* --- writing --- */

static status_t put(import_t *im, const row_t *r)
{
    stmt_t *q = db_query(im->db, &q_unit_put, im->err);
    if (!q) return im->err->status;
    bind_id(q, 1, &r->id);
    bind_text(q, 2, r->f[CODE]);
    bind_text(q, 3, r->f[NAME]);
    bind_text(q, 4, r->f[NAME_EN]);
    bind_text(q, 5, r->f[KIND]);
    if (r->parent)
        bind_id(q, 6, &r->parent->id);
    else
        bind_null(q, 6);
    bind_text(q, 7, r->path);
    bind_ms(q, 8, r->from);
    bind_ms(q, 9, r->to);
    bind_text(q, 10, r->becomes);
    bind_text(q, 11, r->places);
    for (int i = 0; i < 3; i++) bind_int(q, 12 + i, r->number[i]);
    bind_text(q, 15, r->f[LANGUAGES].n ? r->f[LANGUAGES] : S("vi"));
    bind_text(q, 16, r->f[SOURCE]);
    bind_text(q, 17, r->f[EMAIL]);
    return stmt_run(q, NULL, im->err);
}

/* Parents before children: a row is written once all above it are. */
static status_t write_down(import_t *im, row_t *r)
{
    if (r->depth == 2) return ST_OK;
    status_t s = r->parent ? write_down(im, r->parent) : ST_OK;
    r->depth = 2;
    bool same = false;
    if (s == ST_OK) s = compare(im, r, &same);
    if (s != ST_OK || same) return s;
    im->changes++;
    return im->dry_run ? ST_OK : put(im, r);
}

/* --- the units below one that moves --- */

typedef struct below {
    ident_t id;
    str_t code, name, path;
    ms_t from, to;
} below_t;

/* The children of a unit that are alive after `at` and of which the file says nothing. */
static status_t children(import_t *im, ident_t parent, ms_t at, vec_t *out)
{
    *out = vec_new(im->a, sizeof(below_t), 200000);
    stmt_t *q = db_query(im->db, &q_units_below, im->err);
    if (!q) return im->err->status;
    bind_id(q, 1, &parent);
    bind_ms(q, 2, at);
    status_t s;
    while ((s = stmt_next(q, im->err)) == ST_ROW) {
        str_t code = col_text(q, im->a, 1);
        below_t *b = units_in_file(im, code, col_id(q, 0)) ? NULL : vec_push(out);
        if (b)
            *b = (below_t){col_id(q, 0),          code,          col_text(q, im->a, 2),
                           col_text(q, im->a, 3), col_int(q, 4), col_int(q, 5)};
    }
    stmt_done(q);
    return s == ST_END ? ST_OK : s;
}

static status_t run2(import_t *im, const query_t *query, const ident_t *a, const ident_t *b, ms_t at)
{
    stmt_t *q = db_query(im->db, query, im->err);
    if (!q) return im->err->status;
    bind_id(q, 1, a);
    bind_id(q, 2, b);
    bind_ms(q, 3, at);
    return stmt_run(q, NULL, im->err);
}

/* Seats held at the old row go on at the new one from that day. */
static status_t move_seats(import_t *im, ident_t from, ident_t to, ms_t at)
{
    vec_t ids = vec_new(im->a, sizeof(ident_t), 10000);
    stmt_t *q = db_query(im->db, &q_seats_at, im->err);
    if (!q) return im->err->status;
    bind_id(q, 1, &from);
    bind_ms(q, 2, at);
    status_t s;
    while ((s = stmt_next(q, im->err)) == ST_ROW) {
        ident_t *id = vec_push(&ids);
        if (id) *id = col_id(q, 0);
    }
    stmt_done(q);
    if (s != ST_END) return s;
    s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < ids.len; i++) {
        ident_t made = ident_new(), old = VEC_AT(&ids, ident_t, i);
        q = db_query(im->db, &q_seat_copy, im->err);
        if (!q) return im->err->status;
        bind_id(q, 1, &made);
        bind_id(q, 2, &old);
        bind_id(q, 3, &to);
        bind_ms(q, 4, at);
        s = stmt_run(q, NULL, im->err);
        if (s != ST_OK) return s;
        q = db_query(im->db, &q_seat_end, im->err);
        if (!q) return im->err->status;
        bind_id(q, 1, &old);
        bind_ms(q, 2, at);
        s = stmt_run(q, NULL, im->err);
    }
    return s;
}

/* The unit's row ends on that day and goes on in a new one below `above`. */
static status_t renew(import_t *im, const below_t *b, ident_t above, str_t path, ms_t at, ident_t id)
{
    stmt_t *q = db_query(im->db, &q_unit_renew, im->err);
    if (!q) return im->err->status;
    bind_id(q, 1, &id);
    bind_id(q, 2, &b->id);
    bind_id(q, 3, &above);
    bind_text(q, 4, path);
    bind_ms(q, 5, at);
    status_t s = stmt_run(q, NULL, im->err);
    if (s != ST_OK) return s;
    buf_t becomes = buf_new(im->a, 4096);
    buf_putz(&becomes, "[{\"unit\":");
    buf_json(&becomes, b->code);
    buf_putz(&becomes, ",\"share\":1,\"basis\":\"\"}]");
    q = db_query(im->db, &q_unit_ends, im->err);
    if (!q) return im->err->status;
    bind_id(q, 1, &b->id);
    bind_ms(q, 2, at);
    bind_text(q, 3, buf_str(&becomes));
    s = stmt_run(q, NULL, im->err);
    return s == ST_OK ? move_seats(im, b->id, id, at) : s;
}

/* All below `from` go below `to` on that day. */
static status_t move_below(import_t *im, ident_t from, ident_t to, str_t path, ms_t at, int depth)
{
    vec_t list;
    status_t s = depth < 16 ? children(im, from, at, &list) : ST_OK;
    if (depth == 16) return err_set(im->err, ST_LIMIT, "units.deep", N_("The tree of units is too deep."));
    for (size_t i = 0; s == ST_OK && i < list.len; i++) {
        const below_t *b = &VEC_AT(&list, below_t, i);
        str_t below = str_fmt(im->a, "%.*s%.*s/", STRF(path), STRF(b->code));
        ident_t id = b->id;
        im->changes++;
        buf_fmt(&im->report, "> %.*s %.*s: %.*s → %.*s\n", STRF(b->code), STRF(b->name), STRF(b->path), STRF(below));
        if (b->from < at) {
            id = ident_named(S("unit"), str_fmt(im->a, "%.*s@%lld", STRF(b->code), (long long)at));
            if (!im->dry_run) s = renew(im, b, to, below, at, id);
        } else if (!im->dry_run) { /* it only begins later: put right in place */
            s = run2(im, &q_unit_under, &b->id, &to, at);
        }
        if (s == ST_OK) s = move_below(im, b->id, id, below, at, depth + 1);
    }
    return s;
}

/* A row that ends: who goes on above the units below it? */
static status_t look_below(import_t *im, row_t *r)
{
    vec_t list;
    if (r->to == MS_NEVER) return ST_OK;
    bool stays = r->heir && str_eq(r->heir->path, r->path); /* renamed: the path is as it was */
    if (stays) return ST_OK;
    bool same_unit = r->heir && str_eq(r->heir->f[CODE], r->f[CODE]);
    status_t s = children(im, r->id, r->to, &list);
    if (s == ST_OK && list.len && !r->heir)
        return units_refuse(
            im, r, "becomes", "units.orphans",
            N_("Line %ld: %.*s ends and leaves units below it that go on: put them in the file, each with its "
               "new parent."),
            r->f[CODE]);
    if (s == ST_OK && same_unit && !im->dry_run) s = move_seats(im, r->id, r->heir->id, r->to);
    return s == ST_OK && r->heir ? move_below(im, r->id, r->heir->id, r->heir->path, r->to, 0) : s;
}

/* The same row under another path: all below it follow, for all of its days. */
static status_t repath(import_t *im, const row_t *r)
{
    if (!r->old_path.p || im->dry_run) return ST_OK;
    stmt_t *q = db_query(im->db, &q_units_repath, im->err);
    if (!q) return im->err->status;
    bind_id(q, 1, &r->id);
    bind_text(q, 2, r->old_path);
    bind_text(q, 3, r->path);
    return stmt_run(q, &im->changes, im->err);
}

status_t units_write(import_t *im)
{
    status_t s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < im->rows.len; i++) s = write_down(im, &VEC_AT(&im->rows, row_t, i));
    for (size_t i = 0; s == ST_OK && i < im->rows.len; i++) s = repath(im, &VEC_AT(&im->rows, row_t, i));
    for (size_t i = 0; s == ST_OK && i < im->rows.len; i++) {
        s = look_below(im, &VEC_AT(&im->rows, row_t, i));
        if (s == ST_INPUT) s = ST_OK;
    }
    return s == ST_OK && im->n_refused ? ST_INPUT : s;
}
