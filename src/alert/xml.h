/* SPDX-License-Identifier: Apache-2.0
 *
 * xml — writes well-formed XML: names come from the program, texts are escaped, characters XML 1.0 forbids become U+FFFD.
 */
#ifndef CG_ALERT_XML_H
#define CG_ALERT_XML_H
#include "base/base.h"

#define XML_DEPTH 16

typedef struct xml {
    buf_t *out;
    const char *open[XML_DEPTH];
    int depth;
    bool in_tag; /* "<name" is written, its ">" not yet */
} xml_t;

/* Writes the declaration. */
xml_t xml_new(buf_t *out);
void xml_start(xml_t *x, const char *name);
void xml_attr(xml_t *x, const char *name, str_t value); /* right after xml_start */
void xml_text(xml_t *x, str_t text);
void xml_end(xml_t *x);
/* <name>text</name> */
void xml_leaf(xml_t *x, const char *name, str_t text);
#endif
