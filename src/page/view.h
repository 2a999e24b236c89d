/* SPDX-License-Identifier: Apache-2.0
 *
 * view — what a page shows, as a small tree of values: built by a handler in the request's arena, then dressed twice:
 * as HTML by a template, or as JSON. Names are static strings; texts are slices that live as long as the arena.
 *
 * Every function takes NULL nodes quietly (an arena at its limit), so a handler needs no check after each line.
 */
#ifndef CG_PAGE_VIEW_H
#define CG_PAGE_VIEW_H
#include "base/base.h"

typedef struct view view_t; /* an object, a list or a value */

view_t *view_new(arena_t *a);                               /* an empty object */
view_t *view_object(view_t *v, const char *name);           /* a new object under `name` */
view_t *view_list(view_t *v, const char *name);             /* a new empty list under `name` */
view_t *view_item(view_t *list);                            /* a new object at the end of the list */
void view_push(view_t *list, str_t text);                   /* a text at the end of the list */
void view_text(view_t *v, const char *name, str_t text);    /* escaped by the template */
void view_z(view_t *v, const char *name, const char *text); /* the same from a C string; NULL: absent */
void view_fmt(view_t *v, const char *name, const char *fmt, ...) printf_like(3, 4);
void view_int(view_t *v, const char *name, int64_t n);             /* templates group thousands for the language */
void view_real(view_t *v, const char *name, double x, int digits); /* decimal comma in Vietnamese HTML, point in JSON */
void view_flag(view_t *v, const char *name, bool on);
void view_id(view_t *v, const char *name, ident_t id);
/* A moment: ISO 8601 in JSON, and in templates `name` reads "20/11/2024 23:59", `name_date` the day, `name_iso` ISO. */
void view_time(view_t *v, const char *name, ms_t t);
/* HTML made by our own engine (markdown, partial); the only thing {{{name}}} will print raw. */
void view_html(view_t *v, const char *name, str_t html);

/* Reading, for templates, JSON and tests. */
typedef enum { V_NONE, V_OBJECT, V_LIST, V_TEXT, V_INT, V_REAL, V_FLAG, V_HTML, V_TIME } view_kind_t;
view_kind_t view_kind(const view_t *v);
const view_t *view_get(const view_t *v, const char *name, size_t n); /* NULL when absent */
const view_t *view_first(const view_t *v);        /* first child of a list or object, NULL when none */
const view_t *view_next(const view_t *v);         /* next sibling */
str_t view_str(const view_t *v);                  /* V_TEXT, V_HTML */
int64_t view_number(const view_t *v);             /* V_INT, V_FLAG, V_TIME */
double view_double(const view_t *v, int *digits); /* V_REAL */

/* Writes the tree as JSON. V_HTML values are left out: JSON carries data, not markup. */
void view_json(const view_t *v, buf_t *out);
#endif
