/* SPDX-License-Identifier: Apache-2.0
 *
 * Elements, paragraphs and tables of WordprocessingML.
 */
#include "campaign/paper_docx.h"

void docx_open(docx_t *d, const char *name)
{
    if (xmlTextWriterStartElement(d->w, x(name)) < 0) d->failed = true;
}
void docx_shut(docx_t *d)
{
    if (xmlTextWriterEndElement(d->w) < 0) d->failed = true;
}
void docx_set(docx_t *d, const char *name, const char *value)
{
    if (xmlTextWriterWriteAttribute(d->w, x(name), x(value)) < 0) d->failed = true;
}
void docx_set_int(docx_t *d, const char *name, long n)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%ld", n);
    docx_set(d, name, text);
}
/* <name w:val="value"/> */
void docx_one(docx_t *d, const char *name, const char *value)
{
    docx_open(d, name);
    if (value) docx_set(d, "w:val", value);
    docx_shut(d);
}

/* Characters XML 1.0 cannot hold are left out. */
static str_t docx_clean(arena_t *a, str_t s)
{
    buf_t b = buf_new(a, s.n + 16);
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        uint32_t c = utf8_next(s, &i);
        bool allowed = c == '\t' || c == '\n' || (c >= 0x20 && c < 0xFFFE) || c > 0xFFFF;
        if (allowed && c != 0xFFFD) buf_put(&b, str_sub(s, from, i));
    }
    return buf_str(&b);
}

static void run_face(docx_t *d, const face_t *f)
{
    docx_open(d, "w:rPr");
    if (f->bold) docx_one(d, "w:b", NULL);
    if (f->italic) docx_one(d, "w:i", NULL);
    docx_open(d, "w:sz");
    docx_set_int(d, "w:val", f->size);
    docx_shut(d);
    docx_open(d, "w:lang");
    docx_set(d, "w:val", d->p->lang == LANG_EN ? "en-US" : "vi-VN");
    docx_shut(d);
    docx_shut(d);
}

void docx_para(docx_t *d, face_t f, str_t text)
{
    docx_open(d, "w:p");
    docx_open(d, "w:pPr");
    if (f.style) docx_one(d, "w:pStyle", f.style);
    if (f.break_before) docx_one(d, "w:pageBreakBefore", NULL);
    docx_open(d, "w:spacing");
    docx_set_int(d, "w:after", f.after);
    docx_shut(d);
    if (f.indent) {
        docx_open(d, "w:ind");
        docx_set_int(d, "w:firstLine", 567);
        docx_shut(d);
    }
    docx_one(d, "w:jc", f.align ? f.align : "left");
    docx_shut(d);
    docx_open(d, "w:r");
    run_face(d, &f);
    docx_open(d, "w:t");
    docx_set(d, "xml:space", "preserve");
    if (xmlTextWriterWriteString(d->w, x(str_z(d->a, docx_clean(d->a, text)))) < 0) d->failed = true;
    docx_shut(d);
    docx_shut(d);
    docx_shut(d);
}

void docx_paras(docx_t *d, face_t f, str_t lines, const char *before, const char *after)
{
    str_t line;
    while (str_line(&lines, &line))
        if (str_trim(line).n) docx_para(d, f, str_fmt(d->a, "%s%.*s%s", before, STRF(str_trim(line)), after));
}

static void docx_border(docx_t *d, const char *name, bool drawn)
{
    docx_open(d, name);
    docx_set(d, "w:val", drawn ? "single" : "nil");
    if (drawn) docx_set_int(d, "w:sz", 4);
    docx_shut(d);
}

void docx_table_begin(docx_t *d, const double *widths, size_t n, bool drawn, long room)
{
    static const char *const sides[] = {"w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"};
    double all = 0;
    docx_open(d, "w:tbl");
    docx_open(d, "w:tblPr");
    docx_open(d, "w:tblW");
    docx_set_int(d, "w:w", room);
    docx_set(d, "w:type", "dxa");
    docx_shut(d);
    docx_open(d, "w:tblBorders");
    for (int i = 0; i < 6; i++) docx_border(d, sides[i], drawn);
    docx_shut(d);
    docx_open(d, "w:tblLayout");
    docx_set(d, "w:type", "fixed");
    docx_shut(d);
    docx_open(d, "w:tblCellMar");
    for (int i = 0; i < 4; i += 2) {
        docx_open(d, i ? "w:right" : "w:left");
        docx_set_int(d, "w:w", 45);
        docx_set(d, "w:type", "dxa");
        docx_shut(d);
    }
    docx_shut(d);
    docx_shut(d);
    docx_open(d, "w:tblGrid");
    for (size_t c = 0; c < n; c++) all += widths[c];
    for (size_t c = 0; c < n; c++) {
        docx_open(d, "w:gridCol");
        docx_set_int(d, "w:w", (long)((double)room * widths[c] / all));
        docx_shut(d);
    }
    docx_shut(d);
}

void docx_cell_begin(docx_t *d)
{
    docx_open(d, "w:tc");
    docx_open(d, "w:tcPr");
    docx_shut(d);
}

void docx_table(docx_t *d, const paper_block_t *b, long room)
{
    const paper_table_t *t = b->table;
    face_t title = {23, true, false, "left", "Heading3", 60, false, false},
           th = {18, true, false, "center", NULL, 0, false, false};
    docx_para(d, title, b->text);
    docx_table_begin(d, t->widths, t->columns, true, room);
    docx_open(d, "w:tr");
    docx_open(d, "w:trPr");
    docx_one(d, "w:cantSplit", NULL);
    docx_one(d, "w:tblHeader", NULL);
    docx_shut(d);
    for (size_t c = 0; c < t->columns; c++) {
        docx_cell_begin(d);
        docx_para(d, th, t->heads[c]);
        docx_shut(d);
    }
    docx_shut(d);
    for (size_t k = 0; k + t->columns <= t->cells.len; k += t->columns) {
        docx_open(d, "w:tr");
        docx_open(d, "w:trPr");
        docx_one(d, "w:cantSplit", NULL);
        docx_shut(d);
        for (size_t c = 0; c < t->columns; c++) {
            const paper_cell_t *v = &VEC_AT(&t->cells, paper_cell_t, k + c);
            docx_cell_begin(d);
            docx_para(d, (face_t){18, false, false, v->number ? "right" : "left", NULL, 0, false, false}, v->text);
            docx_shut(d);
        }
        docx_shut(d);
    }
    docx_shut(d);
    docx_para(d, (face_t){12, false, false, "left", NULL, 60, false, false}, S(""));
}
