/* SPDX-License-Identifier: Apache-2.0
 *
 * The units file (docs/units.md): read whole, checked whole, then written whole.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/charset.h"
#include "base/csv.h"
#include "box/paper.h"
#include "people/queries.h"
#include "people/units_internal.h"

enum { MOST_ROWS = 200000, DEEPEST = 16, REFUSED_SHOWN = 200, FIRST_DAY = 10000, LAST_DAY = 100000 };

static const char *const columns[COLUMNS] = {"code",       "name",  "name_en",   "kind",   "parent",
                                             "from",       "to",    "becomes",   "hosts",  "households",
                                             "population", "staff", "languages", "source", "email"};
static const char *const kinds[] = {"ministry", "city",   "department", "district", "district-office",
                                    "commune",  "school", "university", "college",  "class",
                                    "team",     "hamlet", "association"};

status_t units_refuse(import_t *im, const row_t *r, const char *field, const char *code, const char *msgid, str_t what)
{
    err_t e = err_new(im->err->lang);
    (void)err_at(&e, ST_INPUT, code, field, r->line, msgid, r->line, STRF(what));
    if (im->n_refused++ == 0) *im->err = e;
    if (im->n_refused <= REFUSED_SHOWN) buf_fmt(&im->refused, "%s\n", e.text);
    return ST_INPUT;
}

/* --- reading --- */

static bool is_header(import_t *im, const str_t *fields, size_t n)
{
    for (int c = 0; c < COLUMNS; c++) {
        im->at[c] = -1;
        for (size_t i = 0; i < n; i++)
            if (str_ieq(units_column(im->a, str_trim(fields[i])), str_of(columns[c]))) im->at[c] = (int)i;
    }
    return im->at[CODE] >= 0 && im->at[NAME] >= 0 && im->at[KIND] >= 0 && im->at[FROM] >= 0;
}

/* The line that names the columns; a sheet may carry its title above it. */
static status_t header(import_t *im, csv_t *c, str_t fields[CSV_FIELDS])
{
    enum { TITLE_ROWS = 10 };
    size_t n;
    for (int i = 0; i < TITLE_ROWS; i++) {
        status_t s = csv_row(c, im->a, fields, &n, im->err);
        if (s == ST_END && i == 0) return err_set(im->err, ST_INPUT, "units.none", N_("The file is empty."));
        if (s == ST_END || (s != ST_OK && i > 0)) break;
        if (s != ST_OK) return s;
        if (is_header(im, fields, n)) return ST_OK;
    }
    return err_at(im->err, ST_INPUT, "units.header", NULL, 1,
                  N_("Line 1: the columns code, name, kind and from must be there."));
}

static status_t moment(import_t *im, row_t *r, int column, ms_t initial, ms_t *out)
{
    str_t s = r->f[column];
    date_t d;
    *out = initial;
    int64_t day;
    if (!s.n) return ST_OK;
    if (str_int(s, FIRST_DAY, LAST_DAY, &day)) { /* as spreadsheets keep days: counted from 30/12/1899 */
        *out = date_start((date_t){1899, 12, 30}) + day * MS_DAY;
        return ST_OK;
    }
    if (!date_parse(s, &d))
        return units_refuse(im, r, columns[column], "units.date", N_("Line %ld: “%.*s” is not a day."), s);
    *out = date_start(d);
    return ST_OK;
}

static status_t numbers(import_t *im, row_t *r)
{
    for (int i = 0; i < 3; i++) {
        str_t s = units_whole(im->a, r->f[HOUSEHOLDS + i]);
        if (s.n && !str_int(s, 0, 200000000, &r->number[i]))
            return units_refuse(im, r, columns[HOUSEHOLDS + i], "units.number",
                                N_("Line %ld: “%.*s” is not a whole number."), s);
    }
    return ST_OK;
}

