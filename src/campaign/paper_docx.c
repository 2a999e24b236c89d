/* SPDX-License-Identifier: Apache-2.0
 *
 * A paper as DOCX: Office Open XML (ECMA-376, WordprocessingML), the parts written by libxml2's writer, which escapes.
 * Sizes are half-points, lengths twentieths of a point.
 */
#include "campaign/paper_docx.h"

static void head(docx_t *d)
{
    static const double widths[] = {0.42, 0.58};
    const paper_t *p = d->p;
    face_t plain = {24, false, false, "center", NULL, 0, false, false},
           bold = {24, true, false, "center", NULL, 0, false, false};
    docx_table_begin(d, widths, 2, false, ROOM);
    docx_open(d, "w:tr");
    docx_cell_begin(d);
    if (p->parent.n) docx_para(d, plain, nd30_capitals(d->a, p->parent));
    docx_para(d, bold, nd30_capitals(d->a, p->issuer));
    docx_para(d, (face_t){26, false, false, "center", NULL, 0, false, false},
              str_fmt(d->a, tr(p->lang, N_("No. %.*s")), STRF(p->number)));
    docx_shut(d);
    docx_cell_begin(d);
    docx_para(d, bold, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    docx_para(d, (face_t){26, true, false, "center", NULL, 0, false, false}, S("Độc lập - Tự do - Hạnh phúc"));
    docx_para(d, (face_t){26, false, true, "center", NULL, 0, false, false},
              nd30_place(d->a, p->lang, p->place, p->date));
    docx_shut(d);
    docx_shut(d);
    docx_shut(d);
    if (p->draft.n) docx_para(d, (face_t){20, false, true, "right", NULL, 120, false, false}, p->draft);
    docx_para(d, (face_t){28, true, false, "center", "Heading1", 0, false, false}, p->kind);
    docx_para(d, (face_t){28, true, false, "center", NULL, 240, false, false}, p->subject);
    str_t to = p->to, first;
    if (str_line(&to, &first) && str_trim(first).n) {
        docx_para(d, (face_t){26, false, false, "center", NULL, 60, false, false},
                  str_fmt(d->a, "%s %.*s", tr(p->lang, N_("To:")), STRF(str_trim(first))));
        docx_paras(d, (face_t){26, false, false, "center", NULL, 60, false, false}, to, "", "");
    }
}

static void foot(docx_t *d)
{
    static const double widths[] = {1, 1};
    const paper_t *p = d->p;
    docx_table_begin(d, widths, 2, false, ROOM);
    docx_open(d, "w:tr");
    docx_cell_begin(d);
    docx_para(d, (face_t){24, true, true, "left", NULL, 0, false, false}, str_of(tr(p->lang, N_("Copies to:"))));
    docx_paras(d, (face_t){22, false, false, "left", NULL, 0, false, false}, p->cc, "- ", ";");
    docx_shut(d);
    docx_cell_begin(d);
    docx_para(d, (face_t){26, true, false, "center", NULL, 1300, false, false}, nd30_capitals(d->a, p->signer_title));
    docx_para(d, (face_t){26, true, false, "center", NULL, 0, false, false}, p->signer);
    docx_shut(d);
    docx_shut(d);
    docx_shut(d);
}

static void section(docx_t *d, bool lying)
{
    docx_open(d, "w:sectPr");
    docx_open(d, "w:headerReference");
    docx_set(d, "w:type", "default");
    docx_set(d, "r:id", "rId2");
    docx_shut(d);
    docx_open(d, "w:pgSz");
    docx_set_int(d, "w:w", lying ? PAGE_H : PAGE_W);
    docx_set_int(d, "w:h", lying ? PAGE_W : PAGE_H);
    if (lying) docx_set(d, "w:orient", "landscape");
    docx_shut(d);
    docx_open(d, "w:pgMar");
    docx_set_int(d, "w:top", 1134);
    docx_set_int(d, "w:right", RIGHT);
    docx_set_int(d, "w:bottom", 1134);
    docx_set_int(d, "w:left", LEFT);
    docx_set_int(d, "w:header", 567);
    docx_set_int(d, "w:footer", 567);
    docx_set_int(d, "w:gutter", 0);
    docx_shut(d);
    if (!lying) docx_one(d, "w:titlePg", NULL); /* no number on the first page */
    docx_shut(d);
}

/* What stood before the annexes stands on upright pages: a paragraph that ends that section. */
static void turn(docx_t *d)
{
    docx_open(d, "w:p");
    docx_open(d, "w:pPr");
    section(d, false);
    docx_shut(d);
    docx_shut(d);
}

static void body(docx_t *d)
{
    bool annexes = false;
    docx_open(d, "w:body");
    head(d);
    for (size_t i = 0; i < d->p->blocks.len; i++) {
        const paper_block_t *b = &VEC_AT(&d->p->blocks, paper_block_t, i);
        if (b->kind == PAPER_ANNEX && !annexes) {
            foot(d);
            turn(d);
            annexes = true;
        }
        switch (b->kind) {
        case PAPER_ANNEX:
            docx_para(d, (face_t){26, true, false, "center", "Heading2", 120, false, false}, b->text);
            break;
        case PAPER_HEADING:
            docx_para(d, (face_t){26, true, false, "left", "Heading2", 120, false, false}, b->text);
            break;
        case PAPER_SUBHEADING:
            docx_para(d, (face_t){26, true, true, "left", "Heading3", 60, false, false}, b->text);
            break;
        case PAPER_TEXT: docx_para(d, (face_t){26, false, false, "both", NULL, 120, true, false}, b->text); break;
        case PAPER_TABLE: docx_table(d, b, annexes ? PAGE_H - LEFT - RIGHT : ROOM); break;
        }
    }
    if (!annexes) foot(d);
    docx_para(d, (face_t){12, false, false, "left", NULL, 0, false, false}, S(""));
    section(d, annexes);
    docx_shut(d);
}

static void document(docx_t *d)
{
    docx_open(d, "w:document");
    docx_set(d, "xmlns:w", W_NS);
    docx_set(d, "xmlns:r", R_NS);
    body(d);
    docx_shut(d);
}

static void style(docx_t *d, const char *id, const char *name, int level)
{
    docx_open(d, "w:style");
    docx_set(d, "w:type", "paragraph");
    docx_set(d, "w:styleId", id);
    if (level < 0) docx_set(d, "w:default", "1");
    docx_one(d, "w:name", name);
    if (level >= 0) {
        docx_one(d, "w:basedOn", "Normal");
        docx_open(d, "w:pPr");
        docx_one(d, "w:keepNext", NULL);
        docx_open(d, "w:outlineLvl");
        docx_set_int(d, "w:val", level);
        docx_shut(d);
        docx_shut(d);
    }
    docx_shut(d);
}

static void styles(docx_t *d)
{
    static const char *const faces[] = {"w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"};
    docx_open(d, "w:styles");
    docx_set(d, "xmlns:w", W_NS);
    docx_open(d, "w:docDefaults");
    docx_open(d, "w:rPrDefault");
    docx_open(d, "w:rPr");
    docx_open(d, "w:rFonts");
    for (int i = 0; i < 4; i++) docx_set(d, faces[i], "Times New Roman");
    docx_shut(d);
    docx_shut(d);
    docx_shut(d);
    docx_shut(d);
    style(d, "Normal", "Normal", -1);
    style(d, "Heading1", "heading 1", 0);
    style(d, "Heading2", "heading 2", 1);
    style(d, "Heading3", "heading 3", 2);
    docx_shut(d);
}

static void field(docx_t *d, const char *kind, const char *code)
{
    docx_open(d, "w:r");
    if (kind) {
        docx_open(d, "w:fldChar");
        docx_set(d, "w:fldCharType", kind);
        docx_shut(d);
    } else {
        docx_open(d, "w:instrText");
        if (xmlTextWriterWriteString(d->w, x(code)) < 0) d->failed = true;
        docx_shut(d);
    }
    docx_shut(d);
}

/* The page's number, in the middle of the top margin. */
static void header(docx_t *d)
{
    docx_open(d, "w:hdr");
    docx_set(d, "xmlns:w", W_NS);
    docx_open(d, "w:p");
    docx_open(d, "w:pPr");
    docx_one(d, "w:jc", "center");
    docx_shut(d);
    field(d, "begin", NULL);
    field(d, NULL, "PAGE");
    field(d, "end", NULL);
    docx_shut(d);
    docx_shut(d);
}

static void types(docx_t *d)
{
    static const char *const parts[][2] = {{"/word/document.xml", OFFICE "document.main+xml"},
                                           {"/word/styles.xml", OFFICE "styles+xml"},
                                           {"/word/header1.xml", OFFICE "header+xml"}};
    docx_open(d, "Types");
    docx_set(d, "xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
    docx_open(d, "Default");
    docx_set(d, "Extension", "rels");
    docx_set(d, "ContentType", "application/vnd.openxmlformats-package.relationships+xml");
    docx_shut(d);
    docx_open(d, "Default");
    docx_set(d, "Extension", "xml");
    docx_set(d, "ContentType", "application/xml");
    docx_shut(d);
    for (int i = 0; i < 3; i++) {
        docx_open(d, "Override");
        docx_set(d, "PartName", parts[i][0]);
        docx_set(d, "ContentType", parts[i][1]);
        docx_shut(d);
    }
    docx_shut(d);
}

static void relation(docx_t *d, const char *id, const char *type, const char *target)
{
    docx_open(d, "Relationship");
    docx_set(d, "Id", id);
    docx_set(d, "Type", type);
    docx_set(d, "Target", target);
    docx_shut(d);
}

static void relations_begin(docx_t *d)
{
    docx_open(d, "Relationships");
    docx_set(d, "xmlns", "http://schemas.openxmlformats.org/package/2006/relationships");
}

static void relations(docx_t *d)
{
    relations_begin(d);
    relation(d, "rId1", R_NS "/officeDocument", "word/document.xml");
    docx_shut(d);
}

static void document_relations(docx_t *d)
{
    relations_begin(d);
    relation(d, "rId1", R_NS "/styles", "styles.xml");
    relation(d, "rId2", R_NS "/header", "header1.xml");
    docx_shut(d);
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
