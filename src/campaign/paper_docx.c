/* SPDX-License-Identifier: Apache-2.0
 *
 * A paper as DOCX: Office Open XML (ECMA-376, WordprocessingML), the parts written by libxml2's writer, which escapes.
 * Sizes are half-points, lengths twentieths of a point.
 */
#include <libxml/xmlwriter.h>
#include "campaign/nd30.h"
#include "campaign/paper.h"

#define W_NS   "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define R_NS   "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define OFFICE "application/vnd.openxmlformats-officedocument.wordprocessingml."
enum { PAGE_W = 11906, PAGE_H = 16838, LEFT = 1701, RIGHT = 900, ROOM = PAGE_W - LEFT - RIGHT };

typedef struct docx {
    arena_t *a;
    const paper_t *p;
    xmlTextWriterPtr w;
    bool failed;
} docx_t;

static const xmlChar *x(const char *s)
{
    return (const xmlChar *)s;
}

static void open_(docx_t *d, const char *name)
{
    if (xmlTextWriterStartElement(d->w, x(name)) < 0) d->failed = true;
}
static void shut(docx_t *d)
{
    if (xmlTextWriterEndElement(d->w) < 0) d->failed = true;
}
static void set(docx_t *d, const char *name, const char *value)
{
    if (xmlTextWriterWriteAttribute(d->w, x(name), x(value)) < 0) d->failed = true;
}
static void set_int(docx_t *d, const char *name, long n)
{
    char text[24];
    (void)snprintf(text, sizeof text, "%ld", n);
    set(d, name, text);
}
/* <name w:val="value"/> */
static void one(docx_t *d, const char *name, const char *value)
{
    open_(d, name);
    if (value) set(d, "w:val", value);
    shut(d);
}

/* Characters XML 1.0 cannot hold are left out. */
static str_t clean(arena_t *a, str_t s)
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

typedef struct face {
    int size; /* half-points */
    bool bold, italic;
    const char *align; /* left center right both */
    const char *style; /* NULL: none */
    int after;
    bool indent, break_before;
} face_t;

static void run_face(docx_t *d, const face_t *f)
{
    open_(d, "w:rPr");
    if (f->bold) one(d, "w:b", NULL);
    if (f->italic) one(d, "w:i", NULL);
    open_(d, "w:sz");
    set_int(d, "w:val", f->size);
    shut(d);
    open_(d, "w:lang");
    set(d, "w:val", d->p->lang == LANG_EN ? "en-US" : "vi-VN");
    shut(d);
    shut(d);
}

static void para(docx_t *d, face_t f, str_t text)
{
    open_(d, "w:p");
    open_(d, "w:pPr");
    if (f.style) one(d, "w:pStyle", f.style);
    if (f.break_before) one(d, "w:pageBreakBefore", NULL);
    open_(d, "w:spacing");
    set_int(d, "w:after", f.after);
    shut(d);
    if (f.indent) {
        open_(d, "w:ind");
        set_int(d, "w:firstLine", 567);
        shut(d);
    }
    one(d, "w:jc", f.align ? f.align : "left");
    shut(d);
    open_(d, "w:r");
    run_face(d, &f);
    open_(d, "w:t");
    set(d, "xml:space", "preserve");
    if (xmlTextWriterWriteString(d->w, x(str_z(d->a, clean(d->a, text)))) < 0) d->failed = true;
    shut(d);
    shut(d);
    shut(d);
}

static void paras(docx_t *d, face_t f, str_t lines, const char *before, const char *after)
{
    str_t line;
    while (str_line(&lines, &line))
        if (str_trim(line).n) para(d, f, str_fmt(d->a, "%s%.*s%s", before, STRF(str_trim(line)), after));
}

static void border(docx_t *d, const char *name, bool drawn)
{
    open_(d, name);
    set(d, "w:val", drawn ? "single" : "nil");
    if (drawn) set_int(d, "w:sz", 4);
    shut(d);
}

