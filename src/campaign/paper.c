/* SPDX-License-Identifier: Apache-2.0 */
#include "campaign/paper.h"
#include <math.h>
#include <stdio.h>
#include "campaign/nd30.h"

enum { BLOCKS = 20000, CELLS = 8000000 };

void paper_new(paper_t *p, arena_t *a, lang_t lang)
{
    *p = (paper_t){.a = a, .lang = lang, .blocks = vec_new(a, sizeof(paper_block_t), BLOCKS)};
    p->title = p->parent = p->issuer = p->number = p->place = p->kind = p->subject = S("");
    p->to = p->signer_title = p->signer = p->cc = p->draft = S("");
}

void paper_add(paper_t *p, paper_kind_t kind, str_t text)
{
    paper_block_t *b = vec_push(&p->blocks);
    if (b) *b = (paper_block_t){kind, text, NULL};
}

void paper_lines(paper_t *p, str_t text)
{
    str_t line;
    while (str_line(&text, &line))
        if (str_trim(line).n) paper_add(p, PAPER_TEXT, str_trim(line));
}

paper_table_t *paper_table(paper_t *p, const char *name, str_t title, size_t columns, const char *const heads[],
                           const double widths[])
{
    paper_table_t *t = ARENA_NEW(p->a, paper_table_t);
    str_t *h = ARENA_ARRAY(p->a, str_t, columns + 1);
    double *w = ARENA_ARRAY(p->a, double, columns + 1);
    paper_block_t *b = t && h && w ? vec_push(&p->blocks) : NULL;
    if (!b) return NULL;
    for (size_t c = 0; c < columns; c++) {
        h[c] = str_of(tr(p->lang, heads[c]));
        w[c] = widths ? widths[c] : 1;
    }
    *t = (paper_table_t){str_of(name), h, w, columns, vec_new(p->a, sizeof(paper_cell_t), CELLS)};
    *b = (paper_block_t){PAPER_TABLE, title, t};
    return t;
}

void paper_text(paper_table_t *t, str_t text)
{
    paper_cell_t *c = t ? vec_push(&t->cells) : NULL;
    if (c) c->text = text.p ? text : S("");
}

void paper_int(paper_table_t *t, int64_t n)
{
    paper_cell_t *c = t ? vec_push(&t->cells) : NULL;
    if (c) *c = (paper_cell_t){str_fmt(t->cells.a, "%lld", (long long)n), true, (double)n};
}

str_t paper_decimal(arena_t *a, lang_t lang, double x, int digits)
{
    char text[48];
    int n = isfinite(x) ? snprintf(text, sizeof text, "%.*f", digits, x) : -1;
    if (n < 0) return S("–");
    for (int i = 0; lang == LANG_VI && i < n; i++)
        if (text[i] == '.') text[i] = ',';
    return str_dup(a, str_of(text));
}

void paper_real(paper_table_t *t, lang_t lang, double x, int digits)
{
    paper_cell_t *c = t ? vec_push(&t->cells) : NULL;
    if (c) *c = (paper_cell_t){paper_decimal(t->cells.a, lang, x, digits), isfinite(x), x};
}

static void view_block(view_t *i, const paper_block_t *b)
{
    view_flag(i, "is_heading", b->kind == PAPER_HEADING);
    view_flag(i, "is_subheading", b->kind == PAPER_SUBHEADING);
    view_flag(i, "is_text", b->kind == PAPER_TEXT);
    view_flag(i, "is_annex", b->kind == PAPER_ANNEX);
    view_flag(i, "is_table", b->kind == PAPER_TABLE);
    view_text(i, "text", b->text);
    if (b->kind != PAPER_TABLE) return;
    view_t *heads = view_list(i, "heads"), *rows = view_list(i, "rows");
    for (size_t c = 0; c < b->table->columns; c++) view_push(heads, b->table->heads[c]);
    view_flag(i, "empty", b->table->cells.len == 0);
    for (size_t k = 0; k + b->table->columns <= b->table->cells.len; k += b->table->columns) {
        view_t *cells = view_list(view_item(rows), "cells");
        for (size_t c = 0; c < b->table->columns; c++) {
            const paper_cell_t *x = &VEC_AT(&b->table->cells, paper_cell_t, k + c);
            view_t *cell = view_item(cells);
            view_text(cell, "text", x->text);
            view_flag(cell, "number", x->number);
        }
    }
}

static void lines(view_t *v, const char *name, str_t text)
{
    view_t *list = view_list(v, name);
    str_t line;
    while (str_line(&text, &line))
        if (str_trim(line).n) view_push(list, str_trim(line));
}

void paper_view(const paper_t *p, view_t *v)
{
    view_t *w = view_object(v, "paper");
    view_text(w, "title", p->title);
    view_text(w, "parent", nd30_capitals(p->a, p->parent));
    view_text(w, "issuer", nd30_capitals(p->a, p->issuer));
    view_text(w, "number", p->number);
    view_text(w, "place", nd30_place(p->a, p->lang, p->place, p->date));
    view_text(w, "kind", p->kind);
    view_text(w, "subject", p->subject);
    view_text(w, "draft", p->draft);
    view_text(w, "signer_title", nd30_capitals(p->a, p->signer_title));
    view_text(w, "signer", p->signer);
    lines(w, "to", p->to);
    lines(w, "cc", p->cc);
    view_t *blocks = view_list(w, "blocks");
    for (size_t i = 0; i < p->blocks.len; i++) view_block(view_item(blocks), &VEC_AT(&p->blocks, paper_block_t, i));
}
