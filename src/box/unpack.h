/* SPDX-License-Identifier: Apache-2.0
 *
 * unpack — packed documents and XML taken apart: in the confined program, and by the fuzzers. No I/O, no entity, nothing
 * outside the bytes. What is read goes to `put` as frames (limits.h); each function returns NULL when all was read, else why
 * not, in a word ("damaged", "large", "doctype" …; paper.c has the sentences).
 */
#ifndef CG_BOX_UNPACK_H
#define CG_BOX_UNPACK_H
#include <stdbool.h>
#include <stddef.h>

typedef void (*sink_fn)(void *ctx, char kind, const char *p, size_t n);

/* The text of word/document.xml: a line a paragraph, two-celled rows of a table side by side. */
const char *docx_text(const char *p, size_t n, sink_fn put, void *ctx);
/* The cells of the first sheet as CSV, an empty line for an empty row. */
const char *xlsx_csv(const char *p, size_t n, sink_fn put, void *ctx);
/* The fields and attachments of an edXML, in the form of QCVN 102:2016 or in that of the gateways (go.vn/eDoc). */
const char *edxml_parts(const char *p, size_t n, sink_fn put, void *ctx);

/* --- between these files --- */

/* Bytes that grow; `failed` once they would pass PAPER_UNPACKED or there is no memory. */
typedef struct gather {
    char *p;
    size_t n, cap;
    bool failed;
} gather_t;
void gather(gather_t *g, const char *p, size_t n);
void gather_z(gather_t *g, const char *z);
void gather_free(gather_t *g);

typedef struct _xmlTextReader *xml_t;
/* A member of a packed file, unpacked as it is read; NULL when there is none of that name or the file is damaged. */
typedef struct member member_t;
member_t *member_open(const char *p, size_t n, const char *name, const char **why);
/* The first file in it, whole: attachments come packed in one of their own. */
bool member_first(const char *p, size_t n, gather_t *out);
xml_t member_xml(member_t *m);
/* Why reading the member broke off, NULL when it did not. */
const char *member_why(const member_t *m);
void member_close(member_t *m);
xml_t bytes_xml(const char *p, size_t n);
/* The next node; false at the end or when reading fails: then *why says so. A document type is refused here. */
bool xml_next(xml_t x, const member_t *m, const char **why);
bool xml_begins(xml_t x, const char *name); /* an element of that local name begins here */
bool xml_ends(xml_t x, const char *name);
/* The value of an attribute by its local name, to be freed with xml_text_free; NULL when there is none. */
char *xml_attribute(xml_t x, const char *name);
void xml_text_free(char *text);
/* The text of this node, "" when it has none; lives until the next node. */
const char *xml_value(xml_t x);
bool xml_is_text(xml_t x);
bool xml_is_element(xml_t x);
bool xml_is_end(xml_t x); /* also of an empty element */
int xml_depth(xml_t x);   /* 0: the root */
const char *xml_name(xml_t x);
void xml_close(xml_t x); /* of bytes_xml */
#endif
