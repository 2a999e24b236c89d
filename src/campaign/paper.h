/* SPDX-License-Identifier: Apache-2.0
 *
 * paper — an administrative document in the form of Nghị định 30/2020 (Annex I): what stands at its head and foot, and its
 * body as headings, paragraphs and tables, written once and dressed as PDF, DOCX, XLSX, CSV or a page.
 *
 * Texts are UTF-8, NFC, and may come from outsiders: every dress treats them as text, never as markup, formula or field.
 */
#ifndef CG_CAMPAIGN_PAPER_H
#define CG_CAMPAIGN_PAPER_H
#include "base/base.h"
#include "page/view.h"

typedef enum paper_kind { PAPER_HEADING, PAPER_SUBHEADING, PAPER_TEXT, PAPER_TABLE, PAPER_ANNEX } paper_kind_t;

typedef struct paper_cell {
    str_t text;  /* as people read it */
    bool number; /* also a number: `n` */
    double n;
} paper_cell_t;

typedef struct paper_table {
    str_t name; /* a-z and -: sheet, file, first column of the CSV */
    const str_t *heads;
    const double *widths; /* shares of the width; they need not add up to 1 */
    size_t columns;
    vec_t cells; /* paper_cell_t, row by row */
} paper_table_t;

typedef struct paper_block {
    paper_kind_t kind;
    str_t text; /* heading, paragraph, title of the table or annex */
    paper_table_t *table;
} paper_block_t;

typedef struct paper {
    arena_t *a;
    lang_t lang;
    str_t title;                         /* for metadata: "Báo cáo kết quả …" */
    str_t parent, issuer, number, place; /* head; number with its symbol: "57/BC-STTTT" */
    date_t date;                         /* of the document */
    str_t kind, subject;                 /* "BÁO CÁO" and what about */
    str_t to;                            /* Kính gửi, one a line; "" none */
    str_t signer_title, signer;
    str_t cc;     /* Nơi nhận, one a line */
    ms_t made;    /* for metadata */
    str_t draft;  /* said on every page while it is not signed; "" */
    vec_t blocks; /* paper_block_t */
} paper_t;

void paper_new(paper_t *p, arena_t *a, lang_t lang);
void paper_add(paper_t *p, paper_kind_t kind, str_t text);
/* Each line of `text` is a paragraph. */
void paper_lines(paper_t *p, str_t text);
/* A table whose title is `title`; heads are msgids. */
paper_table_t *paper_table(paper_t *p, const char *name, str_t title, size_t columns, const char *const heads[],
                           const double widths[]);
void paper_text(paper_table_t *t, str_t text);
void paper_int(paper_table_t *t, int64_t n);
void paper_real(paper_table_t *t, lang_t lang, double x, int digits);

/* A number with the decimal mark of the language; "–" for none. */
str_t paper_decimal(arena_t *a, lang_t lang, double x, int digits);

/* The dresses. The same paper gives the same bytes; ST_LIMIT when it is too large. */
must_use status_t paper_pdf(arena_t *a, const paper_t *p, str_t *out, err_t *err);
must_use status_t paper_docx(arena_t *a, const paper_t *p, str_t *out, err_t *err);
must_use status_t paper_xlsx(arena_t *a, const paper_t *p, str_t *out, err_t *err);
/* One file: each row begins with the name of its table; each table begins with its heads. */
must_use status_t paper_csv(arena_t *a, const paper_t *p, str_t *out, err_t *err);
/* The body as a list for a template: blocks with is_heading, is_table … */
void paper_view(const paper_t *p, view_t *v);
/* A whole page that stands alone. */
must_use status_t paper_html(arena_t *a, const paper_t *p, str_t *out, err_t *err);

/* One file inside an archive. */
typedef struct packed {
    str_t name, bytes;
} packed_t;
/* A zip of them, in this order, with no times in it: the same files give the same bytes. `plain`: small files stand in it
 * as they are, so that a byte that is changed later changes one thing that can be named. */
must_use status_t pack_zip(arena_t *a, const packed_t *files, size_t n, bool plain, str_t *out, err_t *err);
#endif
