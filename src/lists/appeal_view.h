/* SPDX-License-Identifier: Apache-2.0
 *
 * appeal_view — an appeal and its decision as views of pages/appeal*.html.
 */
#ifndef CG_LISTS_APPEAL_VIEW_H
#define CG_LISTS_APPEAL_VIEW_H
#include "alert/appeal.h"

/* What its maker has to do with the value: the choices, and the chosen one's words as "as_text". */
void appeal_role_options(view_t *v, str_t chosen, lang_t lang);
void appeal_row_view(view_t *v, const appeal_row_t *r, lang_t lang);
#endif
