/* SPDX-License-Identifier: Apache-2.0
 *
 * What the coordinator may choose from in the form above the table: kinds, areas to go down into, states, orders, groups.
 */
#include "campaign/pages_grid.h"

enum { AREAS_MOST = 400, AREA_SLOTS = 1024, KINDS_MOST = 24 };

const char *kind_title(str_t kind)
{
    static const struct {
        const char *kind, *title;
    } all[] = {{"department", N_("Departments")},  {"district-office", N_("District offices")},
               {"district", N_("Districts")},      {"commune", N_("Communes and wards")},
               {"university", N_("Universities")}, {"college", N_("Colleges")},
               {"school", N_("Schools")},          {"team", N_("Teams")}};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (str_eq(kind, str_of(all[k].kind))) return all[k].title;
    return N_("Other");
}

static void option(view_t *list, str_t value, str_t text, str_t chosen)
{
    view_t *i = view_item(list);
    view_text(i, "value", value);
    view_text(i, "text", text);
    view_flag(i, "selected", str_eq(value, chosen));
}

static str_t area_name(req_t *q, const grid_t *t, str_t code)
{
    unit_t u;
    err_t quiet = err_new(q->lang);
    ms_t when = t->today ? clock_now() : t->dispatch.sent;
    return unit_by_code(q->db, q->a, code, when, &u, &quiet) == ST_OK ? u.name : code;
}

str_t group_title(req_t *q, const grid_t *t, str_t group)
{
    if (str_starts(group, S("loai:"))) return str_of(tr(q->lang, kind_title(str_sub(group, 5, group.n))));
    return str_starts(group, S("dia-ban:")) ? area_name(q, t, str_sub(group, 8, group.n)) : group;
}

/* The codes of areas directly below the one in view that rows lie in: what one may go down into. */
typedef struct areas {
    str_t all[AREAS_MOST];
    size_t n;
    str_t slots[AREA_SLOTS];
} areas_t;

static void add_area(areas_t *x, str_t code)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < code.n; i++) h = (h ^ (unsigned char)code.p[i]) * 16777619u;
    size_t at = h % AREA_SLOTS;
    while (x->slots[at].p && !str_eq(x->slots[at], code)) at = (at + 1) % AREA_SLOTS;
    if (x->slots[at].p || x->n >= AREAS_MOST) return;
    x->slots[at] = x->all[x->n++] = code;
}

/* Where in its path the area's own part ends; without an area that of the root. SIZE_MAX: it lies elsewhere. */
static size_t area_end(str_t path, str_t area)
{
    str_t rest = path, part;
    for (size_t depth = 0; str_cut(&rest, '/', &part); depth++) {
        size_t end = (size_t)(part.p - path.p) + part.n + 1;
        if (depth == 0) continue; /* what stands before the first slash */
        if (!area.n || str_eq(part, area)) return end;
    }
    return SIZE_MAX;
}

static void find_areas(const grid_t *t, areas_t *x)
{
    for (size_t k = 0; k < t->cover.n_rows; k++) {
        str_t path = t->cover.rows[k].path;
        size_t from = area_end(path, t->filter.area);
        if (from >= path.n) continue;
        size_t to = str_chr(path, '/', from);
        if (to != SIZE_MAX && to + 1 < path.n) add_area(x, str_sub(path, from, to)); /* not the unit itself */
    }
}

static size_t find_kinds(const grid_t *t, str_t *kinds)
{
    size_t n = 0;
    for (size_t k = 0; k < t->cover.n_rows && n < KINDS_MOST; k++) {
        bool before = false;
        for (size_t i = 0; i < n && !before; i++) before = str_eq(kinds[i], t->cover.rows[k].kind);
        if (!before) kinds[n++] = t->cover.rows[k].kind;
    }
    return n;
}

static void show_choices(req_t *q, view_t *v, const grid_t *t, const areas_t *x)
{
    str_t kinds[KINDS_MOST];
    size_t n = find_kinds(t, kinds);
    view_t *of_kind = view_list(v, "kinds"), *of_area = view_list(v, "areas");
    view_t *one = view_list(v, "group_one"), *two = view_list(v, "group_two");
    for (size_t k = 0; k < n; k++) {
        str_t title = str_of(tr(q->lang, kind_title(kinds[k]))), group = str_fmt(q->a, "loai:%.*s", STRF(kinds[k]));
        option(of_kind, kinds[k], title, t->filter.kind);
        option(one, group, title, t->groups[0].name);
        option(two, group, title, t->groups[1].name);
    }
    if (t->filter.area.n) option(of_area, t->filter.area, area_name(q, t, t->filter.area), t->filter.area);
    for (size_t k = 0; k < x->n; k++) {
        str_t title = area_name(q, t, x->all[k]), group = str_fmt(q->a, "dia-ban:%.*s", STRF(x->all[k]));
        option(of_area, x->all[k], title, S(""));
        option(one, group, title, t->groups[0].name);
        option(two, group, title, t->groups[1].name);
    }
}

static void show_orders(req_t *q, view_t *v, const grid_t *t)
{
    static const struct {
        const char *value, *title;
    } all[] = {{"", N_("by name")},        {"trang-thai", N_("most to do first")}, {"tre", N_("late and missed first")},
               {"dia-ban", N_("by area")}, {"loai", N_("by kind of unit")},        {"ma", N_("by code")}};
    view_t *list = view_list(v, "orders");
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        option(list, str_of(all[k].value), str_of(tr(q->lang, all[k].title)), t->filter.order);
    for (size_t k = 0; k < t->cover.n_clauses; k++)
        option(
            list, str_fmt(q->a, "muc:%.*s", STRF(t->cover.clauses[k])),
            str_fmt(q->a, tr(q->lang, N_("clause %.*s: most to do first")), STRF(clause_label(q, t->cover.clauses[k]))),
            t->filter.order);
}

void show_filters(req_t *q, view_t *v, const grid_t *t)
{
    view_t *clauses = view_list(v, "clause_options"), *states = view_list(v, "states");
    areas_t *x = ARENA_NEW(q->a, areas_t);
    if (x) {
        find_areas(t, x);
        show_choices(q, v, t, x);
    }
    show_orders(q, v, t);
    for (size_t k = 0; k < t->cover.n_clauses; k++)
        option(clauses, t->cover.clauses[k], clause_label(q, t->cover.clauses[k]), t->filter.clause);
    option(states, S("open"), str_of(tr(q->lang, N_("not yet claimed"))), t->filter.state);
    for (int s = CELL_OWED; s < CELL_COUNT; s++)
        option(states, str_of(cell_name((cell_state_t)s)), str_of(tr(q->lang, cell_title((cell_state_t)s))),
               t->filter.state);
    option(states, S("late"), str_of(tr(q->lang, N_("late"))), t->filter.state);
    str_t search = req_query(q, "tim"), luc = req_query(q, "luc");
    view_text(v, "search", search.p ? search : S(""));
    view_text(v, "luc", luc.p ? luc : S(""));
    view_flag(v, "today", t->today);
}
