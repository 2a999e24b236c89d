/* SPDX-License-Identifier: Apache-2.0
 *
 * doc — one Markdown source, many dresses: an HTML fragment, plain text, a PDF to print (poster, sheet, slides), an e-book.
 *
 * A source begins with "---", lines "name: value" (slug, kind, title, summary, audience; size: points of the print, where it
 * must not shrink; layout: slides), "---"; then CommonMark without HTML: headings, paragraphs, lists of one level, quotes, strong, emphasis, code.
 */
#ifndef CG_MATERIAL_DOC_H
#define CG_MATERIAL_DOC_H
#include "base/base.h"

typedef enum doc_kind { DOC_H1, DOC_H2, DOC_H3, DOC_TEXT, DOC_ITEM, DOC_QUOTE } doc_kind_t;

typedef struct doc_block {
    doc_kind_t kind;
    int number;   /* of an item in a numbered list; 0: a bullet */
    str_t markup; /* Pango markup: <b> <i> <tt>, escaped */
    str_t plain;
} doc_block_t;

typedef struct doc {
    str_t slug, kind, title, summary, audience;
    str_t size, layout; /* as written; "" as usual */
    str_t body;         /* Markdown */
    const doc_block_t *blocks;
    size_t n;
} doc_t;

/* ST_INPUT with the line when the head is missing or a needed name is. */
must_use status_t doc_parse(arena_t *a, str_t source, doc_t *out, err_t *err);
must_use status_t doc_html(arena_t *a, const doc_t *d, str_t *out, err_t *err);
must_use status_t doc_text(arena_t *a, const doc_t *d, str_t *out, err_t *err);

typedef enum paper { PAPER_A4, PAPER_A3, PAPER_A5 } paper_t;

/* What stands on every printed copy. */
typedef struct print_mark {
    str_t code;    /* six characters */
    str_t address; /* "https://…/v/CODE" */
    str_t qr;      /* what the QR code says: the address with its mark (mark.h); empty: the address */
    int64_t version;
    lang_t lang;
    str_t publisher; /* "" or the unit that publishes */
    paper_t paper;   /* of a poster */
} print_mark_t;

/* An EPUB 3.3 (one chapter for each heading of the second level, with a table of contents); the same input gives the same
 * bytes. `id` is its unique name: the release's code. */
must_use status_t doc_epub(arena_t *a, const doc_t *d, const print_mark_t *mark, str_t *out, err_t *err);
/* Slides of 16 : 9, one for each heading of the second level, set as large as fits. Called by doc_pdf. */
must_use status_t doc_slides(arena_t *a, const doc_t *d, const print_mark_t *mark, str_t *out, err_t *err);

/* An A4 PDF (tagged, with outline and title; the same input gives the same bytes). A poster fills its page with letters as
 * large as they can be; a handbook runs over pages; any other kind is set as large as fits on one page, from 14 pt down to
 * 9.5 pt, and over pages when even that does not do. */
must_use status_t doc_pdf(arena_t *a, const doc_t *d, const print_mark_t *mark, str_t *out, err_t *err);
#endif
