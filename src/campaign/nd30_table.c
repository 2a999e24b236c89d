/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables of a document in the form of Nghị định 30: thin lines, 12 points or what the table asks for, the head again on each page.
 */
#include "campaign/nd30_internal.h"

#define PAD 3.0

static double size_of(const nd30_table_t *t)
{
    return t->size > 0 ? t->size : 12;
}

static double row_height(sheet_t *s, const nd30_table_t *t, size_t row)
{
    double most = 0;
    for (size_t c = 0; c < t->columns; c++) {
        PangoLayout *l = sheet_layout(s, size_of(t), row ? "" : "weight='bold'", t->widths[c] * s->wide - 2 * PAD,
                                      t->cells[row * t->columns + c]);
        double h = print_height(l);
        if (h > most) most = h;
        g_object_unref(l);
    }
    return most + 2 * PAD;
}

/* Figures stand right, words left, the head in the middle. */
static PangoAlignment side(size_t row, str_t cell)
{
    if (row == 0) return PANGO_ALIGN_CENTER;
    bool figures = cell.n > 0;
    for (size_t i = 0; figures && i < cell.n; i++)
        figures = (cell.p[i] >= '0' && cell.p[i] <= '9') || strchr(".,% ", cell.p[i]);
    return figures ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT;
}

static void draw_row(sheet_t *s, const nd30_table_t *t, size_t row, double height)
{
    double x = ND30_LEFT;
    cairo_set_line_width(s->cr, 0.5);
    cairo_tag_begin(s->cr, "TR", NULL);
    for (size_t c = 0; c < t->columns; c++) {
        double w = t->widths[c] * s->wide;
        str_t cell = t->cells[row * t->columns + c];
        const char *tag = row ? "TD" : "TH";
        PangoLayout *l = sheet_layout(s, size_of(t), row ? "" : "weight='bold'", w - 2 * PAD, cell);
        pango_layout_set_alignment(l, side(row, cell));
        cairo_rectangle(s->cr, x, s->y, w, height);
        cairo_stroke(s->cr);
        cairo_tag_begin(s->cr, tag, NULL);
        cairo_move_to(s->cr, x + PAD, s->y + PAD);
        pango_cairo_show_layout(s->cr, l);
        cairo_tag_end(s->cr, tag);
        g_object_unref(l);
        x += w;
    }
    cairo_tag_end(s->cr, "TR");
    s->y += height;
}

void sheet_table(sheet_t *s, const nd30_table_t *t)
{
    if (!t->rows) return;
    double head = row_height(s, t, 0);
    sheet_room(s, head + 40);
    cairo_tag_begin(s->cr, "Table", NULL);
    draw_row(s, t, 0, head);
    for (size_t r = 1; r < t->rows; r++) {
        double h = row_height(s, t, r);
        if (s->y + h > s->bottom) {
            sheet_page(s);
            draw_row(s, t, 0, head);
        }
        draw_row(s, t, r, h);
    }
    cairo_tag_end(s->cr, "Table");
    s->y += 10;
}
