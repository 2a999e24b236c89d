/* SPDX-License-Identifier: Apache-2.0
 *
 * A paper as PDF: A4 with the margins, sizes and places of Nghị định 30/2020, Annex I (serif letters of the measures of
 * Times New Roman, page numbers at the top from the second page on). Annexes lie on their side. Lengths are points.
 */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include "campaign/paper.h"

#define LONG_SIDE  841.89
#define SHORT_SIDE 595.28
#define LEFT       85.0 /* 30 mm */
#define RIGHT      45.0
#define TOP        60.0
#define BOTTOM     56.0
#define BODY       13.0
#define SMALL      9.0
#define PAD        3.0
#define FAMILY     "Liberation Serif"
enum { PDF_MOST = 64 << 20, ROW_MOST = 400, COLUMNS_MOST = 64 };

typedef struct sheet {
    cairo_t *cr;
    cairo_surface_t *surface;
    PangoContext *letters;
    const paper_t *p;
    double w, h, y;
    int page;
} sheet_t;

typedef struct look {
    double size;
    bool bold, italic;
    PangoAlignment align;
} look_t;

static PangoLayout *set_text(const sheet_t *s, look_t look, double width, str_t text)
{
    PangoLayout *l = pango_layout_new(s->letters);
    PangoFontDescription *f = pango_font_description_new();
    pango_font_description_set_family(f, FAMILY);
    pango_font_description_set_absolute_size(f, look.size * PANGO_SCALE);
    if (look.bold) pango_font_description_set_weight(f, PANGO_WEIGHT_BOLD);
    if (look.italic) pango_font_description_set_style(f, PANGO_STYLE_ITALIC);
    pango_layout_set_font_description(l, f);
    pango_font_description_free(f);
    pango_layout_set_width(l, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(l, look.align);
    pango_layout_set_text(l, text.p, (int)text.n);
    PangoAttrList *how = pango_attr_list_new();
    pango_attr_list_insert(how, pango_attr_insert_hyphens_new(FALSE)); /* Vietnamese words are not cut with a hyphen */
    pango_layout_set_attributes(l, how);
    pango_attr_list_unref(how);
    return l;
}

static double height_of(PangoLayout *l)
{
    int w, h;
    pango_layout_get_size(l, &w, &h);
    return (double)h / PANGO_SCALE;
}

static void show_at(sheet_t *s, PangoLayout *l, double x, double y)
{
    cairo_move_to(s->cr, x, y);
    pango_cairo_show_layout(s->cr, l);
}

/* One piece of text in its place; returns its height. */
static double put(sheet_t *s, look_t look, double x, double y, double width, str_t text)
{
    PangoLayout *l = set_text(s, look, width, text);
    double h = height_of(l);
    show_at(s, l, x, y);
    g_object_unref(l);
    return h;
}

static double room(const sheet_t *s)
{
    return s->w - LEFT - RIGHT;
}

static void page_marks(sheet_t *s)
{
    char number[16];
    if (s->page > 1) {
        (void)snprintf(number, sizeof number, "%d", s->page);
        put(s, (look_t){BODY, false, false, PANGO_ALIGN_CENTER}, LEFT, TOP - 30, room(s), str_of(number));
    }
    if (s->p->draft.n) put(s, (look_t){SMALL, false, true, PANGO_ALIGN_RIGHT}, LEFT, TOP - 30, room(s), s->p->draft);
}

static void page_begin(sheet_t *s, bool lying)
{
    if (s->page) cairo_show_page(s->cr);
    s->w = lying ? LONG_SIDE : SHORT_SIDE;
    s->h = lying ? SHORT_SIDE : LONG_SIDE;
    cairo_pdf_surface_set_size(s->surface, s->w, s->h);
    s->page++;
    s->y = TOP;
    page_marks(s);
}

static bool lying(const sheet_t *s)
{
    return s->w > s->h;
}

static double bottom(const sheet_t *s)
{
    return s->h - BOTTOM;
}

/* Line by line, on to the next page where one does not fit. */
static void flow(sheet_t *s, PangoLayout *l, double x)
{
    PangoLayoutIter *it = pango_layout_get_iter(l);
    do {
        PangoRectangle box;
        int top, end;
        pango_layout_iter_get_line_extents(it, NULL, &box);
        pango_layout_iter_get_line_yrange(it, &top, &end);
        double h = (double)(end - top) / PANGO_SCALE,
               base = (double)(pango_layout_iter_get_baseline(it) - top) / PANGO_SCALE;
        if (s->y + h > bottom(s)) page_begin(s, lying(s));
        cairo_move_to(s->cr, x + (double)box.x / PANGO_SCALE, s->y + base);
        pango_cairo_show_layout_line(s->cr, pango_layout_iter_get_line_readonly(it));
        s->y += h;
    } while (pango_layout_iter_next_line(it));
    pango_layout_iter_free(it);
}

static void paragraph(sheet_t *s, str_t text)
{
    PangoLayout *l = set_text(s, (look_t){BODY, false, false, PANGO_ALIGN_LEFT}, room(s), text);
    pango_layout_set_justify(l, TRUE);
    pango_layout_set_indent(l, (int)(28 * PANGO_SCALE)); /* 1 cm */
    pango_layout_set_line_spacing(l, 1.15F);
    cairo_tag_begin(s->cr, "P", NULL);
    flow(s, l, LEFT);
    cairo_tag_end(s->cr, "P");
    s->y += 6;
    g_object_unref(l);
}

static void heading(sheet_t *s, const char *tag, look_t look, str_t text)
{
    PangoLayout *l = set_text(s, look, room(s), text);
    double h = height_of(l);
    if (s->y + h + 4 * BODY > bottom(s)) page_begin(s, lying(s)); /* never alone at the foot */
    s->y += 6;
    cairo_tag_begin(s->cr, tag, NULL);
    show_at(s, l, LEFT, s->y);
    cairo_tag_end(s->cr, tag);
    s->y += h + 6;
    g_object_unref(l);
}

/* --- tables --- */

typedef struct columns {
    double x[COLUMNS_MOST], w[COLUMNS_MOST];
    size_t n;
} columns_t;

static void row(sheet_t *s, const paper_table_t *t, const columns_t *c, const paper_cell_t *cells)
{
    PangoLayout *l[COLUMNS_MOST];
    double h = 0;
    for (size_t k = 0; k < c->n; k++) {
        look_t look = {SMALL, !cells, false,
                       !cells            ? PANGO_ALIGN_CENTER
                       : cells[k].number ? PANGO_ALIGN_RIGHT
                                         : PANGO_ALIGN_LEFT};
        l[k] = set_text(s, look, c->w[k] - 2 * PAD, cells ? cells[k].text : t->heads[k]);
        double own = height_of(l[k]);
        if (own > ROW_MOST) pango_layout_set_height(l[k], ROW_MOST * PANGO_SCALE);
        if (own > h) h = own > ROW_MOST ? ROW_MOST : own;
    }
    h += 2 * PAD;
    if (s->y + h > bottom(s)) {
        page_begin(s, lying(s));
        if (cells) row(s, t, c, NULL);
    }
    cairo_tag_begin(s->cr, "TR", NULL);
    for (size_t k = 0; k < c->n; k++) {
        if (!cells) {
            cairo_set_source_rgb(s->cr, 0.91, 0.93, 0.96);
            cairo_rectangle(s->cr, c->x[k], s->y, c->w[k], h);
            cairo_fill(s->cr);
            cairo_set_source_rgb(s->cr, 0, 0, 0);
        }
        cairo_rectangle(s->cr, c->x[k], s->y, c->w[k], h);
        cairo_stroke(s->cr);
        cairo_tag_begin(s->cr, cells ? "TD" : "TH", NULL);
        show_at(s, l[k], c->x[k] + PAD, s->y + PAD);
        cairo_tag_end(s->cr, cells ? "TD" : "TH");
        g_object_unref(l[k]);
    }
    cairo_tag_end(s->cr, "TR");
    s->y += h;
}

static void table(sheet_t *s, const paper_block_t *b)
{
    const paper_table_t *t = b->table;
    columns_t c = {.n = t->columns < COLUMNS_MOST ? t->columns : COLUMNS_MOST};
    double all = 0, x = LEFT;
    for (size_t k = 0; k < c.n; k++) all += t->widths[k];
    for (size_t k = 0; k < c.n; k++) {
        c.x[k] = x;
        c.w[k] = room(s) * t->widths[k] / all;
        x += c.w[k];
    }
    heading(s, "H3", (look_t){11.5, true, false, PANGO_ALIGN_LEFT}, b->text);
    cairo_set_line_width(s->cr, 0.5);
    cairo_tag_begin(s->cr, "Table", NULL);
    row(s, t, &c, NULL);
    for (size_t k = 0; k + t->columns <= t->cells.len; k += t->columns)
        row(s, t, &c, &VEC_AT(&t->cells, paper_cell_t, k));
    cairo_tag_end(s->cr, "Table");
    s->y += 8;
}

/* --- head and foot --- */

static void rule(sheet_t *s, double middle, double width, double y)
{
    cairo_set_line_width(s->cr, 0.8);
    cairo_move_to(s->cr, middle - width / 2, y);
    cairo_line_to(s->cr, middle + width / 2, y);
    cairo_stroke(s->cr);
}

static void head(sheet_t *s)
{
    const paper_t *p = s->p;
    double half = room(s) * 0.42, x2 = LEFT + half + 8, w2 = room(s) - half - 8, y = s->y, y2 = s->y;
    look_t plain = {12, false, false, PANGO_ALIGN_CENTER}, bold = {12, true, false, PANGO_ALIGN_CENTER};
    cairo_tag_begin(s->cr, "P", NULL);
    if (p->parent.n) y += put(s, plain, LEFT, y, half, paper_upper(p->a, p->parent));
    y += put(s, bold, LEFT, y, half, paper_upper(p->a, p->issuer)) + 2;
    rule(s, LEFT + half / 2, half * 0.4, y);
    /* The motto is Vietnamese in every language: it is part of the form. */
    y2 += put(s, (look_t){12, true, false, PANGO_ALIGN_CENTER}, x2, y2, w2, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    y2 += put(s, (look_t){13, true, false, PANGO_ALIGN_CENTER}, x2, y2, w2, S("Độc lập - Tự do - Hạnh phúc")) + 2;
    rule(s, x2 + w2 / 2, w2 * 0.62, y2);
    s->y = (y > y2 ? y : y2) + 8;
    double h = put(s, (look_t){13, false, false, PANGO_ALIGN_CENTER}, LEFT, s->y, half,
                   str_fmt(p->a, tr(p->lang, N_("No. %.*s")), STRF(p->number)));
    double h2 = put(s, (look_t){13, false, true, PANGO_ALIGN_CENTER}, x2, s->y, w2, p->place);
    cairo_tag_end(s->cr, "P");
    s->y += (h > h2 ? h : h2) + 16;
    heading(s, "H1", (look_t){14, true, false, PANGO_ALIGN_CENTER}, p->kind);
    s->y -= 8;
    heading(s, "H1", (look_t){14, true, false, PANGO_ALIGN_CENTER}, p->subject);
    rule(s, LEFT + room(s) / 2, room(s) * 0.2, s->y);
    s->y += 14;
    str_t to = p->to, line;
    bool first = true;
    while (str_line(&to, &line)) {
        if (!str_trim(line).n) continue;
        str_t text = first ? str_fmt(p->a, "%s %.*s", tr(p->lang, N_("To:")), STRF(str_trim(line))) : str_trim(line);
        s->y += put(s, (look_t){BODY, false, false, PANGO_ALIGN_CENTER}, LEFT, s->y, room(s), text);
        first = false;
    }
    s->y += first ? 0 : 12;
}

static void foot(sheet_t *s)
{
    const paper_t *p = s->p;
    double half = room(s) / 2, y = s->y + 10;
    if (y + 150 > bottom(s)) {
        page_begin(s, lying(s));
        y = s->y;
    }
    double x2 = LEFT + half, y2 = y;
    cairo_tag_begin(s->cr, "P", NULL);
    y += put(s, (look_t){12, true, true, PANGO_ALIGN_LEFT}, LEFT, y, half, str_of(tr(p->lang, N_("Copies to:"))));
    str_t cc = p->cc, line;
    while (str_line(&cc, &line))
        if (str_trim(line).n)
            y += put(s, (look_t){11, false, false, PANGO_ALIGN_LEFT}, LEFT, y, half,
                     str_fmt(p->a, "- %.*s;", STRF(str_trim(line))));
    y2 +=
        put(s, (look_t){BODY, true, false, PANGO_ALIGN_CENTER}, x2, y2, half, paper_upper(p->a, p->signer_title)) + 64;
    y2 += put(s, (look_t){BODY, true, false, PANGO_ALIGN_CENTER}, x2, y2, half, p->signer);
    cairo_tag_end(s->cr, "P");
    s->y = (y > y2 ? y : y2) + 12;
}

static void outline(sheet_t *s, str_t title)
{
    char where[48];
    (void)snprintf(where, sizeof where, "page=%d pos=[%d %d]", s->page, (int)LEFT, (int)s->y);
    (void)cairo_pdf_surface_add_outline(s->surface, CAIRO_PDF_OUTLINE_ROOT, str_z(s->p->a, title), where, 0);
}

static void body(sheet_t *s)
{
    bool ended = false;
    head(s);
    for (size_t i = 0; i < s->p->blocks.len; i++) {
        const paper_block_t *b = &VEC_AT(&s->p->blocks, paper_block_t, i);
        if (b->kind == PAPER_ANNEX) {
            if (!ended) foot(s);
            /* A short annex goes below the one before it. */
            if (!ended || s->y > bottom(s) - 120) page_begin(s, true);
            ended = true;
        }
        if (b->kind == PAPER_ANNEX || b->kind == PAPER_HEADING) outline(s, b->text);
        switch (b->kind) {
        case PAPER_ANNEX: heading(s, "H2", (look_t){13, true, false, PANGO_ALIGN_CENTER}, b->text); break;
        case PAPER_HEADING: heading(s, "H2", (look_t){13, true, false, PANGO_ALIGN_LEFT}, b->text); break;
        case PAPER_SUBHEADING: heading(s, "H3", (look_t){13, true, true, PANGO_ALIGN_LEFT}, b->text); break;
        case PAPER_TEXT: paragraph(s, b->text); break;
        case PAPER_TABLE: table(s, b); break;
        }
    }
    if (!ended) foot(s);
}

static cairo_status_t into(void *buf, const unsigned char *p, unsigned n)
{
    buf_put(buf, (str_t){(const char *)p, n});
    return buf_ok(buf) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

status_t paper_pdf(arena_t *a, const paper_t *p, str_t *out, err_t *err)
{
    char day[32];
    buf_t b = buf_new(a, PDF_MOST);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(into, &b, SHORT_SIDE, LONG_SIDE);
    ms_iso_utc(p->made, day);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, str_z(a, p->title));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, str_z(a, p->issuer));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "canhgiac");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, day);
    sheet_t s = {.surface = surface, .cr = cairo_create(surface), .p = p};
    s.letters = pango_cairo_create_context(s.cr);
    pango_context_set_round_glyph_positions(s.letters, FALSE); /* paper has no pixels */
    page_begin(&s, false);
    cairo_tag_begin(s.cr, "Document", str_z(a, str_fmt(a, "lang='%s'", lang_code(p->lang))));
    body(&s);
    cairo_tag_end(s.cr, "Document");
    cairo_show_page(s.cr);
    bool drawn = cairo_status(s.cr) == CAIRO_STATUS_SUCCESS;
    g_object_unref(s.letters);
    cairo_destroy(s.cr);
    cairo_surface_finish(surface);
    drawn = drawn && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS && buf_ok(&b) && !arena_failed(a);
    cairo_surface_destroy(surface);
    if (!drawn) return err_set(err, ST_LIMIT, "report.too-large", N_("The campaign is too large for one report."));
    *out = buf_str(&b);
    return ST_OK;
}
