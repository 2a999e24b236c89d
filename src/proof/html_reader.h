/* SPDX-License-Identifier: Apache-2.0
 *
 * html_reader — a page being read. Between the files of html.
 */
#ifndef CG_PROOF_HTML_READER_H
#define CG_PROOF_HTML_READER_H
#include "proof/html.h"
#include "proof/html_token.h"

/* Being inside an element until its end tag, counted by its own name: no stack, so no depth can hurt. */
typedef struct inside {
    char name[24];
    uint32_t depth;
} inside_t;

typedef struct reader {
    arena_t *a;
    html_page_t *page;
    buf_t text, main, hidden, title, heading;
    vec_t links, marks;
    inside_t skip, chrome, content; /* hidden; navigation and the like; <main> or <article> */
    bool in_title, in_heading, space, in_script;
} reader_t;

bool html_among(const char *name, const char *const *list, size_t n);
#define AMONG(name, list) html_among((name), (list), sizeof(list) / sizeof *(list))
bool html_is(const html_token_t *t, const char *name);

/* What the attributes of a start tag give: links, marks, and whether it hides what is in it or is navigation. */
void html_attrs_read(reader_t *r, const html_token_t *t, bool *hidden, bool *nav);
/* The address a <meta> sends the reader to. */
void html_meta_read(reader_t *r, str_t attrs);
#endif
