/* SPDX-License-Identifier: Apache-2.0
 *
 * The first sheet of an XLSX as CSV: its shared texts are read first, then its cells in the order of the file. Formulas give the
 * value that was saved with them. Days come as the numbers Excel keeps; who reads the table knows which columns hold days.
 */
#include <stdlib.h>
#include <string.h>
#include "box/limits.h"
#include "box/unpack.h"

typedef struct xlsx {
    const char *p;
    size_t n;
    sink_fn put;
    void *ctx;
    gather_t texts, ends;   /* the shared texts one after another, and where each ends (size_t) */
    gather_t out, cell;     /* CSV not yet put; the cell at hand */
    long row, column, next; /* rows written; the column written to; the least column of the next cell */
    size_t written;
} xlsx_t;

/* All text within the element that begins here, up to its end: <si>, <is>. Phonetic readings are left out. */
static void take_texts(xml_t x, member_t *m, const char *name, gather_t *g, const char **why)
{
    bool phonetic = false;
    if (xml_ends(x, name)) return; /* empty */
    while (xml_next(x, m, why) && !xml_ends(x, name)) {
        if (xml_begins(x, "rPh")) phonetic = true;
        if (xml_ends(x, "rPh")) phonetic = false;
        if (!phonetic && xml_is_text(x)) gather_z(g, xml_value(x));
    }
}

static const char *shared_texts(xlsx_t *s)
{
    const char *why;
    member_t *m = member_open(s->p, s->n, "xl/sharedStrings.xml", &why);
    if (!m) return why; /* a sheet of numbers has none */
    xml_t x = member_xml(m);
    while (xml_next(x, m, &why)) {
        if (!xml_begins(x, "si")) continue;
        take_texts(x, m, "si", &s->texts, &why);
        gather(&s->ends, (const char *)&s->texts.n, sizeof s->texts.n);
        if (why || s->texts.failed || s->ends.failed) break;
    }
    member_close(m);
    return why ? why : s->texts.failed || s->ends.failed ? "large" : NULL;
}

/* Where the first sheet stands: workbook.xml names it by a relation, the relations say which member that is. */
static bool first_sheet(xlsx_t *s, char path[256], const char **why)
{
    char *id = NULL;
    bool found = false;
    member_t *m = member_open(s->p, s->n, "xl/workbook.xml", why);
    if (!m) return false;
    xml_t x = member_xml(m);
    while (!id && xml_next(x, m, why))
        if (xml_begins(x, "sheet")) id = xml_attribute(x, "id");
    member_close(m);
    if (*why || !id) goto out;
    m = member_open(s->p, s->n, "xl/_rels/workbook.xml.rels", why);
    if (!m) goto out;
    x = member_xml(m);
    while (!found && xml_next(x, m, why)) {
        if (!xml_begins(x, "Relationship")) continue;
        char *this_id = xml_attribute(x, "Id"), *target = xml_attribute(x, "Target");
        if (this_id && target && strcmp(this_id, id) == 0 && strlen(target) < 200) {
            size_t at = 0;
            if (target[0] != '/') {
                memcpy(path, "xl/", 3);
                at = 3;
            }
            memcpy(path + at, target + (target[0] == '/'), strlen(target) + 1 - (target[0] == '/'));
            found = true;
        }
        xml_text_free(this_id);
        xml_text_free(target);
    }
    member_close(m);
out:
    xml_text_free(id);
    return found && !*why;
}

/* "AB12" → 27; -1 when it is no column. */
static long column_of(const char *ref)
{
    long c = 0;
    for (; *ref >= 'A' && *ref <= 'Z' && c < 100000; ref++) c = c * 26 + (*ref - 'A' + 1);
    return c - 1;
}

static void flush(xlsx_t *s, size_t least)
{
    if (s->out.n < least) return;
    s->put(s->ctx, 'T', s->out.p, s->out.n);
    s->written += s->out.n;
    s->out.n = 0;
}