static status_t read_row(import_t *im, long line, const str_t *fields, size_t n)
{
    row_t *r = vec_push(&im->rows);
    if (!r) return err_set(im->err, ST_LIMIT, "units.many", N_("The file has more than %d units."), MOST_ROWS);
    r->line = line;
    for (int c = 0; c < COLUMNS; c++)
        r->f[c] = im->at[c] >= 0 && (size_t)im->at[c] < n ? str_trim(fields[im->at[c]]) : S("");
    if (!r->f[CODE].n || !r->f[NAME].n)
        return units_refuse(im, r, "code", "units.empty", N_("Line %ld: code and name must be there.%.*s"), S(""));
    if (r->f[CODE].n > 64 || str_chr(r->f[CODE], '/', 0) != SIZE_MAX)
        return units_refuse(im, r, "code", "units.code", N_("Line %ld: “%.*s” cannot be a code."), r->f[CODE]);
    bool kind = false;
    r->f[KIND] = units_kind(im->a, r->f[KIND]);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) kind = kind || str_eq(r->f[KIND], str_of(kinds[i]));
    if (!kind)
        return units_refuse(im, r, "kind", "units.kind", N_("Line %ld: there is no kind of unit named “%.*s”."),
                            r->f[KIND]);
    if (r->f[EMAIL].n && !email_ok(r->f[EMAIL]))
        return units_refuse(im, r, "email", "units.email", N_("Line %ld: “%.*s” is no e-mail address."), r->f[EMAIL]);
    status_t s = moment(im, r, FROM, 0, &r->from);
    if (s == ST_OK) s = moment(im, r, TO, MS_NEVER, &r->to);
    if (s == ST_OK) s = numbers(im, r);
    if (s != ST_OK) return s;
    if (r->to <= r->from)
        return units_refuse(im, r, "to", "units.order", N_("Line %ld: the unit %.*s ends before it begins."),
                            r->f[CODE]);
    r->places = units_places(im->a, STR_NONE, r->f[HOSTS]);
    r->id = ident_named(S("unit"), str_fmt(im->a, "%.*s@%lld", STRF(r->f[CODE]), (long long)r->from));
    return ST_OK;
}

/* --- checking --- */

static int by_code_then_from(const void *x, const void *y)
{
    const row_t *a = *(row_t *const *)x, *b = *(row_t *const *)y;
    int c = str_cmp(a->f[CODE], b->f[CODE]);
    return c ? c : a->from < b->from ? -1 : a->from > b->from;
}

