/* SPDX-License-Identifier: Apache-2.0
 *
 * vietqr_internal — between the reader of payments and the reader of everything else a QR code may say.
 */
#ifndef CG_RECOGNISE_VIETQR_INTERNAL_H
#define CG_RECOGNISE_VIETQR_INTERNAL_H
#include "recognise/letters.h"
#include "recognise/vietqr.h"

/* vietqr_kind.c: what is no EMVCo payment. */
void vietqr_other(str_t payload, vietqr_t *out);
#endif
