/* SPDX-License-Identifier: Apache-2.0
 *
 * judged — one verdict on words, QR codes and the form of a document together: what a picture or a paper shows at once.
 *
 * The text that is checked is the words as given and after them a line for each QR code: its payload, or for a payment what
 * it pays to whom. All offsets lie in that text, which is given back. What speaks against a document or a code joins the
 * verdict as signs, and may only raise its level.
 */
#ifndef CG_CHECK_JUDGED_H
#define CG_CHECK_JUDGED_H
#include "box/limits.h"
#include "recognise/verdict.h"
#include "recognise/document.h"
#include "recognise/vietqr.h"

typedef struct judged {
    verdict_t verdict;
    str_t text;
    struct {
        str_t payload;
        vietqr_t read;
        str_t bank; /* of a payment, when its number is known; else "" */
    } codes[IMAGE_CODES];
    size_t n_codes;
    document_t document; /* level DOCUMENT_NONE: it is none */
    bool cut;            /* of a picture: time ran out before all was read */
} judged_t;

/* Judges in->text and `codes` (IMAGE_CODES at most) in the caller's arena. ST_LIMIT, ST_MEMORY as canhgiac_check. */
must_use status_t judged_of(const canhgiac_t *k, arena_t *a, const check_input_t *in, const str_t *codes, size_t n,
                            judged_t **out);
/* Reads a picture or PDF and judges what it holds; in->text is ignored. Errors as image_read. */
must_use status_t judged_image(const canhgiac_t *k, arena_t *a, const check_input_t *in, str_t bytes, judged_t **out,
                               err_t *err);
/* The verdict as canhgiac_json writes it, and in the same object "text", "codes", "document" and "cut". */
void judged_json(arena_t *a, const judged_t *j, buf_t *out);
#endif
