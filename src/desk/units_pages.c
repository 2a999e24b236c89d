/* SPDX-License-Identifier: Apache-2.0
 *
 * The tree of units as of any day, with search, and the import with its dry run.
 */
#include "base/charset.h"
#include "base/fold.h"
#include "desk/internal.h"
#include "page/app.h"

enum { SHOWN = 500 };

/* Kinds of unit as people call them. */
static const struct {
    const char *kind, *name; /* msgid */
} kinds[] = {{"", N_("All kinds")},
             {"city", N_("City")},
             {"department", N_("Department")},
             {"district", N_("District")},
             {"district-office", N_("District office")},
             {"commune", N_("Commune or ward")},
             {"university", N_("University")},
             {"college", N_("College")},
             {"school", N_("School")},
             {"class", N_("Class")},
             {"team", N_("Team")}};
enum { KINDS = sizeof kinds / sizeof *kinds };

static const char *kind_name(str_t kind, lang_t lang)
{
    for (size_t i = 1; i < KINDS; i++)
        if (str_eq(kind, str_of(kinds[i].kind))) return tr(lang, kinds[i].name);
    return "";
}

static bool found(req_t *q, const unit_t *u, str_t wanted)
{
    if (!wanted.n) return true;
    return str_find(fold_dup(q->a, u->name), wanted, 0) != SIZE_MAX || str_find(u->code, wanted, 0) != SIZE_MAX;
}

status_t units_page(req_t *q, view_t *v, err_t *err)
{
    str_t day = req_query(q, "ngay"), search = req_query(q, "tim"), kind = req_query(q, "loai");
    ms_t at = clock_now();
    date_t d;
    if (day.n && !date_parse(day, &d))
        return err_at(err, ST_INPUT, "units.date", "ngay", 0, N_("“%.*s” is not a day. Write it as 30/10/2024."),
                      STRF(day));
    if (day.n) at = date_start(d);
    unit_t *units;
    size_t n, shown = 0, all = 0;
    static const ident_t everywhere;
    status_t s = unit_list(q->db, q->a, everywhere, kind.p ? kind : S(""), at, &units, &n, err);
    if (s != ST_OK) return s;
    str_t wanted = search.n ? fold_dup(q->a, search) : S("");
    view_t *list = view_list(v, "units");
    for (size_t i = 0; i < n; i++) {
        if (!found(q, &units[i], wanted)) continue;
        if (++all > SHOWN) continue;
        shown++;
        view_t *u = view_item(list);
        view_text(u, "code", units[i].code);
        view_text(u, "name", q->lang == LANG_EN && units[i].name_en.n ? units[i].name_en : units[i].name);
        view_text(u, "kind", units[i].kind);
        view_z(u, "kind_name", kind_name(units[i].kind, q->lang));
        view_text(u, "path", units[i].path);
        if (units[i].to != MS_NEVER) view_time(u, "to", units[i].to);
        view_flag(u, "unverified", str_find(units[i].source, S("[K]"), 0) != SIZE_MAX);
    }
    view_int(v, "count", (int64_t)all);
    view_flag(v, "cut", all > shown);
    view_time(v, "at", at);
    view_text(v, "search", search.p ? search : S(""));
    view_text(v, "day", day.p ? day : S(""));
    view_t *choice = view_list(v, "kinds");
    for (size_t i = 0; i < KINDS; i++) {
        view_t *o = view_item(choice);
        view_z(o, "value", kinds[i].kind);
        view_z(o, "text", tr(q->lang, kinds[i].name));
        view_flag(o, "chosen", str_eq(kind.p ? kind : S(""), str_of(kinds[i].kind)));
    }
    return ST_OK;
}

bool at_root(const actor_t *who)
{
    for (size_t i = 0; i < who->n_seats; i++) {
        str_t path = who->seats[i].unit_path;
        if (who->seats[i].role == ROLE_COORDINATOR && path.n > 2 && str_chr(path, '/', 1) == path.n - 1) return true;
    }
    return false;
}

