/* SPDX-License-Identifier: Apache-2.0
 *
 * shown — a verdict as the view of partials/verdict.html, and the empty shape of it that pages carry for scripts: a verdict
 * made on the phone is laid into that shape, so that both are the same words in the same places.
 */
#ifndef CG_CHECK_SHOWN_H
#define CG_CHECK_SHOWN_H
#include "recognise/judged.h"
#include "page/page.h"

/* The verdict, with what a picture, a code or a paper held. */
void shown_verdict(view_t *v, lang_t lang, const judged_t *j);
/* The box with nothing in it: the examples and the shape. */
void shown_box(req_t *q, view_t *v);
#endif
