/* SPDX-License-Identifier: Apache-2.0
 *
 * The units file (docs/units.md): read whole, checked whole, then written whole.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/charset.h"
#include "base/csv.h"
#include "people/people.h"
#include "people/queries.h"

enum { MOST_ROWS = 200000, DEEPEST = 16, COLUMNS = 14 };

enum { CODE, NAME, NAME_EN, KIND, PARENT, FROM, TO, BECOMES, HOSTS, HOUSEHOLDS, POPULATION, STAFF, LANGUAGES, SOURCE };

static const char *const columns[COLUMNS] = {"code",       "name",  "name_en",   "kind",  "parent",
                                             "from",       "to",    "becomes",   "hosts", "households",
                                             "population", "staff", "languages", "source"};
static const char *const kinds[] = {"ministry", "city",   "department", "district", "district-office",
                                    "commune",  "school", "university", "college",  "class",
                                    "team",     "hamlet", "association"};

typedef struct row {
    long line;
    str_t f[COLUMNS];
    ms_t from, to;
    ident_t id;
    struct row *parent;
    str_t path, becomes, places;
    int64_t number[3];
    int depth; /* 0: path not made yet; -1: being made (a cycle when met again) */
} row_t;

typedef struct import {
    arena_t *a;
    vec_t rows;
    row_t **by_code; /* sorted by code, then from */
    int at[COLUMNS]; /* where each column stands in the file; -1: absent */
    buf_t report;
    err_t *err;
} import_t;

static status_t bad(import_t *im, const row_t *r, const char *field, const char *code, const char *msgid, str_t what)
{
    return err_at(im->err, ST_INPUT, code, field, r->line, msgid, r->line, STRF(what));
}

/* --- reading --- */

static status_t header(import_t *im, const str_t *fields, size_t n)
{
    for (int c = 0; c < COLUMNS; c++) {
        im->at[c] = -1;
        for (size_t i = 0; i < n; i++)
            if (str_ieq(str_trim(fields[i]), str_of(columns[c]))) im->at[c] = (int)i;
    }
    if (im->at[CODE] < 0 || im->at[NAME] < 0 || im->at[KIND] < 0 || im->at[FROM] < 0)
        return err_at(im->err, ST_INPUT, "units.header", NULL, 1,
                      N_("Line 1: the columns code, name, kind and from must be there."));
    return ST_OK;
}

static status_t moment(import_t *im, row_t *r, int column, ms_t initial, ms_t *out)
{
    str_t s = r->f[column];
    date_t d;
    *out = initial;
    if (!s.n) return ST_OK;
    if (!date_parse(s, &d)) return bad(im, r, columns[column], "units.date", N_("Line %ld: “%.*s” is not a day."), s);
    *out = date_start(d);
    return ST_OK;
}

static status_t numbers(import_t *im, row_t *r)
{
    for (int i = 0; i < 3; i++) {
        str_t s = r->f[HOUSEHOLDS + i];
        if (s.n && !str_int(s, 0, 200000000, &r->number[i]))
            return bad(im, r, columns[HOUSEHOLDS + i], "units.number", N_("Line %ld: “%.*s” is not a whole number."),
                       s);
    }
    return ST_OK;
}

/* "a.gov.vn b.gov.vn" becomes the JSON list of places. */
static void places(import_t *im, row_t *r)
{
    buf_t b = buf_new(im->a, 65536);
    str_t rest = r->f[HOSTS], host;
    bool first = true;
    buf_putc(&b, '[');
    while (rest.n && str_cut(&rest, ' ', &host)) {
        if (!host.n) continue;
        buf_putz(&b, first ? "{\"kind\":\"web\",\"host\":" : ",{\"kind\":\"web\",\"host\":");
        buf_json(&b, host);
        buf_putz(&b, ",\"proved\":null}");
        first = false;
    }
    buf_putc(&b, ']');
    r->places = buf_str(&b);
}

