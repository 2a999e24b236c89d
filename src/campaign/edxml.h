/* SPDX-License-Identifier: Apache-2.0
 *
 * edxml — messages between document systems of agencies (QCVN 102:2016/BTTTT, QĐ 28/2018/QĐ-TTg): a letter in its envelope, and
 * the word that comes back of it.
 *
 * Two forms are read: that of the QCVN (elements with the prefix edXML, dates as 2024/10/28) and that of the gateways (namespace
 * go.vn/eDoc). What is written is the form of the QCVN. The bytes are taken apart by the confined reader (box/paper.h).
 */
#ifndef CG_CAMPAIGN_EDXML_H
#define CG_CAMPAIGN_EDXML_H
#include "box/paper.h"
#include "campaign/campaign.h"

typedef struct edxml {
    bool is_status;
    str_t document_id, number, symbol, place, issuer, issuer_id, subject, content, kind, signer, signer_title;
    date_t date, due; /* y = 0: none */
    texts_t to, to_ids;
    /* of a status message: */
    str_t code, says, answers; /* "02", the reason, the document's id it answers */
    ms_t at;                   /* when it was said there; 0: not told */
} edxml_t;

/* The fields of a message that paper_read took apart. ST_INPUT when necessary ones are missing. */
must_use status_t edxml_fields(arena_t *a, const paper_t *p, edxml_t *out, err_t *err);
/* The letter's parts as plain text in the order of a letter, for envelopes that hold no letter that can be read. */
str_t edxml_text(arena_t *a, const edxml_t *e);

typedef struct edxml_party {
    str_t code, name; /* the unit's code is its OrganId */
} edxml_party_t;
/* A dispatch with its PDF in an envelope to one unit. */
must_use status_t edxml_write(arena_t *a, const dispatch_t *d, edxml_party_t from, edxml_party_t to, str_t pdf,
                              str_t *out, err_t *err);
/* What a recipient last said of a dispatch, for the system of its sender `to_code`. ST_NOT_FOUND when it said nothing. */
must_use status_t edxml_write_status(arena_t *a, const dispatch_t *d, str_t to_code, const recipient_t *r, str_t *out,
                                     err_t *err);
/* The receipt behind a status code of QĐ 28/2018/QĐ-TTg: 01 it has come, 02 refused, 03 taken in, 04 given to somebody, 05 being
 * worked on, 06 done. */
receipt_t receipt_of(str_t code);
#endif