/* Where the rows of `code` begin. */
static size_t first_of(const import_t *im, str_t code)
{
    size_t lo = 0, hi = im->rows.len;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (str_cmp(im->by_code[mid]->f[CODE], code) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

row_t *units_find(const import_t *im, str_t code, ms_t at)
{
    for (size_t i = first_of(im, code); i < im->rows.len && str_eq(im->by_code[i]->f[CODE], code); i++)
        if (im->by_code[i]->from <= at && im->by_code[i]->to > at) return im->by_code[i];
    return NULL;
}

bool units_in_file(const import_t *im, str_t code, ident_t id)
{
    for (size_t i = first_of(im, code); i < im->rows.len && str_eq(im->by_code[i]->f[CODE], code); i++)
        if (ident_eq(im->by_code[i]->id, id)) return true;
    return false;
}

row_t *units_stored(import_t *im, str_t code, ms_t at, status_t *s)
{
    unit_t u;
    err_t quiet = err_new(im->err->lang);
    *s = unit_by_code(im->db, im->a, code, at, &u, &quiet);
    if (*s != ST_OK) {
        if (*s == ST_NOT_FOUND)
            *s = ST_OK;
        else
            *im->err = quiet;
        return NULL;
    }
    row_t *r = units_in_file(im, code, u.id) ? NULL : ARENA_NEW(im->a, row_t); /* the file says it ends before */
    if (r)
        *r = (row_t){.f = {[CODE] = u.code, [NAME] = u.name},
                     .id = u.id,
                     .from = u.from,
                     .to = u.to,
                     .path = u.path,
                     .depth = 2};
    return r;
}

static status_t index_codes(import_t *im)
{
    im->by_code = ARENA_ARRAY(im->a, row_t *, im->rows.len);
    if (!im->by_code) return ST_MEMORY;
    for (size_t i = 0; i < im->rows.len; i++) im->by_code[i] = &VEC_AT(&im->rows, row_t, i);
    qsort(im->by_code, im->rows.len, sizeof *im->by_code, by_code_then_from);
    for (size_t i = 1; i < im->rows.len; i++) {
        row_t *a = im->by_code[i - 1], *b = im->by_code[i];
        if (str_eq(a->f[CODE], b->f[CODE]) && a->to > b->from)
            (void)units_refuse(im, a->line > b->line ? a : b, "code", "units.twice",
                               N_("Line %ld: the code %.*s is there twice at the same time."), a->f[CODE]);
    }
    return ST_OK;
}

/* Paths from the root down; a row met again while its own path is being made stands in a cycle. */
static status_t path_of(import_t *im, row_t *r, int depth)
{
    if (r->depth > 0) return ST_OK;
    if (r->depth < 0 || depth > DEEPEST)
        return units_refuse(im, r, "parent", "units.cycle", N_("Line %ld: the parents of %.*s go round in a circle."),
                            r->f[CODE]);
    r->depth = -1;
    str_t above = S("/");
    if (r->f[PARENT].n) {
        status_t got = ST_OK;
        r->parent = units_find(im, r->f[PARENT], r->from);
        if (!r->parent) r->parent = units_stored(im, r->f[PARENT], r->from, &got);
        if (got != ST_OK) return got;
        if (!r->parent)
            return units_refuse(im, r, "parent", "units.parent",
                                N_("Line %ld: the parent %.*s is not there at that time."), r->f[PARENT]);
        status_t s = path_of(im, r->parent, depth + 1);
        if (s != ST_OK) return s;
        above = r->parent->path;
    }
    r->path = str_fmt(im->a, "%.*s%.*s/", STRF(above), STRF(r->f[CODE]));
    r->depth = 1;
    return ST_OK;
}

/* "thoi-binh:1.0:1192/NQ-UBTVQH15|other:0.5" becomes JSON; shares add up to 1. */
static status_t successors(import_t *im, row_t *r)
{
    buf_t b = buf_new(im->a, 65536);
    str_t rest = r->f[BECOMES], item;
    double sum = 0;
    bool first = true;
    buf_putc(&b, '[');
    while (rest.n && str_cut(&rest, '|', &item)) {
        str_t piece = item, code, share, basis = S("");
        (void)str_cut(&piece, ':', &code);
        double part = 1;
        if (str_cut(&piece, ':', &share)) part = strtod(str_z(im->a, share), NULL);
        if (piece.p) basis = piece;
        status_t got = ST_OK;
        row_t *heir = units_find(im, str_trim(code), r->to);
        if (!heir) heir = units_stored(im, str_trim(code), r->to, &got);
        if (got != ST_OK) return got;
        r->heir = r->successors++ ? NULL : heir;
        if (!heir)
            return units_refuse(im, r, "becomes", "units.successor",
                                N_("Line %ld: the successor %.*s is not there at that time."), code);
        if (!(part > 0 && part <= 1))
            return units_refuse(im, r, "becomes", "units.share",
                                N_("Line %ld: the share in “%.*s” must be above 0 and at most 1."), item);
        sum += part;
        if (!first) buf_putc(&b, ',');
        first = false;
        buf_putz(&b, "{\"unit\":");
        buf_json(&b, str_trim(code));
        buf_fmt(&b, ",\"share\":%.6g,\"basis\":", part);
        buf_json(&b, basis);
        buf_putc(&b, '}');
    }
    buf_putc(&b, ']');
    if (!first && (sum < 0.999 || sum > 1.001))
        return units_refuse(im, r, "becomes", "units.shares",
                            N_("Line %ld: the shares of the successors of %.*s must add up to 1."), r->f[CODE]);
    r->becomes = buf_str(&b);
    return ST_OK;
}

/* The same code for two units at one time: one in the file, one that only the database knows. */
static status_t overlap(import_t *im, row_t *r)
{
    stmt_t *q = db_query(im->db, &q_units_overlapping, im->err);
    if (!q) return im->err->status;
    bind_text(q, 1, r->f[CODE]);
    bind_ms(q, 2, r->from);
    bind_ms(q, 3, r->to);
    status_t s;
    bool other = false;
    while ((s = stmt_next(q, im->err)) == ST_ROW) other = other || !units_in_file(im, r->f[CODE], col_id(q, 0));
    stmt_done(q);
    if (s != ST_END) return s;
    if (!other) return ST_OK;
    return units_refuse(
        im, r, "code", "units.in-use",
        N_("Line %ld: the code %.*s belongs to another unit at that time: put that one in the file too, with "
           "the day it ends."),
        r->f[CODE]);
}

static status_t read_all(import_t *im, str_t csv)
{
    csv_t c = csv_new(csv);
    str_t fields[CSV_FIELDS];
    size_t n;
    status_t s = header(im, &c, fields);
    while (s == ST_OK && (s = csv_row(&c, im->a, fields, &n, im->err)) == ST_OK) {
        s = read_row(im, c.line, fields, n);
        if (s == ST_INPUT) s = ST_OK; /* noted; the others are read too */
    }
    if (s != ST_END) return s;
    if (im->n_refused) return ST_INPUT;
    return im->rows.len ? ST_OK : err_set(im->err, ST_INPUT, "units.none", N_("The file is empty."));
}

/* Old office files come in TCVN3, VNI or Windows-1258: recognised, converted, and said so in the report. */
static status_t as_utf8(import_t *im, str_t *csv)
{
    if (utf16_marked(*csv)) *csv = utf16_text(im->a, *csv);
    charset_t c = csv->p ? charset_guess(im->a, *csv) : CHARSET_UNKNOWN;
    str_t text = charset_convert(im->a, *csv, c);
    /* A byte the encoding does not have becomes U+FFFD: a name half lost is worse than a file refused. */
    if (csv->n && (!text.p || !utf8_valid(text) || (c != CHARSET_UTF8 && str_find(text, S("\uFFFD"), 0) != SIZE_MAX)))
        return err_set(im->err, ST_INPUT, "units.encoding", N_("The file is not UTF-8 text."));
    if (c != CHARSET_UTF8) buf_fmt(&im->report, "# %s\n", charset_name(c));
    *csv = text;
    return ST_OK;
}

/* One check over all rows; every row it refuses is noted. */
static status_t each(import_t *im, status_t (*check)(import_t *im, row_t *r))
{
    for (size_t i = 0; i < im->rows.len; i++) {
        status_t s = check(im, &VEC_AT(&im->rows, row_t, i));
        if (s != ST_OK && s != ST_INPUT) return s;
    }
    return im->n_refused ? ST_INPUT : ST_OK;
}

static status_t path_from_top(import_t *im, row_t *r)
{
    return path_of(im, r, 0);
}

static status_t check_all(import_t *im, str_t csv)
{
    status_t s = as_utf8(im, &csv);
    if (s == ST_OK) s = read_all(im, csv);
    if (s == ST_OK) s = index_codes(im);
    if (s == ST_OK && im->n_refused) s = ST_INPUT;
    if (s == ST_OK) s = each(im, overlap);
    if (s == ST_OK) s = each(im, path_from_top);
    return s == ST_OK ? each(im, successors) : s;
}

status_t units_import(db_t *db, arena_t *a, str_t csv, bool dry_run, ident_t who, str_t *report, err_t *err)
{
    enum { REPORT_LIMIT = 64 << 20 };
    import_t im = {.a = a,
                   .db = db,
                   .dry_run = dry_run,
                   .rows = vec_new(a, sizeof(row_t), MOST_ROWS),
                   .report = buf_new(a, REPORT_LIMIT),
                   .refused = buf_new(a, REPORT_LIMIT),
                   .err = err};
    status_t s = check_all(&im, csv);
    if (s == ST_OK) s = units_write(&im);
    *report = s == ST_OK ? buf_str(&im.report) : buf_str(&im.refused);
    if (s != ST_OK || dry_run || im.changes == 0) return s;
    static const ident_t none;
    return journal_add(db, who, "unit.import", none,
                       str_fmt(a, "{\"rows\":%zu,\"changes\":%lld}", im.rows.len, (long long)im.changes), err);
}

status_t units_table(arena_t *a, str_t bytes, str_t *csv, err_t *err)
{
    *csv = bytes;
    return paper_kind(bytes) == PAPER_DOCX ? paper_sheet(a, bytes, csv, err) : ST_OK;
}