static status_t read_row(import_t *im, long line, const str_t *fields, size_t n)
{
    row_t *r = vec_push(&im->rows);
    if (!r) return err_set(im->err, ST_LIMIT, "units.many", N_("The file has more than %d units."), MOST_ROWS);
    r->line = line;
    for (int c = 0; c < COLUMNS; c++)
        r->f[c] = im->at[c] >= 0 && (size_t)im->at[c] < n ? str_trim(fields[im->at[c]]) : S("");
    if (!r->f[CODE].n || !r->f[NAME].n)
        return bad(im, r, "code", "units.empty", N_("Line %ld: code and name must be there.%.*s"), S(""));
    if (r->f[CODE].n > 64 || str_chr(r->f[CODE], '/', 0) != SIZE_MAX)
        return bad(im, r, "code", "units.code", N_("Line %ld: “%.*s” cannot be a code."), r->f[CODE]);
    bool kind = false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) kind = kind || str_eq(r->f[KIND], str_of(kinds[i]));
    if (!kind)
        return bad(im, r, "kind", "units.kind", N_("Line %ld: there is no kind of unit named “%.*s”."), r->f[KIND]);
    status_t s = moment(im, r, FROM, 0, &r->from);
    if (s == ST_OK) s = moment(im, r, TO, MS_NEVER, &r->to);
    if (s == ST_OK) s = numbers(im, r);
    if (s != ST_OK) return s;
    if (r->to <= r->from)
        return bad(im, r, "to", "units.order", N_("Line %ld: the unit %.*s ends before it begins."), r->f[CODE]);
    places(im, r);
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

static row_t *find(const import_t *im, str_t code, ms_t at)
{
    size_t lo = 0, hi = im->rows.len;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (str_cmp(im->by_code[mid]->f[CODE], code) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < im->rows.len && str_eq(im->by_code[lo]->f[CODE], code); lo++)
        if (im->by_code[lo]->from <= at && im->by_code[lo]->to > at) return im->by_code[lo];
    return NULL;
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
            return bad(im, a->line > b->line ? a : b, "code", "units.twice",
                       N_("Line %ld: the code %.*s is there twice at the same time."), a->f[CODE]);
    }
    return ST_OK;
}