static void table_begin(docx_t *d, const double *widths, size_t n, bool drawn, long room)
{
    static const char *const sides[] = {"w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"};
    double all = 0;
    open_(d, "w:tbl");
    open_(d, "w:tblPr");
    open_(d, "w:tblW");
    set_int(d, "w:w", room);
    set(d, "w:type", "dxa");
    shut(d);
    open_(d, "w:tblBorders");
    for (int i = 0; i < 6; i++) border(d, sides[i], drawn);
    shut(d);
    open_(d, "w:tblLayout");
    set(d, "w:type", "fixed");
    shut(d);
    open_(d, "w:tblCellMar");
    for (int i = 0; i < 4; i += 2) {
        open_(d, i ? "w:right" : "w:left");
        set_int(d, "w:w", 45);
        set(d, "w:type", "dxa");
        shut(d);
    }
    shut(d);
    shut(d);
    open_(d, "w:tblGrid");
    for (size_t c = 0; c < n; c++) all += widths[c];
    for (size_t c = 0; c < n; c++) {
        open_(d, "w:gridCol");
        set_int(d, "w:w", (long)((double)room * widths[c] / all));
        shut(d);
    }
    shut(d);
}

static void cell_begin(docx_t *d)
{
    open_(d, "w:tc");
    open_(d, "w:tcPr");
    shut(d);
}

static void table(docx_t *d, const paper_block_t *b, long room)
{
    const paper_table_t *t = b->table;
    face_t title = {23, true, false, "left", "Heading3", 60, false, false},
           th = {18, true, false, "center", NULL, 0, false, false};
    para(d, title, b->text);
    table_begin(d, t->widths, t->columns, true, room);
    open_(d, "w:tr");
    open_(d, "w:trPr");
    one(d, "w:cantSplit", NULL);
    one(d, "w:tblHeader", NULL);
    shut(d);
    for (size_t c = 0; c < t->columns; c++) {
        cell_begin(d);
        para(d, th, t->heads[c]);
        shut(d);
    }
    shut(d);
    for (size_t k = 0; k + t->columns <= t->cells.len; k += t->columns) {
        open_(d, "w:tr");
        open_(d, "w:trPr");
        one(d, "w:cantSplit", NULL);
        shut(d);
        for (size_t c = 0; c < t->columns; c++) {
            const paper_cell_t *v = &VEC_AT(&t->cells, paper_cell_t, k + c);
            cell_begin(d);
            para(d, (face_t){18, false, false, v->number ? "right" : "left", NULL, 0, false, false}, v->text);
            shut(d);
        }
        shut(d);
    }
    shut(d);
    para(d, (face_t){12, false, false, "left", NULL, 60, false, false}, S(""));
}

