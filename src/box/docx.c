/* SPDX-License-Identifier: Apache-2.0
 *
 * The text of a DOCX. The head and the foot of an official letter stand in tables without lines, two cells side by side: they
 * come out side by side, as on paper. Word counts numbered paragraphs itself; the first list of the letter counts on, others
 * become dashes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "box/limits.h"
#include "box/unpack.h"

enum { CELLS = 16 };

typedef struct docx {
    gather_t body, cell[CELLS], line;
    int table, cells;  /* depth of tables; cells of the row at hand */
    long number, list; /* the last number counted, and the list that counts */
    int level;         /* of the paragraph at hand in its list; -1: in none */
    long in_list;
} docx_t;

static gather_t *target(docx_t *d)
{
    return d->table > 0 && d->cells > 0 ? &d->cell[d->cells - 1] : &d->body;
}

static void paragraph(docx_t *d)
{
    char mark[24] = "";
    if (d->level >= 0 && d->line.n) {
        if (!d->list) d->list = d->in_list;
        if (d->level == 0 && d->in_list == d->list)
            (void)snprintf(mark, sizeof mark, "%ld. ", ++d->number);
        else
            (void)snprintf(mark, sizeof mark, "- ");
    }
    gather_z(target(d), mark);
    gather(target(d), d->line.p, d->line.n);
    gather_z(target(d), "\n");
    d->line.n = 0;
    d->level = -1;
    d->in_list = 0;
}

/* The line of a cell at *at; false when it has no more. */
static bool cell_line(const gather_t *g, size_t *at, const char **p, size_t *n)
{
    if (*at >= g->n) return false;
    const char *from = g->p + *at, *end = memchr(from, '\n', g->n - *at);
    *p = from;
    *n = end ? (size_t)(end - from) : g->n - *at;
    *at += *n + 1;
    return true;
}

static void row(docx_t *d)
{
    size_t at[CELLS] = {0};
    bool more = true;
    while (more && d->cells) {
        more = false;
        size_t before = d->body.n;
        for (int c = 0; c < d->cells; c++) {
            const char *p;
            size_t n;
            if (!cell_line(&d->cell[c], &at[c], &p, &n)) continue;
            more = true;
            if (c) gather_z(&d->body, "          "); /* another column */
            gather(&d->body, p, n);
        }
        if (more)
            gather_z(&d->body, "\n");
        else
            d->body.n = before;
    }
    for (int c = 0; c < CELLS; c++) d->cell[c].n = 0;
    d->cells = 0;
}

static void begins(docx_t *d, xml_t x)
{
    if (xml_begins(x, "tbl")) d->table++;
    if (xml_begins(x, "tc") && d->table == 1 && d->cells < CELLS) d->cells++;
    if (xml_begins(x, "tab")) gather_z(&d->line, "    ");
    if (xml_begins(x, "br") || xml_begins(x, "cr")) gather_z(&d->line, "\n");
    if (xml_begins(x, "noBreakHyphen")) gather_z(&d->line, "-");
    if (xml_begins(x, "ilvl") || xml_begins(x, "numId")) {
        bool level = xml_begins(x, "ilvl");
        char *v = xml_attribute(x, "val");
        long n = v ? strtol(v, NULL, 10) : 0;
        if (level)
            d->level = n < 0 || n > 20 ? 20 : (int)n;
        else if ((d->in_list = n) == 0)
            d->level = -1; /* list 0: taken out of its list */
        else if (d->level < 0)
            d->level = 0;
        xml_text_free(v);
    }
}

static void ends(docx_t *d, xml_t x)
{
    if (xml_ends(x, "p")) paragraph(d);
    if (xml_ends(x, "tr") && d->table == 1) row(d);
    if (xml_ends(x, "tbl") && d->table > 0) d->table--;
}

const char *docx_text(const char *p, size_t n, sink_fn put, void *ctx)
{
    const char *why;
    member_t *m = member_open(p, n, "word/document.xml", &why);
    if (!m) return why ? why : "no-document";
    docx_t *d = calloc(1, sizeof *d);
    xml_t x = member_xml(m);
    bool text = false; /* within w:t: what stands in w:delText or w:instrText is not on the paper */
    d->level = -1;
    while (d && xml_next(x, m, &why)) {
        if (xml_begins(x, "t")) text = true;
        if (xml_ends(x, "t")) text = false;
        if (text && xml_is_text(x)) gather_z(&d->line, xml_value(x));
        begins(d, x);
        ends(d, x);
        if (d->body.n > PAPER_TEXT || d->line.n > PAPER_TEXT) why = "large";
        if (why) break;
    }
    if (!d) why = "large";
    if (!why && d->body.failed) why = "large";
    if (!why) put(ctx, 'T', d->body.p, d->body.n);
    if (d) {
        for (int c = 0; c < CELLS; c++) gather_free(&d->cell[c]);
        gather_free(&d->body);
        gather_free(&d->line);
    }
    free(d);
    member_close(m);
    return why;
}
