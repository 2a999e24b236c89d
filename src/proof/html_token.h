/* SPDX-License-Identifier: Apache-2.0
 *
 * html_token — HTML cut into tags and text in one pass, without a tree: linear in time whatever stands in it, no
 * recursion, no allocation. It follows the tokenizer of the HTML standard as far as text and attributes go.
 */
#ifndef CG_PROOF_HTML_TOKEN_H
#define CG_PROOF_HTML_TOKEN_H
#include "base/base.h"

typedef enum { HTML_TEXT, HTML_START, HTML_END, HTML_DONE } html_kind_t;

typedef struct html_token {
    html_kind_t kind;
    char name[24]; /* tag name in lower case, NUL-terminated; cut when longer (no element we know is) */
    str_t text;    /* HTML_TEXT: the raw characters (entities not decoded) */
    str_t attrs;   /* HTML_START: everything between the name and the closing > */
    bool raw;      /* HTML_TEXT inside script, style and the like: no entities there, and not for people */
} html_token_t;

typedef struct html_cursor {
    str_t src;
    size_t at;
    char raw[24]; /* inside this raw-text element; "" otherwise */
} html_cursor_t;

html_cursor_t html_cursor(str_t src);
/* The next token; false at the end. */
bool html_next(html_cursor_t *c, html_token_t *t);
/* The next attribute of *rest (start with token.attrs): raw name and raw value. */
bool html_attr(str_t *rest, str_t *name, str_t *value);
/* The first attribute called `name` (lower case), decoded in the arena; p = NULL when absent. */
str_t html_get(arena_t *a, str_t attrs, const char *name);
/* Character references decoded in the arena (HTML 4's names and all numbers; others stay as they are). */
str_t html_decode(arena_t *a, str_t raw);
/* The same for one reference at s.p[i] == '&': its bytes to out[4], how many to *n; returns the source bytes used, or 0
 * when it is none. */
size_t html_entity(str_t s, size_t i, char out[4], size_t *n);
#endif
