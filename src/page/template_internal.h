/* SPDX-License-Identifier: Apache-2.0
 *
 * A parsed template: nodes in the order of the text; a section names the node that closes it.
 */
#ifndef CG_PAGE_TEMPLATE_INTERNAL_H
#define CG_PAGE_TEMPLATE_INTERNAL_H
#include "page/template.h"

typedef struct node {
    char kind;       /* 't' text, 'v' value, '{' raw value, '#' '^' section, '/' its end, '>' partial, '_' translated */
    bool line_start; /* begins a line of the template (for the indentation of partials) */
    uint32_t end;    /* of a section: index of its '/' */
    str_t text;      /* the text, or the trimmed content of the tag */
    str_t indent;    /* of a standalone partial */
} node_t;

struct template
{
    const node_t *nodes;
    uint32_t count;
};
#endif