/* The cell at hand, quoted; a break within it would be another row. */
static void write_cell(xlsx_t *s)
{
    bool quoted = false;
    for (size_t i = 0; i < s->cell.n; i++) {
        char *c = &s->cell.p[i];
        if (*c == '\n' || *c == '\r') *c = ' ';
        quoted = quoted || *c == '"' || *c == ',' || *c == ';' || *c == '\t';
    }
    if (quoted) gather_z(&s->out, "\"");
    for (size_t i = 0, from = 0; i <= s->cell.n; i++) {
        if (i < s->cell.n && s->cell.p[i] != '"') continue;
        gather(&s->out, s->cell.p + from, i - from);
        if (i < s->cell.n) gather_z(&s->out, "\"\"");
        from = i + 1;
    }
    if (quoted) gather_z(&s->out, "\"");
    s->cell.n = 0;
}

static void shared(xlsx_t *s)
{
    char number[24];
    if (s->cell.n >= sizeof number) return;
    memcpy(number, s->cell.p, s->cell.n);
    number[s->cell.n] = 0;
    size_t k = strtoul(number, NULL, 10), count = s->ends.n / sizeof(size_t), from = 0, to;
    s->cell.n = 0;
    if (k >= count) return;
    if (k) memcpy(&from, s->ends.p + (k - 1) * sizeof from, sizeof from);
    memcpy(&to, s->ends.p + k * sizeof to, sizeof to);
    gather(&s->cell, s->texts.p + from, to - from);
}

static const char *cell(xlsx_t *s, xml_t x, member_t *m)
{
    char *ref = xml_attribute(x, "r"), *type = xml_attribute(x, "t");
    const char *why = NULL;
    bool value = false;
    long column = ref ? column_of(ref) : s->next;
    s->cell.n = 0;
    if (column < s->next || column >= PAPER_COLUMNS) why = column >= PAPER_COLUMNS ? "columns" : "damaged";
    bool is_shared = type && strcmp(type, "s") == 0;
    xml_text_free(ref);
    xml_text_free(type);
    if (!why && !xml_ends(x, "c"))
        while (xml_next(x, m, &why) && !xml_ends(x, "c")) {
            if (xml_begins(x, "v")) value = true;
            if (xml_ends(x, "v")) value = false;
            if (xml_begins(x, "is")) take_texts(x, m, "is", &s->cell, &why);
            if (value && xml_is_text(x)) gather_z(&s->cell, xml_value(x));
            if (why) break;
        }
    if (why) return why;
    if (is_shared) shared(s);
    for (; s->column < column; s->column++) gather_z(&s->out, ",");
    s->next = column + 1;
    write_cell(s);
    return NULL;
}

static const char *row(xlsx_t *s, xml_t x)
{
    char *r = xml_attribute(x, "r");
    long number = r ? strtol(r, NULL, 10) : s->row + 1;
    xml_text_free(r);
    if (number > PAPER_ROWS) return "rows";
    if (number <= s->row) return "damaged";
    for (; s->row < number - 1; s->row++) gather_z(&s->out, "\n");
    s->column = s->next = 0;
    return NULL;
}

static const char *sheet(xlsx_t *s, const char *path)
{
    const char *why;
    member_t *m = member_open(s->p, s->n, path, &why);
    if (!m) return why ? why : "no-sheet";
    xml_t x = member_xml(m);
    while (!why && xml_next(x, m, &why)) {
        if (xml_begins(x, "row")) why = row(s, x);
        if (!why && xml_begins(x, "c")) why = cell(s, x, m);
        if (!why && xml_ends(x, "row")) {
            gather_z(&s->out, "\n");
            s->row++;
            flush(s, 1 << 16);
        }
        if (!why && (s->out.failed || s->cell.failed || s->written > PAPER_SHEET)) why = "large";
        if (!why && xml_ends(x, "sheetData")) break;
    }
    member_close(m);
    return why;
}

const char *xlsx_csv(const char *p, size_t n, sink_fn put, void *ctx)
{
    xlsx_t s = {.p = p, .n = n, .put = put, .ctx = ctx};
    char path[256];
    const char *why = NULL;
    if (!first_sheet(&s, path, &why) && !why) why = "no-sheet";
    if (!why) why = shared_texts(&s);
    if (!why) why = sheet(&s, path);
    if (!why) flush(&s, 1);
    gather_free(&s.texts);
    gather_free(&s.ends);
    gather_free(&s.out);
    gather_free(&s.cell);
    return why;
}
