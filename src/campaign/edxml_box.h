/* SPDX-License-Identifier: Apache-2.0
 *
 * edxml_box — the folder between us and an agency's gateway (trục liên thông văn bản). The gateway's program takes files from one
 * side and lays files on the other; no address, no password of it is known here.
 *
 *     DIR/gui/        envelopes of dispatches that were sent: one for each recipient, DOCUMENTID-CODE.edxml, whole when they appear
 *     DIR/nhan/       what came: status messages of recipients; a name that begins with "." or ends in ".tmp" is not whole yet
 *     DIR/da-nhan/    what was taken in, and DIR/khong-nhan/ what was not, each with a .txt that says why
 *
 * An envelope may be laid down twice when the program dies between laying it and noting so: it is the same document then, by its
 * id, which the other side takes once. What comes twice adds nothing here.
 */
#ifndef CG_CAMPAIGN_EDXML_BOX_H
#define CG_CAMPAIGN_EDXML_BOX_H
#include "campaign/edxml.h"

typedef struct edxml_box {
    size_t out, in, refused; /* envelopes laid down; messages taken in, and not */
} edxml_box_t;

/* One round: lays down what was sent under running campaigns and is not laid down yet, takes in at most 200 files. Makes the folders.
 * Counts what was done even when it ends with an error. */
must_use status_t edxml_box_round(store_t *st, str_t dir, edxml_box_t *out, err_t *err);

/* One status message by its bytes, as `letter status` takes it. */
must_use status_t edxml_take_status(store_t *st, arena_t *a, str_t bytes, err_t *err);
#endif