/* Paths from the root down; a row met again while its own path is being made stands in a cycle. */
static status_t path_of(import_t *im, row_t *r, int depth)
{
    if (r->depth > 0) return ST_OK;
    if (r->depth < 0 || depth > DEEPEST)
        return bad(im, r, "parent", "units.cycle", N_("Line %ld: the parents of %.*s go round in a circle."),
                   r->f[CODE]);
    r->depth = -1;
    str_t above = S("/");
    if (r->f[PARENT].n) {
        r->parent = find(im, r->f[PARENT], r->from);
        if (!r->parent)
            return bad(im, r, "parent", "units.parent", N_("Line %ld: the parent %.*s is not there at that time."),
                       r->f[PARENT]);
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
        if (!find(im, str_trim(code), r->to))
            return bad(im, r, "becomes", "units.successor",
                       N_("Line %ld: the successor %.*s is not there at that time."), code);
        if (!(part > 0 && part <= 1))
            return bad(im, r, "becomes", "units.share",
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
        return bad(im, r, "becomes", "units.shares",
                   N_("Line %ld: the shares of the successors of %.*s must add up to 1."), r->f[CODE]);
    r->becomes = buf_str(&b);
    return ST_OK;
}

/* --- writing --- */

/* What an import would change, so that a person can look before. A file that is silent about hosts leaves the registered
 * places, and what was proved of them, as they are. */
static status_t compare(import_t *im, db_t *db, row_t *r, bool *same)
{
    stmt_t *q = db_query(db, &q_unit_facts, im->err);
    if (!q) return im->err->status;
    bind_id(q, 1, &r->id);
    status_t s = stmt_next(q, im->err);
    *same = false;
    const char *sign = "+";
    if (s == ST_ROW) {
        sign = "~";
        if (!r->f[HOSTS].n) r->places = col_text(q, im->a, 6);
        *same = str_eq(col_text(q, im->a, 0), r->f[NAME]) && str_eq(col_text(q, im->a, 1), r->f[NAME_EN]) &&
                str_eq(col_text(q, im->a, 2), r->f[KIND]) && str_eq(col_text(q, im->a, 3), r->path) &&
                col_int(q, 4) == r->to && str_eq(col_text(q, im->a, 5), r->becomes) &&
                str_eq(col_text(q, im->a, 6), r->places) && col_int(q, 7) == r->number[0] &&
                col_int(q, 8) == r->number[1] && col_int(q, 9) == r->number[2] &&
                str_eq(col_text(q, im->a, 10), r->f[LANGUAGES].n ? r->f[LANGUAGES] : S("vi")) &&
                str_eq(col_text(q, im->a, 11), r->f[SOURCE]);
    }
    stmt_done(q);
    if (s != ST_ROW && s != ST_END) return s;
    if (!*same)
        buf_fmt(&im->report, "%s %.*s %.*s (%.*s)%s%.*s\n", sign, STRF(r->f[CODE]), STRF(r->f[NAME]), STRF(r->f[KIND]),
                r->f[PARENT].n ? " < " : "", STRF(r->f[PARENT]));
    return ST_OK;
}

static status_t put(import_t *im, db_t *db, const row_t *r)
{
    stmt_t *q = db_query(db, &q_unit_put, im->err);
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
    return stmt_run(q, NULL, im->err);
}

/* Parents before children: a row is written once all above it are. */
static status_t write_down(import_t *im, db_t *db, row_t *r, bool dry_run, int64_t *changes)
{
    if (r->depth == 2) return ST_OK;
    status_t s = r->parent ? write_down(im, db, r->parent, dry_run, changes) : ST_OK;
    r->depth = 2;
    bool same = false;
    if (s == ST_OK) s = compare(im, db, r, &same);
    if (s != ST_OK || same) return s;
    ++*changes;
    return dry_run ? ST_OK : put(im, db, r);
}

static status_t read_all(import_t *im, str_t csv)
{
    csv_t c = csv_new(csv);
    str_t fields[CSV_FIELDS];
    size_t n;
    status_t s = csv_row(&c, im->a, fields, &n, im->err);
    if (s == ST_END) return err_set(im->err, ST_INPUT, "units.none", N_("The file is empty."));
    if (s == ST_OK) s = header(im, fields, n);
    while (s == ST_OK && (s = csv_row(&c, im->a, fields, &n, im->err)) == ST_OK) s = read_row(im, c.line, fields, n);
    if (s != ST_END) return s;
    return im->rows.len ? ST_OK : err_set(im->err, ST_INPUT, "units.none", N_("The file is empty."));
}

/* Old office files come in TCVN3, VNI or Windows-1258: recognised, converted, and said so in the report. */
static status_t as_utf8(import_t *im, str_t *csv)
{
    charset_t c = charset_guess(im->a, *csv);
    str_t text = charset_convert(im->a, *csv, c);
    /* A byte the encoding does not have becomes U+FFFD: a name half lost is worse than a file refused. */
    if (csv->n && (!text.p || !utf8_valid(text) || (c != CHARSET_UTF8 && str_find(text, S("\uFFFD"), 0) != SIZE_MAX)))
        return err_set(im->err, ST_INPUT, "units.encoding", N_("The file is not UTF-8 text."));
    if (c != CHARSET_UTF8) buf_fmt(&im->report, "# %s\n", charset_name(c));
    *csv = text;
    return ST_OK;
}

status_t units_import(db_t *db, arena_t *a, str_t csv, bool dry_run, ident_t who, str_t *report, err_t *err)
{
    enum { REPORT_LIMIT = 64 << 20 };
    import_t im = {
        .a = a, .rows = vec_new(a, sizeof(row_t), MOST_ROWS), .report = buf_new(a, REPORT_LIMIT), .err = err};
    status_t s = as_utf8(&im, &csv);
    if (s == ST_OK) s = read_all(&im, csv);
    if (s == ST_OK) s = index_codes(&im);
    for (size_t i = 0; s == ST_OK && i < im.rows.len; i++) s = path_of(&im, &VEC_AT(&im.rows, row_t, i), 0);
    for (size_t i = 0; s == ST_OK && i < im.rows.len; i++) s = successors(&im, &VEC_AT(&im.rows, row_t, i));
    int64_t changes = 0;
    for (size_t i = 0; s == ST_OK && i < im.rows.len; i++)
        s = write_down(&im, db, &VEC_AT(&im.rows, row_t, i), dry_run, &changes);
    if (s != ST_OK) return s;
    *report = buf_str(&im.report);
    if (dry_run || changes == 0) return ST_OK;
    static const ident_t none;
    return journal_add(db, who, "unit.import", none,
                       str_fmt(a, "{\"rows\":%zu,\"changes\":%lld}", im.rows.len, (long long)changes), err);
}