static void head(docx_t *d)
{
    static const double widths[] = {0.42, 0.58};
    const paper_t *p = d->p;
    face_t plain = {24, false, false, "center", NULL, 0, false, false},
           bold = {24, true, false, "center", NULL, 0, false, false};
    table_begin(d, widths, 2, false, ROOM);
    open_(d, "w:tr");
    cell_begin(d);
    if (p->parent.n) para(d, plain, nd30_capitals(d->a, p->parent));
    para(d, bold, nd30_capitals(d->a, p->issuer));
    para(d, (face_t){26, false, false, "center", NULL, 0, false, false},
         str_fmt(d->a, tr(p->lang, N_("No. %.*s")), STRF(p->number)));
    shut(d);
    cell_begin(d);
    para(d, bold, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    para(d, (face_t){26, true, false, "center", NULL, 0, false, false}, S("Độc lập - Tự do - Hạnh phúc"));
    para(d, (face_t){26, false, true, "center", NULL, 0, false, false}, nd30_place(d->a, p->lang, p->place, p->date));
    shut(d);
    shut(d);
    shut(d);
    if (p->draft.n) para(d, (face_t){20, false, true, "right", NULL, 120, false, false}, p->draft);
    para(d, (face_t){28, true, false, "center", "Heading1", 0, false, false}, p->kind);
    para(d, (face_t){28, true, false, "center", NULL, 240, false, false}, p->subject);
    str_t to = p->to, first;
    if (str_line(&to, &first) && str_trim(first).n) {
        para(d, (face_t){26, false, false, "center", NULL, 60, false, false},
             str_fmt(d->a, "%s %.*s", tr(p->lang, N_("To:")), STRF(str_trim(first))));
        paras(d, (face_t){26, false, false, "center", NULL, 60, false, false}, to, "", "");
    }
}

static void foot(docx_t *d)
{
    static const double widths[] = {1, 1};
    const paper_t *p = d->p;
    table_begin(d, widths, 2, false, ROOM);
    open_(d, "w:tr");
    cell_begin(d);
    para(d, (face_t){24, true, true, "left", NULL, 0, false, false}, str_of(tr(p->lang, N_("Copies to:"))));
    paras(d, (face_t){22, false, false, "left", NULL, 0, false, false}, p->cc, "- ", ";");
    shut(d);
    cell_begin(d);
    para(d, (face_t){26, true, false, "center", NULL, 1300, false, false}, nd30_capitals(d->a, p->signer_title));
    para(d, (face_t){26, true, false, "center", NULL, 0, false, false}, p->signer);
    shut(d);
    shut(d);
    shut(d);
}

static void section(docx_t *d, bool lying)
{
    open_(d, "w:sectPr");
    open_(d, "w:headerReference");
    set(d, "w:type", "default");
    set(d, "r:id", "rId2");
    shut(d);
    open_(d, "w:pgSz");
    set_int(d, "w:w", lying ? PAGE_H : PAGE_W);
    set_int(d, "w:h", lying ? PAGE_W : PAGE_H);
    if (lying) set(d, "w:orient", "landscape");
    shut(d);
    open_(d, "w:pgMar");
    set_int(d, "w:top", 1134);
    set_int(d, "w:right", RIGHT);
    set_int(d, "w:bottom", 1134);
    set_int(d, "w:left", LEFT);
    set_int(d, "w:header", 567);
    set_int(d, "w:footer", 567);
    set_int(d, "w:gutter", 0);
    shut(d);
    if (!lying) one(d, "w:titlePg", NULL); /* no number on the first page */
    shut(d);
}

/* What stood before the annexes stands on upright pages: a paragraph that ends that section. */
static void turn(docx_t *d)
{
    open_(d, "w:p");
    open_(d, "w:pPr");
    section(d, false);
    shut(d);
    shut(d);
}

static void body(docx_t *d)
{
    bool annexes = false;
    open_(d, "w:body");
    head(d);
    for (size_t i = 0; i < d->p->blocks.len; i++) {
        const paper_block_t *b = &VEC_AT(&d->p->blocks, paper_block_t, i);
        if (b->kind == PAPER_ANNEX && !annexes) {
            foot(d);
            turn(d);
            annexes = true;
        }
        switch (b->kind) {
        case PAPER_ANNEX: para(d, (face_t){26, true, false, "center", "Heading2", 120, false, false}, b->text); break;
        case PAPER_HEADING: para(d, (face_t){26, true, false, "left", "Heading2", 120, false, false}, b->text); break;
        case PAPER_SUBHEADING: para(d, (face_t){26, true, true, "left", "Heading3", 60, false, false}, b->text); break;
        case PAPER_TEXT: para(d, (face_t){26, false, false, "both", NULL, 120, true, false}, b->text); break;
        case PAPER_TABLE: table(d, b, annexes ? PAGE_H - LEFT - RIGHT : ROOM); break;
        }
    }
    if (!annexes) foot(d);
    para(d, (face_t){12, false, false, "left", NULL, 0, false, false}, S(""));
    section(d, annexes);
    shut(d);
}

static void document(docx_t *d)
{
    open_(d, "w:document");
    set(d, "xmlns:w", W_NS);
    set(d, "xmlns:r", R_NS);
    body(d);
    shut(d);
}

static void style(docx_t *d, const char *id, const char *name, int level)
{
    open_(d, "w:style");
    set(d, "w:type", "paragraph");
    set(d, "w:styleId", id);
    if (level < 0) set(d, "w:default", "1");
    one(d, "w:name", name);
    if (level >= 0) {
        one(d, "w:basedOn", "Normal");
        open_(d, "w:pPr");
        one(d, "w:keepNext", NULL);
        open_(d, "w:outlineLvl");
        set_int(d, "w:val", level);
        shut(d);
        shut(d);
    }
    shut(d);
}

static void styles(docx_t *d)
{
    static const char *const faces[] = {"w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"};
    open_(d, "w:styles");
    set(d, "xmlns:w", W_NS);
    open_(d, "w:docDefaults");
    open_(d, "w:rPrDefault");
    open_(d, "w:rPr");
    open_(d, "w:rFonts");
    for (int i = 0; i < 4; i++) set(d, faces[i], "Times New Roman");
    shut(d);
    shut(d);
    shut(d);
    shut(d);
    style(d, "Normal", "Normal", -1);
    style(d, "Heading1", "heading 1", 0);
    style(d, "Heading2", "heading 2", 1);
    style(d, "Heading3", "heading 3", 2);
    shut(d);
}

static void field(docx_t *d, const char *kind, const char *code)
{
    open_(d, "w:r");
    if (kind) {
        open_(d, "w:fldChar");
        set(d, "w:fldCharType", kind);
        shut(d);
    } else {
        open_(d, "w:instrText");
        if (xmlTextWriterWriteString(d->w, x(code)) < 0) d->failed = true;
        shut(d);
    }
    shut(d);
}

/* The page's number, in the middle of the top margin. */
static void header(docx_t *d)
{
    open_(d, "w:hdr");
    set(d, "xmlns:w", W_NS);
    open_(d, "w:p");
    open_(d, "w:pPr");
    one(d, "w:jc", "center");
    shut(d);
    field(d, "begin", NULL);
    field(d, NULL, "PAGE");
    field(d, "end", NULL);
    shut(d);
    shut(d);
}

static void types(docx_t *d)
{
    static const char *const parts[][2] = {{"/word/document.xml", OFFICE "document.main+xml"},
                                           {"/word/styles.xml", OFFICE "styles+xml"},
                                           {"/word/header1.xml", OFFICE "header+xml"}};
    open_(d, "Types");
    set(d, "xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
    open_(d, "Default");
    set(d, "Extension", "rels");
    set(d, "ContentType", "application/vnd.openxmlformats-package.relationships+xml");
    shut(d);
    open_(d, "Default");
    set(d, "Extension", "xml");
    set(d, "ContentType", "application/xml");
    shut(d);
    for (int i = 0; i < 3; i++) {
        open_(d, "Override");
        set(d, "PartName", parts[i][0]);
        set(d, "ContentType", parts[i][1]);
        shut(d);
    }
    shut(d);
}

static void relation(docx_t *d, const char *id, const char *type, const char *target)
{
    open_(d, "Relationship");
    set(d, "Id", id);
    set(d, "Type", type);
    set(d, "Target", target);
    shut(d);
}

static void relations_begin(docx_t *d)
{
    open_(d, "Relationships");
    set(d, "xmlns", "http://schemas.openxmlformats.org/package/2006/relationships");
}

static void relations(docx_t *d)
{
    relations_begin(d);
    relation(d, "rId1", R_NS "/officeDocument", "word/document.xml");
    shut(d);
}

static void document_relations(docx_t *d)
{
    relations_begin(d);
    relation(d, "rId1", R_NS "/styles", "styles.xml");
    relation(d, "rId2", R_NS "/header", "header1.xml");
    shut(d);
}

static bool part(arena_t *a, const paper_t *p, void (*fill)(docx_t *d), str_t *out)
{
    xmlBufferPtr buffer = xmlBufferCreate();
    docx_t d = {a, p, buffer ? xmlNewTextWriterMemory(buffer, 0) : NULL, false};
    bool good = d.w && xmlTextWriterStartDocument(d.w, NULL, "UTF-8", "yes") >= 0;
    if (good) fill(&d);
    good = good && !d.failed && xmlTextWriterEndDocument(d.w) >= 0;
    if (d.w) xmlFreeTextWriter(d.w);
    if (good) *out = str_dup(a, (str_t){(const char *)xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer)});
    if (buffer) xmlBufferFree(buffer);
    return good && out->p;
}

status_t paper_docx(arena_t *a, const paper_t *p, str_t *out, err_t *err)
{
    static const struct {
        const char *name;
        void (*fill)(docx_t *d);
    } parts[] = {{"[Content_Types].xml", types},  {"_rels/.rels", relations},
                 {"word/document.xml", document}, {"word/_rels/document.xml.rels", document_relations},
                 {"word/styles.xml", styles},     {"word/header1.xml", header}};
    enum { N = sizeof parts / sizeof *parts };
    packed_t files[N];
    for (int i = 0; i < N; i++) {
        files[i].name = str_of(parts[i].name);
        if (!part(a, p, parts[i].fill, &files[i].bytes))
            return err_set(err, ST_LIMIT, "report.too-large", N_("The campaign is too large for one report."));
    }
    return pack_zip(a, files, N, false, out, err);
}