typedef struct import_job {
    req_t *q;
    str_t csv, report;
} import_job_t;

static status_t import_act(db_t *db, void *arg, err_t *err)
{
    import_job_t *j = arg;
    return units_import(db, j->q->a, j->csv, false, j->q->who->person, &j->report, err);
}

static status_t root_only(const req_t *q, err_t *err)
{
    /* The tree decides how far every seat's power reaches. */
    if (at_root(q->who)) return ST_OK;
    return err_set(err, ST_DENIED, "units.import-root", N_("Only a coordinator of the highest unit may import units."));
}

/* Every row that is refused, and why, beside the first sentence. */
static status_t show_refused(req_t *q, view_t *v, status_t s, str_t report, const err_t *err)
{
    if (s != ST_INPUT) return s;
    view_flag(v, "refused", true);
    view_flag(v, "nothing", false);
    view_text(v, "report", report.n ? report : str_dup(q->a, str_of(err->text)));
    view_text(v, "text", S(""));
    answer_status(q, status_http(s));
    return ST_OK;
}

/* What would be written, with the file itself to be sent again. */
static status_t show_changes(req_t *q, view_t *v, str_t csv, err_t *err)
{
    str_t report = S("");
    db_t *db;
    status_t s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = units_import(db, q->a, csv, true, q->who->person, &report, err);
    store_done(q->app->store, db);
    if (s != ST_OK) return show_refused(q, v, s, report, err);
    view_flag(v, "refused", false);
    view_text(v, "report", report);
    view_flag(v, "nothing", report.n == 0);
    /* What goes back through the browser must be UTF-8: it would turn other bytes into U+FFFD, and those would be written. */
    view_text(v, "text", charset_convert(q->a, csv, charset_guess(q->a, csv)));
    return ST_OK;
}

status_t units_import_post(req_t *q, view_t *v, err_t *err)
{
    const field_t *file = req_file(q, "file");
    import_job_t j = {q, file ? file->value : req_form(q, "text"), S("")};
    status_t s = root_only(q, err);
    if (s != ST_OK) return s;
    if (!j.csv.n) return err_at(err, ST_INPUT, "units.none", "file", 0, N_("Choose a file first."));
    s = units_table(q->a, j.csv, &j.csv, err);
    if (s != ST_OK) return show_refused(q, v, s, S(""), err);
    if (!req_form(q, "commit").p) return show_changes(q, v, j.csv, err);
    s = store_act(q->app->store, import_act, &j, err);
    if (s != ST_OK) return show_refused(q, v, s, j.report, err);
    answer_flash(q, N_("The units were imported."));
    answer_redirect(q, S("/ban/don-vi"));
    return ST_OK;
}

status_t units_change_post(req_t *q, view_t *v, err_t *err)
{
    unit_change_t c = {.ends = req_form(q, "ends"), .comes = req_form(q, "comes")};
    str_t day = STR_NONE, csv;
    date_t d;
    status_t s = root_only(q, err);
    if (s == ST_OK) s = req_text(q, "day", N_("First day"), 10, true, &day, err);
    if (s == ST_OK) s = req_text(q, "basis", N_("Document that decides it"), 200, true, &c.basis, err);
    if (s == ST_OK && !date_parse(day, &d))
        s = err_at(err, ST_INPUT, "units.date", "day", 0, N_("“%.*s” is not a day. Write it as 30/10/2024."),
                   STRF(day));
    if (s != ST_OK) return show_refused(q, v, s, S(""), err);
    c.day = date_start(d);
    db_t *db;
    s = store_read(q->app->store, &db, err);
    if (s != ST_OK) return s;
    s = units_change(db, q->a, &c, &csv, err);
    store_done(q->app->store, db);
    return s == ST_OK ? show_changes(q, v, csv, err) : show_refused(q, v, s, S(""), err);
}
