/* SPDX-License-Identifier: Apache-2.0
 *
 * jread — small JSON texts read into an arena, for the two places where the library's tree of many small pieces of memory was
 * most of the work: a check asked by a program, and the manifests of the releases while the site is published.
 *
 * It takes a part of JSON (RFC 8259) and nothing beyond it: objects and lists to the depth and width below, whole numbers, no NUL,
 * no name twice in an object, UTF-8 alone. Texts without an escape stand where they stood. Whatever it takes the library takes in
 * the same sense (fuzz/fuzz_jread.c asks both); everywhere else the library is the reader.
 */
#ifndef CG_BASE_JREAD_H
#define CG_BASE_JREAD_H
#include "base/arena.h"
#include "base/str.h"

enum { JREAD_DEEPEST = 8, JREAD_NAMES = 64 /* in one object, at most */ };

typedef enum jkind { J_NULL, J_FALSE, J_TRUE, J_NUMBER, J_TEXT, J_LIST, J_OBJECT } jkind_t;

typedef struct jval {
    jkind_t kind;
    str_t name; /* in an object */
    str_t text; /* J_TEXT; never p = NULL there */
    int64_t number;
    size_t n; /* of what is in it */
    struct jval *first, *next;
} jval_t;

/* An object or a list, with nothing but white space around it; NULL when it is no such text, or memory is out. */
const jval_t *jread(arena_t *a, str_t s);
/* These may be asked of NULL, and of a value of another kind: then there is no such member. */
const jval_t *jread_get(const jval_t *o, const char *name);
str_t jread_text(const jval_t *o, const char *name);     /* p = NULL: none */
int64_t jread_number(const jval_t *o, const char *name); /* 0: none */
#endif
