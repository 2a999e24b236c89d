/* SPDX-License-Identifier: Apache-2.0
 *
 * A change of the tree told in a few words (these end on that day, these come) as the lines of a units file: so that it is
 * checked, shown and written by the one import.
 */
#include "people/queries.h"
#include "people/units_internal.h"

enum { ENDING = 64, COMING = 64 };

typedef struct coming {
    str_t code, share, name, kind, parent;
    bool exists; /* a unit that goes on: it is only an heir */
} coming_t;

typedef struct change {
    arena_t *a;
    db_t *db;
    const unit_change_t *c;
    unit_t ends[ENDING];
    coming_t comes[COMING];
    size_t n_ends, n_comes;
    err_t *err;
} change_t;

/* The code of the unit above: the last but one of the path. */
static str_t above(str_t path)
{
    size_t end = path.n ? path.n - 1 : 0, from;
    while (end > 0 && path.p[end - 1] != '/') end--;
    if (end < 2) return S("");
    end--;
    for (from = end; from > 0 && path.p[from - 1] != '/'; from--) continue;
    return str_sub(path, from, end);
}

static status_t read_ends(change_t *h)
{
    str_t rest = h->c->ends, code;
    while (str_cut(&rest, ' ', &code)) {
        code = str_trim(code);
        if (!code.n) continue;
        if (h->n_ends == ENDING)
            return err_set(h->err, ST_LIMIT, "units.many-end", N_("Too many units in one change."));
        status_t s = unit_by_code(h->db, h->a, code, h->c->day - 1, &h->ends[h->n_ends], h->err);
        if (s == ST_NOT_FOUND)
            return err_at(h->err, ST_INPUT, "units.no-such", "ends", 0,
                          N_("No unit has the code “%.*s” on the day before."), STRF(str_sub(code, 0, 64)));
        if (s != ST_OK) return s;
        h->n_ends++;
    }
    if (h->n_ends) return ST_OK;
    return err_at(h->err, ST_INPUT, "units.none-end", "ends", 0, N_("Say which units end or change, by their codes."));
}

static bool is_ending(const change_t *h, str_t code)
{
    for (size_t i = 0; i < h->n_ends; i++)
        if (str_eq(h->ends[i].code, code)) return true;
    return false;
}

/* "code:share | name | kind | parent"; what is left out stays as it was. */
static status_t read_comes(change_t *h)
{
    str_t rest = h->c->comes, line, part;
    while (str_line(&rest, &line)) {
        line = str_trim(line);
        if (!line.n) continue;
        if (h->n_comes == COMING)
            return err_set(h->err, ST_LIMIT, "units.many-come", N_("Too many units in one change."));
        coming_t *x = &h->comes[h->n_comes++];
        str_t *const fields[] = {&x->code, &x->name, &x->kind, &x->parent};
        for (size_t i = 0; i < 4; i++) *fields[i] = str_cut(&line, '|', &part) ? str_trim(part) : S("");
        size_t colon = str_chr(x->code, ':', 0);
        x->share = colon == SIZE_MAX ? S("1") : str_trim(str_sub(x->code, colon + 1, x->code.n));
        if (colon != SIZE_MAX) x->code = str_trim(str_sub(x->code, 0, colon));
        unit_t u;
        err_t quiet = err_new(h->err->lang);
        x->exists = !is_ending(h, x->code) && unit_by_code(h->db, h->a, x->code, h->c->day, &u, &quiet) == ST_OK;
    }
    return ST_OK;
}

static void field(buf_t *b, str_t s)
{
    buf_csv(b, s);
    buf_putc(b, ',');
}

static str_t iso(arena_t *a, ms_t t)
{
    date_t d = date_of(t);
    return str_fmt(a, "%04d-%02d-%02d", d.y, d.m, d.d);
}

static str_t heirs(change_t *h)
{
    buf_t b = buf_new(h->a, 65536);
    for (size_t i = 0; i < h->n_comes; i++)
        buf_fmt(&b, "%s%.*s:%.*s:%.*s", i ? "|" : "", STRF(h->comes[i].code), STRF(h->comes[i].share),
                STRF(h->c->basis));
    return buf_str(&b);
}

static str_t number(arena_t *a, int64_t n)
{
    return n ? str_fmt(a, "%lld", (long long)n) : S("");
}

/* One line: the facts of `u`, with what changes. */
static status_t put(change_t *h, buf_t *b, const unit_t *u, const coming_t *x, ms_t from, ms_t to, str_t becomes)
{
    str_t languages = S("vi");
    stmt_t *q = db_query(h->db, &q_unit_facts, h->err);
    if (!q) return h->err->status;
    bind_id(q, 1, &u->id);
    if (stmt_next(q, h->err) == ST_ROW) languages = col_text(q, h->a, 10);
    stmt_done(q);
    field(b, x ? x->code : u->code);
    field(b, x && x->name.n ? x->name : u->name);
    field(b, x && x->name.n ? S("") : u->name_en);
    field(b, x && x->kind.n ? x->kind : u->kind);
    field(b, x && x->parent.n ? x->parent : above(u->path));
    field(b, iso(h->a, from));
    field(b, to == MS_NEVER ? S("") : iso(h->a, to));
    field(b, becomes);
    field(b, number(h->a, u->households));
    field(b, number(h->a, u->population));
    field(b, number(h->a, u->staff));
    field(b, languages);
    buf_csv(b, x ? h->c->basis : u->source);
    buf_putc(b, '\n');
    return ST_OK;
}

static status_t write_lines(change_t *h, buf_t *b)
{
    status_t s = ST_OK;
    for (size_t i = 0; s == ST_OK && i < h->n_ends; i++)
        s = put(h, b, &h->ends[i], NULL, h->ends[i].from, h->c->day, heirs(h));
    for (size_t i = 0; s == ST_OK && i < h->n_comes; i++) {
        const coming_t *x = &h->comes[i];
        if (x->exists) continue;
        unit_t was = h->ends[0]; /* a new unit is of the kind of what it comes from, and stands where that stood */
        bool same = false;
        for (size_t k = 0; k < h->n_ends; k++)
            if (str_eq(h->ends[k].code, x->code)) {
                was = h->ends[k];
                same = true;
            }
        if (!same && !x->name.n)
            return err_at(h->err, ST_INPUT, "units.nameless", "comes", 0, N_("The new unit “%.*s” needs a name."),
                          STRF(x->code));
        if (!same) was.households = was.population = was.staff = 0; /* not known of it yet */
        s = put(h, b, &was, x, h->c->day, MS_NEVER, S(""));
    }
    return s;
}

status_t units_change(db_t *db, arena_t *a, const unit_change_t *c, str_t *csv, err_t *err)
{
    change_t *h = ARENA_NEW(a, change_t);
    if (!h) return err_set(err, ST_MEMORY, "units.memory", N_("Not enough memory for this request."));
    *h = (change_t){.a = a, .db = db, .c = c, .err = err};
    status_t s = read_ends(h);
    if (s == ST_OK) s = read_comes(h);
    if (s == ST_OK && !str_trim(c->basis).n)
        s = err_at(err, ST_INPUT, "units.basis", "basis", 0, N_("Name the document that decides this change."));
    buf_t b = buf_new(a, 1 << 20);
    buf_putz(&b, "code,name,name_en,kind,parent,from,to,becomes,households,population,staff,languages,source\n");
    if (s == ST_OK) s = write_lines(h, &b);
    if (s == ST_OK && !buf_ok(&b)) s = err_set(err, ST_LIMIT, "units.many-come", N_("Too many units in one change."));
    *csv = buf_str(&b);
    return s;
}
