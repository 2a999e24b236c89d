/* SPDX-License-Identifier: Apache-2.0
 *
 * pages — what the handlers of this room share: pieces of views, and the handlers themselves for the table of routes.
 */
#ifndef CG_MATERIAL_PAGES_H
#define CG_MATERIAL_PAGES_H
#include "material/internal.h"
#include "page/page.h"

str_t title_of(const material_t *m, lang_t lang);
str_t summary_of(const material_t *m, lang_t lang);
const char *role_label(str_t role, lang_t lang);
const char *kind_label(str_t kind, lang_t lang);
/* slug name summary kind kind_name licence audience */
void show_material(view_t *v, const material_t *m, lang_t lang);
/* id code version state state_name why published created expires; flags is_draft is_published is_live */
void show_release(view_t *v, const release_t *r, lang_t lang);
/* files: file role role_name file_lang mime kb sha256 */
must_use status_t show_files(view_t *v, arena_t *a, const release_t *r, lang_t lang, err_t *err);
/* The file of that role in that language, else in any; NULL when there is none. */
const rendition_t *rendition_for(const rendition_t *f, size_t n, const char *role, lang_t lang);

/* A file of the release by its name, or its manifest or a signature (public_pages.c). */
must_use status_t send_file(req_t *q, const release_t *r, str_t name, err_t *err);
/* public_pages.c */
must_use status_t page_library(req_t *q, view_t *v, err_t *err);
must_use status_t page_material(req_t *q, view_t *v, err_t *err);
must_use status_t page_file(req_t *q, view_t *v, err_t *err);
must_use status_t page_about(req_t *q, view_t *v, err_t *err);
must_use status_t page_access(req_t *q, view_t *v, err_t *err);
must_use status_t page_key(req_t *q, view_t *v, err_t *err);
must_use status_t page_robots(req_t *q, view_t *v, err_t *err);
must_use status_t page_sitemap(req_t *q, view_t *v, err_t *err);
/* feeds.c */
must_use status_t page_feed_atom(req_t *q, view_t *v, err_t *err);
must_use status_t page_feed_rss(req_t *q, view_t *v, err_t *err);
must_use status_t page_feed_json(req_t *q, view_t *v, err_t *err);
/* portal_pages.c */
must_use status_t page_frame(req_t *q, view_t *v, err_t *err);
must_use status_t page_oembed(req_t *q, view_t *v, err_t *err);
must_use status_t page_kit(req_t *q, view_t *v, err_t *err);
must_use status_t page_picture(req_t *q, view_t *v, err_t *err);
must_use status_t page_material_picture(req_t *q, view_t *v, err_t *err);
/* search.c */
must_use status_t page_search(req_t *q, view_t *v, err_t *err);
must_use status_t search_index(req_t *q, view_t *v, err_t *err);
/* verify_pages.c */
must_use status_t page_verify(req_t *q, view_t *v, err_t *err);
must_use status_t page_code(req_t *q, view_t *v, err_t *err);
must_use status_t api_verify(req_t *q, view_t *v, err_t *err);
/* verify_picture.c */
must_use status_t page_verify_picture(req_t *q, view_t *v, err_t *err);
must_use status_t page_telephone(req_t *q, view_t *v, err_t *err);
/* desk_pages.c */
must_use status_t desk_library(req_t *q, view_t *v, err_t *err);
must_use status_t desk_material(req_t *q, view_t *v, err_t *err);
must_use status_t desk_add(req_t *q, view_t *v, err_t *err);
must_use status_t desk_upload(req_t *q, view_t *v, err_t *err);
must_use status_t desk_approve(req_t *q, view_t *v, err_t *err);
must_use status_t desk_signature(req_t *q, view_t *v, err_t *err);
must_use status_t desk_file(req_t *q, view_t *v, err_t *err);
must_use status_t desk_publish(req_t *q, view_t *v, err_t *err);
must_use status_t desk_withdraw(req_t *q, view_t *v, err_t *err);
#endif
