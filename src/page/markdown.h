/* SPDX-License-Identifier: Apache-2.0
 *
 * markdown — CommonMark without HTML of its own, as pages show it.
 */
#ifndef CG_PAGE_MARKDOWN_H
#define CG_PAGE_MARKDOWN_H
#include "base/base.h"

/* For md4c: what of Markdown we take. */
#define MARKDOWN_DIALECT (MD_FLAG_NOHTML | MD_FLAG_STRIKETHROUGH)

enum { MARKDOWN_MOST = 512 * 1024 };

/* The fragment for `body`, in the arena; tags in the source come out as text. ST_MEMORY, or ST_LIMIT above MARKDOWN_MOST. */
must_use status_t markdown_html(arena_t *a, str_t body, str_t *out);
#endif
