/* SPDX-License-Identifier: Apache-2.0
 *
 * forms — the forms of scam and the lesson on each: one page a form, an index with a search that needs no marks.
 * A lesson is knowledge/lessons/CODE.LANG.md: a head between lines "---", then Markdown whose first heading is its title.
 */
#ifndef CG_CHECK_FORMS_H
#define CG_CHECK_FORMS_H
#include "page/page.h"

must_use status_t forms_page(req_t *q, view_t *v, err_t *err);
must_use status_t form_page(req_t *q, view_t *v, err_t *err);
must_use status_t form_picture(req_t *q, view_t *v, err_t *err);
/* The lesson's Markdown below its title; p = NULL when there is none. */
str_t form_lesson(arena_t *a, str_t code, lang_t lang);
#endif
