/* SPDX-License-Identifier: Apache-2.0
 *
 * judged — one verdict on words, QR codes and the form of a document together: what a picture or a paper shows at once.
 *
 * The text that is checked is the words as given and after them a line for each QR code: its payload, or for a payment what
 * it pays to whom. All offsets lie in that text, which is given back. What speaks against a document or a code joins the
 * verdict as signs, and may only raise its level.
 */
#ifndef CG_RECOGNISE_JUDGED_H
#define CG_RECOGNISE_JUDGED_H
#include "recognise/verdict.h"
#include "recognise/document.h"
#include "recognise/vietqr.h"

enum { JUDGED_CODES = 8 };

typedef struct judged {
    verdict_t verdict;
    str_t text;
    struct {
        str_t payload;
        vietqr_t read;
        str_t bank; /* of a payment, when its number is known; else "" */
    } codes[JUDGED_CODES];
    size_t n_codes;
    document_t document; /* level DOCUMENT_NONE: it is none */
    bool cut;            /* of a picture: time ran out before all was read */
} judged_t;

/* Whether a text that somebody pastes is what a QR code holds, and not a message: a payment, a network, a contact, a card's code
 * … A link, a number or words are judged as the message they may be. */
bool judged_is_code(str_t text);
/* Whether what a code of this kind holds is repeated to nobody. */
static inline bool judged_hidden(vietqr_kind_t k)
{
    return k == VIETQR_ID_CARD || k == VIETQR_ONE_TIME;
}
/* Judges in->text and `codes` (JUDGED_CODES at most) in the caller's arena; `today` (y = 0: unknown) judges a document where
 * the message has no date. ST_LIMIT, ST_MEMORY as canhgiac_check. */
must_use status_t judged_of(const canhgiac_t *k, arena_t *a, const check_input_t *in, const str_t *codes, size_t n,
                            date_t today, judged_t **out);
/* What somebody pasted into a box: a code where judged_is_code, else words. */
must_use status_t judged_pasted(const canhgiac_t *k, arena_t *a, const check_input_t *in, date_t today, judged_t **out);
/* The verdict as canhgiac_json writes it, and in the same object "text", "codes", "document" and "cut". */
void judged_json(const judged_t *j, buf_t *out);
#endif
