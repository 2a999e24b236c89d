/* SPDX-License-Identifier: Apache-2.0
 *
 * verify — the parts of an answer to "is this genuine?", between the files that answer by code and by picture.
 */
#ifndef CG_MATERIAL_VERIFY_H
#define CG_MATERIAL_VERIFY_H
#include "material/pages.h"

/* Answers for a code as typed, into v: see pages/verify.html. q->db must be a snapshot. */
must_use status_t verify_typed(req_t *q, view_t *v, str_t typed, err_t *err);
/* "answer" and its flag. */
void verify_answer(view_t *v, const char *answer);
/* What every verify page brings: the trusted keys, by which a phone checks a QR code's mark itself. */
void verify_keys(req_t *q, view_t *v);
/* What changed between a superseded release and the current one: reason, paragraphs gone and new. */
must_use status_t verify_changes(req_t *q, view_t *v, const release_t *old, const release_t *now, err_t *err);
#endif
