/* SPDX-License-Identifier: Apache-2.0
 *
 * paper — the text of an official document that comes as PDF (with or without a text layer), picture, DOCX or edXML, and the
 * table of an XLSX, read by the confined program (image.h): nothing of a hostile file is taken apart in ours.
 *
 * Only what is said is read: of a DOCX word/document.xml, of an XLSX the cells of the first sheet, of an edXML its fields and
 * attachments. No entity, no address outside the file is followed; what unpacks to more than it may is refused.
 */
#ifndef CG_BOX_PAPER_H
#define CG_BOX_PAPER_H
#include "base/base.h"
#include "box/limits.h"

typedef enum paper_kind { PAPER_PLAIN, PAPER_PDF, PAPER_PICTURE, PAPER_DOCX, PAPER_EDXML, PAPER_OLD_WORD } paper_kind_t;
/* By the first bytes. PAPER_PLAIN: none of the others; PAPER_DOCX is any packed document. */
paper_kind_t paper_kind(str_t bytes);

typedef struct paper_field {
    str_t name, value; /* "from.name", "code.number" …: see edxml.c */
} paper_field_t;

typedef struct paper {
    paper_kind_t kind;
    str_t text;     /* UTF-8, NFC; columns stay apart by spaces, pages by form feeds */
    vec_t fields;   /* paper_field_t, of an edXML in the order they stand there */
    vec_t attached; /* str_t: the bytes of an edXML's attachments */
} paper_t;

/* Reads any kind but PAPER_PLAIN. ST_INPUT, ST_LIMIT with one sentence on what is wrong; ST_BUSY, ST_IO as image_read. */
must_use status_t paper_read(arena_t *a, str_t bytes, paper_t *out, err_t *err);
/* The first sheet of an XLSX as CSV, row for row (an empty row is an empty line). */
must_use status_t paper_sheet(arena_t *a, str_t bytes, str_t *csv, err_t *err);
#endif
