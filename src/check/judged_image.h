/* SPDX-License-Identifier: Apache-2.0
 *
 * judged_image — what a picture or a PDF holds, read in the box and judged at once (recognise/judged.h).
 */
#ifndef CG_CHECK_JUDGED_IMAGE_H
#define CG_CHECK_JUDGED_IMAGE_H
#include "recognise/judged.h"

/* in->text is ignored. Errors as image_read. */
must_use status_t judged_image(const canhgiac_t *k, arena_t *a, const check_input_t *in, str_t bytes, judged_t **out,
                               err_t *err);
#endif
