/* SPDX-License-Identifier: Apache-2.0
 *
 * render — a whole page: the route's template inside the layout, or the view as JSON, or an error in either dress.
 */
#ifndef CG_PAGE_RENDER_H
#define CG_PAGE_RENDER_H
#include "page/page.h"

typedef struct page_frame {
    lang_t lang;
    str_t path;        /* without the language prefix; for the language switch and the active place in the navigation */
    const char *title; /* msgid */
    str_t heading;     /* instead of the title when a page names itself; p = NULL: none */
    str_t csrf;
    str_t flash; /* translated; n = 0: none */
    const actor_t *who;
    str_t base_url;
    bool demo;
} page_frame_t;

/* Parses every template of the program once; call before serving. ST_INPUT names the template and the line. */
must_use status_t page_start(err_t *err);
void page_stop(void);
/* Tests: from here on each name that a template asks for and no view gives is counted and logged. */
void page_strict(bool on);
uint64_t page_missing(void);

/* "room/name" is src/room/pages/name.html. A view's own "page_title" wins over the frame's title. */
must_use status_t page_render(arena_t *a, const char *template_name, const view_t *v, const page_frame_t *f, buf_t *out,
                              err_t *err);
/* The template alone, without the layout: documents to keep. `lang` is a name it may use. */
must_use status_t page_render_alone(arena_t *a, const char *template_name, const view_t *v, lang_t lang, buf_t *out,
                                    err_t *err);
/* The error page for `why`; http_status as it will be sent. */
must_use status_t page_error(arena_t *a, int http_status, const err_t *why, const page_frame_t *f, buf_t *out);
/* RFC 9457 problem details. */
void page_problem(int http_status, const err_t *why, buf_t *out);
/* Is there such a template? */
bool page_has(const char *template_name);
/* The lint's walk: every template with its name and parsed form. */
struct template;
void page_each(void (*fn)(void *ctx, const char *name, const struct template *t, str_t text), void *ctx);
#endif
