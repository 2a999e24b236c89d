/* SPDX-License-Identifier: Apache-2.0
 *
 * files — what hangs on a page: documents, pictures and frames of the same site, read for what they carry. Inside the room.
 *
 * Each is first known by its hash. Else a PDF or DOCX is read for its text and a picture for its look, both by the confined
 * reader (box/paper.h, box/glance.h): a file that was saved again, or a poster that was scaled, is still ours.
 */
#ifndef CG_PROOF_FILES_H
#define CG_PROOF_FILES_H
#include "proof/look.h"

/* Reads the likely files of k->page: finds go to k->best, the text of frames to k->frames. */
must_use status_t look_files(look_t *k, err_t *err);
/* What a file whose hash is none of ours holds. `document`: one that cannot be read makes the look unclear. */
must_use status_t look_inside(look_t *k, str_t body, bool document, err_t *err);
#endif
