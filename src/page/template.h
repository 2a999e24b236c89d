/* SPDX-License-Identifier: Apache-2.0
 *
 * template — pages from views: the Mustache language (mustache(5); specification v1.4, core modules), with two changes for
 * a web of people: `{{_ text}}` is text to translate, and raw output exists only for values that view_html made.
 *
 *   {{name}} {{a.b}} {{.}}   escaped for HTML text and quoted attributes; numbers and times in the language's own form
 *   {{{name}}} {{&name}}     raw for V_HTML; anything else is escaped all the same
 *   {{#x}}…{{/x}} {{^x}}…{{/x}} {{>partial}} {{! comment }} {{=<% %>=}}
 *   {{_ You owe {n} duties}} the translation of the whole text, then {n} from the view, all escaped
 *
 * A template is parsed once into a list of nodes that refer to its text; rendering allocates nothing but output.
 */
#ifndef CG_PAGE_TEMPLATE_H
#define CG_PAGE_TEMPLATE_H
#include "page/view.h"

typedef struct template template_t;

/* Gives the template behind a partial's name, NULL when there is none. */
typedef const template_t *(*template_partial_fn)(void *ctx, arena_t *a, str_t name);

typedef struct template_env {
    lang_t lang;
    template_partial_fn partial;
    void *ctx;
    const view_t *globals;                  /* names every template may use, below the page's own; may be NULL */
    bool spec;                              /* the specification's own rules: {{{ }}} raw for all, no grouping */
    void (*missing)(void *ctx, str_t name); /* strict mode: called for a name no view in reach gives; may be NULL */
} template_env_t;

/* Parses `text`, which must outlive the template. ST_INPUT names the line: an unclosed tag or section, a wrong close. */
must_use status_t template_parse(arena_t *a, str_t text, const template_t **out, err_t *err);
/* Appends the rendering to `out`. Sections and partials nest at most 40 deep; output stops at out's limit. */
void template_render(const template_t *t, const view_t *v, const template_env_t *env, buf_t *out);

/* For the lint and the translations' check: calls fn with each tag: its kind ('_' translated text, '>' partial, '{' raw,
 * '#', '^', 'v' escaped value) and its text. */
void template_each(const template_t *t, void (*fn)(void *ctx, char kind, str_t text), void *ctx);
#endif
