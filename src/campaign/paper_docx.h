/* SPDX-License-Identifier: Apache-2.0
 *
 * paper_docx — writing WordprocessingML: elements, paragraphs and tables, on which the parts of a DOCX are built.
 */
#ifndef CG_CAMPAIGN_PAPER_DOCX_H
#define CG_CAMPAIGN_PAPER_DOCX_H
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

typedef struct face {
    int size; /* half-points */
    bool bold, italic;
    const char *align; /* left center right both */
    const char *style; /* NULL: none */
    int after;
    bool indent, break_before;
} face_t;

/* <name …>, to be shut. What fails is remembered in d->failed. */
void docx_open(docx_t *d, const char *name);
void docx_shut(docx_t *d);
void docx_set(docx_t *d, const char *name, const char *value);
void docx_set_int(docx_t *d, const char *name, long n);
/* <name w:val="value"/>; NULL: without */
void docx_one(docx_t *d, const char *name, const char *value);
/* A paragraph; a tab or a new line in it stays one. */
void docx_para(docx_t *d, face_t f, str_t text);
/* Each line a paragraph, between these words. */
void docx_paras(docx_t *d, face_t f, str_t lines, const char *before, const char *after);
/* To be shut; `room`: its width. */
void docx_table_begin(docx_t *d, const double *widths, size_t n, bool drawn, long room);
void docx_cell_begin(docx_t *d);
void docx_table(docx_t *d, const paper_block_t *b, long room);
/* Names and values as libxml2 wants them. */
static inline const xmlChar *x(const char *s)
{
    return (const xmlChar *)s;
}
#endif
