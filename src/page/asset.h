/* SPDX-License-Identifier: Apache-2.0
 *
 * asset — style, scripts, pictures and the recogniser for browsers, carried in the program. Each has two addresses: its
 * plain one, and one that names its content ("/assets/check.0f3a….js"), which may be kept for ever. Pages use the second:
 * {{asset.check_js}}.
 */
#ifndef CG_PAGE_ASSET_H
#define CG_PAGE_ASSET_H
#include "page/view.h"

/* By its name, or by its name with the content's mark; p = NULL when there is none. */
str_t asset_find(str_t name);
/* "/assets/check.0123456789ab.js" for "check.js"; "" when there is none. */
str_t asset_path(arena_t *a, str_t name);
/* Does this path name its content? */
bool asset_lasts(str_t path);
/* The same asset compressed at the build, coding ".gz" or ".br"; p = NULL when that makes it no smaller. */
str_t asset_packed(arena_t *a, str_t name, const char *coding);
/* Calls `use` with the name of each and the path that lasts. */
void asset_each(arena_t *a, void (*use)(void *ctx, str_t name, str_t lasting), void *ctx);
/* The paths of all, by name with "_" for ".": for templates. */
void asset_view(view_t *globals, arena_t *a);
#endif
